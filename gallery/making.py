"""Who walks with whom: a walk is made ready in each of its variants, and whoever comes later finds a place."""

import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import planner, variants
from gallery.models import Group, Host, Membership, Station, Wish
from gallery.rounds import BRIEFING, CLOSING
from workshop.refusals import NotNow
from workshop.text import folded


def make(room, walk, seed=None):
    """The walk is ready: with its stations, its groups, its rounds and what a round lasts."""
    cases, walkers = list(room.cases.all()), _walkers(room, walk)
    _refuse_too_few(walk, cases, walkers)
    walk.seed = secrets.randbelow(2**31) if seed is None else seed
    walk.made_at, walk.paused_at = timezone.now(), None
    walk.posters, walk.copies, walk.read_out = len(cases), 1, 0
    walk.length = 1 if walk.is_free else min(walk.wanted_rounds or len(cases), len(cases))
    places = _places(walk, cases, walkers)
    walk.round_minutes = walk.wanted_minutes or fitting(walk)
    walk.save()
    _seat(walk, cases, places)
    room.poke_all()
    return walk


def fitting(walk):
    """The minutes a round may last so that the walk fits its stage, within what is usual for its variant."""
    usual = variants.USUAL[walk.variant]
    others = sum(walk.minutes_of(kind) for kind in (BRIEFING, *CLOSING))
    ways = walk.way.total_seconds() / 60 * (walk.length - 1)
    return max(usual.least, min(usual.most, int((walk.stage.minutes - others - ways) // walk.length)))


def find_place(walking, participant):
    """A place for somebody who comes while the walk is ready: in the smallest fitting group, or one of their own."""
    walk = walking.walk
    if not walk.has_groups or (walk.is_hosted and Host.objects.filter(participant=participant).exists()):
        return None
    if walk.is_silent:
        taken = [group.position for group in walking.groups if group.people]
        place = planner.place_alone(taken, walk.posters, walk.copies)
        group, _new = Group.objects.get_or_create(walk=walk, position=place)
    else:
        group = _smallest(walking, participant)
    return group and Membership.objects.create(walk=walk, group=group, participant=participant)


def cannot_keep(walking):
    """What the groups as they are now do not keep of the planner's promises, as sentences."""
    groups = sorted(walking.groups, key=lambda group: group.position)
    if not walking.walk.has_letters or not groups or [group.position for group in groups] != list(range(len(groups))):
        return []
    seated = tuple(tuple(_walker(one.participant, one) for one in group.people) for group in groups)
    cities = tuple(folded(case.city) for case in walking.cases.values())
    return planner.prove(planner.Plan(seated, cities, walking.walk.length, walking.walk.copies))


# --- helpers -----------------------------------------------------------------------------------
def _refuse_too_few(walk, cases, walkers):
    if not walk.has_letters and cases:
        return
    if len(cases) < 2 or len(walkers) < 2:
        raise NotNow(_("Groups need at least two posters and two people."))


def _places(walk, cases, walkers):
    """{place: the walkers who stand there together}, as the variant wants it."""
    if walk.is_free or not walkers:
        return {}
    if walk.is_guided or walk.is_seated:
        return {0: walkers}
    fewest = 1 if walk.is_silent else planner.FEWEST_IN_A_GROUP
    size = None if walk.is_silent else walk.wanted_size
    cities = [folded(case.city) for case in cases]
    plan = planner.plan(walkers, cities, walk.seed, walk.wanted_rounds, size, fewest)
    walk.copies = plan.copies
    if walk.is_silent:
        return {place: [walker] for place, walker in planner.alone(plan).items()}
    return dict(enumerate(plan.groups))


def _smallest(walking, participant):
    groups = {group.position: [_walker(one.participant, one) for one in group.people] for group in walking.groups}
    cities = [folded(case.city) for case in walking.cases.values()]
    place = planner.place_late(groups, _walker(participant, None), cities)
    return next((group for group in walking.groups if group.position == place), None)


def _walkers(room, walk):
    wishes = {wish.participant_id: wish for wish in Wish.objects.filter(participant__workshop=room)}
    people = room.present()
    if walk.is_hosted:
        people = people.filter(hosting=None)
    return [_walker(person, wishes.get(person.pk)) for person in people]


def _walker(person, wish):
    pod, step_free = (wish.pod, wish.step_free) if wish else ("", False)
    return planner.Walker(person.pk, folded(person.city), pod, step_free)


def _seat(walk, cases, places):
    walk.groups.all().delete()
    walk.stations.all().delete()
    Station.objects.bulk_create(Station(walk=walk, case=case, position=n) for n, case in enumerate(cases))
    groups = Group.objects.bulk_create([Group(walk=walk, position=place) for place in sorted(places)])
    Membership.objects.bulk_create(
        Membership(walk=walk, group=group, participant_id=walker.pk, pod=walker.pod, step_free=walker.step_free)
        for group in groups
        for walker in places[group.position]
    )


def groups_of(workshop):
    """{participant id: group id} of the walk that people went on last; empty where everybody walked alone."""
    rows = Membership.objects.filter(walk__workshop=workshop).order_by("walk_id", "pk")
    return dict(rows.values_list("participant_id", "group_id"))
