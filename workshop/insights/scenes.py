"""The state behind the insights' pictures: the board on phones, console and projector."""

from workshop import live, stages
from workshop.drawing import colour_of, place_colours
from workshop.insights import analyses
from workshop.insights.cards.lock import open_lock
from workshop.insights.models import Rating, TransferCard
from workshop.models import Stage
from workshop.scenes import following
from workshop.text import folded

NEWEST = 40  # cards told on the board; all of them are on the page of texts
LISTED = 8  # cards in the console's list
READ_ALOUD = 2  # cards on the projector
ROOM_FOR = 7  # rows of the projector's map


def board(workshop):
    """The map, the conditions and the newest texts, over the cards written here; over the examples until then."""
    cards = _shown(workshop)
    texts, figures = list(_with_people(cards)[:NEWEST]), _figures(workshop, cards)
    return figures | {
        "conditions": _conditions(analyses.conditions_by_city(figures["heard"])),
        "states": Rating.State.choices,
        "groups": by_case(texts),
        "told": len(texts),
    }


def console(workshop):
    """Who has written, city by city; the map; the newest cards; how many are under no theme yet."""
    cards = _shown(workshop)
    return _figures(workshop, cards) | {
        "newest": list(_with_people(cards)[:LISTED]),
        "without": cards.filter(themes=None).count(),
        "hidden": workshop.cards.filter(hidden_at__isnull=False, withdrawn_at=None).count(),
        "locked": open_lock(workshop),
        "stage": workshop.stage,
        "next": following(list(workshop.stages.all()), workshop),
    }


def projector(workshop):
    """The map of cities and cases as far as it fits, the counts, and what was written last."""
    cards = _shown(workshop)
    figures = _figures(workshop, cards)
    rows = figures["map"]["rows"]
    fitting = _lately_named(rows, cards)
    return figures | {
        "newest": list(_with_people(cards)[:READ_ALOUD]),
        "rows": fitting,
        "more": len(rows) - len(fitting),
        "stage": workshop.stage,
    }


def cards_with_texts(workshop):
    """All cards on the board with their people, newest first; what was written here stands before the examples."""
    return list(_with_people(workshop.cards.on_the_board()).order_by("is_example", "-created_at", "-id"))


def by_case(cards):
    """The cards in groups, in the order of the posters; those of several cases last."""
    groups = {}
    for card in cards:
        groups.setdefault(card.case, []).append(card)
    ordered = sorted(groups, key=lambda case: (case is None, case and case.number))
    return [{"case": case, "cards": groups[case]} for case in ordered]


def _shown(workshop):
    """The cards that the room's figures are about: those of people here, or the examples while there are none."""
    cards = analyses.cards_of(workshop)
    return cards if cards.exists() else workshop.cards.on_the_board().filter(is_example=True)


def _heard(workshop):
    return analyses.Heard(workshop, examples=not analyses.cards_of(workshop).exists())


def _with_people(cards):
    return cards.select_related("case", "author").order_by("-created_at", "-id")


def _figures(workshop, cards):
    cases = list(workshop.cases.all())
    heard = _heard(workshop)
    counts = analyses.card_counts(heard)
    return {
        "workshop": workshop,
        "heard": heard,
        "counts": counts,
        "response": analyses.response(workshop),
        "examples": counts["cards"] > 0 and cards.filter(is_example=True).exists(),
        "map": _map(analyses.city_by_case(heard), cases),
        "stances": TransferCard.Stance.choices,
    }


def _map(rows, cases):
    """City by case as a table: a column for each case, and one for several where a card needs it."""
    several = any(cell["case"] is None for row in rows for cell in row["cells"])
    columns, colours = [*cases, *([None] if several else [])], place_colours(cases)
    return {
        "columns": columns,
        "several": several,
        "rows": [
            {
                "city": row["city"],
                "colour": colour_of(row["city"], colours),
                "cells": _in_columns(row["cells"], columns),
            }
            for row in rows
        ],
    }


def _in_columns(cells, columns):
    """The cells below their columns, with what they show; None where nobody wrote."""
    found = {cell["case"]: cell | _shown_in(cell["stances"]) for cell in cells}
    return [found.get(case and case.number) for case in columns]


def _shown_in(stances):
    """The strongest stance as a sign, and beside it that somebody would avoid the thing; all stances in words."""
    avoids = ["avoid"] if "avoid" in stances[1:] else []
    return {
        "signs": [stances[0], *avoids],
        "named": ", ".join(str(TransferCard.Stance(each).label) for each in stances),
    }


def _conditions(told):
    """The analysis as a table: each row with its cities in the order of the states."""
    states = Rating.State.choices
    rows = [row | {"states": [(state, label, row[state]) for state, label in states]} for row in told["rows"]]
    return told | {"rows": rows}


def _lately_named(rows, cards):
    """As many rows as the projector has room for: the places written for last, in the order of the map."""
    targets = cards.order_by("-created_at", "-id").values_list("target", flat=True)
    lately = list(dict.fromkeys(folded(target) for target in targets))[:ROOM_FOR]
    return [row for row in rows if folded(row["city"]) in lately]


def register():
    live.fragment("board", template="insights/_board.html", scene=board)
    stages.page(Stage.Kind.INSIGHTS, "insights:card")
    stages.sight("console", Stage.Kind.INSIGHTS, "insights/_console.html", console)
    stages.sight("projector", Stage.Kind.INSIGHTS, "insights/_projector.html", projector)
