"""Groups and their ways past the posters: a plan from people, posters and a seed, and the proof that it holds.

Pure: nothing of the database in here. The schedule is a cyclic Latin square; the groups are a transport problem,
solved exactly by cancelling negative cycles (Klein 1967), so that no exchange of any length could spread the cities
better. Who has a wish is placed before everybody else and stays there.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import ceil
from random import Random
from string import ascii_uppercase

from django.utils.translation import gettext as _

MOST_IN_A_GROUP = 8  # more can't read one poster
FEWEST_IN_A_GROUP = 3
SPREAD, OWN, EMPTY = 1, 10**7, 10**12  # what an exchange saves: a pair of one city, an own poster, a place


@dataclass(frozen=True)
class Walker:
    """Somebody who walks: their city, folded; the language pod they want to stay with; whether steps are in the way."""

    pk: int
    city: str
    pod: str = ""
    step_free: bool = False


@dataclass(frozen=True)
class Plan:
    """Who walks with whom, past which posters (their cities, folded, in order), in how many rounds."""

    groups: tuple[tuple[Walker, ...], ...]
    cities: tuple[str, ...]
    rounds: int
    copies: int

    def stands(self, group, number):
        """Where a group is in a round (from 1): the poster's place (from 0), and which copy of it (from 0)."""
        return stands(group, number, len(self.cities), self.copies)


def letter(group):
    """A group's name: A to Z, then AA to AZ, and so on."""
    return ("" if group < 26 else letter(group // 26 - 1)) + ascii_uppercase[group % 26]


def stands(group, number, posters, copies):
    """The cyclic Latin square: everybody one poster on at each round, each copy of the gallery by itself."""
    return (group + number - 1) % posters, group // posters % copies


def copies_for(people, posters, most=MOST_IN_A_GROUP):
    """How often each poster must hang so that no more than `most` people stand before one."""
    return max(1, ceil(people / (posters * most)))


def count_for(people, posters, size=None, fewest=FEWEST_IN_A_GROUP):
    """How many groups: of a wanted size, else one a poster; fewer where they would be under three."""
    if size:
        return max(1, ceil(people / size))
    return max(1, min(posters * copies_for(people, posters), people // fewest))


def plan(walkers, cities, seed, rounds=None, size=None, fewest=FEWEST_IN_A_GROUP):
    """The plan for these people and posters. The same seed gives the same plan, in whatever order people come."""
    count = count_for(len(walkers), len(cities), size, fewest)
    rounds = min(rounds or len(cities), len(cities))
    tables = _Tables(walkers, cities, count, Random(seed))
    groups = tuple(tuple(sorted(group, key=lambda walker: walker.pk)) for group in tables.seated())
    return Plan(groups, tuple(cities), rounds, max(1, ceil(count / len(cities))))


def alone(plan):
    """{place: walker}: the same plan for people who each walk by themselves, as many before a poster as in a group."""
    cells = len(plan.cities) * plan.copies
    rows = enumerate(plan.groups)
    return {cell + row * cells: walker for cell, group in rows for row, walker in enumerate(group)}


def place_alone(places, posters, copies):
    """The place of one more who walks alone: where the fewest stand before a poster."""
    cells = posters * copies
    stand = Counter(place % cells for place in places)
    cell = min(range(cells), key=lambda cell: (stand[cell], cell))
    return next(place for place in range(cell, cells * (len(places) + 2), cells) if place not in places)


def place_late(groups, newcomer, cities):
    """The group (its place in the list) for somebody who comes late; `groups` maps a place to its walkers.

    Their pod's group, else the smallest; among equals where nobody of their city is yet. None where there is none.
    """
    pod = [place for place, group in groups.items() if newcomer.pod and any(w.pod == newcomer.pod for w in group)]
    near = [place for place in groups if place < len(cities)] if newcomer.step_free else []
    fitting = pod or near or list(groups)

    def burden(place):
        return len(groups[place]), sum(walker.city == newcomer.city for walker in groups[place]), place

    return min(fitting, key=burden, default=None)


def merges(sizes):
    """For each group under three, the smallest group that could take it in: [(its place, the other's place)]."""
    pairs, taken = [], set()
    for small in sorted((place for place, size in sizes.items() if size < FEWEST_IN_A_GROUP), key=sizes.get):
        others = [place for place in sizes if place != small and place not in taken]
        into = min(others, key=lambda place: (sizes[place], place), default=None)
        if small in taken or into is None or sizes[small] + sizes[into] > MOST_IN_A_GROUP:
            continue
        pairs.append((small, into))
        taken |= {small, into}
    return pairs


# --- proof -------------------------------------------------------------------------------------
def prove(plan):
    """Nothing, where the plan keeps every promise; else a sentence for each promise that it does not keep."""
    checks = [_everybody_once, _sizes, _capacity, _each_poster_once, _no_collision, _own_poster, _pods, _step_free]
    return [sentence for check in checks for sentence in check(plan)] + _spread(plan)


def remarks(plan):
    """What is no fault, and yet the facilitator should know."""
    left = len(plan.cities) - plan.rounds
    if left:
        sentence = _("There are %(posters)d posters and %(rounds)d rounds: each group misses %(left)d of them.")
        yield sentence % {"posters": len(plan.cities), "rounds": plan.rounds, "left": left}
    if plan.copies > 1:
        yield _("Each poster must hang %(n)d times.") % {"n": plan.copies}


def _everybody_once(plan):
    times = Counter(walker.pk for group in plan.groups for walker in group)
    return [_("Somebody is in two groups.")] if any(n > 1 for n in times.values()) else []


def _sizes(plan):
    sizes = [len(group) for group in plan.groups]
    return [_("The groups differ in size by more than one.")] if max(sizes) - min(sizes) > 1 else []


def _capacity(plan):
    for place, group in enumerate(plan.groups):
        if len(group) > MOST_IN_A_GROUP:
            sentence = _("Group %(letter)s has %(n)d people; more than %(most)d can’t read one poster.")
            yield sentence % {"letter": letter(place), "n": len(group), "most": MOST_IN_A_GROUP}


def _each_poster_once(plan):
    for place in range(len(plan.groups)):
        seen = {plan.stands(place, number)[0] for number in range(1, plan.rounds + 1)}
        if len(seen) != plan.rounds:
            yield _("Group %(letter)s would see a poster twice.") % {"letter": letter(place)}


def _no_collision(plan):
    for number in range(1, plan.rounds + 1):
        stood = [plan.stands(place, number) for place in range(len(plan.groups))]
        if len(set(stood)) != len(stood) or max(copy for _poster, copy in stood) >= plan.copies:
            yield _("In round %(n)d two groups would meet at one poster.") % {"n": number}


def _own_poster(plan):
    for place, group in enumerate(plan.groups):
        city = plan.cities[plan.stands(place, 1)[0]]
        if any(walker.city == city for walker in group):
            yield _("Group %(letter)s begins at the poster of one of its own cities.") % {"letter": letter(place)}


def _pods(plan):
    homes = defaultdict(set)
    for place, group in enumerate(plan.groups):
        for walker in group:
            homes[walker.pod].add(place)
    for pod in sorted(homes.keys() - {""}):
        if len(homes[pod]) > 1:
            yield _("Not all who want to speak “%(pod)s” fit into one group.") % {"pod": pod}


def _step_free(plan):
    far = [walker for place, group in enumerate(plan.groups) if plan.stands(place, 1)[1] for walker in group]
    if any(walker.step_free for walker in far):
        return [_("Not all who need a step-free way fit into the first gallery.")]
    return []


def _spread(plan):
    """Whether some exchange would spread the cities better: the same search that made the groups finds none."""
    tables = _Tables.of(plan)
    return [_("The cities could be spread better.")] if tables.better() else []


# --- making ------------------------------------------------------------------------------------
class _Tables:
    """Groups as tables with the same number of places; a place may stay empty, at most one a table.

    `pinned` have a wish and stay; the others are told apart by their city alone. Cost: pairs of one city, far above
    that people who would begin at their own city's poster, and above all two empty places at one table.
    """

    def __init__(self, walkers, cities, count, chance):
        self.cities, self.count = cities, count
        self.places = ceil(len(walkers) / count)
        self.pinned, self.free = [[] for _table in range(count)], [[] for _table in range(count)]
        self.tally = [Counter() for _table in range(count)]
        shuffled = sorted(walkers, key=lambda walker: walker.pk)
        chance.shuffle(shuffled)
        self._pin([walker for walker in shuffled if walker.pod], [walker for walker in shuffled if walker.step_free])
        done = {walker.pk for table in self.pinned for walker in table}
        self._deal([walker for walker in shuffled if walker.pk not in done])  # in the order that chance gave
        while way := self.better():
            self._exchange(way)

    @classmethod
    def of(cls, plan):
        """The tables of a finished plan, as they are."""
        self = cls.__new__(cls)
        self.cities, self.count = plan.cities, len(plan.groups)
        self.places = max(map(len, plan.groups))
        wish = [
            [bool(walker.pod or (plan.copies > 1 and walker.step_free)) for walker in group] for group in plan.groups
        ]
        self.pinned = [
            [w for w, has in zip(group, row, strict=True) if has] for group, row in zip(plan.groups, wish, strict=True)
        ]
        self.free = [
            [w for w, has in zip(group, row, strict=True) if not has]
            for group, row in zip(plan.groups, wish, strict=True)
        ]
        self.free = [table + [None] * (self.places - len(g)) for table, g in zip(self.free, plan.groups, strict=True)]
        self.tally = [Counter(_city(w) for w in [*p, *f]) for p, f in zip(self.pinned, self.free, strict=True)]
        return self

    def seated(self):
        return [
            [*pinned, *(walker for walker in free if walker)]
            for pinned, free in zip(self.pinned, self.free, strict=True)
        ]

    def better(self):
        """Rounds of tables where each hands one person to the next and all together gain; None where there are none."""
        if self._is_best():
            return None
        gifts = self._gifts()
        return self._pairs(gifts) or self._longer(gifts)

    def _pairs(self, gifts):
        """All exchanges between two tables that gain and touch no table twice."""
        ways, touched = [], set()
        for (one, other), (price, walker) in gifts.items():
            back = gifts.get((other, one))
            if back and price + back[0] < 0 and not touched & {one, other}:
                ways += [(one, other, walker), (other, one, back[1])]
                touched |= {one, other}
        return ways

    def _longer(self, gifts):
        """A negative cycle of gifts (Bellman-Ford); None where there is none."""
        came, cost = [None] * self.count, [0] * self.count
        for _turn in range(self.count):
            changed = None
            for (giver, taker), (price, _who) in gifts.items():
                if cost[giver] + price < cost[taker]:
                    cost[taker], came[taker], changed = cost[giver] + price, giver, taker
            if changed is None:
                return None
        return self._cycle(came, changed, gifts)

    def _pin(self, pods, step_free):
        """Whoever has a wish gets a table: a pod one that takes it whole, step-free walkers the first gallery."""
        together = defaultdict(list)
        for walker in pods:
            together[walker.pod].append(walker)
        for pod in sorted(together, key=lambda pod: (-len(together[pod]), pod)):
            self._pin_together(together[pod])
        if self.count > len(self.cities):
            placed = {walker.pk for table in self.pinned for walker in table}
            for walker in step_free:
                if walker.pk not in placed:
                    self._seat(walker, self.pinned, self._open(near=True) or self._open())

    def _pin_together(self, pod):
        near = any(walker.step_free for walker in pod)
        for tables in (self._open(len(pod), near), self._open(len(pod))):
            if tables:
                home = min(tables, key=lambda table: (sum(self._price(table, _city(w)) for w in pod), table))
                for walker in pod:
                    self._seat(walker, self.pinned, [home])
                return
        for walker in pod:  # it fits nowhere whole: as few tables as will do, and the proof says so
            fullest = max(self._open(near=near) or self._open(), key=lambda table: (self._room(table), -table))
            mates = [t for t in self._open() if any(w.pod == walker.pod for w in self.pinned[t])]
            self._seat(walker, self.pinned, mates[:1] or [fullest])

    def _deal(self, walkers):
        """Everybody else, the largest cities first, each to the table where it costs least."""
        sizes, ranks = Counter(map(_city, walkers)), {}
        for walker in walkers:
            ranks.setdefault(walker.city, len(ranks))
        nobody = [None] * (self.count * self.places - sum(map(len, self.pinned)) - len(walkers))
        for walker in [*nobody, *sorted(walkers, key=lambda walker: (-sizes[walker.city], ranks[walker.city]))]:
            self._seat(walker, self.free, self._open())

    def _open(self, seats=1, near=False):
        first = min(self.count, len(self.cities)) if near else self.count
        return [table for table in range(first) if self._room(table) >= seats]

    def _room(self, table):
        return self.places - len(self.pinned[table]) - len(self.free[table])

    def _seat(self, walker, where, tables):
        city = _city(walker)
        table = min(tables, key=lambda table: (self._price(table, city), -self._room(table), table))
        where[table].append(walker)
        self.tally[table][city] += 1

    def _price(self, table, city):
        """What one more of this city costs at a table."""
        if city is None:
            return EMPTY * self.tally[table][None]
        return SPREAD * self.tally[table][city] + OWN * self._is_own(table, city)

    def _gain(self, table, city):
        """What one fewer saves."""
        self.tally[table][city] -= 1
        price = self._price(table, city)
        self.tally[table][city] += 1
        return price

    def _is_own(self, table, city):
        return self.cities[table % len(self.cities)] == city

    def _is_best(self):
        """Quickly seen: nobody at their own poster, and each city as even as can be."""
        known = {city for table in self.tally for city in table}
        for city in known:
            counts = [table[city] for table in self.tally]
            if max(counts) - min(counts) > 1 or any(n and self._is_own(t, city) for t, n in enumerate(counts)):
                return False
        return True

    def _gifts(self):
        """{(giver, taker): (price, walker)}: the cheapest gift between any two tables."""
        gifts = {}
        for giver in range(self.count):
            for city, walker in {_city(walker): walker for walker in self.free[giver]}.items():
                gain = self._gain(giver, city)
                for taker in range(self.count):
                    price = self._price(taker, city) - gain
                    if taker != giver and price < gifts.get((giver, taker), (EMPTY * EMPTY,))[0]:
                        gifts[giver, taker] = price, walker
        return gifts

    def _cycle(self, came, start, gifts):
        for _step in range(self.count):
            start = came[start]
        way, taker = [], start
        while not way or taker != start:
            giver = came[taker]
            way.append((giver, taker, gifts[giver, taker][1]))
            taker = giver
        return way

    def _exchange(self, way):
        for giver, _taker, walker in way:
            self.free[giver].remove(walker)
            self.tally[giver][_city(walker)] -= 1
        for _giver, taker, walker in way:
            self.free[taker].append(walker)
            self.tally[taker][_city(walker)] += 1


def _city(walker):
    return walker and walker.city
