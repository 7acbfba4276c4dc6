"""The six ways to walk: the same taps end differently, in the rooms' rows and on every screen."""

import pytest
from django.urls import reverse

from gallery import hosting, rounds, scenes, walking
from gallery.models import Membership, Walk
from tests.conftest import client_of, move_to, person
from workshop import live
from workshop.refusals import NotNow

TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga", "Kyoto", "Accra", "Turin", "Cork"]
VARIANTS = list(Walk.Variant.values)


@pytest.fixture
def crowd(workshop):
    return [person(workshop, f"P{number}", city) for number, city in enumerate(TOWNS)]


def ready(workshop, variant, **settings):
    """The same taps each time: a variant is chosen, the walk is on and made ready."""
    walking.settle(workshop=workshop, variant=variant, **settings)
    move_to(workshop, "gallery")
    walk = walking.make_groups(workshop=workshop, seed=1)
    workshop.refresh_from_db()
    return walk


def go_on(workshop, times=1):
    for _press in range(times):
        workshop.refresh_from_db()
        walking.go_on(workshop=workshop, seen=rounds.walking(workshop).phase().key)
    workshop.refresh_from_db()
    return rounds.walking(workshop).phase()


def looks(workshop, someone):
    workshop.refresh_from_db()
    phone = client_of(someone).get(reverse("gallery:my-walk", args=[workshop.code])).content.decode()
    return live.picture(workshop, "console", "en"), live.picture(workshop, "projector", "en"), phone


def saying(workshop, someone, words):
    """On which of console, projector and phone these words stand."""
    shown = zip(("console", "projector", "phone"), looks(workshop, someone), strict=True)
    return [screen for screen, html in shown if words in html]


# --- the same taps -------------------------------------------------------------------------------
def outcome(workshop, variant):
    """Groups with their sizes, the parts that follow each other, and how long a round lasts."""
    walk = ready(workshop, variant)
    go_on(workshop)
    walked = rounds.walking(workshop)
    sizes = sorted({len(group.people) for group in walked.groups})
    return len(walked.groups), sizes, [phase.kind[0] for phase in walked.phases], walk.round_minutes


@pytest.mark.parametrize(
    ("variant", "ends"),
    [
        ("rotating", (4, [3], list("brtrtrtrrvda"), 3)),
        ("hosted", (4, [3], list("brtrtrtrrvda"), 5)),
        ("silent", (12, [1], list("brtrtrtrrvda"), 3)),
        ("free", (0, [], list("brrvda"), 15)),
        ("guided", (1, [12], list("brtrtrtrrvda"), 3)),
        ("seated", (1, [12], list("brrrrrvda"), 3)),
    ],
)
def test_the_same_taps_end_differently(workshop, crowd, variant, ends):
    assert outcome(workshop, variant) == ends


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_briefing_tells_the_rules_of_this_walk_on_every_screen(workshop, crowd, variant):
    rule = {
        "rotating": "Stay with your group.",
        "hosted": "Your host tells for two minutes. Then ask.",
        "silent": "Nobody speaks. Read, and write.",
        "free": "No signal sounds. Your phone shows the time.",
        "guided": "Follow your guide from poster to poster.",
        "seated": "Stay where you are: each poster comes to your phone.",
    }[variant]
    ready(workshop, variant)
    go_on(workshop)
    expected = ["console", "projector"] if variant == "free" else ["console", "projector", "phone"]
    assert saying(workshop, crowd[0], f"<li>{rule}</li>") == expected


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_goes_to_its_end_on_every_screen(workshop, crowd, variant):
    ready(workshop, variant, hosts_minutes=7)
    kinds = []
    while not kinds or kinds[-1] != "after":
        kinds.append(go_on(workshop).kind)
        assert all(looks(workshop, crowd[0]))
    assert kinds[-5:] == ["hosts", "revisit", "vote", "debrief", "after"]


# --- rotating groups against everybody alone -----------------------------------------------------
def test_groups_have_letters_and_who_walks_alone_has_none(workshop, crowd):
    ready(workshop, "rotating")
    go_on(workshop, 2)
    assert saying(workshop, crowd[0], 'class="team-disc num"') == ["projector", "phone"]
    Walk.objects.all().delete()
    ready(workshop, "silent")
    go_on(workshop, 2)
    assert saying(workshop, crowd[0], 'class="team-disc num"') == []


def test_a_silent_walk_says_so_and_lets_nobody_pitch(workshop, crowd):
    case = workshop.cases.first()
    assert hosting.start_pitch(case=case).case == case
    ready(workshop, "silent")
    go_on(workshop, 2)
    assert saying(workshop, crowd[0], "Nobody speaks: read, and write notes only.") == ["projector", "phone"]
    with pytest.raises(NotNow, match="silent walk"):
        hosting.start_pitch(case=case)


def test_in_silence_three_stand_at_each_poster_and_nobody_at_their_own_first(workshop, crowd):
    for city in ("Seoul", "Montreal"):
        person(workshop, "Somebody", city)
    ready(workshop, "silent")
    walked = rounds.walking(workshop)
    stand = [stop.case.number for stop in walked.stops(1)]
    assert sorted(stand.count(number) for number in range(1, 5)) == [3, 3, 4, 4]
    assert [
        stop for stop in walked.stops(1) for one in stop.group.people if one.participant.city == stop.case.city
    ] == []
    ways = {tuple(walked.stop(group, number).case.number for number in range(1, 5)) for group in walked.groups}
    assert {tuple(sorted(way)) for way in ways} == {(1, 2, 3, 4)}


def test_who_comes_late_to_a_silent_walk_stands_where_the_fewest_are(workshop, crowd):
    ready(workshop, "silent")
    late = [person(workshop, f"Late {number}", "Minsk") for number in range(5)]
    walked = rounds.walking(workshop)
    stand = [stop.case.number for stop in walked.stops(1)]
    assert sorted(stand.count(number) for number in range(1, 5)) == [4, 4, 4, 5]
    assert len({each.memberships.get().group_id for each in late}) == 5


def test_where_nobody_has_a_letter_the_console_counts_who_has_seen_what(workshop, crowd):
    ready(workshop, "silent")
    go_on(workshop, 4)
    assert [row["counts"] for row in scenes.console(workshop)["coverage"]] == [[6, 6, 6, 6]]
    Walk.objects.all().delete()
    ready(workshop, "guided")
    go_on(workshop, 4)
    assert [row["counts"] for row in scenes.console(workshop)["coverage"]] == [[12, 12, 0, 0]]


def test_in_a_silent_walk_nobody_is_offered_to_others(workshop, crowd):
    ready(workshop, "silent")
    assert walking.merges(rounds.walking(workshop)) == []


# --- hosted stations -----------------------------------------------------------------------------
def test_a_host_stays_at_their_station_and_is_in_no_group(workshop, crowd):
    hosting.check_in(case=workshop.cases.get(number=2), participant=crowd[0])
    ready(workshop, "hosted")
    assert Membership.objects.filter(participant=crowd[0]).count() == 0
    go_on(workshop, 2)
    assert saying(workshop, crowd[0], "You stay at your station.") == ["phone"]
    Walk.objects.all().delete()
    ready(workshop, "rotating")
    go_on(workshop, 2)
    assert Membership.objects.filter(participant=crowd[0]).count() == 1
    assert saying(workshop, crowd[0], "You stay at your station.") == []


def test_who_begins_to_host_leaves_the_group_and_who_ends_finds_one(workshop, crowd):
    ready(workshop, "hosted")
    host = hosting.check_in(case=workshop.cases.get(number=2), participant=crowd[0])
    assert crowd[0].memberships.count() == 0
    hosting.check_out(host=host)
    assert crowd[0].memberships.count() == 1


def test_a_hosted_round_lasts_five_minutes_at_least(workshop, crowd):
    with pytest.raises(NotNow, match="needs five minutes"):
        walking.settle(workshop=workshop, variant="hosted", wanted_minutes=4)
    walk = ready(workshop, "hosted", wanted_minutes=5)
    walking.add_minutes(workshop=workshop, minutes=-1)
    walk.refresh_from_db()
    assert walk.round_minutes == 5
    assert walking.settle(workshop=workshop, variant="rotating", wanted_minutes=4).round_minutes == 4


# --- one group: guided and seated ----------------------------------------------------------------
@pytest.mark.parametrize("variant", ["guided", "seated"])
def test_one_group_sees_all_posters_in_their_order(workshop, crowd, variant):
    ready(workshop, variant)
    walked = rounds.walking(workshop)
    assert [[stop.case.number for stop in walked.stops(number)] for number in range(1, 5)] == [[1], [2], [3], [4]]


def test_a_guide_is_followed_and_whoever_sits_stays(workshop, crowd):
    ready(workshop, "guided")
    go_on(workshop, 3)
    assert saying(workshop, crowd[0], "Follow your guide to") == ["phone"]
    Walk.objects.all().delete()
    ready(workshop, "seated")
    go_on(workshop, 3)
    assert saying(workshop, crowd[0], "Poster 2 of 4: read it here") == ["phone"]


def test_more_than_twelve_are_many_for_one_guide(workshop, crowd):
    ready(workshop, "guided")
    assert saying(workshop, crowd[0], "many for one guide") == []
    person(workshop, "Late", "Minsk")
    assert saying(workshop, crowd[0], "many for one guide") == ["console"]


@pytest.mark.parametrize("variant", ["guided", "seated"])
def test_whoever_comes_late_joins_the_one_group(workshop, crowd, variant):
    ready(workshop, variant)
    assert person(workshop, "Late", "Minsk").memberships.get().group.position == 0


# --- free ----------------------------------------------------------------------------------------
def test_a_free_walk_has_no_bells_no_groups_and_yet_a_vote_and_a_debrief(workshop, crowd):
    ready(workshop, "free", wanted_minutes=20)
    go_on(workshop, 2)
    assert saying(workshop, crowd[0], "Go where you like, as long as you like.") == ["phone"]
    assert saying(workshop, crowd[0], "Please move") == []
    assert person(workshop, "Late", "Minsk").memberships.count() == 0
    assert go_on(workshop).kind == "revisit"


# --- the settings form ---------------------------------------------------------------------------
FIELDS = {
    "variant": "hosted",
    "briefing_minutes": 2,
    "wanted_minutes": "",
    "transit_seconds": 90,
    "hosts_minutes": "",
    "revisit_minutes": 0,
    "vote_minutes": 3,
    "debrief_minutes": 8,
    "wanted_size": "",
    "wanted_rounds": "",
}


def send(client, workshop, **changes):
    return client.post(reverse("gallery:walk-settle", args=[workshop.code]), FIELDS | changes)


def test_the_form_settles_the_walk_without_javascript(workshop, crowd, hana):
    assert send(hana, workshop).status_code == 302
    walk = Walk.objects.get()
    kept = {name: getattr(walk, name) for name in FIELDS}
    expected = FIELDS | {"wanted_minutes": None, "hosts_minutes": 7, "wanted_size": None, "wanted_rounds": None}
    assert kept == expected
    page = hana.get(reverse("gallery:walk-settings", args=[workshop.code])).content.decode()
    assert 'value="hosted" checked' in page
    assert 'name="debrief_minutes" value="8"' in page


def test_where_nobody_hosts_there_is_no_hosts_round_unless_it_is_wished(workshop, crowd, hana):
    send(hana, workshop, variant="rotating")
    assert Walk.objects.get().hosts_minutes == 0
    send(hana, workshop, variant="rotating", hosts_minutes=6)
    assert Walk.objects.get().hosts_minutes == 6


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("variant", "flying"),
        ("briefing_minutes", ""),
        ("vote_minutes", "31"),
        ("debrief_minutes", "-1"),
        ("wanted_minutes", "4"),
        ("transit_seconds", "9999"),
        ("wanted_size", "1"),
        ("wanted_rounds", "0"),
        ("hosts_minutes", "many"),
    ],
)
def test_what_can_not_be_comes_back_with_a_sentence_and_all_that_was_typed(workshop, crowd, hana, field, value):
    answer = send(hana, workshop, **{field: value})
    assert (answer.status_code, Walk.objects.count()) == (422, 0)
    assert f'id="id_{field}_error"' in answer.content.decode() or field == "variant"
    assert f'value="{value if field == "transit_seconds" else 90}"' in answer.content.decode()


def test_settings_are_changed_until_the_walk_begins(workshop, crowd, hana):
    ready(workshop, "rotating")
    assert send(hana, workshop, variant="silent").status_code == 302
    assert (Walk.objects.get().variant, Walk.objects.get().groups.count()) == ("silent", 12)
    go_on(workshop)
    assert send(hana, workshop).status_code == 409
