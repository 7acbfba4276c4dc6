"""The clock of a turn, of somebody in the circle or of the moderator: how it rests, goes on and stops."""

from fishbowl.rules import ways


def rest(act, turn):
    """The turn's clock stands."""
    if turn and turn.paused_at is None and turn.ended_at is None:
        act.set(turn, paused_at=act.now)
    return turn


def run_on(act, turn):
    """The turn's clock goes on; what it stood does not count."""
    if turn and turn.paused_at:
        stood = max(0, round((act.now - turn.paused_at).total_seconds() * 1000))
        act.set(turn, paused_ms=turn.paused_ms + stood, paused_at=None)
    return turn


def stop(act, turn):
    """The turn has ended, now or where it began."""
    run_on(act, turn)
    return act.set(turn, ended_at=max(act.now, turn.started_at))


def close(act, turn):
    """Somebody's turn has ended; they and whoever stands behind them are told."""
    stop(act, turn)
    act.poke(turn.participant)
    ways.tell_behind(act, turn.stay)
