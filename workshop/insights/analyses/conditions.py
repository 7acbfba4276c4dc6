"""What a transfer depends on: by case, by place with who has solved what others miss, and where places differ."""

from workshop.insights.analyses.heard import STATES, Heard, Names, numbers
from workshop.insights.models import Need
from workshop.text import folded

MANY = 2  # places on either side make a divergence


def conditions_by_city(heard):
    """For each condition the places that have it, have it within reach, or miss it; A to Z, each once a state.

    {"cities": n that rated any, "silent": n places with a card that rated none,
     "rows": [{"condition", "have": [cities], "reach": [cities], "missing": [cities], "cities": n, "solved": [cities]}]}
    A place whose people see it differently stands in each state they gave, and counts once among `cities`.
    `solved` are those that have what at least one other place misses: whom to ask.
    """
    heard, names = Heard.of(heard), Names()
    rated = [(condition, state, names.key(voice.row.target)) for condition, state, voice in _named_ratings(heard)]
    all_places = {folded(voice.row.target) for voice in heard.named(heard.cards)}
    return {
        "cities": len(names),
        "silent": len(all_places - names.keys()),
        "rows": [_row(condition, rated, names) for condition in _conditions(heard)],
    }


def _named_ratings(heard):
    return [rating for rating in heard.ratings if rating[2].shows]


def _conditions(heard):
    return heard.workshop.conditions.order_by("position")


def _row(condition, rated, names):
    places = {state: {city for pk, said, city in rated if (pk, said) == (condition.pk, state)} for state in STATES}
    missing, have = places["missing"], places["have"]
    told = {state: names.of(held) for state, held in places.items()}
    solved = names.of(have - missing) if missing - have else []
    return {"condition": condition.label} | told | {"cities": len(set().union(*places.values())), "solved": solved}


def condition_by_case(heard):
    """For each condition and case: from how many places it is said that they have it, could reach it, or miss it.

    [{"condition", "cells": [{"case", "have": n, "reach": n, "missing": n, "cities": n, "needed": bool}]}], case None
    for several; `needed` where the case's owner says that it would not have worked without. A cell behind which too
    few people stand is {"case", "needed", "hidden": True} in public.
    """
    heard = Heard.of(heard)
    cases = [case.number for case in heard.cases]
    several = [None] if None in numbers([voice for _pk, _state, voice in heard.ratings]) else []
    needs = set(Need.objects.filter(case__workshop=heard.workshop).values_list("condition_id", "case__number"))
    return [
        {
            "condition": condition.label,
            "cells": [_case_cell(heard, condition.pk, case, needs) for case in [*cases, *several]],
        }
        for condition in _conditions(heard)
    ]


def _case_cell(heard, condition, case, needs):
    rated = [(state, voice) for pk, state, voice in heard.ratings if pk == condition and voice.case == case]
    about = {"case": case, "needed": (condition, case) in needs}
    if heard.hides([voice for _state, voice in rated]):
        return about | {"hidden": True}
    places = {state: {folded(voice.row.target) for said, voice in rated if said == state} for state in STATES}
    return about | {state: len(held) for state, held in places.items()} | {"cities": len(set().union(*places.values()))}


def divergence(heard):
    """Conditions that at least two places have and at least two miss: what to talk about.

    [{"condition", "have": [cities], "missing": [cities]}]; a place whose people disagree stands on both sides.
    """
    rows = conditions_by_city(heard)["rows"]
    told = [row for row in rows if len(row["have"]) >= MANY and len(row["missing"]) >= MANY]
    return [{name: row[name] for name in ("condition", "have", "missing")} for row in told]
