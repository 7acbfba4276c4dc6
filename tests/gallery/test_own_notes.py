"""My own note: tied to a section, better words while nobody rests on the old ones, asked once why, its question."""

from datetime import timedelta

import pytest

from gallery import actions, echoes, voting
from gallery.models import Note, Walls
from tests.conftest import client_of, move_to
from workshop import questions
from workshop.models import Question

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    return workshop


def pinned(author, kind="take", text="A lender who waits"):
    case = author.workshop.cases.get(number=1)
    return actions.write(case=case, author=author, kind=kind, text=text)


def change(who, note, **fields):
    fields = {"kind": "condition", "text": "A lender who waits ten years", **fields}
    return client_of(who).post(f"/w/{who.workshop.code}/gallery/notes/{note.pk}/change/", fields, **JSON)


def fresh(note):
    return Note.objects.get(pk=note.pk)


def test_a_note_is_about_the_whole_poster_or_a_section_of_it(walk, ada):
    case = walk.cases.get(number=1)
    case.approach = "They bought the land first."
    case.save()
    at = f"/w/{walk.code}/gallery/1/"
    page = client_of(ada).get(at).content.decode()
    assert ('value="approach"' in page, 'value="lessons"' in page) == (True, False)
    sent = [
        client_of(ada).post(f"{at}notes/", {"kind": "take", "text": "Land first", "about": about}, **JSON).status_code
        for about in ("", "approach", "lessons", "title")
    ]
    assert (sent, [note.about for note in walk.notes.all()]) == ([200, 200, 422, 422], ["", "approach"])
    assert "· What they did" in client_of(ada).get(at).content.decode()


def test_my_words_can_be_bettered_while_the_walls_are_open(walk, ada):
    note = pinned(ada)
    assert change(ada, note).status_code == 200
    assert (fresh(note).kind, fresh(note).text) == ("condition", "A lender who waits ten years")
    assert fresh(note).changed_at is not None
    move_to(walk, "closing")
    walk.stages.filter(kind="gallery").update(ended_at=note.created_at - timedelta(hours=1))
    answer = change(ada, note, text="Too late")
    assert (answer.status_code, fresh(note).text) == (409, "A lender who waits ten years")


def test_nobody_betters_the_words_of_another(walk, ada, bo):
    note = pinned(ada)
    assert (change(bo, note).status_code, fresh(note).text) == (404, "A lender who waits")


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "x" * 1001}, {"kind": "praise"}, {"about": "title"}])
def test_worse_words_are_422_and_change_nothing(walk, ada, fields):
    note = pinned(ada)
    assert (change(ada, note, **fields).status_code, fresh(note).changed_at) == (422, None)


@pytest.mark.parametrize("rests", ["echo", "dot", "answer"])
def test_words_that_others_rest_on_stay(walk, ada, bo, rests):
    note = pinned(ada, kind="question", text="Who pays for the lamps?")
    if rests == "echo":
        echoes.echo(note=note, by=bo)
    if rests == "dot":
        Walls.objects.create(workshop=walk, dots_on="notes")
        voting.vote(note=note, voter=bo, on=True)
    if rests == "answer":
        questions.answer(question=note.question, by=bo, text="The owners do.")
    assert (change(ada, note).status_code, fresh(note).text) == (409, "Who pays for the lamps?")


def test_new_words_want_the_authors_check_anew(walk, ada):
    note = actions.choose(note=pinned(ada), consent="name", read=True)
    assert fresh(note).checked_at is not None
    change(ada, note)
    assert fresh(note).checked_at is None


def test_the_question_follows_its_note(walk, ada):
    note = pinned(ada, kind="question", text="Who pays?")
    question = Question.objects.get()
    assert (question.text, question.asker, question.case, question.stands) == ("Who pays?", ada, note.case, True)
    change(ada, note, kind="question", text="Who pays for the lamps?")
    assert Question.objects.get().text == "Who pays for the lamps?"
    for act, stands in (
        (lambda: change(ada, note, kind="take", text="Lamps"), False),
        (lambda: change(ada, note, kind="question", text="Whose lamps?"), True),
        (lambda: actions.hide(note=note, why="x"), False),
        (lambda: actions.restore(note=note), True),
        (lambda: actions.take_back(note=note), False),
    ):
        act()
        assert Question.objects.get().stands == stands
    assert Question.objects.count() == 1


def test_how_far_a_note_travels_its_question_travels(walk, ada):
    note = pinned(ada, kind="question", text="Who pays?")
    actions.choose(note=note, consent="name", read=True)
    assert (Question.objects.get().consent, Question.objects.get().checked_at is not None) == ("name", True)


def test_a_very_short_note_hangs_at_once_and_is_asked_once_why(walk, ada):
    def asked():
        return client_of(ada).get(f"/w/{walk.code}/gallery/1/mine/").content.decode().count("Because…?")

    note = pinned(ada, text="Great!")
    assert (fresh(note).on_the_wall, asked()) == (True, 1)
    change(ada, note, text="Great! It costs little and everybody sees it.")
    assert asked() == 0
    pinned(ada, text="Nice")
    pinned(ada, text="A note of more than fifteen letters")
    assert asked() == 0


def test_the_stem_of_each_kind_stands_by_while_one_types(walk, ada):
    page = client_of(ada).get(f"/w/{walk.code}/gallery/1/").content.decode()
    stems = ["In my city I would use…", "In my city it would need…", "I need to know…"]
    assert [page.count(stem) for stem in stems] == [1, 1, 1]
    assert 'data-limit="140"' in page
