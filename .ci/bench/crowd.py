"""A crowd of phones in one process: it opens sockets, presses buttons, and notes when the last has seen what.

Reads one JSON command a line, answers one JSON line: connect, presses, burst, pages, close. One epoll loop; the garbage
collector is off while it measures. It speaks just enough HTTP and WebSocket for servers that behave.

Its phones take compressed pictures, as browsers do. Each different one is inflated once for all of them: real phones do
it each for itself, and at the same time.
"""

import contextlib
import functools
import gc
import json
import resource
import select
import socket
import sys
import time
import zlib
from datetime import datetime

now = time.perf_counter
REVISION, DRAWN = b'"revision": ', b'"now": "'
OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


class Phone:
    """A socket to the live room: which revision it saw last and when."""

    __slots__ = ("line", "rest", "open", "revision", "seen_at", "drawn", "frames", "bytes", "path", "cookie")

    def __init__(self, path, cookie):
        self.path, self.cookie = path, cookie
        self.line, self.rest, self.open = None, b"", False
        self.revision, self.seen_at, self.drawn, self.frames, self.bytes = -1, 0.0, b"", 0, 0


class Crowd:
    def __init__(self):
        self.epoll = select.epoll()
        self.phones, self.presses, self.offer = {}, {}, OFFER

    # --- phones --------------------------------------------------------------------------------
    def connect(self, port, phones, seconds=60, plain=False):
        """All phones at once: seconds until the last is open, and until the last has its first picture."""
        self.offer = "" if plain else OFFER
        began, waiting = now(), set()
        for path, cookie in phones:
            phone = Phone(path, cookie)
            phone.line = _line(port)
            waiting.add(phone.line.fileno())
            self.phones[phone.line.fileno()] = phone
            self.epoll.register(phone.line, select.EPOLLOUT)
        opened_at, shown_at = 0.0, 0.0
        while waiting and now() - began < seconds:
            for number, event in self.epoll.poll(0.2):
                phone = self.phones[number]
                if event & select.EPOLLOUT:
                    self._shake_hands(port, phone)
                    continue
                was_open = phone.open
                self._read(phone)
                if phone.open and not was_open:
                    opened_at = now()
                if phone.revision >= 0 and number in waiting:
                    waiting.discard(number)
                    shown_at = now()
        return {"open": opened_at - began, "shown": shown_at - began, "missing": len(waiting)}

    def _shake_hands(self, port, phone):
        self.epoll.modify(phone.line, select.EPOLLIN)
        with contextlib.suppress(OSError):
            phone.line.send(
                f"GET {phone.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                f"{self.offer}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {phone.cookie}\r\n\r\n".encode()
            )

    def _read(self, phone):
        """Take what came; note the newest numbered picture among it."""
        try:
            data = phone.line.recv(262144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.epoll.unregister(phone.line)
            return
        data = phone.rest + data if phone.rest else data
        if not phone.open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                phone.rest = head
                return
            assert head.startswith(b"HTTP/1.1 101"), head[:200]
            phone.open = True
        phone.rest = self._frames(phone, data)

    @staticmethod
    def _frames(phone, data):
        start, length = 0, len(data)
        while length - start >= 2:
            size, body = data[start + 1], start + 2
            if size == 126:
                size, body = int.from_bytes(data[start + 2 : start + 4], "big"), start + 4
            elif size == 127:
                size, body = int.from_bytes(data[start + 2 : start + 10], "big"), start + 10
            if length < body + size:
                break
            told = None
            if data[start] == 0x81 and data.find(b'"html"', body, body + size) > 0:  # a picture, no sign of life
                told = _told(data, body)
            elif data[start] == 0xC1:
                told = _told_compressed(data[body : body + size])
            if told:
                phone.revision, phone.drawn = told
                phone.frames += 1
                phone.bytes += body + size - start
                phone.seen_at = now()
            if data[start] == 0x89:  # a ping: whoever leaves it unanswered is hung up on
                phone.line.send(bytes([0x8A, 0x80 | size]) + bytes(4) + data[body : body + size])
            start = body + size
        return data[start:] if start < length else b""

    # --- presses -------------------------------------------------------------------------------
    def ready(self, port, count):
        """Lines that are open before the clock runs, to one port or in turn to several."""
        ports = port if isinstance(port, list) else [port]
        for line in self.presses.values():
            line.close()
        self.presses = {}
        for number in range(count):
            line = socket.create_connection(("127.0.0.1", ports[number % len(ports)]))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.setblocking(False)
            self.presses[line.fileno()] = line
        return {"ready": count}

    def fan_out(self, requests, gap, seconds=10):
        """One press after another: seconds until the last phone has seen it, also from the picture being drawn."""
        line = next(iter(self.presses.values()))
        self.epoll.register(line, select.EPOLLIN)
        results = [self._one(line, request.encode(), seconds) for request in self._paced(requests, gap)]
        self.epoll.unregister(line)
        return {"presses": results}

    def _paced(self, requests, gap):
        for request in requests:
            self._drain(gap)
            yield request

    def _drain(self, seconds):
        end = now() + seconds
        while (left := end - now()) > 0:
            for number, _event in self.epoll.poll(left):
                if number in self.phones:
                    self._read(self.phones[number])

    def _one(self, line, request, seconds):
        before = {number: phone.revision for number, phone in self.phones.items()}
        came = {number: phone.bytes for number, phone in self.phones.items()}
        waiting, answered, status, said = len(before), 0.0, 0, b""
        began = now()
        line.send(request)
        while (waiting or not answered) and now() - began < seconds:
            for number, _event in self.epoll.poll(0.5):
                if number == line.fileno():
                    said += line.recv(262144)
                    status, answered = _status(said) or status, now()
                    continue
                phone, old = self.phones[number], self.phones[number].revision
                self._read(phone)
                if old == before[number] and phone.revision > old:
                    waiting -= 1
        seen = [phone for number, phone in self.phones.items() if phone.revision > before[number]]
        last = max((phone.seen_at for phone in seen), default=began)
        drawn = datetime.fromisoformat(seen[0].drawn.decode()).timestamp() if seen else 0
        return {
            "last": last - began,
            "since_change": last - max(began, made - time.time() + now()) if (made := _made(said)) else last - began,
            "spread": last + time.time() - now() - drawn,
            "answer": answered - began,
            "status": status,
            "bytes": sum(phone.bytes - came[number] for number, phone in self.phones.items()) / max(1, len(before)),
            "missing": waiting,
        }

    def burst(self, requests, seconds=60):
        """All presses in one moment: until the last answer, and until every phone shows the final state.

        Each press that is accepted raises the revision by one, so the final one is known.
        """
        before = max((phone.revision for phone in self.phones.values()), default=0)
        lines = dict(zip(self.presses, requests, strict=True))
        statuses = {}
        for number in lines:
            self.epoll.register(self.presses[number], select.EPOLLIN)
        began = now()
        for number, request in lines.items():
            self.presses[number].send(request.encode())
        last_answer, final = began, None
        while now() - began < seconds and (final is None or self._oldest() < final):
            for number, _event in self.epoll.poll(0.05):
                if number in lines:
                    statuses[number] = _status(self.presses[number].recv(262144)) or statuses.get(number)
                    last_answer = now()
                else:
                    self._read(self.phones[number])
            if final is None and len(statuses) == len(lines):
                final = before + sum(status // 100 == 2 for status in statuses.values())
        for number in lines:
            self.epoll.unregister(self.presses[number])
        return {
            "answers": last_answer - began,
            "final": max((phone.seen_at for phone in self.phones.values()), default=began) - began,
            "stale": sum(final is None or phone.revision < final for phone in self.phones.values()),
            "frames": sum(phone.frames for phone in self.phones.values()),
            "statuses": list(statuses.values()) + [0] * (len(lines) - len(statuses)),
        }

    def storm(self, requests, seconds=60):
        """Each line sends its own requests, the next as soon as one is answered: when and what each was answered."""
        asks = dict(zip(self.presses, requests, strict=True))
        answers, statuses = {number: [] for number in asks}, {number: [] for number in asks}
        rest, sent, busy, began = dict.fromkeys(asks, b""), {}, set(asks), now()
        for number, line in self.presses.items():
            self.epoll.register(line, select.EPOLLIN)
            sent[number] = now()
            line.send(asks[number][0].encode())
        while busy and now() - began < seconds:
            for number, _event in self.epoll.poll(0.2):
                if number in self.phones:
                    self._read(self.phones[number])
                    continue
                rest[number] += self.presses[number].recv(262144)
                if (whole := _whole(rest[number])) is None or len(rest[number]) < whole:
                    continue
                statuses[number].append(_status(rest[number]))
                rest[number] = b""
                answers[number].append(now() - sent[number])
                if len(answers[number]) == len(asks[number]):
                    busy.discard(number)
                    continue
                sent[number] = now()
                self.presses[number].send(asks[number][len(answers[number])].encode())
        took = now() - began
        for line in self.presses.values():
            self.epoll.unregister(line)
        return {"seconds": took, "answers": list(answers.values()), "statuses": list(statuses.values())}

    def settle(self, revision, seconds=10):
        """Until every phone shows this revision: how many do not."""
        end = now() + seconds
        while self._oldest() < revision and now() < end:
            self._drain(0.05)
        return {"stale": sum(phone.revision < revision for phone in self.phones.values())}

    def _oldest(self):
        """The revision of the phone that is furthest behind."""
        return min((phone.revision for phone in self.phones.values()), default=float("inf"))

    def pages(self, requests, seconds):
        """Each line asks again as soon as it is answered: whole answers a second, and those that were not 2xx."""
        rest = dict.fromkeys(self.presses, (b"", None))
        asks = dict(zip(self.presses, requests, strict=True))
        for number, line in self.presses.items():
            self.epoll.register(line, select.EPOLLIN)
            line.send(asks[number].encode())
        began, answers, bad, size = now(), 0, 0, 0
        while now() - began < seconds:
            for number, _event in self.epoll.poll(0.2):
                if number not in self.presses:
                    continue
                data, wanted = rest[number]
                data += self.presses[number].recv(262144)
                if wanted is None:
                    wanted = _whole(data)
                if wanted is None or len(data) < wanted:
                    rest[number] = data, wanted
                    continue
                answers, bad, size = answers + 1, bad + (_status(data) // 100 != 2), len(data)
                rest[number] = b"", None
                self.presses[number].send(asks[number].encode())
        took = now() - began
        for line in self.presses.values():
            self.epoll.unregister(line)
        return {"a_second": answers / took, "bad": bad, "bytes": size}

    def close(self):
        for phone in self.phones.values():
            phone.line.close()
        for line in self.presses.values():
            line.close()
        self.epoll.close()
        self.__init__()
        return {"closed": True}


def _told(text, at):
    """The revision of the picture that begins there, and when it was drawn."""
    at = text.find(REVISION, at) + len(REVISION)
    drawn = text.find(DRAWN, at, at + 80) + len(DRAWN)
    return int(text[at : text.index(b",", at)]), text[drawn : text.index(b'"', drawn)]


@functools.lru_cache(8)
def _told_compressed(payload):
    text = zlib.decompressobj(-15).decompress(payload + b"\x00\x00\xff\xff")
    return _told(text, 0) if b'"html"' in text else None


def _line(port):
    line = socket.socket()
    line.setblocking(False)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with contextlib.suppress(BlockingIOError):
        line.connect(("127.0.0.1", port))
    return line


def _made(answer):
    """When the change was made by the server's clock, as its answer says; None where it says nothing (Node)."""
    at = answer.find(b'"at": "')
    return datetime.fromisoformat(answer[at + 7 : answer.index(b'"', at + 7)].decode()).timestamp() if at > 0 else None


def _status(data):
    return int(data[9:12]) if data.startswith(b"HTTP/1.1 ") else 0


def _whole(data):
    """The length of a whole answer that says its length; None while its head is not there."""
    head, end, _body = data.partition(b"\r\n\r\n")
    if not end:
        return None
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(head) + 4 + int(value)
    return len(head) + 4 if b"chunked" not in head.lower() else _until_last_chunk(data)


def _until_last_chunk(data):
    return len(data) if data.endswith(b"0\r\n\r\n") else None


def main():
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    crowd = Crowd()
    for line in sys.stdin:
        command = json.loads(line)
        gc.collect()
        gc.disable()
        try:
            answer = getattr(crowd, command.pop("do"))(**command)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        gc.enable()
        print(json.dumps(answer), flush=True)


main()
