"""What was promised to somebody, at a time or if nobody comes: pressed twice, taken back, and gone with the person."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions, journal
from fishbowl.models import Slot, Stay
from tests.conftest import person
from workshop.refusals import NotNow

JSON = {"accept": "application/json"}
KINDS = pytest.mark.parametrize("is_timed", [True, False])


@pytest.fixture
def bowl(workshop, ada):
    """A circle under way; Ada sits in it."""
    actions.seat(participant=ada)
    return actions.start(workshop=workshop)


def promised(participant, is_timed=True):
    return actions.promise(participant=participant, at=timezone.now() if is_timed else None)


def refused(action, **about):
    with pytest.raises(NotNow) as refusal:
        action(**about)
    return refusal.value.sentence


@KINDS
@pytest.mark.parametrize("then", [(), (actions.decline,), (actions.take,), (actions.take, actions.leave)])
def test_a_call_pressed_twice_is_one_whatever_came_of_it(workshop, bowl, bo, hana, is_timed, then):
    slot, key = promised(bo, is_timed), uuid.uuid4()
    to = reverse("fishbowl:promise-call", args=[workshop.code, slot.pk])
    first = hana.post(to, {"key": key}, headers=JSON).json()
    for each in then:
        each(participant=bo)
    for again in (key, uuid.uuid4()):
        answer = hana.post(to, {"key": again}, headers=JSON)
        assert (answer.status_code, answer.json()["stay"]) == (200, first["stay"])
    assert Stay.objects.filter(participant=bo).count() == 1
    assert bo.entries.count() == 1


@KINDS
def test_what_was_taken_back_calls_nobody_any_more(bowl, bo, is_timed):
    slot = promised(bo, is_timed)
    actions.take_promise_back(slot=slot)
    assert refused(actions.call_promised, slot=slot) == "Nothing is promised to Bo, Dakar any more."
    actions.ask(participant=bo)  # nor is their place in the queue passed by
    assert refused(actions.call_promised, slot=slot) == "Nothing is promised to Bo, Dakar any more."
    assert Stay.objects.filter(participant=bo).count() == 0


def test_who_was_promised_a_time_for_all_to_see_does_not_lose_it_unseen(bowl, bo):
    key = uuid.uuid4()
    slot = actions.promise(participant=bo, key=key)
    at = timezone.now() + timedelta(minutes=5)
    actions.promise(participant=bo, at=at)
    told = refused(actions.promise, participant=bo)
    assert told == "Bo, Dakar has been promised a time. Take that back first."
    assert actions.promise(participant=bo, key=key) == slot  # the first press, once more
    slot.refresh_from_db()
    assert slot.at == at


@KINDS
def test_who_may_not_ask_is_promised_nothing(bowl, bo, is_timed):
    slot = promised(bo, is_timed)
    actions.block(participant=bo)
    slot.refresh_from_db()
    assert slot.ended_at is not None
    assert refused(promised, participant=bo, is_timed=is_timed) == "Bo, Dakar may not ask for a chair just now."
    actions.unblock(participant=bo)
    assert promised(bo, is_timed) != slot


@KINDS
def test_of_one_person_noted_twice_a_promise_is_kept(workshop, bowl, bo, is_timed):
    slot, same = promised(bo, is_timed), person(workshop, "Bo", "Dakar")
    actions.merge(participant=bo, into=same)
    slot.refresh_from_db()
    assert (slot.participant, slot.ended_at) == (same, None)
    assert actions.call_promised(slot=slot).participant == same
    assert list(journal.differences(workshop.pk)) == []


def test_of_two_promises_to_one_person_noted_twice_one_is_kept(workshop, bowl, bo):
    same = person(workshop, "Bo", "Dakar")
    given = promised(bo), promised(same)
    actions.merge(participant=bo, into=same)
    assert list(Slot.objects.filter(ended_at=None)) == [given[1]]
