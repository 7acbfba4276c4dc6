"""The deadlines of a walk: laid out when it begins, shifted together, laid anew where something is cut."""

from datetime import timedelta

from gallery.models import Part
from gallery.rounds import BRIEFING, HOSTS, REVISIT, ROUND


def lay_out(walking, begins, briefing):
    """Every part with its deadlines, from now to the last."""
    walk, parts, at = walking.walk, [], begins
    for kind, number, lasts in walking.programme():
        if kind == BRIEFING and not briefing:
            continue
        if kind == ROUND and number > 1:
            at += walk.way
        parts.append(Part(walk=walk, kind=kind, number=number, started_at=at, ends_at=at + lasts))
        at = parts[-1].ends_at
    Part.objects.bulk_create(parts)


def shift(walking, phase, by):
    """Move the phase's end, and everything after it; what it leads to begins later as well."""
    first = walking.part(phase)
    for place, each in enumerate(walking.parts[first:], first):
        if place > first or phase.is_transit:
            each.started_at += by
        each.ends_at += by
    Part.objects.bulk_update(walking.parts, ["started_at", "ends_at", "moved_at"])


def settle(walk, way):
    """What has not begun yet is cut in its settings."""
    kept = {part.kind: part.lasts // timedelta(minutes=1) for part in way.parts}
    walk.revisit_minutes, walk.hosts_minutes = kept.get(REVISIT, 0), kept.get(HOSTS, 0)
    walk.round_minutes = walk.wanted_minutes = kept[ROUND]
    walk.length = walk.wanted_rounds = sum(part.kind == ROUND for part in way.parts)
    walk.save()


def lay_again(walking, present, way):
    """What follows the present part gets its new deadlines; what the way leaves out is deleted."""
    walk, at = walking.walk, present.ends
    rows = {(part.kind, part.number): part for part in walking.parts}
    for part in way.parts[1:]:
        row = rows[part.kind, part.number]
        row.started_at = at + part.before
        row.ends_at = at = row.started_at + part.lasts
    Part.objects.bulk_update(rows.values(), ["started_at", "ends_at"])
    walk.parts.filter(pk__in=[rows[part.kind, part.number].pk for part in way.without]).delete()
    walk.length = walk.rounds.count()
    walk.save(update_fields=["length"])
