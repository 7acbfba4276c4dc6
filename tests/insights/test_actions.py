"""The rules of cards."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.conftest import person
from tests.insights.conftest import a_card
from workshop.insights import actions
from workshop.refusals import NotNow

POLITICS, MONEY, STAFF = "Political will", "Money and procurement", "Staff and skills"


def said_of(card, **other):
    """What a card says, as the action takes it."""
    return {name: getattr(card, name) for name in actions.SAID} | {"consent": card.consent, "ratings": {}} | other


def test_a_card_keeps_what_was_said(insights, ada):
    card = a_card(ada, rated={POLITICS: "have", MONEY: "missing"}, change="Begin small", next_step="Ask", by_months=3)
    card.refresh_from_db()
    assert (card.author, card.case.number, card.stance, card.target) == (ada, 1, "adapt", "Quito")
    assert (card.change, card.next_step, card.by_months) == ("Begin small", "Ask", 3)
    assert [(each.condition.label, each.state) for each in card.ratings.all()] == [
        (POLITICS, "have"),
        (MONEY, "missing"),
    ]


def test_the_same_key_writes_once(insights, ada):
    key = uuid4()
    assert a_card(ada, key=key) == a_card(ada, key=key)
    assert insights.cards.count() == 1


def test_the_key_of_another_page_brings_nobody_else_s_card(insights, ada, bo):
    key = uuid4()
    a_card(ada, key=key)
    with pytest.raises(NotNow):
        a_card(bo, key=key)
    assert insights.cards.count() == 1


def test_no_card_after_the_end(workshop, ada):
    workshop.stages.filter(kind="closing").update(ended_at=timezone.now())
    with pytest.raises(NotNow):
        a_card(ada)
    assert workshop.cards.count() == 0


def test_a_change_says_the_card_anew(insights, ada):
    card = a_card(ada, rated={POLITICS: "have", MONEY: "missing"})
    skills = insights.conditions.get(label=STAFF)
    actions.change(card=card, seen=card.changed_at, **said_of(card, what="Only the levy", ratings={skills: "reach"}))
    card.refresh_from_db()
    assert card.what == "Only the levy"
    assert [(each.condition.label, each.state) for each in card.ratings.all()] == [(STAFF, "reach")]


def test_of_two_changes_the_one_made_over_an_old_card_is_refused(insights, ada):
    card = a_card(ada)
    seen = card.changed_at
    actions.change(card=card, seen=seen, **said_of(card, what="From the phone"))
    with pytest.raises(NotNow):
        actions.change(card=card, seen=seen, **said_of(card, what="From the tablet"))
    card.refresh_from_db()
    assert card.what == "From the phone"


def test_the_same_change_twice_is_one_change(insights, ada):
    card, key = a_card(ada), uuid4()
    seen, said = card.changed_at, said_of(card, what="Only the levy")
    first = actions.change(card=card, seen=seen, key=key, **said)
    again = actions.change(card=card, seen=seen, key=key, **said)
    assert again.changed_at == first.changed_at


def test_a_refused_change_leaves_its_key_unused(insights, ada):
    card, key = a_card(ada), uuid4()
    seen = card.changed_at
    actions.change(card=card, seen=seen, **said_of(card, what="From the phone"))
    with pytest.raises(NotNow):
        actions.change(card=card, seen=seen, key=key, **said_of(card, what="From the tablet"))
    card.refresh_from_db()
    changed = actions.change(card=card, seen=card.changed_at, key=key, **said_of(card, what="From the tablet"))
    assert changed.what == "From the tablet"


def test_a_card_taken_back_is_not_changed(insights, ada):
    card = a_card(ada)
    actions.withdraw(card=card)
    with pytest.raises(NotNow):
        actions.change(card=card, seen=card.changed_at, **said_of(card))


def test_taking_back_and_hiding_twice_keep_their_first_time(insights, ada):
    card = a_card(ada)
    taken_at = actions.withdraw(card=card).withdrawn_at
    assert actions.withdraw(card=card).withdrawn_at == taken_at
    hidden_at = actions.hide(card=card).hidden_at
    assert actions.hide(card=card).hidden_at == hidden_at
    assert actions.restore(card=card).hidden_at is None


def test_a_name_needs_a_second_reading_and_each_change_a_new_one(insights, ada):
    card = a_card(ada, consent="name")
    assert card.wants_check
    actions.choose(card=card, consent="name", read=True)
    assert not card.wants_check
    card = actions.change(card=card, seen=card.changed_at, **said_of(card, what="Other words"))
    assert card.wants_check


def test_reading_again_counts_for_a_name_only(insights, ada):
    card = actions.choose(card=a_card(ada), consent="city", read=True)
    assert (card.travels, card.checked_at) == ("city", None)


def test_without_a_choice_the_person_s_own_counts_and_without_that_the_room(insights, ada):
    card = a_card(ada)
    assert card.travels == "room"
    ada.consent = "city"
    assert card.travels == "city"


def test_a_card_may_be_for_another_place(insights):
    ann = person(insights, "Ann", "Quito")
    assert not a_card(ann, target="  QUITO ").goes_elsewhere
    assert a_card(ann, target="Andean network").goes_elsewhere
