"""How somebody comes to a circle: into its queue, or onto a chair. Whoever comes to one of several leaves the other."""

from fishbowl.models import Belonging, Entry, Stay
from fishbowl.rules import line, seats
from fishbowl.rules.company import SCREENS


def line_up(act, participant, **about):
    """A new wish at the place that the order gives it (`line.add` has its particulars)."""
    belong(act, participant)
    return line.add(act, participant, **about)


def hold(act, chair, entry):
    """The chair is kept for whoever is called; None where it was given away in the same instant."""
    belong(act, entry.participant)
    return seats.keep(act, chair, entry)


def sit(act, chair, participant, wish=None, at_place=False):
    """Somebody sits down; their wish is served, and whatever they wished elsewhere is off. None as for `hold`."""
    belong(act, participant)
    return seats.occupy(act, chair, participant, wish, at_place)


def belong(act, participant, bowl=None, chosen=False):
    """From now on this circle, or the command's, is theirs. With one circle, or where all meet, nothing is kept."""
    bowl = bowl or act.bowl
    if not bowl.has_others or bowl.is_synthesis:
        return
    own = Belonging.objects.filter(participant=participant).first()
    if own and own.fishbowl_id == bowl.pk:
        return
    if own is None:
        act.new(Belonging, fishbowl=bowl, participant=participant, since=act.now, chosen=chosen)
    else:
        _give_up(act, participant, bowl)
        act.set(own, fishbowl=bowl, since=act.now, chosen=chosen)
    act.poke(participant)
    act.room.show(*SCREENS)


def _give_up(act, participant, bowl):
    """What they wished in the circle they leave is off; a chair kept for them there is free again."""
    elsewhere = participant.entries.filter(ended_at=None).exclude(fishbowl=bowl)
    for entry in elsewhere.select_related("participant"):
        for stay in entry.stays.filter(left_at=None, seated_at=None):
            seats.give_back(act, seats.fresh(stay), Stay.Exit.DECLINED)
        entry.refresh_from_db()
        line.end(act, entry, Entry.Outcome.WITHDRAWN)
