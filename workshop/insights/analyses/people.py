"""City by city: what its delegates take home, and who was heard."""

from collections import defaultdict

from workshop.insights.analyses.heard import ENOUGH, STATES, Heard, Names, enough, grouped
from workshop.text import folded


def city_profile(heard):
    """All that the delegates of a city take home, cities A to Z.

    [{"city", "people": n, "cards": [{"card", "case", "stance", "what", "target", "readiness", "next_step",
    "by_months"}], "notes": n, "statements": n, "have": [conditions], "reach": [...], "missing": [...]}]
    """
    heard, names = Heard.of(heard), Names()
    told = heard.named([*heard.cards, *heard.notes, *heard.statements])
    for voice in told:
        names.key(voice.city)
    labels = dict(heard.workshop.conditions.values_list("pk", "label"))
    return [_profile(heard, names, city, labels) for city in names.in_order()]


def _profile(heard, names, city, labels):
    cards = _from(city, heard.cards)
    notes, statements = _from(city, heard.notes), _from(city, heard.statements)
    mine = {voice.pk for voice in cards}
    rated = [(condition, state) for condition, state, voice in heard.ratings if voice.pk in mine]
    states = {state: [label for pk, label in labels.items() if (pk, state) in rated] for state in STATES}
    return {
        "city": names[city],
        "people": len({voice.person for voice in [*cards, *notes, *statements]}),
        "cards": [_card(voice) for voice in cards],
        "notes": len(notes),
        "statements": len(statements),
    } | states


def _from(city, voices):
    return [voice for voice in voices if voice.shows and folded(voice.city) == city]


def _card(voice):
    same = ("stance", "what", "target", "readiness", "next_step", "by_months")
    return {"card": voice.pk, "case": voice.case} | {name: getattr(voice.row, name) for name in same}


def process_equity(heard):
    """Who was heard: people who wrote, asked for a chair and spoke, by city and by function; who was not.

    {"present": n, "wrote": n, "spoke": n, "silent": n, "unheard": n wishes, "seconds": n, "silent_cities": [cities],
     "cities": [{"city", "present", "wrote", "asked", "spoke", "unheard", "seconds"}],
     "functions": [{"function", "present", "wrote", "spoke"}]}
    `silent` are people who neither wrote nor spoke; seconds are what they spoke in the circle. In public only cities
    that may be shown have a row; the others stand together in a row without a name, as do functions of too few. Where
    fewer than three would stand there, the smallest others join them; where that does not help, the total is None.
    """
    heard, names = Heard.of(heard), Names()
    crowd = _crowd(heard)
    by_city, is_told = heard.by_city(crowd, names)
    rows = [_city(names.get(city, ""), by_city[city]) for city in sorted(by_city, key=lambda city: (not city, city))]
    silent = {city for city, people in by_city.items() if city and all(each.silent for each in people)}
    total = _sums(crowd, "present", "wrote", "spoke", "silent", "unheard", "seconds")
    return {
        **(total if is_told else dict.fromkeys(total)),
        "silent_cities": names.of(silent),
        "cities": rows,
        "functions": _functions(heard, crowd),
    }


def _crowd(heard):
    turns, wishes = defaultdict(list), defaultdict(list)
    for turn in heard.turns:
        turns[turn.participant_id].append(turn)
    for entry in heard.entries:
        wishes[entry.participant_id].append(entry)
    writers = heard.writers | {voice.person for voice in heard.notes}
    return [_Person(heard, each, each.pk in writers, turns[each.pk], wishes[each.pk]) for each in heard.people]


class _Person:
    """Somebody, with what they did."""

    def __init__(self, heard, person, wrote, turns, wishes):
        self.pk, self.city, self.function, self.present = person.pk, person.city, person.function, 1
        self.wrote, self.spoke, self.asked = wrote, bool(turns), bool(wishes)
        self.silent = not (wrote or turns)
        self.unheard = sum(entry.outcome == "unheard" for entry in wishes)
        self.seconds = round(sum((turn.ended_at - turn.started_at).total_seconds() for turn in turns if turn.ended_at))


def _sums(people, *names):
    return {name: sum(getattr(each, name) for each in people) for name in names}


def _city(name, people):
    if not name and len(people) < ENOUGH:
        return {"city": "", "hidden": True}
    return {"city": name} | _sums(people, "present", "wrote", "asked", "spoke", "unheard", "seconds")


def _functions(heard, crowd):
    """One row a function; in public those of fewer than three people stand together, if they are three at least."""
    groups = grouped(crowd, lambda each: folded(each.function))
    if heard.published is not None:
        small = {key for key, people in groups.items() if len(people) < ENOUGH}
        groups = enough(grouped(crowd, lambda each: "" if folded(each.function) in small else folded(each.function)))
        groups = {key: people for key, people in groups.items() if len(people) >= ENOUGH}
    return [
        {"function": groups[key][0].function if key else ""} | _sums(groups[key], "present", "wrote", "spoke")
        for key in sorted(groups)
    ]
