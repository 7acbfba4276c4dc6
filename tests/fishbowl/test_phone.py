"""The circle on a phone: one sentence of what happens now, and one next thing to press, wherever somebody is."""

import re
import uuid

import pytest
from django.urls import reverse

from fishbowl import actions
from tests.conftest import client_of, person
from workshop.models import Statement


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def mine(participant):
    return client_of(participant).get(url(participant.workshop, "me")).content.decode()


def now(participant):
    """(what happens now, the one thing to press) as the phone says it."""
    page = mine(participant)
    said = re.search(r'<strong id="me-now">\s*(.*?)\s*</strong>', page, re.DOTALL)[1]
    button = re.search(r'id="me-do"[^>]*>(.*?)</(?:button|a)>', page, re.DOTALL)
    return said, button and re.sub(r"<[^>]*>", "", button[1]).strip()


def others(participant):
    return re.findall(r'class="link"[^>]*>([^<]*)<', mine(participant))


def seat_everybody(workshop, but):
    """All six chairs taken."""
    people = [person(workshop, f"Person {n}", f"City {n}") for n in range(but)]
    for one in people:
        actions.seat(participant=one)
    return people


def test_whoever_listens_may_ask_for_a_chair(ada):
    assert now(ada) == ("You listen", "Ask for a chair")


def test_whoever_waits_knows_the_place_and_may_step_back_or_out(ada, bo):
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    assert now(bo) == ("You are second. Stay close.", None)
    assert others(ada) == ["Leave the queue", "Let one go first", "Name the topic"]
    assert others(bo) == ["Leave the queue", "Name the topic"]


def test_whoever_is_called_is_told_how_long_the_chair_is_kept(ada):
    entry = actions.ask(participant=ada)
    actions.call(entry=entry, seen=0)
    assert now(ada) == ("Chair 1 is yours", "I am coming")
    assert mine(ada).count("data-ends=") == 1
    assert others(ada) == ["I speak from my place", "Not now, I keep waiting"]


def test_who_cannot_come_speaks_from_their_place(ada):
    stay = actions.call(entry=actions.ask(participant=ada), seen=0)
    client_of(ada).post(url(ada.workshop, "take"), {"call": stay.pk, "at_place": "1"})
    stay.refresh_from_db()
    assert (stay.seated_at is not None, stay.at_place) == (True, True)


def test_whoever_sits_speaks_when_nobody_does_and_replies_when_somebody_does(ada, bo):
    actions.seat(participant=ada)
    actions.seat(participant=bo)
    assert now(ada) == ("You sit on chair 1", "I speak now")
    actions.floor_to(participant=bo)
    assert now(ada) == ("You sit on chair 1", "I would like to reply")
    actions.ask(participant=ada, kind="reply")
    assert others(ada) == ["Take my hand down", "Leave the chair"]


def test_a_full_circle_asks_the_right_person_kindly_and_takes_nobody_away(workshop, ada):
    people = seat_everybody(workshop, 6)
    actions.floor_to(participant=people[5])
    actions.ask(participant=ada)
    assert now(people[0]) == ("You sit on chair 1", "I make room")
    assert now(people[1])[1] == "I would like to reply"
    assert workshop.fishbowls.get().free_chairs().count() == 0


def test_whoever_missed_the_call_may_wait_again(workshop, ada):
    stay = actions.call(entry=actions.ask(participant=ada), seen=0)
    stay.expires_at = stay.called_at
    stay.save(update_fields=["expires_at"])
    actions.expire(workshop=workshop)
    assert now(ada) == ("You missed the call", "I wait again")


def test_in_the_closing_round_the_word_goes_from_chair_to_chair(workshop, ada, bo):
    actions.seat(participant=ada)
    actions.seat(participant=bo)
    actions.start_closing(workshop=workshop)
    assert now(ada) == ("You sit on chair 1", "I speak now")
    assert now(bo) == ("You sit on chair 2", None)


def test_whoever_was_not_heard_leaves_the_point_in_writing(workshop, ada):
    actions.ask(participant=ada)
    actions.finish(workshop=workshop)
    assert now(ada) == ("The circle has ended", "Leave your point in writing")
    phone = client_of(ada)
    assert phone.get(url(workshop, "pointing")).content.decode().count("What would you have said?") == 1
    phone.post(url(workshop, "point"), {"text": "Start with the rent.", "consent": "city", "key": uuid.uuid4()})
    point = Statement.objects.get()
    assert (point.text, point.speaker, point.kind, point.consent) == ("Start with the rent.", ada, "point", "city")


def test_an_empty_point_comes_back_with_its_page(workshop, ada):
    actions.ask(participant=ada)
    actions.finish(workshop=workshop)
    answer = client_of(ada).post(url(workshop, "point"), {"text": " "})
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert answer.content.decode().count("Please write your point.") == 1


def test_the_other_ways_fit_where_somebody_is(workshop, ada, bo):
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    headings = re.findall(r"<h[12]>(.*?)</h[12]>", client_of(ada).get(url(workshop, "asking")).content.decode())
    assert headings == [
        "A chair in the circle",
        "A reply to <bdi>Bo</bdi>",
        "A word on how we work",
        "Out for a moment",
    ]
    actions.ask(participant=ada, topic="Who pays?")
    page = client_of(ada).get(url(workshop, "asking")).content.decode()
    assert page.count('value="Who pays?"') == 1


def test_a_move_of_the_moderator_is_told_to_every_phone(workshop, ada):
    actions.make_move(workshop=workshop, kind="pair")
    page = client_of(ada).get(url(workshop, "circle")).content.decode()
    assert page.count("Talk with the person beside you") == 1


def place(page):
    return re.search(r'data-at="(\w*)" data-sign="running \w* ?(\d*)', page).groups()


@pytest.mark.django_db(transaction=True)
def test_who_presses_sees_what_it_did_and_so_does_who_looks_next(ada, bo):
    assert [place(mine(each)) for each in (ada, bo)] == [("out", "")] * 2
    for number, each in zip("12", (ada, bo), strict=True):
        told = client_of(each).post(url(each.workshop, "ask"), {"key": uuid.uuid4()}, HTTP_HX_REQUEST="true")
        assert place(told.content.decode()) == ("waiting", number)
    assert [place(mine(each)) for each in (ada, bo)] == [("waiting", "1"), ("waiting", "2")]
