"""Every command of the method's table through its address, by the role it names."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Absence, Block, Entry, Stay, Step, Turn
from tests.conftest import client_of, looked_for_room, move_to, person
from workshop.models import Participant, Statement


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


class Hand:
    """A browser in a role, pressing the circle's buttons."""

    def __init__(self, who, workshop):
        self.browser, self.workshop = client_of(who, workshop), workshop

    def press(self, name, *takes, status=200, **fields):
        address = reverse(f"fishbowl:{name}", args=[self.workshop.code, *takes])
        answer = self.browser.post(address, {"key": uuid.uuid4()} | fields, headers={"accept": "application/json"})
        assert answer.status_code == status, answer.content
        return answer.json()

    def sees(self):
        return self.browser.get(reverse("fishbowl:state", args=[self.workshop.code])).json()

    def steps(self):
        return self.browser.get(reverse("fishbowl:history", args=[self.workshop.code])).json()["steps"]


@pytest.fixture
def mod(workshop):
    return Hand("facilitator", workshop)


@pytest.fixture
def steward(workshop):
    return Hand("steward", workshop)


@pytest.fixture
def scribe(workshop):
    return Hand("note_taker", workshop)


@pytest.fixture
def a(ada, workshop):
    return Hand(ada, workshop)


@pytest.fixture
def b(bo, workshop):
    return Hand(bo, workshop)


@pytest.fixture
def fresh(bowl):
    """The circle before it was opened."""
    bowl.opened_at = bowl.started_at = None
    bowl.save()
    return bowl


def rush(**fields):
    """Time passes for every open call."""
    Stay.objects.filter(left_at=None, seated_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))


# --- phases: 1, 3, 18, 19, 20, 21, 22 ----------------------------------------------------------
def test_the_circle_is_opened_with_its_stage(workshop, fresh, mod, a):
    assert a.press("ask", status=409) == {"refused": "The circle is not open yet."}
    move_to(workshop, "fishbowl")
    assert mod.sees()["phase"] == "lobby"
    assert a.press("ask")["waiting"] is True


def test_1_open_lobby(fresh, mod):
    assert mod.press("phase", "open", seen="draft")["phase"] == "lobby"
    assert mod.press("phase", "open", seen="draft")["phase"] == "lobby"


def test_3_start(fresh, mod, a):
    mod.press("phase", "open")
    a.press("ask")
    entry = mod.sees()["queue"][0]["entry"]
    assert mod.press("call", entry, status=409) == {"refused": "The circle has not started yet."}
    assert mod.press("phase", "start", seen="lobby")["phase"] == "running"
    mod.press("call", entry)


def test_18_pause_and_resume(mod, a):
    assert mod.press("phase", "pause", seen="running")["phase"] == "paused"
    assert a.press("take", status=409) == {"refused": "The circle is paused. It goes on when the moderator says so."}
    a.press("ask")
    assert mod.press("phase", "resume", seen="paused")["phase"] == "running"
    assert mod.press("phase", "pause", seen="last_call", status=409) == {"refused": "The circle is running."}


def test_19_the_gate(mod, a):
    mod.press("queue", open="0")
    assert a.press("ask", status=409) == {"refused": "The queue is closed. The moderator can open it again."}
    assert a.press("ask", kind="procedure")["waiting"] is True


def test_20_last_call_and_back(mod, a):
    assert mod.press("phase", "last-call", seen="running")["phase"] == "last_call"
    assert mod.sees()["queue_open"] is False
    late = "The last call was made. Go back to the talk first; that opens the queue as well."
    assert mod.press("queue", open="1", status=409) == {"refused": late}
    assert mod.press("phase", "back")["phase"] == "running"
    a.press("ask")


def test_20_chairs_go_as_they_empty(mod, a, ada):
    actions.seat(participant=ada, chair=6)
    mod.press("phase", "last-call", chairs_go="1")
    a.press("leave")
    assert mod.sees()["chairs"][5]["state"] == "retired"


def test_21_the_closing_round_in_seat_order(mod, scribe, a, ada, bo):
    actions.seat(participant=ada, chair=2)
    actions.seat(participant=bo, chair=5)
    assert mod.press("phase", "closing", start="4")["phase"] == "closing_round"
    closing = mod.sees()["closing"]
    assert [each["name"] for each in closing["order"]] == ["Bo", "Ada"]
    scribe.press("floor", bo.number, seen="0")
    assert mod.sees()["speaker"]["seconds"] == 40
    assert mod.sees()["closing"]["next"]["name"] == "Ada"
    refusal = {"refused": "The closing round has begun."}
    assert Hand(person(ada.workshop, "Cleo", "Lyon"), ada.workshop).press("ask", status=409) == refusal


def test_21_after_the_last_chair_one_voice_of_each_city_not_heard_is_one_press_away(workshop, mod, ada, bo):
    cleo, dee = person(workshop, "Cleo", "Lyon"), person(workshop, "Dee", "Lyon")
    move_to(workshop, "fishbowl")
    actions.ask(participant=dee)
    actions.seat(participant=ada, chair=2)
    mod.press("phase", "closing")
    assert _offered(mod) == []
    mod.press("floor", ada.number, seen="0")
    assert _offered(mod) == [("Dee", "Lyon"), ("Bo", "Dakar")]
    actions.presence(participant=bo, away=True)
    turn = mod.sees()["speaker"]["turn"]
    mod.press("floor", dee.number, off_chair="1", seen=turn)
    assert (mod.sees()["speaker"]["off_chair"], _offered(mod), cleo.turns.count()) == (True, [], 0)


@pytest.mark.parametrize(("left", "voices"), [(None, 3), (85, 2), (10, 0), (-60, 0)])
def test_21_no_more_voices_are_offered_than_there_is_time_for(workshop, mod, ada, left, voices):
    for city in ("Lyon", "Dakar", "Taipei"):
        person(workshop, "Guest", city)
    actions.seat(participant=ada)
    move_to(workshop, "fishbowl")
    ends = left and timezone.now() + timedelta(seconds=left)
    workshop.stages.filter(kind="fishbowl").update(ends_at=ends)
    mod.press("phase", "closing")
    mod.press("floor", ada.number, seen="0")
    assert len(_offered(mod)) == voices


def _offered(hand):
    page = hand.browser.get(reverse("console", args=[hand.workshop.code])).content.decode()
    return re.findall(r'name="off_chair" value="1".*?<bdi>(.*?)</bdi>, <bdi>(.*?)</bdi>: your last word', page)


def test_21_any_chair_may_begin_the_closing_round(workshop, mod, ada, bo):
    move_to(workshop, "fishbowl")
    mod.press("phase", "last-call")
    actions.seat(participant=ada, chair=2)
    begins = 'name="start" value="'
    assert begins not in mod.browser.get(reverse("console", args=[workshop.code])).content.decode()
    actions.seat(participant=bo, chair=5)
    page = mod.browser.get(reverse("console", args=[workshop.code])).content.decode()
    assert [page.count(f'{begins}{n}"') for n in range(1, 7)] == [0, 1, 0, 0, 1, 0]


def test_20_the_last_call_tells_how_many_wait_and_for_how_long(workshop, mod, ada, bo):
    move_to(workshop, "fishbowl")
    for number in range(1, 7):
        actions.seat(participant=person(workshop, f"Guest {number}", "Lyon"), chair=number)
    actions.ask(participant=ada)
    screen = client_of("projector", workshop)
    pages = [(mod.browser, "console"), (screen, "projector")]
    for about in ("1 waits, about 2 min.", "2 wait, about 3 min."):
        assert [about in _page(browser, name, workshop) for browser, name in pages] == [False, False]
        mod.press("phase", "last-call")
        assert [about in _page(browser, name, workshop) for browser, name in pages] == [True, True]
        mod.press("phase", "back")
        actions.ask(participant=bo)
    mod.press("phase", "last-call")
    mod.press("settings", variant="closed")
    assert ["3 min." in _page(browser, name, workshop) for browser, name in pages] == [False, False]


def _page(browser, name, workshop):
    return browser.get(reverse(name, args=[workshop.code])).content.decode()


def test_22_finish_leave_a_point_and_reopen(mod, a, b, ada, bo):
    a.press("ask", topic="Jobs")
    b.press("ask", topic="Money")
    mod.press("phase", "finish")
    assert a.sees()["me"]["at"] == "unheard"
    assert a.sees()["me"]["may"] == ["point"]
    a.press("point", text="Ask the tenants first.", consent="city")
    point = Statement.objects.get()
    assert (point.kind, point.speaker, point.consent) == ("point", ada, "city")
    assert point.checked_at is not None
    assert mod.press("phase", "reopen")["phase"] == "running"
    assert [wish["name"] for wish in mod.sees()["queue"]] == ["Ada", "Bo"]


def test_22_not_after_a_quarter_of_an_hour(workshop, mod, bowl):
    mod.press("phase", "finish")
    workshop.fishbowls.update(ended_at=timezone.now() - timedelta(minutes=16))
    late = "The circle ended more than a quarter of an hour ago. It can't be opened again."
    assert mod.press("phase", "reopen", status=409) == {"refused": late}


def test_abort(mod, a):
    a.press("take")
    assert mod.press("phase", "abort")["phase"] == "aborted"
    assert mod.press("phase", "reopen", status=409) == {"refused": "The circle was broken off."}


# --- the queue: 4 to 10 ------------------------------------------------------------------------
def test_4_a_reply_names_the_turn_it_answers(mod, a, b, ada):
    a.press("take")
    ended = {"refused": "That turn has ended. Ask for a chair instead."}
    assert b.press("ask", kind="reply", status=409) == ended
    turn = a.press("speak")["turn"]
    b.press("ask", kind="reply", turn=turn)
    assert mod.sees()["queue"][0]["kind"] == "reply"


def test_4_a_wish_is_changed_only_where_that_is_said(a, b):
    a.press("take")
    a.press("speak")
    b.press("ask")
    offer = {"refused": "You already wait for a chair. Change that wish into a reply?", "ask": "change"}
    assert b.press("ask", kind="reply", status=409) == offer
    b.press("ask", kind="reply", change="1")
    assert Entry.objects.filter(ended_at=None).get().kind == "reply"


def test_4_a_hand_up_in_the_circle_needs_no_chair(mod, a, b, bo):
    b.press("take")
    a.press("take")
    a.press("speak")
    b.press("ask", kind="reply")
    state = mod.sees()
    assert ([hand["name"] for hand in state["hands"]], state["queue"]) == (["Bo"], [])
    assert mod.press("call", state["hands"][0]["entry"], status=409) == {
        "refused": "Bo, Dakar sits in the circle already. Give them the floor."
    }
    mod.press("floor", bo.number, seen=state["speaker"]["turn"])
    assert mod.sees()["hands"] == []


def test_5_withdraw_and_take_it_back(a, b):
    entry = a.press("ask")["entry"]
    b.press("ask")
    a.press("withdraw", entry=entry)
    assert a.sees()["me"]["undo"] == entry
    a.press("restore", entry=entry)
    assert [wish["name"] for wish in a.sees()["queue"]] == ["Ada", "Bo"]
    a.press("withdraw", entry=entry)
    Entry.objects.filter(pk=entry).update(ended_at=timezone.now() - timedelta(seconds=9))
    assert a.press("restore", entry=entry, status=409) == {"refused": "That was too long ago. Ask again, please."}


def test_a_word_on_how_we_work_is_taken_back_and_given_again_once(mod, a):
    first = a.press("ask", kind="procedure")["entry"]
    a.press("withdraw", entry=first)
    a.press("ask", kind="procedure")
    assert a.press("restore", entry=first, status=409) == {"refused": "That was too long ago. Ask again, please."}
    assert len(mod.sees()["procedures"]) == 1


def test_whoever_sits_takes_a_lowered_hand_back_and_a_wish_for_a_chair_no_more(mod, a, b, ada, bo):
    wish = a.press("ask")["entry"]
    a.press("withdraw", entry=wish)
    for each in (ada, bo):
        mod.press("seat-one", each.number)
    mod.press("floor", bo.number)
    hand = a.press("ask", kind="reply")["entry"]
    a.press("withdraw", entry=hand)
    a.press("restore", entry=wish, status=409)
    a.press("restore", entry=hand)
    assert [each["entry"] for each in mod.sees()["hands"]] == [hand]


def test_6_defer_one_place_or_to_the_end(workshop, a, b):
    a.press("ask")
    b.press("ask")
    Hand(person(workshop, "Cleo", "Lyon"), workshop).press("ask")
    a.press("defer", to="one")
    assert [wish["name"] for wish in a.sees()["queue"]] == ["Bo", "Ada", "Cleo"]
    b.press("defer")
    assert [wish["name"] for wish in a.sees()["queue"]] == ["Ada", "Cleo", "Bo"]
    assert b.sees()["me"]["reasons"] == ["You let others go first."]


def test_7_place_before_is_logged_and_seen(mod, a, b):
    first, second = a.press("ask")["entry"], b.press("ask")["entry"]
    mod.press("before", second, other=first, reason="The mayor has a train", seen="0")
    assert [wish["name"] for wish in mod.sees()["queue"]] == ["Bo", "Ada"]
    assert a.sees()["me"]["reasons"] == ["The moderator let somebody go before you."]
    assert b.sees()["me"]["reasons"] == ["The moderator brought you forward. The mayor has a train"]
    assert mod.steps()[0]["words"] == "moved Bo, Dakar in the queue"


def test_8_call_in_autopilot(mod, a, b):
    mod.press("settings", way_in="autopilot", keep_free="0")
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    a.press("ask")
    assert a.sees()["me"]["at"] == "called"


def test_8_the_autopilot_calls_whom_the_moderator_would_be_proposed(workshop, mod, ada, bo):
    actions.leave(participant=ada, stay=actions.take(participant=ada).pk)
    mod.press("settings", order="fifo", keep_free="0")
    for who in (person(workshop, "Abel", "Quito"), bo):
        actions.ask(participant=who)
    mod.press("settings", order="balanced")
    proposed = mod.sees()["proposal"]
    assert (proposed["rule"], proposed["wish"]["name"]) == ("city", "Bo")
    actions.seat(participant=ada, chair=2)
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    mod.press("settings", way_in="autopilot")
    assert [chair["name"] for chair in mod.sees()["called"]] == ["Bo"]


def test_8_the_autopilot_keeps_a_promise_when_its_time_has_come(workshop, bowl, mod, a, ada, bo):
    mod.press("settings", way_in="autopilot", keep_free="0")
    for number in range(1, 6):
        actions.seat(participant=person(workshop, f"Guest {number}", "Lyon"), chair=number)
    actions.seat(participant=person(workshop, "Last", "Lyon"), chair=6)
    slot = actions.promise(participant=bo, at=timezone.now() + timedelta(minutes=1))
    a.press("ask")
    bowl.slots.update(at=timezone.now() - timedelta(seconds=1))
    mod.press("release", Stay.objects.get(chair__number=6, left_at=None).pk)
    assert [chair["name"] for chair in mod.sees()["called"]] == ["Bo"]
    slot.refresh_from_db()
    assert (slot.ended_at is None, mod.sees()["queue"][0]["name"]) == (False, "Ada")


def test_8_a_promise_to_somebody_who_is_away_holds_nobody_up(bowl, mod, a, ada, bo):
    mod.press("settings", way_in="autopilot", keep_free="0")
    actions.presence(participant=bo, away=True)
    actions.promise(participant=bo, at=timezone.now() - timedelta(seconds=1))
    a.press("ask")
    assert [chair["name"] for chair in mod.sees()["called"]] == ["Ada"]


def test_8_where_the_moderator_chooses_nobody_is_called_by_itself(bowl, mod):
    refused = {"refused": "Where the moderator chooses who comes next, nobody is called by itself."}
    assert mod.press("settings", order="pick", way_in="autopilot", status=409) == refused
    mod.press("settings", order="pick")
    assert mod.press("settings", way_in="autopilot", status=409) == refused
    mod.press("settings", order="fifo", way_in="autopilot")
    assert mod.press("settings", order="pick", status=409) == refused


def test_8b_a_word_on_how_we_work_is_heard(mod, a):
    entry = a.press("ask", kind="procedure")["entry"]
    assert mod.press("call", entry, status=409)["refused"].startswith("A word on how we work needs no chair.")
    mod.press("resolve", entry)
    assert mod.sees()["procedures"] == []


def test_9_arrive_at_ones_own_place(mod, a):
    entry = a.press("ask")["entry"]
    stay = mod.press("call", entry)["stay"]
    a.press("take", call=stay, at_place="1")
    assert mod.sees()["chairs"][0]["at_place"] is True


def test_10_a_call_runs_out_at_the_next_look(mod, a):
    entry = a.press("ask")["entry"]
    mod.press("call", entry)
    rush()
    here = a.sees()["me"]
    assert (here["at"], here["may"]) == ("missed", ["procedure", "withdraw", "rejoin"])
    assert mod.sees()["counts"] == {"free": 6, "taken": 0, "called": 0, "waiting": 0}
    a.press("rejoin", entry=entry)
    assert a.sees()["me"]["at"] == "waiting"


def test_57_still_want_the_chair(mod, a):
    entry = a.press("ask")["entry"]
    mod.press("ask-still", entry)
    assert a.sees()["me"]["still"] is True
    Entry.objects.update(still_asked_at=timezone.now() - timedelta(seconds=31))
    assert mod.sees()["queue"][0]["still"] == "no"
    a.press("still")
    assert mod.sees()["queue"][0]["still"] == "yes"


def test_the_topic_of_an_own_wish_is_said_anew(mod, a, b):
    entry = a.press("ask", topic="Jobs")["entry"]
    a.press("topic", entry=entry, topic="Good jobs")
    assert mod.sees()["queue"][0]["topic"] == "Good jobs"
    assert b.press("topic", entry=entry, topic="Mine", status=409)["refused"] == "This wish does not wait any more."


# --- the chairs: 2, 11 to 15, 28 ---------------------------------------------------------------
def test_2_seat_instead_of_somebody(steward, mod, ada, bo):
    steward.press("seat", person=ada.number, where="4")
    assert steward.press("seat", person=bo.number, where="4", status=409)["ask"] == "instead"
    steward.press("seat", person=bo.number, where="4", instead="1")
    assert mod.sees()["chairs"][3]["name"] == "Bo"
    assert Stay.objects.get(participant=ada).exit == "corrected"


def test_2_seat_instead_of_somebody_called_who_stays_first(steward, mod, a, ada, bo):
    mod.press("call", a.press("ask")["entry"])
    steward.press("seat", person=bo.number, where="1", instead="1")
    assert [wish["name"] for wish in mod.sees()["queue"]] == ["Ada"]


def test_2_move_somebody_to_another_chair(steward, mod, ada):
    steward.press("seat", person=ada.number, where="4")
    assert steward.press("seat", person=ada.number, where="2", status=409)["refused"].startswith("Ada, Quito already")
    steward.press("seat", person=ada.number, where="2", move="1")
    assert [chair["name"] for chair in mod.sees()["chairs"]] == ["", "Ada", "", "", "", ""]


def test_2_the_chair_must_be_as_it_was_seen(steward, mod, ada, bo):
    version = mod.sees()["chairs"][3]["version"]
    steward.press("seat", person=bo.number, where="4")
    steward.press("release", Stay.objects.get().pk)
    stale = "Chair 4 has just changed hands. Look at the circle again."
    assert steward.press("seat", person=ada.number, where="4", seen=version, status=409) == {"refused": stale}


def test_11_sit_on_the_chair_one_walked_to(a, b, mod):
    version = mod.sees()["chairs"][3]["version"]
    assert a.press("take", chair="4", seen=version)["chair"] == 4
    lost = {"refused": "Somebody was a moment faster. You are next."}
    assert b.press("take", chair="4", seen=version, status=409) == lost


def test_12_a_full_circle_is_asked_for_room(workshop, mod, a, b):
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    guest = person(workshop, "Cleo", "Lyon")
    actions.seat(participant=guest)
    b.press("take")
    assert (mod.sees()["full"], mod.sees()["release"]) == (None, None)
    a.press("ask")
    full = mod.sees()["full"]
    assert (full["candidate"]["name"], mod.sees()["release"], "full" in a.sees()) == ("Cleo", None, False)
    assert (Hand(guest, workshop).sees()["me"]["room"], b.sees()["me"]["room"]) == ("", "")
    looked_for_room(workshop)
    release = mod.sees()["release"]
    assert (release["candidate"]["name"], release["overdue"]) == ("Cleo", False)
    assert Hand(guest, workshop).sees()["me"]["room"] == "you"
    assert b.sees()["me"]["room"] == "somebody"
    assert "candidate" not in a.sees()["release"]


def test_12_the_core_is_not_asked(workshop, mod, a, b):
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    mod.press("chairs", 1, kind="core")
    actions.seat(participant=person(workshop, "Cleo", "Lyon"), chair=1)
    b.press("take")
    a.press("ask")
    looked_for_room(workshop)
    assert mod.sees()["release"]["candidate"]["name"] == "Bo"


def test_12_the_moderator_may_ask_before_the_app_does(workshop, mod, a, b):
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    actions.seat(participant=person(workshop, "Cleo", "Lyon"))
    b.press("take")
    a.press("ask")
    mod.press("ask-release", mod.sees()["full"]["candidate"]["stay"])
    assert Hand(Participant.objects.get(name="Cleo"), workshop).sees()["me"]["room"] == "asked"
    assert b.sees()["me"]["room"] == ""


def test_12_a_pause_does_not_count_as_looking_for_room(workshop, mod, a, b):
    for chair in (6, 5, 4, 3):
        mod.press("chairs", chair, on="0")
    actions.seat(participant=person(workshop, "Cleo", "Lyon"))
    b.press("take")
    a.press("ask")
    mod.press("phase", "pause")
    looked_for_room(workshop)
    workshop.fishbowls.update(paused_at=timezone.now() - timedelta(seconds=61))
    mod.press("phase", "resume")
    assert (mod.sees()["full"] is not None, mod.sees()["release"]) == (True, None)


def test_13_offer_the_chair_when_the_turn_ends(mod, a, ada):
    a.press("take")
    a.press("speak")
    a.press("offer")
    assert mod.sees()["chairs"][0]["releasing"] is True
    a.press("keep")
    assert mod.sees()["chairs"][0]["releasing"] is False
    a.press("offer")
    mod.press("silence")
    assert ada.stays.get().exit == "made_room"


def test_14_the_moderator_asks_and_the_person_leaves(mod, a, ada):
    stay = a.press("take")["stay"]
    mod.press("ask-release", stay)
    assert a.sees()["me"]["room"] == "asked"
    assert mod.sees()["chairs"][0]["state"] == "taken"
    a.press("leave")
    assert ada.stays.get().exit == "made_room"
    gone = {"refused": "Ada, Quito does not sit there any more."}
    assert mod.press("ask-release", stay, status=409) == gone


def test_15_a_helper_says_how_somebody_left(steward, a, ada):
    stay = a.press("take")["stay"]
    steward.press("release", stay, exit="left_room")
    assert ada.stays.get().exit == "left_room"


def test_28_spare_chairs_stand_by(steward, mod, ada):
    steward.press("chairs", 1, kind="spare")
    steward.press("seat", person=ada.number, where="any")
    assert mod.sees()["chairs"][1]["name"] == "Ada"
    steward.press("seat", person=ada.number, where="1", move="1")
    assert mod.sees()["chairs"][0]["name"] == "Ada"


# --- the floor: 16, 17 -------------------------------------------------------------------------
def test_16_a_turn_rests_runs_on_and_gets_time(scribe, mod, a):
    a.press("take")
    turn = a.press("speak")["turn"]
    scribe.press("rest", turn)
    Turn.objects.update(
        paused_at=timezone.now() - timedelta(seconds=40), started_at=timezone.now() - timedelta(seconds=60)
    )
    scribe.press("run", turn)
    mod.press("time", turn, seconds="30")
    assert mod.sees()["speaker"]["seconds"] == 150
    assert 19 <= Turn.objects.get().seconds(timezone.now()) <= 22


def test_16_somebody_speaks_from_outside_where_the_moderator_wishes(scribe, mod, bo):
    outside = {"refused": "Bo, Dakar does not sit in the circle. We speak from the circle only."}
    assert scribe.press("floor", bo.number, seen="0", off_chair="1", status=409) == outside
    mod.press("floor", bo.number, seen="0", off_chair="1")
    assert mod.sees()["speaker"]["off_chair"] is True


def test_16_the_turn_was_somebody_elses_and_the_words_follow(scribe, a, b, ada, bo):
    a.press("take")
    b.press("take")
    turn = a.press("speak")["turn"]
    scribe.press("statement", text="We began small.", kind="quote")
    scribe.press("correct", turn, person=bo.number)
    assert (Turn.objects.get().participant, Statement.objects.get().speaker) == (bo, bo)


# --- people: 23 to 26 --------------------------------------------------------------------------
def test_24_one_person_noted_twice(mod, workshop, ada, bo):
    actions.ask(participant=bo)
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    mod.press("merge", person=ada.number, into=bo.number)
    state = mod.sees()
    assert (state["chairs"][0]["name"], state["speaker"]["name"], state["queue"]) == ("Bo", "Bo", [])
    assert workshop.present().get() == bo


def test_25_away_keeps_the_place_and_is_skipped(mod, a, b):
    a.press("ask")
    b.press("ask")
    a.press("away", away="1")
    assert [wish["name"] for wish in mod.sees()["queue"]] == ["Ada", "Bo"]
    assert mod.sees()["proposal"]["wish"]["name"] == "Bo"
    a.press("away", away="0")
    assert mod.sees()["proposal"]["wish"]["name"] == "Ada"
    assert Absence.objects.count() == 1


def test_26_one_console_moderates(workshop, mod):
    other = Hand("cofacilitator", workshop)
    mod.press("phase", "pause")
    busy = {"refused": "Facilitator moderates at another screen. Take over first."}
    assert other.press("phase", "resume", status=409) == busy
    again = {"refused": "Somebody moderates at another screen. Press once more to take over."}
    assert other.press("take-over", status=409) == again
    epoch = mod.sees()["lease"]["epoch"]
    assert other.press("take-over", sure="1")["epoch"] == epoch + 1
    other.press("phase", "resume", epoch=epoch + 1)
    stale = {"refused": "Co-facilitator moderates now. Your page was older; it is up to date again."}
    assert mod.press("silence", epoch=epoch, status=409) == stale
    mod.press("silence", epoch=epoch + 1)
    assert (mod.press("heartbeat")["moderates"], other.press("heartbeat")["moderates"]) == (False, True)


def test_26_a_silent_console_and_an_organizer_need_no_second_word(workshop, mod):
    from fishbowl.models import Lease

    mod.press("take-over")
    organizer, other = Hand("organizer", workshop), Hand("cofacilitator", workshop)
    organizer.press("take-over")
    Lease.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=31))
    assert mod.sees()["lease"]["silent"] is True
    other.press("take-over")
    other.press("hand-over")
    assert mod.sees()["lease"]["role"] == ""
    mod.press("phase", "pause")
    assert mod.sees()["lease"]["role"] == "facilitator"


def test_27_undo_through_its_address(mod, a):
    a.press("take")
    step = mod.steps()[0]
    assert (step["words"], step["may_undo"]) == ("Ada, Quito sat down", True)
    mod.press("undo", step["seq"])
    assert mod.sees()["counts"]["taken"] == 0
    assert [each["command"] for each in mod.steps()[:2]] == ["undo", "sit"]
    assert mod.steps()[1]["undone"] is True


# --- promises, conduct, moves, topics: 29 and the moderator's moves ----------------------------
def test_a_promised_time_is_seen_by_all_and_proposed_when_due(mod, a, b, ada):
    b.press("ask")
    slot = mod.press("promise", person=ada.number, at="00:00")["slot"]
    assert [each["name"] for each in b.sees()["slots"]] == ["Ada"]
    assert mod.sees()["proposal"]["rule"] == "promised"
    mod.press("promise-call", slot)
    assert a.sees()["me"]["at"] == "called"
    assert mod.sees()["slots"] == []


def test_a_promised_time_is_taken_back(mod, ada):
    slot = mod.press("promise", person=ada.number, at="15:20")["slot"]
    mod.press("promise-off", slot)
    assert mod.sees()["slots"] == []


def test_whoever_agreed_to_come_if_nobody_does_is_known_to_the_console_alone(mod, a, ada, bo):
    slot = mod.press("stand-by", person=ada.number)["slot"]
    assert mod.press("stand-by", person=ada.number)["slot"] == slot
    mod.press("stand-by", person=bo.number)
    assert [each["name"] for each in mod.sees()["standby"]] == ["Ada", "Bo"]
    assert (a.sees()["slots"], "standby" in a.sees(), mod.sees()["proposal"]) == ([], False, None)
    mod.press("promise-call", slot)
    assert a.sees()["me"]["at"] == "called"
    assert [each["name"] for each in mod.sees()["standby"]] == ["Bo"]
    mod.press("promise-off", mod.sees()["standby"][0]["slot"])
    assert mod.sees()["standby"] == []
    assert [each["command"] for each in mod.steps()[:3]] == ["stand_by_off", "call", "call_standing_by"]


def test_conduct_blocks_new_wishes_until_it_is_lifted(mod, a, ada):
    a.press("take")
    mod.press("block", person=ada.number, reason="Shouts")
    assert mod.sees()["counts"]["taken"] == 0
    talk = {"refused": "Please speak with the moderator before you ask for a chair."}
    assert a.press("ask", status=409) == talk
    assert "Shouts" not in str(mod.sees()) + str(list(Step.objects.values()))
    mod.press("block", person=ada.number, on="0")
    a.press("ask")
    assert Block.objects.get().reason == "Shouts"


def test_pairs_end_the_turn_and_hold_the_calls(mod, a, b):
    b.press("take")
    b.press("speak")
    mod.press("call", a.press("ask")["entry"])
    before = Stay.objects.get(seated_at=None).expires_at
    move = mod.press("move", kind="pair")["move"]
    state = mod.sees()
    assert (state["move"]["kind"], state["speaker"]) == ("pair", None)
    assert Stay.objects.get(seated_at=None).expires_at == before + timedelta(seconds=120)
    mod.press("move-end", seen=move)
    assert Stay.objects.get(seated_at=None).expires_at < before + timedelta(seconds=10)
    assert mod.sees()["move"] is None


def test_a_question_from_the_walls_becomes_the_topic_of_a_turn(workshop, mod, a, b, ada):
    question = workshop.open_questions.create(asker=ada, text="Who protects the tenants?")
    topic = mod.press("topic-add", asked=question.pk)["topic"]
    b.press("take")
    b.press("speak")
    mod.press("topic-start", topic)
    state = mod.sees()
    assert state["topic"]["text"] == state["speaker"]["topic"]["text"] == "Who protects the tenants?"
    mod.press("topic-end", topic, answered="1")
    question.refresh_from_db()
    assert (question.taken_up_at is None, question.answered_at is None) == (False, False)
    assert Turn.objects.get().topic.question == question


def test_29_words_belong_to_whoever_spoke_a_moment_ago(scribe, mod, a, ada):
    a.press("take")
    a.press("speak")
    mod.press("silence")
    scribe.press("statement", text="It took years.", kind="statement")
    assert Statement.objects.get().speaker == ada
    Turn.objects.update(
        ended_at=timezone.now() - timedelta(seconds=16), started_at=timezone.now() - timedelta(seconds=60)
    )
    assert "errors" in scribe.press("statement", text="Later.", kind="statement", status=422)


# --- the same press, late ----------------------------------------------------------------------
UNDONE_SINCE = {
    "finish": (("finish", (), {}), ("phase", ("reopen",), {})),
    "queue": (("queue", (), {"open": "0"}), ("queue", (), {"open": "1"})),
    "question": (("question", (), {"question": "Who pays?"}), ("question", (), {"question": "Who decides?"})),
    "settings": (("settings", (), {"turn_seconds": "60"}), ("settings", (), {"turn_seconds": "90"})),
    "ask-release": (("ask-release", ("stay",), {}), ("ask-release", ("stay",), {"on": "0"})),
    "rest": (("rest", ("turn",), {}), ("run", ("turn",), {})),
    "run": (("run", ("turn",), {}), ("rest", ("turn",), {})),
    "correct": (("correct", ("turn",), {"person": "b"}), ("correct", ("turn",), {"person": "c"})),
    "hand-over": (("hand-over", (), {}), ("take-over", (), {})),
}


@pytest.mark.parametrize("press", UNDONE_SINCE)
def test_a_press_that_arrives_again_undoes_nothing_that_came_since(press, workshop, mod, a, ada, bo):
    a.press("take")
    a.press("speak")
    known = {"turn": Turn.objects.get().pk, "stay": Stay.objects.get().pk}
    known |= {"b": bo.number, "c": person(workshop, "Chen", "Taipei").number}
    mod.press("take-over")
    if press == "run":
        mod.press("rest", known["turn"])
    first, undoing = UNDONE_SINCE[press]
    key = uuid.uuid4()
    before = _told(mod)
    _press(mod, first, known, key)
    assert _told(mod) != before
    _press(mod, undoing, known, uuid.uuid4())
    since = _told(mod)
    _press(mod, first, known, key)
    assert _told(mod) == since


def _press(hand, what, known, key):
    name, takes, fields = what
    fields = {field: known.get(value, value) for field, value in fields.items()}
    hand.press(
        name,
        *(known[each] for each in takes if each in known),
        *(t for t in takes if t not in known),
        key=key,
        **fields,
    )


def _told(hand):
    state = hand.sees()
    speaker = state["speaker"] and {name: state["speaker"][name] for name in ("person", "paused_at")}
    told = ("phase", "queue_open", "question", "settings", "free")
    return {name: state[name] for name in told} | {
        "speaker": speaker,
        "asked": [chair["asked"] for chair in state["chairs"]],
        "lease": state["lease"]["epoch"],
    }


def test_the_floor_taken_by_a_press_that_arrives_again_stays_with_whoever_came_since(mod, a, b):
    key = uuid.uuid4()
    for hand in (a, b):
        hand.press("take")
    a.press("speak", key=key)
    mod.press("silence")
    a.press("speak", key=key)
    assert mod.sees()["speaker"] is None


def test_a_topic_that_arrives_again_is_not_the_newer_one(a, ada):
    key, entry = uuid.uuid4(), a.press("ask")["entry"]
    a.press("topic", entry=entry, topic="Rents", key=key)
    a.press("topic", entry=entry, topic="Land")
    a.press("topic", entry=entry, topic="Rents", key=key)
    assert ada.entries.get().topic == "Land"


def test_an_answer_that_arrives_again_is_not_the_answer_to_a_later_question(mod, a, ada):
    key, entry = uuid.uuid4(), a.press("ask")["entry"]
    mod.press("ask-still", entry)
    a.press("still", entry=entry, key=key)
    mod.press("ask-still", entry)
    a.press("still", entry=entry, key=key)
    assert ada.entries.get().still_said_at is None
