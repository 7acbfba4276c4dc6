"""The channel layer: how one process tells the others that something changed. Losing a message costs seconds only."""

import asyncio
import logging
import uuid

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from workshop.live.hub import hub
from workshop.live.murmur import Hushed, murmur
from workshop.live.news import News

GROUP = "peerwalk"
ME = uuid.uuid4().hex  # this process
PATIENCE = 2.0  # seconds for one message
REJOIN_EVERY = 3600.0  # memberships of a group expire within a day
DOWN = "The channel layer does not answer; other processes learn of changes by looking, every few seconds"

logging.getLogger("channels_redis.pubsub").addFilter(Hushed(DOWN))


def tell(news):
    """Say what changed to the screens of this process and to the other processes; never raises, never waits long."""
    hub.tell(news)
    if not settings.REDIS_URL:
        return  # nobody else could hear it
    if hub.is_running:
        hub.call(outbox.put, news)
    else:
        _send_from_here(news)


def layer_answers():
    """ "ok" or "down", for the health page."""
    if not settings.REDIS_URL:
        return "ok"
    try:
        hub.ask(_probe()) if hub.is_running else async_to_sync(_probe)()
    except Exception:
        return "down"
    return "ok"


async def listen():
    """Hear what other processes say, for ever."""
    while settings.REDIS_URL:
        try:
            await _listen_for_a_while(get_channel_layer())
        except TimeoutError:
            continue
        except Exception as error:
            murmur(DOWN, error)
            await _start_anew(get_channel_layer())


class Outbox:
    """What waits to be told to other processes: one message on its way, the rest become one."""

    def __init__(self):
        self._waiting: dict[int, News] = {}
        self._task = None

    def put(self, news):
        if known := self._waiting.get(news.workshop):
            known.add(news)
        else:
            self._waiting[news.workshop] = news
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._empty())

    async def _empty(self):
        while self._waiting:
            _workshop, news = self._waiting.popitem()
            await _send(news)


outbox = Outbox()


async def _send(news):
    try:
        async with asyncio.timeout(PATIENCE):
            await get_channel_layer().group_send(GROUP, news.as_message() | {"by": ME})
    except Exception as error:
        murmur(DOWN, error)


def _send_from_here(news):
    """From a process that serves no screens: a command, a test."""
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        async_to_sync(_send)(news)
    else:
        running.create_task(_send(news))


async def _listen_for_a_while(layer):
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    try:
        async with asyncio.timeout(REJOIN_EVERY):
            while True:
                _hear(await layer.receive(channel))
    finally:
        await layer.group_discard(GROUP, channel)


def _hear(message):
    if message.get("by") != ME:
        hub.hear(News.from_message(message))


async def _start_anew(layer):
    await asyncio.sleep(1)
    try:
        await layer.flush()
    except Exception as error:
        murmur(DOWN, error)


async def _probe():
    async with asyncio.timeout(PATIENCE):
        await get_channel_layer().group_send(f"{GROUP}.health", {"type": "peerwalk.health"})
