"""Form fields for planning: numbers as people write them, pairs that stand one a line."""

import re
from decimal import Decimal

from django import forms
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

from workshop.text import LinesField

_MOST_DIGITS, _MOST_PLACES = 14, 4


class NumberField(forms.Field):
    """A figure in the reader's own writing ("1,200.5" in English), as a Decimal; None where nothing stands."""

    widget = forms.TextInput({"inputmode": "decimal"})
    unreadable = _("Please write a number like 1200 or 35.6, without words; the unit has its own field.")

    def to_python(self, value):
        text = re.sub(r"[\s\u00a0\u202f]", "", str(value or ""))
        if not text:
            return None
        if not (found := _pattern().fullmatch(text)):
            raise forms.ValidationError(self.unreadable)
        whole, places = re.sub(r"[^\d-]", "", found["whole"]), found["places"] or ""
        if len(whole.strip("-")) > _MOST_DIGITS or len(places) > _MOST_PLACES:
            raise forms.ValidationError(_("Please write at most 14 digits, and 4 after the point."))
        return Decimal(f"{whole}.{places or 0}")

    def prepare_value(self, value):
        return _written(value) if isinstance(value, Decimal) else value


class ShortLinesField(LinesField):
    """A list of entries, one a line: at most `most` of them, none longer than `longest`, each once."""

    def __init__(self, *, most=30, longest=300, **kwargs):
        super().__init__(**kwargs)
        self.most, self.longest = most, longest

    def to_python(self, value):
        lines = list(dict.fromkeys(super().to_python(value)))
        if len(lines) > self.most:
            raise forms.ValidationError(_("Please keep it to %(most)d lines.") % {"most": self.most})
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(_("Please keep each line under %(n)d characters.") % {"n": self.longest})
        return lines


class PairsField(ShortLinesField):
    """Pairs, one a line, with a colon between: [["GSEF", "partner"], ...]."""

    def to_python(self, value):
        return [self.pair(line) for line in super().to_python(value)]

    def prepare_value(self, value):
        return "\n".join(self.line(*pair) for pair in value) if isinstance(value, list) else value

    def pair(self, line):
        name, sign, part = line.rpartition(": ")
        return [name.strip(), part.strip()] if sign else [line, ""]

    def line(self, name, part):
        return f"{name}: {part}" if part else name


class GoalsField(PairsField):
    """Sustainable Development Goals, one a line: "8 Decent work" is [8, "Decent work"]."""

    def pair(self, line):
        found = re.fullmatch(r"(?:SDG\s*)?(\d{1,2})[\s:.]+(.+)", line)
        if not found or not 1 <= int(found[1]) <= 17:
            raise forms.ValidationError(_("Please begin each line with the goal's number, from 1 to 17."))
        return [int(found[1]), found[2].strip()]

    def line(self, number, name):
        return f"{number} {name}"


def _pattern():
    """What counts as a number in the reader's language: groups of three, then a decimal sign."""
    group, point = re.escape(get_format("THOUSAND_SEPARATOR").strip()), re.escape(get_format("DECIMAL_SEPARATOR"))
    grouped = rf"-?\d{{1,3}}(?:{group}\d{{3}})+|" if group else ""
    return re.compile(rf"(?P<whole>{grouped}-?\d+)(?:{point}(?P<places>\d+))?")


def _written(value):
    value = value.normalize()
    return number_format(value, max(0, -value.as_tuple().exponent), use_l10n=True, force_grouping=False)
