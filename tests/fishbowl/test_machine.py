"""Any interleaving of commands keeps the invariants; replay is the state; twice is once; nobody waits for ever.

A deep run, of so many circles: PEERWALK_DEEP=400 pytest tests/fishbowl/test_machine.py -s
"""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.stateful import run_state_machine_as_test

from fishbowl import actions
from fishbowl.models import Stay
from fishbowl.order import Waiting, slot
from tests.conftest import make_workshop, person
from tests.fishbowl.crowd import Clock, Crowd

DEEP = os.environ.get("PEERWALK_DEEP")
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
OFTEN = {"deadline": None, "suppress_health_check": SLOW, "print_blob": True}


@pytest.mark.django_db
def test_whatever_is_pressed_in_whatever_order_the_invariants_hold():
    Crowd.commands = Crowd.refusals = 0
    many, long = (int(DEEP), 100) if DEEP else (12, 30)
    run_state_machine_as_test(Crowd, settings=settings(max_examples=many, stateful_step_count=long, **OFTEN))
    print(f"\n{Crowd.commands} commands, {Crowd.refusals} of them refused")
    assert Crowd.commands > Crowd.refusals > 0


deed = some.sampled_from(["ask", "withdraw", "come", "leave"])
deeds = some.lists(some.tuples(deed, some.integers(0, 5)), max_size=25)


@pytest.mark.django_db
@settings(max_examples=200 if DEEP else 8, **OFTEN)
@given(deeds=deeds)
def test_first_come_first_served_is_the_order_of_arrival(deeds):
    with transaction.atomic():
        room = make_workshop()
        actions.change_settings(workshop=room, order="fifo")
        people, arrived = [person(room, f"Person {n}", "Quito") for n in range(6)], []
        for deed, n in deeds:
            _do(room, people[n], deed, arrived)
            assert [entry.participant for entry in room.fishbowls.get().waiting()] == arrived
        transaction.set_rollback(True)


def _do(room, one, deed, arrived):
    """One deed at the circle, and what it means for a plain list of those who wait."""
    sits = one.stays.filter(left_at=None).exists()
    if deed == "ask" and not sits:
        actions.ask(participant=one)
        arrived.extend([] if one in arrived else [one])
    elif deed == "withdraw":
        actions.withdraw(participant=one)
        arrived[:] = [each for each in arrived if each != one]
    elif deed == "come" and arrived and room.fishbowls.get().free_chairs().exists():
        actions.call(entry=room.fishbowls.get().waiting().first())
        actions.take(participant=arrived.pop(0))
    elif deed == "leave":
        actions.leave(participant=one)


marks = some.builds(Waiting, some.booleans(), some.integers(0, 3), some.integers(0, 3), some.booleans())


@settings(max_examples=2000 if DEEP else 300, deadline=None)
@given(some.lists(marks, max_size=10), some.booleans(), some.integers(0, 3), some.integers(0, 3), some.integers(1, 3))
def test_nobody_whose_patience_is_used_is_overtaken(line, reply, rank, run, most):
    at = slot(line, reply=reply, rank=rank, run=run, most=most)
    assert [each for each in line[at:] if each.overtaken >= 3] == []
    if not reply:
        assert [each for each in line[at:] if not each.reply and each.rank <= rank] == []


@pytest.mark.django_db
@settings(max_examples=40 if DEEP else 6, **OFTEN)
@given(seconds=some.integers(0, 10**6))
def test_a_pause_of_any_length_lets_no_call_run_out(seconds):
    clock = Clock()
    try:
        with transaction.atomic():
            room = make_workshop()
            stay = actions.call(entry=actions.ask(participant=person(room, "Ada", "Quito")))
            left = stay.expires_at
            actions.pause(workshop=room)
            clock.ahead = timedelta(seconds=seconds)
            actions.expire(workshop=room)
            actions.resume(workshop=room)
            stay = Stay.objects.get()
            assert stay.left_at is None
            assert abs((stay.expires_at - left).total_seconds() - seconds) < 5
            transaction.set_rollback(True)
    finally:
        clock.stop()
