"""A cover for each case: a bold drawing in the case's colour that counts one of its figures, unit by unit."""

import math
from html import escape
from random import Random

from workshop.drawing.strokes import points, polar, short

WIDTH, HEIGHT = 640, 400
FIELDS = {1: "#1B4B84", 2: "#6D2A68", 3: "#855200", 4: "#17644F"}
INK, PAPER, SHEET, LIT = "#1D2329", "#EEEAE0", "#FAF8F1", "#F7E08F"
# where the towers of a skyline stand: left edge, width, height, as shares of the sheet
TOWERS = (
    (0.0, 0.1, 0.5), (0.115, 0.115, 0.68), (0.245, 0.09, 0.56), (0.35, 0.15, 0.9), (0.515, 0.1, 0.62),
    (0.63, 0.12, 0.78), (0.765, 0.085, 0.48), (0.865, 0.135, 0.66),
)  # fmt: skip


def cover_svg(case, beyond=0):
    """The case's cover as an SVG file of 640 by 400; it draws exactly `cover_count` units, marked class="counted".

    With `beyond`, it is so many units wider at both sides: what can be set out is, what can't has its surroundings.
    """
    draw = {"windows": windows, "bays": bays, "shoes": shoes, "blocks": blocks}.get(case.motif, people)
    told, wide = case.cover_alt or case.title, WIDTH + 2 * beyond
    around = {"beyond": beyond} if beyond and draw is not people else {}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-beyond} 0 {wide} {HEIGHT}" width="{wide}" '
        f'height="{HEIGHT}" role="img"><title>{escape(case.city)}</title><desc>{escape(told)}</desc>'
        f"{_rect(-beyond, 0, wide, HEIGHT, FIELDS[case.colour])}"
        f"{draw(case.cover_count, **around) if case.cover_count else ''}</svg>"
    )


def windows(count, beyond=0):
    """Towers at night: `count` windows are lit. The towers beyond are dark."""
    moon = _disc(118, 92, 52, PAPER)
    towers = "".join(
        _rect(WIDTH * x, HEIGHT * (1 - high), WIDTH * wide, HEIGHT * high, INK) for x, wide, high in TOWERS
    )
    step, panes = _panes(max(count * 1.7, 90))
    dark = _dark_towers(step) if beyond else ""
    lit = set(Random(f"lit {count}").sample(range(len(panes)), count))
    glass = "".join(_pane(*pane, step, index in lit) for index, pane in enumerate(panes))
    return dark + moon + towers + glass


def bays(count, beyond=0):
    """Long halls with a saw-tooth roof: `count` bays in all, and the rails that led to them."""
    rows = 1 if count <= 16 else 2 if count <= 48 else 3 if count <= 120 else 6
    each = [count // rows + (row < count % rows) for row in range(rows)]
    high = 268 / rows
    halls = "".join(_hall(bays_in_hall, 28 + high * row, high) for row, bays_in_hall in enumerate(each))
    return _rails(beyond) + halls


def shoes(count, beyond=0):
    """Pairs of shoes from above, set out as in a workshop: `count` pairs."""
    columns, rows = _grid(count, 0.98, WIDTH + 2 * beyond)
    wide, high = (WIDTH + 2 * beyond) / columns, HEIGHT / rows
    size = min(wide / 0.98, high) / 92
    spots = [(wide * (n % columns + 0.5) - beyond, high * (n // columns + 0.5)) for n in range(count)]
    pairs = "".join(_pair(x, y, size, number) for number, (x, y) in enumerate(spots))
    return f'<defs><g id="pair">{_shoe(-21, -1, INK, PAPER)}{_shoe(21, 1, SHEET, INK)}</g></defs>{pairs}'


def blocks(count, beyond=0):
    """City blocks with cut corners and a court inside: `count` are built, the city goes on round them."""
    columns, rows = _grid(count, 1, WIDTH + 2 * beyond)
    step = min((WIDTH + 2 * beyond) * 0.94 / columns, HEIGHT * 0.92 / rows)
    left, top = (WIDTH - step * columns) / 2, (HEIGHT - step * rows) / 2
    more_x, more_y = math.ceil((left + beyond) / step), math.ceil(top / step)
    spots = ((row, column) for row in range(-more_y, rows + more_y) for column in range(-more_x, columns + more_x))
    city = "".join(
        _placed(left + step * column, top + step * row, step, _inside(row, column, columns, count))
        for row, column in spots
    )
    return f"<defs>{BUILT}{UNBUILT}</defs>{city}"


def people(count):
    """People as dots, gathered round an open circle: `count` of them."""
    inner = 46
    spread = min(30, (186 - inner) / math.sqrt(max(count, 1)))
    size = min(20, spread * 0.74)
    spots = [polar(WIDTH / 2, HEIGHT / 2, inner + spread * math.sqrt(n + 0.6), n * 137.508) for n in range(count)]
    floor = f'<circle cx="320" cy="200" r="{inner - 16}" fill="none" stroke="{PAPER}" stroke-width="5"/>'
    return floor + "".join(_disc(*spot, size, LIT if n % 5 == 0 else PAPER, "counted") for n, spot in enumerate(spots))


# --- windows -----------------------------------------------------------------------------------
def _panes(wanted):
    """The largest step at which the towers hold so many windows, and where the windows are."""
    step = 34.0
    while True:
        panes = [pane for tower in TOWERS for pane in _panes_of(tower, step)]
        if len(panes) >= wanted:
            return step, panes
        step -= 0.5


def _dark_towers(step):
    """The skyline goes on at both sides."""
    towers = [(x + aside, wide, high * 0.8) for aside in (-1.015, 1.015) for x, wide, high in TOWERS]
    walls = "".join(_rect(WIDTH * x, HEIGHT * (1 - high), WIDTH * wide, HEIGHT * high, INK) for x, wide, high in towers)
    return walls + "".join(_pane(*pane, step, False) for tower in towers for pane in _panes_of(tower, step))


def _panes_of(tower, step):
    x, wide, high = WIDTH * tower[0], WIDTH * tower[1], HEIGHT * tower[2]
    columns, rows = int((wide - step * 0.5) / step), int((high - step * 0.7) / (step * 1.2))
    left = x + (wide - columns * step) / 2
    for row in range(rows):
        for column in range(columns):
            yield left + column * step, HEIGHT - high + step * 0.6 + row * step * 1.2


def _pane(x, y, step, is_lit):
    wide, high = step * 0.56, step * 0.7
    if is_lit:
        return _rect(x + step * 0.22, y + step * 0.2, wide, high, LIT, "counted")
    return _rect(x + step * 0.22, y + step * 0.2, wide, high, "#39424C")


# --- bays --------------------------------------------------------------------------------------
def _hall(count, top, high):
    """One hall: a saw-tooth roof over its bays, each with its tall window."""
    wide = min(110, 560 / count)
    left, right = WIDTH / 2 - wide * count / 2, WIDTH / 2 + wide * count / 2
    ridge, eaves, ground = top + high * 0.06, top + high * 0.36, top + high * 0.94
    teeth = "".join(f"L{points((left + wide * n, ridge), (left + wide * (n + 1), eaves))}" for n in range(count))
    walls = f'<path d="M{points((left, ground), (left, eaves))}{teeth}L{points((right, ground))}Z" fill="{INK}"/>'
    return walls + "".join(_bay(left + wide * n, wide, ridge, eaves, ground) for n in range(count))


def _bay(x, wide, ridge, eaves, ground):
    """A bay is one shape: its roof light and its window."""
    edge = wide * 0.14
    rise = (eaves - ridge) * 0.62
    light = [
        (x + edge * 0.6, eaves - rise),
        (x + wide * 0.66, eaves - edge * 0.2),
        (x + edge * 0.6, eaves - edge * 0.2),
    ]
    window = [(x + edge, eaves + edge), (x + wide - edge, eaves + edge), (x + wide - edge, ground), (x + edge, ground)]
    return f'<path class="counted" d="{_polygon(light)}{_polygon(window)}" fill="{LIT}"/>'


def _rails(beyond):
    """Two tracks that cross under the halls, with their sleepers."""
    left, wide = -40 - beyond, 740 + 2 * beyond
    falls = (372, 54 / 740), (330, -78 / 740)  # height at x = -40, and how much is lost with each unit to the right
    ends = [(at + fall * beyond, at - fall * (wide - beyond)) for at, fall in falls]
    return "".join(_track(left, start, left + wide, end) for start, end in ends)


def _track(x1, y1, x2, y2, gauge=13):
    length = math.hypot(x2 - x1, y2 - y1)
    along, across = ((x2 - x1) / length, (y2 - y1) / length), (-(y2 - y1) / length, (x2 - x1) / length)

    def at(far, aside):
        return x1 + along[0] * far + across[0] * aside, y1 + along[1] * far + across[1] * aside

    reach = gauge * 1.7
    sleepers = "".join(f"M{points(at(far, -reach))}L{points(at(far, reach))}" for far in range(0, int(length), 22))
    rails = "".join(f"M{points(at(0, off))}L{points(at(length, off))}" for off in (-gauge, gauge))
    return (
        f'<path d="{sleepers}" stroke="{INK}" stroke-width="8" fill="none"/>'
        f'<path d="{rails}" stroke="{PAPER}" stroke-width="4" fill="none"/>'
    )


# --- shoes -------------------------------------------------------------------------------------
SOLE = (
    "M-2 -40C12 -41 17 -26 15 -10C14 0 11 6 11 16C12 30 9 40 -1 40"
    "C-11 40 -13 30 -12 16C-12 5 -17 -2 -17 -14C-17 -30 -12 -39 -2 -40Z"
)
STITCH = (
    "M-2 -34C8 -35 11 -23 9 -10C8 0 6 6 6 16C6 27 4 34 -1 34"
    "C-6 34 -8 27 -7 16C-7 5 -11 -2 -11 -14C-11 -26 -8 -33 -2 -34Z"
)


def _pair(x, y, size, number):
    """Two soles side by side, one dark and one light, a little turned, each pair its own way."""
    turn = Random(f"pair {number}").uniform(-9, 9)
    place = f"translate({points((x, y))}) rotate({short(turn)}) scale({size:.3f})"
    return f'<use class="counted" href="#pair" transform="{place}"/>'


def _shoe(x, side, leather, thread):
    sewn = f'fill="none" stroke="{thread}" stroke-width="1.6"'
    return (
        f'<g transform="translate({x} 0) scale({side} 1)"><path d="{SOLE}" fill="{leather}"/>'
        f'<path d="{STITCH}" {sewn} stroke-dasharray="4 3"/><path d="M-9 20H8" {sewn}/></g>'
    )


# --- blocks ------------------------------------------------------------------------------------
def _inside(row, column, columns, count):
    return row >= 0 and 0 <= column < columns and row * columns + column < count


def _placed(x, y, step, is_built):
    css, kind = (' class="counted"', "built") if is_built else ("", "unbuilt")
    return f'<use{css} href="#{kind}" transform="translate({points((x, y))}) scale({step / 100:.3f})"/>'


def _polygon(corners):
    return f"M{points(corners[0])}" + "".join(f"L{points(corner)}" for corner in corners[1:]) + "Z"


def _cut_corners(x, y, side, cut):
    far, near = side - cut, cut
    corners = ((near, 0), (far, 0), (side, near), (side, far), (far, side), (near, side), (0, far), (0, near))
    return _polygon([(x + right, y + down) for right, down in corners])


# a block of houses round its court with a tree; one of the surroundings is an outline
BUILT = (
    f'<g id="built"><path d="{_cut_corners(8, 8, 84, 15)}" fill="{PAPER}"/>'
    f'<path d="{_cut_corners(32, 32, 36, 6)}" fill="{LIT}"/><circle cx="50" cy="50" r="8" fill="{INK}"/></g>'
)
UNBUILT = (
    f'<path id="unbuilt" d="{_cut_corners(8, 8, 84, 15)}" fill="none" stroke="{PAPER}" stroke-opacity=".4" '
    'stroke-width="1.5"/>'
)


# --- shapes ------------------------------------------------------------------------------------
def _grid(count, ratio, wide=WIDTH):
    """Columns and rows for so many cells of this width-to-height ratio: large, and with few places empty."""
    fits = []
    for columns in range(1, max(count, 1) + 1):
        rows = math.ceil(max(count, 1) / columns)
        empty = columns * rows - count
        fits.append((min(wide / columns / ratio, HEIGHT / rows) * (1 - empty / (2 * columns * rows)), columns, rows))
    _, columns, rows = max(fits)
    return columns, rows


def _rect(x, y, wide, high, fill, css=""):
    css = f' class="{css}"' if css else ""
    return f'<rect{css} x="{short(x)}" y="{short(y)}" width="{short(wide)}" height="{short(high)}" fill="{fill}"/>'


def _disc(x, y, radius, fill, css=""):
    css = f' class="{css}"' if css else ""
    return f'<circle{css} cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" fill="{fill}"/>'
