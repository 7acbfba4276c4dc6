"""The figures of a case: how a fact is written in the reader's language, and where figures contradict each other."""

import re
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

YEAR = "year"  # the unit of a date: written without separators and without the word
MILLION = 10**6
KOREAN = 10**4  # Korean counts in 만: 77 million are 7,700만


class Finding(NamedTuple):
    """A contradiction that stands in the published figures; it is shown, not mended."""

    kind: str  # "sum": parts and total differ; "same_quantity": one figure given in several ways
    label: str
    values: tuple  # the figures as displayed: the parts' sum and the total, or each of the values
    sentence: str
    numbers: tuple = ()  # the same as numbers, the ends of a range each by itself
    parts: tuple = ()  # of a sum: what was added, as numbers


def display(fact):
    """The whole figure: "about 500,000 members", "350–400 housing units", "20%", "ZAR 24", "1902–1904"."""
    return f"{number(fact)} {unit(fact)}".strip()


def number(fact):
    """The figure without the words of its unit; a percent sign and a currency belong to the number."""
    ends = [fact.value] if fact.value_to is None else [fact.value, fact.value_to]
    written = _range(ends, grouped=fact.unit != YEAR)
    if fact.unit == "%":
        written = _("%(number)s%%") % {"number": written}
    elif _is_currency(fact.unit):
        written = _("%(currency)s %(number)s") % {"currency": fact.unit, "number": written}
    return f"{fact.qualifier} {written}".strip()


def unit(fact):
    """The words of the unit that follow the number; nothing for per cent, a currency code or a year."""
    return "" if fact.unit in ("%", YEAR) or _is_currency(fact.unit) else fact.unit


def is_date(fact):
    """Dates are facts too; where figures stand large or in a table, they make the timeline."""
    return fact.unit == YEAR


def contradictions(case):
    """Where the case's own figures disagree, as Findings in the order of its facts; an empty list is good news."""
    facts = list(case.facts.all())
    return [*_wrong_sums(facts), *_given_twice(facts)]


def _wrong_sums(facts):
    parts = _grouped(facts, "part_of")
    pairs = ((total, parts.get(total.total_of)) for total in facts if total.total_of)
    return [_wrong_sum(total, group) for total, group in pairs if group and not _adds_up(total, group)]


def _adds_up(total, group):
    """Ranges add up where they meet."""
    (low, high), (least, most) = _sum(group), _ends(total)
    return low <= most and least <= high


def _wrong_sum(total, group):
    low, high = _sum(group)
    added = _range([low] if low == high else [low, high])
    said = number(total)
    sentence = _("The parts add up to %(sum)s, the total says %(total)s.") % {"sum": added, "total": said}
    numbers = (*dict.fromkeys((low, high)), *dict.fromkeys(_ends(total)))
    return Finding("sum", total.label, (added, said), sentence, numbers, tuple(fact.value for fact in group))


def _given_twice(facts):
    groups = _grouped(facts, "quantity").values()
    return [_disagreement(group) for group in groups if len({(*_ends(fact), fact.unit) for fact in group}) > 1]


def _disagreement(group):
    values = tuple(dict.fromkeys(display(fact) for fact in group))
    sentence = _("The same figure is given as %(values)s.") % {"values": get_text_list(values, _("and"))}
    numbers = tuple(dict.fromkeys(end for fact in group for end in _ends(fact)))
    return Finding("same_quantity", group[0].label, values, sentence, numbers)


def _grouped(facts, name):
    groups = defaultdict(list)
    for fact in facts:
        if key := getattr(fact, name):
            groups[key].append(fact)
    return groups


def _ends(fact):
    low = Decimal(fact.value)
    return low, low if fact.value_to is None else Decimal(fact.value_to)


def _sum(group):
    ends = [_ends(fact) for fact in group]
    return sum(low for low, _high in ends), sum(high for _low, high in ends)


def _is_currency(text):
    """Three capitals are a currency's code, as in ISO 4217."""
    return re.fullmatch("[A-Z]{3}", text) is not None


def _range(ends, grouped=True):
    """One number, or two with a dash; "7 million" where all are round millions."""
    ends = [Decimal(end) for end in ends]
    if all(end >= MILLION and end % (MILLION // 10) == 0 for end in ends):
        if get_language() == "ko":
            return "–".join(f"{written(end / KOREAN)}만" for end in ends)
        millions = "–".join(written(end / MILLION) for end in ends)
        return _("%(number)s million") % {"number": millions}
    return "–".join(written(end, grouped) for end in ends)


def written(value, grouped=True):
    """A number as people write it, without zeros at its end."""
    value = Decimal(value).normalize()
    places = max(0, -value.as_tuple().exponent)
    if not grouped:
        return f"{value:f}"
    return number_format(value, decimal_pos=places, force_grouping=True)
