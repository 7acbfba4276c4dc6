"""Everybody scans the code and comes in within a moment, some of them twice."""


class Joining:
    async def play(self, room):
        room.say(f"{len(room.people)} people come in ...")
        await room.all_at_once(lambda person: self._come_in(room, person))

    async def _come_in(self, room, person):
        await person.later(room.pace)
        await person.phone.open(f"/j/{room.workshop.door_key}/")
        words = person.outbox.put("join", {}, person.about)
        await person.outbox.emptied()
        if words.is_refused:
            raise RuntimeError(f"{person} was not let in: {words.told.why}")
        person.number = words.told.said["number"]
        await person.phone.learn_who()
        await person.phone.get("posters")
        person.phone.watch("now", "people")

    def figures(self, room):
        inside = set(room.workshop.participants.values_list("number", flat=True))
        came = {person.number for person in room.people} - {None}
        return {
            "people": len(came),
            "people_lost": len(came - inside),
            "people_doubled": max(0, len(inside) - len(room.people)),
        }
