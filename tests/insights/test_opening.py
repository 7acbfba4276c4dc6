"""When transfer cards are taken."""

from django.utils import timezone

from tests.conftest import move_to
from workshop.insights.opening import cards_closed


def closed(workshop):
    workshop.refresh_from_db()
    return cards_closed(workshop)


def test_cards_are_taken_before_anything_begins(workshop):
    assert closed(workshop) == ""


def test_cards_are_taken_whatever_is_on(workshop):
    for kind in ("welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"):
        move_to(workshop, kind)
        assert closed(workshop) == ""


def test_no_card_after_the_closing_until_a_stage_is_taken_up_again(workshop):
    move_to(workshop, "closing")
    workshop.stages.filter(kind="closing").update(ended_at=timezone.now())
    workshop.stage = None
    workshop.save(update_fields=["stage"])
    assert closed(workshop)[:22] == "The workshop has ended"
    move_to(workshop, "insights")
    assert closed(workshop) == ""
