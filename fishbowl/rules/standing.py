"""Circles in which nobody is called: people stand behind a chair, or tap whoever sits there."""

from django.utils.translation import gettext as _

from fishbowl.models import Stay
from fishbowl.rules import coming, line, seats, ways
from fishbowl.rules.ways import behind
from workshop.refusals import NotNow


def sitter(chair):
    """The stay of whoever sits on a chair, or None."""
    held = chair.stays.filter(left_at=None).exclude(seated_at=None)
    return held.select_related("chair", "entry", "participant").first()


# --- standing ----------------------------------------------------------------------------------
def refuse_standing(bowl, chair, wish):
    """NotNow where nobody can stand behind this chair now."""
    ways.refuse_coming(bowl)
    if bowl.variant not in ways.NOBODY_CALLS:
        raise NotNow(_("In this circle you are called. Ask for a chair."))
    if chair is None or chair.retired_at:
        raise NotNow(_("This chair does not stand there any more."))
    if not chair.stays.filter(left_at=None).exists():
        raise NotNow(_("Chair %(chair)s is free. Sit down.") % {"chair": chair.number})
    first = behind(bowl, chair).exclude(pk=wish.pk if wish else None).first()
    if bowl.variant == ways.TAP_IN and first:
        raise NotNow(_("%(who)s was a moment faster. Tap somebody else.") % {"who": first.participant})


def stand(act, participant, chair, wish, made_by=""):
    """The wish, now behind this chair; whoever sits there is told."""
    wish = act.set(wish, behind=chair) if wish else coming.line_up(act, participant, behind=chair, made_by=made_by)
    tell_sitter(act, chair)
    return wish


def tell_sitter(act, chair):
    """Whoever sits on a chair looks who stands behind it."""
    if stay := chair and sitter(chair):
        act.poke(stay.participant)


# --- the chair passes on -----------------------------------------------------------------------
def swap(act, participant, chair, at_place=False):
    """Somebody who has tapped sits down, and whoever sat there has made room. None where they tapped nobody.

    Nobody is tapped out of a sentence: while the other speaks, the chair is theirs.
    """
    wish = line.open_wish(act.bowl, participant)
    tapped = wish and wish.behind
    if act.bowl.variant != ways.TAP_IN or tapped is None or chair not in (None, tapped.number):
        return None
    stay = sitter(tapped)
    if stay is None:
        return None
    if stay.turns.filter(ended_at=None).exists():
        raise NotNow(_("%(who)s finishes the sentence. Then the chair is yours.") % {"who": stay.participant})
    seats.leave(act, stay, Stay.Exit.TAPPED)
    return coming.sit(act, tapped, participant, wish, at_place)


def step_back(act, chair):
    """Nobody stands behind a chair that is put aside; their place in the order of asking stays."""
    for entry in act.bowl.entries.filter(behind=chair, ended_at=None).select_related("participant"):
        act.set(entry, behind=None)
        act.poke(entry.participant)
