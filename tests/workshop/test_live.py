# ruff: noqa: F811  (fixtures are imported and then named)
"""The live room on real servers, SQLite alone: what a screen is shown and when, what never, and how it is cut off."""

import json
import re
import socket
import threading
import urllib.request

import pytest

from tests.servers import alone, prepared, servers, shared, until  # noqa: F401

pytestmark = pytest.mark.servers
HEAR = 2.0  # seconds within which a change is on every screen
HEAL = 5.0  # seconds within which lost news is made good for


@pytest.fixture
def room(shared):
    return Room(shared)


class Room:
    """A seeded workshop on a server, with Ada, Bo and the facilitator's browser."""

    def __init__(self, server, people=2):
        self.server, self.seeded = server, server.seed(people)
        self.code = self.seeded["code"]
        self.ada, self.bo = (server.person(entry) for entry in self.seeded["people"][:2])
        self.hana = server.open(self.seeded["console"])

    def watch(self, who, see, **query):
        return who.watch(self.code, see, **query)

    def add_person(self, name="Cy", city="Lyon"):
        return self.hana.post(f"/w/{self.code}/people/add/", name=name, city=city)

    def sql(self, code):
        """Behind the server's back: no door, no news."""
        return self.server.manage("shell", "-v", "0", "-c", code)


def at_once(count, work, meanwhile=lambda: None):
    """work(0), work(1), ... each in a thread of its own."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()


def answer_or_none(room):
    try:
        return room.add_person().status
    except OSError:
        return None  # the door was shut already


def bare(html):
    """A picture without its label."""
    return re.sub(r' data-(epoch|revision)="\w+"', "", html)


# --- what a screen is shown --------------------------------------------------------------------
def test_a_screen_begins_with_a_sign_and_the_present(room):
    screen = room.watch(room.ada, "now,people")
    assert screen.newest("now")["revision"] == screen.newest("people")["revision"] == 0
    assert set(screen.frames[0]) == {"epoch", "revision", "now"}


def test_what_the_page_has_already_is_not_sent_again(room):
    first = room.watch(room.ada, "now,people")
    epoch = first.newest("people")["epoch"]
    room.add_person()
    first.newest("people", after=0)
    second = room.watch(room.bo, "now,people", epoch=epoch, since="0,0").settle()
    assert [(frame.get("id"), frame["revision"]) for frame in second] == [(None, 1), ("people", 1)]
    third = room.watch(room.bo, "now,people", epoch="other", since="9,9").settle()
    assert {frame.get("id") for frame in third} == {None, "now", "people"}


def test_a_change_reaches_every_screen_that_looks_at_it(room):
    screens = [room.watch(who, "now,people") for who in (room.ada, room.bo)]
    for screen in screens:
        screen.newest("people")
    assert room.hana.post(f"/w/{room.code}/next/", seen="").status == 200
    assert ["Welcome" in screen.newest("now", after=0, seconds=HEAR)["html"] for screen in screens] == [True, True]


def test_everybody_is_sent_the_same_picture(room):
    screens = [room.watch(who, "people") for who in (room.ada, room.bo, room.hana)]
    for screen in screens:
        screen.newest("people")
    room.add_person()
    assert len({json.dumps(screen.newest("people", after=0)) for screen in screens}) == 1


def test_a_burst_ends_where_a_fresh_page_would(room):
    screens = [room.watch(who, "people") for who in (room.ada, room.bo)]
    at_once(6, lambda n: [room.add_person(f"P{n}{i}", f"C{n}") for i in range(5)])
    last = [screen.newest("people", after=29) for screen in screens]
    fresh = room.ada.get(f"/w/{room.code}/state/?see=people").json["fragments"][0]
    assert [bare(frame["html"]) for frame in last] == [bare(fresh["html"])] * 2
    for screen in screens:
        revisions = [frame["revision"] for frame in screen.frames if frame.get("id")]
        assert revisions == sorted(set(revisions))


def test_a_poke_goes_to_the_one_it_is_for(room):
    ada, bo = room.watch(room.ada, "now"), room.watch(room.bo, "now")
    for screen in (ada, bo):
        screen.newest("now")
    bos_number = room.seeded["people"][1]["number"]
    assert room.hana.post(f"/w/{room.code}/people/{bos_number}/left/").status == 200
    bo.wait(lambda frame: frame.get("poke") == "me", HEAR)
    assert room.hana.post(f"/w/{room.code}/next/", seen="").status == 200
    ada.wait(lambda frame: "Welcome" in frame.get("html", ""))
    assert [frame for frame in ada.frames if "poke" in frame] == []


def test_a_restored_backup_is_taken_though_its_revision_is_older(room):
    room.add_person()
    screen = room.watch(room.ada, "people")
    before = screen.newest("people", after=0)
    room.sql("from workshop.models import Workshop; Workshop.objects.update(revision=0)")
    room.server.manage("restored")
    after = screen.wait(lambda frame: frame.get("id") and frame["epoch"] != before["epoch"], HEAL)
    assert (before["revision"], after["revision"]) == (1, 0)


def test_a_change_that_nobody_told_of_is_found(room):
    screen = room.watch(room.ada, "people")
    screen.newest("people")
    room.sql(
        "from workshop.models import Workshop; from workshop import actions;"
        f"actions.join(workshop=Workshop.objects.get(code='{room.code}'), name='Cy', city='Lyon')"
    )
    assert "Lyon" in screen.newest("people", after=0, seconds=HEAL)["html"]


def test_a_broken_connection_begins_anew_with_the_present(alone):
    room = Room(alone)
    screen = room.watch(room.ada, "people")
    screen.newest("people")
    alone.kill()
    assert screen.ends() == 1006
    alone.start()
    room.add_person()
    assert room.watch(room.ada, "people").newest("people")["revision"] == 1


# --- what is never shown -----------------------------------------------------------------------
def test_only_members_are_let_in_and_only_to_what_is_theirs(room):
    other = Room(room.server)
    projector = room.server.open(room.seeded["projector"])
    nobody = room.server.person({"session": "nothing-real"})
    refused = {
        "no session": (nobody, "now", 4401),
        "another workshop": (other.ada, "now", 4401),
        "the desk": (room.ada, "now,console", 4403),
        "the big screen": (room.ada, "projector", 4403),
        "more than the big screen": (projector, "projector,now", 4403),
        "what is not there": (room.ada, "nothing", 4403),
        "a wall that is not there": (room.ada, "wall:99", 4403),
        "nothing at all": (room.ada, "", 4403),
        "too much": (room.ada, ",".join(f"wall:{n}" for n in range(20)), 4403),
    }
    screens = {name: room.watch(who, see) for name, (who, see, _code) in refused.items()}
    assert {name: screen.ends() for name, screen in screens.items()} == {name: row[2] for name, row in refused.items()}
    assert [frame for screen in screens.values() for frame in screen.frames if "html" in frame] == []
    assert room.watch(projector, "projector").newest("projector")["revision"] == 0
    assert room.watch(room.hana, "console,projector,now").newest("console")["revision"] == 0


def test_a_code_that_is_not_there_looks_like_one_that_is(room):
    other = Room(room.server)
    assert room.ada.watch("NNNNNN", "now").ends() == room.ada.watch(other.code, "now").ends() == 4401


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://{own}", "http://127.0.0.1:1"])
def test_foreign_pages_open_no_sockets(room, origin):
    own = f"127.0.0.1:{room.server.port}"
    screen = room.watch(room.ada, "now", origin=origin and origin.format(own=own))
    assert screen.status == 403
    assert room.watch(room.ada, "now", origin=f"http://{own}").status == 101


def test_who_leaves_or_loses_a_link_is_shown_nothing_more(room):
    ada, hana = room.watch(room.ada, "now"), room.watch(room.hana, "console")
    projector = room.watch(room.server.open(room.seeded["projector"]), "projector")
    for screen, name in ((ada, "now"), (hana, "console"), (projector, "projector")):
        screen.newest(name)
    room.sql(
        "from django.utils import timezone; from workshop.models import *;"
        f"w = Workshop.objects.get(code='{room.code}');"
        "w.participants.update(left_at=timezone.now());"
        "w.links.filter(role='projector').update(revoked_at=timezone.now())"
    )
    assert (ada.ends(HEAL), projector.ends(HEAL)) == (4401, 4401)
    assert hana.code is None


def test_a_session_that_ended_comes_back_to_be_judged(room):
    screen = room.watch(room.ada, "now")
    screen.newest("now")
    key = room.ada.cookies["peerwalk"]
    room.sql(f"from django.contrib.sessions.models import Session; Session.objects.filter(pk='{key}').delete()")
    assert screen.ends(HEAL) == 4000
    assert room.watch(room.ada, "now").ends() == 4401


def test_a_workshop_that_is_gone_ends_its_sockets(room):
    screen = room.watch(room.ada, "now")
    screen.newest("now")
    room.sql(f"from workshop.models import Workshop; Workshop.objects.filter(code='{room.code}').delete()")
    assert screen.ends(HEAL) == 4410


# --- floods, and those who are slow ------------------------------------------------------------
def test_twenty_messages_are_ignored_and_more_end_the_socket(room):
    screen = room.watch(room.ada, "people")
    for _time in range(20):
        screen.send("hello")
    room.add_person()
    assert screen.newest("people", after=0)["revision"] == 1
    screen.send("hello")
    assert screen.ends() == 1008


def test_much_in_few_messages_ends_the_socket_too(room):
    screen = room.watch(room.ada, "now")
    for _time in range(2):
        screen.send("a" * 9000)
    assert screen.ends() == 1008
    long = room.watch(room.ada, "now")
    long.send("a" * 20_000)
    assert long.ends() == 1006


def test_one_browser_has_twelve_sockets_and_the_others_their_own(room):
    screens = [room.watch(room.ada, "now") for _time in range(12)]
    for screen in screens:
        screen.newest("now")
    assert room.watch(room.ada, "now").ends() == 1008
    assert room.watch(room.bo, "now").newest("now")["revision"] == 0
    screens.pop().close()
    until(lambda: _is_let_in(room.watch(room.ada, "now")), 10, "One has gone, and another should be let in.")


def test_who_does_not_read_is_skipped_and_then_given_the_newest(room):
    slow, quick = room.watch(room.ada, "people", buffer=4096), room.watch(room.bo, "people")
    quick.newest("people")
    room.sql(
        "from workshop.models import *;"
        f"w = Workshop.objects.get(code='{room.code}');"
        "Participant.objects.bulk_create("
        "Participant(workshop=w, number=100 + n, name='P', city=f'{n} ' + 'x' * 70) for n in range(900))"
    )
    for number in range(60):
        assert room.hana.post(f"/w/{room.code}/doors/", open=str(number % 2)).status == 200
        quick.newest("people", after=number)
    last = quick.newest("people", after=59)
    assert slow.newest("people", after=59)["html"] == last["html"]
    assert len(slow.frames) < len(quick.frames)


def _is_let_in(screen):
    until(lambda: screen.settle(0.05) or screen.code, 10, "It should have been answered.")
    return screen.code is None


# --- the plain way -----------------------------------------------------------------------------
def test_without_the_short_cut_everything_is_the_same_but_slower(prepared):
    with servers(prepared, PEERWALK_PLAIN_SENDS="1") as (server,):
        room = Room(server)
        screens = [room.watch(who, "people") for who in (room.ada, room.bo)]
        for number in range(10):
            room.add_person(f"P{number}")
        last = [screen.newest("people", after=9)["html"] for screen in screens]
        fresh = room.ada.get(f"/w/{room.code}/state/?see=people").json["fragments"][0]["html"]
        assert [bare(html) for html in last] == [bare(fresh)] * 2
        assert room.watch(room.ada, "console").ends() == 4403
        assert server.stop() == 0


# --- the server's edges ------------------------------------------------------------------------
def test_a_body_too_large_is_refused_before_it_is_sent(shared):
    with socket.create_connection(("127.0.0.1", shared.port), timeout=5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000000\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_a_length_is_counted(shared):
    with socket.create_connection(("127.0.0.1", shared.port), timeout=5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"a" * 65536 + b"\r\n"
        for _time in range(200):
            line.sendall(piece)
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_no_header_moves_the_site_elsewhere(shared):
    request = urllib.request.Request(f"{shared.url}/", headers={"Daphne-Root-Path": "/evil"})
    assert "/evil" not in urllib.request.urlopen(request).read().decode()


def test_the_server_does_not_say_what_it_is(shared):
    assert urllib.request.urlopen(f"{shared.url}/").headers["Server"] is None


def test_a_stop_is_quick_and_clean_with_sockets_open(alone):
    room = Room(alone)
    screens = [room.watch(room.ada, "now") for _time in range(5)]
    for screen in screens:
        screen.newest("now")
    assert alone.stop() == 0
    assert {screen.ends() for screen in screens} == {1006}
    assert "Traceback" not in alone.log()


def test_requests_under_way_are_finished_at_a_stop(alone):
    room, answers = Room(alone), []
    at_once(8, lambda n: answers.append(answer_or_none(room)), meanwhile=alone.stop)
    alone.start()
    kept = room.ada.get(f"/w/{room.code}/state/?see=people").json["revision"]
    assert kept == answers.count(200)
