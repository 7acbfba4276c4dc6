"""How far a card travels, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from tests.insights.conftest import a_card
from workshop.insights.peers import CardLock, Endorsement, Introduction
from workshop.models import Consent


@pytest.mark.parametrize(
    ("own", "card", "quote", "travels", "wants_check"),
    [
        ("", "", "", "room", False),
        ("city", "", "", "city", False),
        ("city", "", "no", "room", False),
        ("city", "name", "yes", "name", True),
        ("", "city", "ask", "city", True),
        ("", "none", "yes", "none", False),
        ("", "", "ask", "room", False),
    ],
)
def test_a_card_travels_as_its_author_says(insights, ada, own, card, quote, travels, wants_check):
    ada.consent = own
    written = a_card(ada)
    written.author, written.consent, written.quote = ada, card, quote
    assert (written.travels, written.wants_check) == (travels, wants_check)


def refused(model, **about):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**about)


def test_nobody_says_two_things_to_one_card(insights, ada, bo):
    card = a_card(ada)
    Endorsement.objects.create(card=card, by=bo, kind="true")
    refused(Endorsement, card=card, by=bo, kind="differs")


def test_cards_are_locked_once_at_a_time(insights):
    CardLock.objects.create(workshop=insights)
    refused(CardLock, workshop=insights)


def test_nobody_is_introduced_to_themselves_or_twice(insights, ada, bo):
    about = {"workshop": insights, "case": insights.cases.first()}
    Introduction.objects.create(asker=ada, helper=bo, **about)
    refused(Introduction, asker=ada, helper=bo, **about)
    refused(Introduction, asker=ada, helper=ada, **about)


def test_no_choice_keeps_a_card_in_the_room(insights, ada):
    assert a_card(ada).travels == Consent.ROOM
