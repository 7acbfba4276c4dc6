# ruff: noqa: F811  (fixtures are imported and then named)
"""Pictures compressed once for all who take them so: who does, that the bytes are the same, and what may come in."""

import re
import zlib
from pathlib import Path

import pytest

from tests.servers import prepared, servers, shared, until  # noqa: F401
from tests.workshop.test_live import HEAR, Room
from workshop.live import wire

MOST_SAID, FLOOD = 16_384, 1008
SMALL_TEXT, PING = 0x41, 9
EACH_FOR_ITSELF = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
DEFLATE = "permessage-deflate; client_max_window_bits"  # as Chromium offers it
TAIL = b"\x00\x00\xff\xff"


def inflated(payload):
    return zlib.decompressobj(-15).decompress(payload + TAIL)


def deflated(payload):
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (made.compress(payload) + made.flush(zlib.Z_SYNC_FLUSH))[: -len(TAIL)]


# --- a frame -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("a chair is free. " * 100, 2),
        ("".join(f"Chair {n} is free. " for n in range(300)), 4),
        ("".join(f"{n * 7919 % 10007:x}é" for n in range(60_000)), 10),
    ],
)
def test_a_compressed_frame_says_its_length_and_stands_alone(text, head):
    small = wire.Frame(text).small
    assert small[0] == 0xC1  # final, compressed, text
    assert int.from_bytes(small[2:head] or small[1:2], "big") == len(small) - head
    assert inflated(small[head:]).decode() == text


def test_a_frame_is_compressed_once_and_only_when_asked():
    frame = wire.Frame("a" * 1000)
    assert frame._small is None
    assert frame.small is frame.small
    assert len(frame.small) < 30 < len(frame.data)


def test_what_is_small_already_is_sent_as_it_is():
    frame = wire.Frame("a" * 500)
    assert frame.small is frame.data


# --- on a server -------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def room(shared):
    return Room(shared)


def fill(room):
    """Enough people from elsewhere that a picture of them takes more than 64 KB."""
    room.sql(
        "from workshop.models import *;"
        f"w = Workshop.objects.get(code='{room.code}');"
        "Participant.objects.bulk_create("
        "Participant(workshop=w, number=100 + n, name='P', city=f'{n * 7919 % 10007} ' * 16) for n in range(900))"
    )


@pytest.mark.servers
def test_whoever_takes_messages_compressed_is_sent_the_same_bytes_as_all_the_others(shared):
    room = Room(shared)
    ada, bo, hana = (room.watch(who, "now,people", offers=DEFLATE) for who in (room.ada, room.bo, room.hana))
    plain = room.watch(room.ada, "now,people")
    for screen in (ada, bo, hana, plain):
        screen.newest("people")
    fill(room)
    room.add_person()
    pictures = [screen.newest("people", after=0, seconds=HEAR) for screen in (ada, bo, hana, plain)]
    assert [picture["html"] for picture in pictures] == [pictures[-1]["html"]] * 4
    (is_small, sent), (is_small_to_bo, sent_to_bo) = ada.payloads[-1], bo.payloads[-1]
    assert (is_small, is_small_to_bo, sent_to_bo, hana.payloads[-1]) == (True, True, sent, (True, sent))
    assert [is_compressed for is_compressed, _payload in plain.payloads] == [False] * len(plain.payloads)
    assert len(plain.payloads[-1][1]) > max(65_536, 10 * len(sent))


@pytest.mark.servers
@pytest.mark.parametrize(
    ("offers", "answer"),
    [
        (DEFLATE, EACH_FOR_ITSELF),
        ("permessage-deflate", EACH_FOR_ITSELF),  # as Firefox and Safari offer it
        ("permessage-deflate; server_no_context_takeover; client_no_context_takeover", EACH_FOR_ITSELF),
        ("permessage-deflate; server_max_window_bits=15", f"{EACH_FOR_ITSELF}; server_max_window_bits=15"),
        ("permessage-deflate; server_max_window_bits=10", ""),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", EACH_FOR_ITSELF),
        ("permessage-bzip2", ""),
        ("x-webkit-deflate-frame", ""),
        ("", ""),
    ],
)
def test_an_offer_is_taken_where_one_frame_can_be_right_for_all(room, offers, answer):
    screen = room.watch(room.ada, "now", offers=offers)
    assert sorted(screen.extensions.split("; ")) == sorted(answer.split("; "))
    assert screen.newest("now")["revision"] == 0
    screen.close()


@pytest.mark.servers
def test_a_ping_between_compressed_pictures_is_answered(room):
    ada = room.watch(room.ada, "now,people", offers=DEFLATE)
    before = ada.newest("people")["revision"]
    for number in range(3):
        ada.send(f"ping {number}", opcode=PING)
        room.add_person(f"P{number}")
        ada.newest("people", after=before + number)
    until(lambda: len(ada.settle(0.05)) and ada.pongs == [b"ping 0", b"ping 1", b"ping 2"], 5, "Not all were answered.")


@pytest.mark.servers
def test_no_picture_holds_what_opens_a_door(room):
    """Compressed beside what somebody writes, it could be guessed from a frame's length."""
    names = ("now", "people", "day", "console", "projector", "circle", "desk:1")
    screen = room.watch(room.hana, ",".join(names), offers=DEFLATE)
    shown = "".join(screen.newest(name.replace(":", "-"))["html"] for name in names)
    keys = [entry["session"] for entry in room.seeded["people"]]
    keys += [room.seeded["console"], room.seeded["projector"], room.hana.cookies["peerwalk"]]
    assert (len(keys), [key for key in keys if key in shown]) == (5, [])
    assert "csrf" not in shown


# --- what comes in -----------------------------------------------------------------------------
@pytest.mark.servers
def test_what_a_browser_says_compressed_is_counted_by_its_full_length(room):
    screen = room.watch(room.bo, "now", offers=DEFLATE)
    screen.newest("now")
    screen.send(deflated(b"a" * 9000), opcode=SMALL_TEXT)
    assert screen.settle(0.3) and screen.code is None
    screen.send(deflated(b"a" * 9000), opcode=SMALL_TEXT)
    assert screen.ends() == FLOOD


@pytest.mark.servers
def test_a_message_that_would_become_huge_ends_its_socket_and_takes_no_memory(shared):
    room = Room(shared)
    bomb = deflated(bytes(12_000_000))
    assert len(bomb) < MOST_SAID
    ends, before = [], memory_of(shared)
    for _time in range(20):
        screen = room.watch(room.bo, "now", offers=DEFLATE)
        screen.newest("now")
        screen.send(bomb, opcode=SMALL_TEXT)
        ends.append(screen.ends())
    assert (set(ends), memory_of(shared) - before < 4_000_000) == ({1006}, True)
    assert room.watch(room.bo, "now", offers=DEFLATE).newest("now")["revision"] == 0


@pytest.mark.servers
@pytest.mark.parametrize(
    ("offers", "payload"), [(DEFLATE, b"\xff\xff\xff"), ("", deflated(b"hello"))], ids=["not deflated", "not agreed"]
)
def test_what_cannot_be_inflated_ends_its_socket(room, offers, payload):
    screen = room.watch(room.bo, "now", offers=offers)
    screen.newest("now")
    screen.send(payload, opcode=SMALL_TEXT)
    assert screen.ends() == 1006
    assert "Traceback" not in room.server.log()


@pytest.mark.servers
def test_where_another_writes_the_frames_nothing_is_compressed(prepared):
    with servers(prepared, PEERWALK_PLAIN_SENDS="1") as (server,):
        room = Room(server)
        screen = room.watch(room.ada, "people", offers=DEFLATE)
        assert (screen.extensions, screen.newest("people")["revision"]) == ("", 0)


def memory_of(server):
    """The most bytes that the server ever held."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])
