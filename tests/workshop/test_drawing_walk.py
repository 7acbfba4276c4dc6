"""Groups in the plan of the room: every letter once, large enough from afar, arrows from station to station."""

import re

import pytest

from workshop.drawing.walk import walk_plan

CITIES = ["Montreal", "Seoul", "Johannesburg", "Barcelona", "Quito", "Dakar"]
RING = [(1, 2), (2, 3), (3, 4), (4, 1)]


def stations(count=4):
    return [{"number": n, "city": city, "colour": (n - 1) % 4 + 1} for n, city in enumerate(CITIES[:count], 1)]


def teams(count, posters=4):
    return [{"number": n % posters + 1, "letter": chr(65 + n), "people": [0, 1, 2]} for n in range(count)]


def letters(plan):
    return re.findall(r'class="in team"[^>]*font-size="([\d.]+)"[^>]*>(\w+)<', plan)


@pytest.mark.parametrize("ways", [[], RING])
@pytest.mark.parametrize("count", [1, 4, 8, 20])
@pytest.mark.parametrize("rtl", [False, True])
def test_every_group_is_drawn_once_and_can_be_read_from_afar(count, ways, rtl):
    drawn = letters(walk_plan(stations(), teams(count), ways, rtl=rtl, big=True))
    assert sorted(letter for _size, letter in drawn) == [chr(65 + n) for n in range(count)]
    assert min(float(size) for size, _letter in drawn) * 1.087 >= 36


@pytest.mark.parametrize("count", [1, 4, 20])
def test_the_console_draws_each_group_with_its_people(count):
    plan = walk_plan(stations(), teams(count), RING)
    assert sorted(letter for _size, letter in letters(plan)) == [chr(65 + n) for n in range(count)]
    assert len(re.findall(r'class="dot c[012]"', plan)) == 3 * count


@pytest.mark.parametrize(("ways", "heads"), [([], 0), (RING, 4), ([(1, 1)], 0)])
def test_each_way_has_one_arrow(ways, heads):
    assert walk_plan(stations(), [], ways).count("way head") == heads


def test_the_big_plan_leaves_the_cities_to_the_list_beside_it():
    assert ["Montreal" in walk_plan(stations(), [], big=big) for big in (False, True)] == [True, False]
