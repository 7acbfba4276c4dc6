"""Whoever leads one circle of a rehearsal: calls, changes the group, lets satellites write, as its console offers."""

import asyncio

from workshop.rehearsal import seats
from workshop.rehearsal.outbox import Words

LOOK_EVERY = 0.3  # seconds
LONGEST, FEWEST_SECONDS = 3, 15  # paces that a circle is led, but no fewer seconds
FIRST = 3  # people who are seated before a circle begins, where its core talks throughout


class Lead:
    """The console of one circle, `bowl` its number or None for the only one, with the people who are in it."""

    def __init__(self, circle, room, bowl, people):
        self.circle, self.room, self.bowl, self.people = circle, room, bowl, people
        self.named = {"bowl": str(bowl)} if bowl else {}
        self._speaks, self._since = (None, 0), 0  # who speaks since when, and since when this part goes on

    async def open(self):
        """Seat those who talk throughout, where there are some, and start; who they are, by number."""
        state = await self._look()
        kept = set()
        if state["variant"] in ("guest", "satellites"):
            chairs = [chair["number"] for chair in state["chairs"] if _is_for_the_core(chair)][:FIRST]
            for chair, person in zip(chairs, self.people, strict=False):
                await self._press("seat", {"person": person.number, "where": chair})
                kept.add(person.number)
        await self._press("phase", {"seen": state["phase"]}, do="start")
        self._since = asyncio.get_running_loop().time()
        return kept

    async def run(self, kept):
        """Lead it until nobody waits and whoever is not of the core has gone, or it has lasted long enough."""
        loop = asyncio.get_running_loop()
        begins = loop.time() + self.room.pace
        ends = loop.time() + max(LONGEST * self.room.pace, FEWEST_SECONDS)
        while loop.time() < ends:
            state = await self._look()
            self.circle.judge(state, self.bowl)
            await self._step(state)
            if loop.time() > begins and self._has_ended(state, kept):
                return
            await asyncio.sleep(LOOK_EVERY)

    def _has_ended(self, state, kept):
        """Whether nobody comes, waits, or sits who would leave by themselves, and every question was answered."""
        if state["queue"] or state["called"] or not self.circle.on_their_way.isdisjoint(self.people):
            return False
        if state["variant"] == "satellites":
            return self._has_answered(state)
        return state["variant"] == "closed" or {*seats.sitting(state)} <= kept

    async def _step(self, state):
        await self._hush(state)
        if state["variant"] == "satellites":
            return await self._lead_satellites(state)
        if state["variant"] == "samoan":
            return await self._call_last(state)
        if (state["group"] or {}).get("over") and state["queue"]:
            await self._press("change_group", {"seen": state["group"]["number"]})
        elif state["variant"] != "tap_in":
            await self._call(state)
        return None

    # --- steps ---------------------------------------------------------------------------------
    async def _call(self, state):
        """Whoever is next, to each free chair."""
        loop = asyncio.get_running_loop()
        for wish, _chair in zip(state["queue"], state["free"], strict=False):
            words = Words("call", {"pk": wish["entry"]}, {"seen": wish["calls"]} | self.named, sent_at=loop.time())
            self.room.eyes.look_for("call", wish["person"], words, self.room.lead)
            words.told = await self.room.lead.post("call", words.takes, words.fields)

    async def _hush(self, state):
        """Whoever has spoken for a while has finished; the others come by a press of their own."""
        now, turn = asyncio.get_running_loop().time(), (state["speaker"] or {}).get("turn")
        if turn != self._speaks[0]:
            self._speaks = turn, now
        elif turn and now - self._speaks[1] > self.room.pace / 2:
            await self._try("silence", {"seen": turn})

    async def _call_last(self, state):
        """In a Samoan circle the chairs go at the end, one by one."""
        now = asyncio.get_running_loop().time()
        if state["phase"] == "running" and now - self._since > 2 * self.room.pace:
            await self._try("phase", {"seen": "running"}, do="last-call")

    async def _lead_satellites(self, state):
        """The circle talks, the satellites write, the circle answers one question after the other."""
        part, now = state["satellites"]["part"], asyncio.get_running_loop().time()
        if now - self._since < self.room.pace:
            return
        waiting = [each["brought"] for each in state["satellites"]["asked"] if each["state"] == "waiting"]
        if part != "answer":
            await self._press("begin_part", {"part": "write" if part == "talk" else "answer", "seen": part})
            self._since = now
        elif waiting:
            await self._press("take_question", pk=waiting[0])

    def _has_answered(self, state):
        told = state["satellites"]
        return told["part"] == "answer" and all(each["state"] != "waiting" for each in told["asked"])

    # --- helpers -------------------------------------------------------------------------------
    async def _look(self):
        return await self.room.lead.read("circle", bowl=self.bowl)

    async def _press(self, door, fields=None, **takes):
        return await self.room.lead.press(door, self.named | (fields or {}), **takes)

    async def _try(self, door, fields, **takes):
        """A press that may come too late."""
        return await self.room.lead.post(door, takes, self.named | fields)


def _is_for_the_core(chair):
    return chair["state"] == "free" and chair["kind"] not in ("guest", "spare")
