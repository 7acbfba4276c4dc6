"""Open questions: asked, answered, taken up in the circle, and what their asker says about it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.conftest import person
from workshop import questions
from workshop.models import Question
from workshop.refusals import NotAllowed, NotNow


@pytest.fixture
def question(workshop, ada):
    case = workshop.cases.get(number=2)
    return questions.ask(workshop=workshop, asker=ada, case=case, text="Who pays the caretakers?")


def fresh(question):
    return Question.objects.get(pk=question.pk)


def off_the_wall(question):
    Question.objects.filter(pk=question.pk).update(hidden_at=timezone.now())


def test_a_question_sent_twice_is_asked_once(workshop, ada, bo):
    key = uuid4()
    asked = [questions.ask(workshop=workshop, asker=ada, text="Why?", key=key) for _press in range(2)]
    assert (asked[0], workshop.open_questions.count()) == (asked[1], 1)
    with pytest.raises(NotNow, match="sent once already"):
        questions.ask(workshop=workshop, asker=bo, text="Why?", key=key)


def test_an_answer_closes_a_question_until_its_asker_says_that_it_is_none(workshop, question, ada, bo):
    seen = [fresh(question).is_open]
    questions.answer(question=question, by=bo, text="The owners do.", role="case_owner")
    seen.append(fresh(question).is_open)
    for verdict in ("answered", "partly", "not", ""):
        seen.append(questions.hear(question=question, asker=ada, verdict=verdict).is_open)
    assert seen == [True, False, False, False, True, False]
    assert [fresh(question) in workshop.open_questions.still_open()] == [False]


def test_a_question_may_be_answered_aloud(question):
    told = questions.answer(question=question, by=None, text="", role="facilitator")
    assert (told.answer, told.answered_as, told.is_open) == ("", "facilitator", False)


def test_an_answer_that_came_meanwhile_is_not_written_over(question, bo):
    first = questions.answer(question=question, by=bo, text="The owners do.", role="case_owner")
    with pytest.raises(NotNow, match="Somebody else has just answered"):
        questions.answer(question=question, by=None, text="The city does.", role="station_host")
    again = questions.answer(question=question, by=bo, text="The owners do.", role="case_owner")
    assert (again.answer, again.answered_at) == ("The owners do.", first.answered_at)
    changed = questions.answer(question=question, by=bo, text="Both.", role="case_owner", seen=first.answered_at)
    assert (changed.answer, changed.heard) == ("Both.", "")


def test_an_answer_taken_back_leaves_the_question_open(question, bo):
    questions.answer(question=question, by=bo, text="The owners do.", consent="city")
    questions.take_answer_back(question=question)
    left = fresh(question)
    assert (left.answer, left.answered_by, left.answer_consent, left.is_open) == ("", None, "", True)


def test_only_the_asker_says_whether_it_is_answered(question, ada, bo):
    with pytest.raises(NotNow, match="Nobody has answered"):
        questions.hear(question=question, asker=ada, verdict="answered")
    questions.answer(question=question, by=None, text="")
    with pytest.raises(NotAllowed, match="Only who asked"):
        questions.hear(question=question, asker=bo, verdict="not")


def test_taking_up_twice_is_once_and_can_be_undone(workshop, question):
    first = questions.take_up(question=question).taken_up_at
    assert questions.take_up(question=question).taken_up_at == first
    assert list(workshop.open_questions.waiting()) == []
    assert questions.put_back(question=question).taken_up_at is None
    assert list(workshop.open_questions.waiting()) == [question]


def test_what_is_off_the_wall_is_neither_answered_nor_taken_up(workshop, question, bo):
    off_the_wall(question)
    assert (fresh(question).stands, workshop.open_questions.waiting().count()) == (False, 0)
    for act in (questions.take_up, lambda question: questions.answer(question=question, by=bo, text="Late")):
        with pytest.raises(NotNow, match="taken off the wall"):
            act(question=question)


def test_questions_of_most_cities_wait_first(workshop, ada, question):
    later = questions.ask(workshop=workshop, asker=person(workshop, "Cy", "Lyon"), text="Who decides?")
    assert list(workshop.open_questions.waiting()) == [question, later]
    Question.objects.filter(pk=later.pk).update(cities_too=3)
    assert list(workshop.open_questions.waiting()) == [later, question]


def test_a_question_shows_on_every_screen_that_may_show_it(workshop):
    case = workshop.cases.get(number=2)
    assert questions.screens(case) == ("console", "circle", "projector", "wall:2")
    assert questions.screens(None) == ("console", "circle", "projector")
