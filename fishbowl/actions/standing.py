"""Standing behind a chair, or tapping whoever sits there: how people come in where nobody is called."""

from fishbowl.models import Entry
from fishbowl.rules import line, phase, seats, standing
from fishbowl.rules.command import command
from fishbowl.rules.who import said


def stand(*, participant, chair, seen=None, bowl=None, key=None, by=None):
    """Stand behind this chair (a number): when whoever sits there goes, it is kept for the first who stands there.

    `seen` is the chair's version. Whoever stands elsewhere, or waited before, comes from there.
    """
    told = {"about": participant, "by": by, "key": key, "seen": seen}
    with command("stand", workshop=participant.workshop, bowl=bowl, **told) as act:
        wish = act.repeated(Entry) or line.open_wish(act.bowl, participant)
        target = act.bowl.chairs.filter(number=chair).first()
        if wish and (
            wish.ended_at or wish.called_at or (target and wish.behind_id == target.pk and not wish.missed_at)
        ):
            return wish
        line.refuse_blocked(act.bowl, participant, said(by))
        seats.refuse_seated(participant, said(by))
        phase.refuse_outside(act.bowl, phase.TALKING)
        if wish is None:
            line.refuse_closed_queue(act.bowl, said(by))
        standing.refuse_standing(act.bowl, target, wish)
        seats.refuse_stale_chair(target, seen)
        line.end_all(act, participant, Entry.Outcome.WITHDRAWN, but=wish)
        if wish and wish.missed_at:
            line.again(act, wish)
        helper = "" if said(by).role == "participant" else said(by).role
        act.result = standing.stand(act, participant, target, wish, made_by=helper)
        return act.result
