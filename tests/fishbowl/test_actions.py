"""The rules of the circle: who asks, who is called, who sits, who speaks, and every sentence that says no."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Entry, Stay
from tests.conftest import person
from workshop import actions as core
from workshop.models import Statement
from workshop.refusals import NotNow


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


def queue(bowl):
    return [entry.participant.name for entry in bowl.waiting()]


def seats(bowl):
    """Chair number -> name of whoever sits there."""
    held = Stay.objects.filter(chair__fishbowl=bowl, left_at=None).exclude(seated_at=None)
    return {stay.chair.number: stay.participant.name for stay in held.select_related("chair", "participant")}


def refused(action, **command):
    with pytest.raises(NotNow) as refusal:
        action(**command)
    return refusal.value.sentence


def fill(workshop, bowl, but=0):
    """Somebody on every chair, except `but` of them."""
    return [
        actions.seat(participant=person(workshop, f"Guest {number}", "Lyon")).participant
        for number in range(bowl.free_chairs().count() - but)
    ]


# --- asking ------------------------------------------------------------------------------------
def test_who_asks_first_is_first(bowl, ada, bo):
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    assert queue(bowl) == ["Ada", "Bo"]


def test_nobody_asks_twice(bowl, ada):
    first = actions.ask(participant=ada, topic="jobs")
    assert actions.ask(participant=ada, topic="something else") == first
    assert bowl.entries.count() == 1


def test_the_same_press_again_finds_the_same_wish_even_when_it_has_ended(bowl, ada):
    key = uuid.uuid4()
    wish = actions.ask(participant=ada, key=key)
    actions.withdraw(participant=ada)
    assert actions.ask(participant=ada, key=key) == wish
    assert queue(bowl) == []


def test_one_key_of_two_people_is_two_wishes(bowl, ada, bo):
    key = uuid.uuid4()
    actions.ask(participant=ada, key=key)
    actions.ask(participant=bo, key=key)
    assert queue(bowl) == ["Ada", "Bo"]


def test_a_seated_person_cannot_ask(ada):
    actions.take(participant=ada)
    assert refused(actions.ask, participant=ada) == "You already sit on chair 1."
    assert refused(actions.ask, participant=ada, by="steward") == "Ada, Quito already sits on chair 1."


def test_a_closed_queue_lets_helpers_in_but_nobody_else(workshop, bowl, ada):
    actions.open_queue(workshop=workshop, opened=False)
    assert refused(actions.ask, participant=ada) == "The queue is closed. The moderator can open it again."
    assert refused(actions.take, participant=ada) == "The queue is closed. The moderator can open it again."
    actions.ask(participant=ada, by="steward")
    assert queue(bowl) == ["Ada"]


def test_a_closed_queue_keeps_its_order_and_opens_again(workshop, bowl, ada, bo):
    actions.ask(participant=ada)
    actions.open_queue(workshop=workshop, opened=False)
    actions.open_queue(workshop=workshop, opened=False)
    actions.open_queue(workshop=workshop, opened=True)
    actions.ask(participant=bo)
    assert queue(bowl) == ["Ada", "Bo"]


def test_withdrawing_always_works(workshop, bowl, ada):
    assert actions.withdraw(participant=ada) is None
    wish = actions.ask(participant=ada)
    actions.open_queue(workshop=workshop, opened=False)
    assert actions.withdraw(participant=ada).outcome == Entry.Outcome.WITHDRAWN
    assert actions.withdraw(participant=ada, entry=wish.pk) == wish
    assert queue(bowl) == []


def test_withdrawing_an_earlier_wish_leaves_the_new_one(bowl, ada):
    old = actions.ask(participant=ada)
    actions.withdraw(participant=ada, entry=old.pk)
    actions.ask(participant=ada)
    actions.withdraw(participant=ada, entry=old.pk)
    assert queue(bowl) == ["Ada"]


def test_whoever_withdraws_while_called_frees_the_chair(bowl, ada):
    wish = actions.ask(participant=ada)
    actions.call(entry=wish, seen=0)
    actions.withdraw(participant=ada)
    assert bowl.free_chairs().count() == 6


def test_a_helper_takes_a_wish_off(bowl, ada):
    wish = actions.ask(participant=ada)
    assert actions.remove(entry=wish).outcome == Entry.Outcome.REMOVED
    assert actions.remove(entry=wish).outcome == Entry.Outcome.REMOVED
    assert queue(bowl) == []


def test_who_has_left_the_workshop_no_longer_waits(bowl, ada, bo):
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    ada.left_at = timezone.now()
    ada.save(update_fields=["left_at"])
    assert queue(bowl) == ["Bo"]


# --- calling -----------------------------------------------------------------------------------
def test_a_call_keeps_the_lowest_free_chair(bowl, ada):
    actions.put_aside(workshop=ada.workshop, number=1)
    stay = actions.call(entry=actions.ask(participant=ada), seen=0)
    assert (stay.chair.number, stay.seated_at) == (2, None)
    assert queue(bowl) == []
    assert seats(bowl) == {}


def test_a_second_tap_on_call_does_nothing(ada):
    wish = actions.ask(participant=ada)
    stay = actions.call(entry=wish, seen=0)
    assert actions.call(entry=wish, seen=0) == stay
    actions.take(participant=ada)
    assert actions.call(entry=wish, seen=0) == stay
    assert ada.stays.count() == 1


def test_the_moderator_may_call_anyone_in_the_queue(bowl, ada, bo):
    actions.ask(participant=ada)
    actions.call(entry=actions.ask(participant=bo), seen=0)
    assert queue(bowl) == ["Ada"]


def test_calling_who_has_withdrawn_names_the_next(ada, bo):
    wish = actions.ask(participant=ada)
    actions.withdraw(participant=ada)
    assert refused(actions.call, entry=wish, seen=0) == "Ada, Quito withdrew; nobody else is waiting."
    actions.ask(participant=bo)
    assert refused(actions.call, entry=wish, seen=0) == "Ada, Quito withdrew; now next: Bo, Dakar."


def test_calling_who_has_left_the_workshop_is_refused(ada):
    wish = actions.ask(participant=ada)
    ada.left_at = timezone.now()
    ada.save(update_fields=["left_at"])
    assert refused(actions.call, entry=wish, seen=0) == "Ada, Quito withdrew; nobody else is waiting."


def test_calling_who_has_been_there_is_refused(ada):
    wish = actions.ask(participant=ada)
    actions.call(entry=wish, seen=0)
    actions.take(participant=ada)
    actions.leave(participant=ada)
    assert refused(actions.call, entry=wish, seen=0) == "Ada, Quito has been in the circle already."


def test_a_call_that_comes_late_does_not_call_again(ada):
    wish = actions.ask(participant=ada)
    actions.call(entry=wish, seen=0)
    actions.decline(participant=ada)
    late = "Ada, Quito was called a moment ago and did not come. Look at the queue again."
    assert refused(actions.call, entry=wish, seen=0) == late
    assert actions.call(entry=wish, seen=1).left_at is None


def test_no_call_to_a_full_circle(workshop, bowl, ada):
    fill(workshop, bowl)
    wish = actions.ask(participant=ada)
    assert refused(actions.call, entry=wish, seen=0) == "Every chair is taken. Somebody has to make room first."


def test_who_declines_lets_the_next_person_go_first(workshop, bowl, ada, bo):
    for each in (ada, bo, person(workshop, "Cleo", "Lyon")):
        actions.ask(participant=each)
    actions.call(entry=ada.entries.get(), seen=0)
    stay = actions.decline(participant=ada)
    assert stay.exit == Stay.Exit.DECLINED
    assert queue(bowl) == ["Bo", "Ada", "Cleo"]


def test_declining_without_a_call_or_twice_does_nothing(bowl, ada, bo):
    assert actions.decline(participant=ada) is None
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.ask(participant=bo)
    actions.decline(participant=ada, call=call.pk)
    actions.decline(participant=ada, call=call.pk)
    assert queue(bowl) == ["Bo", "Ada"]


def test_a_called_person_who_does_not_come_keeps_waiting(bowl, ada, bo):
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.ask(participant=bo)
    actions.release(stay=call)
    assert queue(bowl) == ["Bo", "Ada"]
    assert bowl.free_chairs().count() == 6


# --- sitting -----------------------------------------------------------------------------------
def test_a_called_person_takes_the_chair_kept_for_them(bowl, ada):
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    assert actions.take(participant=ada, call=call.pk) == call
    assert seats(bowl) == {1: "Ada"}
    assert ada.entries.get().outcome == Entry.Outcome.SERVED


def test_arriving_twice_is_arriving_once(bowl, ada):
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.take(participant=ada, call=call.pk)
    actions.leave(participant=ada)
    assert actions.take(participant=ada, call=call.pk) == call
    assert seats(bowl) == {}


def test_arriving_at_a_chair_that_was_given_back_says_so(ada):
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.release(stay=call)
    late = refused(actions.take, participant=ada, call=call.pk)
    assert late == "Chair 1 was given back, since nobody came."


def test_a_free_chair_may_be_taken_while_nobody_waits(bowl, ada):
    actions.take(participant=ada)
    assert seats(bowl) == {1: "Ada"}
    assert actions.take(participant=ada).chair.number == 1


def test_the_same_press_does_not_seat_somebody_again(bowl, ada):
    key = uuid.uuid4()
    stay = actions.take(participant=ada, key=key)
    actions.leave(participant=ada)
    assert actions.take(participant=ada, key=key) == stay
    assert seats(bowl) == {}


def test_the_first_in_the_queue_may_sit_down_uncalled(bowl, ada):
    actions.ask(participant=ada)
    actions.take(participant=ada)
    assert seats(bowl) == {1: "Ada"}
    assert queue(bowl) == []


def test_nobody_sits_down_before_those_who_wait(bowl, ada, bo):
    actions.ask(participant=ada)
    assert refused(actions.take, participant=bo) == "Others have asked before you. You are number 2 in the queue."
    assert queue(bowl) == ["Ada", "Bo"]
    assert seats(bowl) == {}


def test_the_loser_of_the_last_chair_is_next(workshop, bowl, ada, bo):
    fill(workshop, bowl, but=1)
    actions.take(participant=ada)
    assert refused(actions.take, participant=bo) == "Somebody was a moment faster. You are next."
    assert refused(actions.take, participant=bo) == "Somebody was a moment faster. You are next."
    assert queue(bowl) == ["Bo"]


def test_the_database_gives_a_chair_once(bowl, ada, bo):
    chair = bowl.chairs.first()
    chair.stays.create(participant=ada, seated_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        chair.stays.create(participant=bo, called_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        bowl.chairs.last().stays.create(participant=ada, seated_at=timezone.now())


def test_a_helper_seats_somebody_anywhere_that_is_free(bowl, ada, bo):
    actions.ask(participant=ada)
    actions.seat(participant=ada, chair=4)
    actions.seat(participant=bo)
    assert seats(bowl) == {4: "Ada", 1: "Bo"}
    assert queue(bowl) == []


def test_seating_twice_is_seating_once_but_never_on_two_chairs(bowl, ada):
    stay = actions.seat(participant=ada, chair=4)
    assert actions.seat(participant=ada, chair=4) == stay
    assert refused(actions.seat, participant=ada, chair=5).startswith("Ada, Quito already sits on chair 4.")


def test_a_helper_seats_nobody_on_a_taken_chair(workshop, bowl, ada, bo):
    actions.seat(participant=ada, chair=4)
    told = "Chair 4 is not free: Ada, Quito has it. Shall Bo, Dakar sit there instead?"
    assert refused(actions.seat, participant=bo, chair=4) == told
    fill(workshop, bowl)
    assert refused(actions.seat, participant=bo) == "Every chair is taken. Somebody has to make room first."


def test_a_called_person_may_be_seated_elsewhere(bowl, ada):
    actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.seat(participant=ada, chair=3)
    assert seats(bowl) == {3: "Ada"}
    assert bowl.free_chairs().count() == 5


def test_a_called_person_is_seated_where_they_were_called(bowl, ada):
    actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.seat(participant=ada)
    assert seats(bowl) == {1: "Ada"}


# --- leaving -----------------------------------------------------------------------------------
def test_leaving_frees_the_chair_and_ends_the_turn(bowl, ada):
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    assert actions.leave(participant=ada).exit == Stay.Exit.DONE
    assert bowl.free_chairs().count() == 6
    assert bowl.running_turn() is None


def test_who_leaves_a_full_circle_makes_room(workshop, bowl, ada):
    guests = fill(workshop, bowl)
    actions.ask(participant=ada)
    assert actions.leave(participant=guests[0]).exit == Stay.Exit.MADE_ROOM


def test_leaving_twice_leaves_a_later_stay_alone(bowl, ada):
    assert actions.leave(participant=ada) is None
    first = actions.take(participant=ada)
    actions.leave(participant=ada, stay=first.pk)
    actions.take(participant=ada)
    assert actions.leave(participant=ada, stay=first.pk) == first
    assert seats(bowl) == {1: "Ada"}


def test_a_helper_frees_a_chair_once(bowl, ada):
    stay = actions.take(participant=ada)
    assert actions.release(stay=stay).exit == Stay.Exit.ASKED
    again = actions.take(participant=ada)
    actions.release(stay=stay)
    assert Stay.objects.get(pk=again.pk).left_at is None


# --- chairs ------------------------------------------------------------------------------------
def test_a_free_chair_is_put_aside_and_comes_back(workshop, bowl):
    actions.put_aside(workshop=workshop, number=6)
    actions.put_aside(workshop=workshop, number=6)
    assert [chair.number for chair in bowl.free_chairs()] == [1, 2, 3, 4, 5]
    actions.put_out(workshop=workshop, number=6)
    assert bowl.free_chairs().count() == 6


def test_a_taken_chair_stays(workshop, ada):
    actions.seat(participant=ada, chair=6)
    late = refused(actions.put_aside, workshop=workshop, number=6)
    assert late == "Chair 6 is taken. It can be put aside when it is free."


def test_two_chairs_always_stay(workshop):
    for number in (6, 5, 4, 3):
        actions.put_aside(workshop=workshop, number=number)
    assert refused(actions.put_aside, workshop=workshop, number=2) == "A circle needs two chairs at least."


def test_twelve_chairs_at_most(workshop, bowl):
    for number in range(7, 13):
        actions.put_out(workshop=workshop, number=number)
    assert bowl.free_chairs().count() == 12
    most = "A circle has twelve chairs at most, numbered without a gap."
    assert refused(actions.put_out, workshop=workshop, number=13) == most


def test_no_chair_is_skipped(workshop):
    gap = "A circle has twelve chairs at most, numbered without a gap."
    assert refused(actions.put_out, workshop=workshop, number=9) == gap
    assert actions.put_aside(workshop=workshop, number=9) is None


def test_a_workshop_without_a_circle_gets_one_when_it_is_needed(workshop, bowl, ada):
    bowl.delete()
    actions.start(workshop=workshop)
    actions.take(participant=ada)
    assert workshop.fishbowls.get().chairs.count() == 6


def test_a_past_circle_is_left_alone(workshop, bowl, ada):
    past = workshop.fishbowls.create(is_example=True, question="Last year")
    actions.take(participant=ada)
    assert seats(bowl) == {1: "Ada"}
    assert past.chairs.count() == 0


# --- the floor ---------------------------------------------------------------------------------
def test_the_floor_goes_from_one_to_the_other_and_each_turn_keeps_its_times(bowl, ada, bo):
    actions.take(participant=ada)
    actions.take(participant=bo)
    first = actions.floor_to(participant=ada)
    actions.floor_to(participant=bo)
    actions.floor_to(participant=ada)
    assert [turn.participant.name for turn in bowl.turns.all()] == ["Ada", "Bo", "Ada"]
    assert bowl.turns.get(pk=first.pk).ended_at is not None
    assert bowl.turns.filter(ended_at=None).count() == 1


def test_giving_the_floor_again_is_nothing(bowl, ada):
    actions.take(participant=ada)
    assert actions.floor_to(participant=ada) == actions.floor_to(participant=ada)
    assert bowl.turns.count() == 1


def test_only_the_circle_speaks(ada):
    assert refused(actions.floor_to, participant=ada) == "We speak from the circle only. Ask for a chair first."
    helped = "Ada, Quito does not sit in the circle. We speak from the circle only."
    assert refused(actions.floor_to, participant=ada, by="note_taker") == helped
    actions.call(entry=actions.ask(participant=ada), seen=0)
    assert refused(actions.floor_to, participant=ada, by="note_taker") == helped


def test_a_press_on_an_old_picture_does_not_take_the_floor(bowl, ada, bo):
    actions.take(participant=ada)
    actions.take(participant=bo)
    turn = actions.floor_to(participant=ada, seen=0)
    assert refused(actions.floor_to, participant=bo, seen=0) == "Ada, Quito has the floor since a moment ago."
    actions.silence(workshop=bo.workshop, seen=turn.pk)
    ended = "The turn has just ended. Look once more who wishes to speak."
    assert refused(actions.floor_to, participant=bo, seen=turn.pk) == ended


def test_silence_ends_the_turn_it_was_meant_for(workshop, bowl, ada, bo):
    actions.take(participant=ada)
    actions.take(participant=bo)
    old = actions.floor_to(participant=ada)
    actions.floor_to(participant=bo)
    actions.silence(workshop=workshop, seen=old.pk)
    assert bowl.running_turn().participant == bo
    actions.silence(workshop=workshop)
    assert bowl.running_turn() is None


def test_a_clock_set_back_ends_no_turn_before_its_start(workshop, bowl, ada):
    actions.take(participant=ada)
    turn = actions.floor_to(participant=ada)
    bowl.turns.update(started_at=timezone.now() + timedelta(hours=1))
    actions.silence(workshop=workshop)
    turn.refresh_from_db()
    assert turn.ended_at == turn.started_at


def test_one_voice_at_a_time(bowl, ada, bo):
    bowl.turns.create(participant=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        bowl.turns.create(participant=bo)


# --- words and the end -------------------------------------------------------------------------
def test_what_was_said_waits_for_the_speaker_and_travels_as_they_chose(workshop, ada):
    ada.consent = "city"
    ada.save(update_fields=["consent"])
    key = uuid.uuid4()
    command = {
        "workshop": workshop,
        "speaker": ada,
        "text": "We began small.",
        "kind": Statement.Kind.QUOTE,
        "key": key,
    }
    taken = actions.take_down(**command)
    assert actions.take_down(**command) == taken
    assert (taken.consent, taken.checked_at) == ("city", None)
    assert workshop.statements.count() == 1


def test_the_question_stands_in_the_middle(workshop, bowl):
    actions.set_question(workshop=workshop, question="Who pays?")
    bowl.refresh_from_db()
    assert bowl.question == "Who pays?"


def test_the_end_closes_everything_and_keeps_who_was_not_heard(workshop, bowl, ada, bo):
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    actions.ask(participant=bo)
    actions.call(entry=actions.ask(participant=person(workshop, "Cleo", "Lyon")), seen=0)
    actions.finish(workshop=workshop)
    actions.finish(workshop=workshop)
    bowl.refresh_from_db()
    assert bowl.queue_open is False
    assert bowl.running_turn() is None
    assert bowl.free_chairs().count() == 6
    outcomes = {entry.participant.name: entry.outcome for entry in bowl.entries.all()}
    assert outcomes == {"Bo": Entry.Outcome.UNHEARD, "Cleo": Entry.Outcome.UNHEARD}
    assert {stay.exit for stay in Stay.objects.filter(chair__fishbowl=bowl)} == {Stay.Exit.END}


def test_whoever_goes_home_leaves_chair_floor_and_queue(workshop, bowl, ada, bo):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    actions.ask(participant=bo)
    for gone in (ada, bo):
        core.leave(participant=gone)
    assert (seats(bowl), queue(bowl), bowl.running_turn()) == ({}, [], None)
    assert bowl.entries.get().outcome == Entry.Outcome.LEFT
