"""Hosts at their stations: checking in, the two minutes, what their phones show, what the facilitator sees of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gallery import actions, host_scenes, hosting, rounds, walking
from gallery.models import Host, Pitch
from tests.conftest import client_of, move_to, person
from workshop import links, live
from workshop.access import AUDIENCES

TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga", "Kyoto", "Accra", "Turin", "Cork"]


@pytest.fixture
def crowd(workshop):
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


@pytest.fixture
def case(workshop):
    case = workshop.cases.get(number=2)
    case.workshop = workshop
    return case


@pytest.fixture
def hosted(workshop, crowd):
    """A hosted walk of four groups, in its first round."""
    walking.settle(workshop=workshop, variant="hosted", briefing_minutes=0, wanted_minutes=7)
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop, seed=1)
    walking.go_on(workshop=workshop, seen="before-1")
    workshop.refresh_from_db()
    return workshop


def seen(workshop, name):
    workshop.refresh_from_db()
    return live.picture(workshop, name, "en")


def press(client, case, name, **fields):
    return client.post(reverse(f"gallery:{name}", args=[case.workshop.code, case.number]), fields).status_code


# --- checking in ---------------------------------------------------------------------------------
def test_who_holds_a_link_hosts_by_it(workshop, case):
    client = client_of("station_host", workshop)
    assert press(client, case, "host-in") == press(client, case, "host-in") == 302
    assert [(host.case, host.participant) for host in hosting.hosts_of(workshop)] == [(case, None)]
    press(client, case, "host-out")
    assert hosting.hosts_of(workshop) == []


def test_who_takes_part_hosts_as_themselves_and_one_station_alone(workshop, case, ada):
    first = workshop.cases.get(number=1)
    first.workshop = workshop
    hosting.check_in(case=first, participant=ada)
    hosting.check_in(case=case, participant=ada)
    assert [(host.case_id, host.participant_id) for host in Host.objects.all()] == [(case.pk, ada.pk)]


def test_a_helper_says_who_hosts(workshop, case, ada, hana):
    assert press(hana, case, "host-in", **{"for": ada.number}) == 302
    assert Host.objects.get().participant == ada
    assert press(hana, case, "host-in", **{"for": "99999"}) == 404
    press(hana, case, "host-out", **{"for": ada.number})
    assert Host.objects.count() == 0


def test_a_case_owner_hosts_their_own_station_and_no_other(workshop, case):
    client = client_of("case_owner", workshop, case=workshop.cases.get(number=1))
    assert client.get(reverse("gallery:host", args=[workshop.code, 1])).status_code == 200
    assert [press(client, case, name) for name in ("host-in", "host-out", "host-pitch")] == [404] * 3
    assert client.get(reverse("gallery:host", args=[workshop.code, 2])).status_code == 404


def test_nobody_hosts_by_a_link_that_was_revoked(workshop, case):
    link, _token = links.make_link(role="station_host", workshop=workshop)
    hosting.check_in(case=case, link=link)
    assert len(hosting.hosts_of(workshop)) == 1
    links.revoke(link=link)
    assert hosting.hosts_of(workshop) == []


def test_a_link_for_a_station_leads_to_its_page(workshop, case, client):
    _link, token = links.make_link(role="station_host", workshop=workshop, case=case)
    assert client.get(f"/link/{token}/")["Location"] == reverse("gallery:host", args=[workshop.code, 2])


def test_stations_without_a_host_are_named_before_it_begins(workshop, crowd, case):
    walking.settle(workshop=workshop, variant="hosted")
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop)
    assert "4 stations have no host yet" in seen(workshop, "console")
    hosting.check_in(case=case, participant=crowd[0])
    assert "3 stations have no host yet" in seen(workshop, "console")


# --- the pitch -----------------------------------------------------------------------------------
def test_a_pitch_lasts_two_minutes_by_the_servers_clock(case):
    pitch = hosting.start_pitch(case=case)
    assert abs((pitch.ends_at - timezone.now()).total_seconds() - 120) < 1
    assert hosting.start_pitch(case=case).ends_at == pitch.ends_at


def test_the_next_group_gets_a_pitch_of_its_own(case):
    first = hosting.start_pitch(case=case)
    Pitch.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert hosting.start_pitch(case=case).ends_at > first.started_at + timedelta(seconds=119)
    assert Pitch.objects.count() == 1


def test_a_pitch_can_be_ended(hosted, case):
    hosting.start_pitch(case=case)
    assert "Your pitch ends in" in seen(hosted, "host:2")
    hosting.end_pitch(case=case)
    assert "Start my two minutes" in seen(hosted, "host:2")


def test_the_facilitator_sees_each_pitch(hosted, case):
    assert "pitching" not in seen(hosted, "console")
    press(client_of("station_host", hosted), case, "host-pitch", on="1")
    assert seen(hosted, "console").count("pitching") == 1


# --- what a host's phone shows -------------------------------------------------------------------
def test_a_host_sees_who_stands_here_and_who_comes_next(hosted, case):
    scene = host_scenes.host(hosted, "2")
    walked = rounds.walking(hosted)
    now, then = ([stop.group.letter for stop in walked.stops(n) if stop.case == case] for n in (1, 2))
    phase = scene["phases"][0]
    assert [[group.letter for group in groups] for groups in (phase["here"], phase["then"])] == [now, then]


def test_a_host_sees_notes_and_questions_as_they_come(hosted, case, crowd):
    assert "No open question" in seen(hosted, "host:2")
    actions.write(case=case, author=crowd[0], kind="question", text="Who pays?")
    actions.write(case=case, author=crowd[1], kind="take", text="A levy")
    picture = seen(hosted, "host:2")
    assert [
        words in picture for words in ("1 open question", "Who pays?", "2 notes", "A levy", "No open question")
    ] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_a_station_that_is_not_there_has_no_host(workshop):
    for key in ("9", "x", "12345"):
        with pytest.raises(live.NoSuchPicture):
            live.picture(workshop, f"host:{key}", "en")


def test_no_participant_is_sent_what_hosts_see():
    assert "participant" not in AUDIENCES["host"]
    assert {"station_host", "case_owner", "facilitator"} <= set(AUDIENCES["host"])


def test_a_host_costs_the_same_with_one_note_and_with_five(hosted, case, crowd):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            host_scenes.host(hosted, "2")
        return len(queries)

    actions.write(case=case, author=crowd[0], kind="take", text="One")
    few = cost()
    for number in range(5):
        actions.write(case=case, author=crowd[number], kind="question", text=f"Question {number}")
        hosting.check_in(case=case, participant=crowd[number])
    assert cost() == few


# --- what the facilitator sees -------------------------------------------------------------------
def test_the_console_tells_how_many_people_each_station_expects(hosted):
    assert seen(hosted, "console").count("3 people expected") == 4
    walking.move_on(workshop=hosted, seen=1)
    assert seen(hosted, "console").count("people expected") == 0
