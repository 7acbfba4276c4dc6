"""Satellites: the outer circle in groups of three or four, and whose question comes next."""

from collections import Counter

from django.utils.translation import gettext as _

from fishbowl.models import Fishbowl, Satellite, Stay
from fishbowl.rules.company import people_of
from workshop.refusals import NotNow
from workshop.text import folded

LARGEST = 4
PARTS = Fishbowl.Part


def refuse_elsewhere(bowl):
    if bowl.variant != Fishbowl.Variant.SATELLITES:
        raise NotNow(_("This kind of circle has no satellites."))


def form(act):
    """Everybody who is here with a name and sits on no chair is in a satellite; whoever is in one already stays."""
    seated = Stay.objects.filter(left_at=None).values("participant")
    placed = act.bowl.satellites.values("participant")
    named = people_of(act.bowl).filter(is_listener=False)
    people = list(named.exclude(pk__in=seated).exclude(pk__in=placed))
    sizes = Counter(act.bowl.satellites.values_list("number", flat=True))
    enough = -(-(sum(sizes.values()) + len(people)) // LARGEST)
    for number in range(1, enough + 1):
        sizes.setdefault(number, 0)
    for person in sorted(people, key=lambda each: (folded(each.city), each.number)):
        _join(act, person, sizes)


def satellite_of(act, participant):
    """The satellite of somebody who listens; whoever came later joins the smallest."""
    if own := act.bowl.satellites.filter(participant=participant).first():
        return own.number
    sizes = Counter(act.bowl.satellites.values_list("number", flat=True)) or Counter({1: 0})
    return _join(act, participant, sizes).number


def _join(act, participant, sizes):
    number = min(sizes, key=lambda each: (sizes[each], each))
    sizes[number] += 1
    act.poke(participant)
    return act.new(Satellite, fishbowl=act.bowl, participant=participant, number=number)
