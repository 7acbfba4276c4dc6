"""Running the circle: calling, seating, chairs, the floor, and what is written down."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fishbowl import actions
from fishbowl.actions.guests import bring_in, place
from fishbowl.desk_forms import GuestForm
from fishbowl.forms import (
    BeforeForm,
    ChairForm,
    FloorForm,
    ForwardForm,
    ListForm,
    PersonForm,
    PlaceForm,
    ReleaseForm,
    StatementForm,
    TimeForm,
)
from fishbowl.models import Entry
from fishbowl.views import answers
from fishbowl.views.answers import again, bowl, by, read, seat_as_data, told
from workshop import access
from workshop.access import roles


# --- the queue ---------------------------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def call(request, pk):
    """This person, please, to the lowest free chair."""
    said = read(request)
    stay = actions.call(entry=answers.entry(request, pk), seen=said["seen"] or 0, key=said["key"], by=by(request))
    return told(request, **seat_as_data(stay))


@require_POST
@roles(*access.HELPERS)
def remove(request, pk):
    """This wish is taken off the queue."""
    actions.remove(entry=answers.entry(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def before(request, pk):
    """This wish comes before that one, by the moderator's hand."""
    entry, said = answers.entry(request, pk), read(request, BeforeForm)
    other = answers.entry(request, said.pop("other"))
    actions.place_before(entry=entry, other=other, by=by(request), **said)
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def forward(request):
    """Whoever is named comes first, by the moderator's hand, and reads why."""
    form = ForwardForm(request.POST, workshop=request.workshop, bowl=bowl(request))
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_forward.html", _("Bring somebody forward, and say why"))
    said = form.cleaned_data
    entry = said["entry"]
    first = entry.fishbowl.waiting().order_by("place").first() or entry
    actions.place_before(entry=entry, other=first, reason=said["reason"], key=said["key"], by=by(request))
    return told(request, entry=entry.pk)


@require_POST
@roles(*access.FACILITATORS)
def resolve(request, pk):
    """A word on how we work was heard."""
    actions.resolve(entry=answers.entry(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def ask_still(request, pk):
    """Does this person still want the chair?"""
    actions.still_asked(entry=answers.entry(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.HELPERS)
def listed(request):
    """A paper list comes to the queue, in its order."""
    form = ListForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_list.html", _("A list on paper"))
    wishes = actions.ask_in_order(bowl=bowl(request), by=by(request), **form.cleaned_data)
    return told(request, entries=[wish.pk for wish in wishes])


# --- the chairs --------------------------------------------------------------------------------
@require_POST
@roles(*access.HELPERS)
def release(request, pk):
    """This chair is freed: thank you, or you did not come."""
    said = read(request, ReleaseForm)
    actions.release(stay=answers.stay(request, pk), how=said["exit"], key=said["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def ask_release(request, pk):
    """Thank you; please free the chair when you have finished (or: stay)."""
    asked = request.POST.get("on", "1") == "1"
    actions.ask_release(stay=answers.stay(request, pk), asked=asked, key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.HELPERS)
def arrived(request, pk):
    """Whoever was called has sat down, as somebody in the room can see."""
    stay, at_place = answers.stay(request, pk), request.POST.get("at_place") == "1"
    stay = actions.take(participant=stay.participant, call=stay.pk, at_place=at_place, by=by(request))
    return told(request, **seat_as_data(stay))


@require_POST
@roles(*access.HELPERS)
def seat(request):
    """Somebody here: to the queue, to a free chair, or to this one."""
    form = PlaceForm(request.POST, workshop=request.workshop, bowl=bowl(request))
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_place.html", _("Queue or seat somebody"))
    said = dict(form.cleaned_data)
    placed = place(participant=said.pop("person"), bowl=bowl(request), by=by(request), **said)
    return told(request, **_placed(placed))


@require_POST
@roles(*access.HELPERS)
def guest(request):
    """Somebody without a phone, who may not be in the list yet: in, and to their place, in one go."""
    form = GuestForm(request.POST, workshop=request.workshop, bowl=bowl(request))
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_guest.html", _("Somebody without a phone"))
    about = {"workshop": request.workshop, "bowl": bowl(request), "by": by(request)}
    person, placed = bring_in(**about, **form.cleaned_data)
    return told(request, number=person.number, **_placed(placed))


def _placed(placed):
    return {"entry": placed.pk} if isinstance(placed, Entry) else seat_as_data(placed)


@require_POST
@roles(*access.HELPERS)
def seat_one(request, number):
    """This person sits on the chair kept for them, or on the lowest free one."""
    person = get_object_or_404(request.workshop.present(), number=number)
    about = {"move": request.POST.get("move") == "1", "bowl": bowl(request), "key": read(request)["key"]}
    stay = actions.seat(participant=person, by=by(request), **about)
    return told(request, **seat_as_data(stay))


@require_POST
@roles(*access.HELPERS)
def presence(request, number, do):
    """This person is out for a while, or back."""
    if do not in ("away", "back"):
        raise Http404
    person = get_object_or_404(request.workshop.present(), number=number)
    about = {"bowl": bowl(request), "key": read(request)["key"], "by": by(request)}
    actions.presence(participant=person, away=do == "away", **about)
    return told(request)


@require_POST
@roles(*access.HELPERS)
def presence_of(request):
    """Somebody, with a phone or without, is out for a while, or back."""
    form = PersonForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_presence.html", _("Somebody goes out, or is back"))
    said, away = form.cleaned_data, request.POST.get("away") == "1"
    actions.presence(participant=said["person"], away=away, bowl=bowl(request), key=said["key"], by=by(request))
    return told(request, away=away)


@require_POST
@roles(*access.HELPERS)
def chairs(request, number):
    """One chair more in the circle, one put aside, or what a chair is for."""
    said = read(request, ChairForm)
    about = {"workshop": request.workshop, "bowl": bowl(request), "number": number}
    about |= {"by": by(request), "key": said["key"]}
    if said["on"] or not said["kind"]:
        (actions.put_out if said["on"] == "1" else actions.put_aside)(**about)
    if said["kind"]:
        actions.set_kind(kind=said["kind"], **about)
    return told(request)


# --- the floor ---------------------------------------------------------------------------------
@require_POST
@roles(*access.SCRIBES)
def floor(request, number):
    """This person speaks now."""
    person, said = get_object_or_404(request.workshop.present(), number=number), read(request, FloorForm)
    off_chair = request.POST.get("off_chair") == "1" and request.visitor.has(*access.FACILITATORS)
    about = {"seen": said["seen"], "bowl": bowl(request), "key": said["key"], "by": by(request)}
    turn = actions.floor_to(participant=person, off_chair=off_chair, **about)
    return told(request, turn=turn.pk)


@require_POST
@roles(*access.FACILITATORS)
def outside(request):
    """Somebody speaks from where they are, without a chair."""
    form = PersonForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_outside.html", _("Somebody speaks without a chair"))
    said = form.cleaned_data
    about = {"bowl": bowl(request), "key": said["key"], "by": by(request)}
    return told(request, turn=actions.floor_to(participant=said["person"], off_chair=True, **about).pk)


@require_POST
@roles(*access.SCRIBES)
def silence(request):
    """Nobody speaks now."""
    said = read(request, FloorForm)
    about = {"workshop": request.workshop, "bowl": bowl(request)}
    actions.silence(seen=said["seen"], key=said["key"], by=by(request), **about)
    return told(request)


@require_POST
@roles(*access.SCRIBES)
def moderator(request):
    """The moderator speaks now."""
    said = read(request, FloorForm)
    about = {"workshop": request.workshop, "bowl": bowl(request)}
    turn = actions.moderator_speaks(seen=said["seen"], key=said["key"], by=by(request), **about)
    return told(request, moderator_turn=turn.pk)


@require_POST
@roles(*access.SCRIBES)
def rest(request, pk):
    """The turn's clock stands."""
    actions.rest_turn(turn=answers.turn(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.SCRIBES)
def run(request, pk):
    """The turn's clock goes on."""
    actions.run_turn(turn=answers.turn(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.FACILITATORS)
def time(request, pk):
    """Some seconds more or less for this turn."""
    said = read(request, TimeForm)
    actions.give_time(turn=answers.turn(request, pk), by=by(request), **said)
    return told(request)


@require_POST
@roles(*access.SCRIBES)
def correct(request, pk):
    """It was somebody else who spoke."""
    turn, form = answers.turn(request, pk), PersonForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "", _("Who spoke"))
    said = form.cleaned_data
    actions.correct_turn(turn=turn, participant=said["person"], key=said["key"], by=by(request))
    return told(request, turn=turn.pk)


@require_POST
@roles(*access.SCRIBES)
def statement(request):
    """What somebody has just said; the speaker checks it on the own phone."""
    form = StatementForm(request.POST, workshop=request.workshop, bowl=bowl(request))
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_statement.html", _("Take down what was said"))
    taken = actions.take_down(workshop=request.workshop, bowl=bowl(request), by=by(request), **form.cleaned_data)
    return told(request, statement=taken.pk)
