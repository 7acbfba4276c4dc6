"""A way to a server on which answers get lost or are made up: what a phone meets in trains, hotels and lifts.

way = Way(server.port): way.url leads to the server as it is. With way.mode = "swallow" posts arrive, but their answers
never do; with "portal" every post is answered by a sign-in page (200), and never arrives; "open" is as at first.
way.posts are the first lines of all posts that came by.
"""

import contextlib
import select
import socket
import threading

PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Welcome to our hotel. Please sign in.</p>"
SIGN_IN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PORTAL)


class Way:
    def __init__(self, port):
        self.mode, self.posts, self._to = "open", [], port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self):
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                threading.Thread(target=self._carry, args=[near], daemon=True).start()

    def _carry(self, near):
        deaf = False
        with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", self._to)) as far:
            while True:
                for end in select.select([near, far], [], [])[0]:
                    if not (piece := end.recv(1 << 20)):
                        return
                    if end is far and deaf:
                        return
                    if end is near and piece.startswith(b"POST"):
                        self.posts.append(piece.split(b"\r\n")[0].decode())
                        deaf = self.mode == "swallow"
                        if self.mode == "portal":
                            return near.sendall(SIGN_IN + PORTAL)
                    (far if end is near else near).sendall(piece)
