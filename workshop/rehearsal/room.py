"""A rehearsal’s room: its people, who leads it, at which pace, and what all of them do at once."""

import asyncio
import sys
from contextlib import suppress

from workshop.rehearsal.ears import Ears
from workshop.rehearsal.eyes import Eyes
from workshop.rehearsal.people import cast
from workshop.rehearsal.phones import Phone

PATIENCE = 60  # seconds until words that still wait are given up


class Room:
    """One rehearsal from the first to the last; `pace` is how many seconds a round lasts."""

    def __init__(self, places, workshop, *, size, pace, seed):
        self.workshop, self.pace = workshop, pace
        self.ears, self.eyes = Ears(), Eyes()
        self.people = cast(places, size, seed, self._notice)
        self.lead, self.stages = Phone(places[0]), []
        self.stations = list(workshop.cases.values_list("number", flat=True))

    async def play(self, parts, lead_by):
        """Go through the parts of the day; whoever opens the address `lead_by` leads."""
        await self.lead.open(lead_by)
        self.stages = (await self.lead.read("programme"))["stages"]
        for part in parts:
            await part.play(self)

    async def all_at_once(self, do):
        """Each person does it, all beside each other."""
        return await asyncio.gather(*(do(person) for person in self.people))

    async def move_to(self, kind):
        """Lead everybody to the first part of the day of this kind; False where the programme has none."""
        stage = next((stage for stage in self.stages if stage["kind"] == kind), None)
        if stage is None:
            return False
        seen = (await self.lead.read("programme"))["stage"] or ""
        await self.lead.press("move_to_stage", {"seen": seen, "sure": "1"}, pk=stage["id"])
        return True

    async def settle(self):
        """Until nothing waits on any phone; what waits too long is given up, and will be counted as lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.all_at_once(lambda person: person.outbox.emptied())

    def put_away(self):
        """All phones are switched off."""
        for phone in [self.lead, *(person.phone for person in self.people)]:
            phone.put_away()

    def _notice(self, phone, message):
        """A picture has come to somebody's phone."""
        self.ears.hear(phone, message)
        self.eyes.see(phone, message)

    def say(self, sentence):
        """Tell whoever waits how far it is."""
        print(sentence, file=sys.stderr, flush=True)
