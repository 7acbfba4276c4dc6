"""Counting at the posters: notes of each kind, and dots by distinct cities."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count

from gallery.models import Note, Walls
from gallery.sight import walls_of
from workshop.models import Case
from workshop.text import folded


class Dots(NamedTuple):
    """How many dots a poster or a note got, and from how many different cities; the cities are what counts."""

    case: Case
    dots: int
    cities: int
    note: Note | None = None


class Asked(NamedTuple):
    """Questions to a case: how many are open, and how many are answered."""

    open: int = 0
    answered: int = 0


def notes_by_kind(workshop, is_example=False):
    """{case id: {kind: how many notes hang there}} with a zero for every kind; examples are counted by themselves."""
    counts = defaultdict(lambda: dict.fromkeys(Note.Kind.values, 0))
    rows = workshop.notes.on_the_wall().filter(is_example=is_example).order_by()
    for case, kind, count in rows.values_list("case_id", "kind").annotate(Count("id")):
        counts[case][kind] = count
    return counts


def questions(workshop):
    """{case id: Asked}: how many questions to each case are open, and how many are answered; examples do not count."""
    asked = workshop.open_questions.standing().filter(is_example=False)
    still_open = Counter(asked.still_open().values_list("case_id", flat=True))
    total = Counter(asked.values_list("case_id", flat=True))
    return defaultdict(Asked, {case: Asked(still_open[case], n - still_open[case]) for case, n in total.items()})


def dots(workshop, cases=None, is_example=False):
    """Dots for each case in the order of the posters: no ranking. For everybody only once gallery.voting.is_told."""
    rows = _counted(workshop, is_example).filter(note=None).values_list("case_id", "voter__city")
    voices, cities = _counts(rows)
    cases = workshop.cases.all() if cases is None else cases
    return [Dots(case, voices[case.pk], cities[case.pk]) for case in cases]


def result(workshop, most=None):
    """What the vote says, the most cities first, then the most dots: Dots of posters, or of notes on the wall."""
    if walls_of(workshop).dots_on == Walls.DotsOn.NOTES:
        told = _dots_of_notes(workshop)
    else:
        told = [each for each in dots(workshop) if each.dots]
    return sorted(told, key=lambda each: (-each.cities, -each.dots))[:most]


def turnout(workshop):
    """How many dots are placed by how many people: all that is told of a vote while it is on."""
    counts = _counted(workshop, False).aggregate(dots=Count("id"), people=Count("voter", distinct=True))
    return counts


def _counted(workshop, is_example):
    return workshop.votes.filter(voter__is_example=is_example).exclude(dot=None)


def _counts(rows):
    """How often each thing was voted for, and from how many different cities."""
    rows = list(rows)
    voices = Counter(thing for thing, _city in rows)
    return voices, Counter(thing for thing, _city in {(thing, folded(city)) for thing, city in rows})


def _dots_of_notes(workshop):
    """Dots for each note on the wall, with those for what was merged into it."""
    rows = _counted(workshop, False).exclude(note=None)
    rows = rows.values_list("note_id", "note__merged_into_id", "voter__city")
    voices, cities = _counts((into or note, city) for note, into, city in rows)
    notes = workshop.notes.on_the_wall().filter(pk__in=voices).select_related("case", "author")
    return [Dots(note.case, voices[note.pk], cities[note.pk], note) for note in notes]
