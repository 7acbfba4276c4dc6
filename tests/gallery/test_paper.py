"""Paper cards: a helper types one after the other, with Enter alone, of somebody here or of nobody known."""

import pytest

from gallery.models import Note
from tests.conftest import client_of, move_to, person


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    return workshop


def type_card(client, workshop, text="A lender who waits", kind="take", of="", **fields):
    sent = {"kind": kind, "text": text, "number": of, **fields}
    return client.post(f"/w/{workshop.code}/gallery/3/paper/type/", sent)


def test_enter_leads_to_the_next_card_of_the_same_kind_and_city(walk):
    steward = client_of("steward", walk)
    answer = type_card(steward, walk, kind="condition", city="Porto Alegre")
    assert answer["Location"] == f"/w/{walk.code}/gallery/3/paper/?kind=condition&city=Porto+Alegre"
    page = steward.get(answer["Location"]).content.decode()
    assert ('value="condition" accesskey="2" checked' in page, 'value="Porto Alegre"' in page) == (True, True)
    assert ("1 card typed here" in page, "autofocus" in page) == (True, True)


def test_it_is_a_form_of_one_line_without_any_script(walk):
    page = client_of("steward", walk).get(f"/w/{walk.code}/gallery/3/paper/").content.decode()
    form = page[page.index('<form id="card"') : page.index("</form>", page.index('<form id="card"'))]
    assert ('<input id="id_text" name="text"' in form, "<textarea" in form, form.count("<button")) == (True, False, 1)


def test_a_card_of_nobody_known_hangs_with_its_city_and_stays_in_the_room(walk, ada):
    type_card(client_of("steward", walk), walk, city="Porto Alegre")
    note = Note.objects.get()
    assert (note.author, note.city, note.travels, note.on_paper) == (None, "Porto Alegre", "room", True)
    assert "Porto Alegre" in client_of(ada).get(f"/w/{walk.code}/gallery/3/").content.decode()


def test_a_card_with_a_number_is_that_persons_own_note(walk, ada):
    cy = person(walk, "Cy", "Lyon", has_phone=False)
    type_card(client_of("steward", walk), walk, text="Mine", of=cy.number)
    assert (cy.notes.get().text, cy.notes.get().city) == ("Mine", "Lyon")


@pytest.mark.parametrize("fields", [{"number": "99"}, {"number": "-1"}, {"number": "x"}, {"text": ""}, {"kind": "no"}])
def test_what_is_wrong_is_said_and_the_card_stays_typed(walk, ada, fields):
    sent = {"kind": "take", "text": "A lender who waits", **fields}
    answer = client_of("steward", walk).post(f"/w/{walk.code}/gallery/3/paper/type/", sent)
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert f'value="{sent["text"]}"' in answer.content.decode()


def test_a_card_sent_twice_hangs_once(walk):
    steward, key = client_of("steward", walk), "7f6c1f0e-2f5b-4a3c-9d53-0f6f2f8f7a12"
    for _press in range(3):
        type_card(steward, walk, key=key)
    assert Note.objects.count() == 1


def test_a_card_typed_wrongly_is_taken_back_and_no_note_from_a_phone(walk, ada):
    steward = client_of("steward", walk)
    type_card(steward, walk)
    card = Note.objects.get()
    other = Note.objects.create(workshop=walk, case=card.case, author=ada, kind="take", text="From a phone")
    answers = [steward.post(f"/w/{walk.code}/gallery/cards/{note.pk}/take-back/").status_code for note in (card, other)]
    assert (answers, [note.text for note in walk.notes.on_the_wall()]) == ([302, 404], ["From a phone"])


def test_a_question_on_paper_is_asked_like_any_other(walk):
    type_card(client_of("steward", walk), walk, kind="question", text="Who pays?")
    assert [question.text for question in walk.open_questions.waiting()] == ["Who pays?"]
    assert client_of("facilitator", walk).get(f"/w/{walk.code}/questions/").status_code == 200
