"""What a transfer depends on, as tables."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.insights.models import Rating
from workshop.insights.sights.tables import Row, Spot, Table, ask, case_key, cases_of, in_cases


def condition_by_case(heard, told):
    pks = list(heard.workshop.conditions.order_by("position").values_list("pk", flat=True))
    rows = [
        Row(each["condition"], in_cases(heard, each["cells"], lambda cell, pk=pk: _states(cell, pk)))
        for pk, each in zip(pks, told, strict=True)
    ]
    return Table("condition_by_case", cases_of(heard), rows, _("Condition"))


def _states(cell, condition):
    if cell.get("hidden"):
        return Spot(hidden=True, words=_("fewer than three"))
    labels = dict(Rating.State.choices)
    words = [f"{cell[state]} {labels[state]}" for state in Rating.State.values if cell[state]]
    words = [_("needed there"), *words] if cell["needed"] else words
    query = ask(condition=condition, case=case_key(cell["case"]))
    return Spot(cell["cities"], "; ".join(words), query=query if cell["cities"] else "")


def conditions_by_city(heard, told):
    pks = list(heard.workshop.conditions.order_by("position").values_list("pk", flat=True))
    rows = [_who_has(pk, row) for pk, row in zip(pks, told["rows"], strict=True)]
    columns = [(str(label), None, None) for _state, label in Rating.State.choices] + [(_("Whom to ask"), None, None)]
    of = ngettext("Told for %(n)s city or region", "Told for %(n)s cities or regions", told["cities"])
    silent = ngettext("; %(n)s has said nothing.", "; %(n)s have said nothing.", told["silent"])
    said = of % {"n": told["cities"]} + silent % {"n": told["silent"]}
    return Table("conditions_by_city", columns, rows, _("Condition"), said)


def _who_has(pk, row):
    spots = [_cities(row[state], pk, state) for state in Rating.State.values]
    return Row(row["condition"], [*spots, _cities(row["solved"], pk, "have")])


def _cities(names, condition, state):
    """Cities, with the way to the cards on which they say so."""
    return Spot(len(names), ", ".join(names), query=ask(condition=condition, state=state) if names else "")


def divergence(heard, told):
    columns = [(_("have it"), None, None), (_("miss it"), None, None)]
    pks = dict(heard.workshop.conditions.values_list("label", "pk"))
    sides = ("have", "missing")
    rows = [
        Row(each["condition"], [_cities(each[side], pks[each["condition"]], side) for side in sides]) for each in told
    ]
    return Table("divergence", columns, rows, _("Condition"))
