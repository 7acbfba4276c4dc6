"""What templates draw and repeat: signs, plans, clocks, form fields, client keys and live fragments."""

import uuid
from copy import copy
from datetime import timedelta
from types import SimpleNamespace

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext

from workshop import drawing, live
from workshop.text import as_clock

register = template.Library()


# --- signs -------------------------------------------------------------------------------------


@register.simple_tag
def mark(height=34):
    return mark_safe(drawing.mark(height))


@register.simple_tag
def sign(kind, size=28):
    """The sign of a kind of note; its word stands beside it."""
    return mark_safe(drawing.kind_sign(kind, size))


@register.simple_tag
def stance_sign(stance, size=24):
    return mark_safe(drawing.stance_sign(stance, size))


@register.simple_tag
def icon(name):
    return mark_safe(drawing.icon(name))


@register.simple_tag
def station_number(case, size=""):
    """A case's number in a disc of its colour; size is "", "small" or "large"."""
    return format_html('<span class="disc num c{} {}">{}</span>', case.colour, size, case.number)


@register.simple_tag
def person_dot(person, colour=None):
    """A person as a dot with initials; the name stands beside it."""
    place = _of(person, "colour", 0) if colour is None else colour
    return format_html('<span class="disc small c{}" aria-hidden="true">{}</span>', place, _of(person, "initials", ""))


@register.simple_tag
def dots(count, colour=None):
    """A row of people as dots, in the colour of the place around it or in one that is named."""
    return mark_safe(drawing.dots(count, colour))


@register.simple_tag
def city_dots(colour, count):
    return mark_safe(drawing.dots(count, colour))


# --- plans -------------------------------------------------------------------------------------


@register.simple_tag
def plan_room(cases, people, door=False, size="phone"):
    """The room from above. Cases may be bare numbers; people are colours, participants or dicts with a colour.

    Sizes: phone (with `door`, you stand in it), floor (console), projector, thumb.
    """
    cases = [_numbered(case) for case in cases or []]
    colours = _colours(people or [], cases)
    if size == "thumb":
        return mark_safe(drawing.thumbnail(cases, colours))
    label = _room_in_words(len(cases), len(colours), door)
    if size == "phone":
        return _walls(drawing.room_with_door(cases, colours, label, threshold=door))
    stations, rtl = [_station(case) for case in cases], get_language_bidi()
    return mark_safe(drawing.floor_plan(stations, colours, label, rtl, big=size == "projector"))


@register.simple_tag
def plan_door():
    """The way back to the door, for pages that lead nowhere else."""
    label = gettext("A path that wanders through an empty room back to the door")
    return _walls(drawing.empty_room(label, get_language_bidi()))


@register.simple_tag(takes_context=True)
def route(context, cases, case=None, link=None):
    """The posters along the wall; `case` is where I stand. `link` names the address that a station leads to."""
    here = case and case.number
    href = (lambda each: reverse(link, args=[context["workshop"].code, each.number])) if link else None
    drawn = drawing.route(cases, here, get_language_bidi(), href)
    return format_html('<nav class="walls" aria-label="{}">{}</nav>', gettext("Posters"), mark_safe(drawn))


@register.simple_tag
def queue_path(waiting, mine=None):
    """The path to a chair with `waiting` people on it, my place in red; the words beside it say the same."""
    return mark_safe(drawing.queue_path(waiting, mine, get_language_bidi()))


@register.inclusion_tag("_circle_plan.html")
def circle_plan(seats, turn=None, size="phone", names=None, moderator=None, phase=""):
    """The circle with its chairs: the picture, the speaker in its middle, and the list it is drawn from.

    size is "phone", "console" or "projector"; `names` shows the list (on a phone it is shown unless told otherwise).
    `moderator`: the moderator has the floor, and no chair is lit. `phase`: once it is "done", no chair invites.
    """
    draw = {
        "phone": drawing.circle_for_phone,
        "console": drawing.circle_for_console,
        "projector": drawing.circle_for_projector,
    }[size]
    seats = [seat for seat in seats if seat["state"] != "retired"]
    timed = turn and {**turn, **_turn_time(turn)}
    picture = draw(seats, timed, get_language_bidi(), "" if phase == "done" else gettext("free"))
    shown = size == "phone" if names is None else names
    about = {"seats": seats, "turn": timed, "size": size, "shown": shown, "moderator": moderator, "phase": phase}
    return about | {"picture": mark_safe(picture)}


@register.inclusion_tag("_day_line.html")
def day_line(stages, current=None):
    """The day as a dimension line: thick for what has passed, a red dot for now."""
    now = timezone.now()
    return {"stages": [_day_part(stage, current, now) for stage in stages]}


@register.simple_tag
def dim_line(percent, dot=True):
    """A dimension line, this percentage of it passed; the figure stands beside it."""
    share = f"{min(100, max(0, int(percent or 0)))}%"
    return format_html(
        '<svg class="dim flip" height="14" aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7"/>'
        '<line class="tick" x1="0" y1="0" x2="0" y2="14"/><line class="tick" x1="100%" y1="0" x2="100%" y2="14"/>'
        '<line class="passed" x1="0" y1="7" x2="{0}" y2="7"/>{1}</svg>',
        share,
        format_html('<circle cx="{}" cy="7" r="7"/>', share) if dot else "",
    )


@register.simple_tag
def ring(used, limit):
    """How many characters are left; static/js/counter.js keeps it true while somebody types."""
    share, left = round(min(1, used / limit) * 100), gettext("%(left)s left")
    return format_html(
        '<span class="room-left num"><svg viewBox="0 0 40 40" width="36" height="36" aria-hidden="true">'
        '<circle cx="20" cy="20" r="15"/><circle class="used" cx="20" cy="20" r="15" pathLength="100" '
        'stroke-dasharray="{} 100" transform="rotate(-90 20 20)"/></svg><span data-left="{}">{}</span></span>',
        share,
        left,
        left % {"left": limit - used},
    )


# --- time --------------------------------------------------------------------------------------


@register.simple_tag
def clock(timed, size=""):
    """A countdown to a stage's end (anything with ends_at and paused_at) or to a moment; right without JavaScript."""
    ends_at = getattr(timed, "ends_at", timed)
    paused_at = getattr(timed, "paused_at", None)
    css = f"clock {size}".strip()
    if not ends_at:
        return format_html('<span class="{}">{}</span>', css, _planned(timed))
    left = (ends_at - (paused_at or timezone.now())).total_seconds()
    paused = format_html(' data-paused-left="{}"', round(left)) if paused_at else ""
    soon, over = gettext("One minute left."), gettext("Time is up.")
    spoken = format_html(' data-say-minute="{}" data-say-over="{}"', soon, over)
    moment = ends_at.isoformat()
    return format_html(
        '<time class="{0}" role="timer" datetime="{1}" data-ends="{1}"{2}{3}>{4}</time>',
        css,
        moment,
        paused,
        spoken,
        minutes_seconds(left),
    )


@register.simple_tag
def count_up(timed):
    """A clock that counts up from {"started_at", "paused_at", "seconds"}; right without JavaScript."""
    moment, passed = timed["started_at"].isoformat(), timed["seconds"]
    paused = format_html(' data-paused-left="{}"', passed) if timed["paused_at"] else ""
    return format_html(
        '<time class="clock" role="timer" datetime="{0}" data-started="{0}"{1}>{2}</time>',
        moment,
        paused,
        minutes_seconds(passed),
    )


@register.filter
def minutes_seconds(seconds):
    """Seconds (or a timedelta) as 1:12; past zero as +0:12; from an hour on as 1:02:05."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    whole = round(seconds)
    text = as_clock(abs(whole))
    return f"+{text}" if whole < 0 else text


# --- forms -------------------------------------------------------------------------------------


@register.simple_tag
def client_key(value=None):
    """The hidden field that makes a press arrive once, however often it is sent; a form shown again keeps its key."""
    return format_html('<input type="hidden" name="key" value="{}">', value or uuid.uuid4())


@register.filter
def apart(form, name):
    """This form with ids of its own, where forms beside it have fields of the same names."""
    form = copy(form)
    form.auto_id, form._bound_fields_cache = f"{name}_%s", {}
    return form


@register.inclusion_tag("_field.html")
def field(bound, **attributes):
    """A label, its input with these attributes, the hint and what is wrong with it."""
    limit = bound.field.max_length if getattr(bound.field, "lines", False) else None
    attributes["class"] = f"input {bound.field.widget.attrs.get('class', '')}".strip()
    if limit:
        attributes["data-limit"] = limit
    widget = bound.as_widget(attrs=attributes)
    return {"field": bound, "widget": widget, "limit": limit, "used": len(str(bound.value() or ""))}


@register.inclusion_tag("_chips.html")
def chips(bound):
    """Short options as a row of chips."""
    return {"field": bound, "options": bound.subwidgets, "kind": "chip"}


@register.inclusion_tag("_chips.html")
def choices(bound):
    """Sentences to choose from, one a row."""
    return {"field": bound, "options": bound.subwidgets, "kind": "choice"}


@register.inclusion_tag("_wrong.html")
def wrong(bound):
    return {"errors": bound.errors, "id": bound.auto_id}


# --- live --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def live_fragment(context, name, key=None):
    """A live fragment as it is now; the page's socket brings the next ones."""
    full = name if key is None else f"{name}:{key}"
    return mark_safe(live.picture(context["workshop"], full, get_language()))


# --- words -------------------------------------------------------------------------------------


@register.filter
def initials(name):
    return "".join(word[0] for word in str(name).split()[:2]).upper() or "?"


@register.filter
def percent_of(part, whole):
    return round(100 * part / whole) if whole else 0


@register.filter
def by_length(text):
    """The class that fits a sentence on the projector: "", "long" or "longest"."""
    return "longest" if len(str(text)) > 140 else "long" if len(str(text)) > 70 else ""


@register.filter
def word_count(text):
    return len(str(text).split())


# --- helpers -----------------------------------------------------------------------------------


def _of(thing, name, default):
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)


def _colours(people, cases):
    """Everybody's colour: their own if they bring one, else that of their city's case."""
    known = drawing.place_colours(cases) if cases and not isinstance(cases[0], dict) else {}
    return [person if isinstance(person, int) else _colour(person, known) for person in people]


def _colour(person, known):
    colour = _of(person, "colour", None)
    return drawing.colour_of(_of(person, "city", ""), known) if colour is None else colour


def _numbered(case):
    return SimpleNamespace(number=case, city="", colour=(case - 1) % 4 + 1) if isinstance(case, int) else case


def _station(case):
    names = ("number", "city", "colour", "note", "lit")
    return {name: _of(case, name, None) for name in names}


def _walls(drawn):
    return format_html('<div class="walls">{}</div>', mark_safe(drawn))


def _room_in_words(posters, people, door):
    parts = [
        ngettext("%(n)s poster on the wall", "%(n)s posters on the wall", posters) % {"n": posters},
        ngettext("%(n)s person inside", "%(n)s people inside", people) % {"n": people},
    ]
    sentence = gettext("Plan of the room, seen from above: %(parts)s.") % {"parts": ", ".join(parts)}
    return f"{sentence} {_in_the_doorway()}" if door else sentence


def _in_the_doorway():
    return gettext("You stand in the doorway.")


def _planned(stage):
    return minutes_seconds(getattr(stage, "minutes", 0) * 60)


def _turn_time(turn):
    """When a turn ends and which share of it has passed."""
    started = turn["started_at"]
    ends = started + timedelta(seconds=turn["seconds"])
    return {
        "started_at": started.isoformat(),
        "ends_at": ends,
        "passed": (timezone.now() - started).total_seconds() / turn["seconds"],
    }


def _day_part(stage, current, now):
    is_now = current is not None and stage.pk == current.pk
    passed = 100 if stage.ended_at else _percent_passed(stage, now) if is_now else 0
    width = next((step for step in (10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90) if stage.minutes <= step), 120)
    return {"stage": stage, "is_now": is_now, "passed": f"{passed}%", "has_begun": passed > 0 or is_now, "width": width}


def _percent_passed(stage, now):
    left = stage.left(now)
    if left is None:
        return 0
    return min(100, max(0, round(100 - 100 * left.total_seconds() / (stage.minutes * 60))))
