"""300 people in one fishbowl, on one process with SQLite and on two with PostgreSQL and Redis: how fast, how true?

Each round first sends wishes for a chair one after the other (from the press until the last of 300 phones has the new
circle), then 60 people ask, withdraw and ask again as fast as they are answered, while the moderator calls others one
by one, who take their chairs, speak and leave. What became of it all is counted in the database.
"""

import json
import statistics
import threading
import time
from collections import Counter
from contextlib import ExitStack

from hands import crowd, form, tell

from tests.servers import Redis, Visitor, database, servers

PEOPLE, PRESSING, CALLED, PACED, WARM, GAP = 300, 60, 10, 30, 6, 0.1
ROUNDS = 2
SETTINGS = {"one": 1, "two": 2}  # processes


def circle(prepared, rounds):
    """The medians over some rounds of each setting; of what must not happen, the sum."""
    figures = {}
    for setting, processes in SETTINGS.items():
        made = []
        for number in range(1, min(rounds, ROUNDS) + 1):
            tell(f"{PEOPLE} people in one circle on {processes} process(es), round {number}")
            made.append(one_round(prepared, processes))
        figures |= {f"circle_{setting}_{name}": value for name, value in _over(made).items()}
    return figures


def one_round(prepared, processes):
    with ExitStack() as stack:
        env = {}
        if processes > 1:
            env = {"DATABASE_URL": stack.enter_context(database()), "REDIS_URL": stack.enter_context(Redis()).url}
        room = Room(stack.enter_context(servers(prepared, processes, **env)))
        ask = stack.enter_context(crowd())
        return _paced(room, ask) | _storm(room, ask) | room.truth()


def _paced(room, ask):
    """One wish after the other: until the last phone has the picture that holds it."""
    for server in room.servers:
        ask(do="connect", port=server.port, phones=room.phones(server))
    ask(do="ready", port=room.servers[0].port, count=1)
    early = room.people[: WARM + PACED]
    presses = ask(do="fan_out", requests=[room.ask(one) for one in early], gap=GAP)["presses"]
    room.note(early, [[press["status"]] for press in presses])
    shown = [press["last"] for press in presses[WARM:] if not press["missing"]]
    return {
        "delay_p50": statistics.median(shown),
        "delay_p95": statistics.quantiles(shown, n=20)[-1],
        "delay_missing": sum(press["missing"] for press in presses),
    }


def _storm(room, ask):
    """Many press at once, while the first are called, come, speak and leave."""
    called, others = room.people[:CALLED], room.people[-PRESSING:]
    ask(do="ready", port=[server.port for server in room.servers], count=len(others))
    talk = threading.Thread(target=room.talk, args=(called,))
    talk.start()
    told = ask(do="storm", requests=[_back_and_forth(room, one, n) for n, one in enumerate(others)])
    talk.join()
    room.note(others, [line[1::2] for line in told["statuses"]])
    answers = [seconds for line in told["answers"] for seconds in line]
    statuses = [status for line in told["statuses"] for status in line]
    return {
        "commands_per_second": len(answers) / told["seconds"],
        "answer_p50": statistics.median(answers),
        "answer_p95": statistics.quantiles(answers, n=20)[-1],
        "turn": statistics.median(room.turns),
        "commands_refused": room.refused + sum(status // 100 != 2 for status in statuses),
        "stale": ask(do="settle", revision=room.revision())["stale"],
    }


def _back_and_forth(room, one, n):
    return [room.withdraw(one, n), room.ask(one, n), room.withdraw(one, n), room.ask(one, n)]


class Room:
    """A circle that runs on these servers, and what everybody in it was answered."""

    def __init__(self, running, people=PEOPLE):
        self.servers = running
        self.code = json.loads(running[0].manage("demo", "--json"))["code"]
        said = running[0].manage("shell", "-v", "0", "-c", SEAT.format(code=self.code, people=people))
        told = json.loads(said.splitlines()[-1])
        self.people, self.console = told["people"], running[-1].open(told["console"])
        self.turns, self.refused, self.asked = [], 0, Counter()

    def phones(self, server):
        mine = self.people[self.servers.index(server) :: len(self.servers)]
        return [[f"/w/{self.code}/live/?see=circle&language=en", f"peerwalk={one['session']}"] for one in mine]

    def ask(self, one, n=0):
        return self._form(one, n, "ask/", topic="Who pays in the first year?")

    def withdraw(self, one, n=0):
        return self._form(one, n, "withdraw/")

    def talk(self, called):
        """The moderator calls each of them, who comes, speaks, and leaves."""
        for one in called:
            began, phone = time.perf_counter(), Visitor(self.servers[0], one["session"])
            entry = self._press(phone, "ask/").get("entry")
            stay = self._press(self.console, f"entries/{entry}/call/", seen=0).get("stay")
            self._press(phone, "take/", call=stay)
            self._press(self.console, f"floor/{one['number']}/", seen=0)
            self._press(phone, "leave/", stay=stay)
            self.turns.append(time.perf_counter() - began)

    def note(self, people, statuses):
        """How many wishes of each of them were accepted."""
        for one, told in zip(people, statuses, strict=True):
            self.asked[one["number"]] += sum(status // 100 == 2 for status in told)

    def revision(self):
        return int(self.shell("print(Workshop.objects.get(code=code).revision)"))

    def truth(self):
        return json.loads(self.shell(TRUTH.format(asked=dict(self.asked))))

    def _form(self, one, n, path, **fields):
        port = self.servers[n % len(self.servers)].port
        return form(port, f"/w/{self.code}/fishbowl/{path}", one["session"], **fields)

    def _press(self, who, path, **fields):
        answer = who.post(f"/w/{self.code}/fishbowl/{path}", **fields)
        self.refused += answer.status != 200
        return answer.json if answer.status == 200 else {}

    def shell(self, script):
        head = f"from workshop.models import Workshop\ncode = '{self.code}'\n"
        return self.servers[0].manage("shell", "-v", "0", "-c", head + script).splitlines()[-1]


BAD = ("lost", "doubled", "refused", "missing", "stale", "over_capacity", "violations", "broken")


def _over(rounds):
    sums = {name: sum(made[name] for made in rounds) for name in rounds[0] if name.endswith(BAD)}
    return {name: round(statistics.median(made[name] for made in rounds), 6) for name in rounds[0]} | sums


SEAT = """
import json
from fishbowl import actions
from tests.seeding import seat
from workshop import actions as core
from workshop import links
from workshop.models import Workshop
workshop = Workshop.objects.get(code="{code}")
core.move(workshop=workshop, stage=workshop.stages.get(kind="fishbowl"), seen=workshop.stage_id)
actions.start(workshop=workshop)
console = links.make_link(role="facilitator", workshop=workshop)[1]
print(json.dumps(dict(people=seat(workshop, {people}), console=console)))
"""
TRUTH = """
import json
from collections import Counter
from fishbowl import journal
from fishbowl.models import Fishbowl
from workshop.rehearsal.seats import overlaps, stays
asked, room = {asked}, Workshop.objects.get(code=code)
bowl = Fishbowl.live_in(room)
wishes = Counter(bowl.entries.values_list("participant__number", flat=True))
standing = list(bowl.waiting().order_by("place").values_list("pk", flat=True))
sat = Counter(stay.number for stay in stays(room))
print(json.dumps(dict(
    commands_lost=sum(max(0, many - wishes[number]) for number, many in asked.items()),
    commands_doubled=sum(max(0, wishes[n] - many) for n, many in asked.items()) + sum(n - 1 for n in sat.values()),
    chairs_over_capacity=overlaps(room, "chair") + overlaps(room, "number"),
    order_violations=sum(later < before for before, later in zip(standing, standing[1:])),
    journal_broken=int(journal.first_break(room.pk) is not None) + len(list(journal.differences(room.pk))),
)))
"""
