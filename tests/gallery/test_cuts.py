"""Ways to end in time, over many plans: each ends in time, changes nothing that has begun, and drops no harvest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from gallery.cuts import Part, ends_at, ways

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
often = settings(max_examples=500, deadline=None, derandomize=True, database=None)


def minutes(number):
    return timedelta(minutes=number)


@some.composite
def plans(draw):
    """What is on with what it has left, rounds that follow, and the parts after them."""
    on = draw(some.sampled_from(["before", "briefing", "round", "transit"]))
    first = Part(on, 1 if on == "round" else 0, minutes(draw(some.integers(0, 9))))
    lasts, way = draw(some.integers(3, 10)), timedelta(seconds=draw(some.sampled_from([0, 30, 60, 120])))
    coming = [Part("round", number, minutes(lasts), way) for number in range(2, draw(some.integers(2, 7)))]
    after = [
        Part(kind, 9 + place, minutes(draw(some.integers(1, 9))))
        for place, kind in enumerate(["hosts", "revisit", "vote", "debrief"])
        if draw(some.booleans())
    ]
    return [first, *coming, *after]


late = some.integers(-5, 30)


@often
@given(plans(), late)
def test_each_way_ends_earlier_and_says_when_and_those_in_time_come_first(parts, over):
    planned = ends_at(NOW, parts) - minutes(over)
    found = ways(NOW, parts, planned, 3)
    in_time = [way.ends_at <= planned for way in found]
    assert [way.ends_at for way in found] == [ends_at(NOW, way.parts) for way in found]
    assert in_time == sorted(in_time, reverse=True)
    assert all(in_time) or in_time.count(True) < 2
    assert all(way.ends_at < ends_at(NOW, parts) for way in found)
    assert over > 0 or not found


@often
@given(plans(), some.integers(1, 30))
def test_where_no_way_ends_in_time_the_nearest_are_told(parts, over):
    planned = ends_at(NOW, parts) - minutes(over)
    found = ways(NOW, parts, planned, 3)
    if found and found[0].ends_at > planned:
        least = [part for part in found[0].parts[1:] if part.kind == "round"]
        assert {part.kind for part in found[0].parts} & {"revisit"} == set()
        assert len(least) <= (0 if parts[0].kind == "round" else 1)


@often
@given(plans(), late)
def test_no_way_touches_what_is_on_nor_the_vote_nor_the_debrief(parts, over):
    for way in ways(NOW, parts, ends_at(NOW, parts) - minutes(over), 3):
        assert way.parts[0] == parts[0]
        assert [p for p in way.parts if p.kind in ("vote", "debrief")] == [
            p for p in parts if p.kind in ("vote", "debrief")
        ]


@often
@given(plans(), late, some.sampled_from([3, 5]))
def test_no_coming_round_becomes_shorter_than_it_may(parts, over, least):
    for way in ways(NOW, parts, ends_at(NOW, parts) - minutes(over), least):
        before = {part.number: part.lasts for part in parts if part.kind == "round"}
        for part in way.parts[1:]:
            if part.kind == "round":
                assert part.lasts == before[part.number] or part.lasts >= minutes(least)


@often
@given(plans(), late)
def test_the_ways_differ_and_what_is_lost_is_named(parts, over):
    found = ways(NOW, parts, ends_at(NOW, parts) - minutes(over), 3)
    assert len({way.parts for way in found}) == len(found)
    for way in found:
        assert {*way.parts, *way.without} >= {part for part in parts if part in way.without}
        assert len(way.parts) + len(way.without) == len(parts)


@often
@given(plans(), some.integers(1, 4))
def test_a_little_late_there_are_two_ways_wherever_rounds_and_a_second_look_follow(parts, over):
    coming = [part for part in parts[1:] if part.kind == "round" and part.lasts > minutes(4)]
    look = [part for part in parts if part.kind == "revisit" and part.lasts >= minutes(over)]
    if len(coming) >= 3 and look:
        assert len(ways(NOW, parts, ends_at(NOW, parts) - minutes(over), 3)) >= 2


def test_ten_minutes_late_the_second_look_is_halved_before_anything_else():
    parts = [Part("round", 1, minutes(5)), Part("round", 2, minutes(7), minutes(1)), Part("revisit", 3, minutes(8))]
    first = ways(NOW, parts, ends_at(NOW, parts) - minutes(4), 3)[0]
    assert (first.key, [(a.lasts, b.lasts) for a, b in first.shorter]) == ("revisit", [(minutes(8), minutes(4))])


def test_where_nothing_can_be_cut_there_is_no_way():
    assert ways(NOW, [Part("vote", 5, minutes(2)), Part("debrief", 6, minutes(6))], NOW, 3) == []
