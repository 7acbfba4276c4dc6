"""The one state of the circle, and what it is to one person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fishbowl import actions, scenes
from fishbowl.circle import circle, proposal, situation, voices
from tests.conftest import person


def queries(work):
    with CaptureQueriesContext(connection) as counted:
        work()
    return len(counted)


def test_an_empty_circle_is_six_free_chairs(workshop):
    state = circle(workshop)
    assert [chair["state"] for chair in state["chairs"]] == ["free"] * 6
    assert (state["speaker"], state["queue"]) == (None, [])
    assert state["counts"] == {"free": 6, "taken": 0, "called": 0, "waiting": 0}


def test_a_workshop_without_a_circle_shows_none(workshop):
    workshop.fishbowls.all().delete()
    assert circle(workshop)["chairs"] == []
    assert voices(workshop)["people_heard"] == 0
    assert scenes.on_console(workshop)["one_more"] == 1


def test_chairs_tell_who_sits_is_called_and_speaks(workshop, ada, bo):
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    actions.call(entry=actions.ask(participant=bo), seen=0)
    actions.put_aside(workshop=workshop, number=6)
    chairs = circle(workshop)["chairs"]
    assert [chair["state"] for chair in chairs] == ["taken", "called", "free", "free", "free", "retired"]
    assert [chair["name"] for chair in chairs[:2]] == ["Ada", "Bo"]
    assert [chair["is_speaking"] for chair in chairs[:2]] == [True, False]


def test_the_speaker_has_a_beginning_and_a_length(workshop, ada):
    actions.take(participant=ada)
    turn = actions.floor_to(participant=ada)
    speaker = circle(workshop)["speaker"]
    assert (speaker["name"], speaker["city"], speaker["chair"]) == ("Ada", "Quito", 1)
    assert (speaker["started_at"], speaker["seconds"]) == (turn.started_at, 120)


def test_people_wear_the_colour_of_their_citys_case(workshop, ada):
    actions.take(participant=ada)
    actions.take(participant=person(workshop, "Inés", "Barcelona"))
    assert [chair["colour"] for chair in circle(workshop)["chairs"][:2]] == [0, 4]


def test_the_next_call_names_person_and_lowest_chair(workshop, ada, bo):
    assert proposal(circle(workshop)) is None
    actions.seat(participant=bo, chair=1)
    actions.ask(participant=ada)
    proposed = proposal(circle(workshop))
    assert (proposed["wish"]["name"], proposed["chair"]) == ("Ada", 2)


def test_voices_count_people_and_cities_that_sat_in_the_circle(workshop, ada, bo):
    person(workshop, "Aldo", "QUITO")
    actions.take(participant=ada)
    actions.call(entry=actions.ask(participant=bo), seen=0)
    heard = voices(workshop)
    assert (heard["people_heard"], heard["people"]) == (1, 3)
    assert (heard["cities_heard"], heard["cities"]) == (1, 2)
    assert heard["not_heard"] == ["Dakar"]


@pytest.mark.parametrize(
    ("before", "at", "sign"),
    [
        ([], "out", "open"),
        (["ask"], "waiting", "waiting 1 1"),
        (["other asks", "ask"], "waiting", "waiting 2"),
        (["ask", "call"], "called", "called 1"),
        (["take"], "seated", "seated 1 0"),
        (["take", "speak"], "speaking", "speaking 1 1"),
        (["close"], "out", "closed"),
    ],
)
def test_where_i_am(workshop, ada, bo, before, at, sign):
    steps = {
        "ask": lambda: actions.ask(participant=ada),
        "other asks": lambda: actions.ask(participant=bo),
        "call": lambda: actions.call(entry=ada.entries.get(), seen=0),
        "take": lambda: actions.take(participant=ada),
        "speak": lambda: actions.floor_to(participant=ada),
        "close": lambda: actions.open_queue(workshop=workshop, opened=False),
    }
    for step in before:
        steps[step]()
    here = situation(circle(workshop), ada)
    assert (here["at"], here["sign"]) == (at, f"running {sign}")


@pytest.mark.parametrize("scene", [circle, scenes.on_phones, scenes.on_console, scenes.on_projector])
def test_the_number_of_queries_does_not_grow_with_people(workshop, ada, scene):
    actions.take(participant=ada)
    one = queries(lambda: scene(workshop))
    for number in range(5):
        actions.ask(participant=person(workshop, f"Person {number}", f"City {number}"))
    for entry in list(workshop.fishbowls.get().waiting()[:2]):
        actions.call(entry=entry, seen=0)
    assert queries(lambda: scene(workshop)) == one


def test_topics_and_calls_are_for_staff(workshop, ada):
    actions.ask(participant=ada, topic="The canteen")
    assert scenes.as_data(workshop, staff=True)["queue"][0]["topic"] == "The canteen"
    assert scenes.as_data(workshop, staff=True)["voices"]["people"] == 1
    public = scenes.as_data(workshop)
    assert {"topic", "calls"} & set(public["queue"][0]) == set()
    assert "voices" not in public
