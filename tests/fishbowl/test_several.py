"""Several circles in a large room: one person in one of them, on one chair in all of them."""

import uuid
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fishbowl import actions, journal
from fishbowl.actions import By
from fishbowl.actions.desk import undoable
from fishbowl.models import Belonging, Entry, Fishbowl, Lease, Stay, Step
from fishbowl.spreading import spread, spread_groups
from tests.conftest import make_workshop, person
from workshop.actions import leave as go_home
from workshop.refusals import NotNow
from workshop.starters import copy


@pytest.fixture
def rooms(workshop):
    """Two circles that talk side by side: Room A and Room B."""
    first = workshop.fishbowls.get()
    actions.name_bowl(bowl=first, name="Room A")
    second = actions.add_bowl(workshop=workshop, name="Room B", question="Who pays?")
    actions.start(workshop=workshop, bowl=second)
    return Fishbowl.all_in(workshop)


def refused(action, **takes):
    with pytest.raises(NotNow) as refusal:
        action(**takes)
    return str(refusal.value.sentence)


# --- one more circle ---------------------------------------------------------------------------
def test_with_one_circle_everybody_is_in_it_and_nothing_is_kept(workshop, ada):
    assert Fishbowl.of(ada) == Fishbowl.live_in(workshop)
    actions.ask(participant=ada)
    assert not Belonging.objects.exists()


def test_a_second_circle_is_set_like_the_first_and_open_like_it(workshop):
    actions.change_settings(workshop=workshop, turn_seconds=90)
    actions.put_out(workshop=workshop, number=7)
    second = actions.add_bowl(workshop=workshop, name="Room B")
    assert (second.number, second.title, second.turn_seconds, second.phase) == (2, "Room B", 90, "lobby")
    assert second.chairs.count() == 7


def test_the_same_press_adds_one_circle(workshop):
    key = uuid.uuid4()
    first, again = (actions.add_bowl(workshop=workshop, name="B", key=key) for _press in range(2))
    assert first == again
    assert workshop.fishbowls.count() == 2


def test_whoever_sat_or_waited_is_in_the_first_circle_and_all_others_choose(workshop, ada, bo):
    cy = person(workshop, "Cy", "Lyon")
    actions.seat(participant=ada)
    actions.ask(participant=bo)
    first = Fishbowl.live_in(workshop)
    actions.add_bowl(workshop=workshop)
    assert [Fishbowl.of(each) for each in (ada, bo, cy)] == [first, first, None]
    assert refused(actions.ask, participant=cy) == "Choose your circle first."


def test_a_paper_list_brings_whoever_waits_elsewhere_to_its_own_circle(workshop, rooms, ada, bo):
    actions.ask(participant=ada, bowl=rooms[0], by="steward")
    actions.call(entry=actions.ask(participant=bo, bowl=rooms[0], by="steward"))
    dee = person(workshop, "Dee", "Lyon")
    actions.ask(participant=dee, bowl=rooms[1], by="steward")
    put = actions.ask_in_order(people=[ada, bo, dee], bowl=rooms[1], by="steward")
    assert [wish.participant for wish in put] == [ada, bo]
    assert [wish.participant for wish in rooms[1].waiting()] == [dee, ada, bo]
    assert not rooms[0].waiting().exists()
    assert not Stay.objects.filter(left_at=None).exists()
    assert [Fishbowl.of(each) for each in (ada, bo)] == [rooms[1], rooms[1]]


def test_a_paper_list_names_whoever_sits_in_another_circle_and_brings_nobody(workshop, rooms, ada, bo):
    actions.seat(participant=ada, bowl=rooms[0])
    said = refused(actions.ask_in_order, people=[bo, ada], bowl=rooms[1], by="steward")
    assert said == "Ada, Quito already sits on chair 1: Room A."
    assert not rooms[1].waiting().exists()


def test_a_command_about_no_circle_in_particular_is_refused(workshop, rooms):
    assert refused(actions.pause, workshop=workshop) == "There are several circles. Say which one."
    assert actions.pause(workshop=workshop, bowl=rooms[1]).phase == "paused"
    assert Fishbowl.live_in(workshop).phase == "running"


def test_a_circle_where_nothing_happened_can_be_taken_away(workshop, rooms, ada, bo):
    actions.choose(participant=ada, bowl=rooms[1])
    actions.remove_bowl(bowl=rooms[1])
    assert Fishbowl.of(ada) == Fishbowl.live_in(workshop)
    third = actions.add_bowl(workshop=workshop)
    actions.choose(participant=bo, bowl=third)
    actions.ask(participant=bo)
    assert "It stays" in refused(actions.remove_bowl, bowl=third)


def test_a_copy_of_the_workshop_has_all_circles_and_nobody_in_them(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[1])
    new = copy(workshop=workshop, owners=[], title="Once more")
    assert [(bowl.number, bowl.title, bowl.question) for bowl in Fishbowl.all_in(new)] == [
        (1, "Room A", ""),
        (2, "Room B", ""),
    ]
    assert not Belonging.objects.filter(fishbowl__workshop=new).exists()


# --- who is where ------------------------------------------------------------------------------
def test_each_circle_has_its_own_queue_chairs_and_floor(workshop, rooms, ada, bo):
    for who, bowl in zip((ada, bo), rooms, strict=True):
        actions.choose(participant=who, bowl=bowl)
        stay = actions.take(participant=who)
        actions.floor_to(participant=who)
        assert (stay.chair.fishbowl, stay.chair.number) == (bowl, 1)
    assert [bowl.running_turn().participant for bowl in rooms] == [ada, bo]


def test_going_to_another_circle_ends_the_wish_in_the_one_left(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    wish = actions.ask(participant=ada)
    word = actions.ask(participant=ada, kind=Entry.Kind.PROCEDURE)
    actions.choose(participant=ada, bowl=rooms[1])
    assert {each.outcome for each in (fresh(wish), fresh(word))} == {"withdrawn"}
    assert actions.ask(participant=ada).fishbowl == rooms[1]


def test_a_chair_kept_for_somebody_is_free_again_when_they_go_elsewhere(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    stay = actions.call(entry=actions.ask(participant=ada))
    actions.choose(participant=ada, bowl=rooms[1])
    assert (fresh(stay).exit, rooms[0].free_chairs().count()) == ("declined", 6)


def test_whoever_sits_gets_up_before_they_go(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    actions.take(participant=ada)
    assert refused(actions.choose, participant=ada, bowl=rooms[1]) == "You sit on chair 1. Leave it first, then go."
    actions.leave(participant=ada)
    assert actions.choose(participant=ada, bowl=rooms[1]) == rooms[1]


def test_a_press_of_a_page_made_in_another_circle_moves_nobody(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[1])
    told = refused(actions.take, participant=ada, chair=3, bowl=rooms[0])
    assert told == "You are in another circle now: Room B."
    assert not Stay.objects.exists()


def test_a_helper_who_seats_somebody_brings_them_to_that_circle(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    wish = actions.ask(participant=ada)
    stay = actions.seat(participant=ada, bowl=rooms[1], by="steward")
    assert (stay.chair.fishbowl, Fishbowl.of(ada), fresh(wish).outcome) == (rooms[1], rooms[1], "withdrawn")
    told = refused(actions.seat, participant=ada, bowl=rooms[0], by="steward")
    assert told == "Ada, Quito already sits on chair 1: Room B. Shall they change to the other chair?"
    moved = actions.seat(participant=ada, bowl=rooms[0], move=True, by="steward")
    assert (fresh(stay).exit, moved.chair.fishbowl, Fishbowl.of(ada)) == ("corrected", rooms[0], rooms[0])


def test_the_database_lets_nobody_sit_twice_or_in_another_workshop(workshop, rooms, ada, noor):
    actions.seat(participant=ada, bowl=rooms[0], by="steward")
    for who in (ada, noor):
        with pytest.raises(IntegrityError), transaction.atomic():
            rooms[1].chairs.first().stays.create(participant=who, seated_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Belonging.objects.create(fishbowl=rooms[1], participant=noor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Belonging.objects.create(fishbowl=rooms[1], participant=ada)


def test_conduct_holds_in_every_circle(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    wish = actions.ask(participant=ada)
    actions.block(participant=ada, bowl=rooms[1])
    assert fresh(wish).outcome == "removed"
    actions.choose(participant=ada, bowl=rooms[1])
    assert "speak with the moderator" in refused(actions.ask, participant=ada)
    actions.unblock(participant=ada, bowl=rooms[0])
    assert actions.ask(participant=ada).fishbowl == rooms[1]


def test_each_circle_has_its_own_console(workshop, rooms):
    one, two = (By(role="facilitator", console=mark) for mark in ("one", "two"))
    for by, bowl in zip((one, two), rooms, strict=True):
        actions.take_over(workshop=workshop, bowl=bowl, by=by)
    assert actions.pause(workshop=workshop, bowl=rooms[0], by=one).phase == "paused"
    assert "another screen" in refused(actions.pause, workshop=workshop, bowl=rooms[1], by=one)


@pytest.mark.parametrize("undone_by", ["another console", "nobody"])
def test_a_console_that_takes_over_twice_with_one_press_is_answered_as_the_first_time(workshop, rooms, undone_by):
    one, two = (By(role="facilitator", console=mark) for mark in ("one", "two"))
    about, key = {"workshop": workshop, "bowl": rooms[1]}, uuid.uuid4()
    epoch = actions.take_over(**about, by=one, key=key).epoch
    if undone_by == "another console":
        actions.take_over(**about, by=two, sure=True, key=uuid.uuid4())
    before = Step.objects.count()
    assert actions.take_over(**about, by=one, sure=True, key=key).epoch == epoch
    holder = Lease.objects.get(fishbowl=rooms[1]).console
    assert (holder, Step.objects.count()) == ("two" if undone_by == "another console" else "one", before)


def test_what_the_projector_shows_is_chosen_once_with_one_press(workshop, rooms):
    key = uuid.uuid4()
    actions.pin(workshop=workshop, bowl=rooms[1], key=key)
    actions.pin(workshop=workshop, bowl=rooms[0])
    actions.pin(workshop=workshop, bowl=rooms[1], key=key)
    assert [bowl.number for bowl in workshop.fishbowls.exclude(pinned_at=None)] == [1]
    actions.pin(workshop=workshop)
    actions.pin(workshop=workshop, bowl=rooms[1], key=key)
    assert not workshop.fishbowls.exclude(pinned_at=None).exists()
    assert list(journal.differences(workshop.pk)) == []


# --- spread ------------------------------------------------------------------------------------
def test_people_are_spread_evenly_and_their_cities_dealt_out(workshop, rooms):
    people = [person(workshop, f"P{n}", city) for n, city in enumerate(["Quito"] * 6 + ["Lyon"] * 5 + ["Lima"] * 2)]
    assert actions.spread(workshop=workshop) == 13
    where = Counter((Fishbowl.of(each).number, each.city) for each in people)
    assert {where[1, "Quito"], where[2, "Quito"]} == {3}
    assert {where[1, "Lyon"], where[2, "Lyon"]} == {2, 3}
    assert {where[1, "Lima"], where[2, "Lima"]} == {1}


def test_whoever_chose_sits_or_waits_is_not_sent_elsewhere(workshop, rooms, ada, bo):
    cy = person(workshop, "Cy", "Lyon")
    actions.choose(participant=ada, bowl=rooms[1])
    actions.seat(participant=bo, bowl=rooms[1], by="steward")
    assert actions.spread(workshop=workshop) == 1
    assert [Fishbowl.of(each).number for each in (ada, bo, cy)] == [2, 2, 1]


def test_a_newcomer_goes_to_the_smallest_circle_once_people_were_spread(workshop, rooms, ada, bo):
    assert Fishbowl.of(person(workshop, "Cy", "Lyon")) is None
    actions.spread(workshop=workshop)
    person(workshop, "Di", "Lyon")
    assert sorted(Counter(Belonging.objects.values_list("fishbowl__number", flat=True)).values()) == [2, 2]


def test_whoever_comes_back_is_in_the_circle_they_left(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[1])
    actions.ask(participant=ada)
    go_home(participant=ada)
    assert Fishbowl.of(person(workshop, "Ada", "Quito")) == rooms[1]


def test_groups_that_walked_together_stay_whole():
    people = dict.fromkeys(range(10), "Quito")
    groups = dict.fromkeys(range(4), "A") | dict.fromkeys(range(4, 7), "B")
    goes = spread_groups(people, groups, {1: 0, 2: 0})
    assert len({goes[n] for n in range(4)}) == len({goes[n] for n in range(4, 7)}) == 1
    assert Counter(goes.values()) == {1: 5, 2: 5}


def test_circles_that_are_fuller_get_fewer():
    assert Counter(spread(dict.fromkeys(range(4), "Quito"), {1: 3, 2: 0, 3: 1}).values()) == {2: 3, 3: 1}


def test_a_press_for_a_circle_that_was_taken_away_is_told_so(workshop, rooms):
    actions.remove_bowl(bowl=Fishbowl.named(workshop, 2))
    assert refused(actions.pause, workshop=workshop, bowl=rooms[1]) == "There are several circles. Say which one."


def test_a_past_circle_that_is_kept_as_an_example_can_still_be_corrected(workshop, ada, bo):
    past = Fishbowl.objects.create(workshop=workshop, is_example=True, started_at=timezone.now())
    turn = past.turns.create(participant=ada)
    assert actions.correct_turn(turn=turn, participant=bo).participant == bo


# --- the journal -------------------------------------------------------------------------------
def test_the_journal_tells_all_circles(workshop, rooms, ada, bo):
    actions.spread(workshop=workshop)
    actions.choose(participant=ada, bowl=rooms[1])
    actions.ask(participant=ada)
    actions.choose(participant=ada, bowl=rooms[0])
    actions.merge(participant=bo, into=ada, bowl=rooms[0])
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []


def test_two_numbers_of_one_person_meet_where_the_chair_is_and_the_other_wish_ends(workshop, rooms, ada, bo):
    actions.choose(participant=ada, bowl=rooms[0])
    wish = actions.ask(participant=ada)
    actions.seat(participant=bo, bowl=rooms[1], by="steward")
    actions.merge(participant=bo, into=ada, bowl=rooms[0])
    assert (Fishbowl.of(ada), fresh(wish).outcome) == (rooms[1], "withdrawn")
    assert list(journal.differences(workshop.pk)) == []


def test_nothing_is_taken_back_into_a_circle_that_somebody_has_left(workshop, rooms, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    actions.withdraw(participant=ada, entry=actions.ask(participant=ada).pk)
    step = undoable(rooms[0])[0]
    actions.choose(participant=ada, bowl=rooms[1])
    assert "later rests on it" in refused(actions.undo, workshop=workshop, bowl=rooms[0], seq=step.seq)


def test_a_circle_that_goes_on_calls_nobody_back_who_has_gone_elsewhere(workshop, rooms, ada, bo):
    for who in (ada, bo):
        actions.ask(participant=who, bowl=rooms[0], by="steward")
    actions.finish(workshop=workshop, bowl=rooms[0])
    actions.choose(participant=ada, bowl=rooms[1])
    actions.reopen(workshop=workshop, bowl=rooms[0])
    assert [entry.participant for entry in rooms[0].waiting()] == [bo]


def test_another_workshop_has_its_own_circles(workshop, rooms):
    assert [bowl.number for bowl in Fishbowl.all_in(make_workshop(title="Elsewhere"))] == [1]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- the note ----------------------------------------------------------------------------------
def test_the_note_counts_every_circle_and_each_voice_once(workshop, rooms, ada, bo):
    from workshop.export.document import compose
    from workshop.export.gather import gather

    actions.set_question(workshop=workshop, bowl=rooms[0], question="What keeps it alive?")
    for who, bowl in ((ada, rooms[0]), (bo, rooms[1]), (ada, rooms[1])):
        actions.seat(participant=who, bowl=bowl, by="steward")
        actions.floor_to(participant=who, bowl=bowl, by="steward")
        actions.leave(participant=who)
    edition = gather(workshop)
    assert [(circle.called, circle.people) for circle in edition.circles] == [("Room A", 1), ("Room B", 2)]
    assert (edition.heard.circles, edition.heard.people, edition.heard.cities) == (2, 2, 2)
    texts = [getattr(block, "text", "") for block in compose(edition).blocks]
    assert any("In 2 circles," in text and "2 voices from 2 cities" in text for text in texts)
    assert {"Room A: What keeps it alive?", "Room B: Who pays?"} <= set(texts)
