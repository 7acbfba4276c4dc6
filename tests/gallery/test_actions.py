"""The rules of notes: keys, also for twenty presses at once; what can't be undone; what follows a question."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from gallery import actions, tally
from tests.conftest import move_to
from workshop.refusals import NotNow


def case_of(workshop, number=1):
    return workshop.cases.get(number=number)


def at_once(tasks):
    """Run every task on a thread with a connection of its own; what each returned, or the refusal it met."""

    def run(task):
        try:
            return task()
        except NotNow as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


# --- notes -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_note_sent_twenty_times_at_once_hangs_once(workshop, ada):
    move_to(workshop, "cases")
    note = {"case": case_of(workshop), "author": ada, "kind": "take", "text": "Once", "key": uuid4()}
    answers = at_once([lambda: actions.write(**note)] * 20)
    assert ({answer.pk for answer in answers}, workshop.notes.count()) == ({workshop.notes.get().pk}, 1)


def test_notes_are_counted_by_kind_without_hidden_withdrawn_and_examples(workshop, ada):
    move_to(workshop, "cases")
    case = case_of(workshop)
    left = [actions.write(case=case, author=ada, kind=kind, text=kind) for kind in ("take", "take", "take", "question")]
    actions.hide(note=left[0], why="x")
    actions.take_back(note=left[1])
    workshop.notes.create(case=case, author=ada, kind="condition", text="Once", is_example=True)
    assert tally.notes_by_kind(workshop)[case.pk] == {"take": 1, "condition": 0, "question": 1}
    assert tally.notes_by_kind(workshop, is_example=True)[case.pk] == {"take": 0, "condition": 1, "question": 0}


def test_what_was_taken_back_stays_taken_back(workshop, ada):
    move_to(workshop, "cases")
    note = actions.write(case=case_of(workshop), author=ada, kind="take", text="Once")
    first = actions.take_back(note=note).withdrawn_at
    assert actions.take_back(note=note).withdrawn_at == first
    actions.restore(note=note)
    note.refresh_from_db()
    assert (note.withdrawn_at, note.on_the_wall) == (first, False)


def test_hiding_twice_keeps_the_time_and_takes_the_newer_reason(workshop, ada):
    move_to(workshop, "cases")
    note = actions.write(case=case_of(workshop), author=ada, kind="take", text="Once")
    first = actions.hide(note=note, why="It names a person.").hidden_at
    actions.hide(note=note, why="It may hurt somebody.")
    note.refresh_from_db()
    assert (note.hidden_at, note.hidden_why) == (first, "It may hurt somebody.")


def test_a_refused_note_leaves_no_trace(workshop, ada):
    move_to(workshop, "closing")
    workshop.refresh_from_db()
    before = workshop.revision
    with pytest.raises(NotNow, match="the walls are complete"):
        actions.write(case=case_of(workshop), author=ada, kind="take", text="Too late")
    workshop.refresh_from_db()
    assert (workshop.notes.count(), workshop.revision) == (0, before)
