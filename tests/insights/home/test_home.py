"""What a person takes home: their own things and nothing else, on a page and on paper; and keeping all of it back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fishbowl.models import Noticed
from tests.conftest import client_of, person
from tests.gallery.test_printing import words
from tests.insights.conftest import a_card, a_point
from workshop.export import gather
from workshop.insights.home import content, sheet
from workshop.insights.together import actions as together
from workshop.insights.together import matches
from workshop.models import Question, Statement


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


@pytest.fixture
def full(insights, ada, bo):
    """Ada with one of everything, and Bo with things that Ada must not see."""
    case = insights.cases.get(number=3)
    insights.notes.create(case=case, author=ada, kind="take", text="A note of Ada’s", consent="city")
    insights.notes.create(case=case, author=bo, kind="take", text="A note of Bo’s")
    insights.notes.create(case=case, author=ada, kind="take", text="Taken back", withdrawn_at=timezone.now())
    a_card(ada, case=3, what="A levy", next_step="Ask the council", by_months=3, wants_contact=True, consent="name")
    a_card(bo, case=3, what="Bo’s card", can_help=True)
    asked = {"workshop": insights, "case": case, "asker": ada}
    Question.objects.create(**asked, text="Who pays?", answer="The owners do.", answered_at=timezone.now())
    Question.objects.create(workshop=insights, case=case, asker=bo, text="How long?", answer="Long.", answered_by=ada)
    said = {"workshop": insights, "kind": "quote", "speaker": ada}
    Statement.objects.create(text="It took years.", checked_at=timezone.now(), **said)
    Statement.objects.create(text="Never agreed to.", **said)
    Statement.objects.create(text="Left in writing.", checked_at=timezone.now(), **said | {"kind": "point"})
    a_point(ada, "Had wished to say")
    a_point(bo, "Bo’s point")
    heard = {"fishbowl": insights.fishbowls.get(), "lens": "missing", "consent": "city"}
    Noticed.objects.create(author=ada, text="Nobody said who cleans", **heard)
    Noticed.objects.create(author=ada, text="Noticed and taken back", withdrawn_at=timezone.now(), **heard)
    Noticed.objects.create(author=bo, text="Noticed by Bo", **heard)
    return insights


def meet(*people):
    for each in people:
        together.tell_contact(participant=each, email=f"{each.name}@example.org".lower(), other="", may_ask=True)
    for each in people:
        together.answer(pair=matches.pairs_of(each)[0], yes=True)


MINE = ["A note of Ada’s", "A levy", "Ask the council", "Who pays?", "The owners do.", "How long?", "It took years."]
MINE += ["Left in writing.", "Had wished to say", "Nobody said who cleans"]
NOT_MINE = ["A note of Bo’s", "Bo’s card", "Taken back", "Never agreed to.", "Bo’s point", "Noticed by Bo"]
NOT_MINE += ["Noticed and taken back"]


def test_everything_of_mine_and_nothing_else(full, ada):
    page = client_of(ada).get(at("home", full)).content.decode()
    assert [text for text in MINE if text not in page] == []
    assert [text for text in NOT_MINE if text in page] == []


def test_contacts_only_once_both_agreed(full, ada, bo):
    assert content.of(ada).meetings == []
    meet(ada, bo)
    (meeting,) = content.of(ada).meetings
    assert (meeting["person"], meeting["contact"].email) == (bo, "bo@example.org")
    assert content.of(person(full, "Lee", "Lille")).meetings == []


def test_the_sheet_says_the_same_as_the_page(full, ada, bo):
    meet(ada, bo)
    answer = client_of(ada).get(at("home-pdf", full))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    sheet_of_ada = words(answer.content)
    for text in (*MINE, "bo@example.org", "within 3 months", "Ada, Delegate, Quito"):
        assert text in sheet_of_ada, text
    assert [text for text in NOT_MINE if text in sheet_of_ada] == []


@pytest.mark.parametrize(
    "text", ["#panic()", "عندنا مثلها", "우리도 같습니다", "\\u{1F} $x$ *a* _b_ `c` @d <e>", "a" * 140]
)
def test_any_words_are_set_as_text(insights, ada, text):
    a_card(ada, what=text[:140], next_step="Ask")
    assert sheet.make(ada).startswith(b"%PDF")


def test_somebody_who_wrote_nothing_gets_a_page_and_a_sheet(insights, ada):
    client = client_of(ada)
    assert "Nothing yet" in client.get(at("home", insights)).content.decode()
    assert client.get(at("home-pdf", insights)).content.startswith(b"%PDF")


# --- keeping it back ---------------------------------------------------------------------------
def published_words(workshop):
    edition = gather.gather(workshop)
    notes = [note.text for chapter in edition.chapters for note in chapter.notes]
    return notes + [card.what for card in edition.cards] + [each.text for each in edition.noticed]


def test_all_of_it_is_kept_in_the_room_and_can_be_allowed_anew(full, ada):
    Noticed.objects.exclude(author=ada).delete()
    assert {"A note of Ada’s", "A levy", "Nobody said who cleans"} <= set(published_words(full))
    assert client_of(ada).post(at("home-keep", full)).status_code == 302
    assert published_words(full) == []
    ada.refresh_from_db()
    assert (ada.consent, {note.consent for note in ada.notes.all()}) == ("room", {"room"})
    ada.cards.update(consent="city")
    assert published_words(full) == ["A levy"]


def test_the_page_asks_the_database_as_often_for_five_as_for_one(full, ada, bo):
    meet(ada, bo)
    client = client_of(ada)
    client.get(at("home", full))
    with CaptureQueriesContext(connection) as one:
        client.get(at("home", full))
    for number in range(4):
        full.notes.create(case=full.cases.first(), author=ada, kind="take", text=f"Note {number}")
        a_card(ada, case=number + 1, rated={"Political will": "have"})
        Question.objects.create(workshop=full, asker=ada, case=full.cases.first(), text=f"Question {number}")
    with CaptureQueriesContext(connection) as five:
        client.get(at("home", full))
    assert len(five) == len(one)
