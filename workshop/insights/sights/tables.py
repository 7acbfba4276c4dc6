"""What every analysis is drawn from: rows and columns, its n, and a way from each place to its texts."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workshop.drawing import place_colours

TITLES = {
    "counts": gettext_lazy("What was left here"),
    "response": gettext_lazy("Who has written a card"),
    "case_by_theme": gettext_lazy("Which theme, from which case"),
    "city_by_case": gettext_lazy("Which city would take what"),
    "condition_by_case": gettext_lazy("What each case needs, and who has it"),
    "conditions_by_city": gettext_lazy("Who has what others miss"),
    "endorsed": gettext_lazy("True in other cities too"),
    "divergence": gettext_lazy("Where cities differ"),
    "triangulation": gettext_lazy("Heard on the walk, in the circle, on cards"),
    "negative_lessons": gettext_lazy("What not to take home"),
    "open_questions": gettext_lazy("What is still open, and whom to ask"),
    "commitments": gettext_lazy("First steps"),
    "offers_and_requests": gettext_lazy("Who asks, and who can help"),
    "city_profile": gettext_lazy("What each city takes home"),
    "process_equity": gettext_lazy("Who was heard"),
    "shift": gettext_lazy("How sure, before and after the circle"),
}


@dataclass
class Spot:
    """One place of a table: a number, or a sign with how many stand behind it; in words; and the way to its texts."""

    n: int = 0
    words: str = ""
    sign: str = ""
    query: str = ""
    hidden: bool = False
    level: int = 0  # how near somebody is to it, 0 to 3


@dataclass
class Row:
    name: str
    spots: list
    colour: int | None = None
    query: str = ""


@dataclass
class Table:
    """An analysis to be looked at; `of` says what it is counted from."""

    name: str
    columns: list  # [(word or number, colour or None, case or None)]
    rows: list = field(default_factory=list)
    first: str = ""  # what the rows are
    of: str = ""

    @property
    def title(self):
        return TITLES[self.name]


def cases_of(heard, several=True):
    """A column for each case, and one for several or none."""
    columns = [(case.number, case.colour, case) for case in heard.cases]
    return [*columns, (_("several"), None, None)] if several else columns


def ask(**about):
    return urlencode({name: value for name, value in about.items() if value not in (None, "")})


def case_key(number):
    return 0 if number is None else number


def in_cases(heard, cells, spot, several=True):
    """The cells below their columns; an empty place where there is none."""
    found = {cell["case"]: cell for cell in cells}
    numbers = [case and case.number for _name, _colour, case in cases_of(heard, several)]
    return [spot(found[number]) if number in found else Spot() for number in numbers]


def sums_spot(sums, **query):
    if sums.get("hidden"):
        return Spot(hidden=True, words=_("fewer than three"))
    n, texts = sums["cities"], sums["texts"]
    words = ngettext("%(n)s city, ", "%(n)s cities, ", n) % {"n": n}
    words += ngettext("%(n)s text", "%(n)s texts", texts) % {"n": texts}
    return Spot(n, words if texts else "", query=ask(**query)) if texts else Spot()


def number(n, **query):
    return Spot(n or 0, str(n) if n else "", query=ask(**query) if query and n else "")


def colours_of(heard):
    return place_colours(heard.cases)


def named(names):
    return Spot(len(names), ", ".join(names))
