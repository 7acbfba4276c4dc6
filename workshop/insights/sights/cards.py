"""What cards and themes say, and what follows, as tables."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.drawing import colour_of
from workshop.insights.models import TransferCard
from workshop.insights.sights.tables import (
    Row,
    Spot,
    Table,
    ask,
    case_key,
    cases_of,
    colours_of,
    in_cases,
    number,
    sums_spot,
)

NEAR = ["", "idea", "partners", "year"]  # as so many dots; "not now" is none


def case_by_theme(heard, told):
    rows = []
    for theme, each in zip(heard.themes, told, strict=True):
        spots = in_cases(
            heard, each["cells"], lambda cell, pk=theme.pk: sums_spot(cell, theme=pk, case=case_key(cell["case"]))
        )
        rows.append(Row(each["theme"], [*spots, sums_spot(each, theme=theme.pk)], query=ask(theme=theme.pk)))
    return Table("case_by_theme", [*cases_of(heard), (_("in all"), None, None)], rows, _("Theme"))


def city_by_case(heard, told):
    colours = colours_of(heard)
    rows = [
        Row(each["city"], in_cases(heard, each["cells"], lambda cell, at=each["city"]: _stance(cell, at)),
            colour_of(each["city"], colours), ask(target=each["city"]))
        for each in told
    ]  # fmt: skip
    return Table("city_by_case", cases_of(heard), rows, _("City"))


def _stance(cell, city):
    words = ", ".join(str(TransferCard.Stance(stance).label) for stance in cell["stances"])
    if cell["readiness"]:
        words += f" ({TransferCard.Readiness(cell['readiness']).label})"
    level = NEAR.index(cell["readiness"]) if cell["readiness"] in NEAR else 0
    return Spot(cell["cards"], words, cell["stance"], ask(target=city, case=case_key(cell["case"])), level=level)


def endorsed(heard, told):
    names = ("cities", "people", "because", "differs")
    rows = [Row(each["what"], [number(each[name]) for name in names], query=ask(card=each["card"])) for each in told]
    words = (_("cities"), _("people"), _("reasons"), _("different in"))
    return Table("endorsed", [(word, None, None) for word in words], rows, _("Card"))


def triangulation(heard, told):
    rows = []
    for theme, each in zip(heard.themes, told, strict=True):
        spots = [sums_spot(each[source], theme=theme.pk, source=source) for source in ("walk", "fishbowl", "cards")]
        rows.append(Row(each["theme"], spots, query=ask(theme=theme.pk)))
    words = (_("walk"), _("circle"), _("cards"))
    return Table("triangulation", [(word, None, None) for word in words], rows, _("Theme"))


def negative_lessons(heard, told):
    rows = [Row(each["what"], _at_its_case(heard, each, "avoid", each["change"] or each["city"])) for each in told]
    return Table("negative_lessons", cases_of(heard), rows, _("What to leave alone"))


def _at_its_case(heard, each, sign, words):
    numbers = [case and case.number for _name, _colour, case in cases_of(heard)]
    return [Spot(1, words, sign, ask(card=each["card"])) if number == each["case"] else Spot() for number in numbers]


def open_questions(heard, told):
    rows = [Row(each["owner"] or _("nobody in particular"), [_asked(each)]) for each in told]
    return Table("open_questions", [(_("open"), None, None)], rows, _("For whom"))


def _asked(each):
    words = " · ".join(question["text"] for question in each["questions"])
    return Spot(each["n"], words, query=ask(open=case_key(each["case"])))


def commitments(heard, told):
    months = [*TransferCard.By.values, None]
    rows = [
        Row(_whose(each["city"], each["step"]),
            [Spot(1, _("yes"), query=ask(card=each["card"])) if each["by_months"] == by else Spot() for by in months])
        for each in told
    ]  # fmt: skip
    columns = [(_months(by) if by else _("no date"), None, None) for by in months]
    return Table("commitments", columns, rows, _("Step"))


def _months(n):
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}


def offers(heard, told):
    cities = {case.number: case.city for case in heard.cases}
    rows = [
        Row(cities.get(each["case"], _("several")),
            [_short(each, "asks"), _short(each, "helps"), number(each["agreed"])])
        for each in told
    ]  # fmt: skip
    columns = [(word, None, None) for word in (_("would like to talk"), _("can help"), _("agreed"))]
    return Table("offers_and_requests", columns, rows, _("Case"))


def _short(each, wish):
    cards = each[wish]
    words = "; ".join(_whose(card["city"], card["what"]) for card in cards)
    return Spot(len(cards), words, query=ask(wish=wish, case=case_key(each["case"])) if cards else "")


def _whose(city, words):
    """The words with their city, where that may be shown."""
    return f"{city}: {words}" if city else words
