# ruff: noqa: F811  (fixtures are imported and then named)
"""The live room on two servers with one PostgreSQL and one Redis: each shows what the other changed, come what may."""

import itertools
import time

import pytest

from tests.servers import prepared, redis, together, until  # noqa: F401
from tests.workshop.test_live import HEAL, HEAR, Room, at_once, bare

pytestmark = pytest.mark.servers


class TwoRooms(Room):
    """The same workshop on two servers: Ada and Bo look at the second, the facilitator works at the first."""

    def __init__(self, together):
        super().__init__(together[0])
        self.ada, self.bo = (together[1].person(entry) for entry in self.seeded["people"])
        self.near = together[0].person(self.seeded["people"][0])


@pytest.fixture
def room(together):
    return TwoRooms(together)


def test_a_change_at_one_server_is_shown_by_the_other(room):
    far, near = room.watch(room.ada, "people"), room.watch(room.near, "people")
    for screen in (far, near):
        screen.newest("people")
    for number in range(1, 4):
        room.add_person(f"P{number}")
        pictures = [screen.newest("people", after=number - 1, seconds=HEAR)["html"] for screen in (far, near)]
        assert pictures[0] == pictures[1]


def test_both_end_where_a_fresh_page_would(room, together):
    far, near = room.watch(room.ada, "people"), room.watch(room.near, "people")
    hana = together[1].open(room.seeded["console"])
    at_once(6, lambda n: [_add(room, (room.hana, hana)[n % 2], f"{n}{i}") for i in range(4)])
    fresh = bare(room.ada.get(f"/w/{room.code}/state/?see=people").json["fragments"][0]["html"])
    assert [bare(screen.newest("people", after=23)["html"]) for screen in (far, near)] == [fresh, fresh]


@pytest.mark.timed
def test_without_redis_everything_is_kept_and_shown_a_little_later(room, redis):
    far, near = room.watch(room.ada, "people"), room.watch(room.near, "people")
    for screen in (far, near):
        screen.newest("people")
    redis.stop()
    for number in range(3):
        began = time.monotonic()
        assert room.add_person(f"P{number}").status == 200
        assert time.monotonic() - began < 2
        near.newest("people", after=number, seconds=HEAR)
    assert far.newest("people", after=2, seconds=HEAL)["revision"] == 3
    assert room.hana.get("/healthz").status == 503
    assert "Traceback" not in room.server.log()


def test_when_redis_comes_back_so_does_its_speed(room, redis, together):
    far = room.watch(room.ada, "people")
    far.newest("people")
    redis.stop()
    room.add_person("P0")
    far.newest("people", after=0, seconds=HEAL)
    redis.start()
    numbers = itertools.count(1)
    four = lambda: [_seconds_until_shown(room, far, next(numbers)) for _time in range(4)]  # noqa: E731
    until(lambda: max(four()) < 1.5, 30, "Its speed should have come back.")  # the layer tries again about every second
    assert room.hana.get("/healthz").status == 200
    assert [server.log().count("channel layer does not answer") <= 2 for server in together] == [True, True]


def test_the_loss_of_one_server_harms_nobody_at_the_other(room, together):
    far = room.watch(room.ada, "people")
    far.newest("people")
    together[0].kill()
    hana = together[1].open(room.seeded["console"])
    assert hana.post(f"/w/{room.code}/people/add/", name="Cy", city="Lyon").status == 200
    assert far.newest("people", after=0, seconds=HEAR)["revision"] == 1


def test_a_poke_and_a_farewell_cross_over(room):
    ada, bo = room.watch(room.ada, "now"), room.watch(room.bo, "now")
    for screen in (ada, bo):
        screen.newest("now")
    room.hana.post(f"/w/{room.code}/people/{room.seeded['people'][1]['number']}/left/")
    bo.wait(lambda frame: frame.get("poke") == "me", HEAR)
    assert bo.ends(HEAL) == 4401
    assert (ada.code, [frame for frame in ada.frames if "poke" in frame]) == (None, [])


def _add(room, facilitator, name):
    return facilitator.post(f"/w/{room.code}/people/add/", name=name, city="Lyon")


def _seconds_until_shown(room, screen, number):
    began = time.monotonic()
    room.add_person(f"P{number}")
    screen.newest("people", after=number)
    return time.monotonic() - began
