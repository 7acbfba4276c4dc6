"""What the themes hold: by case, and whether walk, fishbowl and cards tell the same."""

from workshop.insights.analyses.heard import HIDDEN, Heard, numbers, plain_sums

SOURCES = {"walk": ("note",), "fishbowl": ("statement", "point"), "cards": ("card",)}
SEVERAL_SOURCES = 2


def case_by_theme(heard):
    """For each theme: cities and texts in all and for each case that speaks of it (None: several or none).

    [{"theme", "texts": n, "people": n, "cities": n, "cells": [{"case", "texts", "people", "cities"}]}], cells in
    poster order. In public a cell behind which too few people stand is {"case", "hidden": True}, and so are as many
    others that it follows neither from its row nor from its column; where none could cover it, the total is hidden.
    """
    heard = Heard.of(heard)
    return [_row(heard, theme, heard.by_theme[theme.pk]) for theme in heard.themes]


def _row(heard, theme, voices):
    cells = [_cell(heard, theme, number, [v for v in voices if v.case == number]) for number in numbers(voices)]
    return {"theme": theme.title} | heard.sums_of_theme(theme.pk) | {"cells": cells}


def _cell(heard, theme, number, voices):
    is_closed = (theme.pk, number) in heard.veil_of_themes[0]
    return {"case": number} | (HIDDEN if is_closed else plain_sums(voices))


def triangulation(heard):
    """For each theme where it was heard: on the walk, in the fishbowl, on cards.

    [{"theme", "walk": sums, "fishbowl": sums, "cards": sums, "sources": n, "confirmed": whether at least two}] with
    sums as {"texts", "people", "cities"}.
    """
    heard = Heard.of(heard)
    return [_heard_where(heard, theme, heard.by_theme[theme.pk]) for theme in heard.themes]


def _heard_where(heard, theme, voices):
    by_source = {source: [v for v in voices if v.kind in kinds] for source, kinds in SOURCES.items()}
    told = sum(bool(each) for each in by_source.values())
    sums = heard.veiled(by_source)
    if theme.pk in heard.veil_of_themes[1]:  # the sources would make up the total
        sums |= {source: HIDDEN for source, each in by_source.items() if each}
    return {"theme": theme.title} | sums | {"sources": told, "confirmed": told >= SEVERAL_SOURCES}
