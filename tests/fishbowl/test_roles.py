"""The console as the steward and the note taker have it: what comes first, what they press, what is not for them."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fishbowl import actions, scenes
from tests.conftest import client_of, move_to, person

JSON = {"accept": "application/json"}


@pytest.fixture
def bowl(workshop):
    move_to(workshop, "fishbowl")
    actions.start(workshop=workshop)
    return workshop.fishbowls.get()


@pytest.fixture
def guest(workshop):
    return without_phone(workshop, "Planner", "Dakar")


def without_phone(workshop, name, city):
    return person(workshop, name, city, has_phone=False)


def press(client, workshop, name, *args, **fields):
    address = reverse(f"fishbowl:{name}", args=[workshop.code, *args])
    return client.post(address, {"key": uuid.uuid4()} | fields, headers=JSON)


def rows(workshop):
    return scenes.on_console(workshop)["phoneless"]


# --- people without a phone --------------------------------------------------------------------
def test_only_people_without_a_phone_are_listed_and_where_they_are(bowl, workshop, ada, guest):
    actions.ask(participant=ada)
    actions.ask(participant=guest, by="steward")
    told = [(row["name"], row["place"], row["chair"], row["away"]) for row in rows(workshop)]
    assert told == [("Planner", 2, None, False)]


def test_who_is_called_stands_first_and_is_read_aloud(bowl, workshop, guest):
    late = without_phone(workshop, "Officer", "Bilbao")
    actions.call(entry=actions.ask(participant=late, by="steward"), seen=0)
    assert [(row["name"], row["called"]) for row in rows(workshop)] == [("Officer", True), ("Planner", False)]
    assert [chair["aloud"] for chair in scenes.on_console(workshop)["called"]] == [True]


def test_a_call_to_a_phone_is_not_read_aloud(bowl, workshop, ada):
    actions.call(entry=actions.ask(participant=ada), seen=0)
    assert [chair["aloud"] for chair in scenes.on_console(workshop)["called"]] == [False]


def test_the_steward_takes_a_guest_all_the_way(bowl, workshop, guest):
    steward = client_of("steward", workshop)
    assert press(steward, workshop, "ask", **{"for": guest.number}).status_code == 200
    stay = actions.call(entry=guest.entries.get(), seen=0)
    assert press(steward, workshop, "arrived", stay.pk).json()["seated"] is True
    assert press(steward, workshop, "release", stay.pk, exit="made_room").status_code == 200
    assert press(steward, workshop, "seat-one", guest.number).json()["chair"] == 1


def test_the_steward_says_who_is_out_and_who_is_back(bowl, workshop, guest):
    steward = client_of("steward", workshop)
    press(steward, workshop, "presence", guest.number, "away")
    assert [row["away"] for row in rows(workshop)] == [True]
    press(steward, workshop, "presence", guest.number, "back")
    assert [row["away"] for row in rows(workshop)] == [False]
    assert press(steward, workshop, "presence", guest.number, "asleep").status_code == 404


def test_a_hundred_people_without_a_phone_cost_no_more_queries(bowl, workshop, guest):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            scenes.on_console(workshop)
        return len(asked)

    actions.ask(participant=guest, by="steward")
    one = queries()
    for number in range(4):
        actions.ask(participant=without_phone(workshop, f"Guest {number}", f"City {number}"), by="steward")
    assert queries() == one


@pytest.mark.parametrize(
    ("role", "status"), [("facilitator", 200), ("steward", 200), ("note_taker", 200), ("rapporteur", 403)]
)
def test_whoever_runs_the_circle_writes_down_the_point_of_somebody_without_a_phone(bowl, workshop, guest, role, status):
    actions.ask(participant=guest, by="steward")
    client, form = client_of(role, workshop), reverse("fishbowl:pointing-for", args=[workshop.code, guest.number])
    assert form not in client.get(reverse("console", args=[workshop.code])).content.decode()
    actions.finish(workshop=workshop)
    assert form in client.get(reverse("console", args=[workshop.code])).content.decode()
    assert client.get(form).status_code == status
    said = press(client, workshop, "point", text="Ask the tenants", **{"for": guest.number})
    assert (said.status_code, workshop.statements.exists()) == (status, status == 200)


# --- the note taker ----------------------------------------------------------------------------
def test_every_taken_chair_is_one_press_for_the_note_taker(bowl, workshop, ada, bo):
    for one in (ada, bo):
        actions.seat(participant=one)
    taker = client_of("note_taker", workshop)
    press(taker, workshop, "floor", ada.number, seen=0)
    page = taker.get(reverse("console", args=[workshop.code])).content.decode()
    speakers = page.split('class="speakers"')[1].split("</section>")[0]
    assert "Ada, Quito speaks: end the turn" in speakers
    assert "Bo, Dakar speaks now" in speakers
    assert f'data-speaker="{ada.number}"' in speakers


def test_words_without_a_city_named_invite_it(bowl, workshop, hana):
    press(hana, workshop, "move", text="Dakar")
    move = bowl.moves.get()
    assert (move.kind, move.text) == ("invite", "Dakar")


# --- by role -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "marks"),
    [("facilitator", "facilitates helps scribes"), ("steward", "helps"), ("note_taker", "scribes"), ("rapporteur", "")],
)
def test_the_page_is_arranged_by_what_somebody_may_do(bowl, workshop, role, marks):
    page = client_of(role, workshop).get(reverse("console", args=[workshop.code])).content.decode()
    classes = page.split("<body")[1].split('class="')[1].split('"')[0].split()
    assert " ".join(each for each in classes if each in ("facilitates", "helps", "scribes")) == marks


@pytest.mark.parametrize("role", ["steward", "note_taker"])
def test_what_leads_the_circle_is_refused_to_helpers(bowl, workshop, role):
    client = client_of(role, workshop)
    for name, args in (("phase", ["pause"]), ("settings", []), ("move", []), ("finish", []), ("block", [])):
        assert press(client, workshop, name, *args, kind="check").status_code == 403


# --- who typed it ------------------------------------------------------------------------------
def test_a_statement_says_on_the_console_who_took_it_down_and_nowhere_on_a_phone(bowl, workshop, ada):
    typist, other = client_of("note_taker", workshop), client_of("steward", workshop)
    workshop.links.filter(role="note_taker").update(label="Note taker Ines")
    actions.seat(participant=ada)
    press(typist, workshop, "statement", text="It took years.", kind="quote", speaker=ada.number)
    statement = workshop.statements.get()
    assert (statement.typed_as, statement.typist) == ("note_taker", "Note taker Ines")
    for client in (typist, other):
        assert "Note taker Ines" in client.get(reverse("console", args=[workshop.code])).content.decode()
    phone = client_of(ada)
    pages = [phone.get(reverse(name, args=[workshop.code])).content.decode() for name in ("mine", "fishbowl:circle")]
    assert ["It took years." in page for page in pages] == [True, False]
    assert ["Ines" in page for page in pages] == [False, False]
    workshop.links.all().delete()
    statement.refresh_from_db()
    assert statement.typist == "Note taker"


def test_a_point_that_a_helper_types_says_so_and_ones_own_does_not(bowl, workshop, ada, guest):
    for each in (ada, guest):
        actions.ask(participant=each, by="steward")
    actions.finish(workshop=workshop)
    press(client_of(ada), workshop, "point", text="Mine")
    press(client_of("steward", workshop), workshop, "point", text="Theirs", **{"for": guest.number})
    assert dict(workshop.statements.values_list("text", "typed_as")) == {"Mine": "", "Theirs": "steward"}
