"""The synthesis: one or two of each circle bring what it said to a circle in which all meet."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fishbowl import actions, journal, scenes
from fishbowl.circle import circle, situation
from fishbowl.models import Belonging, Entry, Fishbowl, Rapporteur, Stay
from tests.conftest import client_of, move_to, person
from workshop.actions import check
from workshop.refusals import AskFirst, NotNow

JSON = {"accept": "application/json"}


@pytest.fixture
def rooms(workshop):
    move_to(workshop, "fishbowl")
    actions.name_bowl(bowl=workshop.fishbowls.get(), name="Room A")
    second = actions.add_bowl(workshop=workshop, name="Room B")
    actions.start(workshop=workshop, bowl=second)
    actions.plan_synthesis(workshop=workshop)
    return Fishbowl.all_in(workshop)[:2]


@pytest.fixture
def together(workshop, rooms):
    return Fishbowl.all_in(workshop)[-1]


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def say(bowl, who, text):
    """Somebody sits down in this circle, and their words are taken down."""
    actions.seat(participant=who, bowl=bowl, by="steward")
    actions.floor_to(participant=who, bowl=bowl, by="note_taker")
    said = actions.take_down(workshop=bowl.workshop, text=text, kind="statement", bowl=bowl)
    actions.leave(participant=who)
    return said


# --- planned -----------------------------------------------------------------------------------
def test_a_synthesis_keeps_a_chair_for_each_circle_and_two_open(workshop, together):
    assert list(together.chairs.values_list("kind", flat=True)) == ["core", "core", "open", "open"]
    assert (together.title, together.phase) == ("Synthesis", "draft")
    assert actions.plan_synthesis(workshop=workshop) == together


@pytest.mark.parametrize(("circles", "core", "left"), [(10, 10, 2), (11, 11, 1), (12, 11, 1)])
def test_a_chair_is_open_however_many_circles_there_are(workshop, circles, core, left):
    more_circles(workshop, circles)
    kinds = list(actions.plan_synthesis(workshop=workshop).chairs.values_list("kind", flat=True))
    assert kinds == ["core"] * core + ["open"] * left


@pytest.mark.parametrize("kind", Fishbowl.Variant.values)
def test_the_synthesis_is_of_the_usual_kind_whatever_the_circles_are(workshop, kind):
    """Its open chairs are for whoever asks: nobody could come to them in a closed circle, or one with satellites."""
    actions.change_settings(workshop=workshop, variant=kind)
    actions.add_bowl(workshop=workshop)
    together = actions.plan_synthesis(workshop=workshop)
    assert (together.variant, {bowl.variant for bowl in Fishbowl.all_in(workshop)[:2]}) == ("open", {kind})


def test_until_it_begins_nobody_is_in_it_and_people_are_spread_over_the_others(workshop, rooms, together, ada, bo):
    assert actions.spread(workshop=workshop) == 2
    assert {Fishbowl.of(ada), Fishbowl.of(bo)} == set(rooms)
    assert [bowl["number"] for bowl in scenes.choosing(workshop)["bowls"]] == [1, 2]


def test_one_or_two_speak_for_a_circle(workshop, rooms, ada, bo):
    for who in (ada, bo, ada):
        actions.name_rapporteur(bowl=rooms[0], participant=who)
    cy = person(workshop, "Cy", "Lyon")
    with pytest.raises(NotNow, match="Two people"):
        actions.name_rapporteur(bowl=rooms[0], participant=cy)
    with pytest.raises(NotNow, match="speaks for another circle already: Room A"):
        actions.name_rapporteur(bowl=rooms[1], participant=ada)
    actions.drop_rapporteur(rapporteur=Rapporteur.objects.get(participant=ada))
    assert actions.name_rapporteur(bowl=rooms[0], participant=cy).place == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Rapporteur.objects.create(fishbowl=rooms[0], participant=ada, place=3)


def test_whoever_may_not_ask_for_a_chair_speaks_for_no_circle(workshop, rooms, ada):
    actions.name_rapporteur(bowl=rooms[0], participant=ada)
    actions.block(participant=ada, bowl=rooms[0])
    assert not rooms[0].rapporteurs.filter(ended_at=None).exists()
    with pytest.raises(NotNow, match="may not ask for a chair"):
        actions.name_rapporteur(bowl=rooms[0], participant=ada)


def test_a_line_is_typed_or_taken_from_what_was_said_and_can_be_left_out(workshop, rooms, together, ada):
    said = say(rooms[0], ada, "It took years.")
    typed = actions.bring(bowl=rooms[0], text="Time matters")
    taken = actions.bring(bowl=rooms[0], statement=said)
    assert actions.bring(bowl=rooms[0], statement=said) == taken
    assert [topic["text"] for topic in scenes.topics(workshop, together)] == ["Time matters", "It took years."]
    actions.leave_out(topic=typed)
    assert [topic["state"] for topic in scenes.topics(workshop, together)] == ["ended", "waiting"]
    assert actions.bring(bowl=rooms[0], statement=said).ended_at is None


# --- all meet ----------------------------------------------------------------------------------
def test_one_press_ends_the_circles_seats_their_voices_and_takes_their_lines_over(workshop, rooms, together, ada, bo):
    cy = person(workshop, "Cy", "Lyon")
    for number in range(4):
        say(rooms[0], ada, f"Thought {number}")
    actions.bring(bowl=rooms[1], text="Rent first")
    for who, bowl in ((ada, rooms[0]), (bo, rooms[1]), (cy, rooms[1])):
        actions.name_rapporteur(bowl=bowl, participant=who)
    actions.seat(participant=bo, bowl=rooms[1], by="steward")
    waiting = actions.ask(participant=cy, bowl=rooms[1], by="steward")
    with pytest.raises(AskFirst, match="Room A, Room B"):
        actions.begin_synthesis(workshop=workshop)
    actions.begin_synthesis(workshop=workshop, sure=True)
    assert [bowl.phase for bowl in Fishbowl.all_in(workshop)] == ["done", "done", "lobby"]
    held = Stay.objects.filter(left_at=None).order_by("chair__number")
    assert [(stay.chair.fishbowl, stay.participant, stay.chair.kind) for stay in held] == [
        (together, ada, "core"),
        (together, bo, "core"),
        (together, cy, "core"),
    ]
    assert Entry.objects.get(pk=waiting.pk).outcome == "unheard"
    told = [(topic["of"], topic["text"]) for topic in scenes.topics(workshop, together)]
    assert told == [
        ("Room B", "Rent first"),
        ("Room A", "Thought 1"),
        ("Room A", "Thought 2"),
        ("Room A", "Thought 3"),
    ]
    assert {Fishbowl.of(each) for each in (ada, bo, cy)} == {together}
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []


def test_nobody_has_a_chair_in_two_circles_for_a_moment(workshop, rooms, ada, bo):
    """Whoever sits, or was called, gets up at the time at which the synthesis seats them."""
    actions.seat(participant=ada, bowl=rooms[0], by="steward")
    actions.call(entry=actions.ask(participant=bo, bowl=rooms[1], by="steward"), seen=0)
    for who, bowl in ((ada, rooms[0]), (bo, rooms[1])):
        actions.name_rapporteur(bowl=bowl, participant=who)
    actions.begin_synthesis(workshop=workshop, sure=True)
    for who in (ada, bo):
        before, after = Stay.objects.filter(participant=who).order_by("pk")
        assert before.left_at == after.seated_at


def test_pressed_twice_it_begins_once(workshop, rooms, together, ada):
    actions.name_rapporteur(bowl=rooms[0], participant=ada)
    for _press in range(2):
        actions.begin_synthesis(workshop=workshop, sure=True)
    assert Stay.objects.filter(participant=ada, left_at=None).count() == 1


def test_it_says_whom_nobody_speaks_for(workshop, rooms, ada):
    for bowl in rooms:
        actions.finish(workshop=workshop, bowl=bowl)
    actions.name_rapporteur(bowl=rooms[0], participant=ada)
    with pytest.raises(AskFirst, match="Nobody speaks for these circles yet: Room B"):
        actions.begin_synthesis(workshop=workshop)


def test_in_the_synthesis_everybody_may_ask_and_nobody_goes_back(workshop, rooms, together, ada):
    actions.choose(participant=ada, bowl=rooms[0])
    actions.begin_synthesis(workshop=workshop, sure=True)
    assert actions.ask(participant=ada).fishbowl == together
    assert Belonging.objects.get(participant=ada).fishbowl == rooms[0]
    for press in (
        lambda: actions.choose(participant=ada, bowl=rooms[1]),
        lambda: actions.spread(workshop=workshop),
        lambda: actions.add_bowl(workshop=workshop),
        lambda: actions.reopen(workshop=workshop, bowl=rooms[0]),
    ):
        with pytest.raises(NotNow, match="All circles have met in one by now"):
            press()


def test_words_their_speaker_takes_back_are_no_topic_any_more(workshop, rooms, together, ada):
    said = say(rooms[0], ada, "It took years.")
    topic = actions.bring(bowl=rooms[0], statement=said)
    actions.begin_synthesis(workshop=workshop, sure=True)
    actions.start_topic(topic=topic)
    assert circle(workshop, together)["topic"]["text"] == "It took years."
    check(statement=said, agrees=False)
    assert circle(workshop, Fishbowl.named(workshop, together.number))["topic"]["text"] == ""


def test_whoever_was_not_heard_in_a_circle_still_leaves_the_point(workshop, rooms, ada):
    actions.ask(participant=ada, bowl=rooms[0], by="steward")
    actions.begin_synthesis(workshop=workshop, sure=True)
    phone = client_of(ada)
    assert "Leave your point in writing" in phone.get(url(workshop, "me")).content.decode()
    answer = phone.post(url(workshop, "point"), {"text": "Ask the tenants"}, headers=JSON)
    assert answer.json()["done"]
    assert "Leave your point in writing" not in phone.get(url(workshop, "me")).content.decode()


def test_a_theme_of_the_insights_is_a_topic_of_the_synthesis_with_one_press(workshop, rooms, together, hana):
    workshop.themes.create(title="Champions", statement="Somebody has to want it.", position=1)
    desk, add = url(workshop, "desk", together.number), url(workshop, "topic-add")
    assert '"Somebody has to want it." formaction="' + add in hana.get(desk).content.decode()
    hana.post(add, {"text": "Somebody has to want it.", "bowl": str(together.number)})
    assert scenes.desk(workshop, together)["themes"] == []
    assert [topic["text"] for topic in scenes.topics(workshop, together)] == ["Somebody has to want it."]


# --- over the wire -----------------------------------------------------------------------------
def test_the_console_asks_before_it_brings_all_together(workshop, rooms, ada, hana):
    begin = url(workshop, "synthesis-begin")
    asked = hana.post(begin, {"key": uuid.uuid4()}, headers=JSON)
    assert (asked.status_code, asked.json()["ask"]) == (409, "sure")
    assert hana.post(begin, {"sure": "1", "key": uuid.uuid4()}, headers=JSON).json()["phase"] == "lobby"
    phone = client_of(ada).get(url(workshop, "circle")).content.decode()
    assert "Synthesis" in phone
    assert "All circles have met" in hana.get(reverse("console", args=[workshop.code])).content.decode()


def test_a_circles_console_names_its_voices_and_lines(workshop, rooms, ada, hana):
    said = say(rooms[0], ada, "It took years.")
    desk = url(workshop, "desk", 1)
    assert "Nobody speaks for this circle yet." in hana.get(desk).content.decode()
    for name, fields in (("rapporteur", {"person": ada.number}), ("line", {"statement": said.pk})):
        answer = hana.post(url(workshop, name, 1), fields | {"bowl": "1"})
        assert (answer.status_code, answer.headers["location"]) == (302, desk)
    page = hana.get(desk).content.decode()
    assert "speaks for this circle." in page
    assert "Leave it out" in page
    assert hana.post(url(workshop, "line", 2), {"statement": said.pk}, headers=JSON).status_code == 422
    assert "You bring to the synthesis what was said here" in client_of(ada).get(url(workshop, "me")).content.decode()


def test_lines_and_voices_of_another_workshop_are_not_found(workshop, rooms, together, elsewhere, noor, hana):
    actions.add_bowl(workshop=elsewhere)
    actions.plan_synthesis(workshop=elsewhere)
    first = Fishbowl.live_in(elsewhere)
    line = actions.bring(bowl=first, text="Theirs")
    named = actions.name_rapporteur(bowl=first, participant=noor)
    assert hana.post(url(workshop, "line-off", line.pk)).status_code == 404
    assert hana.post(url(workshop, "rapporteur-off", named.pk)).status_code == 404


# --- more circles than chairs ------------------------------------------------------------------
def more_circles(workshop, count):
    for _more in range(count - 1):
        actions.add_bowl(workshop=workshop)
    return Fishbowl.all_in(workshop)


@pytest.fixture
def twelve(workshop):
    """Twelve circles, in each somebody who speaks for it, in the first one two."""
    move_to(workshop, "fishbowl")
    bowls = more_circles(workshop, 12)
    people = [person(workshop, f"Delegate {n}", f"City {n}") for n in range(13)]
    for bowl, who in zip([*bowls, bowls[0]], people, strict=True):
        actions.name_rapporteur(bowl=bowl, participant=who)
    return people


def test_whoever_speaks_for_a_circle_and_finds_no_chair_is_first_in_the_queue_and_told_why(workshop, twelve, ada):
    together = actions.plan_synthesis(workshop=workshop)
    actions.begin_synthesis(workshop=workshop, sure=True)
    actions.start(workshop=workshop, bowl=together)
    actions.ask(participant=ada)
    together.refresh_from_db()
    state = circle(workshop, together)
    assert [each["person"] for each in state["chairs"]] == [*(who.number for who in twelve[:11]), None]
    assert [each["person"] for each in state["queue"]] == [twelve[11].number, twelve[12].number, ada.number]
    assert [each["speaks_for"] for each in state["queue"]] == ["Circle 12", "Circle 1", ""]
    told = situation(state, twelve[11])["reasons"]
    assert told == ["You speak for Circle 12, and no chair was left: those who speak for a circle go first."]
    assert actions.call(entry=Entry.objects.get(participant=twelve[11]), seen=0).chair.kind == "open"


def test_the_facilitator_reads_it_when_planning_when_beginning_and_not_where_all_find_one(workshop, twelve, hana):
    """Before the synthesis is planned a chair for one of each circle is counted; then those who were named."""
    stand = "who speaks for a circle finds no chair"
    assert f"1 person {stand}" in console_of(workshop, hana)
    together = actions.plan_synthesis(workshop=workshop)
    assert "2 people who speak for a circle find no chair" in console_of(workshop, hana)
    with pytest.raises(AskFirst, match="have not ended.* 2 people who speak for a circle find no chair"):
        actions.begin_synthesis(workshop=workshop)
    for named in Rapporteur.objects.filter(participant__in=twelve[11:]):
        actions.drop_rapporteur(rapporteur=named)
    actions.remove_bowl(bowl=Fishbowl.named(workshop, 12))
    assert "finds no chair" not in console_of(workshop, hana)
    actions.begin_synthesis(workshop=workshop, sure=True)
    assert not together.entries.exists()


def console_of(workshop, browser):
    return browser.get(f"/w/{workshop.code}/console/").content.decode()
