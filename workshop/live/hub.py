"""The hub: every socket of this process, told of changes, shown the newest pictures, each drawn once for all."""

import asyncio
from collections import Counter
from concurrent.futures import TimeoutError as NoAnswer

from workshop.access import may_watch
from workshop.live import passes
from workshop.live.desk import Clerk, Desk
from workshop.live.fragments import fragment_of
from workshop.live.murmur import murmur
from workshop.live.rounds import EVERY, do_rounds
from workshop.live.screens import GONE, NOT_YOURS, Screens, row_marks

LOOK_EVERY = 3.0  # seconds between looks at the revisions of everything watched
LOOK_AGAIN = 1.0  # where something may have been missed
SIGN_EVERY = 15.0  # seconds between signs of life
AGAIN = 4000  # close: come back at once and be checked anew
CHECK_AFTER = 0.5  # seconds from a poke to the check of who was poked
MOST_SOCKETS = 12  # of one browser
LATE = "What was due could not be seen to; it is tried again every second"
SILENT = "The database did not answer the look at what has changed"


class Hub:
    """Lives on the server's event loop; `tell`, `call` and `ask` may be used from any thread."""

    def __init__(self):
        self._loop = None
        self.screens: dict[int, Screens] = {}
        self.browsers = Counter()  # sockets of each session
        self.is_crowded = lambda: False  # whether more requests wait than can be served
        self._to_check = set()
        self._painter, self._clerk, self._timekeeper = Clerk("painter"), Clerk("clerk"), Clerk("timekeeper")
        self._door = Desk(self._clerk, _who_they_are)

    # --- from any thread -----------------------------------------------------------------------
    @property
    def is_running(self):
        return self._loop is not None and self._loop.is_running()

    def tell(self, news):
        """Hand over what changed; returns at once, and does nothing in a process without screens."""
        if self.is_running:
            self.call(self.hear, news)

    def call(self, function, *args):
        self._loop.call_soon_threadsafe(function, *args)

    def ask(self, coroutine, patience=3.0):
        """The result of a coroutine run on the loop."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result(patience)
        except NoAnswer:
            future.cancel()
            raise

    # --- on the loop ---------------------------------------------------------------------------
    def start(self, *listeners):
        """Begin to look and to listen, once a process."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        duties = (self._look_round, self._give_signs, self._do_rounds, *listeners)
        self._tasks = [loop.create_task(duty()) for duty in duties]

    async def admit(self, session_key, code):
        """Who opened the socket: (claim, visitor, the workshop's mark); all None for somebody with no part in it."""
        return await self._door.ask((session_key, code))

    def has_room_for(self, claim):
        return self.browsers[claim.session_key] < MOST_SOCKETS

    def join(self, socket, mark):
        """From now on this socket is shown what it watches, beginning with the present."""
        self.browsers[socket.claim.session_key] += 1
        pk = socket.claim.workshop
        if pk not in self.screens:
            self.screens[pk] = Screens(pk, mark, self._painter, lambda: self.is_crowded())
        self.screens[pk].join(socket)

    def leave(self, socket):
        key = socket.claim.session_key
        self.browsers[key] -= 1
        if not self.browsers[key]:
            del self.browsers[key]
        screens = self.screens.get(socket.claim.workshop)
        if screens and not screens.leave(socket):
            del self.screens[socket.claim.workshop]

    def hear(self, news):
        """Something changed: here, or so another process says."""
        if screens := self.screens.get(news.workshop):
            screens.hear(news)
            self._check_soon(screens.sockets if news.recheck else screens.concerned(news))

    async def _look_round(self):
        """Find what no message told: revisions, workshops that are gone, people who may not look any more."""
        while True:
            in_doubt = any(screens.in_doubt for screens in self.screens.values())
            await asyncio.sleep(LOOK_AGAIN if in_doubt else LOOK_EVERY)
            try:
                await self._look()
            except Exception as error:
                murmur(SILENT, error)

    async def _look(self):
        watched = list(self.screens.values())
        if not watched:
            return
        marks = await self._clerk.run(row_marks, [screens.pk for screens in watched])
        for screens in watched:
            if screens.pk in marks:
                screens.compare(*marks[screens.pk])
            else:
                screens.close(GONE)
        await self._check_passes([socket for screens in watched for socket in screens.sockets])

    def _check_soon(self, sockets):
        """Whoever is poked may have lost what let them in."""
        if sockets and not self._to_check:
            self._loop.call_later(CHECK_AFTER, lambda: self._loop.create_task(self._check_poked()))
        self._to_check.update(sockets)

    async def _check_poked(self):
        sockets, self._to_check = self._to_check, set()
        try:
            await self._check_passes(sockets)
        except Exception as error:
            murmur(SILENT, error)

    async def _check_passes(self, sockets):
        """Close the sockets of people who have left, whose link was revoked, or who signed out."""
        standing, open_keys = await self._clerk.run(_still_standing, {socket.claim for socket in sockets})
        for socket in sockets:
            if not all(may_watch(standing[socket.claim], audience) for audience in socket.audiences):
                socket.close(NOT_YOURS)
            elif socket.claim.session_key not in open_keys:
                socket.close(AGAIN)

    async def _do_rounds(self):
        """See to what has become due, whether anybody presses or not."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._timekeeper.run(do_rounds)
            except Exception as error:
                murmur(LATE, error)

    async def _give_signs(self):
        while True:
            await asyncio.sleep(SIGN_EVERY)
            for screens in self.screens.values():
                screens.give_sign()


def audiences_of(names):
    """The audiences that these fragments are made for; NoSuchPicture for a name that nobody registered."""
    return {fragment_of(name).audience for name in names}


def _who_they_are(questions):
    answers = passes.claims(questions)
    claims = [claim for claim, _mark in answers if claim]
    standing = dict(zip(claims, passes.visitors(claims), strict=True))
    return [
        (claim, standing[claim], mark) if claim and standing[claim].roles else (None, None, None)
        for claim, mark in answers
    ]


def _still_standing(claims):
    claims = list(claims)
    return dict(zip(claims, passes.visitors(claims), strict=True)), passes.open_sessions(claims)


hub = Hub()
