# ruff: noqa: F811  (fixtures are imported and then named)
"""Real servers under hostile hands, alone on SQLite and two on PostgreSQL: races, forged cookies, what the logs say."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.hostile import strings
from tests.servers import Redis, Visitor, client_key, database, prepared, servers  # noqa: F401

pytestmark = pytest.mark.servers
NAME = "Zebedee of nowhere"


@pytest.fixture(scope="module")
def one(prepared):
    with servers(prepared) as running:
        yield running


@pytest.fixture(scope="module")
def two(prepared):
    with Redis() as redis, database() as url, servers(prepared, 2, DATABASE_URL=url, REDIS_URL=redis.url) as running:
        yield running


@pytest.fixture(params=["one", "two"])
def house(request):
    return Rooms(request.getfixturevalue(request.param))


class Rooms:
    """A fresh workshop with eight people, seen through every server in turn."""

    def __init__(self, running):
        self.running, self.seeded = running, running[0].seed(people=8)
        self.code = self.seeded["code"]
        self.hana = running[0].open(self.seeded["console"])

    def at(self, path):
        return f"/w/{self.code}/{path}"

    def person(self, n, server=0):
        return self.running[server % len(self.running)].person(self.seeded["people"][n])

    def stranger(self, server=0):
        return Visitor(self.running[server % len(self.running)])

    def programme(self):
        return self.hana.get(self.at("programme/")).json

    def logs(self):
        return "".join(server.log() for server in self.running)


def at_once(count, press):
    """The answers to press(0), press(1), ... made in the same instant; none of them may be a breakdown."""
    ready = threading.Barrier(count)

    def go(n):
        ready.wait(20)
        return press(n)

    with ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(go, range(count)))
    assert [answer.text[:200] for answer in answers if answer.status >= 500] == []
    return answers


def test_ten_joins_with_one_key_are_one_person(house):
    key, guests = client_key(), [house.stranger(n) for n in range(10)]
    for guest in guests:
        guest.get("/")
    answers = at_once(10, lambda n: guests[n].post(house.at("join/"), name=NAME, city="Lyon", key=key))
    assert {(answer.status, answer.json["number"]) for answer in answers} == {(200, 9)}


def test_twenty_dots_at_once_are_three(house):
    phones = [house.person(0, server) for server in range(2)]
    for phone in phones:
        phone.get("/")
    answers = at_once(20, lambda n: phones[n % 2].post(house.at(f"gallery/{n % 4 + 1}/vote/"), on="1"))
    assert {answer.status for answer in answers} == {200, 409}
    assert phones[0].get(house.at("gallery/mine/"), Accept="text/html").text.count('aria-pressed="true"') == 3


def test_one_note_sent_ten_times_is_one(house):
    key, phones = client_key(), [house.person(0, server) for server in range(2)]
    for phone in phones:
        phone.get("/")
    answers = at_once(10, lambda n: phones[n % 2].post(house.at("gallery/1/notes/"), kind="take", text="Once", key=key))
    assert len({(answer.status, answer.json["note"]) for answer in answers}) == 1
    assert answers[0].status == 200


def test_ten_presses_of_next_are_one_step(house):
    hands = [server.open(house.seeded["console"]) for server in house.running]
    at_once(10, lambda n: hands[n % len(hands)].post(house.at("next/"), seen=""))
    state = house.programme()
    assert state["stage"] == state["stages"][0]["id"]


def test_two_facilitators_who_lead_apart_end_in_one_place(house):
    hands = [server.open(house.seeded["console"]) for server in house.running] * 2
    targets = [house.seeded["stages"][kind] for kind in ("gallery", "fishbowl")]
    answers = at_once(2, lambda n: hands[n].post(house.at(f"stages/{targets[n]}/start/"), seen=""))
    assert sorted(answer.status for answer in answers) == [200, 409]
    assert house.programme()["stage"] == targets[0 if answers[0].status == 200 else 1]


def test_one_more_minute_pressed_ten_times_by_one_press_is_one_minute(house):
    house.hana.post(house.at("next/"), seen="")
    stage, key = house.programme()["stage"], client_key()
    answers = at_once(10, lambda n: house.hana.post(house.at(f"stages/{stage}/timer/plus/"), key=key))
    assert len({(answer.status, answer.json["ends_at"]) for answer in answers}) == 1


def test_eight_people_for_six_chairs_are_six_and_two_in_order(house):
    phones = [house.person(n, n) for n in range(8)]
    for phone in phones:
        phone.get("/")
    answers = at_once(8, lambda n: phones[n].post(house.at("fishbowl/take/")))
    assert sorted(answer.status for answer in answers) == [200] * 6 + [409] * 2
    circle = phones[0].get(house.at("fishbowl/state/")).json
    people = [chair["person"] for chair in circle["chairs"]] + [wish["person"] for wish in circle["queue"]]
    assert sorted(people) == list(range(1, 9))
    assert [wish["place"] for wish in circle["queue"]] == [1, 2]


# --- what no row could hold --------------------------------------------------------------------
NUL = '"\\000abcdefghijklmnop"'


@pytest.mark.parametrize(
    "path", ["/w/AB%00C/", "/j/%00/", "/link/%00/", "/w/%00/state/?see=now", "/%00", "/w/%ff%fe/", "/sign-in/?next=%00"]
)
def test_a_zero_byte_in_an_address_is_not_there(house, path):
    assert house.stranger().get(path).status in (200, 404, 409)


def test_a_zero_byte_in_a_cookie_is_nobody_and_harms_nobody(house):
    forged = house.running[0].person({"session": NUL})
    assert forged.get(house.at("mine/"), Accept="text/html").status == 200  # the join form
    assert forged.get("/organize/", Accept="text/html").status == 200  # the sign-in page
    screens = [forged.watch(house.code, "now"), house.person(0).watch(house.code, "now")]
    assert screens[0].ends() == 4401
    assert screens[1].newest("now")["revision"] == 0


def test_a_body_without_end_is_cut_off(house):
    with socket.create_connection(("127.0.0.1", house.running[0].port), timeout=10) as wire:
        head = f"POST /w/{house.code}/join/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000000000\r\n\r\n"
        wire.sendall(head.encode())
        assert wire.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_broken_parts_is_answered_in_our_own_words(house):
    answer = house.person(0).send(house.at("gallery/1/photos/"), b"--no\r\nend\r\n", "multipart/form-data; boundary=")
    assert (answer.status, answer.json["refused"][:30]) == (400, "That did not arrive in a form ")


def test_a_strange_handshake_is_refused_and_the_server_stays(house):
    for origin in (
        "null",
        "http://pwned.example",
        f"https://127.0.0.1:{house.running[0].port}",
        "http://127.0.0.1",
        None,
    ):
        assert house.running[0].person(house.seeded["people"][0]).watch(house.code, "now", origin=origin).status == 403
    screen = house.person(0).watch(house.code, "now")
    screen.send(b"\x00\xff" * 300, opcode=2)
    screen.send("{" * 500)
    assert house.person(1).watch(house.code, "now").newest("now")["revision"] == 0


# --- what the logs say -------------------------------------------------------------------------
def test_the_logs_hold_no_words_no_names_no_tokens_and_no_tracebacks(house):
    guest = house.stranger()
    guest.post(house.at("join/"), name=NAME, function="Keeper of hats", city="Nowhere")
    for text in strings.MARKUP[:4] + strings.QUERIES + strings.BROKEN[:2]:
        guest.post(house.at("gallery/1/notes/"), kind=text, text=f"Hatstand {text}", consent=text, key="Hatstand")
        guest.post(house.at("gallery/1/notes/"), kind="take", text=f"Hatstand {text}")
        guest.get(house.at("insights/texts/?city=Hatstand"))
    guest.post(house.at("return/"), return_code="HATSTAND")
    guest.post("/sign-in/", name="hatstand@example.org", password="hatstand")
    guest.post(house.at("next/"), seen="1")
    guest.get("/" + "?" + "&".join(f"h{n}=Hatstand" for n in range(600)))
    guest.get("/link/hatstand-token/")
    guest.get(f"/link/{house.seeded['console']}x/")
    guest.get("/%0aERROR%20hatstand")
    for sign in (
        "atstand",
        "ATSTAND",
        NAME,
        "Nowhere",
        house.seeded["console"],
        house.seeded["projector"],
        "Traceback",
    ):
        assert sign not in house.logs()
    assert house.person(0).cookies["peerwalk"] not in house.logs()


def test_without_redis_the_server_works_and_says_that_it_is_down(prepared):
    with servers(prepared, REDIS_URL="redis://127.0.0.1:1/0") as (server,):
        code = (seeded := server.seed(people=1))["code"]
        ada = server.person(seeded["people"][0])
        assert ada.get("/healthz").status == 503
        assert ada.get("/healthz").json["channel_layer"] == "down"
        screen = ada.watch(code, "wall:1")
        screen.newest("wall-1")
        assert ada.post(f"/w/{code}/gallery/1/notes/", kind="take", text="Kept").status == 200
        assert "Kept" in screen.newest("wall-1", after=0)["html"]
        assert "Traceback" not in server.log()


def test_a_database_that_goes_away_is_told_and_comes_back(prepared):
    with database() as url, servers(prepared, DATABASE_URL=url) as (server,):
        import psycopg

        assert server.open("nothing").get("/healthz").status == 200
        name = url.rpartition("/")[2]
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            assert server.open("nothing").get("/healthz").json["database"] == "down"
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert server.open("nothing").get("/healthz").status == 200
