"""Listeners' notes: once, tied to the turn they were begun in, taken back, read by staff and by nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Noticed, Turn
from tests.conftest import client_of

JSON = {"accept": "application/json"}


def url(workshop, name, *takes):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *takes])


@pytest.fixture
def phone(ada):
    return client_of(ada)


def state(browser, workshop):
    return browser.get(url(workshop, "state")).json()


def test_what_i_noticed_is_kept_once_with_the_running_turn(workshop, phone, ada, bo):
    actions.seat(participant=bo)
    turn = actions.floor_to(participant=bo)
    said = {"text": "Nobody speaks of money", "lens": "missing", "consent": "city", "key": uuid.uuid4()}
    told = [phone.post(url(workshop, "notice"), said, headers=JSON).json()["noticed"] for _time in range(2)]
    note = Noticed.objects.get()
    assert told == [note.pk, note.pk]
    assert (note.author, note.turn, note.lens, note.consent) == (ada, turn, "missing", "city")


def test_a_note_that_comes_late_belongs_to_the_turn_it_was_begun_in(workshop, phone, bo):
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    actions.silence(workshop=workshop)
    now = timezone.now()
    Turn.objects.update(started_at=now - timedelta(minutes=5), ended_at=now - timedelta(minutes=3))
    for minutes in (4, 2):
        said = {"text": f"{minutes} minutes ago", "lens": "here", "key": uuid.uuid4()}
        phone.post(url(workshop, "notice"), said | {"begun_at": (now - timedelta(minutes=minutes)).isoformat()})
    turns = dict(Noticed.objects.values_list("text", "turn"))
    assert turns == {"4 minutes ago": Turn.objects.get().pk, "2 minutes ago": None}


@pytest.mark.parametrize("begun", ["", "yesterday", "9999-01-01T00:00:00Z", "0" * 5000])
def test_a_moment_that_is_none_is_not_believed(workshop, phone, begun):
    said = {"text": "Money", "lens": "missing", "key": uuid.uuid4(), "begun_at": begun}
    assert phone.post(url(workshop, "notice"), said, headers=JSON).status_code == 200


@pytest.mark.parametrize("wrong", [{"text": ""}, {"text": "x" * 1001}, {"lens": "gender"}, {"lens": ""}, {"key": "x"}])
def test_what_is_no_note_comes_back_with_a_sentence(workshop, phone, wrong):
    said = {"text": "Money", "lens": "missing", "key": uuid.uuid4()} | wrong
    assert phone.post(url(workshop, "notice"), said, headers=JSON).status_code == 422
    assert phone.post(url(workshop, "notice"), said).status_code == 422
    assert Noticed.objects.count() == 0


def test_it_is_taken_back_by_its_author_alone(workshop, phone, ada, bo):
    note = actions.notice(participant=ada, text="Money", lens="missing")
    back = url(workshop, "unnotice", note.pk)
    assert client_of(bo).post(back, headers=JSON).status_code == 404
    assert "Money" in phone.get(url(workshop, "noticed")).content.decode()
    for _time in range(2):
        assert phone.post(back, headers=JSON).status_code == 200
    assert "Money" not in phone.get(url(workshop, "noticed")).content.decode()


def test_only_its_author_and_the_people_who_run_it_read_it(workshop, hana, phone, ada, bo):
    actions.notice(participant=ada, text="Nobody speaks of money", lens="missing")
    assert [note["text"] for note in state(hana, workshop)["noticed"]["newest"]] == ["Nobody speaks of money"]
    assert state(hana, workshop)["noticed"]["count"] == 1
    for browser in (phone, client_of(bo)):
        assert "noticed" not in state(browser, workshop)
    pages = [browser.get(url(workshop, "circle")).content.decode() for browser in (phone, client_of(bo))]
    assert ["Nobody speaks of money" in page for page in pages] == [True, False]


def test_a_helper_hides_it_with_a_reason_that_its_author_reads(workshop, hana, phone, ada, bo):
    note, steward = actions.notice(participant=ada, text="He is a fool", lens="missing"), client_of("steward", workshop)
    assert "He is a fool" in steward.get(url(workshop, "hiding", note.pk)).content.decode()
    for _time in range(2):
        assert steward.post(url(workshop, "hide", note.pk), {"why": "It names <a> person."}).status_code == 302
    assert {name: state(hana, workshop)["noticed"][name] for name in ("count", "hidden", "newest")} == {
        "count": 0,
        "hidden": 1,
        "newest": [],
    }
    assert "It names &lt;a&gt; person." in phone.get(url(workshop, "noticed")).content.decode()
    assert "Hidden: It names &lt;a&gt; person." in hana.get(url(workshop, "heard")).content.decode()
    steward.post(url(workshop, "show", note.pk))
    assert state(hana, workshop)["noticed"]["count"] == 1
    assert "names" not in phone.get(url(workshop, "noticed")).content.decode()


def test_nobody_hides_without_a_reason_and_nothing_that_was_taken_back(workshop, ada):
    note, steward = actions.notice(participant=ada, text="Money", lens="missing"), client_of("steward", workshop)
    assert steward.post(url(workshop, "hide", note.pk), {"why": " "}).status_code == 422
    assert steward.post(url(workshop, "hide", note.pk), {"why": "x" * 201}, headers=JSON).status_code == 422
    actions.take_back(noticed=note)
    assert steward.post(url(workshop, "hide", note.pk), {"why": "Late"}).status_code == 404
    assert Noticed.objects.get().hidden_at is None


def test_a_helper_of_another_workshop_hides_nothing(workshop, ada, noor):
    note = actions.notice(participant=ada, text="Money", lens="missing")
    away = client_of("steward", noor.workshop)
    assert away.post(url(workshop, "hide", note.pk), {"why": "Mine"}).status_code == 404
    assert away.post(url(noor.workshop, "hide", note.pk), {"why": "Mine"}).status_code == 404
    assert Noticed.objects.get().hidden_at is None


def test_the_page_of_all_listeners_notes_costs_the_same_for_one_and_for_five(workshop, hana, ada, bo):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 4):
        for n in range(many):
            actions.notice(participant=(ada, bo)[n % 2], text=f"Note {n}", lens="here")
        with CaptureQueriesContext(connection) as asked:
            hana.get(url(workshop, "heard"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nothing_is_noticed_before_the_circle_is_open(workshop, phone):
    workshop.fishbowls.update(opened_at=None, started_at=None)
    said = {"text": "Money", "lens": "missing", "key": uuid.uuid4()}
    answer = phone.post(url(workshop, "notice"), said, headers=JSON)
    assert (answer.status_code, answer.json()) == (409, {"refused": "The circle is not open yet."})


def test_a_key_of_somebody_elses_note_opens_nothing(workshop, ada, bo):
    key = uuid.uuid4()
    actions.notice(participant=ada, text="Money", lens="missing", key=key)
    said = {"text": "Mine", "lens": "missing", "key": key}
    assert client_of(bo).post(url(workshop, "notice"), said, headers=JSON).status_code == 409


def test_my_notes_cost_the_same_questions_for_one_and_for_five(workshop, phone, ada):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 4):
        for n in range(many):
            actions.notice(participant=ada, text=f"Note {n}", lens="here")
        with CaptureQueriesContext(connection) as asked:
            phone.get(url(workshop, "circle"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
