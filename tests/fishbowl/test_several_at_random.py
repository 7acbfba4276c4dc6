"""Twelve people press anything in three circles: what must never be is never, and the journal tells the same."""

import random
from collections import Counter

import pytest

from fishbowl import actions, journal
from fishbowl.models import Entry, Fishbowl, Stay
from tests.conftest import person
from workshop.refusals import NotNow

PRESSES = 240


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_presses_keeps_one_person_in_one_circle_on_one_chair(workshop, seed):
    chance = random.Random(seed)
    for number in range(2):
        actions.start(workshop=workshop, bowl=actions.add_bowl(workshop=workshop, name=f"Room {number}"))
    people = [person(workshop, f"P{n}", chance.choice(["Quito", "Lyon", "Lima"])) for n in range(12)]
    done = Counter()
    for _press in range(PRESSES):
        name, press = any_press(workshop, chance, people)
        try:
            press()
            done[name] += 1
        except NotNow as refusal:
            assert str(refusal.sentence)
        holds(workshop, people)
    assert len(done) > 8
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []


def any_press(workshop, chance, people):
    who, bowl = chance.choice(people), chance.choice(Fishbowl.all_in(workshop))
    entry = chance.choice([*Entry.objects.filter(fishbowl__workshop=workshop, ended_at=None), None])
    presses = {
        "choose": lambda: actions.choose(participant=who, bowl=bowl),
        "ask": lambda: actions.ask(participant=who),
        "ask here": lambda: actions.ask(participant=who, bowl=bowl, by="steward"),
        "procedure": lambda: actions.ask(participant=who, kind="procedure"),
        "call": lambda: entry and actions.call(entry=entry, seen=entry.stays.count()),
        "take": lambda: actions.take(participant=who),
        "take there": lambda: actions.take(participant=who, bowl=bowl, chair=chance.randint(1, 6)),
        "seat": lambda: actions.seat(participant=who, bowl=bowl, by="steward", move=chance.random() < 0.5),
        "leave": lambda: actions.leave(participant=who),
        "floor": lambda: actions.floor_to(participant=who),
        "withdraw": lambda: actions.withdraw(participant=who),
        "spread": lambda: actions.spread(workshop=workshop),
        "pause": lambda: actions.pause(workshop=workshop, bowl=bowl),
        "resume": lambda: actions.resume(workshop=workshop, bowl=bowl),
        "finish": lambda: chance.random() < 0.3 and actions.finish(workshop=workshop, bowl=bowl),
        "reopen": lambda: actions.reopen(workshop=workshop, bowl=bowl),
        "undo": lambda: undo_the_last(workshop, bowl),
    }
    name = chance.choice(list(presses))
    return name, presses[name]


def undo_the_last(workshop, bowl):
    from fishbowl.actions.desk import undoable

    if steps := undoable(bowl):
        actions.undo(workshop=workshop, bowl=bowl, seq=steps[0].seq)


def holds(workshop, people):
    """Each on one chair at most, and nobody waits or sits elsewhere than in the own circle."""
    held = list(Stay.objects.filter(left_at=None, participant__workshop=workshop).select_related("chair"))
    assert len({stay.participant_id for stay in held}) == len({stay.chair_id for stay in held}) == len(held)
    own = {each.pk: Fishbowl.of(each) for each in people}
    assert [stay for stay in held if own[stay.participant_id].pk != stay.chair.fishbowl_id] == []
    waiting = Entry.objects.filter(fishbowl__workshop=workshop, ended_at=None)
    assert [entry for entry in waiting if own[entry.participant_id].pk != entry.fishbowl_id] == []
