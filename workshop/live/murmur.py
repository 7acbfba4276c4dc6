"""Log lines that do not repeat themselves: a trouble is told once a minute, without anybody's words in it."""

import logging
import time

logger = logging.getLogger("peerwalk.live")
EVERY = 60.0
_told: dict[str, float] = {}


def murmur(trouble, error=None):
    """Log one line about a trouble, at most once a minute; of the error only its kind."""
    now = time.monotonic()
    if now - _told.get(trouble, -EVERY) >= EVERY:
        _told[trouble] = now
        logger.warning("%s%s", trouble, f" ({type(error).__name__})" if error else "")


class Hushed(logging.Filter):
    """Lets a library's complaint through as one murmured line instead of a traceback a second."""

    def __init__(self, trouble):
        super().__init__()
        self.trouble = trouble

    def filter(self, record):
        murmur(self.trouble, record.exc_info and record.exc_info[1])
        return False
