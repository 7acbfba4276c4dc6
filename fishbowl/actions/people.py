"""People around the circle: away and back, promised a time, asked to be quiet, noted twice."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fishbowl.actions.queue import call
from fishbowl.models import Absence, Belonging, Block, Entry, Fishbowl, Rapporteur, Slot, Stay
from fishbowl.rules import coming, company, line, phase, seats, ways
from fishbowl.rules.command import command
from fishbowl.rules.who import By, said
from workshop.actions import become_one
from workshop.models import Consent
from workshop.refusals import NotNow

FACILITATOR = "facilitator"


def presence(*, participant, away, bowl=None, by=None, key=None):
    """Out of the room for a while, or back: a place in the queue is kept, and skipped meanwhile."""
    with command("presence", workshop=participant.workshop, bowl=bowl, about=participant, by=by, key=key) as act:
        absence = Absence.objects.filter(participant=participant, ended_at=None).first()
        if away and absence is None:
            return act.new(Absence, participant=participant, since=act.now)
        if not away and absence:
            act.set(absence, ended_at=act.now)
        return absence


# --- a promised time ---------------------------------------------------------------------------
def promise(*, participant, at=None, bowl=None, by=FACILITATOR, key=None):
    """Somebody is called at a time that everybody can see: no hidden jump. Without a time: they come if nobody does."""
    told = {"about": participant, "by": by, "key": key, "moderating": True}
    with command("promise" if at else "stand_by", workshop=participant.workshop, bowl=bowl, **told) as act:
        ways.refuse_calling(act.bowl)
        phase.refuse_outside(act.bowl, ("draft", *phase.ASKING))
        line.refuse_blocked(act.bowl, participant, said(by))
        if slot := act.bowl.slots.filter(participant=participant, ended_at=None).first():
            if slot.at and at is None and not act.was_pressed():
                raise NotNow(_("%(who)s has been promised a time. Take that back first.") % {"who": participant})
            return act.set(slot, at=at or slot.at)
        return act.new(Slot, fishbowl=act.bowl, participant=participant, at=at)


def take_promise_back(*, slot, by=FACILITATOR, key=None):
    """What was promised is off; the person may ask like everybody."""
    about = {"about": slot.participant, "by": by, "key": key, "moderating": True}
    with command(
        "promise_off" if slot.at else "stand_by_off", workshop=slot.fishbowl.workshop, bowl=slot.fishbowl, **about
    ) as act:
        slot = Slot.objects.get(pk=slot.pk)
        return act.set(slot, ended_at=slot.ended_at or act.now)


def call_promised(*, slot, by=FACILITATOR, key=None):
    """Call somebody at their promised time, or as they agreed to come, whether they asked or not. Twice is once."""
    with transaction.atomic():
        about = {"about": slot.participant, "by": by, "key": key}
        name = "call_promised" if slot.at else "call_standing_by"
        with command(name, workshop=slot.fishbowl.workshop, bowl=slot.fishbowl, **about) as act:
            slot = Slot.objects.select_related("participant").get(pk=slot.pk)
            if slot.ended_at:
                return _came_of(act, slot)
            line.refuse_blocked(act.bowl, slot.participant, said(by))
            wish = line.open_wish(act.bowl, slot.participant)
            if wish is None:
                seats.refuse_seated(slot.participant, By(role=FACILITATOR))
                phase.refuse_outside(act.bowl, phase.TALKING)
                wish = coming.line_up(act, slot.participant, made_by=FACILITATOR)
            act.set(slot, ended_at=act.now)
        return call(entry=line.fresh(wish), by=by)


def _came_of(act, slot):
    """The stay that an earlier call led to. NotNow where there was none, since what was promised is off."""
    stays = Stay.objects.filter(participant=slot.participant, chair__fishbowl=act.bowl).order_by("pk")
    if stay := stays.filter(Q(left_at=None) | Q(left_at__gte=slot.ended_at)).select_related("chair").first():
        return stay
    raise NotNow(_("Nothing is promised to %(who)s any more.") % {"who": slot.participant})


# --- conduct -----------------------------------------------------------------------------------
def block(*, participant, reason="", bowl=None, by=FACILITATOR, key=None):
    """Somebody may not ask for a chair any more, in any circle; a chair, a wish and a promise they have are taken.

    Why is for the organizer.
    """
    told = {"about": participant, "by": by, "key": key, "moderating": True}
    with command("block", workshop=participant.workshop, bowl=bowl, **told) as act:
        if stay := Stay.objects.filter(participant=participant, left_at=None).first():
            seats.leave(act, seats.fresh(stay), Stay.Exit.ASKED)
        for entry in participant.entries.filter(ended_at=None):
            line.end(act, entry, Entry.Outcome.REMOVED)
        for slot in participant.slots.filter(ended_at=None):
            act.set(slot, ended_at=act.now)
        for row in participant.speaks_for.filter(ended_at=None):
            act.set(row, ended_at=act.now)
        act.room.show(*company.SCREENS)
        standing = participant.blocks.filter(ended_at=None).first()
        return standing or act.new(Block, fishbowl=act.bowl, participant=participant, reason=reason)


def unblock(*, participant, bowl=None, by=FACILITATOR, key=None):
    """They may ask again."""
    told = {"about": participant, "by": by, "key": key, "moderating": True}
    with command("unblock", workshop=participant.workshop, bowl=bowl, **told) as act:
        for standing in participant.blocks.filter(ended_at=None):
            act.set(standing, ended_at=act.now)


# --- one person, noted twice -------------------------------------------------------------------
def merge(*, participant, into, bowl=None, by=FACILITATOR, key=None):
    """Two numbers of one person become one: stays, turns, wishes and words go to `into`; the other leaves."""
    with command("merge", workshop=participant.workshop, bowl=bowl, about=participant, by=by, key=key) as act:
        if participant.pk == into.pk or participant.left_at:
            return into
        both = [seats.stay_of(each) for each in (participant, into)]
        if all(both):
            raise NotNow(_("Both hold a chair. One of them has to leave it first."))
        _hand_over(act, participant, into, seated=any(stay and stay.seated_at for stay in both))
        become_one(act.room, participant, into)
        return into


def _hand_over(act, one, into, seated):
    """Of two standing wishes the earlier place stays; whoever sits waits for no chair."""
    for bowl in Fishbowl.all_in(act.room):
        _one_wish(act, bowl, one, into, seated)
    _one_circle(act, one, into)
    for entry in Entry.objects.filter(participant=one):
        act.set(entry, participant=into)
    for stay in Stay.objects.filter(participant=one):
        act.set(stay, participant=into)
    for turn in one.turns.select_related("fishbowl"):
        act.set(turn, participant=into)
    for row in one.neighbours.all():
        act.set(row, proposer=into)
    for row in one.named_by.all():
        act.set(row, participant=into)
    one.noticed.filter(consent="").update(consent=one.consent or Consent.ROOM)
    one.noticed.update(author=into)
    for slot in one.slots.filter(ended_at=None):
        twice = into.slots.filter(fishbowl=slot.fishbowl_id, ended_at=None).exists()
        act.set(slot, **({"ended_at": act.now} if twice else {"participant": into}))
    for absence in one.absences.filter(ended_at=None):
        act.set(absence, ended_at=act.now)


def _one_circle(act, one, into):
    """Of two circles that of the chair, else of the wish, else of `into`; a wish in the other one ends."""
    both = [Belonging.objects.filter(participant=each).first() for each in (one, into)]
    if not all(both) or both[0].fishbowl_id == both[1].fishbowl_id:
        chosen = next((each for each in both[::-1] if each), None)
    else:
        chosen = max(both[::-1], key=lambda each: _holds(each.participant))
        left = both[0] if chosen is both[1] else both[1]
        for entry in left.participant.entries.filter(ended_at=None, fishbowl=left.fishbowl):
            line.end(act, entry, Entry.Outcome.WITHDRAWN)
    if both[0] and both[1]:
        act.set(both[1], fishbowl=chosen.fishbowl)
        act.remove(both[0])
    elif both[0]:
        act.set(both[0], participant=into)
    for row in Rapporteur.objects.filter(participant=one, ended_at=None):
        twice = Rapporteur.objects.filter(participant=into, ended_at=None).exists()
        act.set(row, **({"ended_at": act.now} if twice else {"participant": into}))


def _holds(person):
    """2 for a chair, 1 for a wish, 0 for neither."""
    if person.stays.filter(left_at=None).exists():
        return 2
    return int(person.entries.filter(ended_at=None).exists())


def _one_wish(act, bowl, one, into, seated):
    standing = bowl.entries.filter(participant__in=(one, into), ended_at=None)
    procedure = list(standing.filter(kind=Entry.Kind.PROCEDURE).order_by("place"))
    others = list(standing.exclude(kind=Entry.Kind.PROCEDURE).order_by("place"))
    keep = 0 if seated and not any(entry.hand for entry in others) else 1
    for entry in [*procedure[1:], *others[keep:]]:
        for stay in entry.stays.filter(left_at=None, seated_at=None):
            seats.give_back(act, seats.fresh(stay), Stay.Exit.DECLINED)
        entry.refresh_from_db()
        line.end(act, entry, Entry.Outcome.WITHDRAWN)
