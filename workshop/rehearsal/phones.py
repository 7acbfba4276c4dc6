"""A simulated phone: a browser without its window, that knows the doors by name and keeps its cookies."""

import asyncio
import re
from http import cookies
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from workshop.rehearsal.lines import Line, Screen

POKE = b'{"poke": "me"}'
DONE, REFUSED, LATER = "done", "refused", "later"
AGAIN = 0.5  # seconds until a socket is tried again


class Place(NamedTuple):
    """Where the rehearsal takes place: the server's address, the workshop's code, and its doors by name."""

    host: str
    port: int
    code: str
    doors: dict

    def path(self, door, takes):
        """The address of a door; one that is gone is said by its name."""
        if door not in self.doors:
            raise LookupError(f"There is no door “{door}” any more.")
        return self.doors[door]["path"].format(code=self.code, **takes)


class Told(NamedTuple):
    """What became of a press: done, refused (with the sentence), or later (no answer of Peerwalk's own)."""

    what: str
    said: dict

    @property
    def why(self):
        return self.said.get("refused") or str(self.said.get("errors", ""))


class Phone:
    """One browser: `hear(message)` is called for each picture, `poked` is set when something of one's own changed."""

    def __init__(self, place, hear=lambda message: None):
        self.place, self.hear, self.poked = place, hear, asyncio.Event()
        self.has_network, self.reconnects, self.watching_since = True, 0, None
        self._line, self._out = Line(place.host, place.port), Line(place.host, place.port)
        self._cookies, self._kept, self._token, self.me = {}, {}, "", ""
        self._screen, self._looks_at, self._watch = None, "", None

    # --- reading -------------------------------------------------------------------------------
    async def open(self, path):
        """The page at an address, redirects followed; None without network."""
        answer = await self._ask("GET", path)
        while answer and answer.status in (301, 302, 303):
            answer = await self._ask("GET", urlsplit(answer.header("location"))._replace(scheme="", netloc="").geturl())
        return answer

    async def get(self, door, **takes):
        return await self.open(self.place.path(door, takes))

    async def data(self, door, *, see="", bowl=None, **takes):
        """What a door says as data; None without network."""
        asked = f"?see={see}" if see else f"?bowl={bowl}" if bowl else ""
        path = self.place.path(door, takes) + asked
        answer = await self._ask("GET", path, {"Accept": "application/json"})
        return answer and answer.said

    async def read(self, door, **asked):
        """The same, asked until there is an answer."""
        while (said := await self.data(door, **asked)) is None:
            await asyncio.sleep(AGAIN)
        return said

    async def learn_who(self):
        """Who this browser is by now, and a token for its posts."""
        said = await self.data("who")
        if said and "token" in said:
            self._token, self.me = said["token"], said["me"]
        return bool(said)

    # --- writing -------------------------------------------------------------------------------
    async def post(self, door, takes, fields, *, read=True, extra_line=False):
        """Told what became of one arrival of a press; like a page it asks anew who it is where its token is old."""
        if not (self._token or await self.learn_who()):
            return Told(LATER, {})
        line = Line(self.place.host, self.place.port) if extra_line else self._out
        answer = await self._post(line, door, takes, fields, read)
        if answer and answer.status == 403 and await self.learn_who():
            answer = await self._post(line, door, takes, fields, read)
        if extra_line:
            line.close()
        return _told(answer)

    async def press(self, door, fields=None, **takes):
        """The answer to a press that is sent until one comes; a refusal is an error, for nobody foresaw it."""
        fields = {"key": str(uuid4()), **(fields or {})}
        while (told := await self.post(door, takes, fields)).what == LATER:
            await asyncio.sleep(AGAIN)
        if told.what == REFUSED:
            raise RuntimeError(f"“{door}” was refused: {told.why}")
        return told.said

    # --- the live socket -----------------------------------------------------------------------
    def watch(self, *names):
        """Look at these fragments from now on; the socket comes back by itself."""
        self._looks_at = ",".join(names)
        self._watch = self._watch or asyncio.get_running_loop().create_task(self._keep_watching())
        self.drop_socket()

    def drop_socket(self):
        if self._screen:
            self._screen.close()

    def lose_network(self):
        """From now on nothing gets through, until find_network()."""
        self.has_network = False
        self._hang_up()

    def find_network(self):
        self.has_network = True

    def put_away(self):
        """The phone is switched off."""
        if self._watch:
            self._watch.cancel()
        self._hang_up()

    # --- helpers -------------------------------------------------------------------------------
    def _hang_up(self):
        for line in (self._line, self._out):
            line.close()
        self.drop_socket()

    async def _keep_watching(self):
        while True:
            gone, looked_at = asyncio.get_running_loop().create_future(), self._looks_at
            if self.has_network and await self._connect(gone):
                await gone
                if looked_at == self._looks_at:  # another page's socket is no reconnect
                    self.reconnects += 1
                    self.poked.set()  # what was missed is fetched
            await asyncio.sleep(AGAIN / 5)

    async def _connect(self, gone):
        path = f"{self.place.path('live', {})}?{urlencode({'see': self._looks_at}, safe=',:')}"
        about = (self.place.host, self.place.port, path, self._cookie_header())
        self._screen = await Screen.open(*about, self._hear, lambda screen: gone.done() or gone.set_result(screen))
        self.watching_since = self._screen and asyncio.get_running_loop().time()
        return self._screen

    def _hear(self, message):
        if message == POKE:
            self.poked.set()
        else:
            self.hear(self, message)

    async def _post(self, line, door, takes, fields, read):
        about = {"Accept": "application/json", "X-CSRFToken": self._token}
        body = urlencode({**fields, "as": self.me}).encode()
        return await self._ask("POST", self.place.path(door, takes), about, body, line=line, read=read)

    async def _ask(self, method, path, headers=None, body=b"", *, line=None, read=True):
        """An Answer or None; what has not changed since it was read is taken from the browser's own cache."""
        if not self.has_network:
            return None
        about, name = self._cookie_header() | (headers or {}), (path, str(headers))
        if kept := method == "GET" and self._kept.get(name):
            about["If-None-Match"] = kept.header("etag")
        answer = await (line or self._line).ask(method, path, about, body, read=read)
        if answer:
            self._keep_cookies(answer)
        if answer and answer.status == 200 and answer.header("etag"):
            self._kept[name] = answer
        return kept if kept and answer and answer.status == 304 else answer

    def _cookie_header(self):
        kept = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": kept} if kept else {}

    def _keep_cookies(self, answer):
        for name, value in answer.headers:
            if name == "set-cookie":
                self._cookies |= {each.key: each.value for each in cookies.SimpleCookie(value).values()}


def _told(answer):
    """Only Peerwalk's own word counts, as in static/js/outbox.js."""
    if answer is None or answer.status == 429 or answer.status >= 500:
        return Told(LATER, {})
    if answer.said.get("done") is True:
        return Told(DONE, answer.said)
    return Told(REFUSED, answer.said) if answer.said.keys() & {"refused", "errors"} else Told(LATER, {})


def stations_in(page):
    """The numbers of the posters that a page leads to, in its order."""
    return [int(number) for number in re.findall(r"/gallery/(\d+)/", page)]
