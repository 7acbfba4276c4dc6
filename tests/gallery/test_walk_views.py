"""A walk in groups on every screen: phone, console, projector; who may steer it; what a free walk shows instead."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gallery import actions, rounds, scenes, voting, walking
from gallery.models import Round, Wish
from tests.conftest import client_of, move_to, person
from workshop import live

TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga", "Kyoto", "Accra", "Turin", "Cork"]


@pytest.fixture
def crowd(workshop):
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


@pytest.fixture
def grouped(workshop, crowd):
    """Four groups of three, their first round not begun."""
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop, seed=1, minutes=7)
    workshop.refresh_from_db()
    return workshop


def press(client, workshop, name, *args, **fields):
    return client.post(reverse(f"gallery:{name}", args=[workshop.code, *args]), fields, headers={"HX-Request": "true"})


def pass_time(workshop, **duration):
    for each in Round.objects.filter(walk__workshop=workshop):
        each.started_at -= timedelta(**duration)
        each.ends_at -= timedelta(**duration)
        each.save()


def seen(workshop, name):
    """The picture's text, without what waits for a later phase."""
    workshop.refresh_from_db()
    return live.picture(workshop, name, "en")


def shown(html):
    """The kinds of phases that are not hidden."""
    return re.findall(r'<(?:div|section) class="phase(?: on-round)? is-(\w+)[^"]*"[^>]*(?<!hidden)>', html)


def my_way(person):
    page = client_of(person).get(reverse("gallery:my-walk", args=[person.workshop.code]))
    return page.content.decode()


PARTS = {"hosts_minutes": 7}
ORDER = ["briefing", *["round", "transit"] * 3, "round", "hosts", "revisit", "vote", "debrief", "after"]


# --- the same presses on every screen ------------------------------------------------------------
def test_one_walk_on_console_projector_and_phone(grouped, crowd, hana):
    screens = []
    presses = [("round-start", 1), ("round-move", 1), ("round-start", 2), ("round-move", 2)]
    for name, number in presses:
        assert press(hana, grouped, name, seen=number).status_code == 204
        looks = [seen(grouped, "console"), seen(grouped, "projector"), my_way(crowd[0])]
        screens.append([shown(look) for look in looks])
    assert screens == [[["round"]] * 3, [["transit"]] * 3, [["round"]] * 3, [["transit"]] * 3]


def test_every_part_is_on_console_projector_and_phone_at_once(grouped, crowd, hana):
    walking.settle(workshop=grouped, **PARTS)
    screens = []
    for _part in ORDER:
        grouped.refresh_from_db()
        assert press(hana, grouped, "walk-next", seen=rounds.walking(grouped).phase().key).status_code == 204
        looks = [seen(grouped, "console"), seen(grouped, "projector"), my_way(crowd[0])]
        screens.append([shown(look) for look in looks])
    assert screens == [[[kind]] * 3 for kind in ORDER]


def test_late_the_console_offers_ways_and_taking_one_ends_in_time(grouped, crowd, hana):
    press(hana, grouped, "walk-next", seen="before-1")
    grouped.stages.filter(kind="gallery").update(minutes=12)
    assert "No cut ends it in time" in seen(grouped, "console")
    grouped.stages.filter(kind="gallery").update(minutes=40)
    assert "ways to end in time" in seen(grouped, "console")
    assert press(hana, grouped, "walk-cut", "rounds", seen="briefing-1").status_code == 204
    assert "ways to end in time" not in seen(grouped, "console")
    assert press(hana, grouped, "walk-cut", "rounds", seen="briefing-1").status_code == 409


def test_leaving_a_walk_before_its_debrief_asks_first_on_the_spot(grouped, crowd, hana):
    press(hana, grouped, "walk-next", seen="before-1")
    after = grouped.stages.get(kind="fishbowl")
    url, seen_stage = reverse("move", args=[grouped.code, after.pk]), {"seen": grouped.stage_id}
    asked = hana.post(url, seen_stage, headers={"HX-Request": "true"})
    assert (asked.status_code, asked["HX-Retarget"]) == (409, "#refusal")
    assert f'name="seen" value="{grouped.stage_id}"' in asked.content.decode()
    assert 'name="sure" value="1"' in hana.post(url, seen_stage).content.decode()
    told = hana.post(url, seen_stage, headers={"Accept": "application/json"}).json()
    assert told == {"refused": "Skip the debrief? The harvest will be notes only.", "ask": "sure"}
    assert hana.post(url, seen_stage | {"sure": "1"}).status_code == 302


def test_leaving_out_the_debrief_is_asked_on_a_page_of_its_own(grouped, crowd, hana):
    page = hana.get(reverse("gallery:debrief-skipping", args=[grouped.code])).content.decode()
    assert "The harvest will be notes only." in page
    assert press(hana, grouped, "debrief-skip").status_code == 204
    assert rounds.walk_of(grouped).debrief_minutes == 0


def test_the_phone_is_told_where_its_group_goes(grouped, crowd):
    walked = rounds.walking(grouped)
    group = next(each for each in walked.groups if each.people[0].participant == crowd[0] or crowd[0].pk in ids(each))
    first, then = (walked.stop(group, number).case for number in (1, 2))
    assert (
        f'You start at</span></span></p>\n  <p class="row between round-at"><a class="row stop c{first.colour}"'
        in my_way(crowd[0])
    )
    walking.start_round(workshop=grouped, seen=1)
    assert f"next: {then.number} <bdi>{then.city}</bdi>" in my_way(crowd[0])
    walking.move_on(workshop=grouped, seen=1)
    assert f'data-announce="Please go to station {then.number}, {then.city}."' in my_way(crowd[0])


def ids(group):
    return {one.participant_id for one in group.people}


def test_a_phone_knows_only_its_own_group_and_nobody_in_it(grouped, crowd):
    mine = my_way(crowd[0])
    assert (mine.count('class="team-disc num"') > 0, [each.name for each in crowd[1:] if f">{each.name}<" in mine]) == (
        True,
        [],
    )


def test_who_walks_freely_sees_no_group_and_their_presses_end_otherwise(grouped, crowd, hana):
    assert press(hana, grouped, "round-start", seen=1).status_code == 204
    assert press(hana, grouped, "free").status_code == 204
    assert press(hana, grouped, "round-move", seen=1).status_code == 409
    assert [shown(look) for look in (seen(grouped, "console"), seen(grouped, "projector"), my_way(crowd[0]))] == [
        []
    ] * 3
    assert "Three kinds of notes" in seen(grouped, "projector")
    assert "Make 4 groups" in seen(grouped, "console")


def test_groups_are_offered_from_six_people_on(workshop, hana):
    move_to(workshop, "gallery")
    offers = []
    for number in range(7):
        person(workshop, f"P{number}", f"City {number}")
        offers.append("Walk in groups?" in seen(workshop, "console"))
    assert offers == [False] * 5 + [True] * 2


def test_groups_made_by_a_press_with_wanted_numbers(workshop, crowd, hana):
    move_to(workshop, "gallery")
    answer = press(hana, workshop, "groups", size=6, minutes=5, rounds=2, seed=3)
    workshop.refresh_from_db()
    walk = rounds.walk_of(workshop)
    assert (answer.status_code, walk.groups.count(), walk.round_minutes, walk.length, walk.seed) == (204, 2, 5, 2, 3)
    assert "no group sees all of them" in seen(workshop, "console")


@pytest.mark.parametrize("field", ["size", "minutes", "rounds", "seed", "key"])
def test_numbers_that_are_none_are_refused_with_a_sentence(workshop, crowd, hana, field):
    move_to(workshop, "gallery")
    answer = press(hana, workshop, "groups", **{field: "many"})
    assert (answer.status_code, workshop.walks.count()) == (409, 0)


@pytest.mark.parametrize("part", ["", "0", "round", "round-", "x-1", "round-99999", "'; drop-1", "round-1\n"])
def test_a_press_without_its_part_is_refused(grouped, hana, part):
    assert press(hana, grouped, "walk-next", seen=part).status_code == 409


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "99999999999"])
def test_a_press_without_its_round_is_refused(grouped, hana, number):
    assert press(hana, grouped, "round-start", seen=number).status_code == 409


def test_the_clock_on_the_console_holds_and_goes_on(grouped, hana):
    press(hana, grouped, "round-start", seen=1)
    held = []
    for do in ("pause", "plus", "minus", "resume"):
        assert press(hana, grouped, "round-clock", do).status_code == 204
        held.append("data-held" in seen(grouped, "projector"))
    assert held == [True, True, True, False]
    assert press(hana, grouped, "round-clock", "stop").status_code == 404


def test_a_phase_comes_by_the_clock_alone(grouped, crowd, hana):
    press(hana, grouped, "round-start", seen=1)
    picture = seen(grouped, "projector")
    ends = rounds.walking(grouped).phase().ends.isoformat()
    assert (picture.count(f'data-until="{ends}"'), picture.count(f'data-from="{ends}"')) == (1, 1)
    pass_time(grouped, minutes=7, seconds=5)
    assert shown(my_way(crowd[0])) == ["transit"]


def test_a_station_where_a_group_writes_nothing_for_three_minutes_is_lit(grouped, crowd, hana):
    press(hana, grouped, "round-start", seen=1)
    assert [station["lit"] for station in scenes.console(grouped)["stations"]] == [False] * 4
    pass_time(grouped, minutes=4)
    actions.write(case=grouped.cases.get(number=2), author=crowd[0], kind="take", text="An idea")
    assert [station["lit"] for station in scenes.console(grouped)["stations"]] == [True, False, True, True]
    assert seen(grouped, "console").count("No note for three minutes</strong>") == 3


def test_the_console_tells_who_has_seen_what_and_which_cities_are_quiet(grouped, crowd, hana):
    press(hana, grouped, "round-start", seen=1)
    press(hana, grouped, "round-move", seen=1)
    press(hana, grouped, "round-start", seen=2)
    actions.write(case=grouped.cases.get(number=2), author=crowd[0], kind="take", text="An idea")
    scene = scenes.console(grouped)
    assert [sum(row["cells"]) for row in scene["coverage"]] == [2] * 4
    assert scene["quiet_cities"] == sorted(TOWNS[1:])
    assert [station["number"] for station in scene["without_notes"]] == [1, 3, 4]


def test_the_console_lists_who_is_in_which_group_and_the_projector_does_not(grouped, crowd):
    names = [f"{each.name}, {each.city}" for each in crowd]
    looks = seen(grouped, "console"), seen(grouped, "projector")
    assert [sum(name in look for name in names) for look in looks] == [12, 0]


def test_a_small_group_is_offered_another(grouped, crowd, hana):
    from workshop import actions as core

    home = crowd[0].memberships.get().group
    assert "Let them go with" not in seen(grouped, "console")
    core.leave(participant=crowd[0])
    assert "Let them go with" in seen(grouped, "console")
    assert press(hana, grouped, "merge", home.letter).status_code == 204
    assert press(hana, grouped, "merge", home.letter).status_code == 409


def test_wishes_are_told_on_the_phone_and_shown_to_nobody(workshop, ada, hana):
    answer = client_of(ada).post(reverse("gallery:wish", args=[workshop.code]), {"pod": "Français", "step_free": "on"})
    assert (answer.status_code, Wish.objects.values_list("pod", "step_free").get()) == (302, ("français", True))
    assert "français" in client_of(ada).get(reverse("gallery:wishes", args=[workshop.code])).content.decode()
    assert "français" not in hana.get(reverse("gallery:wishes", args=[workshop.code])).content.decode()


def test_in_the_vote_each_poster_takes_a_dot_on_the_list_of_posters(grouped, crowd):
    def list_of(person):
        return client_of(person).get(reverse("gallery:posters", args=[grouped.code])).content.decode()

    assert list_of(crowd[0]).count('name="on" value="1"') == 0
    for _part in range(10):
        grouped.refresh_from_db()
        walking.go_on(workshop=grouped, seen=rounds.walking(grouped).phase().key)
    grouped.refresh_from_db()
    assert rounds.walking(grouped).phase().kind == "vote"
    assert list_of(crowd[0]).count('name="on" value="1"') == 4
    voting.vote(voter=crowd[0], case=grouped.cases.first(), on=True)
    assert [list_of(crowd[0]).count(f'name="on" value="{on}"') for on in (0, 1)] == [1, 3]


def test_what_the_groups_cannot_keep_is_said_before_they_walk(grouped, crowd, hana):
    assert "cannot keep everything" not in seen(grouped, "console")
    for each in crowd[:5]:
        walking.wish(participant=each, pod="français", step_free=False)
    walking.make_groups(workshop=grouped, seed=1)
    told = seen(grouped, "console")
    assert "Not all who want to speak “français” fit into one group." in told
    assert [each.name for each in crowd[:5] if f"{each.name} français" in told] == []
    press(hana, grouped, "walk-next", seen="before-1")
    assert "cannot keep everything" not in seen(grouped, "console")


def test_a_wish_that_is_too_long_keeps_its_words(workshop, ada):
    answer = client_of(ada).post(reverse("gallery:wish", args=[workshop.code]), {"pod": "x" * 41})
    assert (answer.status_code, "x" * 41 in answer.content.decode(), Wish.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("screen", ["console", "walk_on_projector"])
def test_a_screen_costs_the_same_with_twelve_people_and_with_seventeen(grouped, hana, screen):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            getattr(scenes, screen)(grouped)
        return len(queries)

    press(hana, grouped, "round-start", seen=1)
    grouped.refresh_from_db()
    assert grouped.stage.kind == "gallery"
    few = cost()
    for number in range(5):
        person(grouped, f"Late {number}", f"City {number}")
    assert cost() == few


def test_a_phone_costs_the_same_with_twelve_people_and_with_seventeen(grouped, crowd):
    def cost():
        client = client_of(crowd[0])
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("gallery:posters", args=[grouped.code]))
        return len(queries)

    walking.start_round(workshop=grouped, seen=1)
    few = cost()
    for number in range(5):
        person(grouped, f"Late {number}", f"City {number}")
    assert cost() == few
