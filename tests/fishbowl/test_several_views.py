"""Several circles over the wire: each phone its own, each console and screen its own, nobody else's."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fishbowl import actions, overview, scenes
from fishbowl.models import Fishbowl
from tests.conftest import client_of, make_workshop, move_to, person
from workshop import live

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def rooms(workshop):
    move_to(workshop, "fishbowl")
    actions.name_bowl(bowl=workshop.fishbowls.get(), name="Room A")
    second = actions.add_bowl(workshop=workshop, name="Room B", question="Who pays?")
    actions.start(workshop=workshop, bowl=second)
    return Fishbowl.all_in(workshop)


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def page(client, address):
    return client.get(address).content.decode()


# --- its name ----------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_name_that_is_too_long_is_shown_again(workshop, rooms, hana, headers):
    answer = hana.post(url(workshop, "bowl-name", 2), {"name": "R" * 61, "key": uuid.uuid4()}, headers=headers)
    assert (answer.status_code, "R" * 61 in answer.content.decode()) == (422, True)
    assert Fishbowl.objects.get(number=2).name == "Room B"


@pytest.mark.parametrize(("door", "wrong"), [("line", {"text": ""}), ("rapporteur", {"person": "777"})])
def test_the_forms_for_the_synthesis_are_shown_again(workshop, rooms, hana, door, wrong):
    answer = hana.post(url(workshop, door, 2), {"key": uuid.uuid4()} | wrong, headers=HTMX)
    assert (answer.status_code, url(workshop, door, 2) in answer.content.decode()) == (422, True)


# --- on a phone --------------------------------------------------------------------------------
def test_with_one_circle_no_page_speaks_of_several(workshop, ada, hana):
    move_to(workshop, "fishbowl")
    phone = page(client_of(ada), url(workshop, "circle"))
    assert 'id="circle"' in phone
    assert "data-bowl" not in phone
    assert 'name="bowl"' not in phone + page(hana, reverse("console", args=[workshop.code]))
    assert hana.get(url(workshop, "desk", 1)).headers["location"] == reverse("console", args=[workshop.code])


def test_who_is_in_no_circle_chooses_and_then_sees_it(workshop, rooms, ada):
    phone = client_of(ada)
    first = page(phone, url(workshop, "circle"))
    assert first.count("I go there") == 2
    assert "Choose your circle" in first
    answer = phone.post(url(workshop, "choose"), {"to": "2", "key": uuid.uuid4()})
    assert answer.headers["location"] == url(workshop, "circle")
    own = page(phone, url(workshop, "circle"))
    assert ('id="bowl-2"' in own, "Who pays?" in own, 'data-see="now,bowl:2"' in own) == (True, True, True)


def test_the_page_of_the_circles_says_what_going_costs(workshop, rooms, ada):
    phone = client_of(ada)
    actions.choose(participant=ada, bowl=rooms[0])
    assert "that wish ends" not in page(phone, url(workshop, "bowls"))
    actions.ask(participant=ada)
    waits = page(phone, url(workshop, "bowls"))
    assert "If you go to another circle, that wish ends." in waits
    assert waits.count("I go there") == 1
    actions.take(participant=ada)
    assert "Leave it first, then go." in page(phone, url(workshop, "bowls"))


def test_my_own_part_says_that_my_wish_in_the_other_circle_has_ended(workshop, rooms, ada):
    phone = client_of(ada)
    actions.choose(participant=ada, bowl=rooms[0])
    actions.ask(participant=ada)
    phone.post(url(workshop, "choose"), {"to": "2"})
    assert "Your wish in the other circle has ended." in page(phone, url(workshop, "me"))
    actions.ask(participant=ada)
    assert "Your wish in the other circle" not in page(phone, url(workshop, "me"))


def test_a_press_from_the_page_of_another_circle_is_refused(workshop, rooms, ada):
    phone = client_of(ada)
    actions.choose(participant=ada, bowl=rooms[1])
    answer = phone.post(url(workshop, "take"), {"bowl": "1", "chair": "3"}, headers=JSON)
    assert (answer.status_code, answer.json()["refused"]) == (409, "You are in another circle now: Room B.")


def test_a_circle_that_is_not_here_is_not_found(workshop, rooms, ada, hana):
    other = make_workshop(title="Elsewhere")
    for _more in range(3):
        actions.add_bowl(workshop=other)
    for number in ("4", str(Fishbowl.all_in(other)[3].pk), "0", "-1", "x", "9" * 30):
        assert client_of(ada).post(url(workshop, "choose"), {"to": number}).status_code == 404
        assert hana.post(url(workshop, "queue"), {"bowl": number, "open": "0"}).status_code == 404
    assert hana.get(url(workshop, "desk", 4)).status_code == 404
    assert hana.get(url(workshop, "screen", 4)).status_code == 404
    assert hana.post(url(workshop, "bowl-name", 4), {"name": "Mine"}).status_code == 404


# --- consoles ----------------------------------------------------------------------------------
def test_each_console_leads_its_own_circle_with_and_without_javascript(workshop, rooms, hana):
    for headers, expected in ((HTMX, 204), ({}, 302)):
        answer = hana.post(url(workshop, "phase", "pause"), {"bowl": "2", "key": uuid.uuid4()}, headers=headers)
        assert answer.status_code == expected
    assert answer.headers["location"] == url(workshop, "desk", 2)
    assert [bowl.phase for bowl in Fishbowl.all_in(workshop)] == ["running", "paused"]
    desk = page(hana, url(workshop, "desk", 2))
    assert ('id="desk-2"' in desk, '<input type="hidden" name="bowl" value="2">' in desk) == (True, True)


def test_a_press_that_names_no_circle_is_told_to(workshop, rooms, hana):
    answer = hana.post(url(workshop, "phase", "pause"), headers=JSON)
    assert (answer.status_code, answer.json()["refused"]) == (409, "There are several circles. Say which one.")


def test_the_facilitator_sees_all_circles_and_spreads_people(workshop, rooms, ada, bo, hana):
    console = page(hana, reverse("console", args=[workshop.code]))
    assert "2 people are in no circle yet" in console
    assert console.count("Its console") == 2
    assert hana.post(url(workshop, "spread"), {"key": uuid.uuid4()}, headers=JSON).json()["people"] == 2
    assert "Everybody is in a circle" in page(hana, reverse("console", args=[workshop.code]))
    assert {Fishbowl.of(ada).number, Fishbowl.of(bo).number} == {1, 2}


def test_groups_of_the_walk_stay_together(workshop, hana):
    from gallery import walking

    people = [person(workshop, f"P{n}", city) for n, city in enumerate(["Quito", "Lyon", "Lima", "Porto"] * 3)]
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop)
    move_to(workshop, "fishbowl")
    actions.add_bowl(workshop=workshop)
    hana.post(url(workshop, "spread"), {"together": "1"})
    groups = {}
    for each in people:
        groups.setdefault(each.memberships.get().group_id, set()).add(Fishbowl.of(each).number)
    assert len(groups) > 1
    assert {len(numbers) for numbers in groups.values()} == {1}


def test_voices_count_the_people_of_one_circle_and_of_all(workshop, rooms, ada, bo):
    for who, bowl in zip((ada, bo), rooms, strict=True):
        actions.choose(participant=who, bowl=bowl)
    actions.take(participant=ada)
    one, two, both = (scenes.voices(workshop, bowl) for bowl in (*rooms, None))
    assert [(each["people_heard"], each["people"]) for each in (one, two, both)] == [(1, 1), (0, 1), (1, 2)]


# --- screens -----------------------------------------------------------------------------------
def test_the_projector_shows_all_circles_or_the_one_that_was_pinned(workshop, rooms, hana):
    projector = reverse("projector", args=[workshop.code])
    assert page(hana, projector).count("bowl-card") == 2
    hana.post(url(workshop, "bowl-pin", 2), {"on": "1"})
    pinned = page(hana, projector)
    assert ("bowl-card" in pinned, "Who pays?" in pinned) == (False, True)
    hana.post(url(workshop, "bowl-pin", 2), {"on": "0"})
    assert page(hana, projector).count("bowl-card") == 2


def test_a_machine_with_the_projector_link_chooses_its_room(workshop, rooms):
    screen = client_of("projector", workshop)
    for address in (reverse("projector", args=[workshop.code]), url(workshop, "screen", 1)):
        assert f'href="{url(workshop, "screen", 2)}"' in page(screen, address)
    small = make_workshop(title="Small")
    own = page(client_of("projector", small), reverse("projector", args=[small.code]))
    assert ('data-see="projector"' in own, 'class="screens"' in own) == (True, False)


def test_the_screen_of_a_circle_follows_the_programme(workshop, rooms):
    screen = client_of("projector", workshop)
    assert "Who pays?" in page(screen, url(workshop, "screen", 2))
    move_to(workshop, "closing")
    assert 'data-kind="closing"' in page(screen, url(workshop, "screen", 2))


@pytest.mark.django_db(transaction=True)
def test_a_change_of_one_circle_draws_its_own_pictures_alone(workshop, rooms, ada, monkeypatch):
    told = []
    monkeypatch.setattr("workshop.live.layer.tell", told.append)
    actions.choose(participant=ada, bowl=rooms[1])
    told.clear()
    actions.ask(participant=ada)
    assert told[-1].fragments == {"bowl:2", "desk:2", "screen:2", "bowls"}


def test_other_rooms_changes_reach_every_circle():
    for name in ("bowl:2", "desk:2", "screen:2", "console", "projector"):
        base = {"bowl:2": "circle", "desk:2": "console", "screen:2": "projector"}.get(name, "bowls")
        assert live.fragments.is_touched(name, {base})
    assert not live.fragments.is_touched("bowl:1", {"bowl:2", "bowls"})


@pytest.mark.parametrize("scene", [overview.on_console, overview.on_projector])
def test_the_questions_to_the_database_do_not_grow_with_the_circles(workshop, rooms, scene):
    def asked():
        bowls = Fishbowl.all_in(workshop)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            scene(workshop, bowls)
        return len(queries)

    few = asked()
    for number in range(6):
        bowl = actions.add_bowl(workshop=workshop)
        who = person(workshop, f"P{number}", "Lyon")
        actions.start(workshop=workshop, bowl=bowl)
        actions.seat(participant=who, bowl=bowl)
        actions.floor_to(participant=who)
        actions.ask(participant=person(workshop, f"Q{number}", "Lyon"), bowl=bowl, by="steward")
    assert asked() <= few + 1  # the second half of a prefetch, once somebody sits
