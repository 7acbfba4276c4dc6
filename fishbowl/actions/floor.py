"""The floor: who speaks, for how long, and who it really was."""

from django.utils.translation import gettext as _

from fishbowl.models import ModeratorTurn, Turn
from fishbowl.rules import floor, phase, turns
from fishbowl.rules.command import command
from fishbowl.rules.who import refuse_listener, said
from workshop.refusals import NotNow

FACILITATOR = "facilitator"
MOST_EXTRA = 3600


def floor_to(*, participant, seen=None, off_chair=False, bowl=None, key=None, by=None):
    """Somebody speaks from now on; a new turn each time. `seen`: the floor as read, 0 for silence.

    Who speaks sits in the circle, unless the moderator lets somebody speak from outside (`off_chair`).
    """
    told = {"about": participant, "by": by, "key": key, "seen": seen}
    with command("floor", workshop=participant.workshop, bowl=bowl, **told) as act:
        turn = act.bowl.running_turn()
        if turn and turn.participant_id == participant.pk:
            return turn
        if known := act.repeated(Turn):
            return known
        phase.refuse_outside(act.bowl, phase.SPEAKING)
        floor.refuse_stale(act.bowl, seen)
        stays = participant.stays.filter(left_at=None, chair__fishbowl=act.bowl)
        stay = stays.exclude(seated_at=None).first()
        if stay is None and not off_chair:
            raise NotNow(floor.seated_only(participant, said(by)))
        floor.clear(act)
        act.result = floor.begin(act, participant, stay, off_chair=stay is None)
        return act.result


def silence(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """Nobody speaks from now on. `seen`: the floor as read; None ends whichever turn runs."""
    with command("floor_none", workshop=workshop, bowl=bowl, by=by, key=key, seen=seen) as act:
        turn = floor.on_it(act.bowl)
        if seen in (None, floor.mark(turn)):
            floor.clear(act)
        return turn


def moderator_speaks(*, workshop, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The moderator speaks, until somebody else does or nobody; it counts as no voice. `seen`: the floor as read."""
    with command("moderator_speaks", workshop=workshop, bowl=bowl, by=by, key=key, seen=seen) as act:
        if known := act.bowl.moderator_speaks() or act.repeated(ModeratorTurn):
            return known
        phase.refuse_outside(act.bowl, phase.SPEAKING)
        floor.refuse_stale(act.bowl, seen)
        act.result = floor.moderator_begins(act)
        return act.result


def rest_turn(*, turn, by=FACILITATOR, key=None):
    """The clock of a running turn stands; what it stands does not count."""
    with _about(turn, "turn_rests", by, key) as act:
        return turns.rest(act, _running(turn))


def run_turn(*, turn, by=FACILITATOR, key=None):
    """The clock of a running turn goes on."""
    with _about(turn, "turn_runs", by, key) as act:
        phase.refuse_outside(act.bowl, phase.SPEAKING)
        return turns.run_on(act, _running(turn))


def give_time(*, turn, seconds, by=FACILITATOR, key=None):
    """Some seconds more or less for a running turn; the same key again gives nothing."""
    with _about(turn, "turn_time", by, key) as act:
        turn = _running(turn)
        if act.was_pressed():
            return turn
        extra = turn.extra_seconds + seconds
        return act.set(turn, extra_seconds=max(-act.bowl.turn_seconds, min(MOST_EXTRA, extra)))


def correct_turn(*, turn, participant, by=FACILITATOR, key=None):
    """It was somebody else who speaks or spoke: the turn is theirs, and what was taken down in it follows."""
    with _about(turn, "turn_corrected", by, key) as act:
        refuse_listener(participant, said(by))
        turn = Turn.objects.select_related("participant", "fishbowl").get(pk=turn.pk)
        stay = participant.stays.filter(left_at=None, chair__fishbowl=act.bowl).exclude(seated_at=None).first()
        act.poke(participant)
        if turn.participant_id != participant.pk and not act.was_pressed(about_anybody=True):
            act.set(turn, participant=participant, stay=stay, off_chair=stay is None)
            floor.relink(turn)
        return turn


def _about(turn, name, by, key):
    about = {"workshop": turn.fishbowl.workshop, "bowl": turn.fishbowl, "about": turn.participant}
    return command(name, by=by, key=key, seen=turn.pk, **about)


def _running(turn):
    fresh = Turn.objects.select_related("participant", "fishbowl").get(pk=turn.pk)
    if fresh.ended_at:
        raise NotNow(_("The turn has just ended. Look once more who wishes to speak."))
    return fresh
