"""The transfer cards: most people write one, some of them without network."""

from collections import Counter

IDEAS = ["A lender who waits", "Rents tied to what people earn", "A street as the first step", "Open books each year"]


class Cards:
    def __init__(self):
        self.cards = []  # (what, words)

    async def play(self, room):
        if not await room.move_to("insights"):
            return
        room.say("People write their cards ...")
        await room.all_at_once(lambda person: self._write(room, person))
        await room.settle()

    async def _write(self, room, person):
        if person.is_one_in(5):
            return
        await person.later(room.pace / 2)
        form = await person.phone.read("card_form")
        async with person.perhaps_in_the_lift(room.pace / 2):
            what = person.marked(person.rng.choice(IDEAS))
            self.cards.append((what, person.outbox.put("card", {}, self._filled(person, what, form))))
            if person.weather.has_gaps:
                await person.later(room.pace / 2)
        await person.phone.get("board")

    def _filled(self, person, what, form):
        return {
            "case": person.rng.choice(form["cases"]),
            "stance": person.rng.choice(form["stances"]),
            "what": what,
            "target": person.city,
            "next_step": "Ask the finance office" if person.is_one_in(2) else "",
            "by_months": person.rng.choice(["", "1", "3", "6", "12"]),
        } | {name: person.rng.choice(["", *form["states"]]) for name in form["conditions"]}

    def figures(self, room):
        taken = [what for what, words in self.cards if words.is_done]
        kept = Counter(room.workshop.cards.values_list("what", flat=True))
        return {
            "cards_sent": len(self.cards),
            "cards_refused": sum(words.is_refused for _what, words in self.cards),
            "cards_lost": sum(what not in kept for what in taken),
            "cards_doubled": sum(kept.values()) - len(kept),
        }
