"""Where a note is filed: the round in which it was begun, and whether it came after that round was over."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from gallery.models import Round, Walk
from gallery.opening import walk_over_at
from workshop.ready import Ready

_rounds = Ready(
    lambda workshop: Round.objects.filter(walk__workshop=workshop).select_related("walk").order_by("started_at")
)


class Filed(NamedTuple):
    """A walk and the number of a round in it, where there are rounds; when that was over, for what came later."""

    walk: Walk | None = None
    round: int | None = None
    due_at: datetime | None = None


def filed(room, seen=None, begun_at=None):
    """Where a note goes. `seen` is the round its page showed when it was begun, 0 between rounds; None: not told.

    What a page says it saw is believed only as far as that round has begun; else the time of its first letter
    tells, and at last the moment at which it came.
    """
    now, over = timezone.now(), walk_over_at(room)
    begun = rounds_begun(room, now)
    mine = _seen(begun, seen) or (_round_at(begun, begun_at or now) if seen != 0 else None)
    if mine is None:
        return Filed(due_at=over)
    ended = mine.ends_at < (mine.walk.paused_at or now)
    return Filed(mine.walk, mine.number, mine.ends_at if ended else over)


def rounds_begun(room, now):
    """The rounds of the present or last walk that have begun, in their order; while a walk is held, no more begin."""
    begun = [each for each in _rounds.rows(room.pk) if each.started_at <= min(now, each.walk.paused_at or now)]
    return [each for each in begun if each.walk_id == begun[-1].walk_id]


def running(room, now=None):
    """The round that is on; None between rounds and without them."""
    now = now or timezone.now()
    return next((each for each in rounds_begun(room, now) if each.ends_at > (each.walk.paused_at or now)), None)


def timetable(room):
    """The rounds as a page may know them ahead, each as “number from until”; of a walk that is held the present one."""
    rounds = [each for each in _rounds.rows(room.pk) if each.walk.stage_id == room.stage_id]
    held = rounds and rounds[0].walk.paused_at
    if held:
        return [_from(each) for each in rounds if each.started_at <= held < each.ends_at]
    return [f"{_from(each)}{each.ends_at.isoformat()}" for each in rounds]


def _from(each):
    return f"{each.number} {each.started_at.isoformat()} "


def _seen(begun, number):
    return next((each for each in begun if each.number == number), None)


def _round_at(begun, moment):
    """The round in which this moment lies, or that people were just leaving; none after the last."""
    before = [each for each in begun if each.started_at <= moment]
    if not before or (before == begun and _is_over(begun[-1], moment)):
        return None
    return before[-1]


def _is_over(last, moment):
    return last.walk.paused_at is None and last.ends_at <= moment
