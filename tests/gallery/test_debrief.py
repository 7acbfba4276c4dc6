"""The debrief: four to six notes are chosen, put in order and shown one after the other, and then the result."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gallery import actions, debrief, rounds, voting, walking
from tests.conftest import client_of, move_to, person
from workshop import live
from workshop.refusals import NotNow

TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga"]


@pytest.fixture
def crowd(workshop):
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


@pytest.fixture
def walk(workshop, crowd):
    move_to(workshop, "gallery")
    return walking.make_groups(workshop=workshop, seed=1)


@pytest.fixture
def notes(workshop, walk, crowd):
    cases = list(workshop.cases.all())
    made = []
    for place, author in enumerate(crowd):
        case = cases[place % 4]
        case.workshop = workshop
        note = actions.write(case=case, author=author, kind="take", text=f"Thought number {place}")
        note.workshop = workshop
        made.append(note)
    return made


def reach(workshop, kind):
    workshop.refresh_from_db()
    while (phase := rounds.walking(workshop).phase()).kind != kind:
        walking.go_on(workshop=workshop, seen=phase.key)
        workshop.refresh_from_db()


def texts(walk):
    return [note.text for note in debrief.chosen(walk)]


def projector(workshop):
    workshop.refresh_from_db()
    return live.picture(workshop, "projector", "en")


def test_notes_are_read_in_the_order_in_which_they_were_chosen_until_it_is_changed(walk, notes):
    for note in (notes[3], notes[1], notes[2]):
        debrief.choose(note=note, on=True)
    debrief.choose(note=notes[1], on=True)
    assert texts(walk) == ["Thought number 3", "Thought number 1", "Thought number 2"]
    debrief.shift(note=notes[2], earlier=True)
    debrief.shift(note=notes[3], earlier=False)
    debrief.shift(note=notes[2], earlier=True)
    assert texts(walk) == ["Thought number 2", "Thought number 3", "Thought number 1"]
    debrief.choose(note=notes[3], on=False)
    assert texts(walk) == ["Thought number 2", "Thought number 1"]


def test_a_seventh_note_is_refused_with_a_sentence(walk, notes):
    for note in notes[:6]:
        debrief.choose(note=note, on=True)
    with pytest.raises(NotNow, match="Six notes"):
        debrief.choose(note=notes[6], on=True)
    actions.take_back(note=notes[0])
    debrief.choose(note=notes[6], on=True)
    assert len(texts(walk)) == 6


def test_what_left_the_wall_is_not_read_aloud(walk, notes):
    for note in notes[:3]:
        debrief.choose(note=note, on=True)
    actions.hide(note=notes[0], why="It names a person")
    actions.take_back(note=notes[1])
    assert texts(walk) == ["Thought number 2"]
    with pytest.raises(NotNow, match="not on the wall"):
        debrief.choose(note=notes[1], on=True)


def test_without_a_walk_nothing_can_be_chosen(workshop, walk, notes):
    walking.walk_freely(workshop=workshop)
    with pytest.raises(NotNow, match="No walk with a debrief"):
        debrief.choose(note=notes[0], on=True)


def test_the_projector_shows_one_note_after_the_other_and_then_the_result(workshop, walk, notes, crowd):
    for note in notes[:2]:
        debrief.choose(note=note, on=True)
    reach(workshop, "vote")
    case = workshop.cases.get(number=3)
    case.workshop = workshop
    voting.vote(voter=crowd[0], case=case, on=True)
    reach(workshop, "debrief")
    shows = []
    for place in range(4):
        picture = projector(workshop)
        shows.append([words in picture for words in ("What the walls say", notes[0].text, notes[1].text, "1 city")])
        if place < 3:
            debrief.read_on(workshop=workshop, seen=place)
    assert shows == [[place == number for number in range(4)] for place in range(4)]


def test_the_same_press_reads_one_note_on(workshop, walk, notes):
    for note in notes[:3]:
        debrief.choose(note=note, on=True)
    with pytest.raises(NotNow, match="not on now"):
        debrief.read_on(workshop=workshop, seen=0)
    reach(workshop, "debrief")
    assert [debrief.read_on(workshop=workshop, seen=0).read_out for _press in range(2)] == [1, 1]
    with pytest.raises(NotNow, match="further on"):
        debrief.read_on(workshop=workshop, seen=3)


def test_nothing_chosen_is_read_before_the_debrief(workshop, walk, notes):
    debrief.choose(note=notes[0], on=True)
    reach(workshop, "vote")
    assert "words-aloud" not in projector(workshop)


# --- the tray ------------------------------------------------------------------------------------
def test_the_tray_works_without_javascript(workshop, walk, notes, hana):
    tray = reverse("gallery:debrief", args=[workshop.code])
    assert hana.get(tray).content.decode().count("Read it aloud") == 8
    for note in notes[:2]:
        assert hana.post(reverse("gallery:aloud", args=[workshop.code, note.pk]), {"on": "1"})["Location"] == tray
    hana.post(reverse("gallery:aloud-shift", args=[workshop.code, notes[1].pk]), {"to": "earlier"})
    assert texts(walk) == ["Thought number 1", "Thought number 0"]
    assert hana.get(tray).content.decode().count("Read it aloud") == 6
    hana.post(reverse("gallery:aloud", args=[workshop.code, notes[0].pk]), {"on": "0"})
    assert texts(walk) == ["Thought number 1"]


def test_notes_of_another_workshop_are_not_there(workshop, walk, notes, elsewhere, noor):
    stranger = client_of("facilitator", elsewhere)
    assert stranger.post(reverse("gallery:aloud", args=[elsewhere.code, notes[0].pk])).status_code == 404


@pytest.mark.parametrize("place", ["", "x", "-1", "99999999"])
def test_a_press_that_names_no_place_is_refused(workshop, walk, hana, place):
    reach(workshop, "debrief")
    assert hana.post(reverse("gallery:aloud-next", args=[workshop.code]), {"seen": place}).status_code == 409


def test_the_tray_costs_the_same_with_one_note_and_with_eight(workshop, walk, notes, hana):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert hana.get(reverse("gallery:debrief", args=[workshop.code])).status_code == 200
        return len(queries)

    many = cost()
    for note in notes[1:]:
        actions.take_back(note=note)
    assert cost() == many
