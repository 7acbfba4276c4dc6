"""What the gallery shows live: walls, the console's walk, the projector; the same for everybody who looks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gallery import actions, scenes, voting
from tests.conftest import move_to, person
from workshop import live


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    workshop.refresh_from_db()
    return workshop


def leave(person, text, kind="take", number=1):
    case = person.workshop.cases.get(number=number)
    return actions.write(case=case, author=person, kind=kind, text=text)


def seen(workshop, name):
    workshop.refresh_from_db()
    return live.picture(workshop, name, "en")


EVERY_SCREEN = ["wall:1", "console", "projector"]


@pytest.mark.parametrize("screen", EVERY_SCREEN)
def test_a_note_is_on_every_screen_until_it_is_hidden(walk, ada, screen):
    note = leave(ada, "About my neighbour")
    assert seen(walk, screen).count("About my neighbour") == 1
    actions.hide(note=note, why="It names a person.")
    assert seen(walk, screen).count("About my neighbour") == 0
    actions.restore(note=note)
    assert seen(walk, screen).count("About my neighbour") == 1
    actions.take_back(note=note)
    assert seen(walk, screen).count("About my neighbour") == 0


@pytest.mark.parametrize("screen", EVERY_SCREEN)
def test_no_screen_tells_who_wrote_it(walk, ada, screen):
    leave(ada, "Rooms free of charge")
    picture = seen(walk, screen)
    bare = picture.replace('name="on" value="1"', "")  # a button's, not a person's
    assert ("Quito" in picture, "Ada" in picture, f'="{ada.pk}"' in bare) == (True, False, False)


def test_a_wall_has_the_id_the_live_room_looks_for(walk):
    assert '<section id="wall-2" data-epoch=' in seen(walk, "wall:2")


@pytest.mark.parametrize("key", ["9", "x", "", "1 or 1", "99999999999999999999", "¹"])
def test_a_wall_that_is_not_there_is_a_key_error(walk, key):
    with pytest.raises(KeyError):
        scenes.wall(walk, key)


def test_a_wall_of_another_workshop_is_not_this_one(walk, ada, elsewhere):
    leave(ada, "Only here")
    assert "Only here" in seen(walk, "wall:1")
    assert "Only here" not in seen(elsewhere, "wall:1")


def test_the_console_counts_notes_of_each_kind_at_each_station(walk, ada):
    for kind in ("take", "take", "question"):
        leave(ada, "An idea", kind=kind, number=2)
    stations = scenes.console(walk)["stations"]
    assert [[kind["count"] for kind in station["kinds"]] for station in stations[:2]] == [[0, 0, 0], [2, 0, 1]]


def test_no_screen_tells_what_the_dots_say_before_the_vote_is_closed(walk, ada):
    voting.vote(case=walk.cases.get(number=1), voter=ada, on=True)
    for scene in (scenes.console, scenes.walk_on_projector):
        vote = scene(walk)["vote"]
        assert (vote["turnout"], vote["told"], vote["result"]) == ({"dots": 1, "people": 1}, False, [])
    voting.close(workshop=walk)
    for scene in (scenes.console, scenes.walk_on_projector):
        [row] = scene(walk)["vote"]["result"]
        assert (row.case.number, row.cities, row.dots) == (1, 1, 1)


def test_a_station_without_a_note_is_lit_after_three_minutes(walk, ada):
    assert [station["lit"] for station in scenes.console(walk)["stations"]] == [False] * 4
    walk.stage.started_at = timezone.now() - timedelta(minutes=4)
    leave(ada, "The first", number=2)
    assert [station["lit"] for station in scenes.console(walk)["stations"]] == [True, False, True, True]


def test_during_the_cases_the_projector_shows_the_posters(workshop, ada):
    move_to(workshop, "cases")
    leave(ada, "Not on the big screen yet")
    picture = seen(workshop, "projector")
    assert [picture.count(f"A case of {case.city}") for case in workshop.cases.all()] == [1, 1, 1, 1]
    assert "Not on the big screen yet" not in picture


def test_the_projector_shows_the_three_newest_notes_in_full_words(walk, ada):
    for text in ("First idea", "Second idea", "Third idea", "Fourth idea"):
        leave(ada, text)
    picture = seen(walk, "projector")
    assert [text in picture for text in ("First idea", "Second idea", "Third idea", "Fourth idea")] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("scene", ["console", "walk_on_projector", "posters_on_projector"])
def test_a_scene_costs_the_same_with_one_person_and_with_five(walk, ada, scene):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            getattr(scenes, scene)(walk)
        return len(queries)

    assert walk.stage.kind == "gallery"
    leave(ada, "Alone")
    alone = cost()
    for number, name in enumerate("BCDE", 1):
        leave(person(walk, name, f"City {name}"), "Together", number=number)
    assert cost() == alone


def test_a_large_room_without_posters_still_has_every_screen(walk):
    walk.cases.all().delete()
    pictures = [seen(walk, screen) for screen in ("console", "projector")]
    assert [picture.count("No poster hangs yet") for picture in pictures] == [1, 0]
