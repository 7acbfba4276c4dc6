"""The chairs: who may sit where, and how a stay begins and ends."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fishbowl.models import Chair, Entry, Stay
from fishbowl.rules import line, turns, ways
from workshop.refusals import NotNow

FEWEST_CHAIRS, MOST_CHAIRS = 2, ways.MOST_CHAIRS


def stay_of(participant):
    """The chair that somebody holds, wherever it is: sitting on it, or called to it."""
    stays = participant.stays.filter(left_at=None)
    return stays.select_related("chair__fishbowl", "entry", "participant__workshop").first()


def fresh(stay):
    stays = Stay.objects.select_related("chair__fishbowl__workshop", "entry", "participant__workshop")
    return stays.get(pk=stay.pk)


# --- sitting down ------------------------------------------------------------------------------
def keep(act, chair, entry):
    """A chair is kept for whoever is called, None where another has it. (`coming` leads here.)"""
    expires_at = act.now + timedelta(seconds=act.bowl.offer_seconds)
    who = {"participant": entry.participant, "entry": entry}
    stay = _settled(act, chair, called_at=act.now, expires_at=expires_at, **who)
    if stay:
        act.set(entry, called_at=act.now, missed_at=None)
        act.set(act.bowl, replies_run=act.bowl.replies_run + 1 if entry.kind == Entry.Kind.REPLY else 0)
    return stay


def occupy(act, chair, participant, wish=None, at_place=False):
    """Somebody sits down, and wishes no more; None where another has the chair. (`coming` leads here.)"""
    with transaction.atomic():
        line.end(act, wish, Entry.Outcome.SERVED)
        line.end_all(act, participant, Entry.Outcome.WITHDRAWN)
        return _settled(act, chair, participant=participant, entry=wish, seated_at=act.now, at_place=at_place)


def _settled(act, chair, **stay):
    """The stay, or None where another has it: the constraint has the last word."""
    try:
        with transaction.atomic():
            made = act.new(Stay, chair=chair, **stay)
    except IntegrityError:
        return None
    changes_hands(act, chair)
    return made


def arrive(act, stay, at_place=False):
    """Whoever was called sits down on the chair that was kept."""
    if stay.seated_at is None:
        line.end(act, stay.entry, Entry.Outcome.SERVED)
        line.end_all(act, stay.participant, Entry.Outcome.WITHDRAWN)
        act.set(stay, seated_at=act.now, at_place=at_place)
        changes_hands(act, stay.chair)
    return stay


def changes_hands(act, chair):
    """What presses have seen of this chair holds no more."""
    chair.refresh_from_db()
    return act.set(chair, version=chair.version + 1)


# --- leaving -----------------------------------------------------------------------------------
def leave(act, stay, how):
    """The stay ends, the turn spoken from it too; in a last call the chair may go as well."""
    if stay.left_at:
        return stay
    for turn in stay.turns.filter(ended_at=None):
        turns.close(act, turn)
        how = Stay.Exit.MADE_ROOM if stay.offered_at else how
    act.set(stay, left_at=act.now, exit=how)
    for hand in Entry.objects.filter(participant=stay.participant, hand=True, ended_at=None):
        line.end(act, hand, Entry.Outcome.WITHDRAWN)
    act.poke(stay.participant)
    chair = changes_hands(act, stay.chair)
    if chair.fishbowl_id == act.bowl.pk and how != Stay.Exit.GROUP and _goes(act.bowl, chair):
        act.set(chair, retired_at=act.now)
        for entry in act.bowl.entries.filter(behind=chair, ended_at=None):
            act.set(entry, behind=None)
    return stay


def give_back(act, stay, how):
    """A kept chair is free again; the wish is not called any more."""
    leave(act, stay, how)
    if stay.entry and stay.entry.ended_at is None:
        there = {} if how == Stay.Exit.MISSED else {"behind": None}
        act.set(stay.entry, called_at=None, **there)
    return stay.entry


def way_out(bowl, stay):
    """Who was asked, offered the chair, or leaves a full circle while others wait, makes room."""
    full = bowl.variant in (ways.OPEN, ways.GUEST, *ways.NOBODY_CALLS) and not bowl.free_chairs().exists()
    made_room = stay.is_releasing or (full and bowl.waiting().exists())
    return Stay.Exit.MADE_ROOM if made_room else Stay.Exit.DONE


def _goes(bowl, chair):
    """In a last call, where so set: down to two, in a Samoan circle to none; not while somebody stands there."""
    if bowl.phase != "last_call":
        return False
    if bowl.variant == ways.SAMOAN:
        return not bowl.waiting().filter(behind=chair).exists()
    return bowl.chairs_go and _can_go(bowl) and not bowl.waiting().filter(behind=chair).exists()


def _can_go(bowl):
    return bowl.chairs.filter(retired_at=None).count() > FEWEST_CHAIRS


# --- which chair -------------------------------------------------------------------------------
def chair_for_a_call(bowl):
    """The free chair with the lowest number; NotNow where there is none, or where nobody may come in just now."""
    ways.refuse_calling(bowl)
    ways.refuse_while_closed(bowl)
    chair = bowl.free_chairs().first()
    if chair is None:
        raise NotNow(ways.no_chair(bowl))
    return chair


def chair_for(act, number):
    """A free chair by its number, or the lowest that whoever comes may have, or any; NotNow where there is none."""
    if number is None:
        free = act.bowl.free_chairs() if act.bowl.started_at else act.bowl.empty_chairs().exclude(kind=Chair.Kind.GUEST)
        chair = free.first() or act.bowl.empty_chairs().first()
        if chair is None:
            raise NotNow(_("Every chair is taken. Somebody has to make room first."))
        return chair
    chair = act.bowl.chairs.filter(number=number, retired_at=None).first()
    if chair is None:
        raise NotNow(_("Chair %(chair)s is not free.") % {"chair": number})
    return chair


def refuse_stale_chair(chair, seen):
    """The chair must be as the sender saw it."""
    if seen is not None and chair.version != seen:
        raise NotNow(_("Chair %(chair)s has just changed hands. Look at the circle again.") % {"chair": chair.number})


def refuse_seated(participant, by):
    """Somebody in the circle asks for no chair."""
    stay = stay_of(participant)
    if stay is None or stay.seated_at is None:
        return
    if by.role != "participant":
        raise NotNow(where(stay))
    raise NotNow(_("You already sit on chair %(chair)s.") % {"chair": stay.chair.number})


def where(stay):
    """Who sits on which chair, and in which circle where there are several."""
    bowl = stay.chair.fishbowl
    names = {"who": stay.participant, "chair": stay.chair.number, "circle": bowl.title}
    if bowl.has_others:
        return _("%(who)s already sits on chair %(chair)s: %(circle)s.") % names
    return _("%(who)s already sits on chair %(chair)s.") % names


def refuse_to_put_aside(bowl, chair):
    if chair.stays.filter(left_at=None).exists():
        raise NotNow(_("Chair %(chair)s is taken. It can be put aside when it is free.") % {"chair": chair.number})
    if not _can_go(bowl):
        raise NotNow(_("A circle needs two chairs at least."))
