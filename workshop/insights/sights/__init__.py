"""The analyses as tables that can be drawn, by the names they have in the export."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.insights import analyses
from workshop.insights.sights import cards, conditions, people
from workshop.insights.sights.tables import TITLES, Table

MAKERS = {
    "counts": people.counts,
    "response": people.response,
    "case_by_theme": cards.case_by_theme,
    "city_by_case": cards.city_by_case,
    "condition_by_case": conditions.condition_by_case,
    "conditions_by_city": conditions.conditions_by_city,
    "endorsed": cards.endorsed,
    "divergence": conditions.divergence,
    "triangulation": cards.triangulation,
    "negative_lessons": cards.negative_lessons,
    "open_questions": cards.open_questions,
    "commitments": cards.commitments,
    "offers_and_requests": cards.offers,
    "city_profile": people.city_profile,
    "process_equity": people.process_equity,
    "shift": people.shift,
}


def table(heard, name):
    """An analysis of what was heard, as a Table; KeyError for a name that is none."""
    made = MAKERS[name](heard, analyses.ALL[name](heard))
    made.of = made.of or _counted(heard)
    return made


def _counted(heard):
    """How many people of how many cities the cards come from, and how many have written none."""
    told, response = analyses.card_counts(heard), analyses.response(heard)
    n, cities = told["cards"] or 0, told["cities"] or 0
    cards = ngettext("%(n)s card", "%(n)s cards", n) % {"n": n}
    places = ngettext("%(n)s city", "%(n)s cities", cities) % {"n": cities}
    said = _("%(cards)s from %(cities)s.") % {"cards": cards, "cities": places}
    silent = _("%(written)s of %(present)s people here have written one, %(silent)s have not.") % response
    return f"{said} {silent}" if response["present"] else said


__all__ = ["MAKERS", "TITLES", "Table", "table"]
