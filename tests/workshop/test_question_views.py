"""Questions over HTTP: who answers, what the asker sees and says, and the one press into the circle."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fishbowl.models import Topic
from tests.conftest import client_of, move_to, person
from workshop import questions
from workshop.models import Question

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def question(workshop, ada):
    move_to(workshop, "gallery")
    case = workshop.cases.get(number=1)
    return questions.ask(workshop=workshop, asker=ada, case=case, text="Who pays for the lamps?")


def at(question, door=""):
    return f"/w/{question.workshop.code}/questions/{question.pk}/{door}"


def fresh(question):
    return Question.objects.get(pk=question.pk)


def test_the_owner_answers_and_the_asker_sees_it_on_the_phone(question, workshop, ada):
    owner = client_of("case_owner", workshop, case=question.case)
    assert "Who pays for the lamps?" in owner.get(f"/w/{workshop.code}/questions/").content.decode()
    assert owner.get(at(question)).status_code == 200
    answer = owner.post(at(question, "answer/"), {"text": "The owners do.", "publish": "on"})
    assert (answer.status_code, answer["Location"]) == (302, f"/w/{workshop.code}/questions/")
    told = fresh(question)
    assert (told.answer, told.answered_as, told.answer_consent, told.answered_by) == (
        "The owners do.",
        "case_owner",
        "city",
        None,
    )
    page = client_of(ada).get(f"/w/{workshop.code}/mine/").content.decode()
    assert ("Answer, Case owner" in page, "The owners do." in page) == (True, True)


def test_the_asker_says_whether_it_is_answered(question, workshop, ada, bo):
    assert client_of(ada).post(at(question, "heard/"), {"verdict": "answered"}, **JSON).status_code == 409
    questions.answer(question=question, by=None, text="The owners do.")
    assert client_of(bo).post(at(question, "heard/"), {"verdict": "answered"}).status_code == 404
    assert client_of(ada).post(at(question, "heard/"), {"verdict": "perhaps"}).status_code == 404
    for verdict, still_open in (("partly", False), ("not", True), ("answered", False), ("", False)):
        assert client_of(ada).post(at(question, "heard/"), {"verdict": verdict}).status_code == 302
        assert (fresh(question).heard, fresh(question).is_open) == (verdict, still_open)


def test_the_owner_of_another_case_neither_reads_nor_answers(question, workshop):
    other = client_of("case_owner", workshop, case=workshop.cases.get(number=2))
    assert "lamps" not in other.get(f"/w/{workshop.code}/questions/").content.decode()
    assert other.get(at(question)).status_code == 404
    assert other.post(at(question, "answer/"), {"text": "We do."}).status_code == 404


def test_a_question_without_a_case_is_answered_by_a_facilitator(workshop, ada, hana):
    question = questions.ask(workshop=workshop, asker=ada, text="Why here?")
    owner = client_of("case_owner", workshop)
    assert owner.post(at(question, "answer/"), {"text": "We do."}).status_code == 404
    assert hana.post(at(question, "answer/"), {"text": "It is central."}).status_code == 302
    assert fresh(question).answered_as == "facilitator"


def test_an_answer_may_be_given_aloud_but_not_be_empty(question, hana):
    assert hana.post(at(question, "answer/"), {"text": " "}).status_code == 422
    assert fresh(question).answered_at is None
    assert hana.post(at(question, "answer/"), {"aloud": "on"}).status_code == 302
    assert (fresh(question).answer, fresh(question).is_open) == ("", False)


def test_an_answer_that_came_meanwhile_is_read_first(question, workshop, hana):
    questions.answer(question=question, by=None, text="The owners do.")
    assert hana.post(at(question, "answer/"), {"text": "The city does."}, **JSON).status_code == 409
    page = hana.get(at(question)).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert hana.post(at(question, "answer/"), {"text": "Both do.", "seen": seen}).status_code == 302
    assert fresh(question).answer == "Both do."


@pytest.mark.parametrize("seen", ["yesterday", "9" * 500, "2026-99-99T00:00"])
def test_a_strange_moment_is_none(question, hana, seen):
    assert hana.post(at(question, "answer/"), {"text": "The owners do.", "seen": seen}).status_code == 302


def test_the_same_press_makes_it_a_topic_of_the_circle_once(question, workshop, hana):
    for _press in range(2):
        assert hana.post(at(question, "take-up/")).status_code == 302
    [topic] = Topic.objects.filter(ended_at=None)
    assert (topic.question, fresh(question).taken_up_at is not None) == (question, True)
    hana.post(at(question, "take-up/"), {"on": "0"})
    assert (Topic.objects.filter(ended_at=None).count(), fresh(question).taken_up_at) == (0, None)


def test_one_press_takes_it_into_the_circle_and_one_out_again(question, workshop, hana):
    console = hana.get(f"/w/{workshop.code}/console/").content.decode()
    assert console.count("Who pays for the lamps?") == 1
    hana.post(at(question, "take-up/"))
    assert fresh(question).taken_up_at is not None
    assert "Who pays for the lamps?" not in hana.get(f"/w/{workshop.code}/console/").content.decode()
    hana.post(at(question, "take-up/"), {"on": "0"})
    assert fresh(question).taken_up_at is None


def test_the_console_counts_open_and_answered_questions_of_each_case(question, workshop, ada, hana):
    other = questions.ask(workshop=workshop, asker=ada, case=question.case, text="Who decides?")
    questions.answer(question=other, by=None, text="The board does.")
    page = hana.get(f"/w/{workshop.code}/console/").content.decode()
    assert page.count("Questions: 1 open, 1 answered") == 1


def test_a_question_of_another_workshop_is_not_found(question, elsewhere):
    assert client_of("facilitator", elsewhere).get(at(question)).status_code == 404
    foreign = f"/w/{elsewhere.code}/questions/{question.pk}/answer/"
    assert client_of("facilitator", elsewhere).post(foreign, {"text": "Mine."}).status_code == 404


def test_the_list_costs_the_same_with_one_question_and_with_five(question, workshop, hana):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            hana.get(f"/w/{workshop.code}/questions/")
        return len(seen)

    alone = cost()
    for name in "BCDE":
        asker = person(workshop, name, f"City {name}")
        questions.ask(workshop=workshop, asker=asker, case=question.case, text=f"A question of {name}")
    assert cost() == alone
