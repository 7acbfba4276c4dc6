"""Small signs: the mark, the three kinds of note, the stances of a transfer card, and a few icons."""

from workshop.drawing.strokes import arc, circle, path, picture, polar, short

KINDS = {
    # out through the door
    "take": '<path class="jamb" d="M16 1.5V11M16 21V30.5"/><path d="M10 16H28M22 9.5l6.5 6.5L22 22.5"/>'
    '<circle cx="6" cy="16" r="3.6"/>',
    # it must fit: a disc and its socket
    "condition": '<path d="M16 5H5V27H16V22.2A6.8 6.8 0 0 1 16 9.8Z"/><circle cx="23" cy="16" r="5.4"/>',
    # an open circle, a point still to come
    "question": '<path d="M9.4 12.2a6.8 6.8 0 1 1 9.6 6.1c-2 .9-3 2-3 3.6"/><circle cx="16" cy="27.6" r="2.5"/>',
}
_ROUND = "M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z"
STANCES = {
    "as_is": '<circle cx="12" cy="12" r="8"/>',
    "adapt": f'<path d="{_ROUND}"/><path d="M12 4.5a7.5 7.5 0 0 0 0 15Z" fill="currentColor"/>',
    "combine": '<path d="M9 6.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z"/>'
    '<path d="M15 6.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z"/>',
    "avoid": f'<path d="{_ROUND}"/><path d="M6.7 17.3L17.3 6.7"/>',
    "unsure": f'<path d="{_ROUND}" stroke-dasharray=".1 4.7"/>',
    "own": '<path d="M3.5 12L12 4.5 20.5 12M6 10V19.5H18V10"/>',
}
ICONS = {
    "arrow": "M3 12H20M13.5 5l7 7-7 7",
    "back": "M21 12H4M10.5 5l-7 7 7 7",
    "differs": "M5 9h14M5 15h14M15 4L9 20",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "check": "M4 12.5l5.5 5.5L20 6.5",
    "close": "M6 6l12 12M18 6L6 18",
    "camera": "M3 8h4l2-3h6l2 3h4v11H3ZM12 10a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4Z",
    "download": "M12 3v12M6.5 10l5.5 5.5L17.5 10M4 20.5h16",
    "print": "M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7Z",
    "plus": "M12 5v14M5 12h14",
    "minus": "M5 12h14",
    "pause": "M8.5 5v14M15.5 5v14",
    "play": "M7.5 4.5v15L19.5 12Z",
    "people": "M8 6a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM2.5 20c0-7 11-7 11 0M16.5 8a2.5 2.5 0 1 1 0 5M17 15.5q4.5 .5 4.5 4.5",
    "screen": "M3 4h18v12H3ZM12 16v5M8 21h8",
    "globe": "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18ZM3.5 12h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    "pen": "M4 20l1.5-5L16 4.5l3.5 3.5L9 18.5Z",
}
_FLIPPED = {"arrow", "back"}


def mark(height):
    """A round P: five chair-backs in a ring, and a walk of three dots; the red one takes the sixth place."""
    x, y, radius = 36, 25, 18
    backs = "".join(arc(x, y, radius, angle - 16.6, angle + 16.6) for angle in (-90, -30, 30, 90, -150))
    start, seat = polar(x, y, radius, 150)
    walk = circle(start, seat, 5.4, "now") + circle(start, 47, 4) + circle(start, 58.6, 4)
    size = f'width="{short(height * 48 / 62)}" height="{short(height)}"'
    return f'<svg class="mark" viewBox="11 2 48 62" {size} aria-hidden="true">{path(backs)}{walk}</svg>'


def kind_sign(kind, size=28):
    return _sign(KINDS[kind], 32, size, "sign flip" if kind == "take" else "sign")


def stance_sign(stance, size=24):
    return _sign(STANCES[stance], 24, size, "sign")


def icon(name):
    css = "icon flip" if name in _FLIPPED else "icon"
    return picture(24, 24, path(ICONS[name]), css=css)


def _sign(body, box, size, css):
    return picture(box, box, body, css=css, size=size)
