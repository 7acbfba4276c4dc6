"""What a phone does with words, like static/js/outbox.js: kept first, sent in order, let go once they are taken."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from workshop.rehearsal.phones import DONE, LATER, REFUSED, Told
from workshop.rehearsal.weather import ANSWER_LOST, NEVER_LEAVES, TWICE

AGAIN = 0.4  # seconds; a phone waits longer, but a rehearsal is short


@dataclass(eq=False)
class Words:
    """Something written or pressed, with the key that is made once."""

    door: str
    takes: dict
    fields: dict
    key: str = field(default_factory=lambda: str(uuid4()))
    begun_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())
    sent_at: float | None = None  # on the loop's clock: when the arrival began that had its effect
    has_arrived: bool = False
    told: Told = Told(LATER, {})

    @property
    def is_done(self):
        return self.told.what == DONE

    @property
    def is_refused(self):
        return self.told.what == REFUSED


class Outbox:
    """One phone's words on their way, one after the other, through whatever weather its network has."""

    def __init__(self, phone, weather):
        self.phone, self.weather = phone, weather
        self.waiting, self.repeats = [], 0
        self._task = None

    def put(self, door, takes, fields):
        """Keep these words, and send them as soon as may be."""
        words = Words(door, takes, fields)
        self.waiting.append(words)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send())
        return words

    async def emptied(self):
        """Until nothing waits any more."""
        while self.waiting:
            await asyncio.shield(self._task)

    async def _send(self):
        while self.waiting:
            words = self.waiting[0]
            words.told = await self._arrival(words)
            if words.told.what != LATER:
                self.waiting.pop(0)
                continue
            self.repeats += self.phone.has_network
            await asyncio.sleep(self.weather.about(AGAIN))

    async def _arrival(self, words):
        """One try, as the weather is."""
        fate = self.weather.of_a_send()
        if fate == NEVER_LEAVES or not self.phone.has_network:
            return Told(LATER, {})
        if not words.has_arrived:
            words.sent_at = asyncio.get_running_loop().time()
        if fate == TWICE:
            first, second = await asyncio.gather(self._post(words), self._post(words, extra_line=True))
            return second if first.what == LATER else first
        words.has_arrived = words.has_arrived or fate == ANSWER_LOST
        return await self._post(words, read=fate != ANSWER_LOST)

    async def _post(self, words, **how):
        fields = words.fields | {"key": words.key, "begun_at": words.begun_at}
        return await self.phone.post(words.door, words.takes, fields, **how)
