"""A quote on its way into the note: taken down, sent, agreed to, changed, narrowed, refused, taken back."""

import pytest

from tests.conftest import client_of, person
from tests.export.opened import opened, sheets_of
from workshop import actions
from workshop.models import Statement

SAID = "It took us five years and one market hall."


@pytest.fixture
def quote(workshop, ada):
    type(ada).objects.filter(pk=ada.pk).update(consent="name")
    return Statement.objects.create(workshop=workshop, kind="quote", text=SAID, speaker=ada)


def answered(quote, ada, **answer):
    address = f"/w/{quote.workshop.code}/mine/statements/{quote.pk}/"
    assert client_of(ada).post(address, answer).status_code == 302
    quote.refresh_from_db()
    return quote.state


def printed_as(quote):
    """Whose the words are in the tables; nothing where they are not published."""
    rows = [row for row in sheets_of(quote.workshop)["statements"] if row["id"] == f"statement-{quote.pk}"]
    return [(row["text"], row["name"], row["city"]) for row in rows]


def test_taken_down_it_is_not_published(quote):
    assert (quote.state, printed_as(quote)) == ("captured", [])


def test_sent_it_waits_and_is_sent_once(quote, workshop):
    page = client_of("rapporteur", workshop)
    first = page.post(f"/w/{workshop.code}/note/quotes/", headers={"accept": "application/json"}).json()
    quote.refresh_from_db()
    assert (first["asked"], quote.state, printed_as(quote)) == (1, "sent", [])
    assert actions.send_quotes(workshop=workshop) == 0


def test_agreed_to_it_is_printed_with_the_name(quote, ada):
    assert answered(quote, ada, answer="yes", consent="name", text=SAID) == "approved"
    assert printed_as(quote) == [(SAID, "Ada", "Quito")]


def test_in_other_words_the_speakers_are_printed_and_the_note_takers_kept(quote, ada):
    assert answered(quote, ada, answer="yes", text="It took us four years.") == "edited"
    answered(quote, ada, answer="yes", text="It took us three years.")
    assert (quote.text, quote.original) == ("It took us three years.", SAID)
    assert printed_as(quote) == [("It took us three years.", "Ada", "Quito")]
    assert "In the speaker’s own later words" in opened(quote.workshop, "md")
    assert SAID not in opened(quote.workshop, "json")


def test_with_the_city_alone_the_name_is_not_printed(quote, ada):
    assert answered(quote, ada, answer="yes", consent="city") == "city_only"
    assert printed_as(quote) == [(SAID, "", "Quito")]


def test_refused_it_is_in_no_edition(quote, ada):
    assert answered(quote, ada, answer="no") == "refused"
    assert printed_as(quote) == []
    assert SAID not in opened(quote.workshop, "json", "internal")


def test_taken_back_it_is_gone_and_may_come_again(quote, ada):
    answered(quote, ada, answer="yes")
    assert answered(quote, ada, answer="no") == "withdrawn"
    assert printed_as(quote) == []
    assert SAID not in opened(quote.workshop, "json", "internal")
    assert answered(quote, ada, answer="yes") == "approved"


def test_an_internal_edition_holds_what_waits_and_says_so(quote):
    text = opened(quote.workshop, "md", "internal")
    assert SAID in text and "not checked by its author yet" in text
    assert SAID not in opened(quote.workshop, "md")


def test_nobody_answers_for_somebody_with_a_phone(quote, workshop, bo):
    address = f"/w/{workshop.code}/mine/statements/{quote.pk}/"
    assert client_of(bo).post(address, {"answer": "yes"}).status_code == 404
    steward = client_of("steward", workshop)
    assert steward.post(address, {"answer": "yes", "for": quote.speaker.number}).status_code == 403


def test_the_only_one_of_a_city_is_warned_on_their_own_page(workshop, ada, bo):
    page = f"/w/{workshop.code}/mine/"
    assert "You are the only one here from" in client_of(ada).get(page).content.decode()
    person(workshop, "Eva", "  QUITO ")
    assert "You are the only one here from" not in client_of(ada).get(page).content.decode()
    assert "You are the only one here from" in client_of(bo).get(page).content.decode()
