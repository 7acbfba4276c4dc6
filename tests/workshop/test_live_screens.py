"""The screens of one workshop without a server: how bursts become few pictures, and who is poked."""

import asyncio
import json
import time
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async

from workshop import live
from workshop.live.desk import Clerk
from workshop.live.news import News
from workshop.live.passes import Claim
from workshop.live.screens import CROWDED, Screens, Socket
from workshop.live.wire import PlainWire

pytestmark = pytest.mark.django_db(transaction=True)


class Room:
    """A workshop with screens: press() changes it and tells; crowded says whether requests wait."""

    def __init__(self, workshop):
        self.workshop, self.crowded = workshop, False
        mark = workshop.epoch, workshop.revision
        self.screens = Screens(workshop.pk, mark, Clerk("painter of a test"), lambda: self.crowded)

    def join(self, participant=None):
        """A screen that looks at "now": the list of all that it is sent, a poke as None."""
        came = []

        async def send(message):
            came.append(json.loads(message["text"]).get("revision"))

        claim = Claim(self.workshop.pk, "key", participant and participant.pk)
        socket = Socket(PlainWire(send), claim, ("now",), "en", {"room"}, (None, {}))
        self.screens.join(socket)
        return socket, came

    async def press(self, *poked):
        self.screens.hear(await sync_to_async(self._change)(*poked))

    def _change(self, *poked):
        with live.changing(self.workshop, "now") as room:
            news = News(room.pk, room.epoch, {room.revision}, {"now"})
            news.poke(*poked)
        return news


@asynccontextmanager
async def room_of(workshop):
    await workshop.arefresh_from_db()
    room = Room(workshop)
    socket, came = room.join()
    await until(lambda: came == [workshop.revision] * 2)  # the sign, the picture
    came.clear()
    yield room, came
    room.screens.leave(socket)


async def until(test, seconds=10):
    end = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


def test_each_change_is_shown_where_there_is_time(workshop):
    async def story():
        async with room_of(workshop) as (room, came):
            for revision in range(1, 9):
                await room.press()
                await until(lambda revision=revision: came[-1:] == [revision])
            assert came == list(range(1, 9))

    asyncio.run(story())


def test_while_requests_wait_pictures_are_few(workshop):
    async def story():
        async with room_of(workshop) as (room, came):
            room.crowded, began = True, time.monotonic()
            while time.monotonic() < began + 3 * CROWDED:
                await room.press()
            await until(lambda: not room.screens._flushing)
            assert len(came) <= 1 + (time.monotonic() - began) / CROWDED
            await room.press()
            room.crowded = False
            await until(lambda: came[-1:] == [room.screens.heard.upto])

    asyncio.run(story())


def test_only_who_is_poked_is_poked(workshop, ada, bo):
    async def story():
        async with room_of(workshop) as (room, came):
            (hers, at_hers), (_hers_too, at_hers_too), (_his, at_his) = room.join(ada), room.join(ada), room.join(bo)
            await room.press(ada)
            await until(lambda: [sent[-1:] for sent in (came, at_hers, at_hers_too, at_his)] == [[3]] * 4)
            room.screens.leave(hers)
            await room.press(ada)
            await until(lambda: [sent[-1:] for sent in (came, at_hers_too, at_his)] == [[4]] * 3)
            assert [sent.count(None) for sent in (came, at_hers, at_hers_too, at_his)] == [0, 1, 2, 0]

    asyncio.run(story())
