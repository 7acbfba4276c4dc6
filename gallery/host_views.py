"""The views of a station's host: the page of the station, checking in and out, the pitch."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery import hosting
from gallery.models import Host
from workshop import access
from workshop.access import roles
from workshop.refusals import NotNow
from workshop.responses import done

LINKS = access.STATION_HOST, access.CASE_OWNER


def of_station(view):
    """Let in who leads or helps, and the hosts of this station: by a link of its own, or one for any station."""

    @roles(*access.HELPERS, *LINKS)
    @wraps(view)
    def wrapped(request, number, **kwargs):
        case = get_object_or_404(request.workshop.cases, number=number)
        if not (request.visitor.has(*access.HELPERS) or _link(request, case)):
            raise Http404
        case.workshop = request.workshop
        return view(request, case, **kwargs)

    return wrapped


@require_safe
@of_station
def station(request, case):
    """The host's page: who stands here, who comes next, the notes, the questions, the two minutes."""
    helps = request.visitor.has(*access.HELPERS)
    context = {
        "see": ["now", f"host:{case.number}"],
        "case": case,
        "cases": list(request.workshop.cases.all()),
        "mine": _mine(request, case),
        "people": list(request.workshop.present()) if helps else [],
    }
    return render(request, "gallery/host.html", context)


@require_POST
@of_station
def check_in(request, case):
    """I host here; or (for helpers) the person of this number does."""
    hosting.check_in(case=case, **_who(request, case))
    return done(request, "gallery:host", request.workshop.code, case.number)


@require_POST
@of_station
def check_out(request, case):
    """This host does not host here any more: I myself, or (for helpers) whom they name."""
    who = _who(request, case)
    host = Host.objects.filter(case=case, **{name: value for name, value in who.items() if value}).first()
    if host:
        hosting.check_out(host=host)
    return done(request, "gallery:host", request.workshop.code, case.number)


@require_POST
@of_station
def pitch(request, case):
    """The two minutes begin (on=1), or end."""
    act = hosting.start_pitch if request.POST.get("on", "1") == "1" else hosting.end_pitch
    act(case=case)
    return done(request, "gallery:host", request.workshop.code, case.number)


# --- helpers -----------------------------------------------------------------------------------
def _link(request, case):
    """The role link by which this visitor hosts this station."""
    links = (link for link in request.visitor.links if link.role in LINKS and link.case_id in (None, case.pk))
    return next(links, None)


def _who(request, case):
    """Whom a press is about: a number for helpers, else the visitor as a participant, else by the link alone."""
    number = request.POST.get("for", "").strip()
    if number and request.visitor.has(*access.HELPERS):
        if not number.isdecimal() or len(number) > 6:
            raise Http404
        return {"participant": get_object_or_404(request.workshop.present(), number=int(number))}
    if request.participant:
        return {"participant": request.participant}
    link = _link(request, case)
    if link is None:
        raise NotNow(_("Please say who hosts here."))
    return {"link": link}


def _mine(request, case):
    """Where this visitor hosts, as a Host; None while they do not."""
    link = _link(request, case)
    found = Host.objects.filter(participant=request.participant) if request.participant else None
    found = Host.objects.filter(link=link) if found is None and link else found
    return found.select_related("case").first() if found is not None else None
