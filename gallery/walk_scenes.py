"""The state behind a walk on console and projector: the present phase and the next, drawn from above."""

from collections import defaultdict
from datetime import timedelta
from math import ceil

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from gallery import debrief, drift, host_scenes, hosting, making, mine, planner, rounds, variants
from gallery.models import Note, Walk
from gallery.walking import merges
from workshop.drawing import colour_of, place_colours
from workshop.drawing.walk import walk_plan
from workshop.models import Stage
from workshop.text import folded

QUIET_FOR = timedelta(minutes=3)  # then a station where a group stands and writes nothing is lit
ENOUGH = 6  # people from whom on groups are worth it
SHOWN = 2  # phases in a picture: the present one and the one that its clock leads to


def on_console(workshop, stations, people):
    """The walk in groups, or (where there is none) the offer to make groups."""
    walking = rounds.walking(workshop)
    if walking is None:
        return {"walking": None, "offer": _offer(workshop, stations, people)}
    quiet, present, pitches = _quiet(walking), walking.phase(), host_scenes.pitches(workshop)
    for station in stations:
        station["lit"] = walking.is_on and station["case"].pk in quiet
        station["pitch"] = pitches.get(station["case"].pk)
        station["expected"] = _expected(walking, station["case"], present)
    return _about(walking, stations) | {
        "quiet": [each for each in stations if each["lit"]],
        "merges": merges(walking),
        "programme": _programme(walking),
        "crowded": _crowded(walking),
        "cannot_keep": making.cannot_keep(walking) if present.kind == rounds.BEFORE else [],
        "unhosted": _unhosted(walking, stations),
        "times": times(walking),
        "debrief_ahead": walking.lies_ahead(rounds.DEBRIEF),
        **_drift(walking),
        "coverage": coverage(walking, stations),
        "quiet_cities": quiet_cities(workshop),
        "without_notes": [station for station in stations if not station["total"]],
    }


def on_projector(workshop, stations):
    walking = rounds.walking(workshop)
    for station in stations:
        station["lit"] = False  # where somebody should go is the facilitator's to know
    return _about(walking, stations, big=True) if walking and walking.is_on else {"walking": None}


def coverage(walking, stations):
    """Who has seen what: for each group, whether it has stood at each of the posters or stands there now.

    Where groups have no letters, one row tells how many people have.
    """
    present = walking.phase()
    begun = present.number - (present.kind in (rounds.BEFORE, rounds.BRIEFING, rounds.TRANSIT))
    rows = [_seen_by(walking, group, begun, stations) for group in walking.groups]
    if walking.walk.has_letters or not rows:
        return rows
    counts = [sum(row["people"] for row in rows if row["cells"][place]) for place in range(len(stations))]
    return [{"name": _("Everybody"), "people": sum(row["people"] for row in rows), "counts": counts}]


def quiet_cities(workshop):
    """The cities of people here from where no note has come yet."""
    notes = workshop.notes.filter(withdrawn_at=None, is_example=False)
    wrote = {folded(city) for city in notes.values_list("author__city", flat=True)}
    here = workshop.present().values_list("city", flat=True).distinct().order_by("city")
    return [city for city in here if folded(city) not in wrote]


def _seen_by(walking, group, begun, stations):
    seen = {stop.case.pk for number in range(1, begun + 1) if (stop := walking.stop(group, number))}
    return {
        "name": group.letter,
        "people": len(group.people),
        "cells": [station["case"].pk in seen for station in stations],
    }


def times(walking):
    """All parts in their order, with the moments at which they begin, and which one is on."""
    present = walking.phase()
    shown = [phase for phase in walking.phases if phase.begins and not phase.is_transit]
    return [{"phase": each, "name": title(walking, each), "on": each == present} for each in shown]


def title(walking, phase):
    """What a part is called on the console."""
    if phase.is_round:
        if walking.walk.is_free:
            return _("Free walk")
        return _("Round %(n)d of %(all)d") % {"n": phase.number, "all": walking.walk.length}
    if phase.is_transit:
        return _("On the way to round %(n)d") % {"n": phase.number}
    if phase.kind == rounds.AFTER:
        return _("The walk is over")
    return drift.name_of(phase.kind)


def next_press(walking, phase):
    """What the one button of a part says; nothing after the last."""
    following = walking.following(phase)
    if following is None:
        return ""
    if following.is_round or following.is_transit:
        return variants.press_to_go_on(walking.walk, following)
    if following.kind == rounds.BRIEFING:
        return _("Start the briefing")
    if following.kind == rounds.AFTER:
        return _("End the last round now") if phase.is_round else _("End the walk now")
    return _("Go on: %(part)s") % {"part": drift.name_of(following.kind)}


def _about(walking, stations, big=False):
    present, ahead = walking.phase(), walking.ahead()[:SHOWN]
    phases = [_phase(walking, stations, phase, big) | {"on": phase == present} for phase in ahead]
    return {
        "walking": walking,
        "walk": walking.walk,
        "phases": phases,
        "rules": variants.rules(walking.walk.variant),
        "find": variants.asks_to_find(walking.walk),
        "move": variants.asks_to_move(walking.walk),
        "at_station": variants.asks_at_station(walking.walk),
        "look_again": _look_again(walking, present),
        "reading": debrief.shown(walking.walk, debrief.chosen(walking.walk)),
    }


def _phase(walking, stations, phase, big):
    """A phase with its picture, and where each group is or goes."""
    standing = phase.number - 1 if phase.is_transit and big else phase.number
    number = min(phase.number + 1, walking.walk.length) if phase.is_round else phase.number
    return {
        "phase": phase,
        "title": title(walking, phase),
        "next": next_press(walking, phase),
        "timed": mine.timed(walking, phase),
        "stops": walking.stops(phase.number) if phase.has_stops else [],
        "next_stops": walking.stops(number) if number != phase.number else [],
        "plan": mark_safe(_plan(walking, stations, phase, standing, big)),
    }


def _plan(walking, stations, phase, standing, big):
    colours = place_colours([station["case"] for station in stations])
    teams = _teams(walking, standing, colours) if phase.has_stops else []
    arrows = phase.is_transit if big else phase.is_round and phase.number < walking.walk.length
    ways = _ways(walking, standing) if arrows else []
    lit = _lit(walking, stations, phase)
    return walk_plan(lit, teams, ways, _in_words(walking, phase), get_language_bidi(), big)


def _lit(walking, stations, phase):
    """The stations with a light where somebody should look: a quiet one, or the one that is read by all."""
    if not phase.is_round:
        return [{**station, "lit": False} for station in stations]
    if not walking.walk.is_seated:
        return stations
    read = {stop.case.pk for stop in walking.stops(phase.number)}
    return [{**station, "lit": station["case"].pk in read} for station in stations]


def _teams(walking, number, colours):
    """Who stands where: groups by their letters; else at each station how many people."""
    stops = walking.stops(number)
    if walking.walk.is_seated:
        return []
    if walking.walk.has_letters:
        return [_team(stop.case.number, stop.group.letter, stop.group.people, colours) for stop in stops]
    at = defaultdict(list)
    for stop in stops:
        at[stop.case.number] += stop.group.people
    return [_team(station, str(len(people)), people, colours) for station, people in at.items()]


def _team(station, letter, people, colours):
    shown = [colour_of(one.participant.city, colours) for one in people]
    return {"number": station, "letter": letter, "people": shown}


def _ways(walking, number):
    """From which station to which the groups go after a round, each way once."""
    pairs = [(stop, walking.stop(stop.group, number + 1)) for stop in walking.stops(number)]
    return list(dict.fromkeys((here.case.number, then.case.number) for here, then in pairs if then))


def _in_words(walking, phase):
    people = sum(len(group.people) for group in walking.groups)
    groups = ngettext("%(n)d group", "%(n)d groups", len(walking.groups)) % {"n": len(walking.groups)}
    if not walking.walk.has_letters:
        groups = ngettext("%(n)s person inside", "%(n)s people inside", people) % {"n": people}
    sentence = _("Plan of the room, seen from above: %(parts)s.") % {"parts": groups}
    stops = walking.stops(phase.number) if phase.has_stops and walking.walk.has_letters else []
    where = ", ".join(f"{stop.group.letter} {stop.case.number}" for stop in stops)
    return f"{sentence} {where}"


def _quiet(walking):
    """The posters where a group has stood for three minutes of this round without a note."""
    phase = walking.phase()
    now = walking.walk.paused_at or timezone.now()
    if not phase.is_round or walking.walk.is_free or now - phase.begins < QUIET_FOR:
        return set()
    notes = Note.objects.filter(workshop_id=walking.workshop.pk, created_at__gte=phase.begins, is_example=False)
    return {stop.case.pk for stop in walking.stops(phase.number)} - set(notes.values_list("case_id", flat=True))


def _look_again(walking, present):
    """Moments after which the picture is another one without any news: two phases on, and a station long quiet."""
    turns = walking.turns()
    return [*turns, present.begins + QUIET_FOR] if turns and present.is_round else turns


def _programme(walking):
    """How long each part lasts, the rounds and their ways in one."""
    parts = walking.programme()
    rounds_last = sum((lasts for kind, _n, lasts in parts if kind == rounds.ROUND), timedelta())
    rounds_last += walking.walk.way * (walking.walk.length - 1)
    told, last = [], None
    for kind, _number, lasts in parts:
        if kind != last:
            minutes = (rounds_last if kind == rounds.ROUND else lasts) // timedelta(minutes=1)
            told.append({"name": _("Walk") if kind == rounds.ROUND else drift.name_of(kind), "minutes": minutes})
        last = kind
    return told


def _crowded(walking):
    """How many walk with one guide, where that is too many."""
    count = sum(len(group.people) for group in walking.groups)
    return count if walking.walk.is_guided and count > variants.MOST_GUIDED else 0


def _expected(walking, case, present):
    """How many people should stand at a station now; None while nobody should stand anywhere."""
    if not present.is_round or walking.walk.is_free or walking.walk.is_seated:
        return None
    return sum(len(group.people) for group in host_scenes.here(walking, case, present.number))


def _unhosted(walking, stations):
    """In a walk with hosts, the stations where none has checked in."""
    if not walking.walk.is_hosted:
        return []
    hosted = {host.case_id for host in hosting.hosts_of(walking.workshop)}
    return [station for station in stations if station["case"].pk not in hosted]


def _drift(walking):
    """How late the walk is, when it will end, and the ways to end it in time."""
    late = drift.late(walking) if walking.is_on else 0
    ways = [drift.told(walking, way) for way in drift.ways(walking)] if late else []
    return {
        "late": late,
        "ends_at": drift.expected_end(walking),
        "ways": ways,
        "planned_end": drift.planned_end(walking),
    }


def _offer(workshop, stations, people):
    """What making the walk ready would make of the people here; None where it makes no sense."""
    ahead = [stage for stage in workshop.stages.all() if stage.kind == Stage.Kind.GALLERY and _is_open(stage, workshop)]
    if not ahead or len(stations) < 2:
        return None
    walk = Walk.objects.filter(stage=ahead[0]).first() or Walk(stage=ahead[0])
    if walk.has_letters and len(people) < ENOUGH:
        return None
    count = planner.count_for(len(people), len(stations), walk.wanted_size)
    sizes = [len(people) // count + (place < len(people) % count) for place in range(count)]
    return {
        "walk": walk,
        "count": count,
        "least": min(sizes),
        "most": max(sizes),
        "copies": max(1, ceil(count / len(stations))),
        "about": variants.ABOUT[walk.variant],
        "press": variants.press_to_make(walk, count),
    }


def _is_open(stage, workshop):
    return stage.pk == workshop.stage_id or stage.started_at is None
