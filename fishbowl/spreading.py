"""Which circle each person goes to, where several talk at once: pure rules over plain data, no database.

The circles differ in size by one at most as far as those who stay where they are allow it. The people of a city are
dealt out like cards, so that every circle hears as many cities as it can; or groups that walked together stay so.
"""

from collections import defaultdict


def spread(people, sizes):
    """{person: circle} for people as {person: city}; `sizes` is how many each circle holds already, in their order."""
    cities, sizes, goes = defaultdict(list), dict(sizes), {}
    for person, city in people.items():
        cities[city].append(person)
    for city in sorted(cities, key=lambda each: (-len(cities[each]), each)):
        for person in cities[city]:
            goes[person] = _smallest(sizes)
            sizes[goes[person]] += 1
    return goes


def spread_groups(people, groups, sizes):
    """The same with each group kept whole, the largest first; whoever belongs to none fills up by cities."""
    members, sizes, goes = defaultdict(list), dict(sizes), {}
    for person in people:
        if person in groups:
            members[groups[person]].append(person)
    for group in sorted(members, key=lambda each: (-len(members[each]), each)):
        circle = _smallest(sizes)
        goes |= dict.fromkeys(members[group], circle)
        sizes[circle] += len(members[group])
    return goes | spread({person: city for person, city in people.items() if person not in goes}, sizes)


def _smallest(sizes):
    return min(sizes, key=sizes.get)
