"""How long notes take: from the post that brought one to the moment it stands on the wall of somebody else's phone."""

import asyncio
import re
from statistics import median, quantiles

MARK = re.compile(rb"\[(\d+-\d+)\]")
A_WALL = b'"id": "wall-'


class Ears:
    """Hears every picture that any phone gets; who looked at the wall before the post counts, the author does not."""

    def __init__(self):
        self.delays, self._notes, self._seen = [], {}, set()

    def listen_for(self, mark, words, author):
        self._notes[mark.encode()] = words, author.phone

    def hear(self, phone, message):
        if A_WALL not in message[:200]:
            return
        now = asyncio.get_running_loop().time()
        for mark in MARK.findall(message):
            words, author = self._notes.get(mark, (None, phone))
            if author is phone or (mark, phone) in self._seen or not words.sent_at:
                continue
            self._seen.add((mark, phone))
            if phone.watching_since < words.sent_at:
                self.delays.append(now - words.sent_at)

    def figures(self):
        """Medians and 95th percentiles in whole milliseconds, over each note and each phone that it reached."""
        return in_milliseconds("delay", self.delays)

    @property
    def seen(self):
        """The marks that somebody else's phone has shown."""
        return {mark.decode() for mark, _phone in self._seen}


def in_milliseconds(name, delays):
    """The median and the 95th percentile of delays in seconds, as figures."""
    return {f"{name}_ms_p50": _ms(_middle(delays)), f"{name}_ms_p95": _ms(_high(delays))}


def _middle(delays):
    return median(delays) if delays else None


def _high(delays):
    return quantiles(delays, n=20)[-1] if len(delays) > 1 else _middle(delays)


def _ms(seconds):
    return None if seconds is None else round(seconds * 1000)
