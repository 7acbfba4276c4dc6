"""The one file that reaches below ASGI: one frame, built once, written to many sockets at once.

Daphne's transport never writes at once: it buffers, registers with epoll, and sends a turn of the loop later, five
times the cost of the sending. So where nothing waits in the transport, the frame goes straight to the socket. Where
that can't be (another server, TLS inside the server, or PEERWALK_PLAIN_SENDS=1) it goes by `await send(...)`.

Whoever takes compressed messages gets them: compressed once, the same bytes for all, since each stands alone.
"""

import asyncio
import functools
import os
import zlib

OPEN = 3  # autobahn's STATE_OPEN
TEXT, COMPRESSED = 0x81, 0xC1  # first bytes of a whole text message
WORTH = 512  # bytes; a smaller message is one packet either way
LEVEL = 6  # a wall of 16 KB becomes 1.8 KB within 0.06 ms; level 1 leaves 1.9 KB, level 9 no less than 6
WINDOW = 15  # bits, as zlib counts it


class Frame:
    """A text message, and the same as the bytes of one unmasked websocket frame."""

    __slots__ = ("text", "data", "_small")

    def __init__(self, text):
        self.text = text
        self.data = _framed(text.encode())
        self._small = None

    @property
    def small(self):
        """The frame with its message compressed, made for the first who asks; as it is where it is small already."""
        if self._small is None:
            is_small = len(self.data) < WORTH
            self._small = self.data if is_small else _framed(_deflated(self.text.encode()), COMPRESSED)
        return self._small


class DirectWire:
    """A socket of daphne's, written to beneath it."""

    __slots__ = ("protocol", "transport", "send_now", "inflates")

    def __init__(self, protocol):
        self.protocol, self.transport = protocol, protocol.transport
        self.send_now = protocol.transport.socket.send
        self.inflates = bool(protocol.websocket_extensions_in_use)

    @property
    def is_busy(self):
        return bool(self.transport._tempDataLen or self.transport.dataBuffer)

    def write(self, frame):
        """Write at once what goes at once; False where an earlier frame has not left yet, and nothing was taken."""
        transport = self.transport
        if transport._tempDataLen or transport.dataBuffer:
            return False
        if not transport.connected or self.protocol.state != OPEN:
            return True  # it is leaving: the loss of the connection will tell
        data = self._bytes_of(frame)
        try:
            sent = self.send_now(data)
        except BlockingIOError:
            return False
        except OSError:
            return True
        if sent < len(data):
            transport.write(data[sent:])
        return True

    def append(self, frame):
        """Write after whatever still waits."""
        if self.transport.connected and self.protocol.state == OPEN:
            self.transport.write(self._bytes_of(frame))

    def close(self, code):
        if self.protocol.state == OPEN:
            self.protocol.sendCloseFrame(code=code, isReply=False)

    def _bytes_of(self, frame):
        return frame.small if self.inflates else frame.data


class PlainWire:
    """Any server's socket, written to as ASGI says; one message on its way at a time."""

    __slots__ = ("send", "waiting", "task")

    def __init__(self, send):
        self.send, self.waiting, self.task = send, [], None

    @property
    def is_busy(self):
        return self.task is not None and not self.task.done()

    def write(self, frame):
        if self.is_busy:
            return False
        self.append(frame)
        return True

    def append(self, frame):
        self._enqueue({"type": "websocket.send", "text": frame.text})

    def close(self, code):
        self._enqueue({"type": "websocket.close", "code": code})

    def _enqueue(self, message):
        self.waiting.append(message)
        if not self.is_busy:
            self.task = asyncio.get_running_loop().create_task(self._empty())

    async def _empty(self):
        while self.waiting:
            try:
                await self.send(self.waiting.pop(0))
            except Exception:  # the connection is gone: its disconnect event says so
                return


def wire_of(send):
    """The fastest way to write to the socket behind an ASGI send."""
    protocol = send.args[0] if isinstance(send, functools.partial) and send.args else None
    if sends_plainly() or not _is_plain_daphne(protocol):
        return PlainWire(send)
    return DirectWire(protocol)


def sends_plainly():
    """Whether all is to be sent as ASGI says."""
    return os.environ.get("PEERWALK_PLAIN_SENDS") == "1"


def _is_plain_daphne(protocol):
    transport = getattr(protocol, "transport", None)
    parts = ("socket", "_tempDataLen", "dataBuffer", "connected")
    return (
        type(protocol).__module__ == "daphne.ws_protocol"
        and all(hasattr(transport, part) for part in parts)
        and not getattr(transport, "TLS", False)
    )


def _framed(payload, first=TEXT):
    """RFC 6455, 5.2: final text frame, unmasked."""
    size = len(payload)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def _deflated(payload):
    """RFC 7692, 7.2.1: compressed without regard to any message before it, and without the end of the flush."""
    made = zlib.compressobj(LEVEL, zlib.DEFLATED, -WINDOW, 9)
    return (made.compress(payload) + made.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")
