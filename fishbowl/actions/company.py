"""Several circles: one more, its name, who is in which, which one the projector shows."""

from django.utils.translation import gettext as _

from fishbowl import spreading, starters
from fishbowl.models import Belonging, Chair, Entry, Fishbowl, Stay
from fishbowl.rules import coming, company, seats
from fishbowl.rules.command import bowl_of, command
from fishbowl.rules.who import said
from workshop import live
from workshop.companions import groups_of
from workshop.refusals import NotNow
from workshop.text import folded

FACILITATOR = "facilitator"
MOST_BOWLS = 12


# --- the circles -------------------------------------------------------------------------------
def add_bowl(*, workshop, name="", question="", by=FACILITATOR, key=None):
    """One more circle beside the others, with as many chairs as the first and set like it.

    Whoever sits or waits in what was the only circle is in that one from now on; all others choose, or are spread.
    """
    with _over_all("bowl_added", workshop, by, key) as act:
        if known := act.repeated(Fishbowl):
            return known
        company.refuse_together(act.room)
        if len(Fishbowl.all_in(act.room)) >= MOST_BOWLS:
            raise NotNow(_("That is as many circles as one workshop can have."))
        _settle_those_at_the_first(act)
        opened_at = act.bowl.opened_at and act.now
        act.result = new_bowl(act, like=act.bowl, name=name, question=question, opened_at=opened_at)
        return act.result


def new_bowl(act, like, chairs=None, **about):
    """A circle with the next number, set like another one; `chairs` are the kinds of its chairs in their order."""
    number = max(bowl.number for bowl in Fishbowl.all_in(act.room)) + 1
    settings = {name: getattr(like, name) for name in starters.SETTINGS} | about
    bowl = act.new(Fishbowl, workshop=act.room, number=number, **settings)
    usual = like.chairs.filter(retired_at=None).values_list("kind", flat=True)
    for place, kind in enumerate(chairs or usual, 1):
        act.new(Chair, fishbowl=bowl, number=place, kind=kind)
    return bowl


def _settle_those_at_the_first(act):
    if act.bowl.has_others:
        return
    sitting = Stay.objects.filter(chair__fishbowl=act.bowl, left_at=None).values_list("participant", flat=True)
    waiting = act.bowl.entries.filter(ended_at=None).values_list("participant", flat=True)
    for person in act.room.present().filter(pk__in={*sitting, *waiting}, belongings=None):
        act.new(Belonging, fishbowl=act.bowl, participant=person, since=act.now)


def name_bowl(*, bowl, name, by=FACILITATOR, key=None):
    """What a circle is called among the others: the room it meets in."""
    with command("bowl_named", workshop=bowl.workshop, bowl=bowl, by=by, key=key) as act:
        act.room.show(*company.SCREENS)
        return act.set(act.bowl, name=name)


def remove_bowl(*, bowl):
    """A circle in which nothing has happened yet is taken away; its people choose anew, or are spread."""
    with live.changing(bowl.workshop, *company.SCREENS) as room:
        bowl = bowl_of(room, bowl)
        if not bowl.has_others or _was_used(bowl):
            raise NotNow(_("Somebody has asked, sat or spoken in this circle already. It stays, and can be ended."))
        room.poke(*(each.participant for each in bowl.belongings.select_related("participant")))
        bowl.delete()


def _was_used(bowl):
    rows = (bowl.entries, bowl.turns, bowl.moderator_turns, bowl.neighbours, bowl.noticed)
    return Stay.objects.filter(chair__fishbowl=bowl).exists() or any(each.exists() for each in rows)


def pin(*, workshop, bowl=None, by=FACILITATOR, key=None):
    """The projector shows this one circle; with none, all of them. Nothing where it does already."""
    with _over_all("pin", workshop, by, key, show=()) as act:
        act.room.show("console", "projector")
        bowls = Fishbowl.all_in(act.room)
        for each in bowls:
            if each.pinned_at and each != bowl:
                act.set(each, pinned_at=None)
        for each in bowls:
            if each == bowl and not each.pinned_at:
                act.set(each, pinned_at=act.now)


# --- who is where ------------------------------------------------------------------------------
def choose(*, participant, bowl, by=None, key=None):
    """Go to this circle. A wish in another one ends, a chair kept there is free again; whoever sits gets up first."""
    with command("choose", workshop=bowl.workshop, bowl=bowl, about=participant, by=by, key=key, comes=True) as act:
        company.refuse_together(act.room)
        stay = seats.stay_of(participant)
        if stay and stay.seated_at and stay.chair.fishbowl_id != act.bowl.pk:
            if said(by).role != "participant":
                raise NotNow(seats.where(stay))
            raise NotNow(_("You sit on chair %(chair)s. Leave it first, then go.") % {"chair": stay.chair.number})
        coming.belong(act, participant, chosen=True)
        return act.bowl


def spread(*, workshop, together=False, by=FACILITATOR, key=None):
    """Everybody who has not chosen, sat down or asked goes to one of the circles: evenly, the cities dealt out.

    `together`: groups of the walk stay whole. Returns how many were told where to go.
    """
    with _over_all("spread", workshop, by, key) as act:
        company.refuse_together(act.room)
        if act.was_pressed():
            return 0
        beside = {bowl.pk: bowl for bowl in Fishbowl.all_in(act.room) if not bowl.is_synthesis}
        people, sizes = _movable(act.room), company.sizes(act.room, beside)
        free = {person.pk: folded(person.city) for person in people}
        for person in people:
            sizes[_own(person)] -= 1
        del sizes[None]
        goes = spreading.spread_groups(free, groups_of(act.room), sizes) if together else spreading.spread(free, sizes)
        for person in people:
            coming.belong(act, person, beside[goes[person.pk]])
        return len(people)


def _movable(room):
    """Who may be told where to go: not those who chose for themselves, sit, or wish to."""
    busy = {*Stay.objects.filter(left_at=None, participant__workshop=room).values_list("participant", flat=True)}
    wishes = Entry.objects.filter(ended_at=None, fishbowl__workshop=room)
    busy |= {*wishes.values_list("participant", flat=True)}
    busy |= {*Belonging.objects.filter(participant__workshop=room, chosen=True).values_list("participant", flat=True)}
    return list(room.present().exclude(pk__in=busy).prefetch_related("belongings"))


def _own(person):
    return next((each.fishbowl_id for each in person.belongings.all()), None)


# --- helpers -----------------------------------------------------------------------------------
def _over_all(name, workshop, by, key, **more):
    """A command about all circles; it is written down with the first."""
    return command(name, workshop=workshop, bowl=Fishbowl.live_in(workshop), by=by, key=key, **more)
