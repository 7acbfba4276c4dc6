"""Real browsers for tests: a room of phones, a console and a projector on a real server, all drawn by one Chromium.

    from tests.browsers import chromium, room  # noqa: F401  (fixtures; `prepared` and `shared` of tests.servers too)

    def test_something(room):
        ada = room.phone("Ada", "Quito")                # a Page of somebody who has joined
        console, projector = room.console(), room.projector()
        room.moves_to("gallery")                        # the facilitator's press, without a browser

`room` has a small workshop of its own on the file's server. `demo` is the demo workshop there, the same for all tests
of a file, with people, notes and cards in it; pages() lists what may be looked at, and by whom.

Every page collects its faults (errors of scripts, breaches of the content security policy, requests to other places);
when a test ends they must be none but those it forgave: room.forgive("ERR_CONNECTION_REFUSED"). A Tunnel stands between
a browser and the server and can be cut.
"""

import contextlib
import json
import select
import socket
import threading

import pytest
from playwright.sync_api import sync_playwright

from tests.servers import Visitor

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}
DESK = {"viewport": {"width": 1280, "height": 800}}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
# requests that a page left behind when it went along; a look for a newer service worker without network
HARMLESS = ("htmx:abort", "htmx:sendAbort", "htmx:afterRequest", "when fetching the script")
TELL_BREACHES = "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective, e.blockedURI))"


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def room(shared, chromium):
    with opened(shared, chromium, shared.seed(people=0)) as opened_room:
        yield opened_room


@pytest.fixture(scope="module")
def demo(shared, chromium):
    return Demo(shared, chromium)


@contextlib.contextmanager
def opened(server, chromium, seeded):
    """A Room, whose pages are closed at the end and had no faults."""
    room = Room(server, chromium, seeded)
    yield room
    room.close()
    assert room.faults() == [], room.faults()


class Room:
    """One workshop on a server and the browsers that look at it."""

    def __init__(self, server, chromium, seeded):
        self.server, self.chromium, self.code, self.stages = server, chromium, seeded["code"], seeded["stages"]
        self.hana = server.open(seeded["console"])
        self.screen = server.open(seeded["projector"])
        self.at = f"/w/{self.code}"
        self._contexts, self._heard, self._forgiven, self._seen = [], [], list(HARMLESS), ""

    # --- who comes ---------------------------------------------------------------------------------
    def joins(self, name, city, **about):
        """Somebody who came in by the door: a Visitor with their number."""
        visitor = Visitor(self.server)
        visitor.number = visitor.post(f"{self.at}/join/", name=name, city=city, **about).json["number"]
        return visitor

    def phone(self, name, city, path="/", **context):
        return self.shows(self.joins(name, city), path, **(PHONE | context))

    def console(self, path="/console/", **context):
        return self.shows(self.hana, path, **(DESK | context))

    def projector(self, **context):
        return self.shows(self.screen, "/projector/", **(PROJECTOR | context))

    def shows(self, visitor, path, **context):
        """A page of this visitor's browser, at a path of the workshop ("/", "/console/", ...)."""
        page = self.page(visitor, **context)
        page.goto(self.at + path)
        return page

    def page(self, visitor=None, url=None, **context):
        """An empty page of a new browser with this visitor's cookies."""
        made = self.chromium.new_context(base_url=url or self.server.url, **context)
        made.add_cookies(
            [{"name": name, "value": value, "url": url or self.server.url} for name, value in visitor.cookies.items()]
            if visitor
            else []
        )
        self._contexts.append(made)
        page = made.new_page()
        self._listen(page, url or self.server.url)
        return page

    # --- what happens ------------------------------------------------------------------------------
    def moves_to(self, kind):
        answer = self.hana.post(f"{self.at}/stages/{self.stages[kind]}/start/", seen=self._seen)
        assert answer.status == 200, answer.text
        self._seen = self.stages[kind]

    def does(self, path, visitor=None, **fields):
        """What a post answers, as data; it must be welcome."""
        answer = (visitor or self.hana).post(self.at + path, **fields)
        assert answer.status == 200, answer.text
        return answer.json

    # --- what goes wrong ---------------------------------------------------------------------------
    def forgive(self, *words):
        self._forgiven += words

    def faults(self):
        return [fault for fault in self._heard if not any(words in fault for words in self._forgiven)]

    def close(self):
        for context in self._contexts:
            context.close()
        self._contexts = []

    def _listen(self, page, own):
        page.add_init_script(TELL_BREACHES)
        page.on("pageerror", lambda error: self._heard.append(str(error)))
        page.on("console", lambda message: self._heard.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self._heard.append(request.url) if _foreign(request.url, own) else None)


def _foreign(url, own):
    return not url.startswith((f"{own}/", f"{own.replace('http', 'ws', 1)}/", "data:", "blob:"))


class Demo(Room):
    """The demo workshop, with Ada who has written, and Bo, Cy and others who sit, wait and were written down."""

    def __init__(self, server, chromium):
        told = json.loads(server.manage("demo", "--json"))
        self.tokens = {name: link.rstrip("/").rsplit("/", 1)[1] for name, link in told["links"].items()}
        seeded = {"code": told["code"], "console": self.tokens["console"], "projector": self.tokens["projector"]}
        super().__init__(server, chromium, seeded | {"stages": {}})
        programme = self.hana.get(f"{self.at}/programme/").json
        self.stages = {stage["kind"]: stage["id"] for stage in programme["stages"]}
        self.organizer, self.owner = server.open(self.tokens["organizer"]), server.open(self.tokens["case_owner"])
        self._fill()

    def pages(self):
        """(who, path) of every kind of page, by the screen it is made for."""
        note, other, card, at = self.note, self.other, self.card, self.at
        walk = ["/", "/gallery/", "/gallery/1/", "/gallery/4/wall/", "/gallery/1/photo/", f"/gallery/notes/{note}/"]
        walk += [f"/gallery/notes/{other}/too/"]
        rest = [
            "/fishbowl/",
            "/insights/",
            "/insights/texts/",
            "/insights/card/",
            "/insights/card/?screen=2",
            "/insights/card/?screen=3",
            "/insights/cards/",
            "/insights/others/",
            "/insights/meet/",
            "/insights/home/",
            "/insights/playback/",
            "/mine/",
        ]
        desk = [
            "/console/",
            "/people/",
            "/links/",
            "/insights/desk/",
            "/insights/analyses/city_by_case/",
            "/insights/analyses/counts/",
            "/insights/behind/?case=1",
            "/insights/themes/1/",
            f"/gallery/notes/{note}/hiding/",
            "/note/",
        ]
        desk += [f"/gallery/notes/{note}/alike/", "/gallery/walls/", "/gallery/1/paper/", "/questions/"]
        desk += [f"/questions/{self.question}/"]
        plan = ["", "introduction/", "stages/", f"stages/{self.stages['gallery']}/", "cases/", "cases/1/"]
        plan += ["conditions/", "cases/1/conditions/"]
        case = [f"cases/1/{step}/" for step in ("title", "figures", "lessons", "statements")]
        return {
            "door": [(None, path) for path in ("/", f"{at}/join/", f"{at}/return/", "/sign-in/", "/nowhere/")],
            "phone": [(self.ada, at + path) for path in (*walk, *rest, f"/insights/cards/{card}/")],
            "console": [(self.hana, at + path) for path in desk],
            "organizer": [(self.organizer, path) for path in ("/organize/", "/organize/new/", "/organize/account/")]
            + [(self.organizer, f"{at}/plan/{path}") for path in (*plan, *case)]
            + [(self.organizer, f"{at}/insights/later/")],
            "projector": [(self.screen, f"{at}/projector/")],
        }

    def _fill(self):
        self.ada, self.bo = self.joins("Ada", "Quito", consent="name"), self.joins("Bo", "Dakar")
        self.moves_to("gallery")
        self.note = self.does("/gallery/1/notes/", self.ada, kind="take", text="Loans repaid after the phases")["note"]
        asked = {"kind": "question", "text": "Who owns the housing today?"}
        self.other = self.does("/gallery/4/notes/", self.bo, **asked)["note"]
        self.question = int(self.hana.get(f"{self.at}/questions/").text.split('id="question-')[1].split('"')[0])
        self.moves_to("fishbowl")
        self.does("/fishbowl/phase/start/", seen="lobby")
        self.does("/fishbowl/take/", self.joins("Cy", "Lyon"))
        self.does("/fishbowl/ask/", self.bo, topic="Who pays")
        self.does("/fishbowl/statement/", text="We waited ten years.", kind="quote", speaker=self.ada.number)
        about = {"case": "1", "stance": "adapt", "what": "A lender who waits", "target": "Quito"}
        self.moves_to("insights")
        says = {"next_step": "Ask the council", "wants_contact": "on", "confidence": "2", "consent": "name"}
        self.card = self.does("/insights/card/write/", self.ada, **about, **says)["card"]
        theirs = self.does("/insights/card/write/", self.bo, **(about | {"target": "Dakar", "can_help": "on"}))["card"]
        self.does(f"/insights/cards/{theirs}/say/", self.ada, kind="true", because="Ours too")
        self.moves_to("visit")


class Tunnel:
    """A way to a server that can be cut: every connection breaks, new ones are refused, until it is mended."""

    def __init__(self, port):
        self._to, self._ends, self._listener = port, [], None
        self.port = 0
        self.mend()
        self.url = f"http://127.0.0.1:{self.port}"

    def leads_to(self, port):
        self._to = port

    def mend(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self._listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._receive, args=[listener], daemon=True).start()

    def cut(self):
        _break(self._listener)
        while self._ends:
            _break(self._ends.pop())

    def _receive(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, far = listener.accept()[0], socket.create_connection(("127.0.0.1", self._to))
                self._ends += [near, far]
                threading.Thread(target=_carry, args=[near, far], daemon=True).start()


def _carry(near, far):
    with contextlib.suppress(OSError, ValueError):
        while True:
            for end in select.select([near, far], [], [])[0]:
                if not (piece := end.recv(65536)):
                    return _break(near), _break(far)
                (far if end is near else near).sendall(piece)


def _break(end):
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
