"""The queue: how a wish comes into it, moves in it and ends."""

from collections import Counter
from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from fishbowl.models import Block, Entry, Stay
from fishbowl.order import Waiting, slot
from fishbowl.rules import ways
from workshop.refusals import NotNow
from workshop.text import folded

GAP = 2**32  # between two places, so that somebody may come in between
FIRST_FOR = timedelta(minutes=3)  # how long a missed call keeps its place
AGAIN_WITHIN = timedelta(seconds=7)  # to take a withdrawal back: the five seconds shown, and the way of the press


def fresh(entry):
    return of_id(entry.pk)


def of_id(pk):
    return Entry.objects.select_related("participant", "fishbowl__workshop").get(pk=pk)


def open_wish(bowl, participant):
    """The wish for a chair (or the hand up) that stands."""
    return bowl.entries.filter(participant=participant, ended_at=None).exclude(kind=Entry.Kind.PROCEDURE).first()


def line_of(bowl):
    return list(bowl.waiting().select_related("participant").order_by("place"))


def add(act, participant, *, kind=Entry.Kind.JOIN, topic="", turn=None, hand=False, **about):
    """A new wish at the place that the order gives it; everybody it comes before is told why. (`coming` leads here.)"""
    place = _new_place(act, participant, kind, hand)
    return act.new(
        Entry,
        fishbowl=act.bowl,
        participant=participant,
        kind=kind,
        hand=hand,
        topic=topic,
        turn=turn,
        place=place,
        **about,
    )


def _new_place(act, participant, kind, hand, line=None):
    """Where the order gives a place in the line; behind everything for what needs no chair."""
    if hand or kind == Entry.Kind.PROCEDURE:
        return _last(act.bowl) + GAP
    return _place_in(act, participant, reply=kind == Entry.Kind.REPLY, line=line)


def _place_in(act, participant, *, reply, line=None):
    """The place for this person's wish; those behind it are overtaken once more."""
    line = line_of(act.bowl) if line is None else line
    ranks = _ranks(act.bowl)
    marks = [Waiting(w.kind == "reply", ranks(w.participant), w.overtaken, bool(w.pinned_at)) for w in line]
    at = slot(marks, reply=reply, rank=ranks(participant), run=act.bowl.replies_run, most=act.bowl.reply_run)
    for passed in line[at:]:
        replies = {"by_replies": passed.by_replies + 1} if reply else {}
        act.set(passed, overtaken=passed.overtaken + 1, **replies)
        act.poke(passed.participant)
    return place_at(act, line, at)


def _ranks(bowl):
    """What goes first when low, for each person: by the circle's order."""
    if bowl.order == bowl.Order.FIRST_TIMERS:
        stays = stays_so_far(bowl)
        return lambda person: stays[person.pk]
    if bowl.order == bowl.Order.BALANCED:
        cities = city_stays(bowl)
        return lambda person: cities[folded(person.city)]
    return lambda _person: 0


def stays_so_far(bowl):
    """How often each person has sat in this circle; corrected mistakes do not count."""
    return Counter(_sat(bowl).values_list("participant_id", flat=True))


def city_stays(bowl):
    return Counter(folded(city) for city in _sat(bowl).values_list("participant__city", flat=True))


def _sat(bowl):
    sat = Stay.objects.filter(chair__fishbowl=bowl, seated_at__isnull=False)
    return sat.exclude(exit=Stay.Exit.CORRECTED).order_by()


def place_at(act, line, at):
    """A place before line[at] and behind line[at - 1]; where there is none between, the line gets new places."""
    if at >= len(line):
        return _last(act.bowl) + GAP
    after = line[at].place
    before = line[at - 1].place if at else 0
    between = (before + after) // 2
    taken = act.bowl.entries.filter(ended_at=None, place=between).exists()
    if between in (before, after) or taken:
        return _spread(act, line, at)
    return between


def _spread(act, line, at):
    """New places for the whole line, above all that were given, and the one that is left open at `at`."""
    last = _last(act.bowl)
    for number, entry in enumerate(line):
        act.set(entry, place=last + GAP * (number + 1 + (number >= at)))
    return last + GAP * (at + 1)


def _last(bowl):
    return bowl.entries.aggregate(last=Max("place"))["last"] or 0


# --- moving ------------------------------------------------------------------------------------
def to_the_end(act, entry):
    """Behind everybody of its band: the others move up, and nobody is overtaken."""
    line = [each for each in line_of(act.bowl) if each.pk != entry.pk]
    at = len(line)
    if entry.kind == Entry.Kind.REPLY:
        at = 1 + max((n for n, each in enumerate(line) if each.kind == entry.kind), default=-1)
    return act.set(entry, place=place_at(act, line, at), deferred_at=act.now, pinned_at=None)


def one_back(act, entry):
    """Behind the next person in the line."""
    line = [each for each in line_of(act.bowl) if each.pk != entry.pk]
    behind = next((n for n, each in enumerate(line) if each.place > entry.place), None)
    if behind is None:
        return act.set(entry, deferred_at=act.now)
    act.poke(line[behind].participant)
    return act.set(entry, place=place_at(act, line, behind + 1), deferred_at=act.now, pinned_at=None)


def before(act, entry, other, reason):
    """To the place before somebody, by the moderator's hand; those who are set back see that it was the moderator."""
    line = [each for each in line_of(act.bowl) if each.pk != entry.pk]
    at = next(n for n, each in enumerate(line) if each.pk == other.pk)
    forward = other.place < entry.place
    for passed in line[at:]:
        if forward and passed.place < entry.place:
            act.set(passed, set_back=passed.set_back + 1)
            act.poke(passed.participant)
    act.poke(entry.participant)
    about = {"pinned_at": act.now if forward else None, "pin_reason": reason}
    return act.set(entry, place=place_at(act, line, at), **about)


def again(act, entry):
    """A missed or withdrawn wish waits again: at its own place while it is kept, else where a new one would come."""
    kept = entry.misses <= 1 and (entry.missed_at is None or act.now - entry.missed_at <= FIRST_FOR)
    taken = act.bowl.entries.filter(ended_at=None, place=entry.place).exclude(pk=entry.pk).exists()
    place = entry.place
    if not kept or taken:
        line = [each for each in line_of(act.bowl) if each.pk != entry.pk]
        place = _new_place(act, entry.participant, entry.kind, entry.hand, line)
    behind = entry.behind if _may_stand_there_again(act.bowl, entry) else None
    stands = {"ended_at": None, "outcome": "", "behind": behind}
    return act.set(entry, place=place, missed_at=None, called_at=None, still_asked_at=None, **stands)


def _may_stand_there_again(bowl, entry):
    """Behind a chair that still stands; where people tap, nobody else has tapped there meanwhile."""
    if entry.behind is None or entry.behind.retired_at or bowl.variant not in ways.NOBODY_CALLS:
        return False
    others = bowl.entries.filter(behind=entry.behind, ended_at=None, missed_at=None).exclude(pk=entry.pk)
    return bowl.variant != ways.TAP_IN or not others.exists()


def first_in_band(act, entry):
    """Before everybody of its band, as whoever was called before stood."""
    line = [each for each in line_of(act.bowl) if each.pk != entry.pk]
    at = next((n for n, each in enumerate(line) if each.kind == entry.kind), len(line))
    return act.set(entry, place=place_at(act, line, at))


# --- ending ------------------------------------------------------------------------------------
def end(act, entry, outcome):
    if entry and entry.ended_at is None:
        act.set(entry, ended_at=act.now, outcome=outcome, called_at=entry.called_at)
        act.poke(entry.participant)
        if entry.behind_id:  # whoever sits there may stay
            for stay in Stay.objects.filter(chair=entry.behind_id, left_at=None).select_related("participant"):
                act.poke(stay.participant)
    return entry


def end_all(act, participant, outcome, but=None):
    """Every standing wish for a chair, in whichever circle: a person waits in one place, or sits."""
    standing = participant.entries.filter(ended_at=None).exclude(kind=Entry.Kind.PROCEDURE)
    for entry in standing.exclude(pk=but.pk if but else None):
        end(act, entry, outcome)


# --- refusals ----------------------------------------------------------------------------------
def refuse_blocked(bowl, participant, by):
    if Block.objects.filter(participant=participant, ended_at=None).exists():
        if by.role == "participant":
            raise NotNow(_("Please speak with the moderator before you ask for a chair."))
        raise NotNow(_("%(who)s may not ask for a chair just now.") % {"who": participant})


def refuse_closed_queue(bowl, by):
    """People may not come by themselves just now; helpers may bring them."""
    if bowl.queue_closed_at and by.role == "participant":
        raise NotNow(_("The queue is closed. The moderator can open it again."))


def refuse_stale_call(entry, seen):
    """The wish must wait, and must have been called as often as the sender has seen."""
    calls = entry.stays.count()
    if entry.state == "waiting" and entry.participant.left_at is None and (seen is None or calls == seen):
        return
    following = entry.fishbowl.waiting().exclude(pk=entry.pk).select_related("participant").first()
    names = {"who": entry.participant, "next": following and following.participant}
    if entry.ended_at is None and entry.participant.left_at is None:
        raise NotNow(_("%(who)s was called a moment ago and did not come. Look at the queue again.") % names)
    if entry.outcome == Entry.Outcome.SERVED:
        raise NotNow(_("%(who)s has been in the circle already.") % names)
    if following:
        raise NotNow(_("%(who)s withdrew; now next: %(next)s.") % names)
    raise NotNow(_("%(who)s withdrew; nobody else is waiting.") % names)


def refuse_unless_waiting(entry):
    if entry.state != "waiting":
        raise NotNow(_("%(who)s does not wait any more. Look at the queue again.") % {"who": entry.participant})


def others_first(bowl, wish):
    place = bowl.waiting().filter(place__lt=wish.place).count() + 1
    if place == 1:
        return _("Somebody was a moment faster. You are next.")
    return _("Others have asked before you. You are number %(place)s in the queue.") % {"place": place}


def shifted(act, queryset, name, by):
    """Times that a pause does not count in, moved by its length."""
    for row in queryset.exclude(**{name: None}):
        act.set(row, **{name: getattr(row, name) + by})
