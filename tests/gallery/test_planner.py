"""The planner, over thousands of random rooms: what it promises is proved for each, by counting anew."""

from collections import Counter
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gallery import planner
from gallery.planner import Plan, Walker

POSTERS = ("montreal", "seoul", "johannesburg", "barcelona", "quito", "dakar")
CITIES = (*POSTERS, "lyon", "lima", "oslo", "porto", "graz", "riga")
rooms = some.lists(some.sampled_from(CITIES), min_size=1, max_size=60)
posters = some.integers(3, 6).map(lambda count: POSTERS[:count])
seeds = some.integers(0, 2**32)
often = settings(max_examples=400, deadline=None, derandomize=True, database=None)


def people(cities, pod="", step_free=False):
    return [Walker(pk, city, pod, step_free) for pk, city in enumerate(cities, 1)]


def everybody(plan):
    return sorted(walker.pk for group in plan.groups for walker in group)


@often
@given(rooms, posters, seeds)
def test_every_room_is_walked_without_collision_and_each_poster_seen_once(cities, cases, seed):
    plan = planner.plan(people(cities), cases, seed)
    stood = [
        (number, *plan.stands(group, number))
        for group in range(len(plan.groups))
        for number in range(1, plan.rounds + 1)
    ]
    ways = [
        [plan.stands(group, number)[0] for number in range(1, plan.rounds + 1)] for group in range(len(plan.groups))
    ]
    assert len(set(stood)) == len(stood)
    assert [sorted(way) for way in ways] == [list(range(len(cases)))] * len(ways)
    assert everybody(plan) == list(range(1, len(cities) + 1))


@often
@given(rooms, posters, seeds)
def test_sizes_differ_by_at_most_one_and_nobody_stands_in_the_ninth_row(cities, cases, seed):
    sizes = [len(group) for group in planner.plan(people(cities), cases, seed).groups]
    assert max(sizes) - min(sizes) <= 1
    assert max(sizes) <= 8
    assert min(sizes) >= min(3, len(cities))


@often
@given(rooms, posters, seeds)
def test_nobody_begins_at_their_own_poster_unless_every_plan_does(cities, cases, seed):
    plan = planner.plan(people(cities), cases, seed)
    own = sum(
        walker.city == cases[plan.stands(place, 1)[0]] for place, group in enumerate(plan.groups) for walker in group
    )
    assert own == fewest_own(cities, cases, [len(group) for group in plan.groups])


def fewest_own(cities, cases, sizes):
    """By Hall's theorem on four poster cities or fewer groups: who can't be seated away from home.

    A set of cities may only sit at groups that begin elsewhere; a set of two cities may sit everywhere.
    """
    starts = [cases[place % len(cases)] for place in range(len(sizes))]
    spare = {case: [size for start, size in zip(starts, sizes, strict=True) if start != case] for case in cases}
    counts = Counter(cities)
    longest = max(sizes)
    tables = {case: len(spare[case]) * longest for case in cases}  # empty places can be moved to any table
    empty = len(sizes) * longest - sum(sizes)
    return max([0, *(counts[case] - _seats(tables[case], len(spare[case]), empty, len(sizes)) for case in cases)])


def _seats(seats, tables, empty, groups):
    return seats - max(0, empty - (groups - tables))  # empty places first go to the groups that begin there


@often
@given(some.lists(some.sampled_from(CITIES[6:]), min_size=1, max_size=60), posters, seeds)
def test_cities_without_a_poster_are_spread_as_evenly_as_arithmetic_allows(cities, cases, seed):
    plan = planner.plan(people(cities), cases, seed)
    for city, count in Counter(cities).items():
        shares = [sum(walker.city == city for walker in group) for group in plan.groups]
        assert max(shares) == ceil(count / len(plan.groups))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(some.lists(some.sampled_from("mslx"), min_size=3, max_size=7), seeds)
def test_no_other_grouping_has_fewer_pairs_of_one_city(letters, seed):
    """Every possible grouping of a small room is tried."""
    cases = ("m", "s")
    plan = planner.plan(people(letters), cases, seed, size=3)
    best = min(cost(groups, cases) for groups in groupings(letters, [len(group) for group in plan.groups]))
    assert cost([[walker.city for walker in group] for group in plan.groups], cases) == best


def groupings(letters, sizes):
    count = len(sizes)
    for where in product(range(count), repeat=len(letters)):
        if (
            max(Counter(where).values()) <= max(sizes)
            and len(letters) - min(where.count(g) for g in range(count)) * count < 2 * count
        ):
            groups = [
                [city for city, place in zip(letters, where, strict=True) if place == group] for group in range(count)
            ]
            if max(map(len, groups)) - min(map(len, groups)) <= 1:
                yield groups


def cost(groups, cases):
    own = sum(city == cases[place % len(cases)] for place, group in enumerate(groups) for city in group)
    pairs = sum(n * (n - 1) // 2 for group in groups for n in Counter(group).values())
    return own, pairs


@often
@given(rooms, posters, seeds, some.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_groups_in_whatever_order_people_came(cities, cases, seed, chance):
    walkers = people(cities)
    first = planner.plan(walkers, cases, seed)
    chance.shuffle(walkers)
    assert planner.plan(walkers, cases, seed) == first


def test_another_seed_gives_other_groups():
    walkers = people([f"city {n}" for n in range(35)])
    assert len({planner.plan(walkers, POSTERS[:4], seed).groups for seed in range(5)}) == 5


@often
@given(rooms, posters, seeds)
def test_the_proof_finds_nothing_but_what_no_plan_could_keep(cities, cases, seed):
    plan = planner.plan(people(cities), cases, seed)
    own = fewest_own(cities, cases, [len(group) for group in plan.groups])
    assert ("begins at the poster" in " ".join(planner.prove(plan))) == bool(own)
    assert [sentence for sentence in planner.prove(plan) if "begins at" not in sentence] == []


wishes = some.lists(
    some.tuples(some.sampled_from(CITIES), some.sampled_from(["", "", "", "fr", "ar"]), some.integers(0, 9)),
    min_size=24,
    max_size=60,
)


@often
@given(wishes, seeds)
def test_a_wish_is_kept_or_the_proof_names_it(room, seed):
    walkers = [Walker(pk, city, pod if pk % 4 == 0 else "", near == 0) for pk, (city, pod, near) in enumerate(room, 1)]
    plan = planner.plan(walkers, POSTERS[:3], seed)
    places = {walker.pk: place for place, group in enumerate(plan.groups) for walker in group}
    said = " ".join(planner.prove(plan))
    for pod in ("fr", "ar"):
        homes = {places[walker.pk] for walker in walkers if walker.pod == pod}
        assert (f"“{pod}”" in said) == (len(homes) > 1)
    far = [walker for walker in walkers if walker.step_free and places[walker.pk] >= 3]
    assert ("step-free" in said) == bool(far)
    assert "differ in size" not in said


def test_pods_that_fit_stay_whole_and_step_free_walkers_use_the_first_gallery():
    walkers = people(["lyon", "lima", "oslo"] * 12)
    walkers[:5] = people(["dakar"] * 5, pod="fr")
    walkers[30:33] = [Walker(pk, "graz", "", True) for pk in (31, 32, 33)]
    plan = planner.plan(walkers, POSTERS[:4], seed=7)
    homes = {place for place, group in enumerate(plan.groups) for walker in group if walker.pod}
    near = {plan.stands(place, 1)[1] for place, group in enumerate(plan.groups) for walker in group if walker.step_free}
    assert (len(homes), near, planner.prove(plan)) == (1, {0}, [])


@pytest.mark.parametrize(
    ("people_", "posters_", "copies", "groups"),
    [(31, 4, 1, 4), (32, 4, 1, 4), (33, 4, 2, 8), (150, 4, 5, 20), (6, 4, 1, 2), (2, 4, 1, 1), (12, 4, 1, 4)],
)
def test_copies_and_groups_follow_the_number_of_people(people_, posters_, copies, groups):
    assert planner.copies_for(people_, posters_) == copies
    assert planner.count_for(people_, posters_) == groups


@pytest.mark.parametrize(("size", "groups"), [(3, 12), (5, 7), (8, 5), (35, 1)])
def test_groups_of_a_wanted_size(size, groups):
    plan = planner.plan(people(["x"] * 35), POSTERS[:4], 1, size=size)
    assert (len(plan.groups), max(map(len, plan.groups))) == (groups, size if size < 8 else ceil(35 / groups))


def test_a_broken_plan_is_found_out_for_each_of_its_faults():
    a, b, c = people(["montreal", "lyon", "lyon"])
    plan = Plan(groups=((a, b, c, a), (), ()), cities=("montreal", "seoul"), rounds=3, copies=1)
    assert planner.prove(plan)[:-1] == [
        "Somebody is in two groups.",
        "The groups differ in size by more than one.",
        "Group A would see a poster twice.",
        "Group B would see a poster twice.",
        "Group C would see a poster twice.",
        "In round 1 two groups would meet at one poster.",
        "In round 2 two groups would meet at one poster.",
        "In round 3 two groups would meet at one poster.",
        "Group A begins at the poster of one of its own cities.",
    ]


def test_a_group_too_large_to_read_is_named():
    plan = planner.plan(people(["lyon"] * 9), ("montreal",) * 3, 1, size=9)
    assert planner.prove(plan) == ["Group A has 9 people; more than 8 can’t read one poster."]


def test_cities_that_could_be_spread_better_are_found_out():
    a, b, c, d = people(["lyon", "lyon", "lima", "lima"])
    assert planner.prove(Plan(((a, b), (c, d)), ("oslo", "riga"), 2, 1)) == ["The cities could be spread better."]
    assert planner.prove(Plan(((a, c), (b, d)), ("oslo", "riga"), 2, 1)) == []


def test_more_posters_than_rounds_is_said():
    plan = planner.plan(people(["lyon"] * 30), POSTERS, 1, rounds=4)
    assert planner.prove(plan) == []
    assert list(planner.remarks(plan)) == ["There are 6 posters and 4 rounds: each group misses 2 of them."]


def test_somebody_late_joins_the_smallest_group_away_from_their_own_city():
    groups = {
        0: people(["lyon", "lima"]),
        1: people(["oslo", "lyon"]),
        2: people(["oslo", "graz"]),
        3: people(["x"] * 3),
    }
    assert planner.place_late(groups, Walker(9, "lyon"), POSTERS[:4]) == 2
    assert planner.place_late(groups, Walker(9, "porto"), POSTERS[:4]) == 0
    assert planner.place_late(groups, Walker(9, "oslo", step_free=True), POSTERS[:1]) == 0
    groups[3].append(Walker(8, "dakar", "fr"))
    assert planner.place_late(groups, Walker(9, "lyon", "fr"), POSTERS[:4]) == 3
    assert planner.place_late({}, Walker(9, "lyon"), POSTERS[:4]) is None


def test_a_group_under_three_is_offered_to_the_smallest_other():
    assert planner.merges({0: 2, 1: 5, 2: 4, 3: 6}) == [(0, 2)]
    assert planner.merges({0: 2, 1: 2}) == [(0, 1)]
    assert planner.merges({0: 2, 1: 8}) == []
    assert planner.merges({0: 3, 1: 3}) == []


def test_groups_are_called_by_letters_beyond_the_alphabet():
    assert [planner.letter(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


# --- who comes late, who is too few, who walks alone -----------------------------------------------
@often
@given(rooms, posters, seeds, some.lists(some.sampled_from(CITIES), max_size=12))
def test_whoever_comes_late_leaves_the_groups_balanced(cities, cases, seed, late):
    plan = planner.plan(people(cities), cases, seed)
    groups = {place: list(group) for place, group in enumerate(plan.groups)}
    for pk, city in enumerate(late, 1000):
        groups[planner.place_late(groups, Walker(pk, city), cases)].append(Walker(pk, city))
    sizes = [len(group) for group in groups.values()]
    assert max(sizes) - min(sizes) <= 1
    assert sum(sizes) == len(cities) + len(late)


@often
@given(rooms, posters, seeds, some.sampled_from(CITIES))
def test_whoever_comes_late_joins_where_the_fewest_of_their_city_are_among_the_smallest(cities, cases, seed, city):
    groups = dict(enumerate(planner.plan(people(cities), cases, seed).groups))
    least = min(map(len, groups.values()))
    share = {place: sum(each.city == city for each in group) for place, group in groups.items() if len(group) == least}
    assert share[planner.place_late(groups, Walker(999, city), cases)] == min(share.values())


@often
@given(some.dictionaries(some.integers(0, 30), some.integers(0, 9), max_size=12))
def test_a_merge_takes_each_group_once_and_makes_none_too_large_to_read(sizes):
    pairs = planner.merges(sizes)
    named = [place for pair in pairs for place in pair]
    assert len(named) == len(set(named))
    assert all(sizes[small] < 3 and sizes[small] + sizes[into] <= 8 for small, into in pairs)
    left = [place for place, size in sizes.items() if size < 3 and place not in named]
    others = [size for place, size in sizes.items() if place not in named]
    assert len(left) <= 1 or all(sizes[place] + min(others) > 8 for place in left)


@often
@given(rooms, posters, seeds)
def test_who_walks_alone_meets_seven_others_at_most_and_sees_each_poster_once(cities, cases, seed):
    plan = planner.plan(people(cities), cases, seed, fewest=1)
    places = planner.alone(plan)
    assert sorted(walker.pk for walker in places.values()) == list(range(1, len(cities) + 1))
    for number in range(1, plan.rounds + 1):
        stand = Counter(planner.stands(place, number, len(cases), plan.copies) for place in places)
        assert max(stand.values()) <= 8
        assert max(stand.values()) - min(stand.values()) <= 1
    ways = [
        {planner.stands(place, n, len(cases), plan.copies)[0] for n in range(1, plan.rounds + 1)} for place in places
    ]
    assert {len(way) for way in ways} == {len(cases)}


@often
@given(some.integers(0, 40), some.integers(2, 6), some.integers(1, 3), some.integers(1, 12))
def test_whoever_comes_late_alone_gets_a_place_of_their_own_where_the_fewest_stand(here, posters, copies, late):
    places = list(range(here))
    for _newcomer in range(late):
        places.append(planner.place_alone(places, posters, copies))
    stand = Counter(planner.stands(place, 1, posters, copies) for place in places)
    assert len(set(places)) == here + late
    assert max(stand.values()) - min([*stand.values(), *[0] * (posters * copies - len(stand))]) <= 1


# --- what can't be, and is said --------------------------------------------------------------------
@often
@given(rooms, posters, seeds, some.integers(2, 20))
def test_groups_of_a_wanted_size_are_no_larger_and_collide_nowhere(cities, cases, seed, size):
    plan = planner.plan(people(cities), cases, seed, size=size)
    assert max(map(len, plan.groups)) <= size
    said = " ".join(planner.prove(plan))
    assert ("would meet" in said, "twice" in said, "differ in size" in said) == (False, False, False)
    assert ("can’t read one poster" in said) == (max(map(len, plan.groups)) > 8)


@often
@given(rooms, posters, seeds, some.integers(0, 99), some.integers(0, 99))
def test_whatever_is_broken_in_a_plan_is_named(cities, cases, seed, one, other):
    plan = planner.plan(people(cities), cases, seed)
    groups = [list(group) for group in plan.groups]
    giver, taker = groups[one % len(groups)], groups[other % len(groups)]
    taker.append(giver[0])
    broken = Plan(tuple(map(tuple, groups)), plan.cities, plan.rounds, plan.copies)
    assert "Somebody is in two groups." in planner.prove(broken)
    once = Plan(plan.groups, plan.cities, plan.rounds, copies=1)
    assert ("would meet" in " ".join(planner.prove(once))) == (len(plan.groups) > len(cases))


@often
@given(rooms, posters, seeds, some.integers(1, 6))
def test_fewer_rounds_than_posters_are_remarked_and_nothing_else_breaks(cities, cases, seed, rounds):
    plan = planner.plan(people(cities), cases, seed, rounds=rounds)
    missed = len(cases) - min(rounds, len(cases))
    assert plan.rounds == min(rounds, len(cases))
    assert any("each group misses" in sentence for sentence in planner.remarks(plan)) == (missed > 0)
    assert [sentence for sentence in planner.prove(plan) if "begins at" not in sentence] == []


@pytest.mark.parametrize(("count", "posters_"), [(33, 4), (150, 4), (65, 4), (100, 3)])
def test_many_people_need_copies_and_are_told_so(count, posters_):
    plan = planner.plan(people([f"city {n % 40}" for n in range(count)]), POSTERS[:posters_], 1)
    copies = planner.copies_for(count, posters_)
    assert f"Each poster must hang {copies} times." in list(planner.remarks(plan))
    assert {plan.stands(place, 1)[1] for place in range(len(plan.groups))} == set(range(copies))
