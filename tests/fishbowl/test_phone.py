"""The circle on a phone: one sentence of what happens now, and one next thing to press, wherever somebody is."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions
from fishbowl.models import Noticed, Stay
from fishbowl.variants import tells_turn
from tests.conftest import client_of, looked_for_room, person
from workshop.actions import check
from workshop.models import Statement


@pytest.fixture
def bowl(workshop):
    return workshop.fishbowls.get()


def url(workshop, name, *args):
    return reverse(f"fishbowl:{name}", args=[workshop.code, *args])


def mine(participant):
    return client_of(participant).get(url(participant.workshop, "me")).content.decode()


def now(participant):
    """(what happens now, the one thing to press) as the phone says it."""
    page = mine(participant)
    said = re.search(r'<strong id="me-now">\s*(.*?)\s*</strong>', page, re.DOTALL)[1]
    button = re.search(r'id="me-do"[^>]*>(.*?)</(?:button|a)>', page, re.DOTALL)
    return said, button and re.sub(r"<[^>]*>", "", button[1]).strip()


def others(participant):
    return re.findall(r'class="link"[^>]*>([^<]*)<', mine(participant))


def seat_everybody(workshop, but):
    """All six chairs taken."""
    people = [person(workshop, f"Person {n}", f"City {n}") for n in range(but)]
    for one in people:
        actions.seat(participant=one)
    return people


def test_whoever_listens_may_ask_for_a_chair(ada):
    assert now(ada) == ("You listen", "Ask for a chair")


def test_whoever_waits_knows_the_place_and_may_step_back_or_out(ada, bo):
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    assert now(bo) == ("You are second. Stay close.", None)
    assert others(ada) == ["Leave the queue", "Let one go first", "Name the topic", "Other ways to be heard"]
    assert others(bo) == ["Leave the queue", "Name the topic", "Other ways to be heard"]


def test_whoever_is_called_is_told_how_long_the_chair_is_kept(ada):
    entry = actions.ask(participant=ada)
    actions.call(entry=entry, seen=0)
    assert now(ada) == ("Chair 1 is yours", "I am coming")
    assert mine(ada).count("data-ends=") == 1
    assert others(ada) == ["I speak from my place", "Not now, I keep waiting", "Other ways to be heard"]


def test_who_cannot_come_speaks_from_their_place(ada):
    stay = actions.call(entry=actions.ask(participant=ada), seen=0)
    client_of(ada).post(url(ada.workshop, "take"), {"call": stay.pk, "at_place": "1"})
    stay.refresh_from_db()
    assert (stay.seated_at is not None, stay.at_place) == (True, True)


def test_whoever_sits_speaks_when_nobody_does_and_replies_when_somebody_does(ada, bo):
    actions.seat(participant=ada)
    actions.seat(participant=bo)
    assert now(ada) == ("You sit on chair 1", "I speak now")
    actions.floor_to(participant=bo)
    assert now(ada) == ("You sit on chair 1", "I would like to reply")
    actions.ask(participant=ada, kind="reply")
    assert others(ada) == ["Take my hand down", "Leave the chair", "Other ways to be heard"]


def test_a_full_circle_asks_the_right_person_kindly_and_takes_nobody_away(workshop, ada):
    people = seat_everybody(workshop, 6)
    actions.floor_to(participant=people[5])
    actions.ask(participant=ada)
    assert now(people[0]) == ("You sit on chair 1", "I would like to reply")
    looked_for_room(workshop)
    assert now(people[0]) == ("You sit on chair 1", "I make room")
    assert now(people[1])[1] == "I would like to reply"
    assert workshop.fishbowls.get().free_chairs().count() == 0


def test_whoever_missed_the_call_may_wait_again(workshop, ada):
    stay = actions.call(entry=actions.ask(participant=ada), seen=0)
    stay.expires_at = stay.called_at
    stay.save(update_fields=["expires_at"])
    actions.expire(workshop=workshop)
    assert now(ada) == ("You missed the call", "I wait again")


def test_in_the_closing_round_the_word_goes_from_chair_to_chair(workshop, ada, bo):
    actions.seat(participant=ada)
    actions.seat(participant=bo)
    actions.start_closing(workshop=workshop)
    assert now(ada) == ("You sit on chair 1", "I speak now")
    assert now(bo) == ("You sit on chair 2", None)


def test_whoever_was_not_heard_leaves_the_point_in_writing(workshop, ada):
    actions.ask(participant=ada)
    actions.finish(workshop=workshop)
    assert now(ada) == ("The circle has ended", "Leave your point in writing")
    phone = client_of(ada)
    assert phone.get(url(workshop, "pointing")).content.decode().count("What would you have said?") == 1
    phone.post(url(workshop, "point"), {"text": "Start with the rent.", "consent": "city", "key": uuid.uuid4()})
    point = Statement.objects.get()
    assert (point.text, point.speaker, point.kind, point.consent) == ("Start with the rent.", ada, "point", "city")
    assert (now(ada), others(ada)) == (("The circle has ended", None), ["Add another point"])
    assert mine(ada).count("Thank you. Your point stands beside what was said in the circle.") == 1
    phone.post(url(workshop, "point"), {"text": "And with the trees.", "key": uuid.uuid4()})
    assert ada.statements.count() == 2


def test_an_empty_point_comes_back_with_its_page(workshop, ada):
    actions.ask(participant=ada)
    actions.finish(workshop=workshop)
    answer = client_of(ada).post(url(workshop, "point"), {"text": " "})
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert answer.content.decode().count("Please write your point.") == 1


def test_the_other_ways_fit_where_somebody_is(workshop, ada, bo):
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    headings = re.findall(r"<h[12]>(.*?)</h[12]>", client_of(ada).get(url(workshop, "asking")).content.decode())
    assert headings == [
        "A chair in the circle",
        "A reply to <bdi>Bo</bdi>",
        "A word on how we work",
        "Out for a moment",
    ]
    actions.ask(participant=ada, topic="Who pays?")
    page = client_of(ada).get(url(workshop, "asking")).content.decode()
    assert page.count('name="topic" value="Who pays?"') == 2  # its own field, and what a reply would take along


def test_a_move_of_the_moderator_is_told_to_every_phone(workshop, ada):
    actions.make_move(workshop=workshop, kind="pair")
    page = client_of(ada).get(url(workshop, "circle")).content.decode()
    assert page.count("Talk with the person beside you") == 1


def place(page):
    return re.search(r'data-at="(\w*)" data-sign="running \w* ?(\d*)', page).groups()


@pytest.mark.django_db(transaction=True)
def test_who_presses_sees_what_it_did_and_so_does_who_looks_next(ada, bo):
    assert [place(mine(each)) for each in (ada, bo)] == [("out", "")] * 2
    for number, each in zip("12", (ada, bo), strict=True):
        told = client_of(each).post(url(each.workshop, "ask"), {"key": uuid.uuid4()}, HTTP_HX_REQUEST="true")
        assert place(told.content.decode()) == ("waiting", number)
    assert [place(mine(each)) for each in (ada, bo)] == [("waiting", "1"), ("waiting", "2")]


# --- my page -----------------------------------------------------------------------------------
def waits_for_check(participant):
    return mine(participant).count("What you said waits for your check.")


def test_my_page_is_one_press_from_the_circle(workshop, ada, hana):
    link = f'href="{reverse("mine", args=[workshop.code])}">My page</a>'
    assert client_of(ada).get(url(workshop, "circle")).content.decode().count(link) == 1
    assert hana.get(url(workshop, "circle")).content.decode().count(link) == 0


@pytest.mark.parametrize("seated", [True, False])
def test_what_was_taken_down_of_somebody_asks_for_their_check(workshop, ada, bo, seated):
    if seated:
        actions.seat(participant=ada)
    assert waits_for_check(ada) == 0
    said = actions.take_down(workshop=workshop, text="We pay by the month.", kind="quote", speaker=ada)
    assert [waits_for_check(each) for each in (ada, bo)] == [1, 0]
    check(statement=said, agrees=True)
    assert waits_for_check(ada) == 0


# --- a word on how we work ---------------------------------------------------------------------
def where(workshop, participant, at):
    """Somebody as a phone may find them."""
    if at == "seated":
        actions.seat(participant=participant)
    elif at != "out":
        wish = actions.ask(participant=participant)
        if at != "waiting":
            stay = actions.call(entry=wish, seen=0)
        if at == "missed":
            Stay.objects.filter(pk=stay.pk).update(expires_at=stay.called_at)
            actions.expire(workshop=workshop)


@pytest.mark.parametrize("at", ["out", "waiting", "called", "missed", "seated"])
def test_a_word_on_how_we_work_is_told_and_taken_back_wherever_somebody_is(workshop, ada, at):
    where(workshop, ada, at)
    assert re.search(r'data-at="(\w+)"', mine(ada))[1] == at
    assert others(ada).count("Other ways to be heard") == 1
    topics = asking(ada).count(f'action="{url(workshop, "topic")}"')
    assert topics == (at in ("waiting", "missed"))  # of a wish that still waits
    word = actions.ask(participant=ada, kind="procedure", topic="The microphone")
    assert mine(ada).count("The moderator sees that you have a word on how we work.") == 1
    assert (others(ada).count("Other ways to be heard"), others(ada).count("It is settled")) == (0, 1)
    client_of(ada).post(url(workshop, "withdraw"), {"entry": word.pk, "key": uuid.uuid4()})
    word.refresh_from_db()
    assert word.outcome == "withdrawn"
    assert re.search(r'data-at="(\w+)"', mine(ada))[1] == at


def test_a_word_on_how_we_work_hides_neither_the_undo_nor_the_point(workshop, ada):
    actions.withdraw(participant=ada, entry=actions.ask(participant=ada).pk)
    actions.ask(participant=ada, kind="procedure")
    assert mine(ada).count("I did not mean to leave the queue") == 1
    wish = actions.ask(participant=ada)
    actions.withdraw(participant=ada, entry=actions.ask(participant=ada, kind="procedure").pk)
    actions.finish(workshop=workshop)
    wish.refresh_from_db()
    assert (wish.outcome, now(ada)) == ("unheard", ("The circle has ended", "Leave your point in writing"))


# --- a wish becomes another --------------------------------------------------------------------
def test_whoever_waits_for_a_chair_is_offered_to_reply_instead_and_back(workshop, ada, bo):
    actions.seat(participant=bo)
    actions.ask(participant=ada, topic="Who pays?")
    changes = "Change that wish into a reply?"
    phone = client_of(ada)
    assert phone.get(url(workshop, "asking")).content.decode().count(changes) == 0
    actions.floor_to(participant=bo)
    for asked, became in [(changes, "reply"), ("Change it into a wish for a chair?", "join")]:
        page = phone.get(url(workshop, "asking")).content.decode()
        form = page[: page.index(asked)].rindex("<form"), page.index("</form>", page.index(asked))
        fields = dict(re.findall(r'name="(kind|change|topic|turn)" value="([^"]*)"', page[slice(*form)]))
        phone.post(url(workshop, "ask"), fields | {"key": uuid.uuid4()})
        wish = ada.entries.get(ended_at=None)
        assert (wish.kind, wish.topic) == (became, "Who pays?")


def test_a_reply_pressed_in_the_picture_asks_before_it_changes_a_wish(workshop, ada, bo):
    actions.seat(participant=bo)
    actions.floor_to(participant=bo)
    actions.ask(participant=ada)
    pressed = {"kind": "reply", "key": uuid.uuid4()}
    told = client_of(ada).post(url(workshop, "ask"), pressed, HTTP_HX_REQUEST="true")
    page = told.content.decode()
    assert (told.status_code, page.count('name="change" value="1"')) == (409, 1)
    assert page.count(f'href="/w/{workshop.code}/"') == 1
    assert ada.entries.get(ended_at=None).kind == "join"
    client_of(ada).post(url(workshop, "ask"), pressed | {"change": "1"})
    assert ada.entries.get(ended_at=None).kind == "reply"


# --- what is said of time ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("seconds", "said"),
    [(60, "1 minute"), (90, "90 seconds"), (120, "Two minutes"), (180, "3 minutes"), (45, "45 seconds")],
)
def test_the_rule_about_time_is_said_as_people_say_it(seconds, said):
    assert tells_turn(seconds) == f"{said}, then listen."


@pytest.mark.parametrize(
    ("leaving", "why"),
    [("longest", "You have sat here longest"), ("most_stays", "You have been in the circle most often")],
)
def test_who_is_asked_for_the_chair_reads_the_rule_that_chose(workshop, ada, bowl, leaving, why):
    people = seat_everybody(workshop, 6)
    actions.leave(participant=people[0])
    actions.seat(participant=people[0])  # the latest to sit down, and the second time
    actions.change_settings(workshop=workshop, leaving=leaving)
    actions.ask(participant=ada)
    looked_for_room(workshop)
    asked = people[0] if leaving == "most_stays" else people[1]
    assert [mine(each).count(why) for each in (asked, people[2])] == [1, 0]


# --- after a chair -----------------------------------------------------------------------------
def test_whoever_leaves_the_chair_is_thanked_and_asked_for_the_key_point_for_a_while(workshop, ada):
    thanks = "Thank you. Would you add your key point in writing?"
    assert mine(ada).count(thanks) == 0
    stay = actions.seat(participant=ada)
    actions.leave(participant=ada)
    to = re.search(rf'href="([^"#]*)#notice">{re.escape(thanks)}', mine(ada))[1]
    phone = client_of(ada)
    assert phone.get(to).content.decode().count('<details class="listen" open>') == 1
    phone.post(url(workshop, "notice"), {"text": "Rent first.", "lens": "missing", "key": uuid.uuid4()})
    assert mine(ada).count(thanks) == 0
    Noticed.objects.all().delete()
    assert mine(ada).count(thanks) == 1
    Stay.objects.filter(pk=stay.pk).update(left_at=timezone.now() - timedelta(minutes=6))
    assert mine(ada).count(thanks) == 0


def asking(participant):
    return client_of(participant).get(url(participant.workshop, "asking")).content.decode()


def test_whoever_waits_lets_one_or_everybody_go_first(workshop, ada, bo):
    actions.ask(participant=ada)
    actions.ask(participant=bo)
    assert asking(ada).count("Go to the end of the queue") == 0  # one is everybody
    actions.ask(participant=person(workshop, "Cem", "Lyon"))
    assert others(ada).count("Let one go first") == 1
    page = asking(ada)
    form = page[page.index(f'action="{url(workshop, "defer")}"') :]
    assert form.index("Go to the end of the queue") < form.index("</form>")
    fields = dict(re.findall(r'name="(entry|to|key)" value="([^"]*)"', form[: form.index("</form>")]))
    client_of(ada).post(url(workshop, "defer"), fields)
    line = workshop.fishbowls.get().waiting().order_by("place")
    assert [wish.participant.name for wish in line] == ["Bo", "Cem", "Ada"]
