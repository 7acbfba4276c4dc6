"""Meeting whoever can help: two yeses, and only then how to reach each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import client_of, person
from tests.insights.conftest import a_card
from workshop.insights.cards import actions as cards
from workshop.insights.peers import Contact, Introduction
from workshop.insights.together import actions, matches
from workshop.refusals import NotNow


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


@pytest.fixture
def asker(insights, ada):
    """Ada of Quito would like to talk about case 3."""
    a_card(ada, case=3, wants_contact=True, what="A levy")
    return ada


@pytest.fixture
def helper(insights, bo):
    """Bo of Dakar can help with case 3."""
    a_card(bo, case=3, can_help=True)
    return bo


def pair_of(person):
    (pair,) = matches.pairs_of(person)
    return pair


def says(person, yes=True):
    return actions.answer(pair=pair_of(person), yes=yes)


def reachable(*people):
    for each in people:
        actions.tell_contact(participant=each, email=f"{each.name}@example.org".lower(), other="", may_ask=False)


def page_of(person, workshop):
    return client_of(person).get(at("meet", workshop)).content.decode()


def test_who_asks_and_who_helps_with_the_same_case_are_a_pair(insights, asker, helper):
    a_card(person(insights, "Lee", "Lille"), case=2, can_help=True)
    assert (pair_of(asker).role, pair_of(asker).other) == ("asker", helper)
    assert (pair_of(helper).role, pair_of(helper).other) == ("helper", asker)


def test_people_of_the_cases_own_city_can_help_with_it(insights, asker):
    owner = person(insights, "Owen", "johannesburg")
    assert pair_of(asker).other == owner


def test_nobody_is_paired_with_their_own_city_or_by_a_card_that_is_gone(insights, asker, helper):
    a_card(person(insights, "Ana", "QUITO"), case=3, can_help=True)
    assert [pair.other for pair in matches.pairs_of(asker)] == [helper]
    cards.withdraw(card=helper.cards.get())
    assert matches.pairs_of(asker) == []


def test_a_card_on_several_cases_pairs_with_nobody(insights, ada, bo):
    a_card(ada, case=None, wants_contact=True)
    a_card(bo, case=None, can_help=True)
    assert matches.pairs_of(ada) == []


def test_contact_is_seen_by_the_two_alone_when_both_said_yes(insights, asker, helper):
    reachable(asker, helper)
    lee = person(insights, "Lee", "Lille")
    a_card(lee, case=3, can_help=True)
    says(helper)
    assert "bo@example.org" not in page_of(asker, insights)
    assert "<bdi>Bo</bdi>" not in page_of(asker, insights)
    actions.answer(pair=next(pair for pair in matches.pairs_of(asker) if pair.other == helper), yes=True)
    assert "<bdi>Bo</bdi>" in page_of(asker, insights)
    assert ("bo@example.org" in page_of(asker, insights), "ada@example.org" in page_of(helper, insights)) == (
        True,
        True,
    )
    assert "example.org" not in page_of(lee, insights)
    for role in ("facilitator", "rapporteur"):
        for name in ("insights:board", "console", "insights:texts"):
            page = client_of(role, insights).get(reverse(name, args=[insights.code])).content.decode()
            assert "example.org" not in page


def test_a_yes_taken_back_hides_both_again(insights, asker, helper):
    reachable(asker, helper)
    says(asker), says(helper)
    assert list(matches.agreed(insights)) == [Introduction.objects.get()]
    says(helper, yes=False)
    assert "bo@example.org" not in page_of(asker, insights)
    assert "ada@example.org" not in page_of(helper, insights)
    assert list(matches.agreed(insights)) == []


def test_nobody_says_yes_without_saying_how_to_be_reached(insights, asker, helper):
    with pytest.raises(NotNow):
        says(asker)


def test_contact_that_is_emptied_is_forgotten_and_the_yes_with_it(insights, asker, helper):
    reachable(asker, helper)
    says(asker), says(helper)
    actions.tell_contact(participant=asker, email="", other="", may_ask=True)
    assert (Contact.objects.filter(participant=asker).exists(), Introduction.objects.get().is_agreed) == (False, False)


def test_a_no_is_told_to_nobody(insights, asker, helper):
    reachable(asker, helper)
    before = page_of(helper, insights).split('id="pairs"')[1].split("csrf")[0]
    says(asker, yes=False)
    assert page_of(helper, insights).split('id="pairs"')[1].split("csrf")[0] == before


def test_what_was_agreed_stays_though_the_card_is_taken_back(insights, asker, helper):
    reachable(asker, helper)
    says(asker), says(helper)
    cards.withdraw(card=asker.cards.get())
    assert "bo@example.org" in page_of(asker, insights)


def test_a_nameless_asker_shows_no_city(insights, ada, helper):
    a_card(ada, case=3, wants_contact=True, consent="none")
    page = page_of(helper, insights).split("<main")[1]
    assert ("Somebody would like to talk" in page, "Quito" in page) == (True, False)


@pytest.mark.parametrize("handle", ["0" * 24, "x", ""])
def test_a_pair_that_is_not_mine_cannot_be_answered(insights, asker, helper, handle):
    reachable(asker)
    answer = client_of(asker).post(at("meet-answer", insights), {"pair": handle, "answer": "yes"})
    assert (answer.status_code, Introduction.objects.count()) == (409, 0)


def test_somebody_else_s_handle_opens_nothing(insights, asker, helper):
    lee = person(insights, "Lee", "Lille")
    reachable(lee)
    client_of(lee).post(at("meet-answer", insights), {"pair": pair_of(asker).handle, "answer": "yes"})
    assert Introduction.objects.count() == 0


def test_a_wrong_address_comes_back_with_what_was_typed(insights, ada):
    answer = client_of(ada).post(at("contact", insights), {"email": "ada at quito", "other": "Room 4"})
    assert (answer.status_code, "Room 4" in answer.content.decode()) == (422, True)
    assert Contact.objects.count() == 0


def test_the_page_asks_the_database_as_often_for_five_as_for_one(insights, asker, helper):
    client = client_of(asker)
    client.get(at("meet", insights))
    with CaptureQueriesContext(connection) as one:
        client.get(at("meet", insights))
    for number, city in enumerate(("Lima", "Cusco", "Oslo", "Turin")):
        a_card(person(insights, f"P{number}", city), case=3, can_help=True, wants_contact=True)
    with CaptureQueriesContext(connection) as five:
        client.get(at("meet", insights))
    assert (len(five), len(matches.pairs_of(asker))) == (len(one), 5)
