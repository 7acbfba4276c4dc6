"""The chairs: sitting down, making room, being seated by a helper, chairs put out and aside."""

from django.db.models import Max
from django.utils.translation import gettext as _

from fishbowl.models import Chair, Fishbowl, Stay
from fishbowl.rules import coming, line, phase, seats, standing, ways
from fishbowl.rules.command import command
from fishbowl.rules.who import said
from workshop.refusals import AskFirst, NotNow

FACILITATOR = "facilitator"


# --- sitting down ------------------------------------------------------------------------------
def take(*, participant, call=None, chair=None, seen=None, at_place=False, bowl=None, key=None, by=None):
    """Sit down: on the chair one is called to (`call`: the stay it began), else on a free one if the rules let one.

    `chair` is the number of the chair one has walked to and `seen` its version. Two at once for the last chair: one
    sits, the other is placed in the queue and told so.
    """
    told = {"about": participant, "by": by, "key": key, "seen": seen}
    with command("sit", workshop=participant.workshop, bowl=bowl, **told) as act:
        if stay := act.repeated(Stay) or _has_sat(participant, call):
            return stay
        if held := seats.stay_of(participant):
            act.result = seats.arrive(act, held, at_place)
            return held
        free = _free_chair(act, participant, chair, seen, said(by))
        if swapped := free is None and standing.swap(act, participant, chair, at_place):
            act.result = swapped
            return swapped
        wish = line.open_wish(act.bowl, participant)
        if free and _may_sit(act.bowl, wish):
            if stay := coming.sit(act, free, participant, wish, at_place):
                act.result = stay
                return stay
            free = None  # given away in the same instant
        ways.refuse_queue(act.bowl, wish if wish and wish.behind else None)
        act.result = wish = wish or coming.line_up(act, participant)
    raise NotNow(_not_yet(act.bowl, wish, free))


def _has_sat(participant, call):
    """The stay that the person is in, or the one that the call they answer has led to."""
    if seated := participant.stays.filter(left_at=None).exclude(seated_at=None).first():
        return seated
    if participant.stays.filter(left_at=None).exists():
        return None
    answered = call and participant.stays.filter(pk=call).exclude(left_at=None).first()
    if answered and answered.seated_at is None:
        raise NotNow(_("Chair %(chair)s was given back, since nobody came.") % {"chair": answered.chair.number})
    return answered


def _free_chair(act, participant, number, seen, by):
    """The chair to sit on uncalled, or None while there is none; NotNow where it is no time for it."""
    bowl = act.bowl
    line.refuse_blocked(bowl, participant, by)
    phase.refuse_outside(bowl, phase.TALKING)
    if bowl.queue_closed_at and by.role == "participant" and not line.open_wish(bowl, participant):
        raise NotNow(_("The queue is closed. The moderator can open it again."))
    ways.refuse_coming(bowl)
    ways.refuse_while_closed(bowl)
    free = bowl.free_chairs()
    chair = free.filter(number=number).first() if number else free.first()
    return chair if chair and seen in (None, chair.version) else None


def _may_sit(bowl, wish):
    """Uncalled: the first of the queue where the circle is free; else while nobody else waits."""
    if bowl.variant in ways.NOBODY_CALLS:
        return True
    waiting = bowl.waiting().exclude(pk=wish.pk if wish else None)
    if wish and bowl.way_in == Fishbowl.Way.FREE:
        return not waiting.filter(place__lt=wish.place).exists()
    return not waiting.exists()


def _not_yet(bowl, wish, free):
    if free and bowl.waiting().first() == wish:
        return _("You are next. The moderator calls you.")
    return line.others_first(bowl, wish)


def seat(
    *,
    participant,
    chair=None,
    seen=None,
    instead=False,
    move=False,
    at_place=False,
    bowl=None,
    key=None,
    by=FACILITATOR,
):
    """A helper seats somebody: on this chair (a number), or on the one kept for them, or on the lowest free one.

    `instead`: whoever has the chair gives way; `move`: somebody who sits elsewhere changes the chair. `seen` is the
    chair's version. `bowl`: in which circle, where it is not their own.
    """
    told = {"about": participant, "by": by, "key": key, "seen": seen}
    with command("seat", workshop=participant.workshop, bowl=bowl, **told) as act:
        mine = seats.stay_of(participant)
        if known := act.repeated(Stay):
            return known
        here = mine and mine.chair.fishbowl_id == act.bowl.pk and chair in (None, mine.chair.number)
        if mine and mine.seated_at and (here or not move):
            return _refuse_other_chair(mine, here)
        phase.refuse_outside(act.bowl, phase.SEATING)
        if here and not mine.seated_at:
            act.result = seats.arrive(act, mine, at_place)
            return mine
        target = seats.chair_for(act, chair)
        seats.refuse_stale_chair(target, seen)
        _make_way(act, target, participant, instead)
        if mine:
            seats.leave(act, mine, Stay.Exit.CORRECTED)
        act.result = coming.sit(act, target, participant, line.open_wish(act.bowl, participant), at_place)
        if act.result is None:
            raise NotNow(_("Chair %(chair)s has just been taken.") % {"chair": target.number})
        return act.result


def _refuse_other_chair(stay, here):
    if not here:
        raise AskFirst(f"{seats.where(stay)} {_('Shall they change to the other chair?')}", move=1)
    return stay


def _make_way(act, chair, participant, instead):
    """Whoever has the chair: a guest who was called waits first again, somebody seated by mistake leaves it."""
    held = chair.stays.filter(left_at=None).select_related("entry", "participant", "chair").first()
    if held is None:
        return
    if not instead:
        about = {"chair": chair.number, "holder": held.participant, "who": participant}
        sentence = _("Chair %(chair)s is not free: %(holder)s has it. Shall %(who)s sit there instead?") % about
        raise AskFirst(sentence, instead=1, seen=chair.version)
    if held.seated_at:
        seats.leave(act, held, Stay.Exit.CORRECTED)
    elif entry := seats.give_back(act, held, Stay.Exit.CORRECTED):
        line.first_in_band(act, entry)


# --- making room -------------------------------------------------------------------------------
def leave(*, participant, stay=None, key=None, by=None):
    """Leave the chair; whoever speaks from it falls silent. None if the person does not sit."""
    with command("leave", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        stays = participant.stays.exclude(seated_at=None)
        stay = stays.filter(pk=stay).first() if stay else stays.filter(left_at=None).first()
        if stay and stay.left_at is None:
            seats.leave(act, seats.fresh(stay), seats.way_out(act.bowl, stay))
            stay.refresh_from_db()
        return stay


def release(*, stay, how=Stay.Exit.ASKED, by=FACILITATOR, key=None):
    """A helper frees a chair: from somebody who sits there, or who was called and did not come."""
    with _about(stay, "release", by, key) as act:
        stay = seats.fresh(stay)
        if stay.left_at is None and stay.seated_at is None:
            entry = seats.give_back(act, stay, Stay.Exit.DECLINED)
            if entry and entry.ended_at is None:
                line.one_back(act, entry)
        elif stay.left_at is None:
            seats.leave(act, stay, how)
        return stay


def offer_chair(*, participant, stay=None, key=None, by=None):
    """I make room: when my turn ends, or at once where I do not speak. None if the person does not sit."""
    with command("offer_chair", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        mine = seats.stay_of(participant)
        if mine is None or mine.seated_at is None or stay not in (None, mine.pk):
            return None
        act.set(mine, offered_at=mine.offered_at or act.now)
        if not mine.turns.filter(ended_at=None).exists():
            seats.leave(act, mine, Stay.Exit.MADE_ROOM)
        return mine


def keep_chair(*, participant, key=None, by=None):
    """I stay after all: an offer to make room is taken back."""
    with command("keep_chair", workshop=participant.workshop, about=participant, by=by, key=key) as act:
        mine = seats.stay_of(participant)
        return act.set(mine, offered_at=None) if mine and mine.offered_at else mine


def ask_release(*, stay, asked=True, by=FACILITATOR, key=None):
    """The moderator thanks somebody and asks for the chair (or takes that back); they leave it by themselves."""
    with _about(stay, "ask_release", by, key, seen=stay.pk, moderating=True) as act:
        stay = seats.fresh(stay)
        if asked:
            ways.refuse_calling(act.bowl)
        if stay.left_at or stay.seated_at is None:
            raise NotNow(_("%(who)s does not sit there any more.") % {"who": stay.participant})
        return act.set(stay, asked_at=(stay.asked_at or act.now) if asked else None)


# --- chairs out and aside ----------------------------------------------------------------------
def put_aside(*, workshop, number, bowl=None, by=FACILITATOR, key=None):
    """Take a free chair out of the circle; two always stay."""
    with command("retire_chair", workshop=workshop, bowl=bowl, by=by, key=key) as act:
        chair = act.bowl.chairs.filter(number=number).first()
        if chair is None or chair.retired_at:
            return chair
        seats.refuse_to_put_aside(act.bowl, chair)
        standing.step_back(act, chair)
        return act.set(chair, retired_at=act.now, version=chair.version + 1)


def put_out(*, workshop, number, kind=Chair.Kind.OPEN, bowl=None, by=FACILITATOR, key=None):
    """Bring a chair into the circle: one that was put aside, or the next new one; twelve at most."""
    with command("add_chair", workshop=workshop, bowl=bowl, by=by, key=key) as act:
        if chair := act.bowl.chairs.filter(number=number).first():
            return act.set(chair, retired_at=None, version=chair.version + 1) if chair.retired_at else chair
        ways.refuse_kind(act.bowl, kind)
        last = act.bowl.chairs.aggregate(last=Max("number"))["last"] or 0
        if number != last + 1 or number > seats.MOST_CHAIRS:
            raise NotNow(_("A circle has twelve chairs at most, numbered without a gap."))
        return act.new(Chair, fishbowl=act.bowl, number=number, kind=kind)


def set_kind(*, workshop, number, kind, bowl=None, by=FACILITATOR, key=None):
    """What a chair is for: open to everybody, of the core, or spare."""
    with command("chair_kind", workshop=workshop, bowl=bowl, by=by, key=key) as act:
        chair = act.bowl.chairs.filter(number=number).first()
        if chair is None:
            raise NotNow(_("There is no chair %(chair)s.") % {"chair": number})
        ways.refuse_kind(act.bowl, kind)
        return act.set(chair, kind=kind)


def _about(stay, name, by, key, **more):
    """The command about somebody's stay, in its own circle."""
    bowl = stay.chair.fishbowl
    about = {"workshop": stay.participant.workshop, "bowl": bowl, "about": stay.participant}
    return command(name, by=by, key=key, **about, **more)
