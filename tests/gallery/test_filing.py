"""A note belongs to the round it was begun in, however late it comes; half an hour after the walk it comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gallery import actions, walking
from gallery.models import Note, Round
from tests.conftest import client_of, move_to, person
from tests.gallery.test_walking import BARE
from workshop.models import Stage
from workshop.text import MomentField

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def walk(workshop, ada, bo):
    """The workshop in round 1 of its walk, two people in it."""
    walking.settle(workshop=workshop, **BARE)
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop)
    walking.start_round(workshop=workshop, seen=1)
    return workshop


def goes_on(walk, seconds):
    """Time passes."""
    by = timedelta(seconds=seconds)
    for each in Round.objects.all():
        Round.objects.filter(pk=each.pk).update(started_at=each.started_at - by, ends_at=each.ends_at - by)


def next_round(walk, number):
    walking.move_on(workshop=walk, seen=number - 1)
    walking.start_round(workshop=walk, seen=number)


def pin(who, **fields):
    fields = {"kind": "take", "text": "A lender who waits", **fields}
    return client_of(who).post(f"/w/{who.workshop.code}/gallery/1/notes/", fields, **JSON)


def told(answer):
    return answer.json()["round"], answer.json()["late"]


def test_a_note_is_filed_to_the_round_that_is_on(walk, ada):
    assert told(pin(ada)) == (1, False)
    next_round(walk, 2)
    assert told(pin(ada)) == (2, False)
    assert [note.walk_id is not None for note in Note.objects.all()] == [True, True]


def test_a_note_begun_in_an_earlier_round_goes_there_and_is_marked_late(walk, ada):
    began = timezone.now()
    next_round(walk, 2)
    assert told(pin(ada, seen="1")) == (1, True)
    assert told(pin(ada, begun_at=began.isoformat())) == (1, True)
    page = client_of(ada).get(f"/w/{walk.code}/gallery/1/mine/").content.decode()
    assert page.count("Filed to round 1, in which you began it.") == 2


def test_it_hangs_at_the_station_it_was_begun_at(walk, ada):
    next_round(walk, 2)
    pin(ada, seen="1")
    assert Note.objects.get().case.number == 1


def test_a_round_that_has_not_begun_is_not_believed(walk, ada):
    for claim in ("2", "99", "-1", "x", "٣", "1" * 400):
        assert told(pin(ada, seen=claim)) == (1, False)


def test_between_rounds_there_is_no_round(walk, ada):
    walking.move_on(workshop=walk, seen=1)
    assert told(pin(ada, seen="0")) == (None, False)


@pytest.mark.parametrize("claim", ["", "yesterday", "2999-01-01T00:00:00Z", "9" * 500, "2026-13-45", "0001-01-01"])
def test_a_wrong_clock_files_to_a_round_all_the_same(walk, ada, claim):
    assert pin(ada, begun_at=claim).status_code == 200
    assert Note.objects.get().round in (1, None)


def test_a_moment_is_read_with_and_without_a_zone():
    read = MomentField(required=False).to_python
    assert [read(text) is not None for text in ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00", "3026-01-01")] == [
        True,
        True,
        False,
    ]


def test_while_the_walk_is_held_its_round_goes_on(walk, ada):
    walking.pause(workshop=walk)
    goes_on(walk, 3600)
    walk.walks.update(paused_at=timezone.now() - timedelta(seconds=3600))
    assert told(pin(ada)) == (1, False)


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (29, 200), (31, 409)])
def test_the_walls_take_notes_until_half_an_hour_after_the_walk(walk, ada, minutes, status):
    move_to(walk, "fishbowl")
    ended = timezone.now() - timedelta(minutes=minutes)
    Stage.objects.filter(workshop=walk, kind="gallery").update(ended_at=ended)
    answer = pin(ada, seen="1", text="Typed without network")
    assert answer.status_code == status
    if status == 200:
        assert told(answer) == (1, True)
    else:
        assert "its walls took notes for half an hour more" in answer.json()["refused"]
        assert Note.objects.count() == 0


def test_a_plain_form_that_came_too_late_keeps_its_words(walk, ada):
    move_to(walk, "fishbowl")
    Stage.objects.filter(kind="gallery").update(ended_at=timezone.now() - timedelta(hours=1))
    fields = {"kind": "take", "text": "A lender who waits"}
    answer = client_of(ada).post(f"/w/{walk.code}/gallery/1/notes/", fields)
    page = answer.content.decode()
    assert (answer.status_code, page.count(">A lender who waits</textarea>")) == (409, 1)
    assert "its walls took notes for half an hour more" in page


def test_a_walk_still_to_come_keeps_the_walls_open(walk, ada):
    move_to(walk, "fishbowl")
    Stage.objects.filter(workshop=walk, kind="gallery").update(ended_at=timezone.now() - timedelta(hours=1))
    assert pin(ada).status_code == 409
    walk.stages.create(kind="gallery", title="A second walk", position=50)
    assert pin(ada).status_code == 200


def test_a_free_walk_has_no_rounds_and_marks_what_comes_after_it(workshop, ada):
    move_to(workshop, "gallery")
    assert told(pin(ada)) == (None, False)
    move_to(workshop, "fishbowl")
    assert told(pin(ada)) == (None, True)


def test_a_paper_card_is_taken_at_any_time(workshop):
    move_to(workshop, "closing")
    note = actions.type_card(case=workshop.cases.first(), kind="take", text="Found under a chair", city="Quito")
    assert (note.on_the_wall, note.is_late, note.city) == (True, False, "Quito")


def test_the_page_knows_the_rounds_ahead_and_the_one_that_is_on(walk, ada):
    page = client_of(ada).get(f"/w/{walk.code}/gallery/1/").content.decode()
    assert '<input type="hidden" name="seen" value="1">' in page
    rounds = page.split('data-rounds="')[1].split('"')[0].split(";")
    assert [each.split(" ")[0] for each in rounds if each] == ["1", "2", "3", "4"]
    walking.pause(workshop=walk)
    page = client_of(ada).get(f"/w/{walk.code}/gallery/1/mine/").content.decode()
    held = page.split('data-rounds="')[1].split('"')[0].split(";")
    assert [each.split(" ")[0] for each in held if each] == ["1"]
    assert held[0].endswith(" ")


def test_somebody_without_a_group_is_filed_as_well(walk):
    assert told(pin(person(walk, "Late", "Lyon"), seen="1")) == (1, False)
