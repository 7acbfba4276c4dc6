"""Leading the circle: its phases, its queue's gate, topics, moves, promises, settings, the lease and taking back."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fishbowl import actions, scenes
from fishbowl.desk_forms import SettingsForm
from fishbowl.forms import (
    MergeForm,
    MoveForm,
    PartForm,
    PersonForm,
    PhaseForm,
    PromiseForm,
    QuestionForm,
    StandbyForm,
    TopicForm,
)
from fishbowl.models import Brought, Fishbowl
from fishbowl.views import answers
from fishbowl.views.answers import again, bowl, by, read, seat_as_data, told
from workshop import access
from workshop.access import roles
from workshop.refusals import wants_json

PHASES = {
    "open": (actions.open_lobby, ()),
    "start": (actions.start, ()),
    "pause": (actions.pause, ()),
    "resume": (actions.resume, ()),
    "last-call": (actions.last_call, ("chairs_go",)),
    "back": (actions.back_to_running, ()),
    "closing": (actions.start_closing, ("start",)),
    "finish": (actions.finish, ()),
    "abort": (actions.abort, ()),
    "reopen": (actions.reopen, ()),
}


# --- phases ------------------------------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def phase(request, do):
    """The circle is opened, started, paused, resumed, called for the last time, closed, ended or opened again."""
    if do not in PHASES:
        raise Http404
    said, (action, takes) = read(request, PhaseForm), PHASES[do]
    about = {name: said[name] for name in ("seen", "key", *takes) if said[name]}
    led = action(workshop=request.workshop, bowl=bowl(request), by=by(request), **about)
    return told(request, phase=led.phase)


@require_POST
@roles(*access.FACILITATORS)
def group(request):
    """A closed circle's whole group leaves, and the next is called."""
    said = read(request)
    about = {"workshop": request.workshop, "bowl": bowl(request), "by": by(request)}
    changed = actions.change_group(seen=said["seen"], key=said["key"], **about)
    return told(request, group=changed.groups)


@require_POST
@roles(*access.FACILITATORS)
def part(request):
    """A circle with satellites talks, writes or answers from now on."""
    about = {"workshop": request.workshop, "bowl": bowl(request), "by": by(request)}
    return told(request, part=actions.begin_part(**about, **read(request, PartForm)).part)


@require_POST
@roles(*access.FACILITATORS)
def take_question(request, pk):
    """The circle answers this satellite's question now."""
    brought = get_object_or_404(Brought, pk=pk, fishbowl__workshop=request.workshop)
    topic = actions.take_question(brought=brought, key=read(request)["key"], by=by(request))
    return told(request, topic=topic.pk)


@require_POST
@roles(*access.FACILITATORS)
def finish(request):
    """The circle ends; whoever waits is kept as not heard."""
    key = read(request, PhaseForm)["key"]
    actions.finish(workshop=request.workshop, bowl=bowl(request), key=key, by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def queue(request):
    """Whether people may ask by themselves."""
    opened, key = request.POST.get("open") == "1", read(request)["key"]
    actions.open_queue(workshop=request.workshop, bowl=bowl(request), opened=opened, key=key, by=by(request))
    return told(request)


# --- what it is about, and how it is set -------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def question(request):
    """What the circle talks about."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_question.html", _("The question in the middle"))
    actions.set_question(workshop=request.workshop, bowl=bowl(request), by=by(request), **form.cleaned_data)
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def settings(request):
    """How the circle is set; what is not sent stays."""
    form = SettingsForm(request.POST, instance=Fishbowl())
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_settings.html", _("How the circle is set"))
    actions.change_settings(workshop=request.workshop, bowl=bowl(request), by=by(request), **form.said)
    if wants_json(request) or not request.htmx:
        return told(request)
    return render(
        request, "fishbowl/_form_settings.html", scenes.settings(request.workshop, bowl(request)) | {"kept": True}
    )


@require_POST
@roles(*access.FACILITATORS)
def topic(request):
    """Something to talk about: typed, or a question from the walls."""
    form = TopicForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_topic.html", _("Topic"))
    said = form.cleaned_data
    about = {"text": said["text"], "question": said["asked"], "key": said["key"], "by": by(request)}
    made = actions.add_topic(workshop=request.workshop, bowl=bowl(request), **about)
    return told(request, topic=made.pk)


@require_POST
@roles(*access.SCRIBES)
def topic_start(request, pk):
    """The circle talks about this now."""
    actions.start_topic(topic=answers.topic(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.SCRIBES)
def topic_end(request, pk):
    """On to something else; the question was answered, or not."""
    answered = request.POST.get("answered") == "1"
    about = {"key": read(request)["key"], "by": by(request)}
    actions.end_topic(topic=answers.topic(request, pk), answered=answered, **about)
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def move(request):
    """One of the moderator's moves."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_move.html", _("Move"))
    made = actions.make_move(workshop=request.workshop, bowl=bowl(request), by=by(request), **form.cleaned_data)
    return told(request, move=made.pk)


@require_POST
@roles(*access.FACILITATORS)
def move_end(request):
    """The move is over."""
    said = read(request)
    actions.end_move(workshop=request.workshop, bowl=bowl(request), seen=said["seen"], key=said["key"], by=by(request))
    return told(request)


# --- people ------------------------------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def promise(request):
    """Somebody is called at this time, for everybody to see."""
    form = PromiseForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_promise.html", _("Promise a time"))
    said = form.cleaned_data
    slot = actions.promise(
        participant=said["person"], at=said["at"], key=said["key"], bowl=bowl(request), by=by(request)
    )
    return told(request, slot=slot.pk)


@require_POST
@roles(*access.FACILITATORS)
def stand_by(request):
    """Somebody has agreed to come if nobody does; whoever moderates knows it."""
    form = StandbyForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_standby.html", _("Somebody comes if nobody does"))
    said = form.cleaned_data
    slot = actions.promise(participant=said["person"], key=said["key"], bowl=bowl(request), by=by(request))
    return told(request, slot=slot.pk)


@require_POST
@roles(*access.FACILITATORS)
def promise_call(request, pk):
    """Their time has come, or nobody else does."""
    stay = actions.call_promised(slot=answers.slot(request, pk), key=read(request)["key"], by=by(request))
    return told(request, **seat_as_data(stay))


@require_POST
@roles(*access.FACILITATORS)
def promise_off(request, pk):
    """What was promised is off."""
    actions.take_promise_back(slot=answers.slot(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def block(request):
    """Somebody may not ask for a chair, or may again."""
    form = PersonForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_block.html", _("Conduct"), blocked=scenes.blocked(request.workshop))
    said = form.cleaned_data
    about = {"bowl": bowl(request), "key": said["key"], "by": by(request)}
    if request.POST.get("on", "1") == "1":
        actions.block(participant=said["person"], reason=said["reason"], **about)
    else:
        actions.unblock(participant=said["person"], **about)
    return _blocked(request)


def _blocked(request):
    """The form again with who may not ask any more: no live picture tells that."""
    if wants_json(request) or not request.htmx:
        return told(request)
    about = {"form": PersonForm(workshop=request.workshop), "of_bowl": request.POST.get("bowl")}
    return render(request, "fishbowl/_form_block.html", about | {"blocked": scenes.blocked(request.workshop)})


@require_POST
@roles(*access.FACILITATORS)
def merge(request):
    """Two numbers of one person become one."""
    form = MergeForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_merge.html", _("One person, noted twice"))
    said = form.cleaned_data
    about = {"bowl": bowl(request), "key": said["key"], "by": by(request)}
    actions.merge(participant=said["person"], into=said["into"], **about)
    return told(request, number=said["into"].number)


# --- the moderator's place ---------------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def take_over(request):
    """I moderate from this screen."""
    about = {"sure": request.POST.get("sure") == "1", "key": read(request)["key"]}
    lease = actions.take_over(workshop=request.workshop, bowl=bowl(request), by=by(request), **about)
    return told(request, epoch=lease.epoch)


@require_POST
@roles(*access.FACILITATORS)
def hand_over(request):
    """Somebody else may take over."""
    actions.hand_over(workshop=request.workshop, bowl=bowl(request), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def heartbeat(request):
    """My console is still here; the answer says whether it moderates."""
    mine = actions.heartbeat(workshop=request.workshop, bowl=bowl(request), by=by(request))
    return told(request, moderates=bool(mine))


@require_POST
@roles(*access.FACILITATORS)
def undo(request, seq):
    """That last command is taken back."""
    actions.undo(workshop=request.workshop, seq=seq, bowl=bowl(request), by=by(request))
    return told(request)


@require_safe
@roles(*access.FACILITATORS)
def history(request):
    """What was done, the newest first, and what can be taken back."""
    leads = request.visitor.has(*access.LEADS)
    return JsonResponse({"steps": scenes.history(request.workshop, bowl(request), conduct=leads)})
