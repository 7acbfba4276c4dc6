"""Real servers for tests: start, stop, kill and restart them, on SQLite alone or several on PostgreSQL and Redis.

    from tests.servers import alone, prepared  # noqa: F401  (fixtures)

    def test_something(alone):
        seeded = alone.seed(people=2)           # tests/seeding.py: code, people with sessions, tokens, stages
        ada = alone.person(seeded["people"][0])             # a Visitor: cookies, get(path), post(path, **fields)
        hana = alone.open(seeded["console"])                # a Visitor who opened this role link
        screen = ada.watch(seeded["code"], "now,people")    # a Screen: an open socket, see below
        hana.post(f"/w/{seeded['code']}/next/", seen="")
        assert screen.newest("now", after=1)["revision"] == 2

`alone` is one server (SQLite, in-memory layer), `shared` the same for all tests of a file. `together` is a list of
two servers on one PostgreSQL database and one Redis of their own; `redis` is that Redis (stop(), start()). Import
`prepared` beside `alone` and `shared`, `redis` beside `together`. `servers(prepared, count, **env)` is the context
manager behind them, for other settings. A Server has url, port, data, env, start(), stop() (SIGTERM), kill()
(SIGKILL), restart(), pause(), go_on(), seed(people), manage(*args) -> stdout, person(entry), open(token), log().
Every port is a free one of the loopback; everything is removed at the end.

A Screen is a socket's browser: frames (all that came), wait(test) -> the first frame for which test(frame) is true,
newest(id, after=revision) -> the first picture of that id with a later revision, code (close code, None while open),
ends(seconds) -> the code, send(text), close(). Waiting fails after `seconds` (10 where nothing is said). With
`offers="permessage-deflate"` it takes compressed messages; `extensions` is what the server answered, `payloads` the
frames as they came: (whether compressed, bytes).
"""

import atexit
import base64
import contextlib
import functools
import glob
import http.cookiejar
import json
import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parent.parent
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
PATIENCE = 10.0


# --- fixtures ----------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A data folder with tables and static files, made once and copied for each server."""
    folder = tmp_path_factory.mktemp("prepared")
    _python(environment(folder), "-c", PREPARE)
    return folder


@pytest.fixture
def alone(prepared):
    with servers(prepared) as (server,):
        yield server


@pytest.fixture(scope="module")
def shared(prepared):
    """One server for all tests of a file that leave it running; each seeds a workshop of its own."""
    with servers(prepared) as (server,):
        yield server


@pytest.fixture
def redis():
    with Redis() as running:
        yield running


@pytest.fixture
def together(prepared, redis):
    with database() as url, servers(prepared, 2, DATABASE_URL=url, REDIS_URL=redis.url) as both:
        yield both


# --- servers -----------------------------------------------------------------------------------
@contextlib.contextmanager
def servers(prepared, count=1, **env):
    """This many running servers that share a data folder; `prepared` is the fixture of that name."""
    with tempfile.TemporaryDirectory(prefix="peerwalk-server-") as folder:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        made = [Server(Path(folder), number, env) for number in range(count)]
        try:
            if "DATABASE_URL" in env:
                _python(made[0].env, "-c", PREPARE)
            for server in made:
                server.start()
            yield made
        finally:
            for server in made:
                server.kill()


class Server:
    """One server process and how to reach it."""

    def __init__(self, data, number, env, command=("manage.py", "serve")):
        self.data, self.port, self._command = data, free_port(), command
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = environment(data) | {"PORT": str(self.port)} | env
        self._log = data / f"server-{number}.log"
        self._process = None

    def start(self):
        with self._log.open("ab") as log:
            command = [sys.executable, "-W", "ignore", *self._command]
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)
        until(self._answers, 40, f"The server did not start:\n{self.log()}")

    def stop(self, seconds=12):
        """Ask it to end; its exit code. One that does not end is killed and the test fails."""
        return self._end(signal.SIGTERM, seconds)

    def kill(self):
        return self._end(signal.SIGKILL, PATIENCE)

    def restart(self):
        self.kill()
        self.start()

    def pause(self):
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def log(self):
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def manage(self, *args):
        return _python(self.env, "manage.py", *args)

    def seed(self, people=2):
        return json.loads(_python(self.env, "-m", "tests.seeding", str(people)).splitlines()[-1])

    def person(self, entry):
        return Visitor(self, entry["session"])

    def open(self, token):
        visitor = Visitor(self)
        visitor.get(f"/link/{token}/")
        return visitor

    @property
    def pid(self):
        return self._process.pid

    def _end(self, how, seconds):
        if self._process is None or self._process.poll() is not None:
            return self._process and self._process.returncode
        self._process.send_signal(signal.SIGCONT)
        self._process.send_signal(how)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"The server did not end within {seconds} s:\n{self.log()}") from None

    def _answers(self):
        assert self._process.poll() is None, f"The server has ended:\n{self.log()}"
        try:
            return urllib.request.urlopen(f"{self.url}/healthz", timeout=2).status == 200
        except urllib.error.HTTPError as answer:
            return answer.code == 503  # it lives, something beneath it does not
        except OSError:
            return False


class Visitor:
    """Somebody's browser without the browser: cookies, pages, forms, screens."""

    def __init__(self, server, session=None):
        self.server, self.jar = server, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self._session = session

    @property
    def cookies(self):
        kept = {cookie.name: cookie.value for cookie in self.jar}
        return {"peerwalk": self._session} | kept if self._session else kept

    def get(self, path, **headers):
        return self._ask(path, None, headers)

    def post(self, path, **fields):
        """A form as a script sends it: JSON comes back, the key is made here unless given."""
        if "csrftoken" not in self.cookies:
            self.get("/")
        form = {"key": client_key()} | fields | {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        return self._ask(path, urllib.parse.urlencode(form).encode(), {})

    def send(self, path, body, kind):
        """A body as it is, with its content type."""
        if "csrftoken" not in self.cookies:
            self.get("/")
        return self._ask(path, body, {"Content-Type": kind, "X-CSRFToken": self.cookies["csrftoken"]})

    def watch(self, code, see, **query):
        return Screen(self.server, code, see, cookies=self.cookies, **query)

    def _ask(self, path, data, headers):
        headers = {"Accept": "application/json", "Cookie": _cookie(self.cookies)} | headers
        request = urllib.request.Request(self.server.url + path, data, headers)
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as answer:
            return Answer(answer.code, dict(answer.headers), answer.read())


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


# --- sockets -----------------------------------------------------------------------------------
class Screen:
    """An open socket to the live room; `origin` and `host` stand for what a browser would say."""

    def __init__(self, server, code, see, *, cookies, origin="own", buffer=None, offers=None, **query):
        self.frames, self.payloads, self.pongs, self.code, self._rest = [], [], [], None, b""
        self._socket = socket.socket()
        if buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(("127.0.0.1", server.port))
        asked = urllib.parse.urlencode({"see": see, **query}, safe=",:")
        own = f"http://127.0.0.1:{server.port}"
        headers = {
            "Host": f"127.0.0.1:{server.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
            "Sec-WebSocket-Version": "13",
            "Cookie": _cookie(cookies),
        } | ({"Origin": own if origin == "own" else origin} if origin is not None else {})
        if offers:
            headers["Sec-WebSocket-Extensions"] = offers
        lines = [f"GET /w/{code}/live/?{asked} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.status, self.extensions = self._handshake()

    def wait(self, test, seconds=PATIENCE):
        """The first frame, of those that came or will come, for which test(frame) is true."""
        deadline, looked_at = time.monotonic() + seconds, 0
        while True:
            for frame in self.frames[looked_at:]:
                if test(frame):
                    return frame
            looked_at = len(self.frames)
            left = deadline - time.monotonic()
            assert left > 0 and self.code is None, f"It never came (closed: {self.code}): {self.frames[-3:]}"
            self._read(left)

    def newest(self, id, after=-1, seconds=PATIENCE):
        return self.wait(lambda frame: frame.get("id") == id and frame["revision"] > after, seconds)

    def settle(self, seconds=0.5):
        """Everything that comes within this time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and self.code is None:
            self._read(left)
        return self.frames

    def ends(self, seconds=PATIENCE):
        """The close code; 1006 where the connection just breaks off."""
        deadline = time.monotonic() + seconds
        while self.code is None:
            assert (left := deadline - time.monotonic()) > 0, f"The socket is still open: {self.frames[-3:]}"
            self._read(left)
        return self.code

    def send(self, text, opcode=1):
        payload, mask = text.encode() if isinstance(text, str) else text, secrets.token_bytes(4)
        size = len(payload)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else struct.pack("!BBH", 0x80 | opcode, 0xFE, size)
        body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        with contextlib.suppress(OSError):
            self._socket.sendall(head + mask + body)

    def close(self):
        self._socket.close()

    def _handshake(self):
        while b"\r\n\r\n" not in self._rest:
            piece = self._socket.recv(65536)
            assert piece, "The server hung up on the handshake."
            self._rest += piece
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        named = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        return int(head.split(b" ", 2)[1]), named.get(b"sec-websocket-extensions", b"").decode()

    def _read(self, seconds):
        self._take_frames()
        if self.code is not None:
            return
        self._socket.settimeout(max(0.01, min(seconds, 0.2)))
        try:
            piece = self._socket.recv(1 << 20)
        except TimeoutError:
            return
        except OSError:
            piece = b""
        if not piece:
            self.code = self.code or 1006
        self._rest += piece
        self._take_frames()

    def _take_frames(self):
        while (taken := _frame(self._rest)) is not None:
            opcode, is_compressed, payload, self._rest = taken
            if opcode == 1:
                self.payloads.append((is_compressed, payload))
                self.frames.append(json.loads(_inflated(payload) if is_compressed else payload))
            elif opcode == 8:
                self.code = struct.unpack("!H", payload[:2])[0] if payload else 1005
            elif opcode == 9:
                self.send(payload, opcode=10)
            elif opcode == 10:
                self.pongs.append(payload)


def _frame(data):
    """(opcode, whether compressed, payload, what follows) of the first whole frame, or None."""
    if len(data) < 2:
        return None
    size, start = data[1] & 127, 2
    if size == 126:
        size, start = (struct.unpack("!H", data[2:4])[0] if len(data) >= 4 else 1 << 40), 4
    elif size == 127:
        size, start = (struct.unpack("!Q", data[2:10])[0] if len(data) >= 10 else 1 << 40), 10
    if len(data) < start + size:
        return None
    return data[0] & 15, bool(data[0] & 0x40), data[start : start + size], data[start + size :]


def _inflated(payload):
    """RFC 7692, 7.2.2, without any context: raises where a message leans on an earlier one."""
    return zlib.decompressobj(-15).decompress(payload + b"\x00\x00\xff\xff")


# --- what stands beneath -----------------------------------------------------------------------
@contextlib.contextmanager
def database(like=None):
    """A PostgreSQL database with our tables and nothing in them, on the server that answers or on our own: its URL."""
    name = f"peerwalk_{secrets.token_hex(6)}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {like or _with_tables()}")
    try:
        yield urllib.parse.urlsplit(_postgres())._replace(path=f"/{name}").geturl()
    finally:
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


@functools.cache
def _with_tables():
    """The name of the database that all others are copied from, made once."""
    url = _kept.enter_context(database(like="template1"))
    folder = _kept.enter_context(tempfile.TemporaryDirectory(prefix="peerwalk-tables-"))
    _python(environment(Path(folder)) | {"DATABASE_URL": url}, "-c", TABLES)
    return url.rsplit("/", 1)[1]


def _administer(command):
    with psycopg.connect(_postgres(), autocommit=True) as connection:
        connection.execute(command)


_kept = contextlib.ExitStack()  # what serves many tests, until this process has run them all
put_away = atexit.register(_kept.close)


class Redis:
    """A Redis of our own, that may be stopped and started."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: _port_is_open(self.port), PATIENCE, "Redis did not start.")

    def stop(self):
        self._process.kill()
        self._process.wait()


@functools.cache
def _postgres():
    if _postgres_answers(POSTGRES):
        return POSTGRES
    binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    assert binaries, "These tests need PostgreSQL: apt-get install postgresql"
    return _kept.enter_context(_own_postgres(Path(binaries[-1])))


def _postgres_answers(url):
    with contextlib.suppress(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=3).close()
        return True
    return False


@contextlib.contextmanager
def _own_postgres(binaries):
    """A cluster of our own; root may not run one, so then it is the user postgres who does."""
    with tempfile.TemporaryDirectory(prefix="peerwalk-postgres-") as folder:
        port, data = free_port(), Path(folder) / "data"
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        make = [*as_user, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(make, check=True, **quiet)
        run = [*as_user, binaries / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1"]
        process = subprocess.Popen(run, **quiet)
        try:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            until(lambda: _postgres_answers(url), 30, "PostgreSQL did not start.")
            yield url
        finally:
            subprocess.run([*as_user, binaries / "pg_ctl", "-D", data, "stop", "-m", "immediate"], **quiet)
            process.wait(PATIENCE)


# --- helpers -----------------------------------------------------------------------------------
TABLES = """
import django; django.setup()
from workshop.preparing import bring_database_up
bring_database_up()
"""
PREPARE = """
import django; django.setup()
from workshop.preparing import prepare
prepare()
"""


def environment(data):
    """What a server sees: nothing of this process's own settings but the path."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PEERWALK_DATA": str(data),
        "SECRET_KEY": "tests-only",
        "DJANGO_SETTINGS_MODULE": "workshop.settings",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(test, seconds, complaint):
    """Wait until test() is true."""
    deadline = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.05)


def client_key():
    raw = secrets.token_hex(16)
    return f"{raw[:8]}-{raw[8:12]}-4{raw[13:16]}-8{raw[17:20]}-{raw[20:]}"


def _python(env, *args):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *args], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _port_is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _cookie(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
