"""What the circle does when the workshop moves: its stage begins, or somebody goes home."""

from datetime import timedelta

from fishbowl.journal import acting
from fishbowl.models import Block, Entry, Fishbowl, Slot, Stay, Step
from fishbowl.rules import coming, company, duties, floor, line, phase, seats
from workshop.text import folded

BACK_WITHIN = timedelta(minutes=10)
KEPT = ("kind", "topic", "place", "asked_at", "tapped_at", "overtaken", "made_by")  # of a wish, for whoever is back


def opened(room):
    """The stage of the circle begins: whoever wishes may ask, and first speakers may be seated."""
    from fishbowl.rules.command import bowl_of

    for bowl in Fishbowl.all_in(room) or [bowl_of(room)]:
        if bowl.phase == "draft" and not bowl.is_synthesis:
            with acting(room, bowl, "open_lobby") as act:
                act.set(bowl, opened_at=act.now)
            room.show("circle", "console", "projector")


def farewell(room, participant):
    """Whoever has gone home waits no longer, and leaves chair and floor to the others."""
    for bowl in Fishbowl.all_in(room):
        with acting(room, bowl, "left", about=participant) as act:
            depart(act, participant)
        duties.follow(room, bowl)
    room.show("circle", "console", "projector")


def returned(room, participant):
    """Somebody of this name and city left a few minutes ago while waiting: the place in the queue is theirs again."""
    for bowl in Fishbowl.all_in(room):
        if bowl.phase not in phase.ASKING:
            continue
        with acting(room, bowl, "returned", about=participant) as act:
            if wish := _left_behind(act, participant):
                kept = {name: getattr(wish, name) for name in KEPT}
                coming.belong(act, participant)
                act.new(Entry, fishbowl=bowl, participant=participant, **kept)
                return room.show("circle", "console", "projector")
    return _to_a_circle(room, participant)


def _to_a_circle(room, participant):
    """A newcomer goes to the smallest of several circles, once people were spread; before that, they choose."""
    beside = {bowl.pk: bowl for bowl in Fishbowl.all_in(room) if not bowl.is_synthesis}
    if len(beside) < 2 or not Step.objects.filter(workshop=room.pk, command="spread").exists():
        return
    sizes = company.sizes(room, beside)
    bowl = beside[min(beside, key=lambda pk: (sizes[pk], pk))]
    with acting(room, bowl, "placed", about=participant) as act:
        coming.belong(act, participant)


def _left_behind(act, participant):
    """The wish of whoever was this person before; of a number that may not ask, and of a wish taken up again, none."""
    since = act.now - BACK_WITHIN
    left = act.bowl.entries.filter(outcome=Entry.Outcome.LEFT, kind=Entry.Kind.JOIN, ended_at__gte=since)
    blocks = Block.objects.filter(fishbowl__workshop=act.room, ended_at=None)
    left = left.exclude(participant__blocks__in=blocks).select_related("participant")
    named = (folded(participant.name), folded(participant.city))
    same = [e for e in left.order_by("-ended_at") if (folded(e.participant.name), folded(e.participant.city)) == named]
    standing = set(act.bowl.entries.filter(ended_at=None).values_list("place", flat=True))
    return next((wish for wish in same if wish.place not in standing), None)


def depart(act, participant):
    for stay in Stay.objects.filter(participant=participant, left_at=None, chair__fishbowl=act.bowl):
        seats.leave(act, seats.fresh(stay), Stay.Exit.LEFT_ROOM)
    for entry in act.bowl.entries.filter(participant=participant, ended_at=None):
        line.end(act, entry, Entry.Outcome.LEFT)
    for slot in Slot.objects.filter(fishbowl=act.bowl, participant=participant, ended_at=None):
        act.set(slot, ended_at=act.now)
    for turn in act.bowl.turns.filter(participant=participant, ended_at=None):
        floor.end(act, turn)
