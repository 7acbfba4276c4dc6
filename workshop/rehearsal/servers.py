"""Where a rehearsal takes place: the servers it is told, else what runs on PORT with the same data, else its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError

from workshop.rehearsal.lines import Line

HERE = "127.0.0.1"  # never another machine
STARTS_IN, STOPS_IN = 60, 15  # seconds


@contextmanager
def servers_for(workshop, told=()):
    """The ports of servers that know this workshop; one that was started here is stopped afterwards."""
    for port in told:
        if not asyncio.run(knows(port, workshop)):
            raise CommandError(f"Nobody answers on port {port} who has the same data.")
    running = int(settings.PORT) if settings.PORT.isdecimal() else 0
    if told or asyncio.run(knows(running, workshop)):
        yield told or [running]
    else:
        with _own() as port:
            yield [port]


async def knows(port, workshop):
    """Whether who answers there has the same data: nobody else can know where this QR code leads."""
    answer = await Line(HERE, port).ask("GET", f"/j/{workshop.door_key}/", {})
    return answer is not None and answer.header("location").endswith(f"/w/{workshop.code}/join/")


@contextmanager
def _own():
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # so that what was started here is stopped
    port = _free_port()
    command = [sys.executable, "-W", "ignore", settings.BASE_DIR / "manage.py", "serve"]
    log = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 (closed with the server)
    process = subprocess.Popen(command, env=os.environ | {"PORT": str(port)}, stdout=log, stderr=log)
    try:
        _wait_for(process, port, log)
        print(f"A server of its own serves on port {port}.", file=sys.stderr, flush=True)
        yield port
    finally:
        log.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOPS_IN)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(process, port, log):
    deadline = time.monotonic() + STARTS_IN
    while not _is_open(port):
        if process.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            raise CommandError(f"A server for the rehearsal did not start. {log.read()[-400:]}".strip())
        time.sleep(0.1)


def _is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex((HERE, port)) == 0


def _free_port():
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]
