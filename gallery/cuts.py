"""Ways to end a walk in time: which part gives how much, when everything would end then, and who loses what.

Pure: nothing of the database in here. What is cut follows the method: first the second look, then minutes of the
rounds, then whole rounds. The briefing once begun, the vote and the debrief are never cut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

MINUTE = timedelta(minutes=1)
ENOUGH = 2  # ways to choose from
LEAST_HOSTS = 6 * MINUTE  # hosts need as long to see the other posters


@dataclass(frozen=True)
class Part:
    """A part of a walk that is not over: what it is, and how long it lasts; of the present one, what is left."""

    kind: str
    number: int
    lasts: timedelta
    before: timedelta = timedelta()  # the way to it


@dataclass(frozen=True)
class Way:
    """One way to end in time: its name for a press, the parts as they would be, and the end."""

    key: str
    parts: tuple[Part, ...]
    ends_at: datetime
    round_minutes: int | None  # what a coming round lasts, where that changes
    without: tuple[Part, ...]  # left out whole
    shorter: tuple[tuple[Part, Part], ...]  # other parts: before and after


def ends_at(begins, parts):
    """When the last of these parts ends, the first of them beginning now."""
    return begins + sum((part.before + part.lasts for part in parts), timedelta())


def ways(begins, parts, planned, least_round):
    """The ways to end by `planned`, the gentlest first; where fewer than two do, then those that come nearest.

    The first part is on already and keeps what it has left.
    """
    if not parts or ends_at(begins, parts) <= planned:
        return []
    short, less = _minutes(least_round), [_second_look, _hosts]
    steps = {
        "revisit": [_second_look],
        "hosts": less,
        "rounds": [short],
        "both": [*less, short],
        "posters": [_posters],
        "all": [*less, _posters, short],
    }
    cuts = {key: _cut(begins, parts, planned, each) for key, each in steps.items()}
    in_time = _different(_way(key, begins, parts, cut) for key, cut in cuts.items() if ends_at(begins, cut) <= planned)
    near = [key for key in ("all", "both") if planned < ends_at(begins, cuts[key]) < ends_at(begins, parts)]
    if len(in_time) >= ENOUGH:
        return in_time
    return _different([*in_time, *(_way(key, begins, parts, cuts[key]) for key in near)])


# --- the steps: each takes off at most `over`, and no more than the method allows ---------------
def _second_look(parts, over):
    """Half of the second look; all of it where half is not enough."""
    look = next((part for part in parts[1:] if part.kind == "revisit"), None)
    if look is None:
        return parts
    half = timedelta(seconds=look.lasts.total_seconds() // 120 * 60)
    return _with(parts, look, half if look.lasts - half >= over and half else timedelta())


def _hosts(parts, over):
    look = next((part for part in parts[1:] if part.kind == "hosts"), None)
    return parts if look is None else _with(parts, look, min(look.lasts, max(LEAST_HOSTS, look.lasts - over)))


def _minutes(least):
    """Whole minutes of each coming round, of all the same."""

    def shorten(parts, over):
        coming = [part for part in parts[1:] if part.kind == "round"]
        if not coming:
            return parts
        lasts = max(part.lasts for part in coming)
        each = -(-over // (len(coming) * MINUTE)) * MINUTE
        lasts = max(min(lasts, least * MINUTE), lasts - each)
        return [
            Part(part.kind, part.number, min(part.lasts, lasts), part.before) if part in coming else part
            for part in parts
        ]

    return shorten


def _posters(parts, over):
    """The last rounds, as many as it takes; the one that is on stays, and one that is all there would be."""
    kept, saved = list(parts), timedelta()
    coming = [part for part in parts[1:] if part.kind == "round"]
    keep = 0 if parts[0].kind == "round" else 1
    for part in reversed(coming[keep:]):
        if saved >= over:
            break
        kept.remove(part)
        saved += part.lasts + part.before
    return kept


# --- helpers -----------------------------------------------------------------------------------
def _cut(begins, parts, planned, steps):
    """What these steps leave, one after the other as far as they are needed."""
    cut = list(parts)
    for step in steps:
        over = ends_at(begins, cut) - planned
        if over > timedelta():
            cut = step(cut, over)
    return cut


def _way(key, begins, parts, cut):
    after = {(part.kind, part.number): part for part in cut}
    pairs = [(part, after.get((part.kind, part.number))) for part in parts]
    shorter = [(part, then) for part, then in pairs if then and then.lasts < part.lasts]
    minutes = [then.lasts // MINUTE for part, then in shorter if part.kind == "round"]
    return Way(
        key=key,
        parts=tuple(cut),
        ends_at=ends_at(begins, cut),
        round_minutes=min(minutes, default=None),
        without=tuple(part for part, then in pairs if then is None),
        shorter=tuple((part, then) for part, then in shorter if part.kind != "round"),
    )


def _with(parts, part, lasts):
    changed = Part(part.kind, part.number, lasts, part.before)
    return list(chain.from_iterable(_or_nothing(changed) if each == part else [each] for each in parts))


def _or_nothing(part) -> Iterable[Part]:
    return [part] if part.lasts else []


def _different(found):
    """Each outcome once, under the name of the gentlest way to it."""
    known = {}
    for way in found:
        known.setdefault(way.parts, way)
    return list(known.values())
