"""What somebody does in each kind of circle, from the first look to the end: as their phone offers it."""

import asyncio
from contextlib import suppress

AGAIN = 6  # tries to come to a chair, where others may be a moment faster


class Seat:
    """One person's part in one circle; `stays`: they keep their chair until all is over, or their group goes."""

    def __init__(self, circle, room, person, over, *, stays):
        self.circle, self.room, self.person, self.over, self.stays = circle, room, person, over, stays
        self.has_pressed = False

    async def later(self, paces):
        await self.person.later(self.room.pace * paces)

    def press(self, door, **fields):
        self.has_pressed = True
        return self.circle.press(self.room, self.person, door, fields)

    async def look(self):
        """One's own picture, once everything that was pressed has arrived."""
        await self.person.outbox.emptied()
        if self.has_pressed:
            self.circle.on_their_way.discard(self.person)
        self.person.phone.poked.clear()
        return await self.person.phone.read("circle")

    async def poked(self, seconds=5):
        """Until one's own part has changed, or a while has passed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.person.phone.poked.wait()

    def chair_in(self, state):
        return next((chair for chair in state["chairs"] if chair["person"] == self.person.number), None)

    def wish_in(self, state):
        return state["me"]["wish"] if state["me"]["at"] == "waiting" else None

    async def take_and_talk(self, chair, paces=1 / 3):
        """One step of somebody for whom there is a chair; True once they have left it."""
        if chair["state"] != "taken":
            self.press("take_the_chair", call=chair["stay"])
            return False
        self.press("speak")
        await self.later(paces)
        while self.stays and not self.over.is_set() and self.chair_in(await self.look()):
            await self.poked(seconds=max(1, self.room.pace / 2))
            self.press("speak")
        self.press("leave_the_chair", stay=chair["stay"])
        return True


def life_in(variant):
    """What people do in this kind of circle."""
    return {"tap_in": come, "samoan": come, "satellites": write}.get(variant, ask)


# --- where somebody is called ------------------------------------------------------------------
async def ask(seat):
    """Ask for a chair, or listen; some think better of it, and some walk to a chair without being called."""
    state = await seat.look()
    if seat.chair_in(state) or seat.wish_in(state):
        return await sit(seat)
    await seat.later(1 / 3)
    if seat.person.is_one_in(3) is (state["variant"] == "closed"):  # where a whole group changes, more ask
        await seat.person.phone.get("my_circle")
        if not seat.person.is_one_in(8):
            return None
        seat.press("take_the_chair")  # without being called: granted only where nobody waits
        return await sit(seat)
    seat.press("ask_for_a_chair", topic="Who pays in the first year?" if seat.person.is_one_in(2) else "")
    if seat.person.is_one_in(6):
        await seat.later(1 / 2)
        seat.press("withdraw")
    return await sit(seat)


async def sit(seat):
    """Wait to be called, take the chair, speak, make room."""
    while not seat.over.is_set():
        state = await seat.look()
        if chair := seat.chair_in(state):
            if await seat.take_and_talk(chair):
                return
        elif not seat.wish_in(state):
            return
        await seat.poked()


# --- where nobody is called --------------------------------------------------------------------
async def come(seat):
    """Take a free chair, else stand behind one; where others were faster, look again."""
    await seat.later(1 / 4)
    tries = AGAIN if not seat.person.is_one_in(4) else 0
    while not seat.over.is_set():
        state = await seat.look()
        if chair := seat.chair_in(state):
            if await seat.take_and_talk(chair, paces=1):
                return
        elif not (wish := seat.wish_in(state)) or not wish["behind"]:
            if not tries or state["phase"] != "running":
                return
            tries -= 1
            _to_a_chair(seat, state)
        elif not _is_speaking(state, wish["behind"]) and state["variant"] == "tap_in":
            seat.press("take_the_chair", chair=wish["behind"])
        await seat.poked(seconds=1)


def _to_a_chair(seat, state):
    if free := [chair for chair in state["chairs"] if chair["state"] == "free" and chair["kind"] != "spare"]:
        chair = seat.person.rng.choice(free)
        seat.press("take_the_chair", chair=chair["number"], seen=chair["version"])
    elif taken := [chair for chair in state["chairs"] if chair["state"] == "taken"]:
        chair = seat.person.rng.choice(taken)
        seat.press("stand_behind_a_chair", chair=chair["number"], seen=chair["version"])


def _is_speaking(state, number):
    speaker = state["speaker"] or {}
    return any(chair["number"] == number and chair["person"] == speaker.get("person") for chair in state["chairs"])


# --- where satellites write --------------------------------------------------------------------
async def write(seat):
    """Whoever sits in the circle tells and answers; everybody else writes a question once the satellites do."""
    if seat.chair_in(await seat.look()):
        return await sit(seat)
    while not seat.over.is_set():
        state = await seat.look()
        if state["kind"] == "satellites write":
            await seat.later(1 / 3)
            if not seat.person.is_one_in(3):
                seat.press("bring_a_question", text=seat.person.marked("What did it cost?"), consent="city")
            return None
        await seat.poked(seconds=1)
    return None
