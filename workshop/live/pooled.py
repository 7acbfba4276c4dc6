"""Django on a bounded pool of lasting threads: one hop a request, database connections that last.

Django's own ASGI handler starts a thread and a connection for each request and hops for many of its middlewares.
Here the chain is loaded as it is for WSGI, a request runs whole on one thread of the pool, and at most that many
requests are at the database at once. Bodies are counted while they come in and refused before they fill the disk.
"""

import asyncio
import logging
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.urls import set_script_prefix

log = logging.getLogger("peerwalk.requests")

MOST_BYTES = 12_500_000  # of a body: a photo of 12 MB and its form
IN_MEMORY = 1_000_000
PATIENCE = 60.0  # seconds between two pieces of a body


class TooLarge(Exception):
    """The body is longer than anything we take."""


class Gone(Exception):
    """The browser has gone before it had said everything."""


class PooledHandler(BaseHandler):
    """An ASGI application for HTTP."""

    def __init__(self, threads):
        super().__init__()
        self.load_middleware()
        self._most = threads
        self.under_way = 0  # requests that are not answered yet
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._readers = asyncio.Semaphore(max(1, threads // 4))

    def is_crowded(self):
        """Whether requests wait for a thread."""
        return self.under_way > self._most

    async def __call__(self, scope, receive, send):
        self.under_way += 1
        try:
            await self._serve({**scope, "root_path": ""}, receive, send)  # no header of a client's moves us elsewhere
        except Gone:
            return
        except TooLarge:
            await answer(send, 413, PLAIN_TEXT, TOO_LARGE)
        finally:
            self.under_way -= 1

    async def _serve(self, scope, receive, send):
        with await read_body(scope, receive) as body:
            try:
                async with self._turn(scope):
                    made = await asyncio.get_running_loop().run_in_executor(self.threads, self.respond, scope, body)
            except Exception as error:
                log.error("A request could not be served (%s).", type(error).__name__)
                made = 500, PLAIN_TEXT, BROKEN
        status, headers, content = made
        await answer(send, status, headers, b"" if scope["method"] == "HEAD" else content)

    def _turn(self, scope):
        """Words first: who only looks shares a quarter of the threads, so that no note waits for a room that looks."""
        return self._readers if scope["method"] in ("GET", "HEAD") else nullcontext()

    def respond(self, scope, body):
        """Status, headers and content, made on one thread from beginning to end."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, failure = self._request(scope, body)
        response = failure or self.get_response(request)
        response._handler_class = type(self)
        try:
            content = b"".join(response)
            return response.status_code, _headers(response), content
        finally:
            response.close()

    def _request(self, scope, body):
        from workshop.refusals import bare_bad_request

        try:
            return ASGIRequest(scope, body), None
        except Exception as error:
            log.warning("A request could not be read (%s).", type(error).__name__)
            return None, bare_bad_request()


async def read_body(scope, receive):
    """The body as a file, counted on its way. Raises TooLarge or Gone."""
    declared = dict(scope["headers"]).get(b"content-length", b"")
    if declared.isdigit() and int(declared) > MOST_BYTES:
        raise TooLarge
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+b")  # noqa: SIM115 (the caller closes it)
    size, more = 0, True
    try:
        while more:
            async with asyncio.timeout(PATIENCE):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            piece, more = message.get("body", b""), message.get("more_body", False)
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLarge
            body.write(piece)
    except TimeoutError:
        body.close()
        raise Gone from None
    except Exception:
        body.close()
        raise
    body.seek(0)
    return body


async def answer(send, status, headers, content):
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _headers(response):
    cookies = [
        (b"set-cookie", cookie.output(header="").encode("ascii").strip()) for cookie in response.cookies.values()
    ]
    return [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()] + cookies


PLAIN_TEXT = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
BROKEN = b"Something went wrong here. Nothing was changed: please try again."
TOO_LARGE = b"That is larger than Peerwalk takes (12 MB). Nothing was changed. Go back, choose something smaller."
