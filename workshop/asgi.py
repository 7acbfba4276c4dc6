"""The ASGI application: requests to the pooled handler, sockets to the live room."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from workshop.live import layer  # noqa: E402
from workshop.live.hub import hub  # noqa: E402
from workshop.live.pooled import PooledHandler  # noqa: E402
from workshop.live.sockets import live  # noqa: E402

requests = PooledHandler(settings.REQUEST_THREADS)
hub.is_crowded = requests.is_crowded


async def application(scope, receive, send):
    if scope["type"] in ("http", "websocket"):
        hub.start(layer.listen)
    if scope["type"] == "http":
        await requests(scope, receive, send)
    elif scope["type"] == "websocket":
        await live(scope, receive, send)


def _leave_cleanly():
    """daphne's threads can keep a stopped process alive, and Python 3.11 can crash collecting what they held.

    Everything that was answered is committed by then, so the process may simply go.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if "twisted.internet.reactor" in sys.modules:
    sys.modules["twisted.internet.reactor"].addSystemEventTrigger("after", "shutdown", _leave_cleanly)
