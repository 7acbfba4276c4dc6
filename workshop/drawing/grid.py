"""A table as a picture: rows along ruled lines, and in each place a disc that is as large as its number.

Right to left, everything stands on the other side: names at the right, the first column next to them.
"""

import unicodedata
from dataclasses import dataclass
from html import escape

from workshop.drawing.sheet import LEADING
from workshop.drawing.signs import STANCES
from workshop.drawing.strokes import circle, group, hand_line, path, picture, rect, text_width, words


@dataclass(frozen=True)
class Place:
    """What stands where a row meets a column."""

    n: int = 0
    sign: str = ""  # a stance, or a state of a condition
    href: str = ""
    colour: int | None = None  # 1-4 of a case, 0 of none, None for ink
    hidden: bool = False  # too few people to be told
    level: int = 0  # how near somebody is to it, as so many dots beside the sign


@dataclass(frozen=True)
class Line:
    """A row: its name, its places, and the colour of its city's case."""

    name: str
    places: list
    colour: int | None = None


def grid(sheet, label=""):
    """The rows of a Sheet under their columns, as SVG.

    What does not fit into two lines of a name is cut, and stands whole in the table beside it.
    """
    drawn, deep = [], 0
    for n, part in enumerate(sheet.parts()):
        body, low = _block(sheet, part)
        drawn.append(group(body, transform=f"translate({_side(sheet, n):.0f} 0)"))
        deep = max(deep, low)
    return picture(sheet.width, deep + 4 * sheet.unit, "".join(drawn), label, css="plan grid")


def _side(sheet, n):
    """Where a block begins; the first one stands where one begins to read."""
    return (sheet.blocks - 1 - n if sheet.rtl else n) * (sheet.room + sheet.gap)


def _block(sheet, lines):
    pen, top, widths = _Pen(sheet), sheet.head(), sheet.widths()
    names = sheet.room - sum(widths)
    middles = [names + sum(widths[:n]) + each / 2 for n, each in enumerate(widths)]
    body = [path(hand_line(0, top, sheet.room, top), "bold")]
    for (_name, colour), told, middle in zip(sheet.columns, sheet.heads(widths), middles, strict=True):
        body.append(_heading(pen, told, colour, middle, top))
    told = [sheet.told(line, names) for line in lines]
    pitches = sheet.pitches(told)
    pen.widest = 0.46 * min(pitches, default=0)
    for line, name, pitch in zip(lines, told, pitches, strict=True):
        body.append(_line(pen, line, name, top, pitch, middles))
        top += pitch
    return "".join(body), top


class _Pen:
    """Draws on a sheet from the side where its language begins."""

    def __init__(self, sheet):
        self.sheet, self.unit, self.size = sheet, sheet.unit, sheet.size
        self.widest = 0  # radius that the lowest row has room for
        # a full disc is as large as the largest number
        self.most = max((place.n for line in sheet.measured for place in line.places if not place.sign), default=1) or 1

    def at(self, x):
        return self.sheet.room - x if self.sheet.rtl else x

    def aside(self, x, by):
        """So much further in the direction of reading."""
        return x - by if self.sheet.rtl else x + by

    def box(self, x, y, width, height, css):
        return rect(self.at(x) - (width if self.sheet.rtl else 0), y, width, height, css)

    def name(self, x, y, text):
        """A name runs as its own letters do, and stands at the side of the page's language."""
        runs_back = _runs_back(text)
        css = "name" + " rtl" * runs_back + " end" * (runs_back != self.sheet.rtl)
        return words(self.at(x), y, text, css, self.size, dy=".35em")


def _runs_back(text):
    """Whether the first letter of a text that has a direction is of a script from right to left."""
    return next((kind != "L" for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), False)


def _heading(pen, told, colour, middle, top):
    unit = pen.unit
    if colour is not None:
        return _disc(pen, pen.at(middle), top - 19 * unit, 14 * unit, told[0], colour)
    return "".join(
        words(pen.at(middle), top - (10 + 19 * (len(told) - 1 - n)) * unit, line, "mid soft", pen.size)
        for n, line in enumerate(told)
    )


def _line(pen, line, name, top, pitch, middles):
    middle, below = top + pitch / 2, top + pitch
    bar = "" if line.colour is None else pen.box(0, top + pitch * 0.2, 6 * pen.unit, pitch * 0.6, f"bar c{line.colour}")
    start, leading = pen.sheet.start(line), LEADING * pen.size
    first = middle - leading * (len(name) - 1) / 2
    told = "".join(pen.name(start, first + leading * n, each) for n, each in enumerate(name))
    pairs = zip(line.places, middles, strict=True)
    places = "".join(_place(pen, each, pen.at(x), middle, pitch) for each, x in pairs)
    return bar + told + places + path(hand_line(0, below, pen.sheet.room, below), "thin")


def _place(pen, place, x, y, pitch):
    drawn = _drawn(pen, place, x, y)
    if not (drawn and place.href):
        return drawn
    target = rect(x - 24 * pen.unit, y - pitch / 2, 48 * pen.unit, pitch, "target")
    return f'<a href="{escape(place.href)}" tabindex="-1">{target}{drawn}</a>'


def _drawn(pen, place, x, y):
    if place.hidden:
        return circle(x, y, 9 * pen.unit, "veil")
    if place.sign:
        return _signed(pen, place, x, y)
    if not place.n:
        return ""
    radius = min((11.5 + 7.5 * (place.n / pen.most) ** 0.5) * pen.unit, pen.widest)
    return _disc(pen, x, y, radius, place.n, place.colour)


def _disc(pen, x, y, radius, number, colour):
    """A number in a disc, which gets longer where the number is."""
    css, inner = ("ink", "of-ink") if colour is None else (f"dot full c{colour}", f"c{colour}")
    size = 0.94 * pen.size
    half = max(radius, text_width(str(number), size) * 0.54 + 4 * pen.unit)
    shape = circle(x, y, radius, css)
    if half > radius:
        shape = rect(x - half, y - radius, 2 * half, 2 * radius, css, rx=f"{radius:.1f}")
    return shape + words(x, y, number, f"in {inner}", size, dy=".36em")


def _signed(pen, place, x, y):
    """The sign, before it a dot for each step that somebody is nearer, behind it how many there are."""
    unit = pen.unit
    middle = pen.aside(x, -8 * unit if place.n > 1 else 0)
    at = f"translate({middle - 12 * unit:.1f} {y - 12 * unit:.1f}) scale({unit:.2f})"
    drawn = group(STANCES[place.sign], "stance", transform=at)
    more = words(pen.aside(middle, 21 * unit), y, place.n, "mid", pen.size, dy=".36em") if place.n > 1 else ""
    first, before = y - 3.5 * (place.level - 1) * unit, pen.aside(middle, -16 * unit)
    near = [circle(before, first + 7 * unit * n, 2.5 * unit, "near") for n in range(place.level)]
    return drawn + more + "".join(near)
