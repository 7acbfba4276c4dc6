"""A walk as it stands: which part is on, which groups there are, and where each of them is or goes.

Deadlines are all that is stored. From them everybody computes which part is on, so that the clock alone moves the
walk, also while nobody is connected.
"""

from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Prefetch, Q
from django.utils import timezone

from gallery import planner
from gallery.models import Group, Membership, Part, Walk
from workshop.ready import Ready

BEFORE, TRANSIT, AFTER = "before", "transit", "after"
BRIEFING, ROUND, HOSTS, REVISIT, VOTE, DEBRIEF = Part.Kind.values
CLOSING = HOSTS, REVISIT, VOTE, DEBRIEF  # what may follow the last round, in this order
GOING_ROUND = BEFORE, BRIEFING, ROUND, TRANSIT  # while groups have a station
_walks = Ready(
    lambda workshop, stage: Walk.objects.filter(
        Q(stage_id=stage) | Q(stage__started_at=None), workshop=workshop, made_at__isnull=False
    ).select_related("stage")
)


class Phase(NamedTuple):
    """A part of the walk; of the way to a round and of the briefing, the number is that of the round they lead to."""

    kind: str
    number: int
    begins: datetime | None
    ends: datetime | None

    @property
    def key(self):
        """How a press names the part that it was decided on."""
        return f"{self.kind}-{self.number}"

    @property
    def is_round(self):
        return self.kind == ROUND

    @property
    def is_transit(self):
        return self.kind == TRANSIT

    @property
    def has_stops(self):
        """Whether groups stand somewhere now, or are told where they will."""
        return self.kind in GOING_ROUND


class Stop(NamedTuple):
    """A group at a station: its letter, the case there, which copy of the poster (from 1)."""

    group: Group
    case: object
    copy: int


def walk_of(workshop):
    """The walk that is on, or that comes; None where everybody walks freely, or it is not made yet."""
    on_or_ahead = _walks.rows(workshop.pk, workshop.stage_id or 0)
    return min(on_or_ahead, key=lambda walk: walk.stage_id != workshop.stage_id, default=None)


def vote_of(workshop):
    """Where a walk with a vote of its own stands: "ahead", "on" or "over" of it; nothing where there is none."""
    walk = walk_of(workshop)
    walking = walk and walk.vote_minutes and Walking(workshop, walk)
    if not walking:
        return ""
    if not walking.is_on or not walking.has_begun or walking.lies_ahead(VOTE):
        return "ahead"
    return "on" if walking.phase().kind == VOTE else "over"


def walking(workshop):
    """The walk with everything in it; None where everybody walks freely without its clock."""
    walk = walk_of(workshop)
    return walk and Walking(workshop, walk)


class Walking:
    """Loaded once, asked often."""

    def __init__(self, workshop, walk):
        self.workshop, self.walk = workshop, walk
        self.parts = list(walk.parts.all())
        self.is_on = workshop.stage_id == walk.stage_id

    @property
    def has_begun(self):
        return bool(self.parts)

    @property
    def rounds(self):
        """The rounds among the parts."""
        return [part for part in self.parts if part.kind == ROUND]

    @cached_property
    def cases(self):
        """{place in the order: case}; a case that was removed has left a gap."""
        stations = self.walk.stations.select_related("case")
        return {station.position: _of(self.workshop, station.case) for station in stations}

    @cached_property
    def groups(self):
        """The groups that walk, each with the `people` who are here."""
        here = Membership.objects.filter(participant__left_at=None).select_related("participant")
        groups = self.walk.groups.filter(merged_at=None).prefetch_related(Prefetch("memberships", here, "people"))
        return list(groups)

    @cached_property
    def phases(self):
        return list(phases(self.parts))

    def phase(self, now=None):
        """What is on at this moment; while it is held, what was on then."""
        now = self.walk.paused_at or now or timezone.now()
        return next(phase for phase in self.phases if phase.ends is None or phase.ends > now)

    def ahead(self, now=None):
        """The present phase and all later ones."""
        return self.phases[self.phases.index(self.phase(now)) :]

    def turns(self):
        """The moments at which a picture of the present part and the next becomes another; none while it is held."""
        if self.walk.paused_at or not self.is_on:
            return []
        return [phase.ends for phase in self.ahead()[:2] if phase.ends]

    def following(self, phase):
        """The phase after this one; before the walk, what its settings let come first; None after the last."""
        if phase.kind == BEFORE:
            first = BRIEFING if self.walk.briefing_minutes else ROUND
            return Phase(first, 1, None, None)
        rest = self.phases[self.phases.index(phase) + 1 :]
        return rest[0] if rest else None

    def part(self, phase):
        """The place among the parts of what is on in a phase, or of what it leads to."""
        if phase.is_transit:
            return next(place for place, part in enumerate(self.parts) if part.started_at == phase.ends)
        spans = [(part.started_at, part.ends_at) for part in self.parts]
        return spans.index((phase.begins, phase.ends))

    def lies_ahead(self, kind, now=None):
        """Whether a part of this kind is still to come."""
        return any(phase.kind == kind for phase in self.ahead(now)[1:])

    def stop(self, group, number):
        """Where a group is in a round; None where no poster hangs any more, or in no round of the walk."""
        place, copy = planner.stands(group.position, number, self.walk.posters, self.walk.copies)
        case = self.cases.get(place) if 1 <= number <= self.walk.length else None
        return case and Stop(group, case, copy + 1)

    def stops(self, number):
        """Where everybody is in a round who is here."""
        return [stop for group in self.groups if (stop := self.stop(group, number))]

    @property
    def ends_at(self):
        return self.parts[-1].ends_at if self.parts else None

    def programme(self):
        """(kind, number, how long) of each part that the settings leave in, as it would begin."""
        walk = self.walk
        rounds = [(ROUND, number, walk.round_minutes) for number in range(1, walk.length + 1)]
        closing = [(kind, number, walk.minutes_of(kind)) for number, kind in enumerate(CLOSING, walk.length + 1)]
        parts = [(BRIEFING, 0, walk.briefing_minutes), *rounds, *closing]
        return [(kind, number, timedelta(minutes=minutes)) for kind, number, minutes in parts if minutes]


def phases(parts):
    """The parts of a walk in their order. Rounds that follow at once have no way between them."""
    if not parts:
        yield Phase(BEFORE, 1, None, None)
        return
    rounds = sum(part.kind == ROUND for part in parts)
    for last, following in pairwise([None, *parts]):
        if last and following.kind == ROUND and last.ends_at < following.started_at:
            yield Phase(TRANSIT, following.number, last.ends_at, following.started_at)
        number = following.number if following.kind == ROUND else 1 if following.kind == BRIEFING else rounds
        yield Phase(following.kind, number, following.started_at, following.ends_at)
    yield Phase(AFTER, rounds, parts[-1].ends_at, None)


def _of(workshop, case):
    case.workshop = workshop
    return case
