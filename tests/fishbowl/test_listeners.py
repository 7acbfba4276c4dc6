"""Who came in without a name: hears, writes, has no place in queue, circle, history or export, until they have one."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions, journal
from fishbowl.models import Entry, Step
from tests.conftest import client_of, person
from tests.export.opened import opened, sheets_of
from workshop import actions as core
from workshop.export.files import FORMATS
from workshop.refusals import NotNow

JSON = {"accept": "application/json"}


@pytest.fixture
def listener(workshop):
    return core.join(workshop=workshop, name="", city="Lima", consent="city", listens=True)


def url(workshop, name, *takes):
    return reverse(name, args=[workshop.code, *takes])


def test_somebody_comes_in_without_a_name(client, workshop):
    key = uuid.uuid4()
    said = {"name": "", "city": "Lima", "listens": "1", "key": key}
    answer = client.post(url(workshop, "join"), said, headers=JSON)
    listener = workshop.participants.get(number=answer.json()["number"])
    assert (listener.is_listener, listener.name, listener.city) == (True, f"Listener {listener.number}", "Lima")
    client.logout()
    assert client.post(url(workshop, "join"), said, headers=JSON).json()["number"] == listener.number
    assert client_of(listener).get(url(workshop, "mine")).content.decode().count(url(workshop, "say-who")) == 1


def test_without_the_word_that_one_only_listens_a_name_is_asked_for(client, workshop):
    answer = client.post(url(workshop, "join"), {"name": "", "city": "Lima"}, headers=JSON)
    assert answer.json() == {"errors": {"name": ["Please write your name."]}}


@pytest.mark.parametrize("by", [None, "steward", "facilitator"])
def test_a_listener_has_no_way_into_queue_circle_floor_or_promise_whoever_presses(workshop, listener, ada, by):
    actions.seat(participant=ada)
    turn = actions.floor_to(participant=ada)
    before, who = Step.objects.count(), {"participant": listener, "by": by}
    ways = [
        lambda: actions.ask(**who),
        lambda: actions.ask(kind="procedure", **who),
        lambda: actions.ask(kind="reply", **who),
        lambda: actions.take(**who),
        lambda: actions.seat(**who),
        lambda: actions.floor_to(off_chair=True, **who),
        lambda: actions.promise(at=timezone.now(), **who),
        lambda: actions.correct_turn(turn=turn, **who),
        lambda: actions.name_rapporteur(bowl=turn.fishbowl, participant=listener, by=by),
    ]
    for way in ways:
        with pytest.raises(NotNow, match="without a name"):
            way()
    assert Step.objects.count() == before
    assert not Step.objects.filter(about=listener.pk).exists()


def test_the_database_has_the_last_word(workshop, listener):
    bowl, now = workshop.fishbowls.get(), timezone.now()
    deeds = [
        lambda: Entry.objects.create(fishbowl=bowl, participant=listener, place=1),
        lambda: bowl.chairs.first().stays.create(participant=listener, seated_at=now),
        lambda: bowl.turns.create(participant=listener),
    ]
    for deed in deeds:
        with pytest.raises(IntegrityError, match="no_listener_"), transaction.atomic():
            deed()


def test_the_phone_leads_to_the_name_instead_of_the_queue(workshop, listener, ada):
    mine, others = (client_of(each).get(url(workshop, "fishbowl:circle")).content.decode() for each in (listener, ada))
    assert [page.count("Say how you are called, to be heard") for page in (mine, others)] == [1, 0]
    assert client_of(listener).get(url(workshop, "fishbowl:state")).json()["me"]["may"] == []


@pytest.mark.parametrize(("typed", "called"), [("Rosa", "Rosa"), ("  The baker ", "The baker"), ("", None)])
def test_a_name_another_one_or_a_guest_with_a_number_and_then_everything_is_open(workshop, listener, typed, called):
    phone = client_of(listener)
    for _time in range(2):
        phone.post(url(workshop, "say-who"), {"name": typed, "city": "Lima"})
    listener.refresh_from_db()
    assert (listener.is_listener, listener.name) == (False, called or f"Guest {listener.number}")
    assert phone.post(url(workshop, "fishbowl:ask"), {"key": uuid.uuid4()}, headers=JSON).status_code == 200
    assert journal.first_break(workshop.pk) is None


def test_nobody_is_renamed_by_the_way_for_listeners(workshop, ada):
    client_of(ada).post(url(workshop, "say-who"), {"name": "Zed", "city": "Lima"})
    ada.refresh_from_db()
    assert (ada.name, ada.city) == ("Ada", "Quito")


def test_a_name_without_a_city_comes_back_with_a_sentence(workshop, listener):
    answer = client_of(listener).post(url(workshop, "say-who"), {"name": "Rosa", "city": ""}, headers=JSON)
    assert answer.status_code == 422
    listener.refresh_from_db()
    assert listener.is_listener


def note_of(author):
    return actions.notice(participant=author, text="Nobody speaks of rents", lens="missing", consent="name")


def named(workshop, edition="internal"):
    return {row["text"]: row["name"] for row in sheets_of(workshop, edition)["listener_notes"]}


@pytest.mark.parametrize("name", FORMATS)
def test_a_listener_is_named_in_no_format_inside_or_out(workshop, listener, name):
    core.change(participant=listener, name="Hidden Rosa", city="Lima", function="", consent="name")
    note = note_of(listener)
    note.checked_at = timezone.now()
    note.save()
    for edition in ("public", "internal"):
        assert "Hidden Rosa" not in opened(workshop, name, edition)
    assert named(workshop) == {"Nobody speaks of rents": ""}


@pytest.mark.parametrize("earlier", [True, False])
def test_what_a_listener_wrote_is_told_with_the_name_only_where_they_ticked_it(workshop, listener, earlier):
    before = note_of(listener)
    tick = {"earlier": "1"} if earlier else {}
    client_of(listener).post(url(workshop, "say-who"), {"name": "Rosa", "city": "Lima"} | tick)
    listener.refresh_from_db()
    after = actions.notice(participant=listener, text="Who pays?", lens="missing", consent="name")
    for note in (before, after):
        note.checked_at = timezone.now()
        note.save()
    told = {before.text: "Rosa" if earlier else "", after.text: "Rosa"}
    assert (named(workshop), named(workshop, "public")) == (told, told)


def test_others_are_named_inside_as_before(workshop):
    note_of(person(workshop, "Eva", "Lyon", consent="name"))
    assert named(workshop) == {"Nobody speaks of rents": "Eva"}


def test_the_buttons_of_the_circle_that_a_listener_may_not_press_are_not_shown(workshop, listener, ada):
    page = client_of(listener).get(f"/w/{workshop.code}/fishbowl/").content.decode()
    assert " data-listens" in page
    assert " data-listens" not in client_of(ada).get(f"/w/{workshop.code}/fishbowl/").content.decode()
