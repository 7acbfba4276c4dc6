"""How late a walk is, and the ways to end it in time, told with what each costs and whom."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import cuts
from gallery.models import Part
from gallery.rounds import BEFORE, CLOSING, ROUND

LEAST_ROUND, LEAST_HOSTED = 3, 5  # minutes; a pitch of two leaves a hosted round three to talk


def planned_end(walking):
    """When the stage was to end; None before it begins."""
    stage = walking.walk.stage
    return stage.started_at and stage.started_at + timedelta(minutes=stage.minutes)


def expected_end(walking, now=None):
    """When the walk ends if nothing is cut; before it begins, if it began now."""
    return cuts.ends_at(now or timezone.now(), coming(walking, now))


def late(walking, now=None):
    """By how many minutes the walk ends after its time, 0 where it does not."""
    planned = planned_end(walking)
    over = expected_end(walking, now) - planned if planned else timedelta()
    return max(0, round(over.total_seconds() / 60))


def ways(walking, now=None):
    """The cuts.Way each of which ends the walk in time; none where it does so already; where none does, the nearest."""
    planned = planned_end(walking)
    least = LEAST_HOSTED if walking.walk.is_hosted else LEAST_ROUND
    now = now or timezone.now()
    return cuts.ways(now, coming(walking, now), planned + timedelta(seconds=30), least) if planned else []


def coming(walking, now=None):
    """What is on, with the time it has left, and all that follows, as cuts.Part."""
    now = now or timezone.now()
    present = walking.phase(now)
    if present.kind == BEFORE:
        way = walking.walk.way
        return [
            cuts.Part(BEFORE, 0, timedelta()),
            *(
                cuts.Part(kind, n, lasts, way if kind == ROUND and n > 1 else timedelta())
                for kind, n, lasts in walking.programme()
            ),
        ]
    if present.ends is None:
        return []
    first = walking.part(present)
    left = present.ends - (walking.walk.paused_at or now)
    rest = walking.parts[first + (not present.is_transit) :]
    before = [present.ends, *(part.ends_at for part in rest)]
    return [
        cuts.Part(present.kind, present.number, left),
        *(
            cuts.Part(part.kind, part.number, part.ends_at - part.started_at, part.started_at - ended)
            for part, ended in zip(rest, before, strict=False)
        ),
    ]


def told(walking, way):
    """A way in words: what is done, who loses what, and when the parts after the rounds would begin."""
    return {
        "key": way.key,
        "does": list(_does(way)),
        "loses": list(_loses(walking, way)),
        "times": [{"name": name_of(part.kind), "at": at} for part, at in _begins(way) if part.kind in CLOSING],
        "ends_at": way.ends_at,
        "late": max(0, round((way.ends_at - planned_end(walking)).total_seconds() / 60)),
    }


def name_of(kind):
    return Part.Kind(kind).label if kind in Part.Kind.values else ""


def _begins(way):
    """Each part of a way with the moment at which it would begin."""
    at = way.ends_at - sum((part.before + part.lasts for part in way.parts), timedelta())
    for part in way.parts:
        yield part, at + part.before
        at += part.before + part.lasts


def _does(way):
    lost = [part for part in way.without if part.kind == ROUND]
    if way.round_minutes is not None:
        yield ngettext(
            "Each coming round lasts %(n)d minute.", "Each coming round lasts %(n)d minutes.", way.round_minutes
        ) % {"n": way.round_minutes}
    if lost:
        yield ngettext("%(n)d round less.", "%(n)d rounds less.", len(lost)) % {"n": len(lost)}
    for part in way.without:
        if part.kind != ROUND:
            yield _("Without “%(part)s”.") % {"part": name_of(part.kind)}
    for part, then in way.shorter:
        yield _("“%(part)s” lasts %(then)d minutes instead of %(now)d.") % {
            "part": name_of(part.kind),
            "then": then.lasts // cuts.MINUTE,
            "now": part.lasts // cuts.MINUTE,
        }


def _loses(walking, way):
    lost = [part.number for part in way.without if part.kind == ROUND]
    if not lost:
        yield _("Nobody loses a poster.")
    elif walking.walk.has_letters:
        for group in walking.groups:
            yield _("%(letter)s misses %(posters)s.") % {
                "letter": group.letter,
                "posters": _posters(walking, group, lost),
            }
    elif walking.walk.is_silent:
        yield ngettext("Everybody misses %(n)d poster.", "Everybody misses %(n)d posters.", len(lost)) % {
            "n": len(lost)
        }
    else:
        for group in walking.groups[:1]:
            yield _("Everybody misses %(posters)s.") % {"posters": _posters(walking, group, lost)}


def _posters(walking, group, numbers):
    stops = [walking.stop(group, number) for number in numbers]
    return ", ".join(f"{stop.case.number} {stop.case.city}" for stop in stops if stop)
