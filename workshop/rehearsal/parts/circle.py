"""The fishbowl: many ask at once, some withdraw, the lead calls, people sit, speak and make room.

Read from outside, through the door `circle`, many times a second: nobody on two chairs, nobody overtakes in the queue.
Where several circles talk at once, people are spread over them first, and each is led like the one.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from workshop.rehearsal.outbox import Words
from workshop.rehearsal.phones import DONE

LOOK_EVERY = 0.3  # seconds
LONGEST = 3  # paces


class Circle:
    def __init__(self):
        self.presses = []  # (person, door, words)
        self.over_capacity = self.overtaken = 0
        self._queues = {}  # of each circle, as it was at the last look

    async def play(self, room):
        if not await room.move_to("fishbowl"):
            return
        room.say("People ask for a chair ...")
        over, bowls = asyncio.Event(), await self._bowls(room)
        lives = [asyncio.create_task(self._live(room, person, over)) for person in room.people]
        await asyncio.gather(*(self._lead(room, bowl) for bowl in bowls))
        over.set()
        await asyncio.gather(*lives)
        await room.settle()

    # --- who leads -----------------------------------------------------------------------------
    async def _bowls(self, room):
        """The numbers of the circles that talk side by side, and everybody in one of them; [None] for the only one."""
        listed = (await room.lead.read("circle"))["bowls"]
        numbers = [bowl["number"] for bowl in listed if not bowl["is_synthesis"]]
        if len(listed) < 2:
            return [None]
        await room.lead.post("spread_people", {}, {})
        return numbers

    async def _lead(self, room, bowl):
        """Call whoever is next to each free chair, until nobody waits and the circle is empty."""
        named = {"bowl": str(bowl)} if bowl else {}
        await room.lead.post("phase", {"do": "start"}, {"seen": "lobby"} | named)
        loop = asyncio.get_running_loop()
        begins, ends = loop.time() + room.pace, loop.time() + LONGEST * room.pace
        while loop.time() < ends:
            state = await room.lead.read("circle", bowl=bowl)
            self._judge(state, bowl)
            for wish, _chair in zip(state["queue"], state["free"], strict=False):
                words = Words("call", {"pk": wish["entry"]}, {"seen": wish["calls"]} | named, sent_at=loop.time())
                room.eyes.look_for("call", wish["person"], words, room.lead)
                words.told = await room.lead.post("call", words.takes, words.fields)
            if loop.time() > begins and not (state["queue"] or _sitting(state)):
                return
            await asyncio.sleep(LOOK_EVERY)

    def _judge(self, state, bowl):
        """Whether this picture can be: each person on one chair, and the queue in the order it had."""
        people = _sitting(state)
        self.over_capacity += len(people) - len(set(people))
        now = [wish["entry"] for wish in state["queue"]]
        stayed = [entry for entry in self._queues.get(bowl, []) if entry in set(now)]
        self.overtaken += stayed != [entry for entry in now if entry in set(stayed)]
        self._queues[bowl] = now

    # --- one person ----------------------------------------------------------------------------
    async def _live(self, room, person, over):
        await person.later(room.pace / 3)
        state = await person.phone.read("circle")
        person.phone.watch("now", f"bowl:{state['own']}" if state["several"] else "circle")
        if person.is_one_in(3):
            return await self._ask(room, person, over)
        await person.phone.get("my_circle")
        if person.is_one_in(8):
            self._press(room, person, "take_the_chair", {})  # without being called: granted only where nobody waits
            await self._sit(room, person, over)

    async def _ask(self, room, person, over):
        self._press(
            room, person, "ask_for_a_chair", {"topic": "Who pays in the first year?" if person.is_one_in(2) else ""}
        )
        if person.is_one_in(6):
            await person.later(room.pace / 2)
            self._press(room, person, "withdraw", {})
        await self._sit(room, person, over)

    async def _sit(self, room, person, over):
        """Wait to be called, take the chair, speak, make room."""
        while not over.is_set():
            await person.outbox.emptied()
            person.phone.poked.clear()
            state = await person.phone.read("circle")
            chair = next((chair for chair in state["chairs"] if chair["person"] == person.number), None)
            if chair and chair["state"] == "taken":
                self._press(room, person, "speak", {})
                await person.later(room.pace / 3)
                return self._press(room, person, "leave_the_chair", {"stay": chair["stay"]})
            if chair:
                self._press(room, person, "take_the_chair", {"call": chair["stay"]})
            elif all(wish["person"] != person.number for wish in state["queue"]):
                return None
            await _poked(person)
        return None

    def _press(self, room, person, door, fields):
        words = person.outbox.put(door, {}, fields)
        self.presses.append((person, door, words))
        room.eyes.look_for(door, person.number, words, person.phone)

    # --- what became of it ---------------------------------------------------------------------
    def figures(self, room):
        """Everybody asks and sits once at most, so a second wish or a second sitting is a press that counted twice."""
        taken = [(person.number, door) for person, door, words in self.presses if words.told.what == DONE]
        did = {door: {number for number, each in taken if each == door} for _number, door in taken}
        held = stays(room.workshop)
        wishes = Counter(_wishes(room.workshop))
        sat = Counter(stay.number for stay in held if stay.sat)
        still = {stay.number for stay in held if stay.until is None}
        lost = did.get("ask_for_a_chair", set()) - wishes.keys(), did.get("leave_the_chair", set()) & still
        return {
            "commands_sent": len(self.presses),
            "commands_refused": sum(words.is_refused for _person, _door, words in self.presses),
            "commands_lost": sum(map(len, lost)),
            "commands_doubled": sum(n - 1 for counted in (wishes, sat) for n in counted.values()),
            "chairs_over_capacity": self.over_capacity + overlaps(held, "chair") + overlaps(held, "number"),
            "queue_order_violations": self.overtaken,
        } | room.eyes.figures()


def _sitting(state):
    return [chair["person"] for chair in state["chairs"] if chair["person"] is not None]


def _wishes(workshop):
    """The number of whoever wished to sit, once for each wish."""
    return workshop.participants.filter(entries__isnull=False).values_list("number", flat=True)


class Held(NamedTuple):
    """A chair that was kept for somebody, or sat on, from one time to another."""

    chair: int
    number: int
    since: datetime
    until: datetime | None
    sat: bool


def stays(workshop):
    """Who held which chair, in the order of time."""
    rows = workshop.participants.filter(stays__isnull=False).values_list(
        "stays__chair", "number", "stays__called_at", "stays__seated_at", "stays__left_at"
    )
    held = [Held(chair, number, called or seated, left, bool(seated)) for chair, number, called, seated, left in rows]
    return sorted(held, key=lambda stay: stay.since)


def overlaps(held, of):
    """How often a chair was given away while held, or (by number) somebody held two, in whichever circle."""
    last, count = {}, 0
    for stay in held:
        before = last.get(getattr(stay, of))
        count += before is not None and (before.until is None or before.until > stay.since)
        last[getattr(stay, of)] = stay
    return count


async def _poked(person):
    """Until one's own part has changed, or a while has passed."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            await person.phone.poked.wait()
