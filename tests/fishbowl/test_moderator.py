"""The moderator has the floor: shown to the room, timed, beside nobody, and no voice of the circle."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions, journal, scenes
from fishbowl.circle import circle
from fishbowl.models import ModeratorTurn, Turn
from fishbowl.proposing import voices
from fishbowl.situation import situation
from tests.conftest import client_of, move_to
from workshop.refusals import NotNow

JSON = {"accept": "application/json"}


@pytest.fixture
def bowl(workshop, ada, bo):
    move_to(workshop, "fishbowl")
    actions.start(workshop=workshop)
    for each in (ada, bo):
        actions.seat(participant=each)
    return workshop.fishbowls.get()


def refused(action, **command):
    with pytest.raises(NotNow) as refusal:
        action(**command)
    return refusal.value.sentence


def earlier(**ago):
    ModeratorTurn.objects.update(started_at=timezone.now() - timedelta(**ago))


def floor_is(bowl):
    """Who has the floor: somebody's name, "moderator", or nothing."""
    turn = bowl.running_turn()
    return turn.participant.name if turn else "moderator" if bowl.moderator_speaks() else ""


# --- the floor has three states ------------------------------------------------------------------
def test_the_running_turn_ends_where_the_moderator_begins(bowl, workshop, ada):
    turn = actions.floor_to(participant=ada, by="note_taker")
    actions.moderator_speaks(workshop=workshop, seen=turn.pk)
    turn.refresh_from_db()
    assert (floor_is(bowl), turn.ended_at) == ("moderator", bowl.moderator_speaks().started_at)


def test_whoever_gets_the_floor_ends_the_moderators_turn(bowl, workshop, ada):
    row = actions.moderator_speaks(workshop=workshop)
    actions.floor_to(participant=ada, seen=-row.pk, by="note_taker")
    row.refresh_from_db()
    assert (floor_is(bowl), row.ended_at is not None) == ("Ada", True)


def test_the_moderators_turn_ends_with_a_press(bowl, workshop):
    row = actions.moderator_speaks(workshop=workshop)
    actions.silence(workshop=workshop, seen=0)
    assert floor_is(bowl) == "moderator"
    actions.silence(workshop=workshop, seen=-row.pk)
    assert floor_is(bowl) == ""


def test_nobody_begins_by_themselves_while_the_moderator_speaks(bowl, workshop, ada):
    assert "speak" in situation(circle(workshop), ada)["may"]
    actions.moderator_speaks(workshop=workshop)
    assert "speak" not in situation(circle(workshop), ada)["may"]
    assert refused(actions.floor_to, participant=ada, seen=0) == "The moderator has the floor since a moment ago."


def test_a_press_on_an_old_picture_does_not_silence_whoever_speaks(bowl, workshop, ada):
    actions.floor_to(participant=ada)
    assert (
        refused(actions.moderator_speaks, workshop=workshop, seen=0) == "Ada, Quito has the floor since a moment ago."
    )


def test_the_moderator_speaks_once_however_often_it_is_pressed(bowl, workshop):
    key = uuid.uuid4()
    row = actions.moderator_speaks(workshop=workshop, key=key)
    assert actions.moderator_speaks(workshop=workshop) == row
    actions.silence(workshop=workshop)
    assert actions.moderator_speaks(workshop=workshop, key=key) == row
    assert (floor_is(bowl), ModeratorTurn.objects.count()) == ("", 1)


def test_before_the_talk_the_moderator_needs_no_floor(workshop, ada):
    actions.open_lobby(workshop=workshop)
    workshop.fishbowls.update(started_at=None)
    assert refused(actions.moderator_speaks, workshop=workshop) == "The circle has not started yet."


@pytest.mark.parametrize("first", ["somebody", "the moderator"])
def test_the_database_lets_one_of_both_speak(bowl, ada, first):
    make = [lambda: bowl.turns.create(participant=ada), lambda: bowl.moderator_turns.create()]
    one, other = make if first == "somebody" else make[::-1]
    one()
    with pytest.raises(IntegrityError), transaction.atomic():
        other()
    assert Turn.objects.count() + ModeratorTurn.objects.count() == 1


def test_the_database_lets_no_moderator_speak_twice_or_after_the_end(bowl, workshop):
    bowl.moderator_turns.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        bowl.moderator_turns.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        workshop.fishbowls.update(ended_at=timezone.now())


@pytest.mark.parametrize("way", ["closing", "pair", "end"])
def test_what_ends_a_turn_ends_the_moderators_as_well(bowl, workshop, way):
    row = actions.moderator_speaks(workshop=workshop)
    ways = {"closing": actions.start_closing, "end": actions.finish}
    ways.get(way, lambda workshop: actions.make_move(workshop=workshop, kind="pair"))(workshop=workshop)
    row.refresh_from_db()
    assert row.ended_at is not None


# --- time ----------------------------------------------------------------------------------------
def test_a_pause_does_not_count(bowl, workshop):
    actions.moderator_speaks(workshop=workshop)
    earlier(seconds=100)
    actions.pause(workshop=workshop)
    assert circle(workshop)["moderator"]["paused_at"] is not None
    a_minute_ago = timezone.now() - timedelta(seconds=60)
    ModeratorTurn.objects.update(paused_at=a_minute_ago)
    workshop.fishbowls.update(paused_at=a_minute_ago)
    assert circle(workshop)["moderator"]["seconds"] == 40
    actions.resume(workshop=workshop)
    told = circle(workshop)["moderator"]
    assert (told["seconds"], told["paused_at"]) == (40, None)


# --- what is told of it --------------------------------------------------------------------------
def test_taking_it_back_gives_the_floor_back_and_the_journal_tells_it_all(bowl, workshop, ada):
    turn = actions.floor_to(participant=ada)
    actions.moderator_speaks(workshop=workshop, seen=turn.pk)
    step = next(each for each in scenes.history(workshop) if each["command"] == "moderator_speaks")
    assert (step["words"], step["may_undo"]) == ("the moderator speaks", True)
    actions.undo(workshop=workshop, seq=step["seq"])
    assert (floor_is(bowl), ModeratorTurn.objects.count()) == ("Ada", 0)
    assert list(journal.differences(workshop.pk)) == []
    assert journal.first_break(workshop.pk) is None


def test_it_is_no_voice_and_has_a_share_of_its_own(bowl, workshop, ada):
    turn = actions.floor_to(participant=ada)
    Turn.objects.update(started_at=timezone.now() - timedelta(seconds=90))
    before = voices(workshop, bowl)
    actions.moderator_speaks(workshop=workshop, seen=turn.pk)
    earlier(seconds=30)
    after = voices(workshop, bowl)
    assert (before.pop("moderator"), after.pop("moderator")) == (None, {"seconds": 30, "percent": 25})
    assert after == before


def test_every_screen_says_that_the_moderator_speaks_and_lights_no_chair(bowl, workshop, ada):
    turn = actions.floor_to(participant=ada)
    pages = [(client_of(ada), "fishbowl:circle"), (client_of("projector", workshop), "projector")]
    pages += [(client_of("facilitator", workshop), "console")]
    lit = [client.get(reverse(name, args=[workshop.code])).content.decode() for client, name in pages]
    assert ['class="speaking"' in page for page in lit] == [True] * 3
    actions.moderator_speaks(workshop=workshop, seen=turn.pk)
    for client, name in pages:
        page = client.get(reverse(name, args=[workshop.code])).content.decode()
        assert "The moderator speaks" in page
        assert '<li value="1" data-person="1" class="speaking"' not in page
        assert 'data-started="' in page
    assert (
        'data-speaker="moderator"'
        in client_of(ada).get(reverse("fishbowl:circle", args=[workshop.code])).content.decode()
    )


@pytest.mark.parametrize(("role", "status"), [("facilitator", 200), ("note_taker", 200), ("steward", 403)])
def test_who_keeps_the_floor_presses_it(bowl, workshop, role, status):
    client = client_of(role, workshop)
    address = reverse("fishbowl:moderator", args=[workshop.code])
    assert client.post(address, {"key": uuid.uuid4(), "seen": 0}, headers=JSON).status_code == status
    assert floor_is(bowl) == ("moderator" if status == 200 else "")


def test_the_note_taker_ends_it_with_the_press_that_began_it(bowl, workshop):
    taker = client_of("note_taker", workshop)
    press = {name: reverse(f"fishbowl:{name}", args=[workshop.code]) for name in ("moderator", "silence")}
    page = taker.get(reverse("console", args=[workshop.code])).content.decode()
    assert f'value="0" formaction="{press["moderator"]}"' in page
    seen = -taker.post(press["moderator"], {"key": uuid.uuid4(), "seen": 0}, headers=JSON).json()["moderator_turn"]
    page = taker.get(reverse("console", args=[workshop.code])).content.decode()
    assert f'value="{seen}" formaction="{press["silence"]}"' in page
    taker.post(press["silence"], {"key": uuid.uuid4(), "seen": seen}, headers=JSON)
    assert floor_is(bowl) == ""
