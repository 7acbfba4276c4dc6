"""The organizer's own list of conditions, and what each case could not do without."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.conftest import client_of
from tests.insights.conftest import a_card
from workshop import starters
from workshop.insights import analyses, vocabulary
from workshop.refusals import NotNow

POLITICS, MONEY, STAFF = "Political will", "Money and procurement", "Staff and skills"


def labels(workshop):
    return [each.label for each in vocabulary.asked(workshop)]


def pk(workshop, label):
    return workshop.conditions.get(label=label).pk


def at(name, workshop, *args):
    return reverse(name, args=[workshop.code, *args])


def test_new_words_keep_what_was_rated(insights, ada):
    card = a_card(ada, rated={POLITICS: "have"})
    said = {pk(insights, POLITICS): "Somebody in politics who wants it"}
    vocabulary.word(workshop=insights, labels=said, seen=vocabulary.mark(insights))
    assert [(each.condition.label, each.state) for each in card.ratings.all()] == [
        ("Somebody in politics who wants it", "have")
    ]


def test_words_are_written_over_what_was_read_alone_and_once(insights):
    seen, key = vocabulary.mark(insights), uuid4()
    vocabulary.word(workshop=insights, labels={pk(insights, MONEY): "Money"}, seen=seen, key=key)
    vocabulary.word(workshop=insights, labels={pk(insights, "Money"): "Other money"}, seen=seen, key=key)
    assert labels(insights) == [POLITICS, "Money", STAFF]
    with pytest.raises(NotNow):
        vocabulary.word(workshop=insights, labels={pk(insights, "Money"): "Gold"}, seen=seen)


def test_no_two_are_alike(insights):
    with pytest.raises(NotNow):
        vocabulary.word(
            workshop=insights, labels={pk(insights, MONEY): "political WILL"}, seen=vocabulary.mark(insights)
        )
    with pytest.raises(NotNow):
        vocabulary.add(workshop=insights, label="STAFF and skills")


def test_one_more_stands_last_and_the_same_press_adds_it_once(insights):
    key = uuid4()
    for _time in range(2):
        vocabulary.add(workshop=insights, label="A newspaper", key=key)
    assert labels(insights) == [POLITICS, MONEY, STAFF, "A newspaper"]


def test_there_are_never_more_than_a_phone_can_show(insights):
    for number in range(vocabulary.MOST - 3):
        vocabulary.add(workshop=insights, label=f"Condition {number}")
    with pytest.raises(NotNow):
        vocabulary.add(workshop=insights, label="One too many")


def test_what_was_rated_is_put_away_and_still_told_and_what_was_not_is_gone(insights, ada):
    a_card(ada, rated={POLITICS: "have"})
    for label in (POLITICS, MONEY):
        vocabulary.put_away(condition=insights.conditions.get(label=label))
    assert labels(insights) == [STAFF]
    assert [each.label for each in insights.conditions.all()] == [POLITICS, STAFF]
    rows = analyses.conditions_by_city(insights)["rows"]
    assert next(row["have"] for row in rows if row["condition"] == POLITICS) == ["Quito"]


def test_a_card_said_anew_keeps_what_it_said_about_conditions_put_away(insights, ada):
    card = a_card(ada, rated={POLITICS: "have", MONEY: "missing"})
    vocabulary.put_away(condition=insights.conditions.get(label=POLITICS))
    client = client_of(ada)
    page = client.get(reverse("insights:edit", args=[insights.code, card.pk]) + "?screen=2")
    assert [row["field"].label for row in page.context["screens"][2].rows()] == [MONEY, STAFF]
    sent = {"card": str(card.client_key), f"condition_{pk(insights, STAFF)}": "reach"}
    client.post(reverse("insights:save", args=[insights.code, 2]), sent)
    assert {(each.condition.label, each.state) for each in card.ratings.all()} == {(POLITICS, "have"), (STAFF, "reach")}


def test_one_put_away_comes_back_under_its_name_with_all_that_was_rated(insights, ada):
    a_card(ada, rated={POLITICS: "have"})
    away = insights.conditions.get(label=POLITICS)
    vocabulary.put_away(condition=away)
    assert vocabulary.add(workshop=insights, label="Political Will") == away
    assert labels(insights) == [MONEY, STAFF, "Political Will"]


def test_neighbours_change_places_also_across_one_that_was_put_away(insights, ada):
    a_card(ada, rated={MONEY: "have"})
    vocabulary.put_away(condition=insights.conditions.get(label=MONEY))
    last = insights.conditions.get(label=STAFF)
    vocabulary.shift(condition=last, up=True, seen=last.position)
    assert labels(insights) == [STAFF, POLITICS]
    vocabulary.shift(condition=last, up=False, seen=last.position)
    assert labels(insights) == [STAFF, POLITICS]


# --- as browsers meet it -----------------------------------------------------------------------
def test_an_organizer_writes_the_list_anew(insights):
    hana = client_of("organizer", insights)
    page = hana.get(at("conditions", insights))
    sent = {f"label_{each.pk}": f"{each.label}, really" for each in insights.conditions.all()}
    answer = hana.post(at("conditions", insights), sent | {"seen": page.context["seen"]})
    assert (answer.status_code, labels(insights)[0]) == (302, "Political will, really")
    empty = sent | {"seen": vocabulary.mark(insights), f"label_{pk(insights, labels(insights)[0])}": " "}
    answer = hana.post(at("conditions", insights), empty)
    assert (answer.status_code, "or put the condition away" in answer.content.decode()) == (422, True)


def test_an_owner_says_what_the_case_could_not_do_without_and_cards_show_it(insights, ada):
    case = insights.cases.get(number=1)
    owner = client_of("case_owner", insights, case=case)
    owner.post(at("case-needs", insights, 1), {"needs": [pk(insights, MONEY), pk(insights, STAFF)]})
    owner.post(at("case-needs", insights, 1), {"needs": [pk(insights, MONEY)]})
    assert [need.condition.label for need in case.needs.all()] == [MONEY]
    rows = client_of(ada).get(reverse("insights:card", args=[insights.code])).context["screens"][2].rows()
    assert [[case.number for case in row["needed"]] for row in rows] == [[], [1], []]
    assert owner.get(at("case-needs", insights, 2)).status_code == 404
    owner.post(at("case-needs", insights, 1), {})
    assert case.needs.count() == 0


def test_a_copy_takes_the_list_as_it_is_asked(insights, ada):
    a_card(ada, rated={MONEY: "have"})
    vocabulary.put_away(condition=insights.conditions.get(label=MONEY))
    copy = starters.copy(workshop=insights, owners=[], title="Again")
    assert labels(copy) == [POLITICS, STAFF]
