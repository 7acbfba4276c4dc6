"""The parts round the rounds: briefing, hosts' round, second look, vote, debrief; each can be left out, held, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gallery import drift, rounds, voting, walking
from gallery.models import Part
from tests.conftest import move_to, person
from workshop import actions as core
from workshop.models import Stage
from workshop.refusals import AskFirst, NotNow

TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga"]
SETTINGS = {"briefing_minutes": 3, "hosts_minutes": 7, "revisit_minutes": 4, "vote_minutes": 2, "debrief_minutes": 6}
ROUNDS = ["round", "transit"] * 3 + ["round"]
WHOLE = ["briefing", *ROUNDS, "hosts", "revisit", "vote", "debrief", "after"]


@pytest.fixture
def crowd(workshop):
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


def ready(workshop, **settings):
    """A walk with every part, its stage on, not begun."""
    Stage.objects.filter(workshop=workshop, kind="gallery").update(minutes=53)
    walking.settle(workshop=workshop, wanted_minutes=7, **(SETTINGS | settings))
    move_to(workshop, "gallery")
    workshop.refresh_from_db()
    return walking.make_groups(workshop=workshop, seed=1)


@pytest.fixture
def walk(workshop, crowd):
    return ready(workshop)


def now_on(workshop, **later):
    workshop.refresh_from_db()
    return rounds.walking(workshop).phase(timezone.now() + timedelta(seconds=1, **later)).key


def pass_time(workshop, **duration):
    for part in Part.objects.filter(walk__workshop=workshop):
        part.started_at -= timedelta(**duration)
        part.ends_at -= timedelta(**duration)
        part.save()
    stage = workshop.stages.get(kind="gallery")
    stage.started_at -= timedelta(**duration)
    stage.save()


def go_on(workshop):
    walking.go_on(workshop=workshop, seen=now_on(workshop))
    return now_on(workshop)


# --- the order of the parts ----------------------------------------------------------------------
def test_every_part_comes_by_the_clock_alone(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    minutes = (0, 3, 10, 11, 18, 19, 26, 27, 34, 41, 45, 47, 53)
    assert [now_on(workshop, minutes=minute).split("-")[0] for minute in minutes] == WHOLE


def test_every_part_comes_by_one_press_after_the_other(workshop, walk):
    assert [go_on(workshop).split("-")[0] for _part in WHOLE] == WHOLE
    with pytest.raises(NotNow, match="further on"):
        go_on(workshop)


@pytest.mark.parametrize("kind", ["briefing", "hosts", "revisit", "vote", "debrief"])
def test_a_part_of_no_minutes_is_left_out(workshop, crowd, kind):
    ready(workshop, **{f"{kind}_minutes": 0})
    walking.go_on(workshop=workshop, seen="before-1")
    workshop.refresh_from_db()
    assert [phase.kind for phase in rounds.walking(workshop).phases] == [each for each in WHOLE if each != kind]


def test_the_first_round_may_begin_without_its_briefing(workshop, walk):
    walking.start_round(workshop=workshop, seen=1)
    assert now_on(workshop) == "round-1"


def test_the_same_press_ends_one_part_once(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.go_on(workshop=workshop, seen="before-1")
    assert now_on(workshop) == "briefing-1"
    walking.go_on(workshop=workshop, seen="briefing-1")
    walking.go_on(workshop=workshop, seen="briefing-1")
    assert now_on(workshop) == "round-1"
    with pytest.raises(NotNow, match="further on"):
        walking.go_on(workshop=workshop, seen="vote-4")


@pytest.mark.parametrize("presses", range(1, 13))
def test_every_part_can_be_held_lengthened_and_shortened(workshop, walk, presses):
    for _press in range(presses):
        go_on(workshop)
    key = now_on(workshop)
    left = rounds.walking(workshop).phase().ends - timezone.now()
    walking.add_minutes(workshop=workshop, minutes=2)
    walking.add_minutes(workshop=workshop, minutes=-1)
    walking.pause(workshop=workshop)
    assert now_on(workshop, hours=5) == key
    walking.resume(workshop=workshop)
    now_left = rounds.walking(workshop).phase().ends - timezone.now()
    assert abs((now_left - left).total_seconds() - 60) < 2


def test_the_stage_ends_with_the_debrief(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    assert Stage.objects.get(pk=walk.stage_id).ends_at == walk.parts.get(kind="debrief").ends_at


def test_rounds_are_as_long_as_the_other_parts_leave_time(workshop, crowd):
    Stage.objects.filter(workshop=workshop, kind="gallery").update(minutes=40)
    walking.settle(workshop=workshop, **(SETTINGS | {"hosts_minutes": 0}))
    assert walking.make_groups(workshop=workshop).round_minutes == 5
    assert walking.settle(workshop=workshop, debrief_minutes=2).round_minutes == 6


def test_settings_can_be_made_long_before_and_stay(workshop, crowd):
    walk = walking.settle(workshop=workshop, vote_minutes=5, wanted_minutes=4)
    assert (rounds.walking(workshop), walk.made_at) == (None, None)
    made = walking.make_groups(workshop=workshop)
    assert (made.pk, made.vote_minutes, made.round_minutes) == (walk.pk, 5, 4)


def test_once_it_has_begun_its_settings_stay(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    with pytest.raises(NotNow, match="have begun"):
        walking.settle(workshop=workshop, vote_minutes=5)


# --- the vote ------------------------------------------------------------------------------------
def test_dots_are_taken_during_the_vote_alone_and_told_after_it(workshop, walk, crowd):
    def vote():
        workshop.refresh_from_db()
        return voting.is_open(workshop), voting.is_told(workshop)

    states = [vote()]
    for _part in WHOLE:
        go_on(workshop)
        states.append(vote())
    assert states == [(False, False)] * 11 + [(True, False), (False, True), (False, True)]


def test_a_dot_before_the_vote_is_refused_with_a_sentence(workshop, walk, crowd):
    with pytest.raises(NotNow, match="at the end of the walk"):
        voting.vote(case=workshop.cases.first(), voter=crowd[0], on=True)


# --- the debrief ---------------------------------------------------------------------------------
def test_the_debrief_is_not_dropped_without_being_asked(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    after = workshop.stages.get(kind="fishbowl")
    with pytest.raises(AskFirst, match="The harvest will be notes only"):
        core.move(workshop=workshop, stage=after, seen=walk.stage_id)
    core.move(workshop=workshop, stage=after, seen=walk.stage_id, sure=True)
    workshop.refresh_from_db()
    assert workshop.stage == after


def test_nothing_is_asked_where_no_debrief_would_be_lost(workshop, crowd):
    after = workshop.stages.get(kind="fishbowl")
    walk = ready(workshop, debrief_minutes=0)
    walking.go_on(workshop=workshop, seen="before-1")
    assert core.move(workshop=workshop, stage=after, seen=walk.stage_id) == after


def test_skipping_the_debrief_takes_it_out_of_every_clock(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.skip_debrief(workshop=workshop)
    walking.skip_debrief(workshop=workshop)
    assert not walk.parts.filter(kind="debrief").exists()
    assert Stage.objects.get(pk=walk.stage_id).ends_at == walk.parts.get(kind="vote").ends_at


def test_a_debrief_that_is_on_is_ended_and_not_skipped(workshop, walk):
    while go_on(workshop) != "debrief-4":
        pass
    with pytest.raises(NotNow, match="The debrief is on"):
        walking.skip_debrief(workshop=workshop)


# --- late ----------------------------------------------------------------------------------------
def offered(workshop):
    workshop.refresh_from_db()
    walked = rounds.walking(workshop)
    return {way.key: drift.told(walked, way) for way in drift.ways(walked)}


def test_a_walk_in_time_is_offered_no_cut(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    assert (drift.late(rounds.walking(workshop)), offered(workshop)) == (0, {})


def test_late_walks_are_offered_ways_to_end_in_time_with_what_each_costs(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.go_on(workshop=workshop, seen="briefing-1")
    walking.add_minutes(workshop=workshop, minutes=6)
    ways = offered(workshop)
    assert {key: way["does"] for key, way in ways.items()} == {
        "revisit": ["Without “Look again”."],
        "rounds": ["Each coming round lasts 6 minutes."],
        "posters": ["1 round less."],
    }
    assert ways["posters"]["loses"][0] == "A misses 4 Barcelona."
    assert [way["loses"] for key, way in ways.items() if key != "posters"] == [["Nobody loses a poster."]] * 2


def test_taking_a_way_moves_every_later_deadline_and_ends_in_time(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.go_on(workshop=workshop, seen="briefing-1")
    walking.add_minutes(workshop=workshop, minutes=6)
    for key in offered(workshop):
        _take(workshop, walk, key)


def _take(workshop, walk, key):
    """Take one of the ways, look, and put everything back."""
    before = [(part.pk, part.kind, part.number, part.started_at, part.ends_at) for part in walk.parts.all()]
    promised = offered(workshop)[key]["ends_at"]
    walking.cut(workshop=workshop, way=key, seen="round-1")
    stage = Stage.objects.get(pk=walk.stage_id)
    assert abs((stage.ends_at - promised).total_seconds()) < 2
    assert stage.ends_at <= stage.started_at + timedelta(minutes=53, seconds=31)
    assert offered(workshop) == {}
    walk.parts.all().delete()
    for pk, kind, number, started, ends in before:
        Part.objects.create(pk=pk, walk=walk, kind=kind, number=number, started_at=started, ends_at=ends)


def test_a_round_less_is_a_round_less_on_every_screen(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.go_on(workshop=workshop, seen="briefing-1")
    walking.add_minutes(workshop=workshop, minutes=6)
    walking.cut(workshop=workshop, way="posters", seen="round-1")
    walk.refresh_from_db()
    workshop.refresh_from_db()
    kinds = [phase.key for phase in rounds.walking(workshop).phases]
    assert (walk.length, kinds[-5:]) == (3, ["hosts-3", "revisit-3", "vote-3", "debrief-3", "after-3"])


def test_before_it_begins_what_is_cut_is_cut_in_the_settings(workshop, walk):
    pass_time(workshop, minutes=9)
    assert drift.late(rounds.walking(workshop)) == 9
    walking.cut(workshop=workshop, way="both", seen="before-1")
    walk.refresh_from_db()
    workshop.refresh_from_db()
    assert (walk.revisit_minutes, walk.round_minutes) == (0, 6)
    assert drift.late(rounds.walking(workshop)) == 0


def test_a_way_that_is_gone_is_refused(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    with pytest.raises(NotNow, match="further on"):
        walking.cut(workshop=workshop, way="rounds", seen="briefing-1")


def test_while_it_is_held_the_walk_grows_later(workshop, walk):
    walking.go_on(workshop=workshop, seen="before-1")
    walking.pause(workshop=workshop)
    pass_time(workshop, minutes=5)
    walk.refresh_from_db()
    walk.paused_at -= timedelta(minutes=5)
    walk.save()
    workshop.refresh_from_db()
    assert drift.late(rounds.walking(workshop)) == 5
