"""Confidence asked again after the fishbowl: with one tap, of cards that said it before, counted by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import client_of, move_to, person
from tests.insights.conftest import a_card
from workshop import demo
from workshop.insights import actions, analyses
from workshop.insights.analyses import Heard
from workshop.refusals import NotNow


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


@pytest.fixture
def after(workshop):
    """A workshop after its fishbowl; a_card(..., confidence=n) was written before it."""
    move_to(workshop, "fishbowl")
    move_to(workshop, "insights")
    workshop.refresh_from_db()
    return workshop


def before_it(card):
    card.confidence_at = timezone.now() - timedelta(hours=1)
    card.save(update_fields=["confidence_at"])
    return card


def test_it_is_asked_after_the_fishbowl_and_with_one_tap(after, ada):
    card = before_it(a_card(ada, confidence=2))
    client = client_of(ada)
    assert "How sure are you now?" in client.get(at("mine", after)).content.decode()
    assert client.post(at("sure", after, card.pk), {"confidence": "3"}).status_code == 302
    card.refresh_from_db()
    assert (card.confidence, card.confidence_after) == (2, 3)


def test_it_is_not_asked_before_nor_of_cards_that_never_said_it(insights, ada):
    card, silent = a_card(ada, confidence=2), a_card(ada)
    assert "How sure are you now?" not in client_of(ada).get(at("mine", insights)).content.decode()
    for each in (card, silent):
        with pytest.raises(NotNow):
            actions.sure_again(card=each, confidence=3)


def test_a_card_that_says_it_only_after_the_fishbowl_is_not_asked_again(after, ada):
    card = a_card(ada, confidence=2)
    with pytest.raises(NotNow):
        actions.sure_again(card=card, confidence=3)


def test_nobody_answers_for_another(after, ada, bo):
    card = before_it(a_card(ada, confidence=2))
    assert client_of(bo).post(at("sure", after, card.pk), {"confidence": "3"}).status_code == 404


@pytest.mark.parametrize("value", ["0", "4", "sure", ""])
def test_only_the_three_answers_are_taken(after, ada, value):
    card = before_it(a_card(ada, confidence=2))
    assert client_of(ada).post(at("sure", after, card.pk), {"confidence": value}).status_code == 409


def test_who_rose_fell_stayed_and_said_nothing(after):
    """before/after: 1/3 rose, 2/3 rose, 3/1 fell, 2/2 stayed, 1/- silent; and one taken back that counts nowhere."""
    for n, (first, second) in enumerate([(1, 3), (2, 3), (3, 1), (2, 2), (1, None), (1, 2)]):
        card = before_it(a_card(person(after, f"P{n}", f"City {n}"), confidence=first))
        if second:
            actions.sure_again(card=card, confidence=second)
    actions.withdraw(card=card)
    assert analyses.shift(after) == {"asked": 5, "answered": 4, "rose": 2, "fell": 1, "stayed": 1, "silent": 1}


def test_the_demos_shift(db):
    """quito 1-2, durban 2-3, porto 2-3, surabaya 1-2 rose; gwangju 2-1 fell; dakar 2-2 and lille 3-3 stayed."""
    told = analyses.shift(Heard(demo.build(), examples=True))
    assert told == {"asked": 7, "answered": 7, "rose": 4, "fell": 1, "stayed": 2, "silent": 0}


def test_saying_it_anew_forgets_the_second_answer(after, ada):
    card = before_it(a_card(ada, confidence=2))
    actions.sure_again(card=card, confidence=3)
    said = {name: getattr(card, name) for name in actions.SAID} | {"consent": "", "ratings": {}, "confidence": 1}
    changed = actions.change(card=card, seen=card.changed_at, **said)
    assert (changed.confidence, changed.confidence_after) == (1, None)


def test_in_public_too_few_people_tell_no_shift(after, ada):
    actions.sure_again(card=before_it(a_card(ada, confidence=2)), confidence=3)
    card = ada.cards.get()
    hidden = Heard(after, published={"card": {card.pk: False}})
    assert analyses.shift(hidden) == {"hidden": True}
    assert analyses.shift(Heard(after, published={"card": {card.pk: True}}))["rose"] == 1
