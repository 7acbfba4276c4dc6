"""The fishbowl: people ask, come, speak and make room, in whichever kind of circle, in one or in several at once.

Read from outside, through the door `circle`, many times a second: nobody twice on a chair, nobody overtakes in the
queue. Where several circles talk at once, people are spread over them first, each is led like the one, and where a
synthesis is planned all meet in it at the end.
"""

import asyncio

from workshop.rehearsal import seats
from workshop.rehearsal.kinds import Seat, life_in
from workshop.rehearsal.leading import Lead

FEW = 2  # circles at least that a synthesis brings together


class Circle:
    """`variant`: the kind of every circle, else as it is set; `circles`: how many talk at once, with a synthesis."""

    def __init__(self, variant=None, circles=None):
        self.variant, self.circles = variant, circles
        self.presses = []  # of people, as seats.Press
        self.over_capacity = self.overtaken = 0
        self.rounds = 0  # circles and syntheses that were played
        self.on_their_way = set()  # who has not come to the circle yet, or thought about it
        self._where, self._queues = {}, {}  # the circle each person is in; the queue of each at the last look

    async def play(self, room):
        if not await room.move_to("fishbowl"):
            return
        beside, together = await self._set_out(room)
        room.say(f"People come to {len(beside)} circles ..." if beside != [None] else "People come to the circle ...")
        await self._talk(room, beside)
        if together:
            room.say("All meet in one circle ...")
            await self._meet(room, beside, together)

    # --- before anybody talks ------------------------------------------------------------------
    async def _set_out(self, room):
        """The numbers of the circles that talk side by side ([None] for the only one), and of the synthesis or None."""
        for _more in range(len(await self._beside(room)), self.circles or 0):
            await room.lead.press("add_circle", {"name": "", "question": ""})
        if (self.circles or 1) >= FEW:
            await room.lead.press("plan_synthesis")
        numbers = await self._beside(room)
        for number in numbers if self.variant else ():
            told = {"variant": self.variant} | ({"bowl": number} if len(numbers) > 1 else {})
            await room.lead.press("circle_settings", told)
        if len(numbers) > 1:
            await room.lead.press("spread_people")
        return numbers if len(numbers) > 1 else [None], await self._synthesis(room)

    async def _beside(self, room):
        listed = (await room.lead.read("circle"))["bowls"]
        return [bowl["number"] for bowl in listed if not bowl["is_synthesis"]]

    async def _synthesis(self, room):
        listed = (await room.lead.read("circle"))["bowls"]
        return next((bowl["number"] for bowl in listed if bowl["is_synthesis"]), None)

    # --- while they talk -----------------------------------------------------------------------
    async def _talk(self, room, bowls, core=()):
        """Each circle is led, and everybody does what they do in it, until all of them have ended."""
        await room.all_at_once(self._learn_where)
        over, leads = asyncio.Event(), []
        for bowl in bowls:
            people = [person for person in room.people if self._where[person] == bowl or bowl is None]
            leads.append(Lead(self, room, bowl, people))
        self.rounds += len(leads)
        kept = {*core}.union(*[await lead.open() for lead in leads])
        self.on_their_way = set(room.people)
        lives = [asyncio.create_task(self._live(room, person, kept, over)) for person in room.people]
        await asyncio.gather(*(lead.run(kept) for lead in leads))
        over.set()
        await asyncio.gather(*lives)
        await room.settle()

    async def _learn_where(self, person):
        state = await person.phone.read("circle")
        self._where[person] = state["own"] if state["several"] else None

    async def _live(self, room, person, kept, over):
        state = await person.phone.read("circle")
        person.phone.watch("now", f"bowl:{state['own']}" if state["several"] else "circle")
        seat = Seat(self, room, person, over, stays=person.number in kept or state["variant"] == "closed")
        await life_in(state["variant"])(seat)
        self.on_their_way.discard(person)

    def press(self, room, person, door, fields):
        """Somebody presses something; it counts, and others' phones are looked at for what it leads to."""
        words = person.outbox.put(door, {}, fields)
        self.presses.append(seats.Press(person, door, words, self._where[person]))
        room.eyes.look_for(door, person.number, words, person.phone)
        return words

    def judge(self, state, bowl):
        """Whether this picture can be: each person on one chair, and the queue in the order it had."""
        people = seats.sitting(state)
        self.over_capacity += len(people) - len(set(people))
        now = [wish["entry"] for wish in state["queue"]]
        stayed = [entry for entry in self._queues.get(bowl, []) if entry in set(now)]
        self.overtaken += stayed != [entry for entry in now if entry in set(stayed)]
        self._queues[bowl] = now

    # --- all meet ------------------------------------------------------------------------------
    async def _meet(self, room, beside, together):
        """One of each circle is named to speak for it; then all circles end, and everybody is in the synthesis."""
        named = set()
        for bowl in beside:
            if who := next((person for person in room.people if self._where[person] == bowl), None):
                await room.lead.press("name_rapporteur", {"person": who.number}, number=bowl)
                named.add(who.number)
        await room.lead.press("begin_synthesis", {"sure": "1"})
        await self._talk(room, [together], core=named)

    # --- what became of it ---------------------------------------------------------------------
    def figures(self, room):
        """What was sent, and what became of it: counted in the database, in its journal, and in the pictures."""
        return {
            "circles": self.rounds,
            **seats.played(room.workshop),
            "commands_sent": len(self.presses),
            "commands_refused": sum(press.words.is_refused for press in self.presses),
            "commands_lost": seats.lost(room.workshop, self.presses),
            "commands_doubled": seats.doubled(room.workshop),
            "chairs_over_capacity": self.over_capacity + seats.overlaps(room.workshop, "chair"),
            "two_chairs_violations": seats.overlaps(room.workshop, "number"),
            "queue_order_violations": self.overtaken,
            "rapporteurs_lost": seats.rapporteurs_lost(room.workshop),
            "journal_violations": seats.journal_violations(room.workshop),
        } | room.eyes.figures()
