"""`make bench`: how fast a change reaches a room full of screens, beside a bare Node `ws` loop on the same machine.

In alternation and with a fresh server each: this product, Node, five times; the medians count. What it
measures is told on stderr; the last line of stdout is one JSON object. Quick: `bench.py --rounds 1 --only burst`.
A ratio is ours divided by Node's: below 1 we are faster.

- fan-out: one note is made; the time from the change (its own time, before the commit) until the last of N screens has
  the new wall: commit, news, drawing and sending. Node answers a press with a broadcast of the same bytes; it neither
  stores nor renders anything, so its change is the press. `press` is ours from the phone's own POST, with everything a
  request takes; `spread` is from the drawn picture, the sending alone. Both stand beside Node's whole way. Phones take
  pictures compressed, as browsers do (`--plain`: they do not); `bytes` is what one change sends to one phone.
- connect: N sockets opened in one moment, until the last has its first picture. Node's queue at the door is its own
  default of 511, so that some have to knock twice; `long_queue` is beside a Node whose queue is as long as ours.
- burst: 300 phones post in one moment, every post goes to all 300; until the last screen shows the final state.
- notes and pages: accepted in a second; stock is the same product under Django's own ASGI handler.
- circle: 300 people in one fishbowl, on one process with SQLite and on two with PostgreSQL and Redis: from a command to
  the last phone's picture, commands in a second, and what was lost, doubled, or out of order (circle.py).
- note: the DOCX and PDF of a full hall (150 people, 600 notes, 300 cards, 20 pictures): seconds from the press to the
  file, and what a circle of 150 phones notices of it while they are made (note.py).
- walk: 150 simulated people go through a whole walk with bad networks, compressed to two minutes: what was lost or came
  twice, and the time from a note's post to the wall on another phone's socket.
- first visit: what Chromium loads when a phone scans the code, compressed, on an empty cache.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from circle import circle  # noqa: E402
from hands import crowd, form, tell  # noqa: E402
from note import note  # noqa: E402

from tests.servers import PREPARE, Server, _python, environment, free_port  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
WARM, PRESSES, GAP = 12, 30, 0.2
BURST = 300
WALKERS = 150
PARTS = ("fanout", "burst", "pages", "visit", "circle", "note", "walk")


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="peerwalk-bench-") as folder:
        prepared = Path(folder) / "prepared"
        _python(environment(prepared), "-c", PREPARE)
        reference = node_reference()
        rounds = [one_round(prepared, Path(folder), asked, number) for number in range(1, asked.rounds + 1)]
        figures = medians(rounds)
        if "pages" in asked.only:
            figures |= stock(prepared, figures)
        if "visit" in asked.only:
            figures |= first_visit(prepared)
        if "circle" in asked.only:
            figures |= circle(prepared, asked.rounds)
        if "note" in asked.only:
            figures |= note(prepared)
        if "walk" in asked.only:
            figures |= walk(prepared)
    print(json.dumps({"reference": reference, "rounds": asked.rounds} | figures))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--plain", action="store_true", help="phones that take nothing compressed")
    return parser.parse_args()


# --- a round -----------------------------------------------------------------------------------
def one_round(prepared, folder, asked, number):
    """Ours and Node's, in an order that changes from round to round."""
    tell(f"round {number} of {asked.rounds}")
    sample = folder / "message"
    if not sample.exists():
        sample.write_text(message_of(prepared))
    made = {}
    for side in ("ours", "node") if number % 2 else ("node", "ours"):
        made[side] = connect_long(prepared, sample) if side == "node" and "fanout" in asked.only else {}
        if "fanout" in asked.only:
            for count in (100, 1000):
                with SIDES[side](prepared, sample, count) as subject:
                    made[side] |= fan_out(subject, count, asked.plain)
        if "burst" in asked.only:
            with SIDES[side](prepared, sample, BURST) as subject:
                made[side] |= burst(subject, asked.plain)
        if "pages" in asked.only and side == "ours":
            with SIDES[side](prepared, sample, 300) as subject:
                made[side] |= pages_and_notes(subject)
    return figures_of(made["ours"], made["node"])


def fan_out(subject, count, plain):
    with crowd() as ask:
        connected = ask(do="connect", port=subject.port, phones=subject.phones(count), plain=plain)
        ask(do="ready", port=subject.port, count=1)
        ask(do="fan_out", requests=subject.presses(WARM), gap=GAP)
        before = cpu_of(subject.pid)
        presses = ask(do="fan_out", requests=subject.presses(PRESSES), gap=GAP)["presses"]
        cpu = cpu_of(subject.pid) - before
    last = [press["since_change"] for press in presses if not press["missing"]]
    pressed = [press["last"] for press in presses if not press["missing"]]
    return {
        f"fanout_{count}_p50": statistics.median(last),
        f"fanout_{count}_p95": statistics.quantiles(last, n=20)[-1],
        f"press_{count}_p50": statistics.median(pressed),
        f"spread_{count}_p50": statistics.median(press["spread"] for press in presses),
        f"answer_{count}_p50": statistics.median(press["answer"] for press in presses),
        f"fanout_bytes_{count}": statistics.median(press["bytes"] for press in presses),
        f"fanout_cpu_{count}": cpu / (PRESSES * count),
        f"connect_{count}": connected["shown"],
        "missing": sum(press["missing"] for press in presses) + connected["missing"],
        "not_2xx": sum(press["status"] // 100 != 2 for press in presses),
    }


def connect_long(prepared, sample):
    """Node with a queue at the door as long as ours."""
    with node(prepared, sample, 1000, queue=4096) as subject, crowd() as ask:
        return {"connect_long": ask(do="connect", port=subject.port, phones=subject.phones(1000))["shown"]}


def burst(subject, plain):
    with crowd() as ask:
        ask(do="connect", port=subject.port, phones=subject.phones(BURST), plain=plain)
        ask(do="ready", port=subject.port, count=BURST)
        ask(do="fan_out", requests=subject.presses(3), gap=GAP)
        kept = subject.notes()
        done = ask(do="burst", requests=subject.presses(BURST))
        accepted = sum(status // 100 == 2 for status in done["statuses"])
    return {
        "burst": done["final"],
        "burst_stale": done["stale"],
        "burst_not_2xx": BURST - accepted,
        "burst_notes_lost": accepted - (subject.notes() - kept) if subject.keeps_notes else 0,
    }


def pages_and_notes(subject):
    with crowd() as ask:
        ask(do="ready", port=subject.port, count=BURST)
        ask(do="fan_out", requests=subject.presses(3), gap=0.05)
        kept = subject.notes()
        waves = [ask(do="burst", requests=subject.presses(BURST)) for _wave in range(5)]
        statuses = [status for wave in waves for status in wave["statuses"]]
        accepted = sum(status // 100 == 2 for status in statuses)
        lost = accepted - (subject.notes() - kept)
        ask(do="ready", port=subject.port, count=50)
        poster = ask(do="pages", requests=subject.gets(50, f"/w/{subject.code}/gallery/1/"), seconds=4)
        circle = ask(do="pages", requests=subject.gets(50, f"/w/{subject.code}/fishbowl/"), seconds=4)
    return {
        "notes_per_second": len(statuses) / sum(wave["answers"] for wave in waves),
        "notes_lost": lost,
        "notes_not_2xx": len(statuses) - accepted,
        "pages_per_second_poster": poster["a_second"],
        "pages_per_second_fishbowl": circle["a_second"],
        "pages_not_2xx": poster["bad"] + circle["bad"],
    }


def figures_of(ours, node):
    """What a round says; a ratio is ours divided by Node's."""
    made = {name: value for name, value in ours.items() if name not in ("missing", "not_2xx")}
    for count in (100, 1000):
        if f"fanout_{count}_p50" in ours:
            made |= {
                f"fanout_{count}_ratio_p50": ours[f"fanout_{count}_p50"] / node[f"fanout_{count}_p50"],
                f"fanout_{count}_ratio_p95": ours[f"fanout_{count}_p95"] / node[f"fanout_{count}_p95"],
                f"press_{count}_ratio_p50": ours[f"press_{count}_p50"] / node[f"press_{count}_p50"],
                f"spread_{count}_ratio_p50": ours[f"spread_{count}_p50"] / node[f"fanout_{count}_p50"],
                f"fanout_bytes_{count}_ratio": ours[f"fanout_bytes_{count}"] / node[f"fanout_bytes_{count}"],
                f"fanout_cpu_ratio_{count}": ours[f"fanout_cpu_{count}"] / node[f"fanout_cpu_{count}"],
                f"connect_{count}_ratio": ours[f"connect_{count}"] / node[f"connect_{count}"],
                f"node_fanout_{count}_p50": node[f"fanout_{count}_p50"],
            }
    if "missing" in ours:
        made["connect_1000_ratio_long_queue"] = ours["connect_1000"] / node["connect_long"]
        made |= {"fanout_missing": ours["missing"], "fanout_not_2xx": ours["not_2xx"]}
    if "burst" in ours:
        made |= {"burst_ratio": ours["burst"] / node["burst"], "node_burst": node["burst"]}
    tell(
        "  " + ", ".join(f"{name} {value:.3g}" for name, value in made.items() if "ratio" in name or "per_sec" in name)
    )
    return made


TROUBLES = ("missing", "lost", "not_2xx", "stale")


def medians(rounds):
    """The median over the rounds; of what must not happen, the sum."""
    made = {}
    for name in rounds[0]:
        values = [figures[name] for figures in rounds]
        bad = any(word in name for word in TROUBLES)
        made[name] = sum(values) if bad else round(statistics.median(values), 6)
    made["not_2xx"] = sum(value for name, value in made.items() if name.endswith("not_2xx"))
    return made


# --- the two sides -----------------------------------------------------------------------------
class Ours:
    """The product, with the demo workshop and a session for each phone."""

    keeps_notes = True

    def __init__(self, server, demo, sessions):
        self.server, self.code, self.sessions = server, demo["code"], sessions
        self.port, self._pressed = server.port, 0
        self._note = demo["doors"]["note"]["path"].format(code=self.code, number=1)

    @property
    def pid(self):
        return self.server.pid

    def phones(self, count):
        path = f"/w/{self.code}/live/?see=wall:1&language=en"
        return [[path, f"peerwalk={session}"] for session in self.sessions[:count]]

    def presses(self, count):
        return [self._press() for _time in range(count)]

    def gets(self, count, path):
        return [
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: peerwalk={session}\r\n\r\n"
            for session in self.sessions[:count]
        ]

    def notes(self):
        return int(_python(self.server.env, "manage.py", "shell", "-v", "0", "-c", COUNT).split()[-1])

    def _press(self):
        session = self.sessions[self._pressed % len(self.sessions)]
        self._pressed += 1
        text = f"We should measure before we guess ({self._pressed})."
        return form(self.port, self._note, session, kind="take", text=text)


class Node:
    """The bare loop: a press is a broadcast."""

    keeps_notes = False

    def __init__(self, process, port):
        self.pid, self.port = process.pid, port

    def phones(self, count):
        return [["/", "a=b"]] * count

    def presses(self, count):
        return [f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: 2\r\n\r\na="] * count

    def notes(self):
        return 0


@contextmanager
def ours(prepared, sample, people, command=("manage.py", "serve")):
    with tempfile.TemporaryDirectory(prefix="peerwalk-bench-") as folder:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        server = Server(Path(folder), 0, {}, command)
        demo = json.loads(_python(server.env, "manage.py", "demo", "--json"))
        said = _python(server.env, "manage.py", "shell", "-v", "0", "-c", SEAT.format(code=demo["code"], people=people))
        server.start()
        try:
            yield Ours(server, demo, json.loads(said.splitlines()[-1]))
        finally:
            server.kill()


@contextmanager
def node(prepared, sample, people, queue=511):
    port = free_port()
    process = subprocess.Popen(
        ["node", HERE / "loop.mjs", str(port), sample, str(queue)], stdout=subprocess.PIPE, text=True
    )
    try:
        process.stdout.readline()
        yield Node(process, port)
    finally:
        process.kill()
        process.wait()


SIDES = {"ours": ours, "node": node}


def message_of(prepared):
    """The bytes that one change sends to a screen of ours, for Node to send too."""
    with ours(prepared, None, 2) as subject:
        from tests.servers import Screen

        cookies = {"peerwalk": subject.sessions[0]}
        screen = Screen(subject.server, subject.code, "wall:1", cookies=cookies)
        frame = screen.newest("wall-1")
        text = json.dumps(frame, ensure_ascii=False)
        tell(f"a change is {len(text.encode())} bytes")
        return text.replace(f'"revision": {frame["revision"]},', '"revision": {revision},', 1)


def node_reference():
    """Bring the ws package beside the loop; say which loop Node runs."""
    if not (HERE / "node_modules" / "ws").exists() and shutil.which("npm"):
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(command, cwd=HERE, timeout=120, capture_output=True)
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    package = HERE / "node_modules" / "ws" / "package.json"
    kind = (
        f"ws {json.loads(package.read_text())['version']}" if package.exists() else "a plain loop, ws is not to be had"
    )
    return f"node {version}, {kind}"


# --- the stock path, the first visit -----------------------------------------------------------
def stock(prepared, figures):
    """The same notes under Django's own ASGI handler: a thread and a connection for each request."""
    tell("the stock path")
    with ours(prepared, None, BURST, command=(HERE / "stock.py",)) as subject:
        made = pages_and_notes(subject)
    return {
        "notes_per_second_stock": round(made["notes_per_second"], 3),
        "notes_not_2xx_stock": made["notes_not_2xx"],
        "notes_ratio": round(figures["notes_per_second"] / made["notes_per_second"], 3),
    }


def first_visit(prepared):
    """What a phone loads between the QR code and the join form, and then for the room: (bytes, requests)."""
    from playwright.sync_api import sync_playwright

    tell("the first visit")
    with ours(prepared, None, 2) as subject, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        page = browser.new_context(viewport={"width": 360, "height": 780}, is_mobile=True).new_page()
        loaded = []
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        demo = json.loads(_python(subject.server.env, "manage.py", "demo", "--json"))
        page.goto(subject.server.url + urllib.parse.urlsplit(demo["links"]["join"]).path, wait_until="networkidle")
        made = {"first_visit_bytes": round(sum(loaded)), "first_visit_requests": len(loaded)}
        browser.close()
    return made


# --- a whole walk ------------------------------------------------------------------------------
def walk(prepared):
    """150 simulated people through a whole walk, circle and cards, as `manage.py rehearse` sends them."""
    tell(f"{WALKERS} people walk")
    with tempfile.TemporaryDirectory(prefix="peerwalk-bench-") as folder:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        env = environment(Path(folder)) | {"PORT": str(free_port())}
        code = json.loads(_python(env, "manage.py", "demo", "--json"))["code"]
        command = [sys.executable, "-W", "ignore", "manage.py", "rehearse", code, "--people", str(WALKERS), "--json"]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, timeout=400)
    figures = json.loads(done.stdout.splitlines()[-1])
    return {f"walk_{name}": value for name, value in figures.items() if name != "code"}


# --- helpers -----------------------------------------------------------------------------------
SEAT = """
import json
from gallery.models import Note
from tests.seeding import seat
from workshop import actions
from workshop.models import Workshop
workshop = Workshop.objects.get(code="{code}")
people = seat(workshop, {people})
wall = dict(workshop=workshop, case=workshop.cases.get(number=1), author_id=people[0]["pk"], kind="take")
Note.objects.bulk_create(Note(**wall, text=f"We should measure before we guess ({{n}}).") for n in range(100, 200))
actions.move(workshop=workshop, stage=workshop.stages.get(kind="gallery"), seen=workshop.stage_id)
print(json.dumps([entry["session"] for entry in people]))
"""
COUNT = "from gallery.models import Note; print(Note.objects.count())"


def cpu_of(pid):
    """Seconds of CPU a process has used, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


if __name__ == "__main__":
    main()
