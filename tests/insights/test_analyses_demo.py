"""The analyses of the demo's past walk, each against a table counted by hand from its notes, cards and turns."""

import pytest

from workshop import demo
from workshop.insights import analyses
from workshop.insights.analyses import Heard


@pytest.fixture
def walk(db):
    return Heard(demo.build(), examples=True)


def test_the_past_walk_is_heard_until_somebody_has_spoken(walk):
    assert Heard.here(walk.workshop).examples


def test_counts(walk):
    told = analyses.counts(walk)
    names = ("cards", "people", "cities", "notes", "statements", "points")
    assert [told[name] for name in names] == [8, 8, 8, 24, 0, 1]
    assert [(each["stance"], each["cards"], each["cities"]) for each in told["by_stance"]] == [
        ("as_is", 1, 1),
        ("adapt", 3, 3),
        ("combine", 2, 2),
        ("avoid", 1, 1),
        ("unsure", 1, 1),
    ]
    assert [(each["case"], each["cities"]) for each in told["by_case"]] == [(1, 1), (2, 2), (3, 2), (4, 2), (None, 1)]


def test_response(walk):
    told = analyses.response(walk)
    assert (told["present"], told["written"], told["silent"]) == (10, 8, 2)


def test_case_by_theme(walk):
    told = {each["theme"]: [(cell["case"], cell["cities"]) for cell in each["cells"]]
            for each in analyses.case_by_theme(walk)}  # fmt: skip
    assert told == {
        "Local champions": [(1, 1), (2, 1), (4, 1)],
        "Political will": [],
        "An enabling environment": [(1, 1), (2, 1), (4, 2)],
        "A process from below": [(3, 1)],
        "A role for every stakeholder": [(2, 1), (3, 3)],
        "Each place is its own": [(2, 2), (4, 1)],
        "Institutions that last": [(1, 2), (4, 1)],
        "Procurement": [(None, 1)],
        "Still an economy": [(2, 1), (None, 1)],
    }


def test_the_transfer_map(walk):
    told = {each["city"]: [(cell["case"], cell["stance"]) for cell in each["cells"]]
            for each in analyses.city_by_case(walk)}  # fmt: skip
    assert told == {
        "Dakar": [(2, "adapt")],
        "Durban": [(4, "as_is")],
        "Gwangju": [(2, "avoid")],
        "Lille": [(4, "adapt")],
        "Mexico City": [(None, "combine")],
        "Porto Alegre": [(3, "combine")],
        "Quito": [(1, "adapt")],
        "Surabaya": [(3, "unsure")],
    }


def test_conditions_and_who_has_solved_what_others_miss(walk):
    told = analyses.conditions_by_city(walk)
    rows = {row["condition"]: (row["have"], row["reach"], row["missing"], row["solved"]) for row in told["rows"]}
    assert (told["cities"], told["silent"]) == (8, 0)
    assert rows == {
        "Political will": (["Durban", "Lille", "Porto Alegre"], [], [], []),
        "Legal powers": (["Mexico City"], ["Porto Alegre"], ["Gwangju", "Quito"], ["Mexico City"]),
        "Money and procurement": (["Lille"], ["Mexico City", "Quito"], ["Dakar"], ["Lille"]),
        "Staff and skills": (["Durban"], ["Dakar", "Lille", "Mexico City"], [], []),
        "Community demand": (["Dakar", "Porto Alegre", "Quito", "Surabaya"], [], [], []),
        "Partners and intermediaries": (["Lille"], ["Durban", "Surabaya"], [], []),
        "Land, buildings, technology": ([], ["Quito"], [], []),
        "The need is similar": (["Gwangju"], [], [], []),
        "Culture and language fit": (["Dakar"], [], [], []),
        "Time beyond elections": ([], [], ["Mexico City", "Porto Alegre"], []),
    }


def test_condition_by_case(walk):
    told = {row["condition"]: row["cells"] for row in analyses.condition_by_case(walk)}
    legal = [(cell["case"], cell["have"], cell["reach"], cell["missing"]) for cell in told["Legal powers"]]
    assert legal == [(1, 0, 0, 1), (2, 0, 0, 1), (3, 0, 1, 0), (4, 0, 0, 0), (None, 1, 0, 0)]
    demand = [(cell["case"], cell["have"]) for cell in told["Community demand"]]
    assert demand == [(1, 1), (2, 1), (3, 2), (4, 0), (None, 0)]


def test_divergence_and_triangulation_find_what_there_is(walk):
    assert analyses.divergence(walk) == []
    told = analyses.triangulation(walk)
    assert [each["cards"]["texts"] for each in told] == [2, 0, 2, 1, 3, 2, 1, 1, 2]
    assert [each["walk"]["texts"] for each in told] == [1, 0, 2, 0, 2, 1, 3, 0, 0]
    assert [each["theme"] for each in told if each["confirmed"]] == [
        "Local champions",
        "An enabling environment",
        "A role for every stakeholder",
        "Each place is its own",
        "Institutions that last",
    ]


def test_negative_lessons(walk):
    [told] = analyses.negative_lessons(walk)
    assert (told["city"], told["case"], told["what"]) == ("Gwangju", 2, "A district brand without any rule for rents")


def test_open_questions(walk):
    told = [(each["case"], each["n"], [q["city"] for q in each["questions"]])
            for each in analyses.open_questions(walk)]  # fmt: skip
    assert told == [
        (1, 1, ["Mexico City"]),
        (2, 2, ["Bilbao", "Lille"]),
        (3, 2, ["Quito", "Surabaya"]),
        (4, 2, ["Porto Alegre", "Dakar"]),
        (None, 1, ["Dakar"]),
    ]


def test_commitments(walk):
    told = [(each["city"], each["by_months"]) for each in analyses.commitments(walk)]
    assert told == [
        ("Dakar", 1),
        ("Surabaya", 1),
        ("Quito", 3),
        ("Gwangju", 3),
        ("Durban", 6),
        ("Lille", 6),
        ("Mexico City", 6),
        ("Porto Alegre", 12),
    ]


def test_city_profiles(walk):
    told = {each["city"]: (each["people"], len(each["cards"]), each["notes"]) for each in analyses.city_profile(walk)}
    assert told == {
        "Bilbao": (1, 0, 2),
        "Dakar": (1, 1, 3),
        "Durban": (1, 1, 2),
        "Gwangju": (1, 1, 2),
        "Lille": (1, 1, 3),
        "Mexico City": (1, 1, 3),
        "Porto Alegre": (1, 1, 3),
        "Quito": (2, 1, 4),
        "Surabaya": (1, 1, 2),
    }


def test_process_equity(walk):
    told = analyses.process_equity(walk)
    names = ("present", "wrote", "spoke", "silent", "unheard", "seconds")
    assert [told[name] for name in names] == [10, 10, 9, 0, 1, 1360]
    quito = next(each for each in told["cities"] if each["city"] == "Quito")
    assert quito == {"city": "Quito", "present": 2, "wrote": 2, "asked": 1, "spoke": 2, "unheard": 0, "seconds": 300}


def test_endorsed(walk):
    """Quito: Lille (with a reason) and Porto Alegre; Durban says it differs. Four more cards have one city each."""
    told = [
        (each["city"], each["cities"], each["people"], each["because"], each["differs"])
        for each in analyses.endorsed(walk)
    ]
    assert told == [
        ("Quito", 3, 3, 1, 1),
        ("Durban", 2, 2, 1, 0),
        ("Dakar", 2, 2, 1, 0),
        ("Gwangju", 2, 2, 1, 0),
        ("Porto Alegre", 2, 2, 0, 0),
    ]


def test_offers_and_requests(walk):
    told = [
        (row["case"], [each["city"] for each in row["asks"]], [each["city"] for each in row["helps"]], row["agreed"])
        for row in analyses.offers_and_requests(walk)
    ]
    assert told == [
        (1, ["Quito"], [], 0),
        (2, ["Dakar"], ["Dakar", "Gwangju"], 0),
        (3, ["Porto Alegre", "Surabaya"], [], 0),
        (4, [], ["Durban", "Lille"], 0),
        (None, ["Mexico City"], [], 0),
    ]


def test_the_map_says_how_near_each_is(walk):
    told = {each["city"]: each["cells"][0]["readiness"] for each in analyses.city_by_case(walk)}
    near = {"Durban": "year", "Dakar": "partners", "Lille": "partners", "Gwangju": "not_now", "Surabaya": "not_now"}
    assert told == near | dict.fromkeys(("Quito", "Porto Alegre", "Mexico City"), "idea")
