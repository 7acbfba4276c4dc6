"""The state of the circle as plain data: its chairs, who speaks, who waits. Phones, console, projector and scripts
all read this one picture; the number of queries is the same for two chairs and for twelve, for one person and 300."""

from collections import Counter
from datetime import timedelta
from statistics import median

from django.db.models import Count, Prefetch
from django.utils import timezone

from fishbowl.kinds import group_of, guests_in, is_for_all, satellites_of, sign_of_kind, stand_behind
from fishbowl.models import (
    CLOSING_SECONDS,
    PHASES,
    Absence,
    Chair,
    Entry,
    Fishbowl,
    ModeratorTurn,
    Rapporteur,
    Slot,
    Stay,
    Topic,
    Turn,
)
from fishbowl.proposing import full_of, proposal, release_of, voices
from fishbowl.rules import phase
from fishbowl.rules.clock import UNANSWERED
from fishbowl.rules.ways import NOBODY_CALLS
from fishbowl.situation import situation
from fishbowl.starters import SETTINGS
from fishbowl.variants import told, word_of
from workshop.drawing import colour_of, place_colours
from workshop.text import folded

__all__ = ["circle", "proposal", "situation", "voices"]
WITH_MINUTES = (Fishbowl.Variant.OPEN, Fishbowl.Variant.GUEST)  # kinds of circle with an estimate for whoever waits
TIMES = (
    *("variant_at", "opened_at", "started_at", "last_call_at", "paused_at"),
    *("closing_at", "ended_at", "aborted_at"),
)
ENOUGH = 3  # finished stays from which their length says how long a stay is


def circle(workshop, bowl=None):
    """What the whole room may see, and (named in scenes.FOR_STAFF) what only those who run it may."""
    bowl = bowl or Fishbowl.live_in(workshop) or Fishbowl(workshop=workshop)
    now, colours = timezone.now(), place_colours(workshop.cases.all())
    turn = (
        Turn.objects.filter(fishbowl=bowl.pk, ended_at=None)
        .select_related("participant", "topic__question", "topic__statement", "topic__comes_from")
        .first()
    )
    moderator = None if turn else ModeratorTurn.objects.filter(fishbowl=bowl.pk, ended_at=None).first()
    history = _history(bowl)
    stays = Counter(who for who, *_rest in history)
    chairs = [_chair(chair, turn, colours, stays) for chair in _chairs(bowl)]
    answered = guests_in(bowl, chairs)
    for chair in chairs:
        chair |= {"guest": answered.get(chair["stay"], ""), "word": word_of(chair, bowl.variant)}
    free = [each["number"] for each in chairs if each["state"] == "free" and is_for_all(each, bowl)]
    wishes = _wishes(workshop, bowl, colours, stays, now)
    queue = _in_line(wishes, bowl, free, _length_of_stay(bowl, history), chairs)
    stand_behind(chairs, queue)
    state = {
        "bowl": bowl.pk,
        "number": bowl.number,
        "title": bowl.title,
        "several": bowl.has_others,
        "is_synthesis": bowl.is_synthesis,
        "question": bowl.question,
        "variant": bowl.variant,
        "kind": sign_of_kind(bowl),
        "group": group_of(bowl, chairs),
        "phase": bowl.phase,
        "phase_word": PHASES[bowl.phase],
        "phase_below": bowl.phase_below,
        "times": _times(bowl),
        "settings": _settings(bowl),
        "turn_seconds": bowl.turn_seconds * bowl.soft,
        "asking": bowl.phase in phase.ASKING,
        "queue_open": bowl.queue_open,
        "chairs": chairs,
        "free": free,
        "emptied": bool(chairs) and all(each["state"] == "retired" for each in chairs),
        "take": free[0] if free and _may_just_sit(bowl, queue) else None,
        "first_takes": free[0] if free and _first_may_sit(bowl, queue) else None,
        "speaker": turn and _speaker(turn, bowl, chairs, colours),
        "moderator": moderator and moderator_of(moderator),
        "floor": (turn or moderator).mark if turn or moderator else 0,
        "may_speak": bowl.phase in phase.SPEAKING,
        "queue": queue,
        "hands": [wish for wish in wishes if wish["hand"]],
        "procedures": [wish for wish in wishes if wish["kind"] == Entry.Kind.PROCEDURE],
        "missed": [wish for wish in wishes if wish["state"] == "missed"],
        "called": [chair for chair in chairs if chair["state"] == "called"],
        "move": _move(bowl, now),
        "slots": [_slot(slot, colours, now) for slot in _slots(bowl)],
        "topic": _topic(next((each for each in _topics(bowl) if each.started_at), None)),
        "satellites": None,
        "closing": _closing(bowl, chairs),
        "heard_by_city": dict(Counter(folded(city) for _who, city, *_times in history)),
        "counts": {
            "free": len(free),
            "taken": _count(chairs, "taken"),
            "called": _count(chairs, "called"),
            "waiting": len(queue),
        },
        "overdue": any(_is_overdue(chair, bowl, now) for chair in chairs),
    }
    state["satellites"] = satellites_of(bowl, state["topic"])
    state["full"] = full_of(state, bowl)
    return state | {"release": release_of(state, bowl, now), "told": told(state)}


def _times(bowl):
    names = (
        "variant_at",
        "opened_at",
        "started_at",
        "last_call_at",
        "paused_at",
        "closing_at",
        "ended_at",
        "aborted_at",
    )
    return {name: getattr(bowl, name) for name in names}


def _settings(bowl):
    return {name: getattr(bowl, name) for name in SETTINGS}


# --- the chairs --------------------------------------------------------------------------------
def _chairs(bowl):
    held = Stay.objects.filter(left_at=None).select_related("participant")
    chairs = Chair.objects.filter(fishbowl=bowl.pk)
    return chairs.prefetch_related(Prefetch("stays", queryset=held, to_attr="held"))


def _chair(chair, turn, colours, stays):
    stay = chair.held[0] if chair.held else None
    empty = {"name": "", "city": "", "initials": "", "person": None, "colour": 0, "stay": None, "since": None}
    return {
        "number": chair.number,
        "kind": chair.kind,
        "version": chair.version,
        "state": _state(chair, stay),
        "releasing": bool(stay and stay.is_releasing),
        "offered": bool(stay and stay.offered_at),
        "asked": bool(stay and stay.asked_at),
        "at_place": bool(stay and stay.at_place),
        "expires_at": stay and stay.expires_at if stay and not stay.seated_at else None,
        "stays": stays[stay.participant_id] if stay else 0,
        "is_speaking": bool(stay and turn and turn.participant_id == stay.participant_id),
        **(_person(stay.participant, colours) | {"stay": stay.pk, "since": stay.seated_at} if stay else empty),
    }


def _state(chair, stay):
    if stay:
        return "taken" if stay.seated_at else "called"
    return "retired" if chair.retired_at else "free"


def _is_overdue(chair, bowl, now):
    return bool(chair["expires_at"] and not bowl.paused_at and chair["expires_at"] <= now)


def _may_just_sit(bowl, queue):
    """Nobody waits and the talk is open: whoever wishes sits down."""
    return (not queue or bowl.variant in NOBODY_CALLS) and bowl.queue_open and bowl.phase == "running"


def _first_may_sit(bowl, queue):
    """Whoever waits may sit down uncalled: alone in the queue, or first where the circle is free."""
    anybody = bowl.way_in == bowl.Way.FREE or bowl.variant in NOBODY_CALLS
    return bowl.phase in ("running", "last_call") and (len(queue) == 1 or (queue and anybody))


# --- who waits ---------------------------------------------------------------------------------
def _wishes(workshop, bowl, colours, stays, now):
    """Every standing wish of somebody here, in the order of the queue."""
    standing = Entry.objects.filter(fishbowl=bowl.pk, ended_at=None, participant__left_at=None)
    entries = standing.select_related("participant", "behind").annotate(calls=Count("stays")).order_by("place")
    away, speak_for = Absence.of_anybody(workshop), _speak_for(bowl)
    return [
        _wish(entry, colours, stays, entry.participant_id in away, now)
        | {"speaks_for": speak_for.get(entry.participant_id, "")}
        for entry in entries
    ]


def _speak_for(bowl):
    """{person: the circle they speak for} where all meet."""
    if not bowl.is_synthesis:
        return {}
    named = Rapporteur.objects.filter(fishbowl__workshop=bowl.workshop_id, ended_at=None).select_related("fishbowl")
    return {each.participant_id: each.fishbowl.title for each in named}


def _wish(entry, colours, stays, away, now):
    silent = bool(entry.still_asked_at and entry.still_said_at is None and now - entry.still_asked_at >= UNANSWERED)
    return {
        "entry": entry.pk,
        "kind": entry.kind,
        "hand": entry.hand,
        "state": entry.state,
        "topic": entry.topic,
        "calls": entry.calls,
        "asked_at": entry.asked_at,
        "missed_at": entry.missed_at,
        "misses": entry.misses,
        "turn": entry.turn_id,
        "behind": entry.behind and entry.behind.number,
        "again": stays[entry.participant_id] > 0,
        "stays": stays[entry.participant_id],
        "away": away,
        "made_by": entry.made_by,
        "late": entry.tapped_at and round((entry.asked_at - entry.tapped_at).total_seconds()),
        "has_phone": entry.participant.has_phone,
        "language": entry.participant.language,
        "still": "no" if silent else "yes" if entry.still_said_at else "asked" if entry.still_asked_at else "",
        "overtaken": entry.overtaken,
        "by_replies": entry.by_replies,
        "set_back": entry.set_back,
        "pinned": bool(entry.pinned_at),
        "pin_reason": entry.pin_reason if entry.pinned_at else "",
        "deferred": bool(entry.deferred_at),
        **_person(entry.participant, colours),
    }


def _in_line(wishes, bowl, free, stay_seconds, chairs):
    """Those who wait for a chair, numbered, each with an estimate in minutes."""
    line = [w for w in wishes if w["state"] == "waiting" and not w["hand"] and w["kind"] != Entry.Kind.PROCEDURE]
    turns = Chair.Kind.GUEST if bowl.variant == Fishbowl.Variant.GUEST else Chair.Kind.OPEN
    turning = max(1, sum(each["state"] != "retired" and each["kind"] == turns for each in chairs))
    for place, wish in enumerate(line, 1):
        behind = max(0, place - len(free))
        minutes = -(-behind * stay_seconds // (60 * turning)) if bowl.variant in WITH_MINUTES else None
        wish |= {"place": place, "minutes": minutes}
        line[place - 1] = wish
    return line


def _history(bowl):
    """(person, city, from, to, kind of chair) of everybody who has sat here; corrected mistakes do not count."""
    sat = Stay.objects.filter(chair__fishbowl=bowl.pk, seated_at__isnull=False).exclude(exit=Stay.Exit.CORRECTED)
    told = ("participant_id", "participant__city", "seated_at", "left_at", "chair__kind")
    return list(sat.order_by().values_list(*told))


def _length_of_stay(bowl, history):
    """Seconds: as stays have been so far, or as they are meant to be; a guest's is as long as a word and its answer."""
    guests = bowl.variant == Fishbowl.Variant.GUEST
    counted = [each for each in history if each[3] and (not guests or each[4] == Chair.Kind.GUEST)]
    done = [(left - seated).total_seconds() for _who, _city, seated, left, _kind in counted]
    meant = 2 * bowl.turn_seconds if guests else bowl.stay_seconds
    return round(median(done)) if len(done) >= ENOUGH else meant * bowl.soft


# --- who speaks, about what --------------------------------------------------------------------
def _speaker(turn, bowl, chairs, colours):
    chair = next((chair["number"] for chair in chairs if chair["is_speaking"]), None)
    now = timezone.now()
    started = turn.started_at + timedelta(milliseconds=turn.paused_ms)  # as a clock without pauses would have it
    seconds = _limit(bowl) + turn.extra_seconds
    about = {
        "turn": turn.pk,
        "started_at": started,
        "seconds": seconds,
        "ends_at": started + timedelta(seconds=seconds),
        "paused_at": turn.paused_at,
        "left": round(seconds - turn.seconds(now)) if turn.paused_at else None,
        "chair": chair,
        "off_chair": turn.off_chair,
        "topic": _topic(turn.topic),
    }
    return _person(turn.participant, colours) | about


def moderator_of(turn):
    """The moderator's turn: {"started_at", "paused_at", "seconds"}, as a clock without pauses would have it."""
    started = turn.started_at + timedelta(milliseconds=turn.paused_ms)
    return {"started_at": started, "paused_at": turn.paused_at, "seconds": round(turn.seconds(timezone.now()))}


def _limit(bowl):
    return (CLOSING_SECONDS if bowl.closing_at else bowl.turn_seconds) * bowl.soft


def _topics(bowl):
    return Topic.objects.filter(fishbowl=bowl.pk, ended_at=None).select_related(
        "question__case", "statement", "comes_from"
    )


def _topic(topic):
    if topic is None:
        return None
    of = topic.comes_from.title if topic.comes_from else ""
    return {"topic": topic.pk, "text": topic.words, "question": topic.question_id, "of": of}


def _move(bowl, now):
    if bowl.pk is None:
        return None
    running = bowl.moves.filter(ended_at=None).first()
    if running is None or (running.ends_at and running.ends_at <= now and not bowl.paused_at):
        return None
    return {
        "move": running.pk,
        "kind": running.kind,
        "word": running.get_kind_display(),
        "text": running.text,
        "started_at": running.started_at,
        "ends_at": running.ends_at,
    }


def _slots(bowl):
    return Slot.objects.filter(fishbowl=bowl.pk, ended_at=None, at__isnull=False).select_related("participant")


def _slot(slot, colours, now):
    return _person(slot.participant, colours) | {"slot": slot.pk, "at": slot.at, "due": slot.at <= now}


def _closing(bowl, chairs):
    """The closing round in its order: who sits, from the chair it begins at, and who has had the floor in it."""
    if bowl.phase != "closing_round":
        return None
    spoke = set(bowl.turns.filter(started_at__gte=bowl.closing_at).values_list("participant__number", flat=True))
    seated = [each for each in chairs if each["state"] == "taken"]
    begin = next((n for n, each in enumerate(seated) if each["number"] >= bowl.closing_from), 0)
    order = [_in_round(each, each["person"] in spoke) for each in seated[begin:] + seated[:begin]]
    return {"order": order, "next": next((each for each in order if not each["done"]), None)}


def _in_round(chair, done):
    names = ("number", "person", "name", "city", "initials", "colour")
    return {name: chair[name] for name in names} | {"done": done}


def _person(person, colours):
    return {
        "person": person.number,
        "name": person.name,
        "city": person.city,
        "initials": person.initials,
        "colour": colour_of(person.city, colours),
    }


def _count(chairs, state):
    return sum(chair["state"] == state for chair in chairs)
