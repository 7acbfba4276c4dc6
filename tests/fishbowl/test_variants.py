"""The kinds of circle: the same presses end differently in each, and a change of kind loses nothing."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions, journal, scenes
from fishbowl.circle import circle, proposal
from fishbowl.models import Chair, Entry, Fishbowl, Stay, Turn
from fishbowl.situation import situation
from tests.conftest import client_of, looked_for_room, move_to, person
from workshop import actions as core
from workshop.refusals import NotNow

ALL = Fishbowl.Variant.values


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


@pytest.fixture
def cleo(workshop):
    return person(workshop, "Cleo", "Lyon")


def be(workshop, variant, **settings):
    actions.change_settings(workshop=workshop, variant=variant, **settings)


def refused(action, **command):
    with pytest.raises(NotNow) as refusal:
        action(**command)
    return str(refusal.value.sentence)


def here(workshop, who):
    return situation(circle(workshop), who)


def seats(workshop):
    """Chair number -> name of whoever sits there or is called there."""
    return {each["number"]: each["name"] for each in circle(workshop)["chairs"] if each["person"]}


def fill(workshop, *numbers):
    """Somebody from Lyon on each of these chairs."""
    sitting = [(number, person(workshop, f"Core {number}", "Lyon")) for number in numbers]
    return [actions.seat(participant=who, chair=number).participant for number, who in sitting]


def only_chairs(workshop, *numbers):
    for number in set(range(1, 7)) - set(numbers):
        actions.put_aside(workshop=workshop, number=number)


def want(workshop, who, chair=1):
    """Somebody wants in, as this kind of circle has it."""
    told = circle(workshop)["told"]
    if told["stands"]:
        return actions.stand(participant=who, chair=chair)
    return actions.ask(participant=who, kind="join" if told["called"] else "procedure")


def later(**fields):
    """The clock of the circle moves on by so much: its own time is up."""
    Fishbowl.objects.update(**fields)


# --- a guest's chair ---------------------------------------------------------------------------
@pytest.mark.parametrize(("variant", "chair"), [("open", 1), ("guest", 6), ("closed", 1)])
def test_who_is_called_comes_to_the_chair_of_this_kind_of_circle(workshop, ada, variant, chair):
    be(workshop, variant)
    assert actions.call(entry=actions.ask(participant=ada)).chair.number == chair


@pytest.mark.parametrize(("variant", "chair"), [("open", 1), ("guest", 6)])
def test_who_just_sits_down_sits_there_too(workshop, ada, variant, chair):
    be(workshop, variant)
    assert actions.take(participant=ada).chair.number == chair


def test_a_second_guest_waits_though_five_chairs_are_free(workshop, bowl, ada, bo):
    be(workshop, "guest")
    actions.take(participant=ada)
    assert refused(actions.take, participant=bo) == "Somebody was a moment faster. You are next."
    wish = bowl.waiting().get()
    assert refused(actions.call, entry=wish) == "A guest sits there. The chair is free when the guest was answered."
    be(workshop, "open")
    assert actions.call(entry=wish).chair.number == 1


def test_first_speakers_are_seated_round_the_guests_chair(workshop, ada, bo):
    Fishbowl.objects.update(started_at=None)
    be(workshop, "guest")
    assert [actions.seat(participant=each).chair.number for each in (ada, bo)] == [1, 2]
    assert actions.seat(participant=person(workshop, "Cleo", "Lyon"), chair=6).chair.kind == Chair.Kind.GUEST


def test_the_guest_is_asked_for_the_chair_when_answered_and_the_core_never(workshop, ada, bo):
    first, second = fill(workshop, 1, 2)
    be(workshop, "guest")
    actions.take(participant=ada)
    actions.ask(participant=bo)
    looked_for_room(workshop)
    told = []
    for speaker in (first, ada, second, None):
        if speaker:
            actions.floor_to(participant=speaker)
        else:
            actions.silence(workshop=workshop)
        candidate = circle(workshop)["release"]["candidate"]
        told.append((circle(workshop)["chairs"][5]["guest"], candidate and candidate["name"]))
    assert told == [("to_speak", None), ("to_speak", None), ("spoke", None), ("answered", "Ada")]
    assert here(workshop, ada)["room"] == "you"
    assert here(workshop, ada)["told"] == "You were answered. Thank you: the chair is for the next guest."
    assert (here(workshop, first)["room"], here(workshop, second)["room"]) == ("", "")
    be(workshop, "open")
    fill(workshop, 3, 4, 5)
    looked_for_room(workshop)
    assert circle(workshop)["release"]["candidate"]["name"] == "Core 1"


def test_a_guest_whom_nobody_answers_is_asked_after_the_time_to_think(workshop, ada, bo):
    be(workshop, "guest")
    actions.take(participant=ada)
    actions.ask(participant=bo)
    looked_for_room(workshop)
    assert circle(workshop)["release"]["candidate"] is None
    later(room_needed_at=timezone.now() - timedelta(minutes=5))
    assert circle(workshop)["release"]["candidate"]["name"] == "Ada"
    assert ada.stays.get().left_at is None


def test_a_full_core_makes_the_change_bring_one_more_chair(workshop):
    fill(workshop, *range(1, 7))
    be(workshop, "guest")
    assert [(each["number"], each["kind"]) for each in circle(workshop)["chairs"]][5:] == [(6, "open"), (7, "guest")]


def test_without_a_guests_chair_the_console_says_so(workshop, bowl, ada, hana):
    be(workshop, "guest")
    actions.set_kind(workshop=workshop, number=6, kind="core")
    sentence = "No chair is for a guest. Choose one of the chairs for that."
    assert sentence in scenes.on_console(workshop)["hints"]
    assert refused(actions.call, entry=actions.ask(participant=ada)) == sentence
    actions.set_kind(workshop=workshop, number=2, kind="guest")
    assert actions.call(entry=bowl.waiting().get()).chair.number == 2


def test_a_guests_chair_is_only_where_guests_come(workshop):
    no_guest = "This kind of circle has no guest’s chair."
    assert refused(actions.set_kind, workshop=workshop, number=6, kind="guest") == no_guest
    assert refused(actions.put_out, workshop=workshop, number=7, kind="guest") == no_guest
    be(workshop, "guest")
    be(workshop, "open")
    assert {each["kind"] for each in circle(workshop)["chairs"]} == {"open"}


# --- a closed circle ---------------------------------------------------------------------------
@pytest.fixture
def closed(workshop):
    """A closed circle of two, whose group has begun to talk."""
    be(workshop, "closed")
    only_chairs(workshop, 1, 2)
    first, second = fill(workshop, 1, 2)
    actions.floor_to(participant=first)
    return first, second


def time_is_up(workshop):
    later(closed_until=timezone.now() - timedelta(seconds=1))
    actions.expire(workshop=workshop)


CLOSED = "The circle is closed until "


def test_a_closed_circle_closes_with_the_first_word(workshop, bowl, ada, bo):
    be(workshop, "closed")
    fill(workshop, 1)
    assert actions.call(entry=actions.ask(participant=ada)).chair.number == 2
    actions.take(participant=ada)
    actions.floor_to(participant=ada)
    wish = actions.ask(participant=bo)
    assert refused(actions.call, entry=wish).startswith(CLOSED)
    assert refused(actions.take, participant=bo).startswith(CLOSED)
    assert (circle(workshop)["free"], proposal(circle(workshop))) == ([], None)
    be(workshop, "open")
    assert actions.call(entry=wish).chair.number == 3


@pytest.mark.parametrize(("variant", "seated"), [("open", True), ("closed", False)])
def test_who_comes_to_a_free_chair_while_others_talk(workshop, ada, bo, variant, seated):
    be(workshop, variant)
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    if seated:
        actions.take(participant=ada)
    else:
        assert refused(actions.take, participant=ada).startswith(CLOSED)
    assert ada.stays.exists() is seated


def test_nobody_is_asked_for_room_before_the_time(workshop, closed, ada):
    actions.ask(participant=ada)
    assert circle(workshop)["release"] is None
    be(workshop, "open")
    actions.change_settings(workshop=workshop, turn_seconds=90)
    looked_for_room(workshop)
    assert circle(workshop)["release"] is not None


def test_the_autopilot_calls_nobody_into_a_closed_circle(workshop, closed, ada):
    actions.put_out(workshop=workshop, number=3)
    actions.change_settings(workshop=workshop, way_in="autopilot", keep_free=0)
    actions.ask(participant=ada)
    assert seats(workshop) == {1: "Core 1", 2: "Core 2"}
    be(workshop, "open")
    assert seats(workshop)[3] == "Ada"


def test_the_group_changes_only_when_its_time_is_up(workshop, closed, ada, bo, cleo):
    for each in (ada, bo, cleo):
        actions.ask(participant=each)
    assert refused(actions.change_group, workshop=workshop, seen=1).startswith(CLOSED)
    time_is_up(workshop)
    assert circle(workshop)["group"]["over"] is True
    actions.change_group(workshop=workshop, seen=1)
    actions.change_group(workshop=workshop, seen=1, key=uuid.uuid4())
    assert seats(workshop) == {1: "Ada", 2: "Bo"}
    assert {stay.exit for stay in Stay.objects.exclude(left_at=None)} == {"group"}
    assert (Turn.objects.filter(ended_at=None).exists(), circle(workshop)["group"]["number"]) == (False, 2)
    assert [wish["name"] for wish in circle(workshop)["queue"]] == ["Cleo"]


def test_the_next_group_closes_with_its_own_first_word(workshop, closed, ada, bo, cleo):
    actions.ask(participant=ada)
    time_is_up(workshop)
    actions.floor_to(participant=closed[1])
    assert circle(workshop)["group"]["over"] is True
    actions.change_group(workshop=workshop, seen=1)
    actions.take(participant=ada)
    assert actions.call(entry=actions.ask(participant=bo)).chair.number == 2
    actions.floor_to(participant=ada)
    assert refused(actions.call, entry=actions.ask(participant=cleo)).startswith(CLOSED)


def test_the_core_stays_when_the_group_changes(workshop, closed, ada):
    actions.set_kind(workshop=workshop, number=1, kind="core")
    actions.ask(participant=ada)
    time_is_up(workshop)
    actions.change_group(workshop=workshop, seen=1)
    assert seats(workshop) == {1: "Core 1", 2: "Ada"}


def test_without_anybody_who_waits_the_group_stays_and_the_closing_round_is_next(workshop, closed, hana):
    move_to(workshop, "fishbowl")
    time_is_up(workshop)
    assert refused(actions.change_group, workshop=workshop) == "Nobody waits for the next group."
    page = hana.get(reverse("console", args=[workshop.code])).content.decode()
    assert page.count("The time is up, and nobody waits for the next group.") == 1


def test_a_group_changes_in_no_other_kind_of_circle(workshop, ada):
    actions.ask(participant=ada)
    sentence = "Only in a closed circle the whole group changes."
    assert refused(actions.change_group, workshop=workshop) == sentence


def test_a_pause_does_not_count_in_a_groups_time(workshop, closed):
    until = circle(workshop)["group"]["until"]
    actions.pause(workshop=workshop)
    later(paused_at=timezone.now() - timedelta(minutes=5), closed_until=until - timedelta(minutes=5))
    actions.expire(workshop=workshop)
    actions.resume(workshop=workshop)
    assert abs((circle(workshop)["group"]["until"] - until).total_seconds()) < 5


def test_nobody_comes_into_a_closed_circle_with_a_reply(workshop, closed, ada):
    sentence = "Nobody comes into this circle for a reply."
    assert refused(actions.ask, participant=ada, kind="reply") == sentence
    assert "reply" not in here(workshop, ada)["may"]
    assert actions.ask(participant=closed[1], kind="reply").hand is True
    be(workshop, "open")
    assert "reply" in here(workshop, ada)["may"]


def test_a_helper_may_still_note_who_sits_where_in_a_closed_circle(workshop, closed, ada):
    actions.leave(participant=closed[1])
    assert actions.seat(participant=ada, chair=2).chair.number == 2


def test_the_phone_of_a_listener_says_until_when_and_which_group(workshop, closed, ada, bo, cleo):
    for each in (ada, bo, cleo):
        actions.ask(participant=each)
    told = [here(workshop, each)["told"][:28] for each in (ada, bo, cleo)]
    assert told == ["You are in the next group. T"] * 2 + ["You are in a later group. Th"]
    page = client_of(ada).get(reverse("fishbowl:circle", args=[workshop.code])).content.decode()
    assert "You are in the next group. The circle is closed until" in page


def test_chairs_that_go_in_the_last_call_stay_for_the_last_group(workshop, closed, ada, bo):
    actions.put_out(workshop=workshop, number=3)
    actions.seat(participant=bo, chair=3)
    actions.ask(participant=ada)
    actions.last_call(workshop=workshop, chairs_go=True)
    time_is_up(workshop)
    actions.change_group(workshop=workshop, seen=1)
    assert [each["state"] for each in circle(workshop)["chairs"][:3]] == ["called", "free", "free"]


# --- nobody is called --------------------------------------------------------------------------
NOBODY_CALLED = "In this circle nobody is called: people come and go by themselves."
BY_THEMSELVES = ["tap_in", "samoan"]


@pytest.fixture
def full(workshop):
    """Two chairs, both taken, and the first of them speaks."""
    only_chairs(workshop, 1, 2)
    first, second = fill(workshop, 1, 2)
    actions.floor_to(participant=first)
    return first, second


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_nobody_is_called_moved_or_asked_where_people_come_by_themselves(workshop, ada, bo, variant):
    first, second = (actions.ask(participant=each) for each in (ada, bo))
    stay = actions.seat(participant=person(workshop, "Cleo", "Lyon"))
    be(workshop, variant)
    assert proposal(circle(workshop)) is None
    assert refused(actions.call, entry=first) == NOBODY_CALLED
    assert refused(actions.place_before, entry=second, other=first) == NOBODY_CALLED
    assert refused(actions.still_asked, entry=first) == NOBODY_CALLED
    assert refused(actions.defer, participant=ada) == NOBODY_CALLED
    assert refused(actions.ask_release, stay=stay) == NOBODY_CALLED
    assert refused(actions.promise, participant=ada, at=timezone.now()) == NOBODY_CALLED
    be(workshop, "open")
    assert actions.call(entry=first).left_at is None


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_the_autopilot_calls_nobody_where_people_come_by_themselves(workshop, ada, variant):
    actions.ask(participant=ada)
    be(workshop, variant)
    actions.change_settings(workshop=workshop, way_in="autopilot", keep_free=0)
    assert seats(workshop) == {}
    be(workshop, "open")
    assert seats(workshop) == {1: "Ada"}


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_nobody_asks_for_a_chair_but_takes_it_before_whoever_waited(workshop, bowl, ada, bo, cleo, variant):
    actions.ask(participant=ada)
    assert refused(actions.take, participant=bo).startswith("Others have asked before you.")
    actions.withdraw(participant=bo)
    be(workshop, variant)
    asks = "In this circle nobody asks for a chair. Take a free one, or stand behind one."
    assert refused(actions.ask, participant=cleo) == asks
    assert actions.take(participant=bo).chair.number == 1
    assert [wish["name"] for wish in circle(workshop)["queue"]] == ["Ada"]
    assert actions.take(participant=ada).chair.number == 2


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_where_every_chair_is_taken_no_place_in_a_queue_is_given(workshop, bowl, full, ada, variant):
    be(workshop, variant)
    assert refused(actions.take, participant=ada).startswith("In this circle nobody asks for a chair.")
    assert bowl.entries.count() == 0


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_the_chair_passes_to_whoever_stands_behind_it_not_to_who_came_first(workshop, full, ada, bo, variant):
    be(workshop, variant)
    actions.stand(participant=bo, chair=1)
    actions.stand(participant=ada, chair=2)
    actions.leave(participant=full[1])
    assert here(workshop, ada)["at"] == "called"
    assert actions.take(participant=ada).chair.number == 2
    assert (here(workshop, bo)["at"], here(workshop, bo)["wish"]["behind"]) == ("waiting", 1)


def test_in_the_open_circle_nobody_stands_behind_a_chair(workshop, full, ada):
    assert refused(actions.stand, participant=ada, chair=1) == "In this circle you are called. Ask for a chair."
    assert "stand" not in here(workshop, ada)["may"]


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_whoever_sits_there_is_told_in_private_and_nobody_else_is_asked(workshop, full, ada, variant):
    be(workshop, variant)
    actions.stand(participant=ada, chair=1)
    told = here(workshop, full[0])
    assert (told["room"], "offer" in told["may"], "Ada, Quito" in told["told"]) == ("behind", True, True)
    assert (here(workshop, full[1])["room"], circle(workshop)["release"]) == ("", None)
    actions.withdraw(participant=ada)
    assert here(workshop, full[0])["room"] == ""


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_standing_there_twice_or_with_the_same_press_is_once(workshop, bowl, full, ada, variant):
    be(workshop, variant)
    key = uuid.uuid4()
    wish = actions.stand(participant=ada, chair=1, key=key)
    assert actions.stand(participant=ada, chair=1) == wish
    actions.stand(participant=ada, chair=2)
    assert actions.stand(participant=ada, chair=1, key=key) == wish
    assert (bowl.entries.count(), bowl.entries.get().behind.number) == (1, 2)


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_who_stands_there_and_does_not_come_steps_back(workshop, full, ada, bo, variant):
    be(workshop, variant)
    actions.stand(participant=ada, chair=2)
    actions.leave(participant=full[1])
    actions.decline(participant=ada)
    assert (here(workshop, ada)["at"], here(workshop, ada)["wish"]["behind"]) == ("waiting", None)
    assert "stand" in here(workshop, ada)["may"]
    assert actions.take(participant=bo).chair.number == 2


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_who_misses_the_chair_leaves_it_to_others_and_may_stand_there_again(workshop, full, ada, bo, variant):
    be(workshop, variant)
    actions.stand(participant=ada, chair=2)
    actions.leave(participant=full[1])
    Stay.objects.filter(seated_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    actions.expire(workshop=workshop)
    assert here(workshop, ada)["at"] == "missed"
    actions.take(participant=bo)
    assert actions.stand(participant=ada, chair=2).missed_at is None
    assert here(workshop, bo)["room"] == "behind"


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_a_press_on_a_chair_that_has_changed_hands_moves_nothing(workshop, full, ada, bo, variant):
    be(workshop, variant)
    version = circle(workshop)["chairs"][1]["version"]
    actions.leave(participant=full[1])
    actions.take(participant=bo)
    stale = "Chair 2 has just changed hands. Look at the circle again."
    assert refused(actions.stand, participant=ada, chair=2, seen=version) == stale
    assert refused(actions.stand, participant=ada, chair=6) == "This chair does not stand there any more."


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_a_closed_queue_keeps_new_people_out_but_not_who_waited(workshop, full, ada, bo, variant):
    actions.ask(participant=ada)
    be(workshop, variant)
    actions.open_queue(workshop=workshop, opened=False)
    closed = "The queue is closed. The moderator can open it again."
    assert refused(actions.stand, participant=bo, chair=1) == closed
    assert actions.stand(participant=bo, chair=1, by="steward").made_by == "steward"
    assert actions.stand(participant=ada, chair=2).behind.number == 2


@pytest.mark.parametrize("variant", BY_THEMSELVES)
def test_the_steward_stands_somebody_without_a_phone_behind_a_chair(workshop, full, variant):
    be(workshop, variant)
    guest = person(workshop, "Planner", "Dakar", has_phone=False)
    steward = client_of("steward", workshop)
    said = {"person": guest.number, "where": "behind-2", "key": uuid.uuid4()}
    steward.post(reverse("fishbowl:seat", args=[workshop.code]), said)
    assert guest.entries.get().behind.number == 2


def test_a_change_of_kind_lets_everybody_step_back_from_the_chairs(workshop, bowl, full, ada, bo):
    be(workshop, "samoan")
    for each in (ada, bo):
        actions.stand(participant=each, chair=1)
    be(workshop, "tap_in")
    assert list(bowl.entries.values_list("behind", flat=True)) == [None, None]
    be(workshop, "open")
    actions.leave(participant=full[1])
    assert actions.call(entry=bowl.waiting().first()).participant == ada


# --- tap in ------------------------------------------------------------------------------------
def test_whoever_has_tapped_sits_down_when_the_other_has_finished(workshop, full, ada):
    be(workshop, "tap_in")
    actions.stand(participant=ada, chair=1)
    assert here(workshop, ada)["tap"] is None
    finishes = "Core 1, Lyon finishes the sentence. Then the chair is yours."
    assert refused(actions.take, participant=ada) == finishes
    actions.silence(workshop=workshop)
    assert here(workshop, ada)["tap"] == 1
    assert actions.take(participant=ada, chair=1).chair.number == 1
    assert full[0].stays.get().exit == Stay.Exit.TAPPED
    assert here(workshop, full[0])["at"] == "out"


def test_nobody_is_tapped_out_in_a_samoan_circle(workshop, full, ada):
    be(workshop, "samoan")
    actions.stand(participant=ada, chair=2)
    assert refused(actions.take, participant=ada) == "No chair is free yet. You stand behind chair 2."
    assert full[1].stays.get().left_at is None


def test_the_first_tap_counts_and_a_samoan_chair_has_room_for_more(workshop, full, ada, bo):
    be(workshop, "tap_in")
    actions.stand(participant=ada, chair=2)
    assert refused(actions.stand, participant=bo, chair=2) == "Ada, Quito was a moment faster. Tap somebody else."
    be(workshop, "samoan")
    for each in (ada, bo):
        actions.stand(participant=each, chair=2)
    actions.leave(participant=full[1])
    actions.take(participant=ada)
    actions.leave(participant=ada)
    assert here(workshop, bo)["at"] == "called"


def test_a_tap_taken_back_does_not_come_back_over_somebody_elses(workshop, full, ada, bo):
    be(workshop, "tap_in")
    wish = actions.stand(participant=ada, chair=2)
    actions.withdraw(participant=ada)
    actions.stand(participant=bo, chair=2)
    assert actions.restore(participant=ada, entry=wish.pk).behind is None


# --- a samoan circle ---------------------------------------------------------------------------
def test_at_the_end_of_a_samoan_circle_the_empty_chairs_go_to_the_last(workshop, full, ada, hana):
    move_to(workshop, "fishbowl")
    be(workshop, "samoan")
    actions.stand(participant=ada, chair=2)
    actions.last_call(workshop=workshop)
    actions.leave(participant=full[0])
    actions.leave(participant=full[1])
    assert [each["state"] for each in circle(workshop)["chairs"][:2]] == ["retired", "called"]
    actions.take(participant=ada)
    actions.leave(participant=ada)
    assert circle(workshop)["emptied"] is True
    assert "The last chair has gone." in hana.get(reverse("console", args=[workshop.code])).content.decode()
    actions.finish(workshop=workshop)
    assert circle(workshop)["phase"] == "done"


@pytest.mark.parametrize("variant", ["open", "tap_in"])
def test_elsewhere_the_chairs_stay_in_the_last_call(workshop, full, variant):
    be(workshop, variant)
    actions.last_call(workshop=workshop)
    for each in full:
        actions.leave(participant=each)
    assert [each["state"] for each in circle(workshop)["chairs"][:2]] == ["free", "free"]


# --- experience, with satellites ---------------------------------------------------------------
NOBODY_COMES = "Nobody comes into this circle. Your satellite writes its questions."


@pytest.fixture
def round_of(workshop):
    """Two who lived it talk; five listen."""
    be(workshop, "satellites")
    fill(workshop, 1, 2)
    return [
        person(workshop, f"Listener {number}", city) for number, city in enumerate(["Lyon", "Quito"] * 2 + ["Lima"])
    ]


def groups(workshop):
    return [[each["name"] for each in group["people"]] for group in circle(workshop)["satellites"]["groups"]]


def asked(workshop):
    return [(each["number"], each["text"], each["state"]) for each in circle(workshop)["satellites"]["asked"]]


def test_nobody_comes_into_a_circle_with_satellites(workshop, bowl, ada, bo):
    wish = actions.ask(participant=ada)
    be(workshop, "satellites")
    for action, takes in (
        (actions.call, {"entry": wish}),
        (actions.take, {"participant": bo}),
        (actions.ask, {"participant": bo}),
        (actions.stand, {"participant": bo, "chair": 1}),
        (actions.defer, {"participant": ada}),
    ):
        assert refused(action, **takes) == NOBODY_COMES
    assert (circle(workshop)["free"], "ask" in here(workshop, bo)["may"]) == ([], False)
    assert actions.seat(participant=bo, chair=3).chair.number == 3
    be(workshop, "open")
    assert actions.call(entry=wish).chair.number == 1


def test_satellites_of_three_or_four_mix_the_cities_and_leave_the_circle_out(workshop, round_of):
    actions.begin_part(workshop=workshop, part="write", seen="talk")
    assert groups(workshop) == [["Listener 2", "Listener 3", "Listener 4"], ["Listener 0", "Listener 1"]]
    late = person(workshop, "Late", "Porto")
    actions.bring_question(participant=late, text="And then?")
    assert groups(workshop)[1] == ["Listener 0", "Listener 1", "Late"]
    actions.begin_part(workshop=workshop, part="answer")
    actions.begin_part(workshop=workshop, part="write")
    assert [len(group) for group in groups(workshop)] == [3, 3]


def test_the_circle_rests_while_the_satellites_write(workshop, round_of):
    actions.floor_to(participant=workshop.participants.get(name="Core 1"))
    talks = "The circle talks. Your satellite writes its questions after that."
    assert refused(actions.bring_question, participant=round_of[0], text="Who pays?") == talks
    assert "bring" not in here(workshop, round_of[0])["may"]
    actions.begin_part(workshop=workshop, part="write", seen="talk")
    assert (circle(workshop)["speaker"], "bring" in here(workshop, round_of[0])["may"]) == (None, True)
    core = workshop.participants.get(name="Core 1")
    assert not scenes.me(workshop, core)["mine_to_speak"]
    actions.begin_part(workshop=workshop, part="answer", seen="write")
    assert scenes.me(workshop, core)["mine_to_speak"]


def test_one_question_of_each_satellite_comes_before_the_second_of_any(workshop, round_of):
    actions.begin_part(workshop=workshop, part="write")
    for who, text in ((0, "First"), (1, "Second"), (2, "Third")):
        actions.bring_question(participant=round_of[who], text=text)
    assert asked(workshop) == [(1, "Third", "waiting"), (2, "First", "waiting"), (2, "Second", "waiting")]


def test_the_circle_answers_a_question_and_its_asker_is_asked(workshop, bowl, round_of):
    actions.begin_part(workshop=workshop, part="write")
    brought = actions.bring_question(participant=round_of[0], text="Who pays?", key=uuid.uuid4())
    early = "The circle answers when its satellites have written."
    assert refused(actions.take_question, brought=bowl.brought.get()) == early
    actions.begin_part(workshop=workshop, part="answer", seen="write")
    topic = actions.take_question(brought=bowl.brought.get())
    assert circle(workshop)["topic"]["text"] == "Who pays?"
    assert asked(workshop) == [(2, "Who pays?", "now")]
    actions.end_topic(topic=topic, answered=True)
    brought.question.refresh_from_db()
    assert (brought.question.answered_at is not None, asked(workshop)) == (True, [(2, "Who pays?", "answered")])
    again = "The circle has answered this question already."
    assert refused(actions.take_question, brought=bowl.brought.get()) == again


def test_a_question_sent_twice_is_one_and_hidden_or_taken_back_is_none(workshop, bowl, round_of):
    actions.begin_part(workshop=workshop, part="write")
    key = uuid.uuid4()
    for _time in range(2):
        actions.bring_question(participant=round_of[0], text="Who pays?", key=key)
    assert len(asked(workshop)) == 1
    bowl.brought.get().question.__class__.objects.update(withdrawn_at=timezone.now())
    assert asked(workshop) == []


def test_the_parts_are_told_by_what_was_seen(workshop, round_of):
    actions.begin_part(workshop=workshop, part="write", seen="talk")
    actions.begin_part(workshop=workshop, part="write", seen="talk")
    stale = "The circle is in another part already. Look at the console again."
    assert refused(actions.begin_part, workshop=workshop, part="answer", seen="talk") == stale
    be(workshop, "open")
    no_satellites = "This kind of circle has no satellites."
    assert refused(actions.begin_part, workshop=workshop, part="write") == no_satellites


def test_the_red_button_leads_from_the_talk_to_the_last_question(workshop, bowl, round_of, hana):
    move_to(workshop, "fishbowl")

    def red():
        page = hana.get(reverse("console", args=[workshop.code])).content.decode()
        return page.split('class="the-next"')[1].split('class="btn go big wide"')[1].split("<span>")[1].split("<")[0]

    told = [red()]
    for part in ("write", "answer"):
        hana.post(reverse("fishbowl:part", args=[workshop.code]), {"part": part})
        if part == "write":
            phone, said = client_of(round_of[0]), {"text": "Who pays?", "key": uuid.uuid4()}
            phone.post(reverse("fishbowl:bring", args=[workshop.code]), said)
            assert "Who pays?" in phone.get(reverse("fishbowl:bringing", args=[workshop.code])).content.decode()
        told.append(red())
    hana.post(reverse("fishbowl:take-question", args=[workshop.code, bowl.brought.get().pk]))
    told.append(red())
    hana.post(reverse("fishbowl:topic-end", args=[workshop.code, bowl.topics.get().pk]), {"answered": "1"})
    told.append(red())
    answers = ["The circle answers now", "Ask for satellite 2", "Answered: on to the next", "The circle talks on"]
    assert told == ["The satellites write now", *answers]


def test_only_the_own_satellite_and_whoever_runs_the_circle_read_a_question_before_it_is_answered(workshop, round_of):
    actions.begin_part(workshop=workshop, part="write")
    actions.bring_question(participant=round_of[0], text="Who pays?")
    states = [client_of(each).get(reverse("fishbowl:state", args=[workshop.code])).json() for each in round_of[:3]]
    read = [[each["text"] for each in state["me"]["satellite"]["asked"]] for state in states]
    assert read == [["Who pays?"], ["Who pays?"], []]
    assert "satellites" not in states[0]


# --- without a name ----------------------------------------------------------------------------
def test_who_listens_without_a_name_stands_nowhere_and_brings_nothing(workshop, full, ada):
    listener = core.join(workshop=workshop, name="", city="Lima", listens=True)
    sentence = "You listen without a name. Say first how you are called."
    be(workshop, "samoan")
    assert refused(actions.stand, participant=listener, chair=1) == sentence
    be(workshop, "satellites")
    actions.begin_part(workshop=workshop, part="write")
    assert refused(actions.bring_question, participant=listener, text="Who pays?") == sentence
    assert groups(workshop) == [["Ada"]]


# --- another kind of circle --------------------------------------------------------------------
@pytest.mark.parametrize("variant", ALL)
def test_a_change_of_kind_loses_no_turn_no_stay_and_no_wish(workshop, bowl, ada, bo, cleo, variant):
    actions.seat(participant=ada)
    actions.floor_to(participant=ada)
    actions.call(entry=actions.ask(participant=bo))
    actions.ask(participant=cleo, topic="Who pays?")
    before = [list(model.objects.order_by("pk").values()) for model in (Turn, Stay, Entry)]
    be(workshop, variant)
    assert [list(model.objects.order_by("pk").values()) for model in (Turn, Stay, Entry)] == before
    actions.take(participant=bo)
    be(workshop, "open")
    assert seats(workshop) == {1: "Ada", 2: "Bo"}
    assert [wish["name"] for wish in circle(workshop)["queue"]] == ["Cleo"]
    assert list(journal.differences(workshop.pk)) == []


@pytest.mark.parametrize("variant", [each for each in ALL if each != "open"])
def test_whoever_waits_is_told_that_the_circle_works_in_another_way(workshop, ada, bo, variant):
    fill(workshop, *range(1, 7))
    actions.ask(participant=ada)
    be(workshop, variant)
    want(workshop, bo)
    sentence = "The circle works in another way now. Your place is kept."
    assert [sentence in here(workshop, each).get("reasons", ()) for each in (ada, bo)] == [True, False]


@pytest.mark.parametrize("variant", [each for each in ALL if each != "open"])
def test_a_change_of_kind_is_taken_back_whole(workshop, bowl, variant):
    kinds = list(bowl.chairs.values_list("number", "kind"))
    be(workshop, variant)
    step = journal.Step.objects.filter(workshop=workshop.pk, command="settings").last()
    actions.undo(workshop=workshop, seq=step.seq)
    bowl.refresh_from_db()
    assert (bowl.variant, bowl.variant_at) == ("open", None)
    assert list(bowl.chairs.values_list("number", "kind")) == kinds


@pytest.mark.parametrize("variant", ALL)
def test_every_kind_has_rules_of_its_own_on_the_projector(workshop, variant):
    be(workshop, variant)
    others = [rules for each in ALL if each != variant for rules in [_rules_of(workshop, each)]]
    be(workshop, variant)
    assert _rules_of(workshop, variant) not in others


def _rules_of(workshop, variant):
    be(workshop, variant)
    return circle(workshop)["told"]["rules"]


@pytest.mark.parametrize("variant", ALL)
def test_every_screen_is_drawn_in_every_kind_with_as_many_questions(workshop, bowl, ada, bo, hana, variant):
    move_to(workshop, "fishbowl")
    be(workshop, variant)
    phone, projector = client_of(ada), reverse("projector", args=[workshop.code])
    addresses = [reverse("fishbowl:circle", args=[workshop.code]), projector, reverse("console", args=[workshop.code])]

    def queries():
        with CaptureQueriesContext(connection) as asked:
            circle(workshop)
        return len(asked)

    fill(workshop, 1)
    if variant == "satellites":
        actions.begin_part(workshop=workshop, part="write")
    one = queries()
    fill(workshop, 2, 3, 4)
    for number in range(4):
        want(workshop, person(workshop, f"More {number}", "Porto"), chair=1 + number % 4)
    assert queries() == one
    for who, address in zip((phone, hana, hana), addresses, strict=True):
        assert who.get(address).status_code == 200


def test_the_kind_is_chosen_among_the_settings_with_what_it_is(workshop, hana):
    move_to(workshop, "fishbowl")
    hana.post(reverse("fishbowl:settings", args=[workshop.code]), {"variant": "closed", "round_seconds": "600"})
    bowl = Fishbowl.objects.get()
    assert (bowl.variant, bowl.round_seconds, bowl.order) == ("closed", 600, "first_timers")
    page = hana.get(reverse("console", args=[workshop.code])).content.decode()
    assert page.count('name="variant" value="closed" checked') == 1
    assert page.count('name="variant"') == len(ALL)
