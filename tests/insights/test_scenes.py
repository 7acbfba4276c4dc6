"""What board, console and projector show of the cards."""

import pytest

from tests.conftest import person
from tests.insights.conftest import a_card, a_theme, put
from workshop import live
from workshop.insights import actions, scenes


def cells(scene):
    """The map as {city: signs of each column}."""
    return {row["city"]: [cell and cell["signs"] for cell in row["cells"]] for row in scene["map"]["rows"]}


def test_the_map_has_a_column_for_each_case_and_for_several_where_it_is_needed(insights, ada, bo):
    a_card(ada, case=2, stance="as_is")
    scene = scenes.board(insights)
    assert [case.number for case in scene["map"]["columns"]] == [1, 2, 3, 4]
    assert cells(scene) == {"Quito": [None, ["as_is"], None, None]}
    a_card(bo, case=None, stance="combine")
    assert cells(scenes.board(insights))["Dakar"] == [None, None, None, None, ["combine"]]


def test_a_cell_shows_the_strongest_stance_and_that_somebody_would_avoid_it(insights, ada):
    for stance in ("unsure", "avoid", "adapt"):
        a_card(ada, stance=stance)
    (row,) = scenes.board(insights)["map"]["rows"]
    assert row["cells"][0]["signs"] == ["adapt", "avoid"]
    assert row["cells"][0]["named"] == "Adapt it, Avoid it, Need to know more"


def test_a_city_with_a_case_wears_its_colour(insights, ada):
    a_card(ada, target="Seoul")
    a_card(ada, target="Lille")
    assert {row["city"]: row["colour"] for row in scenes.board(insights)["map"]["rows"]} == {"Lille": 0, "Seoul": 2}


def test_texts_stand_by_case_in_the_order_of_the_posters(insights, ada):
    several, third, first = a_card(ada, case=None), a_card(ada, case=3), a_card(ada, case=1)
    groups = scenes.board(insights)["groups"]
    assert [group["cards"] for group in groups] == [[first], [third], [several]]


def test_the_console_counts_who_has_written_and_what_has_no_theme(insights, ada, bo):
    theme = a_theme(insights, "Buying")
    put(a_card(ada), theme)
    a_card(ada)
    actions.hide(card=a_card(ada))
    scene = scenes.console(insights)
    assert (scene["response"]["written"], scene["response"]["silent"]) == (1, 1)
    assert (scene["counts"]["cards"], scene["without"], scene["hidden"]) == (2, 1, 1)
    assert scene["next"].kind == "visit"


def test_the_projector_shows_the_places_named_last_when_there_are_many(insights):
    cities = [f"City {letter}" for letter in "ABCDEFGHI"]
    for city in cities:
        a_card(person(insights, "Delegate", city))
    scene = scenes.projector(insights)
    assert [row["city"] for row in scene["rows"]] == cities[2:]
    assert scene["more"] == 2


@pytest.mark.parametrize("name", ["board", "console", "projector"])
@pytest.mark.parametrize("gone", [actions.hide, actions.withdraw])
def test_what_is_hidden_or_taken_back_leaves_every_screen(insights, ada, name, gone):
    card = a_card(ada, what="A very particular levy", target="Atlantis")
    assert "A very particular levy" in live.picture(insights, name, "en")
    gone(card=card)
    picture = live.picture(insights, name, "en")
    assert ("A very particular levy" in picture, "Atlantis" in picture) == (False, False)


@pytest.mark.parametrize("name", ["board", "console", "projector"])
def test_a_room_without_cards_has_its_screens_too(insights, name):
    assert f'id="{name}"' in live.picture(insights, name, "en")
