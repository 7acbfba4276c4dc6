"""What a rehearsal counts at the circles is read from what happened: each figure is made to be other than zero."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Brought, Entry, Fishbowl, Rapporteur, Stay
from tests.conftest import move_to, person
from workshop.models import Question
from workshop.rehearsal import seats
from workshop.rehearsal.outbox import Words
from workshop.rehearsal.parts import troubles
from workshop.rehearsal.phones import DONE, REFUSED, Told

NOW = timezone.now()


@pytest.fixture
def bowls(workshop):
    move_to(workshop, "fishbowl")
    actions.add_bowl(workshop=workshop)
    return Fishbowl.all_in(workshop)


def press(who, door, bowl=1, what=DONE, **fields):
    return seats.Press(SimpleNamespace(number=who.number), door, Words(door, {}, fields, told=Told(what, {})), bowl)


def sat(who, bowl, since, until, chair=1):
    minute = timedelta(minutes=1)
    left = None if until is None else NOW + until * minute
    seated_at = NOW + since * minute
    return Stay.objects.create(chair=bowl.chairs.get(number=chair), participant=who, seated_at=seated_at, left_at=left)


# --- chairs ------------------------------------------------------------------------------------
def test_somebody_on_two_chairs_is_seen_over_all_circles(workshop, bowls, ada):
    sat(ada, bowls[0], 0, 10)
    assert seats.overlaps(workshop, "number") == 0
    sat(ada, bowls[1], 10, 12)
    assert seats.overlaps(workshop, "number") == 0
    sat(ada, bowls[1], 3, 4)
    assert (seats.overlaps(workshop, "number"), seats.overlaps(workshop, "chair")) == (1, 0)


def test_a_long_stay_is_not_forgotten_behind_a_short_one(workshop, bowls, ada):
    sat(ada, bowls[0], 0, 10)
    for since in (1, 3):
        sat(ada, bowls[1], since, since + 1)
    assert seats.overlaps(workshop, "number") == 2


def test_two_on_one_chair_are_seen(workshop, bowls, ada, bo):
    sat(ada, bowls[0], 0, None)
    sat(bo, bowls[0], -2, 1)
    assert (seats.overlaps(workshop, "chair"), seats.overlaps(workshop, "number")) == (1, 0)


# --- presses -----------------------------------------------------------------------------------
@pytest.mark.parametrize("door", ["ask_for_a_chair", "stand_behind_a_chair", "take_the_chair", "bring_a_question"])
def test_a_press_that_was_said_to_be_done_and_left_no_trace_is_lost(workshop, bowls, ada, door):
    fields = {"text": "What did it cost?"}
    assert seats.lost(workshop, [press(ada, door, **fields)]) == 1
    assert seats.lost(workshop, [press(ada, door, what=REFUSED, **fields)]) == 0
    Entry.objects.create(fishbowl=bowls[0], participant=ada, place=1)
    sat(ada, bowls[0], 0, 1)
    asked = Question.objects.create(workshop=workshop, asker=ada, text="What did it cost?")
    Brought.objects.create(fishbowl=bowls[0], question=asked, number=1)
    assert seats.lost(workshop, [press(ada, door, **fields)]) == 0


def test_what_was_done_in_one_circle_is_no_trace_in_another(workshop, bowls, ada):
    Entry.objects.create(fishbowl=bowls[0], participant=ada, place=1)
    told = [press(ada, "ask_for_a_chair", bowl=number) for number in (1, 2)]
    assert [seats.lost(workshop, [each]) for each in told] == [0, 1]


def test_whoever_left_and_withdrew_is_gone(workshop, bowls, ada, bo):
    stay = sat(ada, bowls[0], 0, None)
    Entry.objects.create(fishbowl=bowls[0], participant=bo, place=1)
    told = [press(ada, "leave_the_chair", stay=stay.pk), press(bo, "withdraw")]
    assert seats.lost(workshop, told) == 2
    Stay.objects.update(left_at=NOW + timedelta(minutes=1))
    Entry.objects.update(ended_at=NOW, outcome="withdrawn")
    assert seats.lost(workshop, told) == 0


def test_two_wishes_two_sittings_and_one_question_twice_in_a_circle_came_twice(workshop, bowls, ada):
    for place, bowl in enumerate(bowls):
        Entry.objects.create(fishbowl=bowl, participant=ada, place=place, ended_at=NOW, outcome="served")
        sat(ada, bowl, place, place + 1)
    assert seats.doubled(workshop) == 0
    Entry.objects.create(fishbowl=bowls[0], participant=ada, place=9)
    sat(ada, bowls[0], 5, 6)
    for _time in range(2):
        asked = Question.objects.create(workshop=workshop, asker=ada, text="What did it cost?")
        Brought.objects.create(fishbowl=bowls[0], question=asked, number=1)
    assert seats.doubled(workshop) == 3


# --- all together ------------------------------------------------------------------------------
def test_whoever_speaks_for_a_circle_and_came_to_no_chair_and_no_queue_is_lost(workshop, bowls, ada):
    together = actions.plan_synthesis(workshop=workshop)
    actions.name_rapporteur(bowl=bowls[0], participant=ada)
    assert seats.rapporteurs_lost(workshop) == 0
    actions.begin_synthesis(workshop=workshop, sure=True)
    assert seats.rapporteurs_lost(workshop) == 0
    late = person(workshop, "Cy", "Lima")
    Rapporteur.objects.create(fishbowl=bowls[1], participant=late, place=1)
    assert seats.rapporteurs_lost(workshop) == 1
    Entry.objects.create(fishbowl=together, participant=late, place=1)
    assert seats.rapporteurs_lost(workshop) == 0


def test_a_row_that_is_not_as_the_journal_tells_it_is_seen(workshop, bowls, ada):
    actions.ask(participant=ada, bowl=bowls[0], by="steward")
    assert seats.journal_violations(workshop) == 0
    Entry.objects.update(overtaken=2)
    assert seats.journal_violations(workshop) == 1


def test_each_of_these_figures_makes_the_command_fail():
    names = ["commands_lost", "commands_doubled", "chairs_over_capacity", "two_chairs_violations"]
    names += ["queue_order_violations", "rapporteurs_lost", "journal_violations"]
    assert [*troubles(dict.fromkeys(names, 1))] == names
    assert troubles(dict.fromkeys(names, 0)) == {}
