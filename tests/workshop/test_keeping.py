"""What a phone may keep, who it belongs to, and that words which waited go out under nobody else's name."""

import pytest
from django.test import Client

from gallery.models import Note
from tests.conftest import client_of, move_to
from workshop.keeping import MARK

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def at(workshop):
    move_to(workshop, "gallery")
    return f"/w/{workshop.code}"


def test_a_participants_phone_may_keep_the_posters(at, ada):
    phone = client_of(ada)
    paths = ("/gallery/", "/gallery/2/", "/gallery/2/wall/", "/mine/")
    marks = {path: phone.get(at + path).get(MARK) for path in paths}
    mark = f"{ada.workshop.code} {ada.number}"
    assert marks == {"/gallery/": mark, "/gallery/2/": mark, "/gallery/2/wall/": None, "/mine/": None}


@pytest.mark.parametrize("role", ["facilitator", "organizer", "steward", "note_taker"])
def test_what_a_role_shows_more_is_not_kept(at, workshop, role):
    page = client_of(role, workshop).get(f"{at}/gallery/2/")
    assert (page.status_code, page.get(MARK)) == (200, None)


def test_a_phone_learns_who_it_is(at, workshop, ada, noor):
    asked = [client_of(ada), client_of("steward", workshop), client_of(noor), Client()]
    answers = [client.get(f"{at}/who/") for client in asked]
    assert [answer.json()["me"] for answer in answers] == [str(ada.number), "steward", "", ""]
    assert "no-store" in answers[0]["Cache-Control"]


def test_the_token_it_learns_is_good(at, ada):
    phone = Client(enforce_csrf_checks=True)
    phone.cookies = client_of(ada).cookies
    note = {"kind": "take", "text": "A thought"}
    assert phone.post(f"{at}/gallery/1/notes/", note, headers=JSON).status_code == 403
    token = phone.get(f"{at}/who/").json()["token"]
    assert phone.post(f"{at}/gallery/1/notes/", note, headers=JSON | {"x-csrftoken": token}).status_code == 200


@pytest.mark.parametrize(("written_by", "status", "notes"), [("ada", 200, 1), ("bo", 403, 0), ("nobody", 403, 0)])
def test_words_go_out_under_no_other_name(at, ada, bo, written_by, status, notes):
    number = {"ada": ada.number, "bo": bo.number, "nobody": ""}[written_by]
    note = {"kind": "take", "text": "A thought", "as": number}
    assert client_of(ada).post(f"{at}/gallery/1/notes/", note, headers=JSON).status_code == status
    assert Note.objects.count() == notes


def test_the_worker_is_looked_at_each_time(client):
    answer = client.get("/sw.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "VERSION" not in answer.content.decode()
    assert client.get("/sw.js", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_page_for_no_connection_names_nobody(at, ada):
    page = client_of(ada).get("/unreachable/").content.decode()
    assert [words for words in ("Ada", ada.workshop.code, "data-me") if words in page] == []
