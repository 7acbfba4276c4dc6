"""What may not be seen yet is not sent: every page, picture, frame and export that somebody can get is looked at."""

from datetime import timedelta

import pytest

from gallery import actions, echoes, merging, sight, walking
from gallery.models import Round, Walls
from tests.access_table import TABLE
from tests.conftest import client_of, move_to, person
from tests.test_access import Scene
from workshop import live, questions
from workshop.export.files import FORMATS
from workshop.live import fragments

CANARY = "CANARY"
WALL = {"gallery:poster", "gallery:wall", "wall:1"}  # where a note hangs for everybody, at once


@pytest.fixture
def room(workshop, ada, bo):
    """A room with one of everything, at its gallery walk."""
    return Scene(workshop, ada, bo)


def keep(workshop, seen):
    Walls.objects.update_or_create(workshop=workshop, defaults={"seen": seen})


def begin_rounds(workshop):
    walking.make_groups(workshop=workshop)
    walking.start_round(workshop=workshop, seen=1)


def hang(author, number=1):
    """A note with everything that may hang beside it: an answer, another that says the same, an echo."""
    case = author.workshop.cases.get(number=number)
    cy = person(author.workshop, "Cy", "Lyon")
    note = actions.write(case=case, author=author, kind="question", text=f"{CANARY}: who pays for the lamps?")
    other = actions.write(case=case, author=cy, kind="question", text=f"{CANARY}: who pays?")
    questions.answer(question=note.question, by=None, text=f"{CANARY}: the owners do.", role="case_owner")
    echoes.echo(note=note, by=cy, because=f"{CANARY} of Lyon")
    merging.merge(note=other, into=note, why="They ask the same.")
    return note


def who_sees(room, client, note):
    """Every place where this browser is sent anything of the note: addresses of the whole table, live pictures."""
    room.things["note"] = note.pk
    pages = {name for name, row in TABLE.items() if row.method == "GET" and _told(client, room.address(name, row))}
    return pages | {name for name in _pictures() if _told(client, f"/w/{room.workshop.code}/state/?see={name}")}


def projected(room):
    """Whether anything of the walls' notes is on the big screen, as page and as live picture."""
    client, at = client_of("projector", room.workshop), f"/w/{room.workshop.code}"
    return [_told(client, f"{at}/projector/"), _told(client, f"{at}/state/?see=projector")]


def _pictures():
    """Every live picture that people in the room may watch; the keyed ones of the first two posters."""
    for name, fragment in fragments._fragments.items():
        if fragment.audience == "room":
            yield from [f"{name}:{number}" for number in (1, 2)] if fragment.is_keyed else [name]


def _told(client, address):
    answer = client.get(address, follow=True)
    return CANARY.encode() in (b"".join(answer) if answer.streaming else answer.content)


def test_at_once_everybody_sees_it(room, ada, bo):
    note = hang(ada)
    assert who_sees(room, client_of(bo), note) == WALL | {"gallery:echo-form"}
    assert projected(room) == [True, True]


def test_before_their_own_note_nobody_is_sent_what_others_left_there(room, ada, bo):
    keep(room.workshop, "own_first")
    note = hang(ada)
    assert who_sees(room, client_of(bo), note) == set()
    assert projected(room) == [False, False]
    actions.write(case=room.workshop.cases.get(number=2), author=bo, kind="take", text="At another station")
    assert who_sees(room, client_of(bo), note) == set()
    actions.write(case=room.case, author=bo, kind="take", text="My own idea")
    assert who_sees(room, client_of(bo), note) == {
        "gallery:poster",
        "gallery:wall",
        "gallery:own-wall",
        "gallery:echo-form",
    }
    assert projected(room) == [False, False]


def test_a_note_taken_back_closes_the_wall_again(room, ada, bo):
    keep(room.workshop, "own_first")
    note, mine = hang(ada), actions.write(case=room.case, author=bo, kind="take", text="My own idea")
    assert who_sees(room, client_of(bo), note) != set()
    actions.take_back(note=mine)
    assert who_sees(room, client_of(bo), note) == set()


def test_in_its_round_nobody_is_sent_what_others_left(room, ada, bo):
    keep(room.workshop, "after_round")
    begin_rounds(room.workshop)
    note = hang(ada)
    actions.write(case=room.case, author=bo, kind="take", text="My own idea")
    assert who_sees(room, client_of(bo), note) == set()
    assert projected(room) == [False, False]
    walking.move_on(workshop=room.workshop, seen=1)
    assert who_sees(room, client_of(bo), note) == WALL | {"gallery:echo-form"}


def test_the_deadline_opens_the_wall_without_a_press(room, ada, bo):
    keep(room.workshop, "after_round")
    begin_rounds(room.workshop)
    note = hang(ada)
    assert who_sees(room, client_of(bo), note) == set()
    for each in Round.objects.all():
        Round.objects.filter(pk=each.pk).update(ends_at=each.ends_at - timedelta(hours=1))
    with live.changing(room.workshop):  # a picture is kept for three seconds
        pass
    assert who_sees(room, client_of(bo), note) == WALL | {"gallery:echo-form"}


def test_the_wall_says_when_to_look_again(room, ada):
    keep(room.workshop, "after_round")
    begin_rounds(room.workshop)
    ends = Round.objects.get(number=1).ends_at
    assert f'data-look-again="{ends.isoformat()} "' in live.picture(room.workshop, "wall:1", "en")


def test_what_was_written_before_the_round_hangs_on_and_a_late_note_joins_it(room, ada, bo):
    begin_rounds(room.workshop)
    keep(room.workshop, "after_round")
    walking.move_on(workshop=room.workshop, seen=1)
    walking.start_round(workshop=room.workshop, seen=2)
    late = actions.write(case=room.case, author=ada, kind="take", text=f"{CANARY} begun in round 1", seen=1)
    assert who_sees(room, client_of(bo), late) == WALL | {"gallery:echo-form"}


def test_a_free_walk_is_one_round(room, ada, bo):
    keep(room.workshop, "after_round")
    note = hang(ada)
    assert who_sees(room, client_of(bo), note) == set()
    move_to(room.workshop, "fishbowl")
    assert who_sees(room, client_of(bo), note) >= WALL


@pytest.mark.parametrize("seen", Walls.Seen.values)
def test_after_the_walk_everything_hangs_open(room, ada, bo, seen):
    keep(room.workshop, seen)
    note = hang(ada)
    move_to(room.workshop, "fishbowl")
    assert who_sees(room, client_of(bo), note) >= WALL


@pytest.mark.parametrize("seen", ["own_first", "after_round"])
def test_a_photo_waits_like_a_note(room, ada, bo, seen):
    picture = room.things["picture"].encode()
    at = f"/w/{room.workshop.code}/gallery/1/"
    assert picture in client_of(bo).get(at).content
    keep(room.workshop, seen)
    room.workshop.photos.update(created_at=room.workshop.stages.get(kind="gallery").started_at + timedelta(hours=1))
    for page in (at, f"{at}wall/"):
        assert picture not in client_of(bo).get(page).content


@pytest.mark.parametrize("seen", ["own_first", "after_round"])
def test_no_export_is_for_participants(room, ada, bo, seen):
    keep(room.workshop, seen)
    hang(ada)
    answers = [client_of(bo).get(f"/w/{room.workshop.code}/export/{name}/") for name in FORMATS]
    assert {answer.status_code for answer in answers} == {403}


@pytest.mark.parametrize("seen", ["own_first", "after_round"])
@pytest.mark.parametrize("role", ["facilitator", "steward", "note_taker", "station_host", "case_owner"])
def test_who_leads_helps_or_hosts_sees_it_at_once(room, ada, seen, role):
    keep(room.workshop, seen)
    hang(ada)
    page = client_of(role, room.workshop).get(f"/w/{room.workshop.code}/gallery/1/wall/").content
    assert CANARY.encode() in page


def test_the_owner_of_another_case_does_not(room, ada):
    keep(room.workshop, "own_first")
    hang(ada, number=2)
    owner = client_of("case_owner", room.workshop, case=room.case)
    assert CANARY.encode() not in owner.get(f"/w/{room.workshop.code}/gallery/2/wall/").content


def test_what_is_not_seen_is_neither_dotted_nor_echoed(room, ada, bo):
    keep(room.workshop, "own_first")
    note = hang(ada)
    at = f"/w/{room.workshop.code}/gallery/notes/{note.pk}"
    Walls.objects.update(dots_on="notes")
    answers = [client_of(bo).post(f"{at}/{door}/", {"on": "1"}).status_code for door in ("vote", "echo")]
    assert (answers, bo.votes.count(), bo.echoes.count()) == ([404, 404], 0, 0)


def test_a_page_tells_how_many_wait_behind_the_own_note(room, ada, bo):
    keep(room.workshop, "own_first")
    hang(ada)
    page = client_of(bo).get(f"/w/{room.workshop.code}/gallery/1/").content.decode()
    assert "2 notes hang here. Leave yours first, then you see them." in page  # the scene's own note and this one


def test_a_rule_costs_few_queries(room, django_assert_max_num_queries):
    keep(room.workshop, "after_round")
    with django_assert_max_num_queries(4):
        sight.rule(room.workshop)
