"""The room from above: walls, a door, any number of stations, people as dots, and the walk along the posters."""

from html import escape
from itertools import pairwise

from workshop.drawing.circle import chair, places, ring
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
    rect,
    short,
    words,
)

MOST_STATIONS = 12
MOST_DOTS = 400
# where the reading half circle of each wall begins and ends, and which way the room lies
WALLS = {"n": (0, 180, 0, 1), "s": (180, 360, 0, -1), "w": (-90, 90, 1, 0), "e": (90, 270, -1, 0)}


def station(x, y, side, number, place, length=56, thick=7, disc=13, zone=34):
    """A poster from above on a wall (n, e, s, w): a bar, the half circle where one reads, a number."""
    start, end, down_x, down_y = WALLS[side]
    wide, high = (length, thick) if side in "ns" else (thick, length)
    bar = rect(x - wide / 2, y - high / 2, wide, high, f"field c{place}", rx=short(thick / 2))
    reading = path(arc(x, y, zone, start, end), "zone") if zone else ""
    at = (x + down_x * (disc + thick / 2 - 1), y + down_y * (disc + thick / 2 - 1))
    return bar + reading + dot(*at, disc, place, number, max(18, disc * 1.25))


def room_with_door(cases, people, label="", threshold=False):
    """The phone's room: posters on the far wall, a circle, people inside; with `threshold`, you in the open door."""
    wall = path("M-4 6H364", "wall") + path("M-4 188H150", "wall") + path("M206 188H364", "wall")
    door = path("M150 188V132", "bold") + path("M150 132A56 56 0 0 1 206 188", "thin")
    you = path("M178 216V197", "way go") + _you(178, 180, 8.5)
    inside = _along_wall(cases, 360, 14) + small_circle(281, 128, 34, 7.4) + crowd(people, _free_on_phone, 360, 188)
    return picture(360, 214, wall + inside + door + (you if threshold else ""), label)


def empty_room(label="", rtl=False):
    """A path that wanders through the room and back to the door: nothing here, nothing lost."""
    walls = path("M-4 10H364", "wall") + path("M-4 196H96", "wall") + path("M152 196H364", "wall")
    door = path("M96 196V140", "bold") + path("M96 140A56 56 0 0 1 152 196", "thin")
    way = path("M330 60C300 40 270 60 262 88S214 140 190 120S150 70 176 58S250 60 244 96S200 168 136 172", "way")
    you = dot(330, 60, 6) + _you(132, 174, 9)
    mirrored = {"transform": "matrix(-1 0 0 1 360 0)"} if rtl else {}
    return picture(360, 214, group(walls + door + way + you, **mirrored), label)


def route(cases, here=None, rtl=False, href=None, label=""):
    """The posters along the wall as a phone's header: where I stand is larger, and I am the red dot beside it.

    `href(case)` makes each station a link.
    """
    shown = list(cases)[:MOST_STATIONS]
    spots = dict(zip((case.number for case in shown), _spread(len(shown), 360, rtl), strict=True))
    between = list(spots.values())
    ways = "".join(path(_bow(a, b, 44), "way") for a, b in pairwise(between))
    bars = "".join(_bar(spots[case.number], case, len(shown)) for case in shown)
    discs = "".join(_stop(spots[case.number], case, case.number == here, len(shown), href) for case in shown)
    return picture(360, 68, path("M-4 4H364", "wall") + ways + bars + discs, label, linked=bool(href))


def floor_plan(stations, people, label="", rtl=False, big=False):
    """The whole room for console and (big) projector: stations at the walls, their cities and counts, people as dots.

    A station is a dict: number, city, colour, and optionally note (a line of text), lit (needs care).
    """
    spots = list(_round_the_walls(len(stations)))
    if rtl:
        spots = [(846 - x, *rest) for x, *rest in spots]
    posters = "".join(_poster(each, *spot, big) for each, spot in zip(stations, spots, strict=True))
    walls = path("M86 596H10V10H836V200", "wall") + path("M836 406V596H158", "wall")
    window = "".join(path(f"M{x} 200V406", "thin") for x in (831.5, 836, 840.5))
    door = path("M86 596V524", "bold") + path("M86 524A72 72 0 0 1 158 596", "thin")
    built = group(walls + window + door, **({"transform": "matrix(-1 0 0 1 846 0)"} if rtl else {}))
    inside = small_circle(423, 303, 64, 12) + _standing(people, big)
    return picture(846, 606, built + posters + inside, label)


def thumbnail(cases, people):
    """A workshop as its room, a thumb high: posters as cases are there, dots as people came."""
    door = path("M14 49V34") + path("M14 34A15 15 0 0 1 29 49", "thin")
    walls = path("M14 49H3V3H69V49H30", "bold") + door
    shown = list(cases)[:6]
    step = 54 / max(len(shown), 4)
    bars = "".join(
        rect(9 + step * (index + 0.5) - 4, 7, min(10, step - 2), 3, f"field c{case.colour}", rx=1.5)
        for index, case in enumerate(shown)
    )
    return picture(72, 52, walls + bars + crowd(list(people)[:40], _free_in_thumbnail, 72, 52, radius=2.2))


def small_circle(x, y, radius, seat, count=6):
    """The circle of chairs as furniture of the room."""
    around = ring(count, radius * 2, radius * 2, largest=seat)
    chairs = (chair(x + cx - radius, y + cy - radius, angle + 180, seat) for cx, cy, angle in places(around, count))
    return path(compass_circle(x, y, radius * 0.62, -60, 10), "floor") + "".join(chairs)


def crowd(people, is_free, width, height, radius=None):
    """People as dots, spread evenly; a newcomer takes the next free spot and moves nobody."""
    people = list(people)[:MOST_DOTS]
    radius = radius or (4.6 if width < 500 else 6.5) * (1 if len(people) <= 60 else 0.7)
    spots = _spots(width, height, is_free)
    return "".join(circle(*spot, radius, f"dot c{place}") for place, spot in zip(people, spots, strict=False))


def dots(count, place=None, radius=8, most=24):
    """A row of dots for the people of one city; more than `most` are told by the number beside it."""
    shown = min(count, most)
    step = radius * 2.5
    spots = (radius + 2 + step * index for index in range(shown))
    if place is None:
        row = "".join(circle(x, radius + 2, radius, "dot full") for x in spots)
    else:
        row = "".join(dot(x, radius + 2, radius, place, cut=True) for x in spots)
    return picture(step * max(shown, 1) + 4, radius * 2 + 4, row, css="plan dots")


def _standing(people, big):
    if big:
        return crowd(people, lambda x, y: _free_on_floor(x, y) and 190 < y < 410, 846, 606, radius=10)
    return crowd(people, _free_on_floor, 846, 606)


def _you(x, y, radius):
    return dot(x, y, radius, "me") + path(compass_circle(x, y, radius + 5, -40, 10), "halo")


def _along_wall(cases, width, y):
    shown = list(cases)[:MOST_STATIONS]
    length, disc, zone = _sizes(len(shown), width)
    standing = zip(_spread(len(shown), width, False), shown, strict=True)
    return "".join(station(x, y, "n", case.number, case.colour, length, disc=disc, zone=zone) for x, case in standing)


def _sizes(count, width):
    room = (width - 16) / max(count, 4)
    return min(56, room * 0.68), min(13, room * 0.42), min(34, room * 0.46)


def _spread(count, width, rtl):
    """Middles of `count` stations along a wall; fewer than four stand as if there were four."""
    step = (width + 4) / max(count, 4)
    first = (width - step * (count - 1)) / 2 if count else 0
    spots = [first + step * index for index in range(count)]
    return spots[::-1] if rtl else spots


def _bow(start, end, y):
    third = (end - start) / 3
    return f"M{points((start, y))}C{points((start + third, y + 18), (end - third, y + 18), (end, y))}"


def _bar(x, case, count):
    length = min(52, 340 / max(count, 4) * 0.62)
    return rect(x - length / 2, 9, length, 6, f"field c{case.colour}", rx=3)


def _stop(x, case, is_here, count, href):
    size = min(17 if is_here else 14, 340 / max(count, 4) * 0.44)
    body = dot(x, 38, size, case.colour, case.number, 20 if is_here and count < 8 else 18)
    if is_here:
        body += dot(x + size + 5, 38 + size * 0.8, 7, "me")
    if href is None:
        return body
    current = ' aria-current="page"' if is_here else ""
    wide = min(56, 364 / max(count, 4))  # 48 px and more where the phone is 320 wide
    target = rect(x - wide / 2, 8, wide, 56, "target")
    return f'<a href="{href(case)}" aria-label="{case.number} {escape(case.city)}"{current}>{target}{body}</a>'


def _round_the_walls(count):
    """Places for stations on the long walls, top from the start, then back along the bottom."""
    top = (count + 1) // 2
    for index in range(count):
        if index < top:
            yield 10 + 826 * (index + 0.5) / top, 20, "n", min(280, 826 / top)
        else:
            row = count - top
            yield 170 + 650 * (row - 1 - (index - top) + 0.5) / row, 586, "s", min(280, 650 / row)


def _poster(each, x, y, side, room, big):
    """One station of the floor plan with its city and note; `room` is how much of the wall is its own."""
    down, sweep = (1, 0) if side == "n" else (-1, 1)
    disc, zone = (36, min(130, room * 0.48)) if big else (17, min(94, room * 0.46))
    light = path(f"M{points((x - zone, y))}A{short(zone)} {short(zone)} 0 0 {sweep} {points((x + zone, y))}Z", "pool")
    lit = light if each.get("lit") else ""
    length = min(140 if big else 112, room * 0.6)
    return (
        lit
        + station(x, y, side, each["number"], each["colour"], length, 8, disc, zone)
        + _named(each, x, y, side, room, big)
    )


def _named(each, x, y, side, room, big):
    """The city, and what is noted under it, on the side of a station where the room is."""
    name, note = (45, 45) if big else (24 if room > 150 else 18, 17)
    first = y + (2.6 * name + 20 if side == "n" else -(2.2 * name + 20))
    lines = [(each["city"], "mid titled", name)] + ([(each["note"], "mid soft", note)] if each.get("note") else [])
    return "".join(
        words(x, first + row * note * 1.4, cut_to(text, size, room * 1.08), css, size)
        for row, (text, css, size) in enumerate(lines)
    )


def _spots(width, height, is_free):
    """An endless even scatter inside the room, the same every time."""
    across, down = 0.7548776662466927, 0.5698402909980532
    index = 0
    while index < 20_000:
        index += 1
        x, y = (0.5 + across * index) % 1 * width, (0.5 + down * index) % 1 * height
        if is_free(x, y):
            yield x, y


def _free_on_phone(x, y):
    by_the_door = 118 < x < 222 and y > 124
    return 12 < x < 348 and 54 < y < 174 and not by_the_door and (x - 281) ** 2 + (y - 128) ** 2 > 52**2


def _free_on_floor(x, y):
    by_the_door = x < 180 and y > 500
    return 40 < x < 806 and 135 < y < 480 and not by_the_door and (x - 423) ** 2 + (y - 303) ** 2 > 92**2


def _free_in_thumbnail(x, y):
    return 32 < x < 64 and 16 < y < 44
