"""What differs between the kinds of circle: who may come in when, and what a change of kind leads to."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fishbowl.journal import acting
from fishbowl.models import Chair, Entry, Fishbowl
from fishbowl.rules import phase
from workshop.refusals import NotNow

MOST_CHAIRS = 12
OPEN, GUEST, CLOSED, TAP_IN, SAMOAN, SATELLITES = Fishbowl.Variant
NOBODY_CALLS = (TAP_IN, SAMOAN)  # people come and go by themselves, and stand behind a chair where none is free
ANSWERS = (OPEN, GUEST)  # a reply from outside brings its person to a chair while it still answers something


# --- coming in ---------------------------------------------------------------------------------
def refuse_while_closed(bowl):
    """NotNow in a closed circle whose group talks."""
    if bowl.is_closed_now:
        raise NotNow(closed_until(bowl.closed_until))


def closed_until(moment):
    at = {"time": localtime(moment).strftime("%H:%M")}
    return _("The circle is closed until %(time)s. Then the whole group changes.") % at


def refuse_calling(bowl):
    """NotNow where nobody is called, moved in a queue, or asked for the chair by a moderator."""
    refuse_coming(bowl)
    if bowl.variant in NOBODY_CALLS:
        raise NotNow(_("In this circle nobody is called: people come and go by themselves."))


def refuse_coming(bowl):
    """NotNow where nobody comes into the circle, whose people were chosen for their experience."""
    if bowl.variant == SATELLITES:
        raise NotNow(_("Nobody comes into this circle. Your satellite writes its questions."))


def has_a_queue(bowl):
    """Whether people ask for a chair, and are called to it."""
    return bowl.variant not in (SATELLITES, *NOBODY_CALLS)


def refuse_queue(bowl, wish=None):
    """NotNow where nobody asks for a chair, since one goes there; `wish` is of somebody who stands there already."""
    refuse_coming(bowl)
    if bowl.variant in NOBODY_CALLS:
        if wish:
            raise NotNow(_("No chair is free yet. You stand behind chair %(n)s.") % {"n": wish.behind.number})
        raise NotNow(_("In this circle nobody asks for a chair. Take a free one, or stand behind one."))


def refuse_reply(bowl, participant, is_seated):
    """A reply from outside, where nobody can come in to say it."""
    if not is_seated and bowl.variant not in ANSWERS:
        raise NotNow(_("Nobody comes into this circle for a reply."))


def no_chair(bowl):
    """Why there is none for whoever is called."""
    if bowl.variant == GUEST:
        if not bowl.chairs.filter(kind=Chair.Kind.GUEST, retired_at=None).exists():
            return _("No chair is for a guest. Choose one of the chairs for that.")
        return _("A guest sits there. The chair is free when the guest was answered.")
    return _("Every chair is taken. Somebody has to make room first.")


def kept_free(bowl):
    """How many of the chairs that people may come to stay free: none of the guest's, it is there to be taken."""
    return 0 if bowl.variant == GUEST else bowl.keep_free


def refuse_kind(bowl, kind):
    """A chair is kept for guests only where there is a guest's chair."""
    if kind == Chair.Kind.GUEST and bowl.variant != GUEST:
        raise NotNow(_("This kind of circle has no guest’s chair."))


# --- where nobody calls ------------------------------------------------------------------------
def behind(bowl, chair):
    """The wishes of those who stand behind a chair, in their order."""
    return bowl.waiting().filter(behind=chair).select_related("participant").order_by("place")


def tell_behind(act, stay):
    """Whoever has tapped somebody is told that they speak, or have finished."""
    if stay and act.bowl.variant == TAP_IN:
        for wish in behind(act.bowl, stay.chair_id):
            act.poke(wish.participant)


# --- a closed circle's group -------------------------------------------------------------------
def first_word(act):
    """A closed circle closes with the first word of its group."""
    bowl = act.bowl
    if bowl.variant == CLOSED and bowl.closed_until is None and bowl.round_over_at is None:
        act.set(bowl, closed_until=act.now + bowl.round_length)


def rounds_over(now):
    """Closed circles in which a group's time is up, and nobody has seen to it."""
    closed = Fishbowl.objects.filter(variant=CLOSED, closed_until__lte=now, paused_at=None, closing_at=None)
    return closed.filter(ended_at=None, aborted_at=None)


def open_up(room, bowl, now):
    """A group's time is up: people may be called again."""
    if bowl.is_closed_now and bowl.closed_until <= now and bowl.phase in phase.TALKING:
        with acting(room, bowl, "round_over") as act:
            act.set(bowl, closed_until=None, round_over_at=act.now)


# --- another kind of circle --------------------------------------------------------------------
def change(act, variant):
    """From now on another kind of circle. Stays, calls, turns and wishes stand; who waits is told."""
    if variant == act.bowl.variant:
        return
    act.set(act.bowl, variant=variant, variant_at=act.now, closed_until=None, round_over_at=None, room_needed_at=None)
    act.set(act.bowl, part=Fishbowl.Part.TALK, part_at=None)
    _chairs_for(act, variant)
    for wish in act.bowl.entries.filter(ended_at=None).exclude(kind=Entry.Kind.PROCEDURE).select_related("participant"):
        act.set(wish, behind=None)
        act.poke(wish.participant)


def _chairs_for(act, variant):
    """A guest's chair where guests come: the last that is empty, else one more, else the last; elsewhere none."""
    chairs = act.bowl.chairs
    if variant != GUEST:
        for chair in chairs.filter(kind=Chair.Kind.GUEST):
            act.set(chair, kind=Chair.Kind.OPEN)
        return
    empty = act.bowl.empty_chairs().filter(kind=Chair.Kind.OPEN).last() or chairs.exclude(retired_at=None).first()
    last = chairs.last()
    if empty:
        act.set(empty, kind=Chair.Kind.GUEST, retired_at=None, version=empty.version + 1)
    elif last is None or last.number < MOST_CHAIRS:
        act.new(Chair, fishbowl=act.bowl, number=last.number + 1 if last else 1, kind=Chair.Kind.GUEST)
    else:
        act.set(last, kind=Chair.Kind.GUEST)
