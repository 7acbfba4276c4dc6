"""What the cards say: counts, the transfer map, what others find true, what to leave alone, and who has answered."""

from collections import defaultdict

from workshop.insights.analyses.heard import ENOUGH, HIDDEN, STANCES, Heard, Names, city_of, grouped, numbers
from workshop.insights.models import TransferCard
from workshop.insights.peers import Endorsement
from workshop.text import folded

READINESS = TransferCard.Readiness.values  # the furthest last


def counts(heard):
    """Cards, notes, statements and points; people and cities; cards by stance and by case, everything by theme.

    {"cards", "notes", "statements", "points", "people", "cities", "by_stance": [{"stance", "cards", "cities"}],
    "by_case": [{"case", "cards", "cities"}], "by_theme": [{"theme", "texts", "people", "cities"}]}; people and cities
    are those behind the cards, as in by_stance and by_case (case None: several). Read with `response` beside it. An
    owner's comment on the own case is a card without a stance.
    """
    heard = Heard.of(heard)
    return card_counts(heard) | {
        "notes": heard.sums(heard.notes).get("texts"),
        "statements": heard.sums(heard.statements).get("texts"),
        "points": heard.sums(heard.points).get("texts"),
        "by_theme": [{"theme": each.title} | heard.sums_of_theme(each.pk) for each in heard.themes],
    }


def card_counts(heard):
    """What counts says of the cards alone."""
    cards = heard.cards
    by_stance = heard.veiled({each: [voice for voice in cards if voice.row.stance == each] for each in STANCES})
    by_case = heard.veiled({number: [voice for voice in cards if voice.case == number] for number in numbers(cards)})
    whole = heard.sums(cards)
    return {
        "cards": whole.get("texts"),
        "people": whole.get("people"),
        "cities": whole.get("cities"),
        "by_stance": [{"stance": stance} | _as_cards(sums) for stance, sums in by_stance.items()],
        "by_case": [{"case": number} | _as_cards(sums) for number, sums in by_case.items()],
    }


def _as_cards(sums):
    return sums if sums is HIDDEN else {"cards": sums["texts"], "cities": sums["cities"]}


def city_by_case(heard):
    """The transfer map: for each place and case its stances, the strongest first, and how near somebody is to it.

    [{"city", "cells": [{"case", "stance", "stances", "readiness", "cards"}]}], case None for several; cities A to Z.
    `readiness` is the furthest that a card says ("" where none says any), never an average.
    """
    heard, names = Heard.of(heard), Names()
    going = [voice for voice in heard.named(heard.cards) if voice.row.stance in STANCES]  # an own case goes nowhere
    cells = grouped(going, lambda voice: (names.key(voice.row.target), voice.case))
    return [{"city": names[city], "cells": _cells_of(city, cells)} for city in names.in_order()]


def _cells_of(city, cells):
    mine = {number: voices for (where, number), voices in cells.items() if where == city}
    return [_cell(number, mine[number]) for number in sorted(mine, key=lambda number: (number is None, number))]


def _cell(number, voices):
    held = [stance for stance in STANCES if any(voice.row.stance == stance for voice in voices)]
    ready = [each for each in READINESS if any(voice.row.readiness == each for voice in voices)]
    return {
        "case": number,
        "stance": held[0],
        "stances": held,
        "readiness": ready[-1] if ready else "",
        "cards": len(voices),
    }


def endorsed(heard):
    """Cards that others find true for their city too: those of most cities first, then most people, most reasons.

    [{"card": id, "what", "city", "case", "cities": n, "people": n, "because": n, "reasons": [words],
    "differs": n cities that say it is different there}]; cities and people include the author's. A card about which
    nobody has said a word is not in the list.
    """
    heard = Heard.of(heard)
    words = defaultdict(list)
    rows = Endorsement.objects.filter(card__workshop=heard.workshop, is_example=heard.examples).select_related("by")
    for row in rows.order_by("made_at", "pk"):
        words[row.card_id].append(row)
    told = [_endorsed(heard, voice, words[voice.pk]) for voice in heard.cards if voice.pk in words]
    told = [each for each in told if each]
    return sorted(told, key=lambda each: (-each["cities"], -each["people"], -each["because"], each["card"]))


def _endorsed(heard, voice, rows):
    """One card with what others say to it; nothing where too few are behind it to be told."""
    agree = [row for row in rows if row.kind == Endorsement.Kind.TRUE]
    differ = [row for row in rows if row.kind == Endorsement.Kind.DIFFERENT]
    people = {voice.person: (voice.city, voice.shows)} | {
        row.by_id: (row.by.city, heard.shows("person", row.by_id)) for row in agree
    }
    shown = len(people) >= ENOUGH or all(shows for _city, shows in people.values())
    reasons = [row for row in agree if row.because and not row.hidden_at]
    return shown and {
        "card": voice.pk,
        "what": voice.text,
        "city": city_of(heard, voice),
        "case": voice.case,
        "cities": len({folded(city) for city, _shows in people.values()}),
        "people": len(people),
        "because": len(reasons),
        "reasons": [row.because for row in reasons if heard.shows("person", row.by_id)],
        "differs": _differs(heard, differ),
    }


def _differs(heard, rows):
    """From how many cities it is said to be different; unsaid (None) where too few people are behind it."""
    people = {row.by_id: heard.shows("person", row.by_id) for row in rows}
    if len(people) < ENOUGH and not all(people.values()):
        return None
    return len({folded(row.by.city) for row in rows})


def negative_lessons(heard):
    """What somebody would rather leave alone, and why it would not work there: [{"card", "what", "change", "city",
    "target", "case"}], in the order of the posters."""
    heard = Heard.of(heard)
    avoided = [voice for voice in heard.cards if voice.row.stance == TransferCard.Stance.AVOID]
    return [_told(heard, voice) | {"change": voice.row.change} for voice in in_poster_order(avoided)]


def _told(heard, voice):
    return {
        "card": voice.pk,
        "what": voice.text,
        "city": city_of(heard, voice),
        "target": voice.row.target if voice.shows else "",
        "case": voice.case,
    }


def in_poster_order(voices):
    return sorted(voices, key=lambda voice: (voice.case is None, voice.case or 0))


def response(heard):
    """How many of the people here have a card, in all and city by city (A to Z).

    {"present": n, "written": n, "silent": n, "cities": [{"city", "present", "written"}]}; in public, cities that are
    not to be shown have no row, nor has a city without which fewer than three would follow from the total; where that
    does not help, the total is None.
    """
    heard, names = Heard.of(heard), Names()
    cities, is_told = heard.by_city(heard.people, names)
    shown = [city for city in sorted(cities) if city or heard.published is None]
    total = _written(heard, heard.people)
    total["silent"] = total["present"] - total["written"]
    return {
        **(total if is_told else dict.fromkeys(total)),
        "cities": [{"city": names[city]} | _written(heard, cities[city]) for city in shown],
    }


def _written(heard, people):
    return {"present": len(people), "written": sum(person.pk in heard.writers for person in people)}
