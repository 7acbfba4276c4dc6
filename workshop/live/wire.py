"""The one file that reaches below ASGI: one frame, built once, written to many sockets at once.

Daphne's transport never writes at once: it buffers, registers with epoll, and sends a turn of the loop later, five
times the cost of the sending. So where nothing waits in the transport, the frame goes straight to the socket. Where
that can't be (another server, TLS inside the server, or PEERWALK_PLAIN_SENDS=1) it goes by `await send(...)`.
"""

import asyncio
import functools
import os

OPEN = 3  # autobahn's STATE_OPEN


class Frame:
    """A text message, and the same as the bytes of one unmasked websocket frame."""

    __slots__ = ("text", "data")

    def __init__(self, text):
        self.text = text
        self.data = _framed(text.encode())


class DirectWire:
    """A socket of daphne's, written to beneath it."""

    __slots__ = ("protocol", "transport", "send_now")

    def __init__(self, protocol):
        self.protocol, self.transport = protocol, protocol.transport
        self.send_now = protocol.transport.socket.send

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
        data = frame.data
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
            self.transport.write(frame.data)

    def close(self, code):
        if self.protocol.state == OPEN:
            self.protocol.sendCloseFrame(code=code, isReply=False)


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
    if os.environ.get("PEERWALK_PLAIN_SENDS") == "1" or not _is_plain_daphne(protocol):
        return PlainWire(send)
    return DirectWire(protocol)


def _is_plain_daphne(protocol):
    transport = getattr(protocol, "transport", None)
    parts = ("socket", "_tempDataLen", "dataBuffer", "connected")
    return (
        type(protocol).__module__ == "daphne.ws_protocol"
        and all(hasattr(transport, part) for part in parts)
        and not getattr(transport, "TLS", False)
    )


def _framed(payload):
    """RFC 6455, 5.2: final text frame, unmasked."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + payload
