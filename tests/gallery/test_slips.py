"""Slips on a live wall are kept, and yet are always what their template would draw now."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from gallery import hung, slips
from gallery.models import Note
from gallery.sight import Rule
from tests.conftest import person
from workshop.models import Participant, Question


@pytest.fixture
def note(workshop, ada):
    case = workshop.cases.get(number=1)
    return Note.objects.create(workshop=workshop, case=case, author=ada, kind="take", text="A common workshop")


def hanging(note):
    return Note.objects.with_words().get(pk=note.pk)


def slip(note, dots_on_notes=False):
    return slips.drawn(hanging(note), note.workshop, dots_on_notes)


def on_the_live_wall(note):
    (hangs,) = hung.notes(note.case, Rule())
    return slips.drawn(hangs, note.workshop, False)


def as_its_template_says(note, dots_on_notes=False):
    about = {"note": hanging(note), "workshop": note.workshop, "acts": True, "dots_on_notes": dots_on_notes}
    return render_to_string("gallery/_note.html", about)


def other_words(note):
    Note.objects.update(text="Another common workshop", changed_at=timezone.now())


def kind_and_section(note):
    Note.objects.update(kind="question", about="cost")


def it_came_late(note):
    Note.objects.update(due_at=timezone.now())


def it_is_an_example(note):
    Note.objects.update(is_example=True)


def its_author_moves(note):
    Participant.objects.update(city="Lagos")


def it_was_on_paper(note):
    Note.objects.update(author=None, on_paper=True, paper_city="Lima")


def another_city_says_so_too(note):
    note.echoes.create(participant=person(note.workshop, "Bo", "Dakar"))


def another_note_is_merged_into_it(note):
    bo = person(note.workshop, "Bo", "Dakar")
    note.merged.create(workshop=note.workshop, case=note.case, author=bo, kind="take", text="One workshop for all")


def another_city_says_so_of_a_merged_one(note):
    another_note_is_merged_into_it(note)
    note.merged.get().echoes.create(participant=person(note.workshop, "Cy", "Hanoi"))


def its_question_is_answered(note):
    asked = Question.objects.create(workshop=note.workshop, case=note.case, text=note.text)
    Note.objects.update(question=asked)
    Question.objects.update(answer="We built it in a year.", answered_as="case_owner", answered_at=timezone.now())


@pytest.mark.parametrize(
    "change",
    [
        other_words,
        kind_and_section,
        it_came_late,
        it_is_an_example,
        its_author_moves,
        it_was_on_paper,
        another_city_says_so_too,
        another_note_is_merged_into_it,
        another_city_says_so_of_a_merged_one,
        its_question_is_answered,
    ],
)
def test_a_slip_changes_with_what_it_says(note, change):
    before = slip(note)
    assert before == as_its_template_says(note)
    change(note)
    assert slip(note) == as_its_template_says(note) != before
    assert on_the_live_wall(note) == slip(note)


def test_a_slip_has_a_place_for_a_dot_while_notes_are_voted_on(note):
    assert slip(note, True) == as_its_template_says(note, True) != slip(note, False)


def test_a_slip_that_says_the_same_is_not_drawn_again(note):
    assert slip(note) is slip(note)


def test_slips_do_not_fill_the_memory(note, monkeypatch):
    monkeypatch.setattr(slips, "KEPT", 3)
    for number in range(9):
        Note.objects.update(text=f"Note {number}")
        assert slip(note) == as_its_template_says(note)
    assert len(slips._drawn) <= 3
