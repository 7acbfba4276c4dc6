"""Paper for the room: how to come in, names and numbers to fold, the circle's rules and chairs."""

import re

import pytest
from django.urls import reverse

from fishbowl import printing
from fishbowl.models import Fishbowl
from tests.conftest import client_of, person
from tests.gallery.test_printing import millimetres, pages, words
from workshop.printing import room
from workshop.refusals import NotNow


@pytest.fixture
def bowl(workshop):
    return Fishbowl.live_in(workshop)


def test_the_join_sheet_tells_how_to_come_in(workshop):
    sheet = room.join(workshop)
    assert workshop.spoken_code in words(sheet)
    assert "You are in. There is no account, and nothing to install." in words(sheet)
    assert (pages(sheet), millimetres(sheet)) == (1, (210, 297))


def test_everybody_here_has_a_card_with_name_city_and_number_on_both_sides(workshop, ada, bo):
    gone = person(workshop, "Gone", "Lima")
    gone.left_at = gone.joined_at
    gone.save(update_fields=["left_at"])
    person(workshop, "Third", "Busan")
    said = words(room.names(workshop)).split()
    assert [said.count(word) for word in ("Ada", "Bo", "Third", "Busan", "4", "Gone")] == [2, 2, 2, 2, 2, 0]
    assert pages(room.names(workshop)) == 2


def test_without_anybody_there_are_no_name_cards(workshop):
    with pytest.raises(NotNow):
        room.names(workshop)


def test_the_circle_has_its_rules_and_a_sign_for_each_chair_that_is_out(workshop, bowl):
    bowl.chairs.filter(number=6).update(retired_at=bowl.opened_at)
    signs = printing.signs(bowl)
    assert (pages(signs), millimetres(signs)) == (1 + 5, (297, 210))
    said = words(signs)
    assert "One chair is always free: ask on your phone or raise a hand." in said
    assert "Two minutes, then listen." in said


def test_each_sheet_prints_in_the_language_of_whoever_prints(workshop, ada, bowl, hana):
    for name, args in (("join-sheet", []), ("fishbowl:signs-pdf", [bowl.number])):
        answer = hana.get(reverse(name, args=[workshop.code, *args]), headers={"accept-language": "ar"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert re.search("[\u0600-\u06ff]", words(answer.content)), name


def test_the_sheets_ask_nothing_more_for_more_people(workshop, ada, hana, django_assert_max_num_queries):
    address = reverse("name-cards", args=[workshop.code])
    with django_assert_max_num_queries(8):
        hana.get(address)
    for number in range(5):
        person(workshop, f"Person {number}", "Quito")
    with django_assert_max_num_queries(8):
        hana.get(address)


def test_whoever_takes_part_prints_no_names(workshop, ada):
    assert client_of(ada).get(reverse("name-cards", args=[workshop.code])).status_code == 403
