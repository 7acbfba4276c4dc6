"""Two numbers of one person become one: what was agreed on and asked goes along, and nothing travels further."""

import pytest
from django.utils import timezone

from fishbowl.actions import people
from tests.conftest import person
from tests.insights.conftest import a_card, a_theme
from workshop.insights.desk import playback
from workshop.insights.peers import Contact, FollowUp, Introduction, Progress
from workshop.insights.together import actions as together

NOW = timezone.now()


@pytest.fixture
def paper(insights):
    """Ada once more, added by hand."""
    return person(insights, "Ada", "Quito", has_phone=False)


def become_one(paper, ada):
    people.merge(participant=paper, into=ada)


def reach(participant, email="", other="", may_ask=False):
    return Contact.objects.create(participant=participant, email=email, other=other, may_ask=may_ask)


def meeting(case, asker, helper, **answers):
    return Introduction.objects.create(workshop=case.workshop, case=case, asker=asker, helper=helper, **answers)


def test_how_to_reach_somebody_goes_along(insights, ada, paper):
    reach(paper, "ada@example.org", may_ask=True)
    become_one(paper, ada)
    told = Contact.objects.get()
    assert (told.participant, told.email, told.may_ask) == (ada, "ada@example.org", True)


def test_what_was_said_of_oneself_stands_and_only_gaps_are_filled(insights, ada, paper):
    reach(ada, "ada@example.org")
    reach(paper, "old@example.org", "Room 4", may_ask=True)
    become_one(paper, ada)
    told = Contact.objects.get()
    assert (told.participant, told.email, told.other, told.may_ask) == (ada, "ada@example.org", "Room 4", False)


def test_to_be_asked_goes_with_its_e_mail(insights, ada, paper):
    reach(ada, other="Room 4")
    reach(paper, "ada@example.org", may_ask=True)
    become_one(paper, ada)
    told = Contact.objects.get()
    assert (told.email, told.other, told.may_ask) == ("ada@example.org", "Room 4", True)


@pytest.mark.parametrize("role", ["asker", "helper"])
def test_what_two_agreed_on_stays_agreed(insights, ada, bo, paper, role):
    two = {"asker": paper, "helper": bo} if role == "asker" else {"asker": bo, "helper": paper}
    meeting(insights.cases.first(), **two, asker_yes_at=NOW, helper_yes_at=NOW)
    become_one(paper, ada)
    met = Introduction.objects.get()
    assert (getattr(met, role), met.is_agreed) == (ada, True)


def test_of_two_meetings_about_the_same_one_stays_with_the_answers_of_both(insights, ada, bo, paper):
    case = insights.cases.first()
    meeting(case, ada, bo, asker_no_at=NOW)
    meeting(case, paper, bo, asker_yes_at=NOW, helper_yes_at=NOW)
    meeting(case, ada, paper, asker_yes_at=NOW)  # with oneself
    become_one(paper, ada)
    met = Introduction.objects.get()
    assert (met.asker, met.helper, met.asker_yes_at, met.asker_no_at, met.helper_yes_at) == (ada, bo, None, NOW, NOW)


def test_whoever_was_asked_twice_later_is_asked_once_with_every_answer(insights, ada, paper):
    card = a_card(paper, next_step="Ask the council")
    FollowUp.objects.create(participant=ada, months=3)
    asked = FollowUp.objects.create(participant=paper, months=3, answered_at=NOW)
    Progress.objects.create(follow_up=asked, card=card, state="done")
    FollowUp.objects.create(participant=paper, months=6)
    become_one(paper, ada)
    assert list(FollowUp.objects.values_list("participant", "months")) == [(ada.pk, 3), (ada.pk, 6)]
    three = FollowUp.objects.get(months=3)
    assert (three.answered_at, three.progress.get().card) == (NOW, card)


def test_remarks_go_along(insights, ada, paper):
    said = playback.remark(author=paper, theme=a_theme(insights), kind="missing", text="The tenants")
    become_one(paper, ada)
    said.refresh_from_db()
    assert said.author == ada


@pytest.mark.parametrize(("one", "into", "hidden"), [("room", "city", True), ("city", "city", False), ("", "", False)])
def test_a_reason_that_was_to_go_less_far_is_hidden(insights, ada, bo, paper, one, into, hidden):
    insights.participants.filter(pk=paper.pk).update(consent=one)
    insights.participants.filter(pk=ada.pk).update(consent=into)
    for each in (paper, ada):
        each.refresh_from_db()
    together.say(card=a_card(bo), by=paper, kind="true", because="We tried")
    become_one(paper, ada)
    [word] = ada.endorsements.all()
    assert (word.because, word.hidden_at is not None) == ("We tried", hidden)
