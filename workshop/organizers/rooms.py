"""An organizer's workshops, each as its room: posters as cases are ready, dots as people came, what to do next."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from workshop.drawing import colour_of, place_colours
from workshop.models import Participant, Workshop
from workshop.organizers import checklist


@dataclass
class Room:
    """One line of the list."""

    workshop: Workshop
    cases: list
    cities: list = field(default_factory=list)  # (city, how many people)

    def __post_init__(self):
        self.gaps = {case.pk: checklist.missing(case) for case in self.cases}
        self.ready = [case for case in self.cases if not self.gaps[case.pk]]
        self.people = sum(count for _city, count in self.cities)

    @property
    def is_on(self):
        stage = self.workshop.stage
        return bool(stage and stage.started_at and not self.is_over)

    @property
    def is_over(self):
        stage = self.workshop.stage
        return bool(stage and stage.kind == stage.Kind.CLOSING and stage.left() is not None and stage.left().days < 0)

    @property
    def first_open(self):
        """The first case that is not ready, with how many sections it lacks; None when all are."""
        return next(((case, len(self.gaps[case.pk])) for case in self.cases if self.gaps[case.pk]), None)

    @property
    def dots(self):
        colours = place_colours(self.cases)
        return [colour_of(city, colours) for city, count in self.cities for _person in range(count)]


def rooms(user):
    """The user's workshops, those that are on first, then the newest; five queries however many there are."""
    workshops = user.workshops.select_related("stage").prefetch_related("cases__facts").order_by("-created_at", "-pk")
    people = _people_by_city(user)
    found = [Room(workshop, list(workshop.cases.all()), people[workshop.pk]) for workshop in workshops]
    return sorted(found, key=lambda room: not room.is_on)


def _people_by_city(user):
    present = Participant.objects.filter(workshop__organizers=user, left_at=None, is_example=False)
    found = defaultdict(list)
    for row in present.values("workshop", "city").annotate(n=Count("pk")).order_by("-n", "city"):
        found[row["workshop"]].append((row["city"], row["n"]))
    return found
