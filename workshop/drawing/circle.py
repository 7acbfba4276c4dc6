"""The fishbowl from above: two to twelve chairs round a floor, for phone, console and projector."""

import math
from dataclasses import dataclass
from functools import lru_cache

from workshop.drawing.strokes import (
    arc,
    circle,
    compass_circle,
    cut_to,
    dot,
    group,
    path,
    picture,
    points,
    polar,
    short,
    text_width,
    words,
)

SEAT = "M{} {}Q{} {} {} {}L{} {}Q{} {} {} {}L{} {}Q{} {} 0 {}Q{} {} {} {}Z"
SEAT_SHAPE = (-0.92, -0.55, -0.92, -1.02, -0.45, -1.02, 0.45, -1.02, 0.92, -1.02, 0.92, -0.55)
SEAT_FRONT = (0.86, 0.55, 0.8, 0.98, 1.0, -0.8, 0.98, -0.86, 0.55)
BACK = "M{} {}C{} {} {} {} 0 {}S{} {} {} {}"
BACK_SHAPE = (-1.2, 0.3, -1.15, 1.05, -0.7, 1.38, 1.38, 1.15, 1.05, 1.2, 0.3)
REACH = 1.42  # from a seat's middle to the outside of its back, in half seats
ELBOWS = 1.24  # what a chair needs to either side, in half seats


@dataclass(frozen=True)
class Ring:
    """Where the chairs stand: the sheet, the ring's radii across and down, and half a seat's width."""

    width: float
    height: float
    across: float
    down: float
    seat: float

    @property
    def centre(self):
        return self.width / 2, self.height / 2

    @property
    def floor(self):
        return min(self.across, self.down) - self.seat * 1.02 - min(14, self.seat * 0.35)


def ring(count, width, height, largest, margin=0.0):
    """The ring that gives so many chairs as much room as the sheet has: `largest` bounds half a seat."""
    seat = largest
    while seat > 4:
        across, down = width / 2 - margin - REACH * seat, height / 2 - margin - REACH * seat
        if count < 2 or _perimeter(across, down) / count >= 2 * ELBOWS * seat:
            break
        seat -= 0.5
    return Ring(width, height, across, down, seat)


def places(ring, count, rtl=False):
    """For each chair its x, y and the angle it is seen at; the first at the top, then clockwise (mirrored in RTL)."""
    x, y = ring.centre
    outline = _outline(ring.across, ring.down)
    for number in range(count):
        off_x, off_y = outline[round(len(outline) * number / count)]
        off_x = -off_x if rtl else off_x
        yield x + off_x, y + off_y, math.degrees(math.atan2(off_y, off_x))


def chair(x, y, facing, size):
    """A chair in plan, turned so that whoever sits in it looks to `facing` degrees."""
    seat = SEAT.format(*(short(part * size) for part in SEAT_SHAPE + SEAT_FRONT))
    back = BACK.format(*(short(part * size) for part in BACK_SHAPE))
    turned = f"translate({points((x, y))}) rotate({short((facing + 90) % 360)})"
    return group(path(seat, "seat") + path(back, "back"), transform=turned)


def circle_for_phone(seats, turn=None, rtl=False, free="free"):
    """Initials on each chair; the names stand in the list below the picture."""
    plan = ring(len(seats), 324, 324, largest=27, margin=6)
    return _drawn(plan, seats, turn, rtl, lambda seat, x, y, angle: _initials(seat, x, y, plan.seat, 17, free))


def circle_for_console(seats, turn=None, rtl=False, free="free"):
    """Numbers on the chairs, name and city outside, where a long name has room; smaller where many chairs stand."""
    size = 26 if len(seats) <= 8 else 20
    plan = ring(len(seats), 600, 600, largest=38, margin=size * 3.3)
    wide = Ring(860, 600, plan.across, plan.down, plan.seat)
    label = lambda seat, x, y, angle: _numbered(seat, x, y, wide, angle, free, size)  # noqa: E731
    return _drawn(wide, seats, turn, rtl, label)


def circle_for_projector(seats, turn=None, rtl=False, free="free"):
    """Each chair bears its name and city, large enough for the last row."""
    width = 1010 if len(seats) <= 8 else 1230
    plan = ring(len(seats), width, 1010, largest=104, margin=8)
    return _drawn(plan, seats, turn, rtl, lambda seat, x, y, angle: _named(seat, x, y, plan.seat * 1.14, free))


def chair_group(seat, body):
    """A chair with what marks it: state, place, number, and the person's number for 'this is me'."""
    css = f"chair {seat['state']} c{seat.get('colour', 0)}" + (" speaking" if seat.get("is_speaking") else "")
    css += " apart" if seat.get("word") else ""
    person = {"data_person": seat["person"]} if seat.get("person") is not None else {}
    return group(body, css, data_chair=seat["number"], **person)


def _drawn(plan, seats, turn, rtl, label):
    x, y = plan.centre
    standing = list(zip(seats, places(plan, len(seats), rtl), strict=True))
    light = "".join(_pool(sx, sy, plan.seat * 1.62) for seat, (sx, sy, _) in standing if seat.get("is_speaking"))
    floor = circle(x, y, plan.floor - 1, "ground") + path(compass_circle(x, y, plan.floor, -50, 11), "edge")
    chairs = (
        chair_group(seat, chair(sx, sy, angle + 180, plan.seat) + label(seat, sx, sy, angle))
        for seat, (sx, sy, angle) in standing
    )
    return picture(plan.width, plan.height, light + floor + _time(plan, turn) + "".join(chairs))


def _time(plan, turn):
    """The floor's edge as the clock of a turn; static/js/floor.js lets it grow."""
    if not turn:
        return ""
    x, y = plan.centre
    passed = min(100, max(0, turn["passed"] * 100))
    return circle(
        x,
        y,
        plan.floor,
        "timed",
        pathLength=100,
        stroke_dasharray=f"{short(passed)} 100",
        transform=f"rotate(-90 {points((x, y))})",
        data_started=turn["started_at"],
        data_seconds=turn["seconds"],
    )


def _pool(x, y, radius):
    return circle(x, y, radius, "pool") + path(compass_circle(x, y, radius, -30, 12), "halo")


def _empty(seat, free):
    """What stands on an empty chair: its own word, or "free"; nothing where it may not be taken."""
    return free if seat.get("word") is None else seat["word"]


def _initials(seat, x, y, size, font, free):
    if seat["state"] == "free":
        return words(x, y, cut_to(_empty(seat, free), font, size * 2), "mid", font, dy=".36em")
    if seat["state"] == "retired":
        return ""
    place = "me" if seat["state"] == "called" else seat.get("colour", 0)
    return dot(x, y, size * 0.8, place, seat.get("initials") or seat["number"], font)


def _numbered(seat, x, y, plan, angle, free, size):
    if seat["state"] == "retired":
        return ""
    inside = words(x, y, seat["number"], "mid soft", size, dy=".36em")
    if seat["state"] == "free":
        return inside + _outside(plan, x, y, angle, [(_empty(seat, free), "soft")], size)
    place = "me" if seat["state"] == "called" else seat.get("colour", 0)
    lines = [
        (seat.get("name", ""), "strong"),
        (seat.get("city", ""), "soft"),
        (seat.get("note") or seat.get("word", ""), "soft"),
    ]
    disc = dot(x, y, plan.seat * 0.78, place, seat["number"], size)
    return disc + _outside(plan, x, y, angle, [line for line in lines if line[0]], size)


def _outside(plan, x, y, angle, lines, size):
    """Lines of text beside a chair, on its far side; a name that is too long is shortened, the rest is cut."""
    leading = size * 1.2
    high = leading * len(lines) / 2
    at_x, at_y = polar(x, y, 1.66 * plan.seat + 8, angle)
    middle = plan.centre[0]
    sideways = abs(at_x - middle) > 30
    css = ("" if at_x > middle else "end") if sideways else "mid"
    room = (plan.width - at_x if at_x > middle else at_x) if sideways else plan.width * 0.6
    top = at_y + high * math.sin(math.radians(angle)) - high + size * 0.9
    return "".join(
        words(
            at_x, top + leading * row, cut_to(name_for(text, size, room), size, room), f"{css} {weight}".strip(), size
        )
        for row, (text, weight) in enumerate(lines)
    )


def _named(seat, x, y, radius, free):
    if seat["state"] == "retired":
        return ""
    if seat["state"] == "free":
        return words(x, y, cut_to(_empty(seat, free), 44, radius * 2), "mid", 44, dy=".36em")
    place = "me" if seat["state"] == "called" else f"c{seat.get('colour', 0)}"
    big, small = (48, 38) if radius > 100 else (42, 38)
    name = name_for(seat.get("name", ""), big, radius * 1.74)
    disc = circle(x, y, radius, f"dot full {place}")
    up = 16 if seat.get("word") else 0
    first = _fitted(x, y - 4 - up, name, big, radius * 1.74, f"in {place}")
    city = _fitted(x, y + 40 - up, seat.get("city", ""), small, radius * 1.7, f"in plain {place}")
    word = _fitted(x, y + 68, seat["word"], small, radius * 1.3, f"in plain {place}") if seat.get("word") else ""
    return disc + first + city + word


def name_for(name, size, width, squeeze=0.86):
    """A name that fits: whole, or first name with initial, or the first name; the list beside it has it whole."""
    first, *rest = name.split() or [""]
    candidates = [name, f"{first} {rest[-1][0]}." if rest else first, first]
    return next((each for each in candidates if text_width(each, size) * squeeze <= width), first)


def _fitted(x, y, text, size, width, css, squeeze=0.8):
    """A line of text pressed together a little where it must be, then cut."""
    text = cut_to(text, size, width / squeeze)
    pressed = {"textLength": short(width), "lengthAdjust": "spacingAndGlyphs"} if text_width(text, size) > width else {}
    return words(x, y, text, css, size, **pressed)


def queue_path(waiting, mine=None, rtl=False):
    """The path to a chair: a dot for everyone who waits, the number of each near one, mine in red. Width 324."""
    shown = min(waiting, 9)
    if mine is not None and mine > shown:
        shown = 9
    step, y = 36, 34
    spots = [(28 + step * place, y) for place in range(shown)]
    if rtl:
        spots = [(324 - x, y) for x, y in spots]
    end = 316 if not rtl else 8
    line = path(f"M{points((spots[0][0] if spots else 28, y))}H{end}", "way") if spots else ""
    return picture(324, 68, line + "".join(_waiting(index, spot, mine, shown) for index, spot in enumerate(spots, 1)))


def _waiting(place, spot, mine, shown):
    x, y = spot
    is_mine = place == mine or (mine is not None and mine > shown and place == shown)
    if is_mine:
        return dot(x, y, 17, "me", mine, 19) + path(compass_circle(x, y, 22, -40, 10), "halo")
    return dot(x, y, 13, 0, place, 16) if place <= 3 else dot(x, y, 7, 0)


def bent(x, y, radius, passed):
    """A dimension line bent to a circle: the share `passed` (0-1) of the way round, from the top."""
    return arc(x, y, radius, -90, -90 + 359.9 * min(1, max(0, passed)))


@lru_cache(maxsize=64)
def _outline(across, down, steps=720):
    """Points at equal distances along an ellipse, from the top clockwise, round its centre."""
    fine = [math.radians(angle / 4 - 90) for angle in range(1440)]
    spots = [(across * math.cos(angle), down * math.sin(angle)) for angle in fine]
    lengths = [math.dist(spot, spots[index - 1]) for index, spot in enumerate(spots)]
    total, walked, outline = sum(lengths), 0.0, []
    for spot, length in zip(spots, lengths[1:] + lengths[:1], strict=True):
        while len(outline) < steps and walked >= total * len(outline) / steps - 1e-6:
            outline.append(spot)
        walked += length
    return outline


def _perimeter(across, down):
    return 2 * math.pi * math.sqrt((across**2 + down**2) / 2)
