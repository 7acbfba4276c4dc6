"""The person beside somebody, who has no phone: named on that phone, added by a helper, or told why not."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fishbowl import actions, journal, scenes
from fishbowl.actions import By
from fishbowl.circle import circle
from fishbowl.models import Entry, Neighbour, Step
from tests.conftest import client_of, move_to, person
from workshop.models import Participant
from workshop.refusals import NotNow

JSON = {"accept": "application/json"}
STEWARD = By(role="steward")


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


@pytest.fixture
def steward(workshop):
    return client_of("steward", workshop)


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def name(participant, name="Delegate", city="Lima", **about):
    return actions.name_neighbour(participant=participant, name=name, city=city, **about)


def refused(action, **about):
    with pytest.raises(NotNow) as refusal:
        action(**about)
    return refusal.value.sentence


def here(participant):
    """What the phone says of those it looks after: where each is, and the place in the queue."""
    seen = scenes.looked_after(participant.workshop, participant, look=circle)
    return [(each["name"], each["at"], each.get("place") or each.get("chair")) for each in seen]


def page(browser, workshop, at="circle"):
    return browser.get(url(workshop, at)).content.decode()


def console(browser, workshop):
    move_to(workshop, "fishbowl")
    return browser.get(reverse("console", args=[workshop.code])).content.decode()


# --- the whole way -----------------------------------------------------------------------------
def test_whoever_was_named_is_in_the_queue_once_a_helper_has_said_so(workshop, bowl, ada, bo, steward):
    phone = client_of(ada)
    assert url(workshop, "neighbour") in page(phone, workshop)
    sent = {"name": "Delegate", "city": "Lima", "asks": "on", "topic": "Rents", "key": uuid.uuid4()}
    assert phone.post(url(workshop, "neighbour-name"), sent)["Location"] == url(workshop, "circle")
    assert Participant.objects.filter(name="Delegate").count() == 0
    assert circle(workshop)["queue"] == []
    assert "A helper sees this, and comes to you." in page(phone, workshop)

    actions.ask(participant=bo)  # later on the own phone, and yet before: the place is given when a helper has come
    shown = console(steward, workshop)
    assert "Rents" in shown and "Sits next to <bdi>Ada</bdi>" in shown
    told = steward.post(url(workshop, "neighbour-add", bowl.neighbours.get().pk), {}, headers=JSON).json()
    guest = Participant.objects.get(name="Delegate")
    assert (guest.number, guest.has_phone, guest.city) == (told["number"], False, "Lima")
    assert [(wish["name"], wish["topic"]) for wish in circle(workshop)["queue"]] == [("Bo", ""), ("Delegate", "Rents")]
    assert "Is in the queue, number 2." in page(phone, workshop)
    assert "Sits next to" not in console(steward, workshop)


def test_the_phone_follows_where_the_person_is(workshop, bowl, ada):
    named = name(ada)
    assert here(ada) == [("Delegate", "asked", None)]
    guest = actions.add_neighbour(neighbour=named).participant
    assert here(ada) == [("Delegate", "waiting", 1)]
    actions.call(entry=guest.entries.get(), seen=0)
    assert here(ada) == [("Delegate", "called", 1)]
    actions.take(participant=guest, by=STEWARD)
    assert here(ada) == [("Delegate", "seated", 1)]
    actions.leave(participant=guest, by=STEWARD)
    assert here(ada) == [("Delegate", "here", None)]


def test_whoever_asks_for_no_chair_is_only_here(ada, bowl):
    added = actions.add_neighbour(neighbour=name(ada, asks=False))
    assert added.participant.entries.count() == 0
    assert here(ada) == [("Delegate", "here", None)]


@pytest.mark.parametrize("variant", ["tap_in", "samoan", "satellites"])
def test_where_there_is_no_queue_nobody_is_put_in_one(workshop, bowl, ada, variant):
    named = name(ada)
    actions.change_settings(workshop=workshop, variant=variant)
    assert actions.add_neighbour(neighbour=named).participant.entries.count() == 0
    assert 'name="asks"' not in page(client_of(ada), workshop, "neighbour")


def test_a_helper_says_not_now_and_the_phone_reads_it_and_lets_go(workshop, bowl, ada, steward):
    phone, named = client_of(ada), name(ada, topic="Rents")
    assert steward.post(url(workshop, "neighbour-decline", named.pk)).status_code == 302
    assert Participant.objects.filter(name="Delegate").count() == 0
    assert "A helper could not add them just now." in page(phone, workshop)
    phone.post(url(workshop, "neighbour-drop", named.pk))
    assert here(ada) == []
    named.refresh_from_db()
    assert (named.outcome, named.name, named.city, named.topic) == ("declined", "", "", "")


def test_the_phone_takes_it_back_before_a_helper_has_come(workshop, bowl, ada, steward):
    named = name(ada)
    client_of(ada).post(url(workshop, "neighbour-drop", named.pk))
    assert here(ada) == []
    answer = steward.post(url(workshop, "neighbour-add", named.pk), headers=JSON)
    assert (answer.status_code, answer.json()["refused"]) == (409, "This was taken back on the phone it came from.")


# --- once --------------------------------------------------------------------------------------
def test_the_same_name_twice_and_the_same_press_twice_are_one_request(workshop, bowl, ada):
    key = uuid.uuid4()
    first = name(ada, key=key)
    assert name(ada, key=key) == first
    assert name(ada, name="DELEGATE", city="lima ") == first
    assert name(ada, city="Quito") != first
    actions.decline_neighbour(neighbour=first)
    assert name(ada, key=key) == first
    assert name(ada) != first


def test_added_twice_is_one_person_and_the_second_helper_reads_who_it_is(workshop, bowl, ada):
    named, key = name(ada), uuid.uuid4()
    for _press in range(2):
        actions.add_neighbour(neighbour=named, key=key, by=STEWARD)
    assert refused(actions.add_neighbour, neighbour=named, key=uuid.uuid4()) == (
        "Another helper has just added Delegate, Lima."
    )
    assert refused(actions.decline_neighbour, neighbour=named) == "Another helper has just added Delegate, Lima."
    assert Participant.objects.filter(name="Delegate").count() == 1
    assert Entry.objects.filter(participant__name="Delegate").count() == 1


def test_a_key_used_for_somebody_else_adds_nobody(bowl, ada):
    first, second, key = name(ada), name(ada, city="Quito"), uuid.uuid4()
    actions.add_neighbour(neighbour=first, key=key)
    assert actions.add_neighbour(neighbour=second, key=key).participant is None
    assert Participant.objects.filter(name="Delegate").count() == 1


def test_somebody_alike_is_offered_before_a_second_number_is_given(workshop, bowl, ada, bo, steward):
    named = name(ada, name="BO", city="Lima")
    assert f"It is no. {bo.number}: <bdi>Bo</bdi>, <bdi>Dakar</bdi>" in console(steward, workshop)
    to = url(workshop, "neighbour-add", named.pk)
    assert steward.post(to, headers=JSON).json()["refused"] == "Somebody like this is here already. Please choose."
    assert steward.post(to, {"same": "999"}, headers=JSON).json()["refused"] == "Nobody here has the number 999."
    assert steward.post(to, {"same": bo.number}, headers=JSON).json()["number"] == bo.number
    assert [wish["person"] for wish in circle(workshop)["queue"]] == [bo.number]
    other = name(ada, name="Bo", city="Quito")
    steward.post(url(workshop, "neighbour-add", other.pk), {"same": "new"})
    assert [wish["name"] for wish in circle(workshop)["queue"]] == ["Bo", "Bo"]


def test_named_on_two_phones_is_added_once_before_somebody_is_asked(workshop, bowl, ada, bo, steward):
    first, second = name(ada), name(bo)
    shown = console(steward, workshop)
    assert 'name="same"' not in shown  # what the console sends where it shows nobody alike
    assert steward.post(url(workshop, "neighbour-add", first.pk), headers=JSON).status_code == 200
    again = steward.post(url(workshop, "neighbour-add", second.pk), headers=JSON).json()
    assert again == {"refused": "Somebody like this is here already. Please choose."}
    assert 'name="same" value="new"' in console(steward, workshop)


def test_who_cannot_be_brought_in_is_not_added_and_still_waits_for_an_answer(workshop, bowl, ada, bo):
    actions.seat(participant=bo)
    named = name(ada, name="Bo", city="Dakar")
    assert refused(actions.add_neighbour, neighbour=named, person=bo) == "Bo, Dakar already sits on chair 1."
    named.refresh_from_db()
    assert (named.answered_at, named.name) == (None, "Bo")


# --- who may -----------------------------------------------------------------------------------
def test_three_of_one_phone_wait_at_once(bowl, ada, bo):
    for city in ("Lima", "Quito", "Lyon"):
        name(ada, city=city)
    many = "A helper comes to those whom you have named already. Name others after that."
    assert refused(name, participant=ada, city="Porto") == many
    name(bo, city="Porto")
    actions.decline_neighbour(neighbour=Neighbour.objects.first())
    assert name(ada, city="Porto").outcome == ""


def test_a_listener_without_a_name_says_first_who_they_are(workshop, bowl, ada):
    Participant.objects.filter(pk=ada.pk).update(is_listener=True)
    assert refused(name, participant=ada) == "You listen without a name. Say first how you are called."
    phone = client_of(ada)
    assert "The person next to me has no phone" not in page(phone, workshop)
    assert 'id="neighbour"' not in page(phone, workshop, "neighbour")


def test_a_closed_queue_is_closed_for_a_neighbour_too_and_open_for_helpers(workshop, bowl, ada):
    early = name(ada)
    actions.open_queue(workshop=workshop, opened=False)
    assert refused(name, participant=ada, city="Quito") == "The queue is closed. The moderator can open it again."
    assert name(ada, city="Quito", asks=False).outcome == ""
    actions.add_neighbour(neighbour=early)
    assert here(ada)[0] == ("Delegate", "waiting", 1)


def test_whoever_may_not_ask_names_nobody(bowl, ada):
    actions.block(participant=ada)
    assert refused(name, participant=ada) == "Please speak with the moderator before you ask for a chair."


def test_nobody_answers_or_reads_a_request_of_others(workshop, bowl, ada, bo, noor):
    named = name(ada)
    assert client_of(bo).post(url(workshop, "neighbour-drop", named.pk)).status_code == 404
    assert client_of(bo).post(url(workshop, "neighbour-add", named.pk)).status_code == 403
    assert "Delegate" not in page(client_of(bo), workshop)
    theirs = reverse("fishbowl:neighbour-add", args=[noor.workshop.code, named.pk])
    assert client_of("steward", noor.workshop).post(theirs).status_code == 404
    assert "neighbours" not in client_of(bo).get(url(workshop, "state")).json()
    assert [
        each["name"] for each in client_of("steward", workshop).get(url(workshop, "state")).json()["neighbours"]
    ] == ["Delegate"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please write the name."),
        ({"name": "\u200b"}, "Please write the name."),
        ({"name": "D"}, "Please write the name."),
        ({"city": " "}, "Please write the city or region."),
        ({"key": "no key"}, "This page was damaged on its way. Please send again."),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(workshop, bowl, ada, wrong, sentence):
    sent = {"name": "Delegate", "city": "Lima", "topic": "Rents"} | wrong
    answer = client_of(ada).post(url(workshop, "neighbour-name"), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown and "Rents" in shown
    assert Neighbour.objects.count() == 0


def test_a_name_is_text_wherever_it_is_shown(workshop, bowl, ada, steward):
    name(ada, name="<b>D</b> {{ 7 }}", topic="<script>alert(1)</script>")
    for shown in (page(client_of(ada), workshop), console(steward, workshop)):
        assert "&lt;b&gt;D&lt;/b&gt; {{ 7 }}" in shown and "<script>alert" not in shown


# --- the end -----------------------------------------------------------------------------------
@pytest.mark.parametrize("end", [actions.finish, actions.abort])
def test_the_end_says_honestly_that_no_helper_had_come(workshop, bowl, ada, end):
    named = name(ada)
    end(workshop=workshop)
    assert here(ada) == [("Delegate", "ended", None)]
    assert refused(actions.add_neighbour, neighbour=named) == "The circle has ended."
    assert "The circle ended before a helper came to it." in page(client_of(ada), workshop)
    assert refused(name, participant=ada, city="Quito") in ("The circle has ended.", "The circle was broken off.")


def test_whoever_was_added_and_not_heard_may_have_the_point_written_down(workshop, bowl, ada):
    actions.add_neighbour(neighbour=name(ada))
    actions.finish(workshop=workshop)
    assert here(ada) == [("Delegate", "unheard", None)]


def test_in_the_closing_round_nobody_new_is_named_and_whoever_was_is_here_for_their_point(workshop, bowl, ada):
    named = actions.name_neighbour(participant=ada, name="Rosa", city="Lima")
    assert pages_that_lead_to_naming(workshop, ada) == ["circle", "asking"]
    actions.start_closing(workshop=workshop)
    assert pages_that_lead_to_naming(workshop, ada) == []
    guest = actions.add_neighbour(neighbour=named).participant
    assert (guest.name, guest.entries.exists()) == ("Rosa", False)


def pages_that_lead_to_naming(workshop, participant):
    phone, naming = client_of(participant), reverse("fishbowl:neighbour", args=[workshop.code])
    pages = {name: phone.get(reverse(f"fishbowl:{name}", args=[workshop.code])) for name in ("circle", "asking")}
    return [name for name, page in pages.items() if naming in page.content.decode()]


def test_a_circle_opened_again_goes_on_with_whom_it_had_not_come_to(workshop, bowl, ada):
    kept, dropped = name(ada), name(ada, city="Quito")
    actions.finish(workshop=workshop)
    actions.drop_neighbour(neighbour=dropped)
    actions.reopen(workshop=workshop)
    assert [each["city"] for each in scenes.desk(workshop, bowl)["neighbours"]] == ["Lima"]
    assert actions.add_neighbour(neighbour=kept).participant.name == "Delegate"


def test_an_end_taken_back_brings_back_whom_the_phone_still_looks_after(workshop, bowl, ada):
    kept, dropped = name(ada), name(ada, city="Quito")
    actions.finish(workshop=workshop)
    actions.drop_neighbour(neighbour=dropped)
    end = Step.objects.get(workshop=workshop.pk, command="finish")
    actions.undo(workshop=workshop, seq=end.seq)
    assert [each["neighbour"] for each in scenes.desk(workshop, bowl)["neighbours"]] == [kept.pk]
    assert here(ada) == [("Delegate", "asked", None)]


# --- the journal, and what is personal ---------------------------------------------------------
def test_the_journal_tells_who_named_and_who_added_and_no_word_of_it(workshop, bowl, ada, hana):
    actions.add_neighbour(neighbour=name(ada, name="Xavierina", city="Limatambo", topic="Rents"), by=STEWARD)
    guest = Participant.objects.get(name="Xavierina")
    steps = Step.objects.filter(workshop=workshop.pk).order_by("seq")
    told = [(step.command, step.role, step.about) for step in steps]
    assert told[-3:] == [
        ("neighbour", "participant", ada.pk),
        ("neighbour_added", "steward", ada.pk),
        ("request", "steward", guest.pk),
    ]
    added = steps.get(command="neighbour_added").changes
    assert [now["participant_id"] for table, _pk, _was, now in added if table == "neighbour"] == [guest.pk]
    for word in ("Xavierina", "Limatambo", "Rents"):
        assert word not in str([step.changes for step in steps])
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []
    assert guest.entries.get().made_by == "steward"
    told = hana.get(url(workshop, "history")).content.decode()
    assert "added who sits next to" in told and "Ada" in told


def test_the_words_of_a_request_stand_in_one_place(bowl, ada):
    added = actions.add_neighbour(neighbour=name(ada, topic="Rents"))
    added.refresh_from_db()
    assert (added.name, added.city, added.topic) == ("", "", "")


@pytest.mark.parametrize("who", ["proposer", "participant"])
def test_erasing_either_of_the_two_erases_the_request(workshop, bowl, ada, who):
    name(ada, city="Quito")
    added = actions.add_neighbour(neighbour=name(ada))
    getattr(added, who).delete()
    assert Neighbour.objects.filter(pk=added.pk).count() == 0
    assert Neighbour.objects.count() == (0 if who == "proposer" else 1)
    assert journal.first_break(workshop.pk) is None
    assert list(journal.differences(workshop.pk)) == []


def test_two_numbers_made_one_look_after_the_same_people(bowl, ada, bo):
    actions.add_neighbour(neighbour=name(ada))
    name(ada, city="Quito")
    actions.merge(participant=ada, into=bo)
    assert [at for _name, at, _place in here(bo)] == ["waiting", "asked"]


def test_nobody_looks_after_themselves(bowl, ada):
    guest = actions.add_neighbour(neighbour=name(ada)).participant
    assert here(ada) == [("Delegate", "waiting", 1)]
    actions.merge(participant=guest, into=ada)
    assert here(ada) == []


# --- several circles ---------------------------------------------------------------------------
def test_of_several_circles_it_is_that_of_the_phone(workshop, bowl, ada):
    other = actions.add_bowl(workshop=workshop, name="Room B")
    actions.open_lobby(workshop=workshop, bowl=other)
    actions.choose(participant=ada, bowl=other)
    named = name(ada)
    assert [len(scenes.desk(workshop, each)["neighbours"]) for each in (bowl, other)] == [0, 1]
    added = actions.add_neighbour(neighbour=named)
    assert added.participant.belongings.get().fishbowl == other
    assert added.participant.entries.get().fishbowl == other


def test_whoever_is_in_another_circle_is_not_taken_out_of_it(workshop, bowl, ada, bo):
    other = actions.add_bowl(workshop=workshop, name="Room B")
    actions.open_lobby(workshop=workshop, bowl=other)
    actions.choose(participant=ada, bowl=bowl)
    waits = person(workshop, "Cy", "Lyon")
    actions.seat(participant=bo, bowl=other)
    actions.ask(participant=waits, bowl=other, by=STEWARD)
    for each in (bo, waits):
        named = name(ada, name=each.name, city=each.city, asks=False)
        assert actions.add_neighbour(neighbour=named, person=each).participant == each
        assert each.belongings.get().fishbowl == other
    assert waits.entries.get().ended_at is None


def test_whoever_goes_to_another_circle_still_sees_whom_they_named_and_may_take_it_back(workshop, bowl, ada):
    other = actions.add_bowl(workshop=workshop, name="Room B")
    actions.open_lobby(workshop=workshop, bowl=other)
    actions.choose(participant=ada, bowl=bowl)
    named, phone = name(ada), client_of(ada)
    actions.choose(participant=ada, bowl=other)
    assert here(ada) == [("Delegate", "asked", None)]
    assert phone.post(url(workshop, "neighbour-drop", named.pk)).status_code == 302
    assert here(ada) == []
    named.refresh_from_db()
    assert (named.outcome, named.name) == ("withdrawn", "")
    assert ada.belongings.get().fishbowl == other


def test_a_circle_in_which_somebody_was_named_is_not_taken_away(workshop, bowl, ada):
    other = actions.add_bowl(workshop=workshop, name="Room B")
    actions.open_lobby(workshop=workshop, bowl=other)
    actions.choose(participant=ada, bowl=other)
    name(ada)
    assert "It stays, and can be ended." in refused(actions.remove_bowl, bowl=other)


# --- what it costs -----------------------------------------------------------------------------
def test_the_console_asks_the_database_as_often_for_three_as_for_one(workshop, bowl, ada):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            scenes.desk(workshop, bowl)
            scenes.looked_after(workshop, ada, look=circle)
        return len(queries)

    name(ada)
    asked()
    one = asked()
    for city in ("Quito", "Lyon"):
        name(ada, city=city)
        person(workshop, "Delegate", city)
    assert asked() == one


def test_the_part_is_sent_again_only_when_it_has_changed(workshop, bowl, ada, bo):
    phone, at = client_of(ada), url(workshop, "neighbours")
    named = name(ada)
    first = phone.get(at)
    assert phone.get(at, headers={"if-none-match": first["ETag"]}).status_code == 304
    actions.ask(participant=bo)
    actions.add_neighbour(neighbour=named)
    again = phone.get(at, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, "number 2" in again.content.decode()) == (200, True)
