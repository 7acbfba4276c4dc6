"""What a card costs: taps, fields and letters of the demo's cards, and how long that takes on a phone.

Seconds as they are known for phones: two for a choice among a few that are in sight, five to begin a text, and one for
every three letters (36 words a minute, the mean of 37,000 people: Palin and others, MobileHCI 2019). No person was
timed for this; it is an estimate that a longer form would fail.
"""

from statistics import median

import pytest

from workshop import demo
from workshop.insights.cards.forms import CardForm, NextForm, WhatForm, WhetherForm

A_CHOICE, TO_BEGIN, LETTERS_A_SECOND = 2, 5, 3
TEXTS = ("what", "change", "next_step", "other_condition")
CHOICES = ("readiness", "effort", "confidence", "by_months")
SAVED = 3


@pytest.fixture
def cards(db):
    return list(demo.build().cards.prefetch_related("ratings"))


def taps(card):
    """Every tap of a card: its choices, its conditions, who must act, and the three that save it.

    Case, place, attribution and quote are filled in beforehand; a text takes its focus by one more, told apart.
    """
    chosen = 1 + sum(bool(getattr(card, name)) for name in CHOICES)
    ticked = card.wants_contact + card.can_help + len(card.actors) + card.ratings.count()
    return chosen + ticked + SAVED


def texts(card):
    return [getattr(card, name) for name in TEXTS if getattr(card, name)]


def seconds(card):
    typed = sum(TO_BEGIN + len(text) / LETTERS_A_SECOND for text in texts(card))
    return typed + A_CHOICE * taps(card)


def test_a_card_of_the_demo_takes_less_than_two_minutes(cards):
    assert len(cards) == 8
    assert median(map(seconds, cards)) < 120


def test_what_the_demos_cards_hold(cards):
    """The figures behind the estimate, counted from the demo; they move only when its cards or the form do."""
    assert median(map(taps, cards)) == 14.5
    assert median(len(texts(card)) for card in cards) == 3
    assert 40 < median(len(text) for card in cards for text in texts(card)) < 60


def test_the_shortest_whole_card_is_twelve_taps_and_two_texts(cards):
    """As in test_browser.py, where the taps are made: about a minute and a half with texts as long as the demo's."""
    letters = median(len(text) for card in cards for text in texts(card))
    assert 12 * A_CHOICE + 2 * (TO_BEGIN + letters / LETTERS_A_SECOND) < 100


def test_a_card_asks_for_nothing_else(workshop):
    """Each screen's own fields; a new one is seen here before it costs everybody a tap."""
    assert WhatForm.said_here == ("case", "stance", "what", "target", "target_is", "note")
    assert WhetherForm.said_here == ("other_condition", "other_state", "change", "actors")
    assert len(NextForm.said_here) == 9
    needed = [name for name, field in CardForm(workshop=workshop).fields.items() if field.required]
    assert needed == ["case", "stance", "what", "target"]
