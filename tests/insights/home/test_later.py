"""What became of it: links after three and six months, without account; letters only to those who asked to be asked."""

import json
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.conftest import client_of, person
from tests.insights.conftest import a_card
from workshop.insights.home import actions, later
from workshop.insights.together import actions as together


@pytest.fixture
def steps(insights, ada, bo):
    """Ada named two first steps and wants to be asked; Bo named one and does not; Lee none."""
    a_card(ada, next_step="Ask the council", by_months=3)
    a_card(ada, what="Another", next_step="Find three owners")
    a_card(bo, next_step="Count the markets")
    a_card(person(insights, "Lee", "Lille"))
    together.tell_contact(participant=ada, email="ada@example.org", other="", may_ask=True)
    together.tell_contact(participant=bo, email="bo@example.org", other="", may_ask=False)
    return insights


def followup(workshop, capsys, **more):
    call_command("followup", workshop.code, months=more.pop("months", 3), json=True, **more)
    return json.loads(capsys.readouterr().out)


def path(link):
    return re.sub(r"^https?://[^/]+", "", link)


def test_everybody_with_a_first_step_gets_a_link_and_the_same_again(steps, capsys):
    first = followup(steps, capsys)
    assert [(row["name"], row["email"]) for row in first] == [("Ada", "ada@example.org"), ("Bo", "")]
    assert [row["link"] for row in followup(steps, capsys)] == [row["link"] for row in first]
    six = [row["link"] for row in followup(steps, capsys, months=6)]
    assert set(six).isdisjoint(row["link"] for row in first)


def test_a_card_without_a_step_beside_one_with_it_hides_nobody(steps, ada, capsys):
    a_card(ada, what="A card without a step")
    assert [row["name"] for row in followup(steps, capsys)] == ["Ada", "Bo"]


def test_a_first_step_that_is_taken_back_is_not_asked_for(steps, bo, capsys):
    bo.cards.get().__class__.objects.filter(author=bo).update(withdrawn_at="2026-01-01T00:00Z")
    assert [row["name"] for row in followup(steps, capsys)] == ["Ada"]


def test_without_mail_links_are_printed_and_nothing_is_sent(steps, capsys):
    call_command("followup", steps.code, months=3)
    told = capsys.readouterr().out
    assert ("ada@example.org" in told, "hand it over yourself" in told, "/later/" in told) == (True, True, True)
    with pytest.raises(CommandError, match="No mail is set up"):
        call_command("followup", steps.code, months=3, send=True)
    assert mail.outbox == []


def test_letters_go_once_and_only_to_who_asked_to_be_asked(steps, capsys, settings):
    settings.EMAIL_HOST = "mail.example.org"
    for _time in range(2):
        rows = followup(steps, capsys, send=True)
    assert [(row["name"], row["sent"]) for row in rows] == [("Ada", True), ("Bo", False)]
    (letter,) = mail.outbox
    assert (letter.to, rows[0]["link"] in letter.body, "Ada" in letter.body) == (["ada@example.org"], True, True)


def test_an_unknown_workshop_is_told(db):
    with pytest.raises(CommandError, match="No workshop"):
        call_command("followup", "XXXXXX", months=3)


# --- answering ---------------------------------------------------------------------------------
def answer(link, **said):
    return Client().post(path(link), said)


def test_it_is_answered_without_account_and_can_be_said_anew(steps, ada, capsys):
    link = followup(steps, capsys)[0]["link"]
    first, second = ada.cards.order_by("pk")
    page = Client().get(path(link)).content.decode()
    assert ("Ask the council" in page, "Find three owners" in page, "Count the markets" in page) == (True, True, False)
    sent = {f"state_{first.pk}": "going", f"words_{first.pk}": "A new mayor", f"state_{second.pk}": ""}
    assert answer(link, **sent).status_code == 302
    (told,) = later.answers(steps)
    assert (told.card, told.state, told.words, told.follow_up.months) == (first, "going", "A new mayor", 3)
    answer(link, **sent | {f"state_{first.pk}": "done"})
    assert [each.state for each in later.answers(steps)] == ["done"]
    assert followup(steps, capsys)[0]["answered"] is True


def test_nothing_said_and_too_much_said_are_refused_in_words(steps, ada, capsys):
    link, card = followup(steps, capsys)[0]["link"], ada.cards.first()
    assert answer(link).status_code == 409
    long = answer(link, **{f"state_{card.pk}": "done", f"words_{card.pk}": "a" * 281})
    assert long.status_code == 422
    assert answer(link, **{f"state_{card.pk}": "perhaps"}).status_code == 422
    assert later.answers(steps) == []


@pytest.mark.parametrize("way", ["other workshop", "changed", "nothing"])
def test_no_other_link_opens_anything(steps, elsewhere, capsys, way):
    link = path(followup(steps, capsys)[0]["link"])
    wrong = {
        "other workshop": link.replace(steps.code, elsewhere.code),
        "changed": link.replace("/later/", "/later/9"),
        "nothing": reverse("insights:later", args=[steps.code, "nothing"]),
    }
    assert Client().get(wrong[way]).status_code == 404


def test_nobody_answers_for_the_steps_of_another(steps, bo, capsys):
    theirs = bo.cards.get()
    answer(followup(steps, capsys)[0]["link"], **{f"state_{theirs.pk}": "done"})
    assert later.answers(steps) == []


def test_the_organizer_reads_it_with_how_many_were_asked(steps, ada, capsys):
    link, card = followup(steps, capsys)[0]["link"], ada.cards.first()
    answer(link, **{f"state_{card.pk}": "dropped", f"words_{card.pk}": "No money after the election"})
    page = client_of("organizer", steps).get(reverse("insights:followed-up", args=[steps.code]))
    assert page.context["asked"] == {3: (2, 1), 6: (0, 0)}
    assert ("No money after the election" in page.content.decode(), "Given up" in page.content.decode()) == (True, True)


def test_preparing_twice_asks_nobody_twice(steps, ada):
    for _time in range(2):
        actions.prepare(workshop=steps, months=3)
    assert ada.follow_ups.count() == 1
