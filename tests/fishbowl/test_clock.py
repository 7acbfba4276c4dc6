"""What comes by the clock: a picture that time alone makes another one is shown again at that moment."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fishbowl import actions
from fishbowl.actions import By, desk
from fishbowl.models import Entry, Fishbowl, Lease, Stay, Step
from fishbowl.rules import clock
from tests.conftest import make_workshop, person
from workshop.live import layer

SECOND = timedelta(seconds=1)


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """The fragments that one second of the server's rounds tells the screens of, and the people it pokes."""
    told = []
    monkeypatch.setattr(layer, "tell", told.append)

    def one_second():
        told.clear()
        monkeypatch.setattr(desk.CLOCK, "_looked", timezone.now() - SECOND)
        with django_capture_on_commit_callbacks(execute=True):
            actions.expire_everywhere()
        fragments = [each.fragments for each in told]
        return set().union(*fragments), set().union(*(each.people for each in told))

    return one_second


def ago(**length):
    """The moment that was this long ago within the last second of the rounds."""
    return timezone.now() - timedelta(**length) - SECOND / 2


ALL = {"circle", "console", "projector"}


def test_a_second_in_which_nothing_comes_shows_nothing(told, workshop, ada, bo):
    actions.take(participant=ada)
    actions.ask(participant=bo)
    Fishbowl.objects.update(started_at=ago(minutes=1))
    assert told() == (set(), set())


def test_a_promised_time_is_shown_when_it_comes(told, bowl, ada):
    slot = actions.promise(participant=ada, at=ago(seconds=0))
    assert told()[0] == ALL
    actions.promise(participant=ada, at=timezone.now() + SECOND)
    assert told()[0] == set()
    actions.promise(participant=ada, at=ago(seconds=0))
    actions.take_promise_back(slot=slot)
    assert told()[0] == set()


def test_three_silent_minutes_are_shown_to_the_console(told, bowl, ada):
    Fishbowl.objects.update(started_at=ago(minutes=3))
    assert told()[0] == {"console"}
    wish = actions.ask(participant=ada)
    actions.withdraw(participant=ada)
    assert told()[0] == set()
    Entry.objects.filter(pk=wish.pk).update(ended_at=ago(minutes=3))
    assert told()[0] == {"console"}


def test_a_silence_counts_from_the_end_of_a_pause(told, bowl, workshop):
    Fishbowl.objects.update(started_at=ago(minutes=3))
    actions.pause(workshop=workshop)
    assert told()[0] == set()
    actions.resume(workshop=workshop)
    assert told()[0] == set()
    assert clock.quiet_since([bowl])[bowl.pk] == Step.objects.get(command="resume").at


def test_a_console_not_heard_of_is_shown_to_the_others(told, workshop):
    by = By(role="facilitator", console="a")
    actions.take_over(workshop=workshop, by=by)
    assert told()[0] == set()
    Lease.objects.update(heartbeat_at=ago(seconds=30))
    assert told()[0] == {"console"}


def test_a_console_that_is_heard_of_again_is_shown_once(workshop, monkeypatch, django_capture_on_commit_callbacks):
    told, by = [], By(role="facilitator", console="a")
    monkeypatch.setattr(layer, "tell", told.append)
    actions.take_over(workshop=workshop, by=by)
    Lease.objects.update(heartbeat_at=ago(seconds=30))
    with django_capture_on_commit_callbacks(execute=True):
        assert [actions.heartbeat(workshop=workshop, by=by) for _twice in range(2)] == [1, 1]
    assert [each.fragments for each in told] == [{"console"}]


def test_no_answer_after_half_a_minute_is_shown(told, ada):
    entry = actions.ask(participant=ada)
    actions.still_asked(entry=entry)
    assert told()[0] == set()
    Entry.objects.update(still_asked_at=ago(seconds=30))
    assert told()[0] == ALL
    actions.still_wanted(participant=ada)
    assert told()[0] == set()


def test_whoever_waits_two_minutes_is_asked_without_anybody_pressing(told, bo):
    actions.ask(participant=bo)
    Entry.objects.update(asked_at=ago(minutes=2))
    assert told() == (ALL, {bo.pk})
    assert bo.entries.get().still_asked_at is not None


@pytest.mark.parametrize("graces", [1, 2])
def test_the_asking_for_room_and_the_end_of_the_time_to_think_are_told_to_those_who_sit(told, bowl, ada, bo, graces):
    for number in range(1, 7):
        actions.seat(participant=ada if number == 1 else person(ada.workshop, f"Guest {number}", "Lyon"), chair=number)
    actions.ask(participant=bo)
    assert told() == (set(), set())
    Fishbowl.objects.update(room_needed_at=ago(seconds=graces * bowl.grace_seconds))
    fragments, people = told()
    assert (fragments, ada.pk in people, bo.pk in people) == (ALL, True, False)


def test_a_long_stay_is_shown_to_the_console(told, bowl, ada):
    actions.take(participant=ada)
    Stay.objects.update(seated_at=ago(seconds=bowl.stay_seconds))
    assert told()[0] == {"console"}


def test_nothing_comes_in_a_circle_that_rests_or_is_over(told, workshop, ada):
    entry = actions.ask(participant=ada)
    actions.still_asked(entry=entry)
    Entry.objects.update(still_asked_at=ago(seconds=30))
    actions.pause(workshop=workshop)
    assert told()[0] == set()
    Fishbowl.objects.update(paused_at=None)
    assert told()[0] == ALL
    actions.finish(workshop=workshop)
    assert told()[0] == set()


def test_a_circle_left_open_long_ago_is_looked_after_again_once_it_starts_anew(told, ada):
    actions.promise(participant=ada, at=ago(seconds=0))
    Fishbowl.objects.update(opened_at=ago(days=9), started_at=ago(days=8))
    assert told()[0] == set()
    Fishbowl.objects.update(started_at=ago(days=1))
    assert told()[0] == ALL


def test_a_process_that_has_just_begun_looks_back_a_minute(workshop, ada):
    actions.promise(participant=ada, at=ago(seconds=50))
    fresh = clock.Clock()
    assert fresh.passed() == ({workshop.pk}, set())
    assert fresh.passed() == (set(), set())


def test_the_rounds_ask_as_much_of_one_circle_as_of_five(workshop, ada):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            clock.passed(ago(seconds=1), timezone.now())
        return len(queries)

    one = asked()
    for number in range(5):
        elsewhere = make_workshop(title=f"Another {number}")
        actions.ask(participant=person(elsewhere, "Noor", "Rabat"), key=uuid.uuid4())
    assert asked() == one == 5
