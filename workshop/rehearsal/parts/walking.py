"""The gallery walk: groups go from poster to poster with the rounds, read, write notes, and place their dots."""

import asyncio
import re
from collections import Counter, defaultdict

from workshop.rehearsal.phones import stations_in

NOTES = {
    "take": ["A lender who waits until the phases are built", "We could start with one street first"],
    "condition": ["Only if the council changes its procurement rules", "This needs somebody who stays for ten years"],
    "question": ["Who owns the buildings today?", "What did the neighbours say in the first year?"],
}
DOTS = 3


class Walking:
    def __init__(self):
        self.notes = []  # (person, text, words)
        self.dots = []  # (person, case number, whether it goes on, words)

    async def play(self, room):
        if not await room.move_to("gallery"):
            return
        await room.lead.press("make_groups")
        over = asyncio.Event()
        walkers = [asyncio.create_task(self._walk(room, person, over)) for person in room.people]
        await self._lead(room)
        over.set()
        await asyncio.gather(*walkers)
        await self._vote(room)
        await room.settle()

    async def _lead(self, room):
        """End each part of the walk after a while, whichever they are, by the console's own button."""
        while part := await _part_that_is_on(room.lead):
            kind = part.partition("-")[0]
            room.say(f"{part.replace('-', ' ')} ...")
            if kind == "vote":
                await self._vote(room)
            await asyncio.sleep(room.pace if kind == "round" else room.pace / 4)
            await room.lead.press("walk_on", {"seen": part})

    async def _vote(self, room):
        if not self.dots:
            room.say("Everybody places dots ...")
            await room.all_at_once(lambda person: self._place_dots(room, person))
            await room.all_at_once(lambda person: person.outbox.emptied())

    # --- one person ----------------------------------------------------------------------------
    async def _walk(self, room, person, over):
        """Look at one's own way whenever the phone is poked, and go where it leads; where it leads nowhere, wander."""
        here, writing = None, []
        since = asyncio.get_running_loop().time()
        while not over.is_set():
            person.phone.poked.clear()
            there = await _station_of(person)
            if there is None and asyncio.get_running_loop().time() - since > room.pace:
                there = person.rng.choice(room.stations)
            if there not in (None, here):
                here, since = there, asyncio.get_running_loop().time()
                await person.later(room.pace / 3)
                seen = await self._read(person, here)
                writing.append(asyncio.create_task(self._write(room, person, here, seen)))
            elif here:
                await person.phone.get("my_notes", number=here)
            await _either(person.phone.poked, over)
        await asyncio.gather(*writing)

    async def _read(self, person, station):
        """Stand at a poster and look at its wall; the round that the form on its page was begun in."""
        page = await person.phone.get("poster", number=station)
        person.phone.watch("now", f"wall:{station}")
        if person.is_one_in(6):
            person.phone.drop_socket()
        seen = page and re.search(r'name="seen" value="(\d+)"', page.text)
        return seen[1] if seen else ""

    async def _write(self, room, person, station, seen):
        await person.later(room.pace / 2)
        async with person.perhaps_in_the_lift(room.pace / 2):
            for _note in range(person.rng.choice([0, 1, 1, 2])):
                self._pin(room, person, station, seen)
                await person.later(room.pace * 0.2)
            if person.weather.has_gaps:
                await person.later(room.pace / 2)

    def _pin(self, room, person, station, seen):
        kind = person.rng.choice(list(NOTES))
        text = person.marked(person.rng.choice(NOTES[kind]))
        said = {"kind": kind, "text": text, "consent": "", "seen": seen}
        words = person.outbox.put("note", {"number": station}, said)
        self.notes.append((person, text, words))
        room.ears.listen_for(text.rpartition("[")[2].rstrip("]"), words, person)

    async def _place_dots(self, room, person):
        for station in person.rng.sample(room.stations, min(DOTS, len(room.stations))):
            await person.later(room.pace / 4)
            self._dot(person, station, True)
            if person.is_one_in(5):
                self._dot(person, station, False)

    def _dot(self, person, station, on):
        words = person.outbox.put("vote", {"number": station}, {"on": "1" if on else "0"})
        self.dots.append((person, station, on, words))

    # --- what became of it ---------------------------------------------------------------------
    def figures(self, room):
        return self._notes(room) | room.ears.figures() | self._votes(room)

    def _notes(self, room):
        taken = [text for _person, text, words in self.notes if words.is_done]  # what the phone has let go
        hanging = Counter(room.workshop.notes.order_by("pk").values_list("text", flat=True))
        return {
            "notes_sent": len(self.notes),
            "notes_refused": sum(words.is_refused for _person, _text, words in self.notes),
            "notes_arrived": sum(text in hanging for _person, text, _words in self.notes),
            "notes_lost": sum(text not in hanging for text in taken),
            "notes_doubled": sum(hanging.values()) - len(hanging),
            "notes_out_of_order": self._out_of_order(list(hanging)),
        }

    def _out_of_order(self, hanging):
        """How many people's notes hang in another order than they wrote them; a Counter keeps the first's place."""
        wrote, hangs = defaultdict(list), defaultdict(list)
        author, there = {text: person for person, text, _words in self.notes}, set(hanging)
        for text in (text for text in author if text in there):
            wrote[author[text]].append(text)
        for text in (text for text in hanging if text in author):
            hangs[author[text]].append(text)
        return sum(hangs[person] != texts for person, texts in wrote.items())

    def _votes(self, room):
        placed = Counter(room.workshop.votes.values_list("voter__number", "case__number"))
        taken = [(person.number, station, on) for person, station, on, words in self.dots if words.is_done]
        wanted = {(number, station): on for number, station, on in taken}
        return {
            "votes_sent": len(self.dots),
            "votes_refused": sum(words.is_refused for *_dot, words in self.dots),
            "votes_lost": sum((dot in placed) != on for dot, on in wanted.items()),
            "votes_doubled": sum(placed.values()) - len(placed),
        }


async def _part_that_is_on(lead):
    """How the console's button names the part of the walk that it would end; None once there is none."""
    state = await lead.read("state", see="console")
    button = re.search(r'name="seen" value="([a-z]+-\d+)"', _on_now(state["fragments"][0]["html"], "<section"))
    return button and button[1]


async def _station_of(person):
    """The number of the poster where one's own phone says to be; None where it says nothing."""
    page = await person.phone.get("my_walk")
    if page is None or page.status != 200:
        return None
    return next(iter(stations_in(_on_now(page.text, "<div"))), None)


def _on_now(html, tag):
    """Of the phases in a page the one that is shown: all come at once, so that the clock alone can change them."""
    phases = html.split(f'{tag} class="phase')
    return next((phase for phase in phases[1:] if "hidden" not in phase.partition(">")[0]), "")


async def _either(*events, seconds=15):
    """Until one of these happens, or a long time has passed."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
