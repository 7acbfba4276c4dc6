"""The phases of the circle: opened, started, paused, last call, closing round, end; and the gate of its queue."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from fishbowl.models import Entry, Slot, Stay
from fishbowl.rules import company, floor, line, neighbours, phase, seats, turns
from fishbowl.rules.command import command
from fishbowl.rules.who import said
from workshop.access import ORGANIZER
from workshop.refusals import NotNow

FACILITATOR = "facilitator"
REOPEN_WITHIN = timedelta(minutes=15)


def open_lobby(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """People may ask for a chair, and first speakers may be seated."""
    with _phase("open_lobby", workshop, bowl, by, key, seen, moderating=False) as act:
        phase.refuse_stale(act.bowl, seen, "lobby")
        return act.set(act.bowl, opened_at=act.bowl.opened_at or act.now)


def start(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The talk begins and its clock runs."""
    with _phase("start", workshop, bowl, by, key, seen) as act:
        if act.bowl.started_at and not act.bowl.is_over:
            return act.bowl
        phase.refuse_outside(act.bowl, ("draft", "lobby"))
        return act.set(act.bowl, opened_at=act.bowl.opened_at or act.now, started_at=act.now)


def pause(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """Everything stands: clocks, calls, turns. Nobody becomes missed meanwhile."""
    with _phase("pause", workshop, bowl, by, key, seen) as act:
        if act.bowl.phase == "paused":
            return act.bowl
        phase.refuse_stale(act.bowl, seen, "paused")
        phase.refuse_outside(act.bowl, phase.TALKING)
        turns.rest(act, floor.on_it(act.bowl))
        return act.set(act.bowl, paused_at=act.now)


def resume(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """On with the time that was left: everything that was due later is due later by the pause."""
    with _phase("resume", workshop, bowl, by, key, seen) as act:
        bowl = act.bowl
        if bowl.phase != "paused":
            phase.refuse_outside(bowl, phase.TALKING)
            return bowl
        _thaw(act, act.now - bowl.paused_at)
        return bowl


def _thaw(act, length):
    bowl = act.bowl
    turn = floor.on_it(bowl)
    if turn and turn.paused_at and turn.paused_at >= bowl.paused_at:
        turns.run_on(act, turn)
    line.shifted(act, Stay.objects.filter(chair__fishbowl=bowl, left_at=None, seated_at=None), "expires_at", length)
    waiting = bowl.entries.filter(ended_at=None)
    line.shifted(act, waiting, "missed_at", length)
    line.shifted(act, waiting.filter(still_said_at=None), "still_asked_at", length)
    line.shifted(act, bowl.moves.filter(ended_at=None), "ends_at", length)
    needed = bowl.room_needed_at and bowl.room_needed_at + length
    closed = bowl.closed_until and bowl.closed_until + length
    stood = bowl.paused_ms + round(length.total_seconds() * 1000)
    act.set(bowl, paused_at=None, paused_ms=max(0, stood), room_needed_at=needed, closed_until=closed)


def last_call(*, workshop, seen=None, chairs_go=None, bowl=None, by=FACILITATOR, key=None):
    """Nobody new: whoever waits is heard. `chairs_go`: chairs are put aside as they empty."""
    with _phase("last_call", workshop, bowl, by, key, seen) as act:
        if act.bowl.phase == "last_call":
            return act.bowl
        phase.refuse_stale(act.bowl, seen, "last_call")
        phase.refuse_outside(act.bowl, ("running",))
        go = act.bowl.chairs_go if chairs_go is None else chairs_go
        closed = act.bowl.queue_closed_at or act.now
        return act.set(act.bowl, last_call_at=act.now, queue_closed_at=closed, chairs_go=go)


def back_to_running(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The last call is taken back: the queue is open again."""
    with _phase("back_to_running", workshop, bowl, by, key, seen) as act:
        if act.bowl.phase == "running":
            return act.bowl
        phase.refuse_outside(act.bowl, ("last_call",))
        return act.set(act.bowl, last_call_at=None, queue_closed_at=None)


def start_closing(*, workshop, seen=None, start=1, bowl=None, by=FACILITATOR, key=None):
    """The closing round: in the order of the chairs, from chair `start`; whoever waits keeps the place, frozen."""
    with _phase("start_closing", workshop, bowl, by, key, seen) as act:
        if act.bowl.phase == "closing_round":
            return act.bowl
        phase.refuse_stale(act.bowl, seen, "closing_round")
        phase.refuse_outside(act.bowl, phase.TALKING)
        floor.clear(act)
        for stay in Stay.objects.filter(chair__fishbowl=act.bowl, left_at=None, seated_at=None):
            seats.give_back(act, seats.fresh(stay), Stay.Exit.END)
        return act.set(act.bowl, closing_at=act.now, closing_from=start)


def finish(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The circle ends: turns and stays are closed, and whoever still waits is kept as not heard."""
    with _phase("finish", workshop, bowl, by, key, seen, moderating=said(by).role != ORGANIZER) as act:
        if act.bowl.is_over:
            return act.bowl
        phase.refuse_stale(act.bowl, seen, "done")
        return end(act)


def end(act):
    """Nothing of the circle stays open."""
    _close_everything(act)
    closed = act.bowl.queue_closed_at or act.now
    return act.set(act.bowl, ended_at=act.now, paused_at=None, queue_closed_at=closed, room_needed_at=None)


def abort(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The circle is broken off, whatever it was at: nothing stays open."""
    with _phase("abort", workshop, bowl, by, key, seen, moderating=said(by).role != ORGANIZER) as act:
        if act.bowl.is_over:
            return act.bowl
        phase.refuse_stale(act.bowl, seen, "aborted")
        _close_everything(act)
        closed = act.bowl.queue_closed_at or act.now
        return act.set(act.bowl, aborted_at=act.now, paused_at=None, queue_closed_at=closed, room_needed_at=None)


def _close_everything(act):
    """Turns, stays, moves, promises and wishes end; H12 of the method is a guard in the database as well."""
    floor.clear(act)
    stays = Stay.objects.filter(chair__fishbowl=act.bowl, left_at=None)
    for stay in stays.select_related("entry", "participant", "chair"):
        (seats.leave if stay.seated_at else seats.give_back)(act, stay, Stay.Exit.END)
    for row in [*act.bowl.moves.filter(ended_at=None), *Slot.objects.filter(fishbowl=act.bowl, ended_at=None)]:
        act.set(row, ended_at=act.now)
    for entry in act.bowl.entries.filter(ended_at=None).select_related("participant"):
        heard = entry.hand or entry.kind == Entry.Kind.PROCEDURE
        line.end(act, entry, Entry.Outcome.WITHDRAWN if heard else Entry.Outcome.UNHEARD)
    neighbours.close_all(act)


def reopen(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """Within a quarter of an hour, on with the talk: whoever was not heard waits again in the same order."""
    with _phase("reopen", workshop, bowl, by, key, seen) as act:
        bowl = act.bowl
        if bowl.phase in phase.TALKING:
            return bowl
        phase.refuse_outside(bowl, ("done",))
        if not bowl.is_synthesis:
            company.refuse_together(act.room)
        ended = bowl.ended_at
        if act.now - ended > REOPEN_WITHIN:
            raise NotNow(_("The circle ended more than a quarter of an hour ago. It can't be opened again."))
        times = {"ended_at": None, "closing_at": None, "last_call_at": None, "queue_closed_at": None}
        times |= {"closed_until": None, "round_over_at": None}
        act.set(bowl, started_at=bowl.started_at or act.now, **times)
        unheard = Q(outcome=Entry.Outcome.UNHEARD, ended_at=ended, participant__left_at=None)
        elsewhere = Stay.objects.filter(left_at=None, participant__workshop=act.room).values("participant")
        waiting = bowl.entries.filter(unheard).exclude(participant__in=elsewhere)
        waiting = waiting.filter(participant__in=company.people_of(bowl))
        for entry in waiting.select_related("participant").order_by("place"):
            act.set(entry, ended_at=None, outcome="", behind=None)
            act.poke(entry.participant)
        neighbours.wait_again(act, ended)
        return bowl


def open_queue(*, workshop, opened, bowl=None, by=FACILITATOR, key=None):
    """Whether people may ask for a chair by themselves; helpers always may for them, and withdrawing is always open."""
    with _phase("set_gate", workshop, bowl, by, key, None) as act:
        if opened and act.bowl.phase == "last_call":
            raise NotNow(_("The last call was made. Go back to the talk first; that opens the queue as well."))
        if act.bowl.is_over and opened:
            raise NotNow(phase.sentence(act.bowl.phase))
        if opened == (act.bowl.queue_closed_at is not None):
            act.set(act.bowl, queue_closed_at=None if opened else act.now)
        return act.bowl


def _phase(name, workshop, bowl, by, key, seen, moderating=True):
    return command(name, workshop=workshop, bowl=bowl, by=by, key=key, seen=seen, moderating=moderating)
