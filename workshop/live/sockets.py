"""The websocket: who may look is checked, then it only speaks; whatever comes in is counted and ignored."""

import re
from time import monotonic
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from workshop.access import may_watch
from workshop.live import layer, origin
from workshop.live.fragments import NoSuchPicture
from workshop.live.hub import audiences_of, hub
from workshop.live.murmur import murmur
from workshop.live.screens import NOT_FOR_YOU, NOT_YOURS, Socket
from workshop.live.wire import wire_of

PATH = re.compile(r"/w/([\w-]{1,20})/live/")
MOST_NAMES = 12  # fragments on one page
FLOOD, TOO_MANY, BROKEN = 1008, 1008, 1011


async def live(scope, receive, send):
    """One socket from its opening to its end."""
    await receive()
    place = PATH.fullmatch(scope["path"])
    if place is None or not origin.is_own(scope):
        return await send({"type": "websocket.close"})  # before it is accepted: 403
    hub.start(layer.listen)
    await send({"type": "websocket.accept"})
    wire = wire_of(send)
    socket = await _admitted(wire, scope, place[1])
    return await (_stay(socket, receive) if socket else _wait_for_the_end(wire, receive))


async def _admitted(wire, scope, code):
    """The socket, checked and joined to the hub; None where it was closed with the reason."""
    asked = _Asked(scope)
    try:
        claim, visitor, mark = await hub.admit(asked.session_key, code)
    except Exception as error:
        murmur("The database did not answer who opened a socket", error)
        return wire.close(BROKEN)
    if claim is None:
        return wire.close(NOT_YOURS)
    audiences = asked.audiences()
    if audiences is None or not all(may_watch(visitor, audience) for audience in audiences):
        return wire.close(NOT_FOR_YOU)
    if not hub.has_room_for(claim):
        return wire.close(TOO_MANY)
    socket = Socket(wire, claim, asked.names, asked.language, audiences, asked.has)
    hub.join(socket, mark)
    return socket


async def _stay(socket, receive):
    budget = Budget()
    try:
        while (message := await receive())["type"] != "websocket.disconnect":
            if budget.is_spent_by(message):
                socket.close(FLOOD)
    finally:
        hub.leave(socket)


async def _wait_for_the_end(wire, receive):
    while (await receive())["type"] != "websocket.disconnect":
        pass


class Budget:
    """What a browser may send: it has nothing to say, so little is a lot."""

    MESSAGES, BYTES, SECONDS = 20, 16_384, 10.0

    def __init__(self):
        self._since, self._messages, self._bytes = monotonic(), 0, 0

    def is_spent_by(self, message):
        if monotonic() - self._since > self.SECONDS:
            self.__init__()
        self._messages += 1
        self._bytes += len(message.get("text") or message.get("bytes") or "")
        return self._messages > self.MESSAGES or self._bytes > self.BYTES


class _Asked:
    """What the opening request says: fragments, language, what the page has already, whose session it is."""

    def __init__(self, scope):
        query = dict(parse_qsl(scope["query_string"].decode("latin1")))
        cookies = parse_cookie(origin.header(scope, b"cookie"))
        self.session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
        self.names = tuple(dict.fromkeys(filter(None, query.get("see", "").split(","))))
        self.language = _language(query.get("language") or cookies.get(settings.LANGUAGE_COOKIE_NAME), scope)
        self.has = (query.get("epoch"), dict(zip(self.names, _numbers(query.get("since", "")), strict=False)))

    def audiences(self):
        """The audiences of all that is asked for; None where that can't be shown to anybody."""
        try:
            return audiences_of(self.names) if 0 < len(self.names) <= MOST_NAMES else None
        except NoSuchPicture:
            return None


def _numbers(text):
    return [int(part) if part.isdecimal() and len(part) < 19 else -1 for part in text.split(",")]


def _language(wish, scope):
    """The language somebody reads: as the page says, else as the browser does."""
    accepted = parse_accept_lang_header(origin.header(scope, b"accept-language").lower())
    for code in [wish, *(code for code, _weight in accepted)]:
        try:
            return get_supported_language_variant(code)
        except (LookupError, ValueError):
            continue
    return settings.LANGUAGE_CODE
