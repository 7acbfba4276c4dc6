"""A case as a poster of one paper size: as large as its words allow, and what to shorten where they are too many."""

from bisect import bisect_right
from math import ceil
from typing import NamedTuple

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gallery.printing import content
from workshop import prose
from workshop.covers import HEIGHT, WIDTH, cover_svg
from workshop.printing import press
from workshop.printing.press import SHEETS

LARGE_PRINT = "A4"  # a poster in the hand, for whoever reads large letters; it has as many pages as it takes
A1 = SHEETS["A1"]
# Points and millimetres on A1; other sheets are this one, scaled. Nobody reads less than 24 points off a wall.
TEXT_SIZES = (24, 25, 26, 27, 28.5, 30, 31.5, 33, 36, 39)
COVER_HEIGHTS = range(216, 372, 12)  # from a quarter of the sheet to the whole cover as it was drawn
THIRD = range(216, 264, 12)
# Letters for which the poster has room in each slot when the text is small.
ROOM = {"standfirst": 640, "approach": 1500, "lessons": 640}


class Finding(NamedTuple):
    """Something to mend before printing."""

    slot: str
    words: int  # too many
    sentence: str


class Poster(NamedTuple):
    name: str  # of the file
    pdf: bytes
    findings: list


def make(case, size):
    """The case's poster, as Poster. `size` is one of SHEETS; every length of text finds its place."""
    sheet = SHEETS[size]
    data = content.of_poster(case) | {"width": sheet.width, "height": sheet.height}
    if size == LARGE_PRINT:
        printed, count = press.typeset("large.typ", data, drawing=cover_svg(case)), 1
    else:
        fit, count = _fit(case, data)
        printed = press.typeset("poster.typ", data, **fit)
    return Poster(file_name(case, size), printed.pdf, [*_too_long(case, count), *_letters(printed)])


def cards(case):
    """Cards to write on at the station, as PDF: four of A6 on a sheet of A4, a sheet for each kind of note."""
    return press.typeset("cards.typ", content.of_cards(case)).pdf


def file_name(case, what):
    """A name for the case's file, such as 3-johannesburg-a1.pdf."""
    return f"{case.number}-{slugify(case.city) or 'station'}-{what.lower()}.pdf"


# --- fitting -----------------------------------------------------------------------------------
def _fit(case, data):
    """What the template needs to fill its sheets best, and how many they are.

    A cover of a third of the sheet comes first, then large text, then a cover still higher.
    """

    def takes(size, high):
        return press.sheets("poster.typ", data, **_inputs(case, size, high))

    small, low = TEXT_SIZES[0], COVER_HEIGHTS[0]
    least = takes(small, low)
    third = _largest(THIRD, lambda high: takes(small, high) > least)
    size = _largest(TEXT_SIZES, lambda size: takes(size, third) > least)
    high = _largest(COVER_HEIGHTS, lambda high: takes(size, high) > least) if least == 1 else low
    return _inputs(case, size, high), least


def _largest(values, is_too_much):
    """The last of the rising values that is not too much; the first one where all are."""
    return values[max(bisect_right(values, False, key=is_too_much) - 1, 0)]


def _inputs(case, size, high):
    beyond = (A1.width / high * HEIGHT - WIDTH) / 2
    return {"text": size, "cover": high, "drawing": cover_svg(case, ceil(max(beyond, 0)))}


# --- findings ----------------------------------------------------------------------------------
def _too_long(case, count):
    """Which slots to shorten where the poster took more than one sheet, the longest first."""
    if count == 1:
        return []
    over = {slot: len(getattr(case, slot)) / room for slot, room in ROOM.items()}
    slots = [slot for slot in over if over[slot] > 1] or [max(over, key=over.get)]
    return [_finding(case, slot, over[slot]) for slot in sorted(slots, key=over.get, reverse=True)]


def _finding(case, slot, times):
    words = prose.words(getattr(case, slot))
    too_many = ceil(words * (1 - 1 / max(times, 1.1)))
    sentence = _("“%(section)s” has %(words)d words, about %(too_many)d too many for one sheet.")
    return Finding(slot, too_many, sentence % {"section": names()[slot], "words": words, "too_many": too_many})


def names():
    """The slots as the case editor calls them."""
    return {"standfirst": _("Opening"), "approach": _("Measures"), "lessons": _("Lessons learnt")}


def _letters(printed):
    if printed.has_every_letter:
        return []
    return [Finding("", 0, _("Some letters are in none of our typefaces; they are printed as empty boxes."))]
