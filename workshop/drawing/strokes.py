"""The hand: single strokes and shapes as SVG text, exact and a little alive, the same for the same arguments."""

import math
from html import escape
from random import Random


def short(number):
    """A coordinate with at most one decimal, as few characters as possible."""
    text = f"{number:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def polar(x, y, radius, degrees):
    """The point at this distance and angle; 0 degrees is to the right, 90 is down."""
    angle = math.radians(degrees)
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def points(*pairs):
    return " ".join(short(number) for pair in pairs for number in pair)


def hand_line(x1, y1, x2, y2, over=0, bend=0.5):
    """A straight line that bends by half a unit; it runs `over` units past both ends, so that corners cross."""
    chance = Random(f"{x1:.0f} {y1:.0f} {x2:.0f} {y2:.0f}")
    length = math.hypot(x2 - x1, y2 - y1) or 1
    along = ((x2 - x1) / length, (y2 - y1) / length)

    def at(share, aside=0.0, past=0.0):
        run = share * length + past
        return x1 + along[0] * run - along[1] * aside, y1 + along[1] * run + along[0] * aside

    first, second = chance.uniform(-bend, bend), chance.uniform(-bend, bend)
    return f"M{points(at(0, past=-over))}C{points(at(0.33, first), at(0.66, second), at(1, past=over))}"


def compass_circle(x, y, radius, start=-60, over=9, slip=0.9):
    """A circle drawn with a compass: its ends pass each other by a few degrees and miss by `slip` units."""
    begin, half = polar(x, y, radius + slip, start), polar(x, y, radius, start + 180)
    nearly, end = polar(x, y, radius, start + 355), polar(x, y, radius - slip, start + 360 + over)
    r = short(radius)
    return f"M{points(begin)}A{r} {r} 0 0 1 {points(half)}A{r} {r} 0 0 1 {points(nearly)}L{points(end)}"


def arc(x, y, radius, start, end):
    """Part of a circle from one angle to another, clockwise when end is greater."""
    far, sweep = int(abs(end - start) > 180), int(end > start)
    r = short(radius)
    return f"M{points(polar(x, y, radius, start))}A{r} {r} 0 {far} {sweep} {points(polar(x, y, radius, end))}"


def path(d, css="", **attributes):
    return f'<path{_css(css)} d="{d}"{_more(attributes)}/>'


def rect(x, y, width, height, css="", **attributes):
    box = f'x="{short(x)}" y="{short(y)}" width="{short(width)}" height="{short(height)}"'
    return f"<rect{_css(css)} {box}{_more(attributes)}/>"


def circle(x, y, radius, css="", **attributes):
    return f'<circle{_css(css)} cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"{_more(attributes)}/>'


def words(x, y, text, css="", size=None, **attributes):
    size = "" if size is None else f' font-size="{short(size)}"'
    return f'<text{_css(css)} x="{short(x)}" y="{short(y)}"{size}{_more(attributes)}>{escape(str(text))}</text>'


def group(body, css="", **attributes):
    return f"<g{_css(css)}{_more(attributes)}>{body}</g>"


def picture(width, height, body, label="", css="plan", size=None, linked=False):
    """An SVG drawing; without a label it is decoration, and the words beside it say the same. Links in it are heard."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    spoken = 'role="group"' if linked else spoken
    sized = f' width="{short(size)}" height="{short(size)}"' if size else ""
    return f'<svg class="{css}" viewBox="0 0 {short(width)} {short(height)}"{sized} {spoken}>{body}</svg>'


def dot(x, y, radius, place=0, sign=None, size=None, cut=False):
    """A person, or a number in a disc: `place` is 1-4, 0 for a city without a case, "me" for red.

    With cut=True the four colours differ in form as well: full, slit across, slit down, hole.
    """
    css = "me full" if place == "me" else f"c{place}" + (" full" if sign is not None else "")
    body = circle(x, y, radius, f"dot {css}")
    if cut:
        body += _cut(x, y, radius, place)
    if sign is not None:
        body += words(x, y, sign, f"in {css}", size or radius * 1.15, dy=".36em")
    return body


def tree(x, y, radius, leaves=9):
    """A tree from above: a scalloped crown and its trunk."""
    chance = Random(f"tree {x:.0f} {y:.0f}")
    crown = [polar(x, y, radius * chance.uniform(0.9, 1.1), 360 / leaves * leaf) for leaf in range(leaves)]
    bow = short(radius * 0.42)
    d = f"M{points(crown[-1])}" + "".join(f"A{bow} {bow} 0 0 1 {points(leaf)}" for leaf in crown)
    return path(d, "tree") + circle(x, y, max(1, radius * 0.1))


def text_width(text, size):
    """About how wide a text gets in our sans at this size; wide scripts count a full em a sign."""
    return size * sum(_width(sign) for sign in text)


def cut_to(text, size, width):
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip(" -,.") + "…"


def _width(sign):
    if ord(sign) > 0x2E7F:
        return 1.0
    if sign in "iljtfrI .,'-|!:;":
        return 0.34
    return 0.86 if sign in "mwMW@" else 0.66 if sign.isupper() else 0.56


def _cut(x, y, radius, place):
    reach = radius * 0.55
    if place == 2:
        return path(f"M{points((x - reach, y))}H{short(x + reach)}", f"cut c{place}")
    if place == 3:
        return path(f"M{points((x, y - reach))}V{short(y + reach)}", f"cut c{place}")
    return circle(x, y, radius * 0.32, "hole") if place == 4 else ""


def _css(css):
    return f' class="{css}"' if css else ""


def _more(attributes):
    return "".join(f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in attributes.items())
