"""What the parts of the bench share: the crowd in its own process, a form as a phone posts it, a word on stderr."""

import json
import secrets
import subprocess
import sys
import urllib.parse
import uuid
from contextlib import contextmanager
from pathlib import Path

CSRF = secrets.token_hex(16)


@contextmanager
def crowd():
    """The load generator, a process of its own: ask(do=..., ...) -> its answer."""
    command = [sys.executable, Path(__file__).with_name("crowd.py")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(**command):
        process.stdin.write(json.dumps(command) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    try:
        yield ask
    finally:
        process.kill()
        process.wait()


def form(port, path, session, **fields):
    """A whole request: a form as a phone posts it, with a key of its own."""
    body = urllib.parse.urlencode(fields | {"key": str(uuid.uuid4())})
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Cookie: peerwalk={session}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\nAccept: application/json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def tell(text):
    print(text, file=sys.stderr, flush=True)
