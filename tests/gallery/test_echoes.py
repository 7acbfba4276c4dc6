"""“True for my city too”: cities count, not clicks; never one's own note; with a reason if one likes."""

import pytest

from gallery import actions, echoes
from gallery.models import Echo
from tests.conftest import client_of, move_to, person
from workshop.models import Question
from workshop.refusals import NotNow


@pytest.fixture
def note(workshop, ada):
    move_to(workshop, "gallery")
    case = workshop.cases.get(number=1)
    return actions.write(case=case, author=ada, kind="question", text="Who pays for the lamps?")


def press(who, note, on="1", **fields):
    return client_of(who).post(f"/w/{note.workshop.code}/gallery/notes/{note.pk}/echo/", {"on": on, **fields})


def test_cities_count_and_not_clicks(note, bo):
    for _tap in range(5):
        assert press(bo, note).status_code == 302
    for city in ("Dakar", " dakar", "Quito", "Lyon"):
        echoes.echo(note=note, by=person(note.workshop, "Somebody", city))
    assert (Echo.objects.count(), note.cities_too()) == (5, 2)
    page = client_of(bo).get(f"/w/{note.workshop.code}/gallery/1/").content.decode()
    assert "true for 2 more cities" in page


def test_its_question_counts_along(note, bo):
    press(bo, note)
    assert Question.objects.get().cities_too == 1
    press(bo, note, on="0")
    assert Question.objects.get().cities_too == 0


def test_nobody_says_it_of_their_own_note(note, ada):
    with pytest.raises(NotNow, match="your own note"):
        echoes.echo(note=note, by=ada)


def test_a_reason_can_be_added_and_a_second_tap_keeps_it(note, bo):
    press(bo, note, because="We have the same lamps.")
    press(bo, note)
    assert Echo.objects.get().because == "We have the same lamps."
    assert "We have the same lamps." in client_of(bo).get(f"/w/{note.workshop.code}/gallery/1/mine/").content.decode()
    assert press(bo, note, because="x" * 81).status_code == 422
    press(bo, note, because="")
    assert Echo.objects.get().because == ""


def test_a_hidden_note_is_true_for_nobody(note, bo):
    actions.hide(note=note, why="It names a person.")
    assert press(bo, note).status_code == 404
    with pytest.raises(NotNow, match="not on the wall"):
        echoes.echo(note=note, by=bo)


def test_taking_it_back_twice_is_once(note, bo):
    press(bo, note)
    assert [press(bo, note, on="0").status_code for _tap in range(2)] == [302, 302]
    assert Echo.objects.count() == 0


@pytest.mark.parametrize("on", ["", "2", "yes"])
def test_a_press_says_on_or_off(note, bo, on):
    assert (press(bo, note, on=on).status_code, Echo.objects.count()) == (409, 0)
