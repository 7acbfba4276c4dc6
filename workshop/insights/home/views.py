"""The page and the sheet that a person takes home, and the page that asks months later."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workshop.access import LEADS, anybody, roles, taking_part
from workshop.insights.home import actions, content, later, sheet
from workshop.insights.home.forms import LaterForm
from workshop.insights.opening import cards_closed
from workshop.printing.answers import pdf_answer, printed
from workshop.responses import done, form_again


@require_safe
@never_cache
@taking_part
def home(request):
    """What I take home."""
    me = _me(request)
    context = {"see": ["now"], "home": content.of(me), "closed": cards_closed(request.workshop)}
    return render(request, "insights/home.html", context)


@require_safe
@never_cache
@taking_part
def home_pdf(request):
    """The same on paper."""
    name = f"{slugify(request.workshop.title)[:40] or 'peerwalk'}-{request.participant.number}.pdf"
    return pdf_answer(name, printed(sheet.make, _me(request)))


@require_POST
@taking_part
def keep(request):
    """Nothing of mine is published any more."""
    actions.keep_in_the_room(participant=_me(request))
    return done(request, "insights:home", request.workshop.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@anybody
def ask_later(request, token):
    """What became of my first steps? Without an account; the link is the way in."""
    follow_up = later.opened(request.workshop, token)
    if follow_up is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = LaterForm(sent, steps=later.steps_of(follow_up))
    context = {"form": form, "person": follow_up.participant, "follow_up": follow_up, "thanks": "said" in request.GET}
    if request.method != "POST":
        return render(request, "insights/later.html", context)
    if not form.is_valid():
        return form_again(request, "insights/later.html", context)
    actions.report(follow_up=follow_up, told=form.told())
    return redirect(f"{request.path}?said=1")


@require_safe
@roles(*LEADS)
def followed_up(request):
    """What came back after three and six months, for the organizers."""
    answers, asked = later.told(request.workshop)
    context = {"here": "later", "answers": answers, "asked": asked}
    return render(request, "insights/followed_up.html", context)


def _me(request):
    request.participant.workshop = request.workshop
    return request.participant
