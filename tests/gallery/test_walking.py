"""Walks in groups without parts round their rounds: making them, moving them, shifting their deadlines."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gallery import rounds, walking
from gallery.models import Membership, Round, Wish
from tests.conftest import move_to, person
from tests.gallery.test_actions import at_once
from workshop import actions
from workshop.models import Stage
from workshop.refusals import NotNow

BARE = {f"{part}_minutes": 0 for part in ("briefing", "hosts", "revisit", "vote", "debrief")}
TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga", "Kyoto", "Accra", "Turin", "Cork"]


@pytest.fixture
def crowd(workshop):
    """Twelve people of twelve cities, for a walk of rounds alone."""
    walking.settle(workshop=workshop, **BARE)
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


@pytest.fixture
def walk(workshop, crowd):
    """Four groups of three at the first stage of the walk, not begun."""
    move_to(workshop, "gallery")
    workshop.refresh_from_db()
    return walking.make_groups(workshop=workshop, seed=1, minutes=7)


def now_on(workshop, later=timedelta()):
    workshop.refresh_from_db()
    return rounds.walking(workshop).phase(timezone.now() + later)[:2]


def pass_time(workshop, **duration):
    """As if this much time had gone by."""
    for each in Round.objects.filter(walk__workshop=workshop):
        each.started_at -= timedelta(**duration)
        each.ends_at -= timedelta(**duration)
        each.save()


def sizes(workshop):
    return [len(group.people) for group in rounds.walking(workshop).groups]


# --- groups ------------------------------------------------------------------------------------
def test_everybody_gets_one_group_and_nobody_two(workshop, walk, crowd):
    assert sizes(workshop) == [3, 3, 3, 3]
    assert sorted(Membership.objects.values_list("participant_id", flat=True)) == [each.pk for each in crowd]


def test_the_same_seed_makes_the_same_groups_again(workshop, walk, crowd):
    def seated():
        return sorted(Membership.objects.values_list("participant_id", "group__position"))

    first = seated()
    walking.make_groups(workshop=workshop, seed=2)
    other = seated()
    walking.make_groups(workshop=workshop, seed=1)
    assert (seated() == first, other == first) == (True, False)


def test_the_same_press_makes_groups_once(workshop, crowd):
    move_to(workshop, "gallery")
    key = uuid4()
    first = walking.make_groups(workshop=workshop, key=key)
    assert walking.make_groups(workshop=workshop, key=key).seed == first.seed


def test_groups_can_be_made_before_the_walk_begins(workshop, crowd):
    move_to(workshop, "cases")
    walk = walking.make_groups(workshop=workshop)
    assert (walk.stage.kind, now_on(workshop)) == ("gallery", (rounds.BEFORE, 1))


def test_no_groups_without_people_posters_or_a_walk_to_come(workshop, ada):
    with pytest.raises(NotNow, match="two posters and two people"):
        walking.make_groups(workshop=workshop)
    person(workshop, "Bo", "Dakar")
    workshop.cases.filter(number__gt=1).delete()
    with pytest.raises(NotNow, match="two posters and two people"):
        walking.make_groups(workshop=workshop)
    workshop.stages.filter(kind="gallery").delete()
    with pytest.raises(NotNow, match="No gallery walk lies ahead"):
        walking.make_groups(workshop=workshop)


def test_a_round_lasts_so_long_that_the_walk_fits_its_stage(workshop, crowd):
    stage = workshop.stages.get(kind="gallery")
    lengths = []
    for minutes in (10, 24, 32, 90):
        Stage.objects.filter(pk=stage.pk).update(minutes=minutes)
        lengths.append(walking.make_groups(workshop=workshop).round_minutes)
    assert lengths == [3, 5, 7, 7]


def test_who_comes_late_joins_the_smallest_group(workshop, walk):
    first, second = (person(workshop, name, "Minsk") for name in ("Late", "Later"))
    assert sorted(sizes(workshop)) == [3, 3, 4, 4]
    assert first.memberships.get().group_id != second.memberships.get().group_id


def test_who_comes_late_to_a_free_walk_joins_nothing(workshop, walk):
    walking.walk_freely(workshop=workshop)
    assert person(workshop, "Late", "Minsk").memberships.count() == 0


def test_who_has_left_is_in_no_group_any_more(workshop, walk, crowd):
    actions.leave(participant=crowd[0])
    assert sorted(sizes(workshop)) == [2, 3, 3, 3]


def test_a_group_under_three_goes_with_the_smallest_other(workshop, walk, crowd):
    home = crowd[0].memberships.get().group
    with pytest.raises(NotNow, match="stays as it is"):
        walking.merge(workshop=workshop, letter=home.letter)
    actions.leave(participant=crowd[0])
    into = walking.merge(workshop=workshop, letter=home.letter)
    assert (sorted(sizes(workshop)), len(rounds.walking(workshop).groups)) == ([3, 3, 5], 3)
    assert home.letter != into.letter


def test_a_wish_brings_people_of_one_language_together(workshop, crowd):
    for each in crowd[:3]:
        walking.wish(participant=each, pod=" Français ", step_free=False)
    walking.make_groups(workshop=workshop, seed=5)
    assert len({each.memberships.get().group_id for each in crowd[:3]}) == 1
    assert Wish.objects.values_list("pod", flat=True).distinct().get() == "français"


# --- rounds ------------------------------------------------------------------------------------
def test_the_whole_walk_by_its_deadlines(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    at = [now_on(workshop, timedelta(minutes=minute, seconds=30)) for minute in (0, 7, 8, 15, 16, 24, 30, 31)]
    assert at == [
        (rounds.ROUND, 1),
        (rounds.TRANSIT, 2),
        (rounds.ROUND, 2),
        (rounds.TRANSIT, 3),
        (rounds.ROUND, 3),
        (rounds.ROUND, 4),
        (rounds.ROUND, 4),
        (rounds.AFTER, 4),
    ]


def test_each_group_sees_each_poster_once_and_none_meets_another(workshop, walk):
    walked = rounds.walking(workshop)
    stops = [[(stop.case.number, stop.copy) for stop in walked.stops(number)] for number in range(1, 5)]
    assert [sorted(each) for each in stops] == [[(1, 1), (2, 1), (3, 1), (4, 1)]] * 4
    ways = [[walked.stop(group, number).case.number for number in range(1, 5)] for group in walked.groups]
    assert [sorted(way) for way in ways] == [[1, 2, 3, 4]] * 4


def test_moving_names_the_round_it_was_decided_on_and_a_repeat_moves_nothing(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    walking.move_on(workshop=workshop, seen=1)
    first = list(walk.rounds.values_list("ends_at", flat=True))
    walking.move_on(workshop=workshop, seen=1)
    assert (list(walk.rounds.values_list("ends_at", flat=True)), now_on(workshop)) == (first, (rounds.TRANSIT, 2))
    with pytest.raises(NotNow, match="further on"):
        walking.move_on(workshop=workshop, seen=3)
    walking.start_round(workshop=workshop, seen=2)
    walking.start_round(workshop=workshop, seen=2)
    assert now_on(workshop) == (rounds.ROUND, 2)
    with pytest.raises(NotNow, match="further on"):
        walking.start_round(workshop=workshop, seen=1)


def test_moving_early_brings_every_later_deadline_forward(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    pass_time(workshop, minutes=3)
    before = [each.ends_at for each in walk.rounds.all()]
    walking.move_on(workshop=workshop, seen=1)
    gained = {round((old - each.ends_at).total_seconds()) for old, each in zip(before, walk.rounds.all(), strict=True)}
    assert gained == {240}


def test_after_the_last_round_everybody_may_look_again(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    pass_time(workshop, minutes=25)
    walking.move_on(workshop=workshop, seen=4)
    assert now_on(workshop) == (rounds.AFTER, 4)
    with pytest.raises(NotNow, match="The walk is over"):
        walking.add_minutes(workshop=workshop, minutes=1)


@pytest.mark.parametrize(("minutes", "gone", "left"), [(1, 0, 480), (-1, 0, 360), (-1, 400, 0)])
def test_a_minute_more_or_less_shifts_all_that_follows_and_never_before_now(workshop, walk, minutes, gone, left):
    walking.start_round(workshop=workshop, seen=1)
    pass_time(workshop, seconds=gone)
    gaps = _gaps(walk)
    walking.add_minutes(workshop=workshop, minutes=minutes)
    first = walk.rounds.first()
    assert abs((first.ends_at - timezone.now()).total_seconds() - left) < 2
    assert _gaps(walk) == gaps


def _gaps(walk):
    return [round((each.ends_at - walk.rounds.first().ends_at).total_seconds()) for each in walk.rounds.all()]


def test_the_same_press_adds_one_minute_once(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    key = uuid4()
    walking.add_minutes(workshop=workshop, minutes=1, key=key)
    first = walk.rounds.first().ends_at
    walking.add_minutes(workshop=workshop, minutes=1, key=key)
    assert walk.rounds.first().ends_at == first


def test_before_the_first_round_a_minute_changes_what_a_round_lasts(workshop, walk):
    walking.add_minutes(workshop=workshop, minutes=-1)
    walk.refresh_from_db()
    assert walk.round_minutes == 6


def test_a_held_walk_stands_still_and_goes_on_with_the_time_that_was_left(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    held = walking.pause(workshop=workshop).paused_at
    assert walking.pause(workshop=workshop).paused_at == held
    assert now_on(workshop, timedelta(hours=1)) == (rounds.ROUND, 1)
    pass_time(workshop, minutes=2)
    walk.refresh_from_db()
    walk.paused_at -= timedelta(minutes=2)
    walk.save()
    walking.resume(workshop=workshop)
    assert abs((walk.rounds.first().ends_at - timezone.now()).total_seconds() - 420) < 2


def test_the_groups_can_be_held_on_their_way(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    walking.move_on(workshop=workshop, seen=1)
    walking.pause(workshop=workshop)
    assert now_on(workshop, timedelta(hours=1)) == (rounds.TRANSIT, 2)
    walking.start_round(workshop=workshop, seen=2)
    assert now_on(workshop) == (rounds.ROUND, 2)


def test_the_stage_ends_when_its_last_round_ends(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    walking.add_minutes(workshop=workshop, minutes=1)
    assert Stage.objects.get(pk=walk.stage_id).ends_at == walk.rounds.last().ends_at


def test_once_rounds_have_begun_groups_stay(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    with pytest.raises(NotNow, match="The rounds have begun"):
        walking.make_groups(workshop=workshop)


def test_no_round_begins_while_another_part_of_the_programme_is_on(workshop, crowd):
    move_to(workshop, "cases")
    walking.make_groups(workshop=workshop)
    with pytest.raises(NotNow, match="not on now"):
        walking.start_round(workshop=workshop, seen=1)


def test_the_same_taps_end_differently_on_a_free_walk(workshop, walk):
    taps = [
        lambda: walking.start_round(workshop=workshop, seen=1),
        lambda: walking.move_on(workshop=workshop, seen=1),
        lambda: walking.pause(workshop=workshop),
    ]
    for tap in taps:
        tap()
    assert now_on(workshop) == (rounds.TRANSIT, 2)
    walking.walk_freely(workshop=workshop)
    for tap in taps:
        with pytest.raises(NotNow, match="Everybody walks freely"):
            tap()
    workshop.refresh_from_db()
    assert (rounds.walking(workshop), walk.rounds.count()) == (None, 0)


def test_a_poster_that_is_taken_down_leaves_a_gap_and_no_collision(workshop, walk):
    workshop.cases.get(number=2).delete()
    walked = rounds.walking(workshop)
    stops = [sorted(stop.case.number for stop in walked.stops(number)) for number in range(1, 5)]
    assert stops == [[1, 3, 4]] * 4


# --- at once -------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_move_the_groups_once(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    answers = at_once([lambda: walking.move_on(workshop=workshop, seen=1)] * 10)
    assert ([each.pk for each in answers], now_on(workshop)) == ([walk.pk] * 10, (rounds.TRANSIT, 2))
    assert walk.rounds.exclude(moved_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_who_join_at_once_are_spread_over_the_groups(workshop, walk):
    at_once([lambda n=n: person(workshop, f"Late {n}", f"City {n}") for n in range(8)])
    assert sizes(workshop) == [5, 5, 5, 5]
