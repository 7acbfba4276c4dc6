"""Who sees which notes: the rule of the walls as it stands now, the same for pages, pictures and whatever is fetched.

At once: everybody sees everything. Own first: who has left a note at a poster sees what others left there; what is the
same for everybody then shows none of them. After the round: what came in this round waits until it is over, on a walk
without rounds until the walk is over. Once the walk is over, everything hangs open. People who lead, help or host
always see everything.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from gallery.filing import running
from gallery.models import Walls
from gallery.opening import walk_over_at
from workshop import access
from workshop.models import Stage
from workshop.ready import Ready

_walls = Ready(lambda workshop: Walls.objects.filter(workshop=workshop))


class Rule(NamedTuple):
    """What is kept back now: everything until one's own note hangs, or what came since a moment, until another."""

    own_first: bool = False
    since: datetime | None = None
    until: datetime | None = None

    def common(self, rows):
        """Those of these notes or photos that are shown to everybody alike."""
        if self.own_first:
            return rows.none()
        return rows.filter(self._open(rows)) if self.since else rows

    def _open(self, rows):
        early = Q(created_at__lt=self.since)
        return early | Q(due_at__isnull=False) if hasattr(rows.model, "due_at") else early


def walls_of(workshop):
    """How the walls of this workshop are kept; as usual where nobody has chosen."""
    return _walls.first(workshop.pk) or Walls(workshop=workshop)


def rule(workshop):
    """The Rule that stands now."""
    seen = walls_of(workshop).seen
    if seen == Walls.Seen.AT_ONCE or walk_over_at(workshop):
        return Rule()
    if seen == Walls.Seen.OWN_FIRST:
        return Rule(own_first=True)
    return _since(workshop)


def sees_all(visitor, case):
    """Whether the rule keeps nothing at this case from this visitor."""
    return visitor.has(*access.STAFF) or visitor.hosts(case)


def may_read(visitor, case, rule):
    """Whether this visitor may see what is shown to nobody before their own note: they have left one here."""
    if not rule.own_first or sees_all(visitor, case):
        return True
    return visitor.participant is not None and _has_written(visitor.participant, case)


def shown_to(visitor, case, rows, rule):
    """Those of a case's notes or photos that this visitor may see."""
    if sees_all(visitor, case):
        return rows
    if rule.own_first:
        return rows if may_read(visitor, case, rule) else rows.none()
    return rule.common(rows)


def _has_written(participant, case):
    return participant.notes.filter(case=case, withdrawn_at=None).exists()


def _since(workshop):
    now = running(workshop)
    if now:
        return Rule(since=now.started_at, until=None if now.walk.paused_at else now.ends_at)
    stage = workshop.stage
    walks = stage and stage.kind == Stage.Kind.GALLERY and not _has_rounds(stage)
    return Rule(since=stage.started_at) if walks else Rule()


def _has_rounds(stage):
    walk = getattr(stage, "walk", None)
    return walk is not None and walk.rounds.exists()
