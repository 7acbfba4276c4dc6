"""Groups in the room from above: at their stations with their people, or on their way to the next."""

import math
from itertools import pairwise

from workshop.drawing.room import _round_the_walls, floor_plan
from workshop.drawing.strokes import circle, group, path, points, polar, words

CENTRE = 423, 303
MOST_AROUND = 14  # dots round a letter
BIG = 30  # a letter for who looks from far away


def walk_plan(stations, teams, ways=(), label="", rtl=False, big=False):
    """The room with groups as letters at their stations, and the ways from station to station as arrows.

    A station is as for floor_plan; a team is a dict: number (its station's), letter, people (their colours);
    a way is a pair of station numbers. With `big` each letter stands on its way, for who looks from far away.
    """
    spots = {each["number"]: spot for each, spot in zip(stations, _round_the_walls(len(stations)), strict=True)}
    drawn = "".join(_arrow(_inner(spots[a], big, rtl), _inner(spots[b], big, rtl), big) for a, b in ways if a != b)
    for number, spot in spots.items():
        here = [team for team in teams if team["number"] == number]
        drawn += "".join(_on_the_way(spots, ways, here, rtl) if big and ways else _at_station(spot, here, rtl, big))
    named = [{**each, "city": ""} for each in stations] if big else stations
    plan = floor_plan(named, [], label, rtl, big)
    return plan.removesuffix("</svg>") + group(drawn, "teams") + "</svg>"


def _inner(spot, big, rtl):
    """Where people stand before a station, or (big) its number."""
    x, y, side, _room = spot
    off = 46 if big else 158
    return (846 - x if rtl else x), y + (off if side == "n" else -off)


def _at_station(spot, teams, rtl, big):
    """The groups at a station side by side; where many stand there, the big screen shows their letters alone."""
    x, y = _inner(spot, False, rtl)
    if big and len(teams) > 2:
        yield from _in_rows(x, y, 1 if spot[2] == "n" else -1, teams)
        return
    apart = min(96, spot[3] / max(len(teams), 1))
    for place, team in enumerate(teams):
        scale = BIG / 20 if big else min(1, apart / 96)
        yield _team(x + (place - (len(teams) - 1) / 2) * max(apart, 118 * big), y, team, scale)


def _in_rows(x, y, inwards, teams):
    for place, team in enumerate(teams):
        row, column = divmod(place, 3)
        yield _letter(x + (column - 1) * 2.2 * BIG, y + inwards * row * 2.2 * BIG, BIG, team["letter"])


def _team(x, y, team, scale):
    """A letter with its people round it."""
    people = team["people"][:MOST_AROUND]
    around = (polar(x, y, 36 * scale, 360 / len(people) * place - 90) for place in range(len(people)))
    dots = "".join(circle(*spot, 6 * scale, f"dot c{place}") for spot, place in zip(around, people, strict=True))
    return dots + _letter(x, y, 20 * scale, team["letter"])


def _letter(x, y, radius, letter):
    size = radius * (1.15 if len(letter) == 1 else 0.9)
    return circle(x, y, radius, "dot team") + words(x, y, letter, "in team", size, dy=".36em")


def _on_the_way(spots, ways, teams, rtl):
    """Each group in the middle of its arrow; several side by side."""
    after = dict(ways)
    for place, team in enumerate(teams):
        start, end = _inner(spots[team["number"]], True, rtl), _inner(spots[after[team["number"]]], True, rtl)
        share = (place + 1) / (len(teams) + 1)
        yield _letter(*_on_bow(start, end, share), 34 if len(teams) < 4 else BIG, team["letter"])


def _bow(start, end):
    """The control point of an arrow that goes round the room's middle."""
    mid = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return mid[0] + (mid[0] - CENTRE[0]) * 0.3, mid[1] + (mid[1] - CENTRE[1]) * 0.08


def _on_bow(start, end, share):
    control, rest = _bow(start, end), 1 - share
    return tuple(
        rest * rest * a + 2 * rest * share * c + share * share * b for a, c, b in zip(start, control, end, strict=True)
    )


def _arrow(start, end, big):
    """From one place to the other, off both of them, with an open head."""
    steps = [_on_bow(start, end, step / 24) for step in range(25)]
    gap = 54
    line = [spot for spot in steps if math.dist(spot, start) > gap and math.dist(spot, end) > gap]
    if len(line) < 2:
        return ""
    body = "M" + "L".join(points(spot) for spot in line)
    (x1, y1), (x2, y2) = list(pairwise(line))[-1]
    towards = math.degrees(math.atan2(y2 - y1, x2 - x1))
    reach = 24 if big else 15
    head = [polar(x2, y2, reach, towards + turn) for turn in (150, -150)]
    css = "march" if big else "way"
    return path(body, css) + path(f"M{points(head[0])}L{points((x2, y2))}L{points(head[1])}", f"{css} head")
