"""The state behind a host's phone: who stands at the station and who comes next, notes, questions, the pitch."""

from types import SimpleNamespace

from django.utils import timezone

from gallery import hosting, mine, rounds
from gallery.models import Pitch
from workshop import live

NEWEST = 20  # notes on the phone of a host


def host(workshop, key):
    """What the host of station `key` needs. KeyError where there is no such station."""
    case = workshop.cases.filter(number=key).first() if key.isdecimal() and len(key) < 5 else None
    if case is None:
        raise KeyError(f"host:{key}")
    case.workshop = workshop
    walking = rounds.walking(workshop)
    hanging = case.notes.on_the_wall().filter(is_example=False)
    notes = list(hanging.with_words().order_by("-created_at", "-id"))
    return {
        "workshop": workshop,
        "case": case,
        "walking": walking if walking and walking.is_on else None,
        "walk": walking and walking.walk,
        "phases": at_station(walking, case) if walking and walking.is_on else [],
        "look_again": walking.turns() if walking and walking.is_on else [],
        "pitch": pitches(workshop).get(case.pk),
        "hosts": [each for each in hosting.hosts_of(workshop) if each.case_id == case.pk],
        "questions": [note for note in notes if note.question and note.question.is_open],
        "notes": [note for note in notes if not (note.question and note.question.is_open)][:NEWEST],
        "count": len(notes),
    }


def at_station(walking, case):
    """The present part and the next, each with the groups that are here in it, and those that come."""
    shown, present = walking.ahead()[:2], walking.phase()
    return [
        {
            "phase": phase,
            "on": phase == present,
            "timed": mine.timed(walking, phase),
            "here": here(walking, case, phase.number) if phase.has_stops else [],
            "then": here(walking, case, phase.number + 1) if phase.is_round else [],
        }
        for phase in shown
    ]


def here(walking, case, number):
    """The groups at a station in a round."""
    return [stop.group for stop in walking.stops(number) if stop.case.pk == case.pk]


def pitches(workshop):
    """{case id: the pitch that is on there, as something with a clock}."""
    on = Pitch.objects.filter(case__workshop_id=workshop.pk, ends_at__gt=timezone.now())
    return {pitch.case_id: SimpleNamespace(ends_at=pitch.ends_at, paused_at=None) for pitch in on}


def register():
    live.fragment("host", template="gallery/_host.html", scene=host, audience="host", follows=("console",))
