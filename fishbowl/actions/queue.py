"""The queue: asking, stepping back, being called, and how a wish ends without the circle."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fishbowl.models import Entry, Stay
from fishbowl.rules import coming, line, phase, seats, ways
from fishbowl.rules.command import command
from fishbowl.rules.who import PARTICIPANT, said
from workshop.refusals import AskFirst, NotNow

JOIN, REPLY, PROCEDURE = Entry.Kind.JOIN, Entry.Kind.REPLY, Entry.Kind.PROCEDURE
FACILITATOR = "facilitator"
AT_ONCE = timedelta(seconds=5)  # what takes no longer to arrive came at once


def ask(*, participant, kind=JOIN, topic="", turn=None, change=False, begun_at=None, bowl=None, key=None, by=None):
    """A wish to be heard, placed by the circle's order. Whoever has asked already keeps the wish and its place.

    `turn` is the id of the turn a reply answers, nothing for the one that runs. `change`: a standing wish of the other
    kind is given up for this one; without it that is refused, and whoever asks for themselves is asked. `begun_at` is
    when it was pressed, as a phone tells it that had no network: the place is given now, and the moderator reads how
    late it came. `bowl`: in which circle, where a helper asks in another.
    """
    with command("request", workshop=participant.workshop, bowl=bowl, about=participant, by=by, key=key) as act:
        if wish := act.repeated(Entry) or _standing(act.bowl, participant, kind, change, said(by)):
            return wish
        _refuse_asking(act.bowl, participant, kind, said(by))
        answered = _answered(act.bowl, turn) if kind == REPLY else None
        if kind != PROCEDURE:
            for called in participant.entries.filter(ended_at=None).exclude(kind=PROCEDURE):
                _give_chair_back(act, called)
            line.end_all(act, participant, Entry.Outcome.WITHDRAWN)
        hand = kind == REPLY and seats.stay_of(participant) is not None
        helper = "" if said(by).role == "participant" else said(by).role
        about = {"kind": kind, "topic": topic, "turn": answered, "hand": hand, "made_by": helper}
        about["tapped_at"] = _late(act, begun_at)
        act.result = coming.line_up(act, participant, **about)
        return act.result


def _late(act, begun_at):
    """The moment of a press that waited for the network; None where it came at once, or the phone tells nonsense."""
    opened = act.bowl.opened_at
    return begun_at if begun_at and opened and opened <= begun_at <= act.now - AT_ONCE else None


def _standing(bowl, participant, kind, change, by):
    """The wish of this kind that stands; one of the other kind is changed only where that was said."""
    standing = bowl.entries.filter(participant=participant, ended_at=None)
    if same := standing.filter(kind=kind).first():
        return same
    other = kind != PROCEDURE and standing.exclude(kind=PROCEDURE).first()
    if other and not change:
        question = (
            _("You already wait for a chair. Change that wish into a reply?")
            if kind == REPLY
            else _("You already wait with a reply. Change it into a wish for a chair?")
        )
        raise AskFirst(question, change=1) if by.role == PARTICIPANT else NotNow(question)
    return None


def _refuse_asking(bowl, participant, kind, by):
    line.refuse_blocked(bowl, participant, by)
    if kind == PROCEDURE:
        return phase.refuse_outside(bowl, (*phase.ASKING, "closing_round"))
    if kind == JOIN:
        seats.refuse_seated(participant, by)
        ways.refuse_queue(bowl)
    if kind == REPLY:
        ways.refuse_reply(bowl, participant, seats.stay_of(participant) is not None)
    if bowl.queue_closed_at and by.role == "participant" and bowl.phase in phase.ASKING:
        raise NotNow(_("The queue is closed. The moderator can open it again."))
    return phase.refuse_outside(bowl, phase.ASKING)


def _answered(bowl, turn):
    running = bowl.running_turn()
    if running is None or turn not in (None, running.pk):
        raise NotNow(_("That turn has ended. Ask for a chair instead."))
    return running


def ask_in_order(*, people, bowl=None, by=FACILITATOR, key=None):
    """Everybody of a paper list, one after the other; who waits or sits already keeps that. All of them, or none.

    Of several circles in the one that is named: whoever waits in another comes over, whoever sits in one is named.
    """
    with transaction.atomic():
        return [ask(participant=each, bowl=bowl, by=by, key=key) for each in people if not _has_place(each, bowl)]


def _has_place(participant, bowl):
    wishes = participant.entries.filter(ended_at=None).exclude(kind=PROCEDURE)
    stays = participant.stays.filter(left_at=None)
    if bowl:
        wishes, stays = wishes.filter(fishbowl=bowl), stays.filter(chair__fishbowl=bowl)
    return wishes.exists() or stays.exists()


def withdraw(*, participant, entry=None, key=None, by=None):
    """Step out of the queue: always possible. A chair kept for the person is free again. None if there is no wish."""
    with command("withdraw", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        wishes = act.bowl.entries.filter(participant=participant)
        wish = wishes.filter(pk=entry).first() if entry else line.open_wish(act.bowl, participant)
        if wish and wish.ended_at is None:
            _drop(act, wish, Entry.Outcome.WITHDRAWN)
        return wish


def restore(*, participant, entry, key=None, by=None):
    """A withdrawal of a moment ago is taken back: the place is as it was, or first of its kind where it was called."""
    with command("restore", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        wish = act.bowl.entries.filter(participant=participant, pk=entry).first()
        if wish is None or wish.ended_at is None:
            return wish
        phase.refuse_outside(act.bowl, phase.ASKING)
        recent = act.now - wish.ended_at <= line.AGAIN_WITHIN
        if wish.outcome != Entry.Outcome.WITHDRAWN or not recent or not _may_stand_again(act.bowl, wish):
            raise NotNow(_("That was too long ago. Ask again, please."))
        called = wish.stays.filter(left_at=wish.ended_at).exists()
        line.again(act, wish)
        return line.first_in_band(act, wish) if called else wish


def _may_stand_again(bowl, wish):
    """No other wish of its class stands, and it still is one of somebody who sits (a hand), or does not."""
    others = bowl.entries.filter(participant=wish.participant_id, ended_at=None)
    if wish.kind == PROCEDURE:
        return not others.filter(kind=PROCEDURE).exists()
    stay = seats.stay_of(wish.participant)
    fits = bool(stay and stay.seated_at) if wish.hand else stay is None
    return fits and not others.exclude(kind=PROCEDURE).exists()


def remove(*, entry, by=FACILITATOR, key=None):
    """A helper takes a wish off the queue."""
    with _about(entry, "remove", by, key) as act:
        entry = line.fresh(entry)
        if entry.ended_at is None:
            _drop(act, entry, Entry.Outcome.REMOVED)
        return entry


def retopic(*, participant, entry, topic, key=None, by=None):
    """What an own wish that still waits is about, said anew."""
    with command("retopic", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        wish = act.bowl.entries.filter(participant=participant, pk=entry).first()
        if wish is None or wish.ended_at:
            raise NotNow(_("This wish does not wait any more."))
        act.set(wish, topic=topic)
        return wish


# --- moving in the queue -----------------------------------------------------------------------
def defer(*, participant, entry=None, end=True, key=None, by=None):
    """Let others go first: to the end of its kind, or one place back. A chair kept for the person is free again."""
    moderating = said(by).role not in ("participant", "steward")
    told = {"about": participant, "by": by, "key": key, "moderating": moderating}
    with command("defer", workshop=participant.workshop, **told) as act:
        wish = line.open_wish(act.bowl, participant)
        if wish is None or entry not in (None, wish.pk) or act.was_pressed():
            return wish
        ways.refuse_calling(act.bowl)
        _give_chair_back(act, wish)
        wish.refresh_from_db()
        return line.to_the_end(act, wish) if end else line.one_back(act, wish)


def decline(*, participant, call=None, key=None, by=None):
    """Called, but not coming now: the next person goes first, and the wish stays. None if there was no call."""
    with command("decline", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        calls = participant.stays.filter(seated_at=None).select_related("entry", "chair", "participant")
        stay = calls.filter(pk=call).first() if call else calls.filter(left_at=None).first()
        if stay and stay.left_at is None:
            entry = seats.give_back(act, stay, Stay.Exit.DECLINED)
            if entry and entry.ended_at is None:
                line.one_back(act, entry)
        return stay


def rejoin(*, participant, entry=None, key=None, by=None):
    """Whoever missed a call waits again: for three minutes at the old place, later where a new wish would come."""
    with command("rejoin", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        missed = act.bowl.entries.filter(participant=participant, ended_at=None, missed_at__isnull=False)
        wish = missed.filter(pk=entry).first() if entry else missed.first()
        if wish:
            phase.refuse_outside(act.bowl, phase.ASKING)
            line.again(act, wish)
        return wish or line.open_wish(act.bowl, participant)


def place_before(*, entry, other, reason="", seen=None, by=FACILITATOR, key=None):
    """The moderator's hand: this wish comes right before the other. It uses up no one's patience, and is logged.

    `seen` is how often this wish had been called when that was decided.
    """
    with _about(entry, "place_before", by, key, seen=seen, moderating=True) as act:
        if act.was_pressed():
            return line.fresh(entry)
        ways.refuse_calling(act.bowl)
        entry, other = line.fresh(entry), line.fresh(other)
        if entry.pk == other.pk:
            return entry
        line.refuse_stale_call(entry, seen)
        line.refuse_unless_waiting(other)
        if entry.hand or other.hand or PROCEDURE in (entry.kind, other.kind) or entry.fishbowl_id != other.fishbowl_id:
            raise NotNow(_("Only wishes for a chair have a place in the queue."))
        return line.before(act, entry, other, reason)


# --- being called ------------------------------------------------------------------------------
def call(*, entry, seen=None, by=FACILITATOR, key=None):
    """Keep the lowest free chair for somebody who waits. `seen` is how often they had been called before."""
    with _about(entry, "call", by, key, seen=seen) as act:
        entry = line.fresh(entry)
        if stay := act.repeated(Stay) or entry.stays.filter(left_at=None).first():
            return stay
        line.refuse_stale_call(entry, seen)
        phase.refuse_outside(act.bowl, phase.TALKING)
        _refuse_no_chair(entry)
        chair = seats.chair_for_a_call(act.bowl)
        stay = coming.hold(act, chair, entry)
        if stay is None:
            raise NotNow(_("Somebody was a moment faster: chair %(chair)s is taken.") % {"chair": chair.number})
        act.result = stay
        return stay


def _refuse_no_chair(entry):
    if entry.kind == PROCEDURE:
        raise NotNow(_("A word on how we work needs no chair. Hear it, and mark it as heard."))
    if entry.hand:
        raise NotNow(_("%(who)s sits in the circle already. Give them the floor.") % {"who": entry.participant})


def resolve(*, entry, by=FACILITATOR, key=None):
    """A word on how we work was heard."""
    with _about(entry, "resolve", by, key) as act:
        entry = line.fresh(entry)
        if entry.kind != PROCEDURE:
            raise NotNow(_("Only a word on how we work is marked as heard; somebody who waits is called to a chair."))
        return line.end(act, entry, Entry.Outcome.SERVED)


def still_asked(*, entry, by=FACILITATOR, key=None):
    """Ask somebody who waits whether they still want the chair; no answer marks the wish, and removes nothing."""
    with _about(entry, "still_asked", by, key) as act:
        ways.refuse_calling(act.bowl)
        entry = line.fresh(entry)
        line.refuse_unless_waiting(entry)
        return act.set(entry, still_asked_at=act.now, still_said_at=None)


def still_wanted(*, participant, entry=None, key=None, by=None):
    """Yes, the chair is still wished for."""
    with command("still_wanted", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        wish = line.open_wish(act.bowl, participant)
        if wish and wish.still_asked_at and entry in (None, wish.pk):
            act.set(wish, still_said_at=act.now)
        return wish


# --- helpers -----------------------------------------------------------------------------------
def _about(entry, name, by, key, **more):
    """The command about somebody's wish, in its own circle."""
    about = {"workshop": entry.fishbowl.workshop, "bowl": entry.fishbowl, "about": entry.participant}
    return command(name, by=by, key=key, **about, **more)


def _drop(act, wish, outcome):
    """A wish ends without the circle; a chair kept for it is free again."""
    _give_chair_back(act, wish)
    wish.refresh_from_db()
    line.end(act, wish, outcome)


def _give_chair_back(act, wish):
    for stay in wish.stays.filter(left_at=None, seated_at=None).select_related("chair", "entry", "participant"):
        seats.give_back(act, stay, Stay.Exit.DECLINED)
