"""The analyses as tables: the same figures as in the JSON's analyses, hidden where these are, with stable ids."""

import pytest

from tests.conftest import move_to, person
from tests.export.opened import csv_of, sheets_of
from tests.insights.conftest import a_card, a_theme, put
from workshop import demo
from workshop.export.gather import gather
from workshop.insights.models import TransferCard

POLITICS = "Political will"
MATRICES = ("case_by_theme", "city_by_case", "condition_by_case", "conditions_by_city")


@pytest.fixture
def insights(workshop):
    move_to(workshop, "insights")
    workshop.refresh_from_db()
    return workshop


def test_each_place_of_a_matrix_is_a_row_with_its_ids(insights):
    theme, condition = a_theme(insights, "Buying"), insights.conditions.get(label=POLITICS)
    card = a_card(person(insights, "Ann", "Quito"), case=2, consent="city", rated={POLITICS: "have"})
    put(card, theme)
    put(a_card(person(insights, "Ben", "Lille"), case=None, stance="avoid", consent="city"), theme)
    sheets = sheets_of(insights)
    about = {"theme": f"theme-{theme.pk}", "title": "Buying", "veiled": False, "example": False}
    assert sheets["case_by_theme"] == [
        about | {"case": 2, "cities": 1, "texts": 1},
        about | {"case": "", "cities": 1, "texts": 1},
        about | {"case": "all", "cities": 2, "texts": 2},
    ]
    cell = {"readiness": "", "cards": 1, "example": False}
    assert sheets["city_by_case"] == [
        cell | {"city": "Lille", "case": "", "stance": "avoid", "stances": "avoid"},
        cell | {"city": "Quito", "case": 2, "stance": "adapt", "stances": "adapt"},
    ]
    rated = {"condition": f"condition-{condition.pk}", "label": POLITICS, "example": False}
    assert sheets["conditions_by_city"] == [rated | {"state": "have", "city": "Quito"}]
    [found] = [row for row in sheets["condition_by_case"] if row["label"] == POLITICS and row["case"] == 2]
    counted = {"case": 2, "needed": False, "have": 1, "reach": 0, "missing": 0, "cities": 1, "veiled": False}
    assert found == rated | counted


def test_what_the_public_analyses_hide_is_hidden_in_the_tables_and_told_internally(insights):
    theme = a_theme(insights)
    for n in range(2):
        about = {"consent": TransferCard.NAMELESS, "rated": {POLITICS: "have"}}
        put(a_card(person(insights, f"P{n}", f"City {n}"), **about), theme)
    public, internal = sheets_of(insights), sheets_of(insights, "internal")
    for sheets, veiled, figure in ((public, True, ""), (internal, False, 2)):
        [row, _all] = sheets["case_by_theme"]
        assert (row["veiled"], row["cities"], row["texts"]) == (veiled, figure, figure)
        row = next(row for row in sheets["condition_by_case"] if (row["label"], row["case"]) == (POLITICS, 1))
        assert (row["veiled"], row["have"], row["cities"]) == (veiled, figure, figure)
    assert (public["city_by_case"], public["conditions_by_city"]) == ([], [])


def test_under_the_chatham_house_rule_no_matrix_names_a_city(insights):
    from workshop.export.models import Paper

    a_card(person(insights, "Ann", "Quito"), consent="city", rated={POLITICS: "have"})
    assert sheets_of(insights)["city_by_case"] != []
    Paper.objects.create(workshop=insights, nameless_at=insights.participants.get().joined_at)
    sheets = sheets_of(insights)
    assert [sheets[name] for name in MATRICES[1:]] == [[], [], []]


def test_the_examples_of_a_past_walk_are_marked(db):
    walk = demo.build()
    sheets = sheets_of(walk)
    for name in MATRICES:
        assert {row["example"] for row in sheets[name]} == {True}
        assert len(csv_of(walk, name)) == len(sheets[name])
    told = gather(walk).analyses[True]
    assert sum(len(each["cells"]) for each in told["city_by_case"]) == len(sheets["city_by_case"])
