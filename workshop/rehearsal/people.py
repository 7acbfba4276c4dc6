"""The simulated people: functions and cities instead of invented names, each with a phone and its weather."""

import asyncio
import random
from contextlib import asynccontextmanager
from itertools import count

from workshop.rehearsal.outbox import Outbox
from workshop.rehearsal.phones import Phone
from workshop.rehearsal.weather import Weather

FUNCTIONS = [
    *("Delegate", "Planner", "Mayor’s adviser", "Housing officer", "Cooperative member", "Researcher"),
    *("Community organizer", "Economist", "Architect", "Councillor", "Network coordinator", "Finance officer"),
]
CITIES = [
    *("Quito", "Dakar", "Lyon", "Rabat", "Durban", "Bogotá", "Lisbon", "Seoul", "Montréal", "Medellín", "Maputo"),
    *("Barcelona", "Accra", "Kochi", "Valparaíso", "Bilbao", "Tunis", "Johannesburg", "Rosario", "Nantes", "Jakarta"),
    *("Porto Alegre", "Ouagadougou", "Bologna", "Surabaya", "Kigali", "Cuenca", "Ghent", "Nairobi", "Recife"),
]
CONSENTS = ["", "room", "city", "city", "name"]


class Person:
    """Somebody who takes part: what they say at the door, and what they carry."""

    def __init__(self, place, about, rng, hear):
        self.about, self.rng = about, rng
        self.phone, self.weather = Phone(place, hear), Weather(rng)
        self.outbox = Outbox(self.phone, self.weather)
        self.number, self._serial = None, count(1)

    def __str__(self):
        return f"{self.about['name']}, {self.about['city']}"

    @property
    def city(self):
        return self.about["city"]

    def marked(self, sentence):
        """A sentence that can be found again: nobody else says it, and nobody says it twice."""
        return f"{sentence} [{self.number}-{next(self._serial)}]"

    def is_one_in(self, ways):
        """True for one of so many people, by chance."""
        return self.rng.randrange(ways) == 0

    async def later(self, seconds):
        """Some time passes, up to this long."""
        await asyncio.sleep(self.rng.uniform(0, seconds))

    @asynccontextmanager
    async def perhaps_in_the_lift(self, seconds):
        """Who is in the lift has no network for this long, and writes all the same."""
        if not self.weather.has_gaps:
            yield
            return
        self.phone.lose_network()
        back = asyncio.get_running_loop().call_later(seconds, self.phone.find_network)
        try:
            yield
        finally:
            back.cancel()
            self.phone.find_network()


def cast(places, size, seed, hear):
    """This many people, in turn at each of the places; the same seed makes the same ones, whoever is beside them."""
    roles = [(function, city) for city in CITIES for function in FUNCTIONS]
    random.Random(seed).shuffle(roles)
    chosen = [roles[n % len(roles)] for n in range(size)]
    return [
        _person(places[n % len(places)], *role, random.Random(f"{seed} {n}"), hear) for n, role in enumerate(chosen)
    ]


def _person(place, function, city, rng, hear):
    about = {"name": function, "function": function, "city": city, "consent": rng.choice(CONSENTS)}
    return Person(place, about, rng, hear)
