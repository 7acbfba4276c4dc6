"""The state behind the core's live fragments: the stage and its clock, who is here, console and projector."""

from collections import Counter

from django.urls import reverse

from workshop import links, live, stages
from workshop.drawing import colour_of, place_colours


def now(workshop):
    """What happens now, on every phone."""
    stage = workshop.stage
    page = stages.page_of(stage.kind, workshop) if stage else "room"
    return {"workshop": workshop, "stage": stage, "goto": reverse(page, args=[workshop.code])}


def dots(workshop, present):
    """The people in the room as the colours of their places."""
    colours = place_colours(workshop.cases.all())
    return [colour_of(person.city, colours) for person in present]


def people(workshop):
    """How many people from how many cities are here, city by city."""
    present = list(workshop.present().order_by("joined_at", "number"))
    colours = place_colours(workshop.cases.all())
    cities = Counter(person.city for person in present)
    return {
        "workshop": workshop,
        "people": present,
        "dots": [colour_of(person.city, colours) for person in present],
        "cities": [
            {"name": city, "count": count, "colour": colour_of(city, colours)} for city, count in cities.most_common()
        ],
    }


def day(workshop):
    """The day line of the console with the clock and what can be pressed."""
    programme = list(workshop.stages.all())
    return {"workshop": workshop, "stage": workshop.stage, "stages": programme, "next": following(programme, workshop)}


def following(programme, workshop):
    """The stage after the present one; None after the last."""
    ids = [stage.pk for stage in programme]
    place = ids.index(workshop.stage_id) + 1 if workshop.stage_id in ids else 0
    return programme[place] if place < len(programme) else None


def console(workshop):
    return _dispatched("console", workshop)


def projector(workshop):
    return _dispatched("projector", workshop)


def welcome_on_projector(workshop):
    return people(workshop) | {"cases": list(workshop.cases.all()), "front": links.front().split("//")[1].rstrip("/")}


def welcome_on_console(workshop):
    return people(workshop) | {"cases": list(workshop.cases.all()), "front": links.front().split("//")[1].rstrip("/")}


def _dispatched(screen, workshop):
    kind = workshop.stage.kind if workshop.stage else "welcome"
    sight = stages.sight_of(screen, kind)
    return {"workshop": workshop, "stage": workshop.stage, "kind": kind, "sight": sight.template} | sight.scene(
        workshop
    )


def register():
    live.fragment("now", template="workshop/_now.html", scene=now)
    live.fragment("people", template="workshop/_people.html", scene=people)
    live.fragment("day", template="workshop/_day.html", scene=day, audience="staff")
    live.fragment("console", template="workshop/_console.html", scene=console, audience="staff", follows=("bowls",))
    live.fragment(
        "projector", template="workshop/_projector.html", scene=projector, audience="projector", follows=("bowls",)
    )
    for kind in ("welcome", "visit", "closing"):
        stages.page(kind, "room")
    stages.sight("console", "welcome", "workshop/_console_welcome.html", welcome_on_console)
    stages.sight("projector", "welcome", "workshop/_projector_welcome.html", welcome_on_projector)
    stages.sight("projector", "visit", "workshop/_projector_visit.html", welcome_on_projector)
    stages.sight("projector", "closing", "workshop/_projector_closing.html", welcome_on_projector)
