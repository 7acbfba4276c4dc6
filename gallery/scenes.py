"""The state behind the gallery's pictures: each poster's wall, and the walk on console and projector."""

from datetime import timedelta

from django.utils import timezone

from gallery import hung, sight, slips, tally, voting, walk_scenes
from gallery.models import Note, Walls
from gallery.posters import cover_url
from gallery.posters import poster as poster_of
from workshop import live, stages
from workshop.drawing import colour_of, place_colours
from workshop.models import Stage

LISTED = 12  # notes in the console's list
ASKED = 4  # open questions in the console's list
READ_ALOUD = 3  # notes on the projector
READ_OUT = 6  # places of a vote's result on a screen
QUIET_FOR = timedelta(minutes=3)  # then a station without a note is lit


def poster(workshop, key):
    """What stands on poster number `key`: the same for everybody, so it is drawn once for all of them."""
    case = _case(workshop, key)
    return {"workshop": workshop, "case": case, "poster": poster_of(case)}


def wall(workshop, key):
    """What hangs at poster number `key` for everybody alike, newest first. KeyError where there is no such poster."""
    return hanging(workshop, _case(workshop, key), sight.rule(workshop))


def hanging(workshop, case, rule):
    """The newest notes and the photos of a wall, as the rule stands."""
    shown = hung.notes(case, rule)
    walls = sight.walls_of(workshop)
    dots_on_notes = walls.dots_on == Walls.DotsOn.NOTES and voting.is_open(workshop, walls)
    return {
        "workshop": workshop,
        "case": case,
        "rule": rule,
        "slips": [slips.drawn(note, workshop, dots_on_notes) for note in shown],
        "count": rule.common(case.notes.on_the_wall()).count() if len(shown) == hung.NEWEST else len(shown),
        "photos": hung.photos(case, rule),
    }


def console(workshop):
    """The room seen from above, with what hangs where; the newest notes; the dots by cities."""
    stations = _stations(workshop)
    cases = [station["case"] for station in stations]
    people = _colours(workshop, cases)
    return walk_scenes.on_console(workshop, stations, people) | {
        "workshop": workshop,
        "stage": workshop.stage,
        "stations": stations,
        "people": people,
        "examples": workshop.notes.on_the_wall().filter(is_example=True).count(),
        "newest": _newest(workshop, LISTED),
        "hidden": workshop.notes.filter(hidden_at__isnull=False, withdrawn_at=None).count(),
        "vote": vote_on_screen(workshop),
        "asked": _asked(workshop),
    }


def vote_on_screen(workshop):
    """The vote for a screen: while it is on only how many dots are placed, its result once it is told."""
    walls = sight.walls_of(workshop)
    told = voting.is_told(workshop, walls)
    return {
        "open": voting.is_open(workshop, walls),
        "told": told,
        "on_notes": walls.dots_on == Walls.DotsOn.NOTES,
        "turnout": tally.turnout(workshop),
        "result": tally.result(workshop, READ_OUT) if told else [],
    }


def _asked(workshop):
    """The questions that wait for an answer, those of most cities first."""
    waiting = workshop.open_questions.waiting().select_related("case", "asker")
    return list(waiting[:ASKED])


def posters_on_projector(workshop):
    return {"workshop": workshop, "stage": workshop.stage, "stations": _stations(workshop)}


def walk_on_projector(workshop):
    scene = posters_on_projector(workshop)
    groups = walk_scenes.on_projector(workshop, scene["stations"])
    rule = sight.rule(workshop)
    return scene | {"newest": _newest(workshop, READ_ALOUD, rule.common), "vote": vote_on_screen(workshop)} | groups


def _case(workshop, key):
    case = workshop.case(int(key)) if key.isdecimal() and len(key) < 5 else None
    if case is None:
        raise KeyError(f"There is no poster {key}.")
    return case


def _stations(workshop):
    counts, questions = tally.notes_by_kind(workshop), tally.questions(workshop)
    long_open = _long_open(workshop.stage)
    cases = list(workshop.cases.all())
    for case in cases:
        case.workshop = workshop
    return [_station(case, counts[case.pk], questions[case.pk], long_open) for case in cases]


def _station(case, counts, questions, long_open):
    """A case as the floor plan draws it, with what hangs at its poster."""
    total = sum(counts.values())
    return {
        "number": case.number,
        "city": case.city,
        "colour": case.colour,
        "lit": long_open and not total,
        "case": case,
        "cover": cover_url(case),
        "kinds": [{"kind": kind, "label": kind.label, "count": counts[kind]} for kind in Note.Kind],
        "total": total,
        "questions": questions,
    }


def _long_open(stage):
    """Whether a walk has lasted so long that an empty wall needs somebody."""
    walking = stage and stage.kind == Stage.Kind.GALLERY and stage.started_at
    return bool(walking) and timezone.now() - stage.started_at > QUIET_FOR


def _colours(workshop, cases):
    colours = place_colours(cases)
    return [colour_of(city, colours) for city in workshop.present().values_list("city", flat=True)]


def _newest(workshop, count, rows=lambda notes: notes):
    notes = rows(workshop.notes.on_the_wall()).select_related("author", "case")
    return list(notes.order_by("-created_at", "-id")[:count])


def register():
    live.fragment("poster", template="gallery/_poster.html", scene=poster)
    live.fragment("wall", template="gallery/_wall.html", scene=wall, follows=("day",))  # rounds and walks open walls
    for kind in (Stage.Kind.CASES, Stage.Kind.GALLERY):
        stages.page(kind, "gallery:posters")
        stages.sight("console", kind, "gallery/_console.html", console)
    stages.sight("projector", Stage.Kind.CASES, "gallery/_projector_posters.html", posters_on_projector)
    stages.sight("projector", Stage.Kind.GALLERY, "gallery/_projector_walk.html", walk_on_projector)
