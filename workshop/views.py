"""The core's views: the front door, joining, my own page, the console, the projector, stages and timers."""

import segno
from django.contrib import auth
from django.core.exceptions import ValidationError
from django.db import Error, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from workshop import __version__, access, actions, links, live, scenes, stages
from workshop.access import acting, member, roles, taking_part
from workshop.doorkeeper import doorkeeper
from workshop.forms import AnswerForm, ChangeForm, CodeForm, HelpedForm, JoinForm, NameForm, ReturnForm, about
from workshop.models import Workshop
from workshop.refusals import AskFirst, NotNow
from workshop.responses import done, form_again
from workshop.text import KeyField, folded


# --- coming in ---------------------------------------------------------------------------------
@gzip_page
def front(request):
    """The front door: type the code from the big screen."""
    form = CodeForm(request.POST or (request.GET if "code" in request.GET else None))
    if not form.is_bound or not form.is_valid():
        return _front(request, form, status=422 if form.errors else 200)
    if workshop := doorkeeper.find(form.cleaned_data["code"]):
        return redirect("join", workshop.code)
    form.add_error("code", _("No workshop has this code. Look at the big screen once more."))
    return _front(request, form, status=404)


@require_safe
def door(request, key):
    """What the QR code opens: the join form of its workshop."""
    workshop = get_object_or_404(Workshop, door_key=key)
    request.session["invited"] = [*request.session.get("invited", [])[-9:], workshop.pk]
    return redirect("join", workshop.code)


@gzip_page
def join(request, code):
    """One form: name, function, city, and how far what I write may travel."""
    workshop = _at_the_door(request, code)
    if request.participant:
        return redirect(_after_join(request))
    form = JoinForm(request.POST or None)
    if request.method != "POST":
        return render(request, "workshop/join.html", _join_context(request, form))
    if not form.is_valid():
        return form_again(request, "workshop/join.html", _join_context(request, form))
    participant = actions.join(workshop=workshop, language=get_language(), **form.cleaned_data)
    access.welcome(request, participant)
    return _joined(request, participant)


def come_back(request, code):
    """The return code continues the same person on another phone."""
    workshop = _at_the_door(request, code)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if participant := doorkeeper.person(workshop, form.cleaned_data["return_code"]):
            access.welcome(request, participant)
            return _joined(request, participant)
        form.add_error("return_code", _("Nobody here has this code. It stands on the other phone under “My page”."))
    if form.errors:
        return form_again(request, "workshop/return.html", {"form": form})
    return render(request, "workshop/return.html", {"form": form})


@require_safe
def open_link(request, token):
    """A role link: from now on this browser holds its role."""
    if request.method == "HEAD":
        return HttpResponse()
    link = links.open_link(token=token, held=request.session.get("links", []))
    if link.user:
        auth.login(request, link.user, backend="django.contrib.auth.backends.ModelBackend")
    if link.pk not in request.session.get("links", []):
        access.hand_role(request, link)
    return redirect(_home_of(link))


# --- in the room -------------------------------------------------------------------------------
@require_safe
@member
def room(request):
    """Where I am now: the stage's own page, or the room with what is asked of everybody."""
    stage = request.workshop.stage
    page = stages.page_of(stage.kind, request.workshop) if stage else "room"
    if page != "room":
        return redirect(page, request.workshop.code)
    cases = list(request.workshop.cases.all())
    return render(request, "workshop/room.html", {"see": ["now", "people"], "cases": cases, "stage": stage})


@require_safe
@taking_part
def mine(request):
    """My page: who I am here, my return code, what was taken down of me and waits for my check."""
    return render(request, "workshop/mine.html", _mine_context(request, ChangeForm(initial=about(request.participant))))


@require_POST
@acting(*access.HELPERS)
def change(request):
    """What I said about myself, said anew."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return form_again(request, "workshop/mine.html", _mine_context(request, form))
    if form.cleaned_data["consent"] != request.acting.consent:
        access.refuse_deciding_for_somebody(request)
    actions.change(participant=request.acting, **form.cleaned_data)
    return done(request, "mine", request.workshop.code)


@taking_part
def say_who(request):
    """A listener who would like to speak says how they are called."""
    if not request.participant.is_listener:
        return done(request, "mine", request.workshop.code)
    form = NameForm(request.POST or None, initial={"city": request.participant.city})
    context = {"form": form, "known_cities": request.workshop.known_cities()}
    if request.method != "POST":
        return render(request, "workshop/say_who.html", context)
    if not form.is_valid():
        return form_again(request, "workshop/say_who.html", context)
    actions.say_who(participant=request.participant, **form.cleaned_data)
    return done(request, "room", request.workshop.code)


@require_POST
@acting(*access.HELPERS)
def check_statement(request, pk):
    """I have read what was taken down of me, and agree or refuse."""
    statement = get_object_or_404(request.acting.statements, pk=pk)
    access.refuse_deciding_for_somebody(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Please choose whether it is right."))
    told = {name: form.cleaned_data[name] for name in ("consent", "text")}
    actions.check(statement=statement, agrees=form.cleaned_data["answer"] == "yes", **told)
    return done(request, "mine", request.workshop.code)


# --- running it --------------------------------------------------------------------------------
@require_safe
@roles(*access.STAFF)
def console(request):
    """The facilitator's desk."""
    kind = request.workshop.stage.kind if request.workshop.stage else "welcome"
    forms = stages.forms_of(kind)
    extra = forms.scene(request.workshop) if forms else {}
    see = ["day", "console"]
    return render(
        request,
        "workshop/console.html",
        {"see": see, "kind": kind, "forms": forms} | extra,
    )


@require_safe
@roles(*access.STAFF, access.PROJECTOR)
def projector(request):
    """What the whole room sees; it follows the stage by itself."""
    screens = stages.screens_of(request.workshop)
    return render(request, "workshop/projector.html", {"see": ["projector"], "screens": screens})


@require_POST
@roles(*access.FACILITATORS)
def move(request, pk):
    """Lead everybody to this stage."""
    stage = get_object_or_404(request.workshop.stages, pk=pk)
    actions.move(workshop=request.workshop, stage=stage, seen=_seen(request), sure=_is_sure(request))
    return done(request, "console", request.workshop.code, stage=stage.pk)


@require_POST
@roles(*access.FACILITATORS)
def move_on(request):
    """Lead everybody to the stage after the one this press was decided on."""
    programme = list(request.workshop.stages.all())
    seen = _seen(request)
    ids = [None, *(stage.pk for stage in programme)]
    if seen not in ids:
        raise Http404
    if ids.index(seen) + 1 == len(ids):
        raise NotNow(_("This is the last part of the programme."))
    stage = programme[ids.index(seen)]
    actions.move(workshop=request.workshop, stage=stage, seen=seen, sure=_is_sure(request))
    return done(request, "console", request.workshop.code, stage=stage.pk)


TIMER = {
    "plus": lambda stage, key: actions.add_minutes(stage=stage, minutes=1, key=key),
    "minus": lambda stage, key: actions.add_minutes(stage=stage, minutes=-1, key=key),
    "pause": lambda stage, key: actions.pause(stage=stage),
    "resume": lambda stage, key: actions.resume(stage=stage),
}


@require_POST
@roles(*access.FACILITATORS)
def timer(request, pk, do):
    """One minute more or less, pause, resume."""
    if do not in TIMER:
        raise Http404
    stage = get_object_or_404(request.workshop.stages, pk=pk)
    stage = TIMER[do](stage, _key(request))
    return done(request, "console", request.workshop.code, ends_at=stage.ends_at)


@require_POST
@roles(*access.FACILITATORS)
def open_doors(request):
    """Whether people may still join by themselves."""
    actions.open_doors(workshop=request.workshop, opened=request.POST.get("open") == "1")
    return done(request, "console", request.workshop.code)


@require_POST
@roles(*access.HELPERS, access.NOTE_TAKER)
def add_person(request):
    """Somebody without a phone takes part like everybody else."""
    form = HelpedForm(request.POST)
    if not form.is_valid():
        return form_again(request, "workshop/people.html", _people_context(request, form))
    _offer_the_same(request, form.cleaned_data)
    person = actions.join(workshop=request.workshop, has_phone=False, **form.cleaned_data)
    return done(request, "people", request.workshop.code, number=person.number)


def _offer_the_same(request, said):
    """Somebody of this name and city is here already: perhaps it is them."""
    if request.POST.get("sure") == "1" or request.workshop.participants.filter(client_key=said["key"]).exists():
        return
    named = (folded(said["name"]), folded(said["city"]))
    for person in request.workshop.present():
        if (folded(person.name), folded(person.city)) == named:
            about = {"who": person, "number": person.number}
            raise AskFirst(_("%(who)s is here already, with the number %(number)s. Is this somebody else?") % about)


@require_safe
@roles(*access.STAFF)
def people(request):
    """Who is here, with short numbers; and the form for somebody without a phone."""
    return render(request, "workshop/people.html", _people_context(request, HelpedForm()))


@require_POST
@roles(*access.HELPERS)
def person_left(request, number):
    """Somebody has gone home."""
    person = get_object_or_404(request.workshop.present(), number=number)
    actions.leave(participant=person)
    return done(request, "people", request.workshop.code)


@require_safe
@member
def programme(request):
    """The stages as data, for scripts: which there are and which one is on."""
    return JsonResponse(
        {
            "stage": request.workshop.stage_id,
            "stages": [
                {
                    "id": s.pk,
                    "kind": s.kind,
                    "title": s.title,
                    "minutes": s.minutes,
                    "ends_at": s.ends_at,
                    "paused_at": s.paused_at,
                }
                for s in request.workshop.stages.all()
            ],
        }
    )


# --- for machines ------------------------------------------------------------------------------
@require_safe
@roles(*access.MEMBERS, access.PROJECTOR)
def qr(request):
    """The join QR code as a picture."""
    code = segno.make(links.door(request.workshop), error="m")
    answer = HttpResponse(content_type="image/svg+xml")
    code.save(answer, kind="svg", border=2, dark="#1D2329", light="#FFFFFF", xmldecl=False)
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_safe
def healthz(request):
    """Whether database and channel layer answer; 503 where one is down."""
    state = {"database": _database_answers(), "channel_layer": live.layer_answers(), "version": __version__}
    well = state["database"] == state["channel_layer"] == "ok"
    return JsonResponse({"status": "ok" if well else "down", **state}, status=200 if well else 503)


# --- helpers -----------------------------------------------------------------------------------
def _front(request, form, status):
    return render(request, "workshop/front.html", {"form": form, "cases": [1, 2, 3, 4], "dots": []}, status=status)


def _at_the_door(request, code):
    workshop = doorkeeper.find(access.tidy_code(code), invited=request.session.get("invited", []))
    if workshop is None:
        raise Http404
    request.visitor = access.visitor(request.session, workshop)
    request.workshop, request.participant = workshop, request.visitor.participant
    return workshop


def _join_context(request, form):
    workshop, people = request.workshop, list(request.workshop.present())
    return {
        "form": form,
        "people": people,
        "dots": scenes.dots(workshop, people),
        "cases": list(workshop.cases.all()),
        "known_cities": workshop.known_cities(),
        "next": _safe_next(request, request.POST.get("next") or request.GET.get("next", "")),
    }


def _joined(request, participant):
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"done": True, "number": participant.number, "return_code": participant.return_code})
    return redirect(_after_join(request))


def _after_join(request):
    return _safe_next(request, request.POST.get("next", "")) or reverse("room", args=[request.workshop.code])


def _safe_next(request, url):
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def _home_of(link):
    if link.role == access.ORGANIZER:
        return reverse("organize")
    if link.role == access.PROJECTOR:
        return reverse("projector", args=[link.workshop.code])
    if link.role == access.CASE_OWNER:
        return reverse("case-edit", args=[link.workshop.code, link.case.number])
    if link.role == access.STATION_HOST and link.case:
        return reverse("gallery:host", args=[link.workshop.code, link.case.number])
    return reverse("console" if link.role in access.STAFF else "room", args=[link.workshop.code])


def _mine_context(request, form):
    me = request.participant
    return {
        "form": form,
        "see": ["now"],
        "statements": list(me.statements.select_related("case")) if me else [],
        **_asked(me),
        "known_cities": request.workshop.known_cities(),
        "alone": bool(me) and me.is_alone(),
    }


def _asked(me):
    """My questions that were answered or taken up, and how many still wait."""
    asked = list(me.questions.standing().select_related("case").order_by("-answered_at", "pk")) if me else []
    heard_of = [question for question in asked if question.answered_at or question.taken_up_at]
    return {"questions": heard_of, "unanswered": len(asked) - len(heard_of)}


def _people_context(request, form):
    present = list(request.workshop.present())
    return {"form": form, "people": present, "known_cities": request.workshop.known_cities()}


def _seen(request):
    seen = request.POST.get("seen", "")
    if not (seen == "" or (seen.isdecimal() and len(seen) < 15)):
        raise Http404
    return int(seen) if seen else None


def _is_sure(request):
    return request.POST.get("sure") == "1"


def _key(request):
    try:
        return KeyField().clean(request.POST.get("key", ""))
    except ValidationError:
        raise NotNow(_("This press came in a form we can't read. Reload the page.")) from None


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return "down"
    return "ok"
