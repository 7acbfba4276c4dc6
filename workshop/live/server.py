"""The server: daphne in this process, with its edges made safe and a long queue at the door.

Several processes for one Peerwalk: start each with a PORT of its own (`PORT=8001 manage.py serve`), with PostgreSQL and
Redis behind them and a proxy in front.
"""

import asyncio
import gc
import resource
import sys
from functools import partial

QUEUE = 4096  # connections that may wait to be accepted: a room full of phones comes back in one moment
FILES = 65_536
IDLE = 20  # seconds a connection may say nothing before its request is complete
FINISH = 8.0  # seconds that requests under way get at a stop


def serve(*, port, on_ready=lambda: None):
    """Serve on all interfaces until told to stop; on_ready() is called once the port is open."""
    import daphne.server  # chooses the event loop; before anything else of Twisted
    from autobahn.websocket import protocol

    from workshop.asgi import application, requests
    from workshop.live.offers import MOST_SAID, CompressingFactory

    daphne.server.HTTPFactory = _edge()
    daphne.server.WebSocketFactory = CompressingFactory
    protocol.pformat = lambda _thing: ""  # autobahn prints all its options for each socket, to a log that is off
    _raise_file_limit()
    server = _gentle_server(daphne.server.Server, requests)(
        application,
        endpoints=[f"tcp:port={port}:interface=0.0.0.0:backlog={QUEUE}"],
        http_timeout=30,
        ping_interval=15,
        ping_timeout=20,
        websocket_timeout=-1,
        websocket_handshake_timeout=20,
        websocket_max_message_size=MOST_SAID,
        websocket_max_frame_size=MOST_SAID,
        server_name="",
        verbosity=0,
        ready_callable=lambda: _ready(on_ready),
    )
    server.run()
    sys.exit(f"Port {port} can't be used. Choose another with PORT.")  # a server that ran does not come back here


def _ready(on_ready):
    on_ready()
    sys.stdout.flush()
    gc.collect()
    gc.freeze()  # what lives for ever need not be looked through again


def _raise_file_limit():
    """Every socket is a file."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _gentle_server(server_class, requests):
    class GentleServer(server_class):
        def kill_all_applications(self):
            """At a stop: take nobody new, let requests under way finish, then end the sockets."""
            from twisted.internet import defer

            return defer.Deferred.fromFuture(asyncio.ensure_future(self._wind_down()))

        async def _wind_down(self):
            for listener in self.listeners:
                listener.addCallback(lambda port: port.stopListening())
            deadline = asyncio.get_running_loop().time() + FINISH
            while requests.under_way and asyncio.get_running_loop().time() < deadline:
                await asyncio.sleep(0.02)

    return GentleServer


def _edge():
    """Daphne's HTTP factory, with bodies counted before they are stored and silence cut short."""
    from daphne.http_protocol import HTTPFactory, WebRequest
    from twisted.internet import reactor

    from workshop.live.pooled import MOST_BYTES, TOO_LARGE

    class CountedRequest(WebRequest):
        """A request whose body is refused by its length, or once too much of it has come."""

        _came, _refused = 0, False

        def gotLength(self, length):
            super().gotLength(0 if length and length > MOST_BYTES else length)
            if length and length > MOST_BYTES:
                self._refuse()

        def handleContentChunk(self, data):
            self._came += len(data)
            if not self._refused and self._came > MOST_BYTES:
                self._refuse()
            if not self._refused:
                super().handleContentChunk(data)

        def process(self):
            return None if self._refused else super().process()

        def _refuse(self):
            """Answer, then let the rest of the body run into nothing for a moment, so that the answer is read."""
            self._refused = True
            transport = self.channel.transport
            head = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
            transport.write(head + b"Content-Length: %d\r\n\r\n" % len(TOO_LARGE) + TOO_LARGE)
            reactor.callLater(2, transport.abortConnection)

    class EdgeFactory(HTTPFactory):
        def buildProtocol(self, addr):
            protocol = super().buildProtocol(addr)
            protocol.requestFactory = partial(CountedRequest, parsePOSTFormSubmission=False)  # Django parses it
            protocol.timeOut = IDLE
            return protocol

    return EdgeFactory
