"""What the circle parked, in the tables and the archive: of whom it is, where it may be told, what became of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Topic, Turn
from tests.conftest import move_to, person
from tests.export.opened import csv_of, opened, sheets_of
from workshop.export import files
from workshop.export.gather import gather
from workshop.export.importing import import_archive
from workshop.export.models import Paper

BETWEEN, WHILE_SPOKEN = "Land prices", "Who pays the lender"


@pytest.fixture
def room(workshop):
    """Something parked before anybody spoke, and something while somebody does who agreed to their city."""
    move_to(workshop, "fishbowl")
    actions.start(workshop=workshop)
    park(workshop, BETWEEN)
    speaker = person(workshop, "Cy", "Lima", consent="city")
    actions.floor_to(participant=speaker, off_chair=True, by="facilitator")
    park(workshop, WHILE_SPOKEN)
    return workshop


def park(workshop, text):
    return actions.make_move(workshop=workshop, kind="park", text=text)


def parked(workshop, edition="public"):
    return {row["text"]: row for row in sheets_of(workshop, edition)["parked_words"]}


def test_what_was_parked_while_somebody_spoke_is_told_internally_alone(room):
    assert [*parked(room)] == [BETWEEN]
    rows = parked(room, "internal")
    assert [(row["name"], row["kept"]) for row in rows.values()] == [("", ""), ("Cy", "unchecked")]
    room.participants.update(consent="room")
    assert parked(room, "internal")[WHILE_SPOKEN]["kept"] == "room"


@pytest.mark.parametrize("name", files.FORMATS)
def test_no_public_format_holds_words_that_their_speaker_has_not_checked(room, name):
    assert WHILE_SPOKEN not in opened(room, name)


@pytest.mark.parametrize(("seconds", "told"), [(14, False), (16, True)])
def test_words_soon_after_a_turn_still_belong_to_it(room, seconds, told):
    turn, move = Turn.objects.get(), room.fishbowls.get().moves.get(text=WHILE_SPOKEN)
    turn.started_at, turn.ended_at = (
        move.started_at - timedelta(minutes=1),
        move.started_at - timedelta(seconds=seconds),
    )
    turn.save()
    assert (WHILE_SPOKEN in parked(room)) == told


def test_a_row_says_where_when_and_what_became_of_it(room):
    bowl, move = room.fishbowls.get(), room.fishbowls.get().moves.get(text=BETWEEN)
    row = parked(room)[BETWEEN]
    where = {"fishbowl": f"circle-{bowl.pk}", "id": f"parked-{move.pk}", "turn": "", "became": "parked"}
    assert {name: row[name] for name in where} == where
    assert row["parked_at"] == move.started_at.isoformat(timespec="seconds")
    topic = Topic.objects.create(fishbowl=bowl, text="land  PRICES")
    assert parked(room)[BETWEEN]["became"] == "topic"
    Topic.objects.filter(pk=topic.pk).update(started_at=timezone.now())
    assert parked(room)[BETWEEN]["became"] == "talked"


def test_it_is_counted_beside_what_else_stayed_and_stands_as_csv(room):
    told = {each.kind: each for each in gather(room).coverage}["parked"]
    assert (told.written, told.published, told.unchecked) == (2, 1, 1)
    assert [row["text"] for row in csv_of(room, "parked_words")] == [BETWEEN]


def test_under_the_chatham_house_rule_nobody_stands_beside_it(room):
    Paper.objects.create(workshop=room, nameless_at=timezone.now())
    assert {row["name"] + row["city"] for row in parked(room, "internal").values()} == {""}


def test_the_archive_carries_it_out_and_in_and_out_again(room):
    first = files.make(room, "archive")[2]
    again = import_archive(first)
    assert (files.make(again, "archive")[2], [*parked(again)]) == (first, [BETWEEN])


@pytest.mark.parametrize("has_just_ended", [False, True])
def test_words_parked_while_somebody_spoke_go_with_them(room, has_just_ended):
    speaker = person(room, "Bo", "Dakar")
    actions.floor_to(participant=speaker, off_chair=True, by="facilitator")
    if has_just_ended:
        actions.silence(workshop=room)
    park(room, "Rents")
    assert parked(room, "internal")["Rents"]["name"] == "Bo"
    speaker.delete()
    assert [*parked(room)] == [BETWEEN]
    assert [*parked(room, "internal")] == [BETWEEN, WHILE_SPOKEN]
