"""The server is killed in the middle: what it had answered stands exactly, what it had not is whole or not there."""

import http.client
import threading
import time
from contextlib import ExitStack

import pytest

from tests.servers import client_key, database, prepared, servers, until  # noqa: F401  (fixture)

pytestmark = [pytest.mark.servers]
LASTS = (
    "phase",
    "chairs",
    "called",
    "queue",
    "missed",
    "procedures",
    "hands",
    "speaker",
    "settings",
    "topics",
    "slots",
)


@pytest.fixture(params=["sqlite", "postgres"])
def room(request, prepared):  # noqa: F811
    with ExitStack() as stack:
        env = {"DATABASE_URL": stack.enter_context(database())} if request.param == "postgres" else {}
        (server,) = stack.enter_context(servers(prepared, **env))
        yield Room(server)


class Room:
    """A circle that runs, its moderator, and ten people with phones."""

    def __init__(self, server):
        self.server, seeded = server, server.seed(people=10)
        self.code, self.said = seeded["code"], []
        self.hana = server.open(seeded["console"])
        self.people = [server.person(each) for each in seeded["people"]]
        self.hana.post(f"/w/{self.code}/stages/{seeded['stages']['fishbowl']}/start/", seen="")
        self.press(self.hana, "phase/start/")

    def press(self, who, path, **fields):
        """One press; its answer, or None where the line broke. Answered ones are kept, to be sent once more."""
        fields = {"key": client_key()} | fields
        try:
            answer = who.post(f"/w/{self.code}/fishbowl/{path}", **fields)
        except (OSError, http.client.HTTPException):
            return None
        if answer.status == 200:
            self.said.append((who, path, fields))
        return answer

    def call(self, **about):
        wish = self.state()["queue"][0]
        return self.press(self.hana, f"entries/{wish['entry']}/call/", seen=wish["calls"]).json

    def state(self):
        return self.hana.get(f"/w/{self.code}/fishbowl/state/").json

    def picture(self):
        """What must be the same before and after: all that does not follow from the hour."""
        state = {name: value for name, value in self.state().items() if name in LASTS}
        return state | {"queue": [{**wish, "minutes": 0} for wish in state["queue"]]}

    def journal(self):
        """How many commands are written down, in a history that is whole and tells the present."""
        _code, steps, _steps, *holds = self.server.manage("journal", self.code).split()
        assert holds == ["holds"]
        return int(steps)

    def say_it_all_again(self):
        for who, path, fields in list(self.said):
            who.post(f"/w/{self.code}/fishbowl/{path}", **fields)


def test_killed_between_the_call_and_the_arrival(room):
    ada, bo = room.people[:2]
    room.press(room.hana, "settings/", offer_seconds=600)
    for each in (ada, bo):
        room.press(each, "ask/", topic="Land")
    stay = room.call()["stay"]
    before, steps = room.picture(), room.journal()
    room.server.restart()
    assert (room.picture(), room.journal()) == (before, steps)
    assert [chair["name"] for chair in before["called"]] == ["Phone 1"]
    assert room.press(ada, "take/", call=stay).json["seated"] is True
    seated, steps = room.picture(), room.journal()
    room.say_it_all_again()
    assert (room.picture(), room.journal()) == (seated, steps)


def test_a_call_that_runs_out_while_the_server_is_down_is_missed_and_not_lost(room):
    room.press(room.hana, "settings/", offer_seconds=10)
    room.press(room.people[0], "ask/")
    room.call()
    room.server.kill()
    time.sleep(10)  # the call was made before and is of ten seconds
    room.server.start()
    until(lambda: not room.state()["called"], 10, "The call stands still.")
    assert [wish["name"] for wish in room.state()["missed"]] == ["Phone 1"]
    assert room.press(room.people[0], "rejoin/").status == 200
    assert [wish["name"] for wish in room.state()["queue"]] == ["Phone 1"]


def test_killed_while_everybody_presses(room):
    over, lasts = threading.Event(), {}

    def presses(person):
        for turn in range(10**6):
            path = ("ask/", "withdraw/")[turn % 2]
            answer = room.press(person, path)
            lasts[person] = path, answer is not None and answer.status == 200
            if over.is_set() or answer is None:
                return

    threads = [threading.Thread(target=presses, args=(person,)) for person in room.people]
    for thread in threads:
        thread.start()
    until(lambda: len(room.said) > 30, 30, "Everybody should be pressing.")
    room.server.kill()
    over.set()
    for thread in threads:
        thread.join()
    room.server.start()
    state, steps = room.picture(), room.journal()
    waiting = {wish["person"] for wish in state["queue"]}
    certain = {n: path == "ask/" for n, (path, told) in enumerate(map(lasts.get, room.people), 1) if told}
    assert {n: n in waiting for n in certain} == certain
    assert [wish["place"] for wish in state["queue"]] == list(range(1, len(waiting) + 1))
    assert len(room.said) > 10
    room.say_it_all_again()
    assert (room.picture(), room.journal()) == (state, steps)
