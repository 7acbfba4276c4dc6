"""The circle over the wire: every press with and without JavaScript, mine alone, foreign ids, bad input."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions
from tests.conftest import client_of, move_to, person
from workshop.models import Statement

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


@pytest.fixture
def phone(ada):
    return client_of(ada)


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def state(client, workshop):
    return client.get(url(workshop, "state")).json()


# --- on a phone --------------------------------------------------------------------------------
def test_the_page_shows_the_circle_and_my_place(phone, workshop):
    page = phone.get(url(workshop, "circle")).content.decode()
    assert "What keeps a project alive?" in page
    assert page.count('id="circle"') == page.count('id="me"') == 1
    assert page.count("Ask for a chair") == 1


def test_the_fishbowl_stage_leads_phones_here(phone, workshop):
    move_to(workshop, "fishbowl")
    assert phone.get(reverse("room", args=[workshop.code])).headers["location"] == url(workshop, "circle")


def test_asking_without_javascript_leads_back_to_the_page(phone, workshop):
    answer = phone.post(url(workshop, "ask"), {"key": uuid.uuid4()})
    assert (answer.status_code, answer.headers["location"]) == (302, url(workshop, "circle"))
    assert "You are next, and a chair is free" in phone.get(url(workshop, "circle")).content.decode()


def test_asking_with_htmx_answers_with_my_own_part(phone, workshop):
    answer = phone.post(url(workshop, "ask"), headers=HTMX).content.decode()
    assert answer.strip().startswith('<section id="me"')
    assert "Leave the queue" in answer


def test_asking_by_script_answers_with_data(phone, workshop, ada):
    answer = phone.post(url(workshop, "ask"), headers=JSON).json()
    assert answer == {"done": True, "entry": ada.entries.get().pk, "waiting": True}


def test_the_whole_way_to_the_chair_and_back(phone, hana, workshop, ada):
    phone.post(url(workshop, "ask"))
    wish = state(hana, workshop)["queue"][0]
    hana.post(url(workshop, "call", wish["entry"]), {"seen": wish["calls"]})
    me = phone.get(url(workshop, "me")).content.decode()
    assert "Chair 1 is yours" in me
    stay = ada.stays.get().pk
    assert phone.post(url(workshop, "take"), {"call": stay}, headers=JSON).json()["seated"] is True
    phone.post(url(workshop, "speak"))
    assert state(phone, workshop)["speaker"]["name"] == "Ada"
    phone.post(url(workshop, "leave"), {"stay": stay})
    after = state(phone, workshop)
    assert (after["speaker"], after["counts"]["free"]) == (None, 6)


def test_declining_keeps_the_wish(phone, workshop, ada):
    actions.call(entry=actions.ask(participant=ada), seen=0)
    phone.post(url(workshop, "decline"))
    assert [wish["name"] for wish in state(phone, workshop)["queue"]] == ["Ada"]


def test_the_loser_of_the_last_chair_is_told_and_waits(workshop, bowl, ada, bo):
    for _chair in range(5):
        actions.seat(participant=person(workshop, "Guest", "Lyon"))
    assert client_of(ada).post(url(workshop, "take"), headers=JSON).status_code == 200
    answer = client_of(bo).post(url(workshop, "take"), headers=JSON)
    assert (answer.status_code, answer.json()) == (409, {"refused": "Somebody was a moment faster. You are next."})
    assert [wish["name"] for wish in state(client_of(bo), workshop)["queue"]] == ["Bo"]


def test_my_part_is_mine_alone(workshop, ada, bo):
    actions.ask(participant=ada)
    assert "You are next" in client_of(ada).get(url(workshop, "me")).content.decode()
    assert "You listen" in client_of(bo).get(url(workshop, "me")).content.decode()


def test_my_part_is_sent_again_only_when_it_has_changed(phone, workshop, ada):
    tag = phone.get(url(workshop, "me")).headers["etag"]
    assert phone.get(url(workshop, "me"), headers={"if-none-match": tag}).status_code == 304
    actions.ask(participant=ada)
    assert phone.get(url(workshop, "me"), headers={"if-none-match": tag}).status_code == 200


def test_a_part_with_a_used_key_is_never_taken_for_new(phone, workshop, ada):
    tag = phone.get(url(workshop, "me")).headers["etag"]
    actions.ask(participant=ada)
    actions.withdraw(participant=ada)
    assert phone.get(url(workshop, "me"), headers={"if-none-match": tag}).status_code == 200


def test_staff_without_a_seat_in_the_room_look_on(hana, workshop):
    page = hana.get(url(workshop, "circle"))
    assert "You look on" in page.content.decode()
    assert hana.post(url(workshop, "ask")).status_code == 403


def test_the_page_asks_the_database_as_often_for_five_as_for_one(phone, workshop):
    def count():
        with CaptureQueriesContext(connection) as counted:
            phone.get(url(workshop, "circle"))
        return len(counted)

    phone.get(url(workshop, "circle"))
    one = count()
    for number in range(5):
        actions.ask(participant=person(workshop, f"Person {number}", "Lyon"))
    assert count() == one


# --- for others --------------------------------------------------------------------------------
def test_a_steward_acts_for_people_without_a_phone(workshop, ada):
    steward = client_of("steward", workshop)
    steward.post(url(workshop, "ask"), {"for": ada.number})
    steward.post(url(workshop, "take"), {"for": ada.number})
    assert state(steward, workshop)["chairs"][0]["name"] == "Ada"
    steward.post(url(workshop, "leave"), {"for": ada.number})
    assert state(steward, workshop)["counts"]["free"] == 6


def test_nobody_else_acts_for_others(phone, workshop, bo):
    assert phone.post(url(workshop, "ask"), {"for": bo.number}).status_code == 403
    assert client_of("note_taker", workshop).post(url(workshop, "ask"), {"for": bo.number}).status_code == 403


def test_the_console_brings_people_to_the_queue_and_to_chairs(hana, workshop, ada, bo):
    hana.post(url(workshop, "seat"), {"person": ada.number, "where": "queue"})
    hana.post(url(workshop, "seat"), {"person": bo.number, "where": "4"})
    now = state(hana, workshop)
    assert [wish["name"] for wish in now["queue"]] == ["Ada"]
    assert now["chairs"][3]["name"] == "Bo"
    hana.post(url(workshop, "seat"), {"person": ada.number, "where": "any"})
    assert state(hana, workshop)["chairs"][0]["name"] == "Ada"


@pytest.mark.parametrize("number", ["99", "", "-1", "one", "9" * 30])
def test_an_unknown_number_comes_back_with_its_sentence(hana, workshop, number):
    answer = hana.post(url(workshop, "seat"), {"person": number, "where": "queue"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()


def test_a_person_of_another_workshop_has_no_number_here(hana, workshop, noor):
    assert hana.post(url(workshop, "seat"), {"person": noor.number, "where": "any"}).status_code == 422


# --- running it --------------------------------------------------------------------------------
def test_a_second_tap_on_call_answers_the_same(hana, workshop, ada):
    wish = actions.ask(participant=ada)
    first = hana.post(url(workshop, "call", wish.pk), {"seen": 0}, headers=JSON).json()
    assert hana.post(url(workshop, "call", wish.pk), {"seen": 0}, headers=JSON).json() == first


def test_the_console_sees_who_came_and_who_did_not(hana, workshop, ada, bo):
    call = actions.call(entry=actions.ask(participant=ada), seen=0)
    hana.post(url(workshop, "arrived", call.pk))
    missed = actions.call(entry=actions.ask(participant=bo), seen=0)
    hana.post(url(workshop, "release", missed.pk))
    now = state(hana, workshop)
    assert now["chairs"][0]["state"] == "taken"
    assert [wish["name"] for wish in now["queue"]] == ["Bo"]
    hana.post(url(workshop, "remove", bo.entries.get().pk))
    assert state(hana, workshop)["queue"] == []


def test_the_note_taker_gives_the_floor_and_takes_it_back(workshop, ada):
    scribe = client_of("note_taker", workshop)
    actions.take(participant=ada)
    turn = scribe.post(url(workshop, "floor", ada.number), {"seen": 0}, headers=JSON).json()["turn"]
    scribe.post(url(workshop, "silence"), {"seen": turn})
    assert state(scribe, workshop)["speaker"] is None


def test_queue_chairs_question_and_end(hana, workshop, ada):
    hana.post(url(workshop, "queue"), {"open": "0"})
    hana.post(url(workshop, "chairs", 6), {"on": "0"})
    hana.post(url(workshop, "chairs", 7), {"on": "1"})
    hana.post(url(workshop, "question"), {"question": "  Who\tpays? "})
    now = state(hana, workshop)
    assert (now["queue_open"], now["question"]) == (False, "Who pays?")
    assert [chair["state"] for chair in now["chairs"]] == ["free"] * 5 + ["retired", "free"]
    hana.post(url(workshop, "queue"), {"open": "1"})
    actions.take(participant=ada)
    hana.post(url(workshop, "finish"))
    assert state(hana, workshop)["counts"]["taken"] == 0


def test_a_question_too_long_comes_back_as_it_was_typed(hana, workshop, bowl):
    answer = hana.post(url(workshop, "question"), {"question": "a" * 301})
    assert answer.status_code == 422
    assert "a" * 301 in answer.content.decode()
    assert state(hana, workshop)["question"] == "What keeps a project alive?"


def test_a_statement_belongs_to_who_has_the_floor(workshop, ada):
    scribe = client_of("note_taker", workshop)
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    scribe.post(url(workshop, "statement"), {"text": "We began small.", "kind": "quote", "case": "2"})
    taken = Statement.objects.get()
    assert (taken.speaker, taken.case.number, taken.kind) == (ada, 2, "quote")


def test_a_statement_may_name_its_speaker(workshop, ada, bo):
    scribe = client_of("note_taker", workshop)
    scribe.post(url(workshop, "statement"), {"text": "It grew.", "kind": "statement", "speaker": bo.number})
    assert Statement.objects.get().speaker == bo


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "a" * 2001},
        {"kind": "paraphrase"},
        {"case": "77"},
        {"case": "'"},
        {"speaker": "99"},
        {"speaker": ""},
        {"key": "no key"},
    ],
)
def test_a_statement_that_is_not_right_comes_back(workshop, ada, wrong):
    scribe = client_of("note_taker", workshop)
    right = {"text": "It grew.", "kind": "statement", "speaker": ada.number}
    answer = scribe.post(url(workshop, "statement"), right | wrong, headers=HTMX)
    assert answer.status_code == 422
    assert Statement.objects.count() == 0
    assert scribe.post(url(workshop, "statement"), right).status_code == 302


def test_text_of_any_kind_is_text(hana, workshop, ada):
    hana.post(url(workshop, "question"), {"question": "<script>alert(1)</script>\x00 {{ 7*7 }}"})
    client_of("note_taker", workshop).post(
        url(workshop, "statement"), {"text": "\u202e<b hx-get=/>", "kind": "quote", "speaker": ada.number}
    )
    page = hana.get(url(workshop, "circle")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert Statement.objects.get().text == "<b hx-get=/>"


@pytest.mark.parametrize("sent", [{"seen": "waiting"}, {"seen": "-1"}, {"seen": "9" * 40}])
def test_what_was_seen_is_a_number(hana, workshop, ada, sent):
    wish = actions.ask(participant=ada)
    assert hana.post(url(workshop, "call", wish.pk), sent).status_code == 404


@pytest.mark.parametrize("field", ["call", "stay", "entry", "key"])
def test_a_press_that_cannot_be_read_changes_nothing(phone, workshop, field):
    for name in ("take", "leave", "withdraw", "decline"):
        assert phone.post(url(workshop, name), {field: "x"}).status_code == 409


def test_rows_of_another_workshop_are_not_found(hana, workshop, noor):
    wish = actions.ask(participant=noor)
    stay = actions.call(entry=wish, seen=0)
    for name, pk in [("call", wish.pk), ("remove", wish.pk), ("release", stay.pk), ("arrived", stay.pk)]:
        assert hana.post(url(workshop, name, pk)).status_code == 404
    assert hana.post(url(workshop, "call", 10**30)).status_code == 404
    stay.refresh_from_db()
    assert (stay.left_at, stay.seated_at) == (None, None)


def test_ids_of_others_do_nothing_on_a_phone(phone, workshop, bo):
    wish = actions.ask(participant=bo)
    phone.post(url(workshop, "withdraw"), {"entry": wish.pk})
    call = actions.call(entry=wish, seen=0)
    phone.post(url(workshop, "take"), {"call": call.pk})
    phone.post(url(workshop, "decline"), {"call": call.pk})
    actions.take(participant=bo)
    phone.post(url(workshop, "leave"), {"stay": call.pk})
    assert state(phone, workshop)["chairs"][0]["name"] == "Bo"


# --- console and projector ---------------------------------------------------------------------
def test_the_console_names_person_and_chair_on_its_red_button(hana, workshop, ada):
    move_to(workshop, "fishbowl")
    console = reverse("console", args=[workshop.code])
    assert "Nobody waits." in hana.get(console).content.decode()
    actions.ask(participant=ada, topic="The canteen")
    page = hana.get(console).content.decode()
    assert "Call <bdi>Ada</bdi>, <bdi>Quito</bdi> to chair 1" in page
    assert "The canteen" in page


def test_one_red_action_on_the_console(hana, workshop, ada, bo):
    move_to(workshop, "fishbowl")
    for each in (ada, bo):
        actions.ask(participant=each)
    assert hana.get(reverse("console", args=[workshop.code])).content.decode().count("btn go") == 1


def test_the_projector_shows_the_next_three_and_four_rules(workshop):
    move_to(workshop, "fishbowl")
    for number in range(5):
        actions.ask(participant=person(workshop, f"Person {number}", "Lyon"), topic="secret")
    page = client_of("projector", workshop).get(reverse("projector", args=[workshop.code])).content.decode()
    assert [f"Person {number}" in page for number in range(5)] == [True, True, True, False, False]
    assert "Next, of 5 who wait" in page
    assert page.split('class="rules"')[1].count("<li>") == 4
    assert "secret" not in page


def test_an_empty_circle_is_shown_as_it_is(workshop):
    move_to(workshop, "fishbowl")
    page = client_of("projector", workshop).get(reverse("projector", args=[workshop.code])).content.decode()
    assert "Nobody waits: a chair is free for you." in page
    assert "The floor is free" in page


def test_phones_are_not_sent_what_only_staff_may_see(phone, workshop, bo):
    actions.ask(participant=bo, topic="The canteen")
    for name in ("circle", "me", "state"):
        assert "canteen" not in phone.get(url(workshop, name)).content.decode()


def test_the_console_offers_help_when_the_room_is_silent_and_shows_what_listeners_hear(hana, workshop, ada, bowl):
    quiet = hana.get(reverse("console", args=[workshop.code])).content.decode()
    assert [quiet.count(words) for words in ("A chair has stayed free", "listener’s note")] == [0, 0]
    move_to(workshop, "fishbowl")
    bowl.refresh_from_db()
    bowl.started_at = timezone.now() - timedelta(minutes=9)
    bowl.save(update_fields=["started_at"])
    actions.notice(participant=ada, lens="missing", text="Nobody speaks of the rent.")
    page = hana.get(reverse("console", args=[workshop.code])).content.decode()
    assert page.count("A chair has stayed free") == 1
    assert page.count("Nobody speaks of the rent.") == 1
