"""A phone's ways to the server: a line for requests, and the live socket. As small as serves well-behaved servers."""

import asyncio
import gzip
import json
from base64 import b64encode
from secrets import token_bytes

PATIENCE = 10.0  # seconds until no answer is no answer
LONGEST = 2**20  # bytes of a head
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Answer:
    """What the server said to a request."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self._body = status, headers, body

    def header(self, name):
        return next((value for key, value in self.headers if key == name), "")

    @property
    def body(self):
        return gzip.decompress(self._body) if self.header("content-encoding") == "gzip" else self._body

    @property
    def text(self):
        return self.body.decode()

    @property
    def said(self):
        """The JSON object in it; an empty one where there is none."""
        try:
            said = json.loads(self.body)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class Line:
    """One connection that is kept, one request at a time."""

    def __init__(self, host, port):
        self._to, self._streams, self._turn = (host, port), None, asyncio.Lock()

    async def ask(self, method, path, headers, body=b"", *, read=True):
        """The Answer, or None where none came. With read=False the line breaks once the answer is on its way."""
        try:
            async with self._turn, asyncio.timeout(PATIENCE):
                return await self._ask(method, path, headers, body, read)
        except (
            OSError,
            ValueError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
        ):  # OSError: TimeoutError too
            self.close()
            return None

    def close(self):
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, method, path, headers, body, read):
        if self._streams is None:
            self._streams = await asyncio.open_connection(*self._to, limit=LONGEST)
        reader, writer = self._streams
        about = {"Host": f"{self._to[0]}:{self._to[1]}", "Accept-Encoding": "gzip", **headers}
        if method == "POST":
            about |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
        writer.write("\r\n".join([f"{method} {path} HTTP/1.1", *_lines(about), "", ""]).encode() + body)
        answer = await _answer(reader, method)
        if not read:
            self.close()
            return None
        if answer.header("connection").lower() == "close":
            self.close()
        return answer


class Screen(asyncio.Protocol):
    """An open live socket: hear(bytes) for each message, gone() once it has ended."""

    def __init__(self, hear, gone):
        self._hear, self._gone = hear, gone
        self._rest, self._is_open, self._transport = b"", False, None

    @classmethod
    async def open(cls, host, port, path, cookie, hear, gone):
        """The open screen; None where nobody answers."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(PATIENCE):
                transport, screen = await loop.create_connection(lambda: cls(hear, gone), host, port)
        except OSError:
            return None
        here = f"{host}:{port}"
        about = {"Host": here, "Origin": f"http://{here}", "Upgrade": "websocket", "Connection": "Upgrade"}
        about |= {"Sec-WebSocket-Version": 13, "Sec-WebSocket-Key": b64encode(token_bytes(16)).decode()}
        transport.write("\r\n".join([f"GET {path} HTTP/1.1", *_lines(about | cookie), "", ""]).encode())
        return screen

    def close(self):
        self._transport.close()

    def connection_made(self, transport):
        self._transport = transport

    def connection_lost(self, error):
        self._gone(self)

    def data_received(self, data):
        self._rest += data
        if not self._is_open:
            head, end, rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                return self.close()
            self._is_open, self._rest = True, rest
        self._take_frames()

    def _take_frames(self):
        start, data = 0, self._rest
        while (frame := _frame(data, start)) is not None:
            kind, begins, start = frame
            if kind == TEXT:
                self._hear(data[begins:start])
            elif kind == PING:
                self._transport.write(bytes([0x80 | PONG, 0x80 | (start - begins)]) + bytes(4) + data[begins:start])
            elif kind == CLOSE:
                self.close()
        self._rest = data[start:] if start else data


def _frame(data, start):
    """(kind, where its payload begins, where it ends) of the frame that begins here; None until it is whole."""
    if len(data) - start < 2:
        return None
    size, begins = data[start + 1], start + 2
    if wide := {126: 2, 127: 8}.get(size, 0):
        size, begins = int.from_bytes(data[begins : begins + wide]), begins + wide
    whole = len(data) >= begins + size and begins <= len(data)
    return (data[start] & 15, begins, begins + size) if whole else None


async def _answer(reader, method):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
    pairs = [line.partition(":") for line in head[1:] if line]
    headers = [(name.lower(), value.strip()) for name, _colon, value in pairs]
    answer = Answer(int(head[0].split()[1]), headers, b"")
    if method != "HEAD" and answer.status not in (204, 304):
        answer._body = await _body(reader, answer)
    return answer


async def _body(reader, answer):
    if "chunked" not in answer.header("transfer-encoding"):
        return await reader.readexactly(int(answer.header("content-length") or 0))
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(pieces)


def _lines(headers):
    return [f"{name}: {value}" for name, value in headers.items()]
