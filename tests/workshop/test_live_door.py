"""The live room without a server: the door, revisions and news, pictures, frames, origins, and who stands behind."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.conftest import client_of, person
from workshop import access, live
from workshop.access import EVERY_ROLE, PARTICIPANT
from workshop.live import fragments, origin, passes, wire
from workshop.live.heard import Heard
from workshop.live.news import News
from workshop.refusals import NotNow


# --- the door ----------------------------------------------------------------------------------
def test_a_change_raises_the_revision_by_one_and_is_told_once(workshop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told, live.changing(workshop, "now") as room:
        room.show("people")
    assert (room.revision, len(told)) == (workshop.revision + 1, 1)


def test_a_refusal_leaves_the_revision_and_tells_nothing(workshop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told, pytest.raises(NotNow), live.changing(workshop, "now"):
        raise NotNow("The circle is closed.")
    before = workshop.revision
    workshop.refresh_from_db()
    assert (workshop.revision, told) == (before, [])


def test_a_change_within_a_change_that_fails_is_not_told(workshop, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as told, live.changing(workshop, "now") as room:
        _fail_at(workshop)
    workshop.refresh_from_db()
    assert (workshop.revision, len(told)) == (room.revision, 1)


def _fail_at(workshop):
    with pytest.raises(NotNow), live.changing(workshop, "people"):
        raise NotNow("Not this one.")


@pytest.mark.django_db(transaction=True)
def test_a_change_waits_for_the_one_that_is_under_way(workshop):
    revisions, begun = [], threading.Event()

    def change():
        begun.set()
        with live.changing(workshop) as room:
            revisions.append(room.revision)
        connection.close()

    other = threading.Thread(target=change)
    with live.changing(workshop) as room:
        other.start()
        begun.wait(5)
        other.join(0.2)
        assert (revisions, other.is_alive()) == ([], True)
        revisions.append(room.revision)
    other.join(5)
    assert revisions == [1, 2]


def test_telling_never_raises_where_nobody_listens(workshop, django_capture_on_commit_callbacks, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with django_capture_on_commit_callbacks(execute=True) as told, live.changing(workshop, "now"):
        pass
    assert len(told) == 1


def test_news_names_people_by_number_only(ada):
    news = News(1, "e", {4})
    news.show("now")
    news.poke(ada, None)
    news.look_who_may()
    message = news.as_message()
    assert (message["fragments"], message["people"], message["recheck"]) == (["now"], [ada.pk], True)
    assert News.from_message(message) == news


def test_two_pieces_of_news_become_one(workshop):
    news = News(1, "e", {4}, {"now"}, {7})
    news.add(News(1, "e", {5}, {"people"}, set(), everybody=True))
    assert news == News(1, "e", {4, 5}, {"now", "people"}, {7}, everybody=True)


# --- what was heard ----------------------------------------------------------------------------
def heard_up_to(revision):
    heard = Heard()
    heard.begin("e", revision)
    return heard


def test_news_that_overtakes_other_news_is_no_loss():
    heard = heard_up_to(3)
    heard.hear("e", {5})
    assert heard.mark == ("e", 3)
    heard.hear("e", {4})
    assert heard.mark == ("e", 5)
    assert heard.missed("e", 5) is False


def test_a_revision_nobody_told_of_is_missed_at_the_second_look():
    heard = heard_up_to(3)
    assert heard.missed("e", 4) is False
    assert heard.missed("e", 4) is True
    assert heard.mark == ("e", 4)


def test_news_that_comes_between_two_looks_is_not_missed():
    heard = heard_up_to(3)
    assert heard.missed("e", 4) is False
    heard.hear("e", {4, 5})
    assert heard.missed("e", 5) is False


def test_steady_news_does_not_hide_the_one_that_was_lost():
    heard = heard_up_to(3)
    heard.hear("e", {5, 6})
    assert heard.missed("e", 6) is False
    heard.hear("e", {7})
    assert heard.missed("e", 7) is True


def test_another_epoch_counts_from_its_own_revision():
    heard = heard_up_to(30)
    assert heard.missed("f", 4) is True
    assert heard.mark == ("f", 4)
    assert heard.hear("g", {2}) is False
    assert heard.mark == ("g", 2)


# --- pictures ----------------------------------------------------------------------------------
def test_a_picture_carries_its_epoch_and_revision(workshop):
    html = live.picture(workshop, "now", "en")
    assert f'data-epoch="{workshop.epoch}" data-revision="0"' in html
    assert html.startswith('<section id="now"')


@pytest.mark.parametrize("name", ["nothing", "now:1", "wall", "wall:99", "wall:x", "wall:", "NOW", "now;drop", ""])
def test_there_is_no_picture_of_what_is_not_there(workshop, name):
    with pytest.raises(live.NoSuchPicture):
        live.picture(workshop, name, "en")


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_drawn_once_for_a_revision(workshop):
    live.picture(workshop, "people", "en")
    with CaptureQueriesContext(
        connection,
    ) as again:
        live.picture(workshop, "people", "en")
    assert len(again) == 1  # the revision


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_not_kept_as_a_picture(workshop):
    with transaction.atomic():
        workshop.stages.update(title="Never so")
        workshop.stage = workshop.stages.first()
        workshop.save(update_fields=["stage"])
        assert "Never so" in live.picture(workshop, "now", "en")
        transaction.set_rollback(True)
    assert "Never so" not in live.picture(workshop, "now", "en")


# --- frames ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a" * 125, b"\x81\x7d"),
        ("a" * 126, b"\x81\x7e\x00\x7e"),
        ("a" * 65535, b"\x81\x7e\xff\xff"),
        ("a" * 65536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
        ("é", b"\x81\x02"),
    ],
)
def test_a_frame_says_its_length(text, head):
    assert wire.Frame(text).data == head + text.encode()


def test_a_server_we_do_not_know_is_written_to_as_asgi_says():
    async def send(message):
        raise AssertionError

    assert type(wire.wire_of(send)) is wire.PlainWire


# --- origins -----------------------------------------------------------------------------------
def scope(origin=None, host="127.0.0.1:8000", **more):
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    return {"headers": headers + more.pop("headers", []), **more}


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        (scope("http://127.0.0.1:8000"), True),
        (scope("HTTP://127.0.0.1:8000"), True),
        (scope("http://localhost", host="localhost:80"), True),
        (scope("http://127.0.0.1:8001"), False),
        (scope("https://127.0.0.1:8000"), False),
        (scope("http://localhost:8000"), False),
        (scope("http://evil.example", host="evil.example"), False),
        (scope("http://127.0.0.1:8000/"), False),
        (scope("http://me@127.0.0.1:8000"), False),
        (scope("http://127.0.0.1:99999"), False),
        (scope("null"), False),
        (scope(""), False),
        (scope(None), False),
        (scope("http://127.0.0.1:8000", headers=[(b"origin", b"http://127.0.0.1:8000")]), False),
        (scope("https://127.0.0.1:8000", headers=[(b"x-forwarded-proto", b"https")]), False),
    ],
)
def test_only_our_own_pages_open_sockets(asked, own):
    assert origin.is_own(asked) is own


def test_behind_a_proxy_the_configured_address_is_ours(settings):
    settings.PEERWALK_URL = "https://walk.example"
    assert origin.is_own(scope("https://walk.example", host="10.0.0.1:8001"))
    assert not origin.is_own(scope("http://walk.example", host="10.0.0.1:8001"))
    settings.PEERWALK_URL, settings.TRUSTED_PROXY = "", True
    assert origin.is_own(scope("https://127.0.0.1:8000", headers=[(b"x-forwarded-proto", b"https")]))


# --- who stands behind a socket ----------------------------------------------------------------
def asked_of(client, workshop):
    """The visitor as the sockets see them."""
    claim, _mark = passes.claims([(client.session.session_key, workshop.code)])[0]
    return passes.visitors([claim])[0] if claim else None


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_sockets_and_pages_agree_on_who_somebody_is(workshop, elsewhere, ada, role):
    client = client_of(ada if role == PARTICIPANT else role, workshop)
    for room in (workshop, elsewhere):
        seen = asked_of(client, room)
        assert seen.roles == access.visitor(client.session, room).roles
    assert asked_of(client, workshop).roles == {role}


def test_who_left_is_nobody_and_a_revoked_link_gives_nothing(workshop, ada):
    clients = [client_of(ada), client_of("steward", workshop)]
    assert [bool(asked_of(client, workshop).roles) for client in clients] == [True, True]
    workshop.participants.update(left_at=workshop.created_at)
    workshop.links.update(revoked_at=workshop.created_at)
    assert [bool(asked_of(client, workshop).roles) for client in clients] == [False, False]


def test_a_session_that_is_not_there_claims_nothing(workshop):
    assert passes.claims([("", workshop.code), ("nothing-real", workshop.code)]) == [(None, None), (None, None)]


def test_many_are_looked_up_with_as_many_queries_as_one(workshop):
    def queries(count):
        clients = [client_of(person(workshop, f"P{n}", "Lyon")) for n in range(count)]
        keys = [(client.session.session_key, workshop.code) for client in clients]
        with CaptureQueriesContext(connection) as made:
            assert len(passes.visitors([claim for claim, _mark in passes.claims(keys)])) == count
        return len(made)

    assert queries(1) == queries(5)


# --- the state, asked for ----------------------------------------------------------------------
def test_the_state_is_the_pictures_with_their_revision(workshop, ada):
    answer = client_of(ada).get(f"/w/{workshop.code}/state/?see=now,people")
    state = answer.json()
    workshop.refresh_from_db()
    assert [part["id"] for part in state["fragments"]] == ["now", "people"]
    assert (state["epoch"], state["revision"]) == (workshop.epoch, workshop.revision)
    assert state["fragments"][1]["html"] == live.picture(workshop, "people", "en")


def test_the_same_state_is_not_sent_twice(workshop, ada):
    client = client_of(ada)
    first = client.get(f"/w/{workshop.code}/state/?see=now")
    again = client.get(f"/w/{workshop.code}/state/?see=now", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with live.changing(workshop):
        pass
    changed = client.get(f"/w/{workshop.code}/state/?see=now", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("role", "see", "status"),
    [
        (PARTICIPANT, "console", 403),
        (PARTICIPANT, "projector", 403),
        (PARTICIPANT, "now,console", 403),
        (PARTICIPANT, "nothing", 404),
        (PARTICIPANT, "wall:99", 404),
        (PARTICIPANT, "", 200),
        ("projector", "projector", 200),
        ("projector", "now", 403),
        ("facilitator", "now,console,projector", 200),
    ],
)
def test_the_state_shows_everybody_their_own(workshop, ada, role, see, status):
    client = client_of(ada if role == PARTICIPANT else role, workshop)
    assert client.get(f"/w/{workshop.code}/state/?see={see}").status_code == status


def test_fragments_have_the_ids_of_their_roots():
    assert [fragments.dom_id(name) for name in ("now", "wall:3")] == ["now", "wall-3"]


@pytest.mark.django_db(transaction=True)
def test_a_state_is_put_together_once_for_all_who_look_at_a_revision(workshop):
    made = []

    def state():
        workshop.refresh_from_db()
        return live.looked_at(workshop, "circle", lambda: made.append("again") or [workshop.revision])

    assert state() is state()
    assert made == ["again"]
    with live.changing(workshop):
        assert live.looked_at(workshop, "circle", lambda: "mine alone, not committed yet") != [0]
    assert (state(), made) == ([1], ["again", "again"])


@pytest.mark.django_db(transaction=True)
def test_a_state_is_put_together_anew_after_a_second(workshop, monkeypatch):
    first = live.looked_at(workshop, "circle", list)
    monkeypatch.setattr(fragments._states, "_seconds", 0)
    assert live.looked_at(workshop, "circle", list) is not first
