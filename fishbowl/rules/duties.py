"""What happens by itself: calls run out, the next person is asked or called, a full circle is asked for room.

Called within every command, at every look at something overdue, and by the rounds of each process; so a restart loses
nothing, and twice is once.
"""

from datetime import timedelta

from django.utils import timezone

from fishbowl.circle import circle
from fishbowl.journal import acting
from fishbowl.models import Absence, Fishbowl, Move, Stay
from fishbowl.proposing import next_wish
from fishbowl.rules import coming, company, line, phase, seats, ways
from fishbowl.rules.clock import ASK_STILL_AFTER

ASKED_AHEAD = 2  # how many of the next are asked


def overdue(now=None):
    """Open calls that have run out, in circles that are not paused."""
    past = Stay.objects.filter(left_at=None, seated_at=None, expires_at__lte=now or timezone.now())
    return past.filter(chair__fishbowl__paused_at=None)


def expire_calls(room, bowl):
    """Each call that has run out gives its chair back; the wish is missed, not lost."""
    for stay in overdue().filter(chair__fishbowl=bowl).select_related("chair", "entry", "participant"):
        with acting(room, bowl, "offer_expired", about=stay.participant) as act:
            entry = seats.give_back(act, stay, Stay.Exit.MISSED)
            if entry and entry.ended_at is None:
                act.set(entry, missed_at=act.now, misses=entry.misses + 1)


def due_in():
    """The workshops in which a call, a move or a group's time has run out, by id: one question to the database."""
    moves = Move.objects.filter(ended_at=None, ends_at__lte=timezone.now(), fishbowl__paused_at=None)
    calls = overdue().values_list("chair__fishbowl__workshop", flat=True)
    moves = moves.order_by().values_list("fishbowl__workshop", flat=True)
    rounds = ways.rounds_over(timezone.now()).order_by().values_list("workshop", flat=True)
    return set(calls.order_by().union(moves, rounds))


def end_moves(room, bowl):
    """A move whose time is up is over."""
    past = bowl.moves.filter(ended_at=None, ends_at__lte=timezone.now())
    for move in past if bowl.paused_at is None else ():
        with acting(room, bowl, "move_ends") as act:
            act.set(move, ended_at=move.ends_at)


def follow(room, bowl):
    """What the command leads to."""
    if bowl.phase not in phase.TALKING:
        return
    if bowl.variant in ways.NOBODY_CALLS:
        _pass_chairs_on(room, bowl)
    if bowl.way_in == Fishbowl.Way.AUTOPILOT and bowl.variant not in ways.NOBODY_CALLS:
        _call_the_next(room, bowl)
    with acting(room, bowl, "follows") as act:
        _see_whether_room_is_needed(act)
        _ask_whether_still(act)


def _call_the_next(room, bowl):
    """Whoever the moderator would be proposed: a promised time that has come, then the next by the circle's order."""
    for chair in list(bowl.free_chairs())[ways.kept_free(bowl) :]:
        if not (_call_a_promised(room, bowl, chair) or _call_by_the_order(room, bowl, chair)):
            return


def _call_a_promised(room, bowl, chair):
    slots = bowl.slots.filter(ended_at=None, at__lte=timezone.now(), participant__in=company.people_of(bowl))
    free = (slot for slot in slots.select_related("participant") if _may_come(slot.participant))
    if (slot := next(free, None)) is None:
        return None
    with acting(room, bowl, "call_promised", about=slot.participant) as act:
        wish = line.open_wish(bowl, slot.participant) or coming.line_up(act, slot.participant, made_by="facilitator")
        act.set(slot, ended_at=act.now)
        return _hold(act, chair, wish)


def _may_come(participant):
    return not Absence.is_of(participant) and seats.stay_of(participant) is None


def _call_by_the_order(room, bowl, chair):
    wish = next_wish(circle(room, bowl)) if bowl.waiting().exists() else None
    if wish is None:
        return None
    entry = line.of_id(wish["entry"])
    with acting(room, bowl, "call", about=entry.participant) as act:
        return _hold(act, chair, entry)


def _hold(act, chair, entry):
    act.result = coming.hold(act, chair, entry)
    act.poke(entry.participant)
    return act.result


def _pass_chairs_on(room, bowl):
    """A chair that has become free is kept for whoever stands behind it first."""
    for chair in bowl.empty_chairs():
        entry = next((wish for wish in ways.behind(bowl, chair) if not Absence.is_of(wish.participant)), None)
        if entry:
            with acting(room, bowl, "passes", about=entry.participant) as act:
                _hold(act, chair, entry)


def _see_whether_room_is_needed(act):
    """Fewer chairs are free than should be, somebody waits, and nobody makes room yet: since when."""
    needed = room_is_needed(act.bowl)
    if needed and act.bowl.room_needed_at is None:
        act.set(act.bowl, room_needed_at=act.now)
    elif not needed and act.bowl.room_needed_at:
        tell_who_is_asked_for_room(act.room, act.bowl)
        act.set(act.bowl, room_needed_at=None)


def tell_who_is_asked_for_room(room, bowl):
    """Once a full circle has looked for room long enough, whoever sits there looks at their own part again."""
    needed = bowl.phase in phase.TALKING and bowl.room_needed_at
    if needed and timezone.now() - needed >= timedelta(seconds=bowl.grace_seconds):
        seated = Stay.objects.filter(chair__fishbowl=bowl, left_at=None).select_related("participant")
        room.poke(*(stay.participant for stay in seated))


def room_is_needed(bowl):
    if bowl.variant not in (ways.OPEN, ways.GUEST):
        return False
    few = bowl.free_chairs().count() < max(1, ways.kept_free(bowl))
    return few and bowl.waiting().exists()


def _ask_whether_still(act):
    """Who will be called soon and has waited for a while says once whether the chair is still wished for."""
    if act.bowl.variant in (ways.SATELLITES, *ways.NOBODY_CALLS):
        return
    for entry in line.line_of(act.bowl)[:ASKED_AHEAD]:
        if entry.still_asked_at is None and act.now - entry.asked_at >= ASK_STILL_AFTER:
            act.set(entry, still_asked_at=act.now)
            act.poke(entry.participant)
