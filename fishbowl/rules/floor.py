"""Who speaks: how a turn begins, rests and ends."""

from django.utils.translation import gettext as _

from fishbowl.models import Entry, ModeratorTurn, Stay, Turn
from fishbowl.rules import line, seats, turns, ways
from workshop.refusals import NotNow


def begin(act, participant, stay, off_chair=False):
    """A new turn, always: an earlier one keeps its times. A hand that was up comes down."""
    topic = act.bowl.topics.filter(ended_at=None, started_at__isnull=False).first()
    for hand in act.bowl.entries.filter(participant=participant, hand=True, ended_at=None):
        line.end(act, hand, Entry.Outcome.SERVED)
    ways.first_word(act)
    ways.tell_behind(act, stay)
    return act.new(
        Turn,
        fishbowl=act.bowl,
        participant=participant,
        stay=stay,
        topic=topic,
        off_chair=off_chair,
        started_at=act.now,
    )


def end(act, turn):
    """The turn ends; whoever offered to make room leaves the chair with it."""
    if turn is None or turn.ended_at:
        return turn
    turns.close(act, turn)
    offered = Stay.objects.filter(pk=turn.stay_id, left_at=None, offered_at__isnull=False)
    for stay in offered.select_related("chair", "entry", "participant"):
        seats.leave(act, stay, Stay.Exit.MADE_ROOM)
    return turn


def moderator_begins(act):
    """The moderator speaks, and nobody else."""
    clear(act)
    return act.new(ModeratorTurn, fishbowl=act.bowl, started_at=act.now)


def clear(act):
    """Whoever has the floor, somebody of the circle or the moderator, has it no more."""
    end(act, act.bowl.running_turn())
    if row := act.bowl.moderator_speaks():
        turns.stop(act, row)


def on_it(bowl):
    """The turn that runs, of somebody or of the moderator; None where the floor is free."""
    return bowl.running_turn() or bowl.moderator_speaks()


def mark(row):
    """What a press has seen of the floor: a turn's id, that of the moderator's below zero, 0 for silence."""
    return row.mark if row else 0


def refuse_stale(bowl, seen):
    """`seen` is the floor as read (`mark`); None skips the check."""
    turn = on_it(bowl)
    if seen in (None, mark(turn)):
        return
    if isinstance(turn, ModeratorTurn):
        raise NotNow(_("The moderator has the floor since a moment ago."))
    if turn:
        raise NotNow(_("%(who)s has the floor since a moment ago.") % {"who": turn.participant})
    raise NotNow(_("The turn has just ended. Look once more who wishes to speak."))


def seated_only(participant, by):
    if by.role != "participant":
        return _("%(who)s does not sit in the circle. We speak from the circle only.") % {"who": participant}
    return _("We speak from the circle only. Ask for a chair first.")


def relink(turn):
    """What was taken down in a turn, with the speaker filled in from it, follows whoever the turn belongs to.

    The agreement of somebody else counts for nothing: it waits for the new speaker's own check.
    """
    for caught in turn.caught.filter(from_turn=True).select_related("statement"):
        statement = caught.statement
        if statement.speaker_id != turn.participant_id:
            statement.speaker, statement.consent = turn.participant, turn.participant.consent
            statement.checked_at = statement.refused_at = None
            statement.save(update_fields=["speaker", "consent", "checked_at", "refused_at"])
