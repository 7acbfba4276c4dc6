"""A closed circle: when its time is up, the whole group leaves and the next one is called."""

from django.utils.translation import gettext as _

from fishbowl.models import Absence, Chair, Fishbowl, Stay
from fishbowl.rules import coming, floor, line, phase, seats, ways
from fishbowl.rules.command import command
from workshop.refusals import NotNow

FACILITATOR = "facilitator"


def change_group(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """Everybody leaves but the core, and those who wait are called, one to each chair. `seen`: the group's number."""
    about = {"workshop": workshop, "bowl": bowl, "by": by, "key": key, "seen": seen, "moderating": True}
    with command("change_group", **about) as act:
        if act.was_pressed() or seen not in (None, act.bowl.groups):
            return act.bowl
        phase.refuse_outside(act.bowl, phase.TALKING)
        following = _following(act.bowl)
        floor.clear(act)
        stays = Stay.objects.filter(chair__fishbowl=act.bowl, left_at=None).exclude(seated_at=None)
        for stay in stays.exclude(chair__kind=Chair.Kind.CORE).select_related("chair", "entry", "participant"):
            seats.leave(act, stay, Stay.Exit.GROUP)
        act.set(act.bowl, groups=act.bowl.groups + 1, closed_until=None, round_over_at=None)
        for chair, entry in zip(act.bowl.free_chairs(), following, strict=False):
            coming.hold(act, chair, entry)
            act.poke(entry.participant)
        return act.bowl


def _following(bowl):
    """Those who wait and are here, in their order; NotNow where it is not the time for them."""
    if bowl.variant != Fishbowl.Variant.CLOSED:
        raise NotNow(_("Only in a closed circle the whole group changes."))
    ways.refuse_while_closed(bowl)
    if following := [entry for entry in line.line_of(bowl) if not Absence.is_of(entry.participant)]:
        return following
    raise NotNow(_("Nobody waits for the next group."))
