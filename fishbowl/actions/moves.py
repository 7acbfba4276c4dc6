"""The moderator's moves: what the whole room does for a moment, or hears said."""

from datetime import timedelta

from fishbowl.actions.words import turn_of_words
from fishbowl.models import Move, Stay
from fishbowl.rules import floor, line, phase
from fishbowl.rules.command import command

FACILITATOR = "facilitator"
LASTS = {Move.Kind.PAIR: 120, Move.Kind.SILENCE: 30, Move.Kind.CLARIFY: 180}  # seconds; the others are said once
SHOWN = 30  # seconds that a sentence stands on the projector
RESTING = (Move.Kind.PAIR, Move.Kind.SILENCE)  # nobody speaks in the circle meanwhile, and no call runs out


def make_move(*, workshop, kind, text="", seconds=None, bowl=None, by=FACILITATOR, key=None):
    """A move begins, and the one before it ends; in pairs or in silence the running turn ends and calls wait."""
    with command("move", workshop=workshop, bowl=bowl, by=by, key=key, moderating=True) as act:
        if known := act.repeated(Move):
            return known
        phase.refuse_outside(act.bowl, phase.TALKING)
        length = timedelta(seconds=seconds or LASTS.get(kind, SHOWN))
        turn = turn_of_words(act.bowl) if kind == Move.Kind.PARK else act.bowl.running_turn()
        end_running(act)
        if kind in RESTING:
            floor.clear(act)
            _calls_wait(act, length)
        ends_at = act.now + length
        about = {"fishbowl": act.bowl, "kind": kind, "text": text, "turn": turn, "started_at": act.now}
        act.result = act.new(Move, ends_at=ends_at, **about)
        return act.result


def end_move(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The move is over, before its time. `seen`: its id; None ends whichever runs."""
    with command("move_ends", workshop=workshop, bowl=bowl, by=by, key=key, seen=seen, moderating=True) as act:
        move = act.bowl.moves.filter(ended_at=None).first()
        if move and seen in (None, move.pk):
            end_running(act)
        return move


def end_running(act):
    """The move that runs ends; what was left of a rest is taken off the calls again."""
    for move in act.bowl.moves.filter(ended_at=None):
        if move.kind in RESTING and move.ends_at > act.now:
            _calls_wait(act, act.now - move.ends_at)
        act.set(move, ended_at=min(act.now, move.ends_at or act.now))


def _calls_wait(act, length):
    open_calls = Stay.objects.filter(chair__fishbowl=act.bowl, left_at=None, seated_at=None)
    line.shifted(act, open_calls, "expires_at", length)
