"""The edge cases of a fishbowl, one by one: phones that die, people who leave, two who come at once, and the rest."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions
from fishbowl.circle import circle, situation
from fishbowl.models import Entry, Fishbowl, Stay, Turn
from fishbowl.proposing import silent_since
from tests.conftest import client_of, move_to, person
from workshop import actions as core
from workshop.models import Statement
from workshop.refusals import NotNow


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


@pytest.fixture
def cleo(workshop):
    return person(workshop, "Cleo", "Lyon")


def queue(bowl):
    return [entry.participant.name for entry in bowl.waiting().order_by("place")]


def refused(action, **command):
    with pytest.raises(NotNow) as refusal:
        action(**command)
    return str(refusal.value.sentence)


def here(workshop, who):
    return situation(circle(workshop), who)


def only_chairs(workshop, *numbers):
    for number in set(range(1, 7)) - set(numbers):
        actions.put_aside(workshop=workshop, number=number)


# --- the speaker's phone dies ------------------------------------------------------------------
def test_speakers_phone_dies_and_comes_back_on_another_by_its_code(client, workshop, ada):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    before = circle(workshop)["speaker"]["turn"]
    client.post(reverse("return", args=[workshop.code]), {"return_code": ada.return_code})
    me = client.get(reverse("fishbowl:state", args=[workshop.code])).json()
    assert (me["me"]["at"], me["speaker"]["turn"]) == ("speaking", before)


def test_speakers_phone_dies_and_a_steward_leaves_for_them(workshop, ada):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    steward = client_of("steward", workshop)
    steward.post(reverse("fishbowl:leave", args=[workshop.code]), {"for": ada.number, "key": uuid.uuid4()})
    assert (ada.stays.get().left_at is None, Turn.objects.get().ended_at is None) == (False, False)


# --- two take the last chair -------------------------------------------------------------------
def test_two_take_the_last_chair_and_the_second_is_the_next(workshop, bowl, ada, bo, cleo):
    only_chairs(workshop, 1, 2)
    actions.seat(participant=cleo, chair=2)
    version = circle(workshop)["chairs"][0]["version"]
    actions.take(participant=ada, chair=1, seen=version)
    sentence = refused(actions.take, participant=bo, chair=1, seen=version)
    assert sentence == "Somebody was a moment faster. You are next."
    assert queue(bowl) == ["Bo"]


def test_two_sit_on_the_last_chair_and_one_more_is_put_out(workshop, ada, bo, cleo):
    only_chairs(workshop, 1, 2)
    actions.seat(participant=cleo, chair=2)
    actions.take(participant=ada)
    actions.put_out(workshop=workshop, number=3)
    actions.seat(participant=bo, chair=3)
    assert [chair["name"] for chair in circle(workshop)["chairs"][:3]] == ["Ada", "Cleo", "Bo"]


# --- calling -----------------------------------------------------------------------------------
def test_next_up_withdraws_as_the_moderator_calls(bowl, ada, bo):
    first = actions.ask(participant=ada)
    actions.ask(participant=bo)
    actions.withdraw(participant=ada)
    assert refused(actions.call, entry=first, seen=0) == "Ada, Quito withdrew; now next: Bo, Dakar."


def test_moderator_calls_twice(ada):
    wish = actions.ask(participant=ada)
    assert actions.call(entry=wish, seen=0, key=uuid.uuid4()) == actions.call(entry=wish, seen=0, key=uuid.uuid4())
    assert Stay.objects.count() == 1


def test_two_consoles_act_and_the_loser_learns_who(workshop):
    one, two = (actions.By(role="facilitator", console=name) for name in ("one", "two"))
    actions.pause(workshop=workshop, by=one)
    busy = "Facilitator moderates at another screen. Take over first."
    assert refused(actions.resume, workshop=workshop, by=two) == busy


def test_moderator_hands_over_and_the_old_console_moves_nothing(workshop):
    one = actions.By(role="facilitator", console="one", epoch=1)
    actions.take_over(workshop=workshop, by=one)
    actions.take_over(workshop=workshop, by=actions.By(role="cofacilitator", console="two"), sure=True)
    stale = "Co-facilitator moderates now. Your page was older; it is up to date again."
    assert refused(actions.pause, workshop=workshop, by=one) == stale
    assert Fishbowl.objects.get().phase == "running"


def test_called_and_then_wishing_to_reply_gives_the_chair_back(workshop, bowl, ada, bo):
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    actions.call(entry=actions.ask(participant=ada))
    reply = actions.ask(participant=ada, kind="reply", change=True)
    assert (reply.hand, queue(bowl), circle(workshop)["called"]) == (False, ["Ada"], [])


def test_one_person_noted_twice_and_called_keeps_the_earlier_wish_and_no_empty_call(workshop, bowl, ada, bo):
    actions.ask(participant=ada)
    actions.call(entry=actions.ask(participant=bo))
    actions.merge(participant=bo, into=ada)
    assert (queue(bowl), circle(workshop)["called"]) == (["Ada"], [])


# --- leaving the room --------------------------------------------------------------------------
@pytest.mark.parametrize("at", ["queued", "called", "seated", "speaking"])
def test_leaves_the_room(workshop, bowl, ada, at):
    wish = actions.ask(participant=ada)
    if at != "queued":
        actions.call(entry=wish)
    if at in ("seated", "speaking"):
        actions.take(participant=ada)
    if at == "speaking":
        actions.floor_to(participant=ada)
    core.leave(participant=ada)
    state = circle(workshop)
    assert (state["queue"], state["called"], state["counts"]["taken"], state["speaker"]) == ([], [], 0, None)


def test_leaves_the_room_and_is_back_within_ten_minutes_in_the_old_place(workshop, bowl, ada, bo, cleo):
    for each in (ada, bo, cleo):
        actions.ask(participant=each, topic=each.name)
    core.leave(participant=bo)
    back = person(workshop, " bo", "DAKAR")
    assert [(wish["name"], wish["topic"]) for wish in circle(workshop)["queue"]] == [
        ("Ada", "Ada"),
        (back.name, "Bo"),
        ("Cleo", "Cleo"),
    ]
    assert [entry.overtaken for entry in bowl.waiting()] == [0, 0, 0]


def test_leaves_the_room_and_is_back_too_late(workshop, bowl, ada, bo):
    actions.ask(participant=ada)
    core.leave(participant=ada)
    Entry.objects.update(ended_at=timezone.now() - timedelta(minutes=11))
    person(workshop, "Ada", "Quito")
    assert queue(bowl) == []


def test_leaves_the_room_and_the_place_is_given_back_once_and_not_to_somebody_blocked(workshop, bowl, ada, bo):
    actions.ask(participant=ada)
    core.leave(participant=ada)
    person(workshop, "Ada", "Quito")
    person(workshop, "Ada", "Quito")
    assert queue(bowl) == ["Ada"]
    actions.ask(participant=bo)
    core.leave(participant=bo)
    actions.block(participant=bo)
    person(workshop, "Bo", "Dakar")
    assert queue(bowl) == ["Ada"]


def test_back_on_the_queue_after_speaking_behind_first_timers(workshop, bowl, ada, bo):
    actions.take(participant=ada)
    actions.leave(participant=ada)
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    assert queue(bowl) == ["Bo", "Ada"]
    assert [wish["again"] for wish in circle(workshop)["queue"]] == [False, True]


# --- without network, without a name, without a phone ------------------------------------------
def test_an_offline_tap_is_placed_when_it_arrives_and_once(bowl, ada, bo):
    key = uuid.uuid4()
    actions.ask(participant=bo)
    for _arrival in range(2):
        actions.ask(participant=ada, key=key)
    actions.withdraw(participant=ada)
    actions.ask(participant=ada, key=key)
    assert queue(bowl) == ["Bo"]


@pytest.mark.parametrize(
    ("pressed", "late"),
    [
        (timedelta(seconds=40), 40),
        (timedelta(seconds=2), None),  # at once, as networks go
        (timedelta(days=1), None),  # before the circle was opened
        (timedelta(seconds=-40), None),  # a clock that is wrong
    ],
)
def test_the_console_reads_how_long_a_press_waited_for_the_network(workshop, bowl, hana, ada, bo, pressed, late):
    bowl.opened_at = timezone.now() - timedelta(minutes=5)
    bowl.save()
    actions.ask(participant=bo)
    tapped = (timezone.now() - pressed).isoformat()
    told = client_of(ada).post(f"/w/{workshop.code}/fishbowl/ask/", {"key": uuid.uuid4(), "begun_at": tapped})
    assert told.status_code == 302
    assert [wish["late"] for wish in circle(workshop)["queue"]] == [None, late]
    move_to(workshop, "fishbowl")
    words = "pressed 0:40 before, without network"
    assert (words in hana.get(f"/w/{workshop.code}/console/").content.decode()) == (late == 40)


def test_an_anonymous_listener_must_say_who_they_are_to_speak(client, workshop, bowl):
    client.get(f"/w/{workshop.code}/")
    client.post(reverse("fishbowl:ask", args=[workshop.code]), {"key": uuid.uuid4()})
    assert queue(bowl) == []
    client.post(reverse("join", args=[workshop.code]), {"name": "Guest 1", "city": "Lima", "key": uuid.uuid4()})
    client.post(reverse("fishbowl:ask", args=[workshop.code]), {"key": uuid.uuid4()})
    assert queue(bowl) == ["Guest 1"]


def test_a_guest_without_a_phone_has_the_same_place(workshop, bowl, ada):
    guest = person(workshop, "Cleo", "Lyon", has_phone=False)
    actions.ask(participant=guest, by="steward")
    actions.ask(participant=ada)
    assert queue(bowl) == ["Cleo", "Ada"]
    assert [wish["has_phone"] for wish in circle(workshop)["queue"]] == [False, True]


def test_two_people_share_a_phone_and_a_steward_adds_the_second(workshop, bowl, ada):
    steward = client_of("steward", workshop)
    said = {"name": "Next to Ada", "city": "Quito", "key": uuid.uuid4()}
    number = steward.post(reverse("people-add", args=[workshop.code]), said, headers={"accept": "application/json"})
    about = {"for": number.json()["number"], "key": uuid.uuid4()}
    steward.post(reverse("fishbowl:ask", args=[workshop.code]), about)
    assert queue(bowl) == ["Next to Ada"]
    assert bowl.entries.get().made_by == "steward"


def test_one_person_on_two_phones_is_one_and_the_last_press_wins(workshop, bowl, ada):
    phones = [client_of(ada) for _phone in range(2)]
    for phone in phones:
        phone.post(reverse("fishbowl:ask", args=[workshop.code]), {"key": uuid.uuid4()})
    assert queue(bowl) == ["Ada"]
    phones[1].post(reverse("fishbowl:withdraw", args=[workshop.code]), {"key": uuid.uuid4()})
    at = [phone.get(reverse("fishbowl:state", args=[workshop.code])).json()["me"]["at"] for phone in phones]
    assert at == ["out", "out"]


def test_duplicate_names_are_offered_before_a_guest_is_added(workshop, ada):
    steward, address = client_of("steward", workshop), reverse("people-add", args=[workshop.code])
    said = {"name": "ada", "city": "Quito", "key": uuid.uuid4()}
    answer = steward.post(address, said, headers={"accept": "application/json"})
    assert answer.json() == {
        "refused": f"Ada, Quito is here already, with the number {ada.number}. Is this somebody else?",
        "ask": "sure",
    }
    for _time in range(2):
        steward.post(address, said | {"sure": "1"})
    assert [each.number for each in workshop.present()] == [1, 2]


# --- nobody takes the free chair ---------------------------------------------------------------
def test_nobody_takes_the_free_chair_and_the_moderator_is_offered_help(workshop, hana, ada, bo):
    for number, asker in enumerate((ada, ada, bo, bo), 1):
        workshop.open_questions.create(asker=asker, text=f"Question {number}")
    actions.seat(participant=ada)
    seated = ada.stays.get().seated_at
    state = hana.get(reverse("fishbowl:state", args=[workshop.code])).json()
    silence = state["silence"]
    assert (silence["is_long"], silence["cities"], silence["pair"]) == (False, ["Dakar"], True)
    assert [each["text"] for each in silence["questions"]] == ["Question 1", "Question 2", "Question 3"]
    assert silent_since(circle(workshop), workshop.fishbowls.get()) == seated
    Fishbowl.objects.update(started_at=timezone.now() - timedelta(minutes=9))
    Stay.objects.update(seated_at=timezone.now() - timedelta(minutes=4))
    state = hana.get(reverse("fishbowl:state", args=[workshop.code])).json()
    assert state["silence"]["is_long"] is True
    move_to(workshop, "fishbowl")
    actions.promise(participant=bo)
    helped = hana.get(reverse("console", args=[workshop.code])).content.decode().split("What may help:")[1]
    assert helped.split("</div>")[0].count("Not heard so far: Dakar.") == 1
    assert helped.split("</div>")[0].count("<span>Call <bdi>Bo</bdi>, <bdi>Dakar</bdi>, who agreed to come</span>") == 1
    assert "silence" not in client_of(bo).get(reverse("fishbowl:state", args=[workshop.code])).json()


@pytest.mark.parametrize("ends", ["asks", "is called", "pauses", "no chair"])
def test_the_room_is_not_silent_while_somebody_comes_or_nobody_could(workshop, ada, ends):
    assert silent_since(circle(workshop), workshop.fishbowls.get()) is not None
    if ends in ("asks", "is called"):
        wish = actions.ask(participant=ada)
    if ends == "is called":
        actions.call(entry=wish)
    if ends == "pauses":
        actions.pause(workshop=workshop)
    if ends == "no chair":
        only_chairs(workshop, 1, 2)
        for number in (1, 2):
            actions.seat(participant=person(workshop, f"Guest {number}", "Lyon"))
    assert silent_since(circle(workshop), workshop.fishbowls.get()) is None


def test_silence_begins_anew_when_somebody_withdraws_or_the_pause_ends(workshop, ada):
    first = silent_since(circle(workshop), workshop.fishbowls.get())
    actions.withdraw(participant=actions.ask(participant=ada).participant)
    second = silent_since(circle(workshop), workshop.fishbowls.get())
    actions.pause(workshop=workshop)
    actions.resume(workshop=workshop)
    assert first < second < silent_since(circle(workshop), workshop.fishbowls.get())


# --- the chairs --------------------------------------------------------------------------------
def test_a_walk_in_sits_without_the_queue_and_the_first_stays_first(workshop, bowl, ada, bo):
    actions.call(entry=actions.ask(participant=ada))
    actions.seat(participant=bo, chair=1, instead=True)
    assert queue(bowl) == ["Ada"]
    assert circle(workshop)["chairs"][0]["name"] == "Bo"


def test_nobody_leaves_and_the_longest_seated_is_the_candidate_but_not_the_core(workshop, ada, bo, cleo):
    only_chairs(workshop, 1, 2)
    actions.set_kind(workshop=workshop, number=1, kind="core")
    actions.seat(participant=ada, chair=1)
    actions.seat(participant=bo, chair=2)
    actions.ask(participant=cleo)
    assert circle(workshop)["full"]["candidate"]["name"] == "Bo"
    actions.ask_release(stay=bo.stays.get())
    assert here(workshop, bo)["room"] == "asked"
    assert bo.stays.get().left_at is None


def test_a_fixed_slot_is_visible_to_all_and_no_hidden_jump(workshop, ada, bo):
    actions.ask(participant=ada)
    actions.promise(participant=bo, at=timezone.now() + timedelta(hours=1))
    state = circle(workshop)
    assert ([slot["name"] for slot in state["slots"]], [wish["name"] for wish in state["queue"]]) == (["Bo"], ["Ada"])


def test_cannot_come_to_the_circle_and_speaks_from_the_own_place(workshop, ada):
    actions.call(entry=actions.ask(participant=ada))
    actions.take(participant=ada, at_place=True)
    assert circle(workshop)["chairs"][0]["at_place"] is True
    actions.floor_to(participant=ada)
    assert circle(workshop)["speaker"]["chair"] == 1


def test_the_wrong_person_had_the_turn_and_the_words_follow(workshop, ada, bo):
    actions.seat(participant=ada)
    actions.seat(participant=bo)
    turn = actions.floor_to(participant=ada)
    actions.take_down(workshop=workshop, text="It took years.", kind="statement")
    actions.correct_turn(turn=turn, participant=bo)
    assert Statement.objects.get().speaker == bo


# --- pause, network, end -----------------------------------------------------------------------
def test_paused_for_a_fire_alarm_nobody_is_missed(workshop, ada):
    stay = actions.call(entry=actions.ask(participant=ada))
    actions.pause(workshop=workshop)
    Stay.objects.update(expires_at=timezone.now() - timedelta(minutes=20))
    actions.expire(workshop=workshop)
    assert here(workshop, ada)["at"] == "called"
    stay.refresh_from_db()
    assert stay.left_at is None


def test_the_server_was_down_and_a_paper_list_comes_in_its_order(workshop, bowl, ada, bo, cleo):
    steward, address = client_of("steward", workshop), reverse("fishbowl:list", args=[workshop.code])
    actions.ask(participant=bo)
    lines = f"{cleo.number} Cleo\n\nbo\nAda, Quito\n#{cleo.number}"
    key = uuid.uuid4()
    for _time in range(2):
        steward.post(address, {"people": lines, "key": key})
    assert queue(bowl) == ["Bo", "Cleo", "Ada"]


def test_a_paper_list_with_a_line_nobody_knows_changes_nothing(workshop, bowl, ada):
    person(workshop, "Ada", "Lima")
    steward, address = client_of("steward", workshop), reverse("fishbowl:list", args=[workshop.code])
    said = {"people": f"{ada.number}\nZed\nAda\n99\n{ada.number}, 15", "key": uuid.uuid4()}
    answer = steward.post(address, said, headers={"accept": "application/json"})
    assert answer.json()["errors"]["people"] == [
        "Line 2: nobody here is “Zed”.",
        "Line 3: several people are called “Ada”. Write the number.",
        "Line 4: nobody here is “99”.",
        f"Line 5: nobody here is “{ada.number}, 15”.",
    ]
    assert queue(bowl) == []


def test_finish_with_people_waiting_who_may_write(workshop, ada):
    actions.ask(participant=ada)
    actions.finish(workshop=workshop)
    assert here(workshop, ada)["may"] == ["point"]


def test_a_person_is_erased_and_the_chain_holds(workshop, ada, bo):
    from fishbowl import journal

    actions.ask(participant=bo)
    actions.seat(participant=ada)
    ada.delete()
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []
    assert [wish["name"] for wish in circle(workshop)["queue"]] == ["Bo"]


def test_conduct_takes_chair_and_wish_and_blocks_new_ones(workshop, bowl, ada):
    actions.seat(participant=ada)
    actions.block(participant=ada, reason="Shouts")
    assert refused(actions.ask, participant=ada) == "Please speak with the moderator before you ask for a chair."
    assert ada.stays.get().exit == "asked"


def test_several_bowls_hold_one_chair_a_person(workshop, bowl, ada):
    actions.seat(participant=ada)
    other = actions.add_bowl(workshop=workshop, name="Room B")
    chair = other.chairs.first()
    assert Stay.objects.filter(participant=ada, left_at=None).count() == 1
    with pytest.raises(Exception, match="(?i)unique"):
        chair.stays.create(participant=ada, seated_at=timezone.now())


def test_with_an_interpreter_soft_times_count_double(workshop, ada):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    before = circle(workshop)["speaker"]["seconds"]
    actions.change_settings(workshop=workshop, interpreted=True)
    assert circle(workshop)["speaker"]["seconds"] == 2 * before


def test_with_an_interpreter_the_queue_says_in_which_language_somebody_will_speak(workshop, bowl, hana, ada):
    workshop.participants.filter(pk=ada.pk).update(language="fr")
    move_to(workshop, "fishbowl")
    actions.ask(participant=ada)
    console, said = reverse("console", args=[workshop.code]), '<span class="mark-of" lang="fr">français</span>'
    before = hana.get(console).content.decode().count(said)
    actions.change_settings(workshop=workshop, interpreted=True)
    assert (before, hana.get(console).content.decode().count(said)) == (0, 1)


# --- one person, noted twice -------------------------------------------------------------------
def test_merging_carries_notes_dots_cards_and_questions_as_far_as_their_author_let_them(workshop, ada, bo):
    from gallery import actions as notes
    from gallery import voting
    from workshop.insights.models import TransferCard

    bo.consent = "name"
    bo.save()
    first, second, *_others = workshop.cases.all()
    voting.open(workshop=workshop)
    note = notes.write(case=first, author=ada, kind="question", text="Who pays?")
    card = TransferCard.objects.create(workshop=workshop, author=ada, stance="adapt", what="A fund")
    for voter, case in ((ada, first), (ada, second), (bo, first)):
        voting.vote(voter=voter, on=True, case=case)
    actions.merge(participant=ada, into=bo)
    for row in (note, card):
        row.refresh_from_db()
    assert (note.author, note.travels, note.question.asker) == (bo, "room", bo)
    assert (card.author, card.consent) == (bo, "room")
    bo.refresh_from_db()
    assert bo.consent == "name"
    dots = list(bo.votes.order_by("case__number", "layer").values_list("case__number", "dot"))
    assert [(case, dot is None) for case, dot in dots][0] == (first.number, False)
    assert len({dot for _case, dot in dots if dot}) == sum(dot is not None for _case, dot in dots)
    assert workshop.present().get() == bo


@pytest.mark.parametrize(
    ("one", "stays", "then"), [("city", "", "city"), ("city", "room", "room"), ("", "name", "name")]
)
def test_how_far_words_may_travel_is_known_of_one_person_by_either_number(ada, bo, one, stays, then):
    ada.consent, bo.consent = one, stays
    ada.save()
    bo.save()
    actions.merge(participant=ada, into=bo)
    bo.refresh_from_db()
    assert bo.consent == then
