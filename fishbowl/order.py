"""Where a new wish comes in the queue, and who comes next and why: pure rules over plain data, no database.

Replies come before contributions, but never more than a few in a row. Among contributions whoever has been in the
circle less often goes first (or nobody does, as the circle is set). Whoever was overtaken three times is overtaken no
more, and whom the moderator brought forward is not pushed back by others' arrival.
"""

from dataclasses import dataclass

LOCKED_AT = 3


@dataclass(frozen=True)
class Waiting:
    """A wish as the order sees it: `rank` is what goes first when low."""

    reply: bool = False
    rank: int = 0
    overtaken: int = 0
    pinned: bool = False


def slot(line, *, reply=False, rank=0, run=0, most=2):
    """The index at which a new wish comes into the line. `run`: replies called since the last contribution."""
    first = 1 + max((n for n, each in enumerate(line) if each.overtaken >= LOCKED_AT), default=-1)
    if reply:
        return _slot_of_reply(line, first, run, most)
    before = [n for n, each in enumerate(line) if not each.reply and (each.pinned or each.rank <= rank)]
    at = max(first, 1 + max(before, default=-1))
    while at < len(line) and line[at].reply and _run_before(line, at, run) < most:
        at += 1
    return at


def _slot_of_reply(line, first, run, most):
    """Behind the replies and whom the moderator brought forward, with a contribution between so and so many."""
    before = [n for n, each in enumerate(line) if each.reply or each.pinned]
    at = max(first, 1 + max(before, default=-1))
    while at < len(line) and _run_before(line, at, run) >= most:
        at += 1
    return at


def _run_before(line, at, run):
    """How many replies stand in a row right before an index, counting those called last where the line is none else."""
    count = 0
    for each in reversed(line[:at]):
        if not each.reply:
            return count
        count += 1
    return count + run
