"""The console's forms: a guest in one go, any wish for somebody, promises, settings, words, and what is rare."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fishbowl import actions
from fishbowl.forecast import forecast
from fishbowl.models import Entry, Fishbowl, Move, Slot, Topic
from tests.conftest import client_of, looked_for_room, move_to, person
from workshop import live, questions

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def bowl(workshop):
    move_to(workshop, "fishbowl")
    return workshop.fishbowls.get()


@pytest.fixture
def press(hana, workshop):
    def post(door, *args, headers=JSON, **fields):
        return hana.post(url(workshop, door, *args), {"key": uuid.uuid4()} | fields, headers=headers)

    return post


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def console(client, workshop):
    return client.get(reverse("console", args=[workshop.code])).content.decode()


# --- a question from the walls -----------------------------------------------------------------
def test_the_button_beside_a_question_makes_it_a_topic(press, bowl, workshop, hana, ada):
    question = questions.ask(workshop=workshop, asker=ada, text="Who pays?")
    button = re.search(r'name="(\w+)" value="(\d+)" formaction="[^"]*/topics/"', console(hana, workshop))
    assert press("topic-add", **{button[1]: button[2]}).json()["topic"] == question.topics.get().pk


# --- the end -----------------------------------------------------------------------------------
def test_once_it_has_ended_no_screen_invites_to_a_chair(workshop, bowl):
    actions.start(workshop=workshop)
    told = {name: live.picture(workshop, name, "en") for name in ("projector", "circle", "console")}
    assert all("The floor is free" in picture and ">free<" in picture for picture in told.values())
    assert "One chair is always free" in told["projector"]
    actions.finish(workshop=workshop)
    told = {name: live.picture(workshop, name, "en") for name in ("projector", "circle", "console")}
    assert all("The circle has ended" in picture and "The floor is free" not in picture for picture in told.values())
    assert "One chair is always free" not in told["projector"]


# --- beside each other -------------------------------------------------------------------------
def test_no_two_fields_of_the_console_have_one_id(bowl, workshop, hana):
    ids = re.findall(r' id="([^"]+)"', console(hana, workshop))
    assert "statement_text" in ids
    assert sorted(ids) == sorted(set(ids))


def test_a_form_with_what_was_wrong_keeps_its_ids(press, bowl):
    assert 'for="topic_text"' in press("topic-add", headers=HTMX, text="").content.decode()


# --- a guest -----------------------------------------------------------------------------------
def test_a_guest_is_added_and_queued_in_one_go(press, bowl, workshop):
    told = press("guest", name="Planner", city="Dakar", where="queue", topic="Land").json()
    guest = workshop.participants.get(number=told["number"])
    wish = guest.entries.get()
    assert (guest.name, guest.city, guest.has_phone) == ("Planner", "Dakar", False)
    assert (wish.pk, wish.topic, wish.made_by) == (told["entry"], "Land", "facilitator")


def test_a_guest_is_added_and_seated_in_one_go(press, bowl, workshop):
    told = press("guest", name="Planner", city="Dakar", where="3").json()
    assert (told["chair"], told["seated"]) == (3, True)


def test_where_there_is_no_chair_the_guest_is_not_added_either(press, bowl, workshop):
    for number in range(6):
        actions.seat(participant=person(workshop, f"Sits {number}", "Lyon"))
    count = workshop.participants.count()
    answer = press("guest", name="Planner", city="Dakar", where="any")
    assert (answer.status_code, workshop.participants.count()) == (409, count)


def test_somebody_alike_is_offered_before_a_second_number_is_given(press, bowl, workshop, ada):
    page = press("guest", headers=HTMX, name="ADA", city="Lima", where="queue", topic="Rents")
    text = page.content.decode()
    assert page.status_code == 422
    assert f"Ada, Quito, no. {ada.number}" in text
    assert 'value="Rents"' in text
    told = press("guest", name="ADA", city="Lima", where="queue", same=ada.number).json()
    assert told["number"] == ada.number


def test_somebody_new_of_the_same_name_is_added_where_that_is_said(press, bowl, workshop, ada):
    told = press("guest", name="Ada", city="Quito", where="queue", same="new").json()
    assert told["number"] != ada.number


def test_a_part_of_a_name_counts_in_the_same_city_alone(press, bowl, workshop):
    person(workshop, "Delegate Ruiz", "Quito")
    assert press("guest", name="Ruiz", city="Quito", where="queue").status_code == 422
    assert press("guest", name="Ruiz", city="Lima", where="queue").status_code == 200


def test_a_guest_sent_twice_comes_once(press, bowl, workshop):
    sent = {"key": uuid.uuid4(), "name": "Planner", "city": "Dakar", "where": "queue"}
    first, second = (press("guest", **sent).json() for _time in range(2))
    assert first == second
    assert workshop.participants.filter(name="Planner").count() == 1


def test_what_was_typed_of_a_guest_stays_when_it_is_refused(press, bowl):
    page = press("guest", headers=HTMX, name="P", city="", where="queue").content.decode()
    assert 'value="P"' in page
    assert "Please write the city or region." in page


# --- any wish for somebody ---------------------------------------------------------------------
@pytest.mark.parametrize(("where", "kind"), [("queue", "join"), ("reply", "reply"), ("procedure", "procedure")])
def test_a_helper_queues_somebody_with_any_wish(press, bowl, workshop, ada, bo, where, kind):
    actions.start(workshop=workshop)
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    assert press("seat", person=ada.number, where=where, topic="Rents").status_code == 200
    wish = Entry.objects.get(participant=ada)
    assert (wish.kind, wish.topic) == (kind, "Rents")


# --- a chair that is not free, somebody who sits elsewhere -------------------------------------
def sure_of(page):
    """What the page that asks sends with "Yes, go on"."""
    form = re.search(r'<form class="row" method="post".*?</form>', page.content.decode(), re.S)[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_seating_somebody_on_a_taken_chair_is_one_press_more(press, bowl, workshop, ada, bo):
    actions.seat(participant=ada, chair=3)
    page = press("seat", headers=HTMX, person=bo.number, where="3")
    assert page.status_code == 409
    assert "Chair 3 is not free: Ada, Quito has it. Shall Bo, Dakar sit there instead?" in page.content.decode()
    assert press("seat", **sure_of(page)).json()["chair"] == 3
    assert [stay.exit for stay in ada.stays.all()] == ["corrected"]


def test_what_was_asked_about_a_chair_is_not_answered_of_the_next_person_on_it(press, bowl, workshop, ada, bo):
    actions.seat(participant=ada, chair=3)
    asked = sure_of(press("seat", headers=HTMX, person=bo.number, where="3"))
    actions.leave(participant=ada)
    actions.seat(participant=person(workshop, "Cy", "Lyon"), chair=3)
    assert press("seat", **asked).json()["refused"].startswith("Chair 3 has just changed hands.")


def test_seating_somebody_who_sits_elsewhere_is_one_press_more(press, bowl, workshop, ada):
    actions.seat(participant=ada, chair=3)
    page = press("seat", headers=HTMX, person=ada.number, where="5")
    assert "Ada, Quito already sits on chair 3. Shall they change to the other chair?" in page.content.decode()
    assert press("seat", **sure_of(page)).json()["chair"] == 5


def test_a_guest_takes_a_taken_chair_with_one_press_more(press, bowl, workshop, ada):
    actions.seat(participant=ada, chair=3)
    page = press("guest", headers=HTMX, name="Planner", city="Dakar", where="3")
    assert workshop.participants.count() == 1
    told = press("guest", **sure_of(page)).json()
    assert (told["chair"], workshop.participants.get(number=told["number"]).name) == (3, "Planner")


def test_who_is_brought_forward_by_hand_reads_why(press, bowl, workshop, hana, ada, bo):
    page = press("forward", headers=HTMX, person=ada.number, reason="Has a train to catch").content.decode()
    assert ("Ada, Quito does not wait for a chair." in page, "Has a train to catch" in page) == (True, True)
    actions.ask(participant=bo)
    actions.ask(participant=ada)
    press("forward", person=ada.number, reason="Has a train to catch")
    assert [wish.participant for wish in bowl.waiting().order_by("place")] == [ada, bo]
    assert '<span class="why" dir="auto">Has a train to catch</span>' in console(hana, workshop)
    mine, other = (client_of(who).get(url(workshop, "circle")).content.decode() for who in (ada, bo))
    assert "The moderator brought you forward. Has a train to catch" in mine
    assert "train" not in other


# --- words and times ---------------------------------------------------------------------------
def test_a_topic_is_typed(press, bowl):
    press("topic-add", text="Who pays after year one?")
    assert Topic.objects.get(fishbowl=bowl).words == "Who pays after year one?"


def test_a_topic_without_words_is_shown_again(press, bowl):
    page = press("topic-add", headers=HTMX, text="")
    assert (page.status_code, "Write a topic, or choose a question." in page.content.decode()) == (422, True)


def test_something_is_parked_with_its_words(press, bowl, workshop):
    actions.start(workshop=workshop)
    press("move", kind="park", text="Land prices")
    move = Move.objects.get(fishbowl=bowl)
    assert (move.kind, move.text) == ("park", "Land prices")


def test_a_time_is_promised_and_a_wrong_number_keeps_what_was_typed(press, bowl, ada):
    page = press("promise", headers=HTMX, person="777", at="15:20")
    assert page.status_code == 422
    assert 'value="777"' in page.content.decode()
    assert 'value="15:20"' in page.content.decode()
    press("promise", person=ada.number, at="15:20")
    assert Slot.objects.get(participant=ada).at.astimezone(ada.workshop.zone).strftime("%H:%M") == "15:20"


def test_promised_times_are_listed_and_taken_back(press, bowl, workshop, hana, ada):
    press("promise", person=ada.number, at="23:50")
    off = url(workshop, "promise-off", Slot.objects.get().pk)
    assert (off in console(hana, workshop), "23:50" in console(hana, workshop)) == (True, True)
    press("promise-off", Slot.objects.get().pk)
    assert off not in console(hana, workshop)


def test_the_projector_says_who_was_promised_when_beside_the_next_two(press, bowl, workshop, hana, ada):
    waiting = [person(workshop, f"Waits {number}", "Lyon") for number in range(3)]
    for each in waiting:
        actions.ask(participant=each)
    shown = hana.get(reverse("projector", args=[workshop.code])).content.decode()
    assert [each.name in shown for each in waiting] == [True, True, True]
    press("promise", person=ada.number, at="23:50")
    shown = hana.get(reverse("projector", args=[workshop.code])).content.decode()
    assert "23:50: <bdi>Ada</bdi>, <bdi>Quito</bdi> was promised the chair." in shown
    assert [each.name in shown for each in waiting] == [True, True, False]


# --- the moderator's place ---------------------------------------------------------------------
def test_whoever_moderates_hands_the_place_over_with_one_press(press, bowl, workshop, hana):
    assert url(workshop, "hand-over") not in console(hana, workshop)
    press("take-over")
    assert url(workshop, "hand-over") in console(hana, workshop)
    press("hand-over")
    assert bowl.lease.console == ""


# --- somebody without a phone ------------------------------------------------------------------
def test_a_helper_says_for_somebody_without_a_phone_that_they_still_want_the_chair(press, bowl, workshop):
    guest, steward = person(workshop, "Guest", "Lyon", has_phone=False), client_of("steward", workshop)
    wish = actions.ask(participant=guest)
    assert url(workshop, "still") not in console(steward, workshop)
    press("ask-still", wish.pk)
    page = console(steward, workshop)
    assert page.count(f'name="for" value="{guest.number}" formaction="{url(workshop, "still")}"') == 2
    steward.post(url(workshop, "still"), {"for": guest.number, "key": uuid.uuid4()})
    wish.refresh_from_db()
    assert wish.still_said_at


def test_a_helper_writes_down_the_point_of_somebody_without_a_phone(press, bowl, workshop):
    guest, steward = person(workshop, "Guest", "Lyon", has_phone=False), client_of("steward", workshop)
    actions.ask(participant=guest)
    room = url(workshop, "pointing-for", guest.number)
    assert room not in console(steward, workshop)
    actions.finish(workshop=workshop)
    assert room in console(steward, workshop)
    page = steward.get(room).content.decode()
    assert f'name="for" value="{guest.number}"' in page
    said = {"for": guest.number, "key": uuid.uuid4()}
    again = steward.post(url(workshop, "point"), said | {"text": ""})
    assert (again.status_code, f'name="for" value="{guest.number}"' in again.content.decode()) == (422, True)
    steward.post(url(workshop, "point"), said | {"text": "Ask the tenants"})
    assert [point.text for point in guest.statements.all()] == ["Ask the tenants"]


@pytest.mark.parametrize(
    ("has_phone", "offers", "told"),
    [
        (True, False, "has been asked on the phone whether there is room."),
        (False, False, "has no phone: ask aloud whether there is room."),
        (True, True, "makes room."),
    ],
)
def test_the_console_says_how_whoever_might_make_room_was_asked(workshop, bowl, hana, has_phone, offers, told):
    first = person(workshop, "First", "Lyon", has_phone=has_phone)
    actions.start(workshop=workshop)
    actions.seat(participant=first)
    for number in range(5):
        actions.seat(participant=person(workshop, f"Sits {number}", "Lyon"))
    actions.ask(participant=person(workshop, "Waits", "Lyon"))
    actions.floor_to(participant=first)
    if offers:
        actions.offer_chair(participant=first)
    looked_for_room(workshop)
    assert f"<bdi>First</bdi> {told}" in console(hana, workshop)


# --- conduct -----------------------------------------------------------------------------------
def test_whoever_leads_reads_who_may_not_ask_and_why_and_lifts_it(press, bowl, workshop, hana, ada):
    shown = press("block", headers=HTMX, person=ada.number, reason="Shouts").content.decode()
    assert ("Shouts" in shown, f'name="person" value="{ada.number}"' in shown) == (True, True)
    assert "Shouts" in console(hana, workshop)
    shown = press("block", headers=HTMX, person=ada.number, on="0").content.decode()
    assert ("Shouts" in shown, f'name="person" value="{ada.number}"' in shown) == (False, False)


@pytest.mark.parametrize("role", ["cofacilitator", "steward", "note_taker", "rapporteur"])
def test_nobody_else_reads_the_reason_and_the_history_says_nothing(press, bowl, workshop, hana, ada, role):
    press("block", person=ada.number, reason="Shouts")
    other = client_of(role, workshop)
    page = console(other, workshop)
    told = ("What was done" in page, "Shouts" in page, "not to ask for a chair" in page)
    assert told == (True, False, False)
    commands = [step["command"] for step in hana.get(url(workshop, "history")).json()["steps"]]
    assert "block" in commands
    if role == "cofacilitator":
        told = other.get(url(workshop, "history")).json()["steps"]
        assert "block" not in [step["command"] for step in told]


# --- from outside, and away --------------------------------------------------------------------
def test_somebody_speaks_without_a_chair_and_the_turn_is_ended_on_the_console(press, bowl, workshop, hana, ada):
    page = press("outside", headers=HTMX, person="777")
    assert (page.status_code, 'value="777"' in page.content.decode()) == (422, True)
    press("outside", person=ada.number)
    turn = ada.turns.get()
    assert (turn.off_chair, turn.ended_at) == (True, None)
    end = f'name="seen" value="{turn.pk}" formaction="{url(workshop, "silence")}"'
    assert console(hana, workshop).count(end) == 2
    press("silence", seen=turn.pk)
    assert end not in console(hana, workshop)


def test_somebody_with_a_phone_is_marked_away_and_back_by_their_number(press, bowl, workshop, ada):
    assert press("presence-of", headers=HTMX, person="777", away="1").status_code == 422
    press("presence-of", person=ada.number, away="1")
    assert ada.absences.filter(ended_at=None).exists()
    press("presence-of", person=ada.number, away="0")
    assert not ada.absences.filter(ended_at=None).exists()


# --- what was parked ---------------------------------------------------------------------------
def test_what_was_parked_stays_on_the_console_until_it_is_a_topic(press, bowl, workshop, hana):
    press("move", kind="park", text="Land prices")
    press("move", kind="link", text="Ada and Bo")
    press("move-end")
    page = console(hana, workshop)
    assert ("Land prices" in page, "Ada and Bo" in page.split("Parked for later")[1].split("</details>")[0]) == (
        True,
        False,
    )
    press("topic-add", text="Land prices")
    assert "Parked for later" not in console(hana, workshop)


@pytest.mark.parametrize("name", ["merge", "block"])
def test_the_rare_forms_keep_a_wrong_number(press, bowl, name):
    page = press(name, headers=HTMX, person="777", into="778")
    assert (page.status_code, 'value="777"' in page.content.decode()) == (422, True)


# --- settings ----------------------------------------------------------------------------------
def test_the_settings_are_one_form_that_shows_what_is_set(hana, bowl, workshop):
    actions.change_settings(workshop=workshop, stay_seconds=600, interpreted=True)
    page = console(hana, workshop)
    assert 'name="stay_seconds" value="600"' in page
    assert '<option value="1" selected>yes</option>' in page.split('name="interpreted"')[1][:300]


def test_settings_are_kept_and_the_form_says_so(press, bowl):
    page = press("settings", headers=HTMX, order="fifo", keep_free="0", chairs_go="1")
    bowl = Fishbowl.objects.get()
    assert (page.status_code, "Kept. It is in force now." in page.content.decode()) == (200, True)
    assert (bowl.order, bowl.keep_free, bowl.chairs_go, bowl.turn_seconds) == ("fifo", 0, True, 120)


def test_a_setting_out_of_bounds_is_shown_again(press, bowl):
    page = press("settings", headers=HTMX, turn_seconds="3")
    assert (page.status_code, 'value="3"' in page.content.decode()) == (422, True)
    assert Fishbowl.objects.get().turn_seconds == 120


@pytest.mark.parametrize(
    ("people", "minutes", "voices", "percent", "few"), [(35, 40, 25, 71, False), (150, 40, 25, 17, True)]
)
def test_the_forecast_is_chairs_times_minutes_by_stay(people, minutes, voices, percent, few):
    chairs = [{"state": "free", "kind": "open"}] * 6 + [{"state": "free", "kind": "spare"}]
    state = {"chairs": chairs, "settings": {"stay_seconds": 480, "interpreted": False, "keep_free": 1}}
    told = forecast(state, minutes, people)
    assert (told["voices"], told["percent"], told["few"]) == (voices, percent, few)


def test_nobody_is_forecast_who_is_not_here():
    state = {"chairs": [{"state": "free", "kind": "open"}] * 6}
    state["settings"] = {"stay_seconds": 60, "interpreted": False, "keep_free": 0}
    assert forecast(state, 40, 12)["voices"] == 12


# --- the page ----------------------------------------------------------------------------------
def test_the_circle_is_ended_or_broken_off_behind_one_more_press(hana, press, bowl, workshop):
    page = console(hana, workshop)
    rare = "".join(page.split('class="rare"')[1:])
    assert rare.count("End the circle now") == rare.count("Break it off</button>") == 1
    press("phase", "abort")
    assert Fishbowl.objects.get().phase == "aborted"


def test_the_console_asks_as_often_with_five_people_as_with_one(hana, bowl, workshop):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            console(hana, workshop)
        return len(asked)

    actions.ask(participant=person(workshop, "One", "Lyon"))
    console(hana, workshop)
    one = queries()
    for number in range(4):
        actions.ask(participant=person(workshop, f"More {number}", f"City {number}"))
    workshop.participants.update(has_phone=False)
    console(hana, workshop)
    assert queries() == one
