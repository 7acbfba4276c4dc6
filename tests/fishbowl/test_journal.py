"""The journal: each command once, chained, never changed; state follows from it, and the last can be taken back."""

import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from fishbowl import actions, journal
from fishbowl.circle import circle
from fishbowl.models import HistoryStands, Step, Turn
from tests.conftest import person
from workshop.refusals import NotNow


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


def commands():
    return list(Step.objects.exclude(role="system").order_by("seq").values_list("command", flat=True))


def refused(action, **command):
    with pytest.raises(NotNow) as refusal:
        action(**command)
    return refusal.value.sentence


def lively(workshop, ada, bo):
    """A circle in which most things happened once."""
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    actions.ask(participant=bo, topic="Who pays?")
    actions.ask(participant=person(workshop, "Cleo", "Lyon"))
    actions.place_before(entry=workshop.fishbowls.get().waiting().last(), other=bo.entries.get())
    actions.call(entry=bo.entries.get(), seen=0)
    actions.pause(workshop=workshop)
    actions.resume(workshop=workshop)
    actions.take(participant=bo)
    actions.leave(participant=ada)
    actions.last_call(workshop=workshop)


# --- written once, for ever --------------------------------------------------------------------
def test_each_command_is_one_step_with_who_and_about_whom(workshop, ada, bo):
    actions.ask(participant=ada)
    actions.call(entry=actions.ask(participant=bo, by="steward"), seen=0)
    steps = [(step.command, step.role, step.by, step.about, step.seen) for step in Step.objects.exclude(role="system")]
    assert steps == [
        ("request", "participant", ada.pk, ada.pk, ""),
        ("request", "steward", None, bo.pk, ""),
        ("call", "facilitator", None, bo.pk, "0"),
    ]


def test_what_is_refused_or_changes_nothing_is_no_step(workshop, ada):
    actions.ask(participant=ada)
    actions.ask(participant=ada)
    refused(actions.floor_to, participant=ada)
    assert commands() == ["request"]


def test_no_word_of_anybody_stands_in_it(workshop, ada, bo):
    lively(workshop, ada, bo)
    actions.set_question(workshop=workshop, question="Who really pays?")
    told = str(list(Step.objects.values()))
    assert [word in told for word in ("Who pays?", "Who really pays?", "Ada", "Quito")] == [False] * 4
    assert commands()[-1] == "question"


def test_a_step_cannot_be_changed_or_removed(workshop, ada):
    actions.ask(participant=ada)
    step = Step.objects.first()
    for deed in (step.save, step.delete, Step.objects.all().delete, lambda: Step.objects.update(role="nobody")):
        with pytest.raises(HistoryStands):
            deed()
    for statement in ("UPDATE fishbowl_step SET role = 'nobody'", "DELETE FROM fishbowl_step"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Step.objects.get(pk=step.pk).role == "participant"


def test_a_journal_goes_with_its_workshop_and_not_before(workshop, elsewhere, ada, noor):
    for each in (ada, noor):
        actions.ask(participant=each)
    with pytest.raises(IntegrityError), transaction.atomic():
        journal.forget(workshop.pk)
    gone = workshop.pk
    workshop.delete()
    journal.forget_the_gone()
    assert not Step.objects.filter(workshop=gone).exists()
    assert set(Step.objects.values_list("workshop", flat=True)) == {elsewhere.pk}


# --- the chain, and what it tells --------------------------------------------------------------
def test_the_chain_holds_and_the_present_follows_from_it(workshop, ada, bo):
    lively(workshop, ada, bo)
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []
    call_command("journal", workshop.code)


def test_a_step_changed_behind_our_back_is_found(workshop, ada, bo):
    from fishbowl import guards

    lively(workshop, ada, bo)
    guards.take_down()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fishbowl_step SET role = 'organizer' WHERE seq = 3")
    guards.put_up()
    assert journal.first_break(workshop.pk) == 3
    with pytest.raises(CommandError):
        call_command("journal")


def test_a_row_changed_behind_our_back_is_found(workshop, ada, bo):
    lively(workshop, ada, bo)
    turn = Turn.objects.get()
    Turn.objects.update(paused_ms=1)
    assert list(journal.differences(workshop.pk)) == [f"turn {turn.pk}"]


def test_a_console_that_says_it_is_there_does_not_make_the_journal_untrue(workshop):
    one, two = (actions.By(role="facilitator", console=name) for name in ("one", "two"))
    actions.take_over(workshop=workshop, by=one)
    actions.heartbeat(workshop=workshop, by=one)
    actions.pause(workshop=workshop, by=one)
    actions.take_over(workshop=workshop, by=two, sure=True)
    assert list(journal.differences(workshop.pk)) == []


# --- said twice --------------------------------------------------------------------------------
def test_the_same_press_again_has_no_second_effect(workshop, ada, bo):
    key = uuid.uuid4()
    turn = actions.floor_to(participant=actions.take(participant=ada).participant, key=key)
    actions.silence(workshop=workshop)
    assert actions.floor_to(participant=ada, seen=0, key=key) == turn
    assert circle(workshop)["speaker"] is None
    actions.give_time(turn=actions.floor_to(participant=ada, key=uuid.uuid4()), seconds=30, key=key)
    actions.give_time(turn=workshop.fishbowls.get().running_turn(), seconds=30, key=key)
    assert workshop.fishbowls.get().running_turn().extra_seconds == 30


# --- taken back --------------------------------------------------------------------------------
def last(command):
    return Step.objects.filter(command=command).order_by("-seq").first().seq


def picture(workshop):
    """The circle without the versions, which never go back."""
    state = circle(workshop)
    for chair in state["chairs"]:
        chair.pop("version")
    return state


@pytest.mark.parametrize("name", ["request", "call", "sit", "floor", "leave", "pause", "last_call", "finish", "seat"])
def test_what_is_taken_back_is_as_it_was(workshop, ada, bo, name):
    cleo = person(workshop, "Cleo", "Lyon")
    actions.take(participant=cleo)
    deeds = {
        "request": lambda: actions.ask(participant=ada),
        "call": lambda: actions.call(entry=ada.entries.get(), seen=0),
        "sit": lambda: actions.take(participant=ada),
        "floor": lambda: actions.floor_to(participant=ada),
        "seat": lambda: actions.seat(participant=bo, chair=5),
        "leave": lambda: actions.leave(participant=ada),
        "pause": lambda: actions.pause(workshop=workshop),
        "last_call": lambda: actions.last_call(workshop=workshop),
        "finish": lambda: actions.finish(workshop=workshop),
    }
    needs = {
        "call": ["request"],
        "sit": ["request", "call"],
        "floor": ["request", "call", "sit"],
        "leave": ["request", "call", "sit", "floor"],
        "finish": ["request", "call", "seat"],
    }
    for step in needs.get(name, []):
        deeds[step]()
    before = picture(workshop)
    deeds[name]()
    assert picture(workshop) != before
    actions.undo(workshop=workshop, seq=last(name))
    assert picture(workshop) == before
    assert list(journal.differences(workshop.pk)) == []
    assert journal.first_break(workshop.pk) is None


def test_the_last_steps_are_taken_back_one_after_the_other(workshop, ada):
    before = picture(workshop)
    actions.call(entry=actions.ask(participant=ada), seen=0)
    actions.take(participant=ada)
    for command in ("sit", "call", "request"):
        actions.undo(workshop=workshop, seq=last(command))
    assert picture(workshop) == before


def test_nothing_is_pulled_away_under_what_rests_on_it(workshop, ada):
    later = "Something that came later rests on it. Take that back first."
    actions.call(entry=actions.ask(participant=ada), seen=0)
    assert refused(actions.undo, workshop=workshop, seq=last("request")) == later
    actions.take(participant=ada)
    assert refused(actions.undo, workshop=workshop, seq=last("call")) == later
    actions.seat(participant=person(workshop, "Cleo", "Lyon"), chair=4)
    actions.floor_to(participant=workshop.participants.get(name="Cleo"))
    assert refused(actions.undo, workshop=workshop, seq=last("seat")) == later


def test_taking_back_twice_is_taking_back_once(workshop, ada):
    actions.ask(participant=ada)
    for _time in range(2):
        actions.undo(workshop=workshop, seq=last("request"))
    assert commands() == ["request", "undo"]


def test_only_the_last_twenty_commands_can_be_taken_back(workshop, bowl, ada):
    actions.ask(participant=ada)
    first = last("request")
    for number in range(20):
        actions.put_aside(workshop=workshop, number=6) if number % 2 == 0 else actions.put_out(
            workshop=workshop, number=6
        )
    assert refused(actions.undo, workshop=workshop, seq=first) == "This can't be taken back any more."
    assert refused(actions.undo, workshop=workshop, seq=999) == "This can't be taken back any more."


def test_another_workshops_steps_are_out_of_reach(workshop, elsewhere, ada, noor):
    for each in (noor, noor, ada):
        actions.withdraw(participant=each)
        actions.ask(participant=each)
    seq = Step.objects.filter(workshop=elsewhere.pk).last().seq
    assert refused(actions.undo, workshop=workshop, seq=seq) == "This can't be taken back any more."


def test_whoever_offers_the_chair_while_speaking_and_leaves_at_once_leaves_once(workshop, ada):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    actions.offer_chair(participant=ada)
    actions.leave(participant=ada)
    assert ada.stays.get().exit == "made_room"
    assert list(journal.differences(workshop.pk)) == []
