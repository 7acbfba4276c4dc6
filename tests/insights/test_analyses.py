"""The analyses, each against a table counted by hand."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import person
from tests.insights.conftest import a_card, a_note, a_point, a_statement, a_theme, put
from workshop import actions as core
from workshop.export.gather import gather
from workshop.insights import actions, analyses
from workshop.insights.analyses import Heard
from workshop.insights.desk import tray
from workshop.insights.desk.scenes import held_by_theme
from workshop.insights.models import Need
from workshop.insights.peers import Endorsement, Introduction

POLITICS, MONEY, STAFF = "Political will", "Money and procurement", "Staff and skills"


@pytest.fixture
def room(insights):
    """Six people of four cities, seven cards:

    author   city    case     stance  target   rated                          themes               ready
    Ada      Quito   1        adapt   Quito    politics have, money missing   Buying               idea
    Ana      quito   1        avoid   Quito    politics missing               Buying, Champions    year
    Ana      quito   several  as_is   Andes    -                              -
    Bo       Dakar   1        as_is   Dakar    politics have                  Champions
    Bo       Dakar   2        unsure  Dakar    money reach                    -
    Cy       Lille   2        adapt   Lille    politics have, money missing   Buying
    Ed       Lille   4        avoid   Lille    -                              -
    (Di of Porto has written nothing)

    Beside them a note of Bo on case 1 and a statement of Cy, both under Buying; a question of Ada to case 2; a point of
    Di that was not heard.
    """
    people = {name: person(insights, name, city) for name, city in PEOPLE}
    buying, champions = (a_theme(insights, title) for title in ("Buying", "Champions"))
    a_theme(insights, "Unused")
    for author, case, stance, target, rated, themes in CARDS:
        card = a_card(people[author], case=case, stance=stance, target=target, rated=rated)
        put(card, *[{"b": buying, "c": champions}[each] for each in themes])
    put(a_note(people["Bo"]), buying)
    put(a_statement(people["Cy"]), buying)
    a_note(people["Ada"], case=2, kind="question", text="Who was paid for it?")
    a_point(people["Di"])
    for pk, ready in zip(insights.cards.values_list("pk", flat=True), ("idea", "year"), strict=False):
        insights.cards.filter(pk=pk).update(readiness=ready)
    return insights


PEOPLE = [("Ada", "Quito"), ("Ana", "quito"), ("Bo", "Dakar"), ("Cy", "Lille"), ("Ed", "Lille"), ("Di", "Porto")]
CARDS = [
    ("Ada", 1, "adapt", "Quito", {POLITICS: "have", MONEY: "missing"}, "b"),
    ("Ana", 1, "avoid", "Quito", {POLITICS: "missing"}, "bc"),
    ("Ana", None, "as_is", "Andes", {}, ""),
    ("Bo", 1, "as_is", "Dakar", {POLITICS: "have"}, "c"),
    ("Bo", 2, "unsure", "Dakar", {MONEY: "reach"}, ""),
    ("Cy", 2, "adapt", "Lille", {POLITICS: "have", MONEY: "missing"}, "b"),
    ("Ed", 4, "avoid", "Lille", {}, ""),
]


def sums(texts, people, cities):
    return {"texts": texts, "people": people, "cities": cities}


def test_counts(room):
    assert analyses.counts(room) == {
        "cards": 7,
        "people": 5,
        "cities": 3,
        "notes": 2,
        "statements": 1,
        "points": 1,
        "by_stance": [
            {"stance": "as_is", "cards": 2, "cities": 2},
            {"stance": "adapt", "cards": 2, "cities": 2},
            {"stance": "combine", "cards": 0, "cities": 0},
            {"stance": "avoid", "cards": 2, "cities": 2},
            {"stance": "unsure", "cards": 1, "cities": 1},
        ],
        "by_case": [
            {"case": 1, "cards": 3, "cities": 2},
            {"case": 2, "cards": 2, "cities": 2},
            {"case": 4, "cards": 1, "cities": 1},
            {"case": None, "cards": 1, "cities": 1},
        ],
        "by_theme": [
            {"theme": "Buying"} | sums(5, 4, 3),
            {"theme": "Champions"} | sums(2, 2, 2),
            {"theme": "Unused"} | sums(0, 0, 0),
        ],
    }


def test_city_by_case_puts_the_strongest_stance_first_and_the_furthest_readiness(room):
    assert analyses.city_by_case(room) == [
        {"city": "Andes", "cells": [cell(None, "as_is")]},
        {"city": "Dakar", "cells": [cell(1, "as_is"), cell(2, "unsure")]},
        {"city": "Lille", "cells": [cell(2, "adapt"), cell(4, "avoid")]},
        {"city": "Quito", "cells": [cell(1, "adapt", "avoid", cards=2, readiness="year")]},
    ]


def cell(case, *stances, cards=1, readiness=""):
    return {"case": case, "stance": stances[0], "stances": list(stances), "readiness": readiness, "cards": cards}


def test_conditions_by_city_name_each_city_once_a_state_and_who_has_what_others_miss(room):
    politics = {"have": ["Dakar", "Lille", "Quito"], "reach": [], "missing": ["Quito"], "cities": 3}
    money = {"have": [], "reach": ["Dakar"], "missing": ["Lille", "Quito"], "cities": 3}
    nothing = {"have": [], "reach": [], "missing": [], "cities": 0}
    assert analyses.conditions_by_city(room) == {
        "cities": 3,
        "silent": 1,
        "rows": [
            {"condition": POLITICS, "solved": []} | politics,
            {"condition": MONEY, "solved": []} | money,
            {"condition": STAFF, "solved": []} | nothing,
        ],
    }
    a_card(person(room, "Eve", "Oslo"), rated={MONEY: "have"})
    assert [row["solved"] for row in analyses.conditions_by_city(room)["rows"]] == [[], ["Oslo"], []]


def test_condition_by_case_counts_places_and_knows_what_the_owner_needed(room):
    Need.objects.create(case=room.cases.get(number=2), condition=room.conditions.get(label=MONEY))
    told = {row["condition"]: {each["case"]: each for each in row["cells"]} for row in analyses.condition_by_case(room)}
    assert told[POLITICS][1] == {"case": 1, "needed": False, "have": 2, "reach": 0, "missing": 1, "cities": 2}
    assert told[MONEY][2] == {"case": 2, "needed": True, "have": 0, "reach": 1, "missing": 1, "cities": 2}
    assert told[STAFF][4] == {"case": 4, "needed": False, "have": 0, "reach": 0, "missing": 0, "cities": 0}
    assert list(told[POLITICS]) == [1, 2, 3, 4]


def test_divergence_needs_two_places_on_either_side(room):
    assert analyses.divergence(room) == []
    a_card(person(room, "Eve", "Oslo"), rated={POLITICS: "missing"})
    assert analyses.divergence(room) == [
        {"condition": POLITICS, "have": ["Dakar", "Lille", "Quito"], "missing": ["Oslo", "Quito"]}
    ]


def test_case_by_theme_counts_the_authors_cities(room):
    assert analyses.case_by_theme(room) == [
        {"theme": "Buying"}
        | sums(5, 4, 3)
        | {
            "cells": [
                {"case": 1} | sums(3, 3, 2),
                {"case": 2} | sums(1, 1, 1),
                {"case": None} | sums(1, 1, 1),
            ]
        },
        {"theme": "Champions"} | sums(2, 2, 2) | {"cells": [{"case": 1} | sums(2, 2, 2)]},
        {"theme": "Unused"} | sums(0, 0, 0) | {"cells": []},
    ]


def test_triangulation_says_where_a_theme_was_heard(room):
    none = sums(0, 0, 0)
    assert analyses.triangulation(room) == [
        {"theme": "Buying", "walk": sums(1, 1, 1), "fishbowl": sums(1, 1, 1), "cards": sums(3, 3, 2)}
        | {"sources": 3, "confirmed": True},
        {"theme": "Champions", "walk": none, "fishbowl": none, "cards": sums(2, 2, 2)}
        | {"sources": 1, "confirmed": False},
        {"theme": "Unused", "walk": none, "fishbowl": none, "cards": none} | {"sources": 0, "confirmed": False},
    ]


def test_endorsed_cards_stand_by_cities_then_people_then_reasons(room):
    ada, ana, bo, cy, ed, di = room.participants.order_by("number")
    first, second, third = room.cards.all()[:3]
    for card, by, kind, because in (
        (first, ana, "true", "We have the same law"),  # of the author's own city
        (first, ed, "differs", ""),
        (second, bo, "true", ""),
        (second, cy, "true", "So do we"),
        (second, ed, "true", ""),
        (third, di, "differs", ""),
    ):
        Endorsement.objects.create(card=card, by=by, kind=kind, because=because)
    told = analyses.endorsed(room)
    shown = [(t["card"], t["cities"], t["people"], t["because"], t["reasons"], t["differs"]) for t in told]
    assert shown == [
        (second.pk, 3, 4, 1, ["So do we"], 0),
        (first.pk, 1, 2, 1, ["We have the same law"], 1),
        (third.pk, 1, 1, 0, [], 1),
    ]
    assert (told[1]["what"], told[1]["city"], told[1]["case"]) == (first.what, "Quito", 1)


def test_a_hidden_reason_is_not_told_and_its_city_counts(room):
    card, bo = room.cards.first(), room.participants.get(name="Bo")
    Endorsement.objects.create(card=card, by=bo, kind="true", because="Canary", hidden_at=bo.joined_at)
    assert analyses.endorsed(room)[0]["reasons"] == []
    Endorsement.objects.create(card=card, by=room.participants.get(name="Cy"), kind="true", because="Canary")
    assert analyses.endorsed(room)[0]["reasons"] == ["Canary"]
    room.cards.first().endorsements.filter(by__name="Cy").delete()
    assert analyses.endorsed(room)[0]["cities"] == 2


def test_negative_lessons_are_what_somebody_would_avoid(room):
    assert [(told["city"], told["case"]) for told in analyses.negative_lessons(room)] == [("quito", 1), ("Lille", 4)]


def test_open_questions_stand_by_the_case_whose_owner_could_answer(room):
    told = analyses.open_questions(room)
    assert [(each["case"], each["owner"], [q["kind"] for q in each["questions"]]) for each in told] == [
        (2, "Seoul", ["note", "card"]),
        (None, "", ["point"]),
    ]


def test_a_point_left_in_writing_is_open_as_well(room):
    a_statement(room.participants.get(name="Di"), text="The park needs keepers", kind="point")
    told = analyses.open_questions(room)[-1]
    assert [each["kind"] for each in told["questions"]] == ["point", "statement"]
    assert analyses.counts(room)["points"] == 2


def test_an_answered_question_is_not_open(room, ada):
    question = room.open_questions.create(case=room.cases.get(number=3), asker=ada, text="Who maintains the park?")
    assert [each["case"] for each in analyses.open_questions(room)] == [2, 3, None]
    room.open_questions.filter(pk=question.pk).update(answered_at=ada.joined_at)
    assert [each["case"] for each in analyses.open_questions(room)] == [2, None]


def test_commitments_stand_the_soonest_first(room):
    for card, (months, step) in zip(room.cards.all(), [(12, "Vote"), (None, "Think"), (1, "Ask")], strict=False):
        room.cards.filter(pk=card.pk).update(by_months=months, next_step=step, wants_contact=months == 1)
    told = analyses.commitments(room)
    assert [(each["step"], each["by_months"], each["help"]) for each in told] == [
        ("Ask", 1, True),
        ("Vote", 12, False),
        ("Think", None, False),
    ]


def test_offers_and_requests_meet_at_a_case(room):
    ada, ana, bo, *_rest = room.participants.order_by("number")
    room.cards.filter(author=ada).update(wants_contact=True)
    room.cards.filter(author=bo, case__number=1).update(can_help=True)
    meeting = Introduction.objects.create(workshop=room, case=room.cases.get(number=1), asker=ada, helper=bo)
    [told] = analyses.offers_and_requests(room)
    assert (told["case"], told["agreed"]) == (1, 0)
    assert [each["city"] for each in told["asks"]] == ["Quito"]
    assert [each["city"] for each in told["helps"]] == ["Dakar"]
    Introduction.objects.filter(pk=meeting.pk).update(asker_yes_at=ada.joined_at)
    assert analyses.offers_and_requests(room)[0]["agreed"] == 0
    Introduction.objects.filter(pk=meeting.pk).update(helper_yes_at=ada.joined_at)
    assert analyses.offers_and_requests(room)[0]["agreed"] == 1


def test_a_city_profile_is_what_its_delegates_take_home(room):
    told = {each["city"]: each for each in analyses.city_profile(room)}
    assert list(told) == ["Dakar", "Lille", "Quito"]
    quito = told["Quito"]
    assert (quito["people"], len(quito["cards"]), quito["notes"], quito["statements"]) == (2, 3, 1, 0)
    assert (quito["have"], quito["reach"], quito["missing"]) == ([POLITICS], [], [POLITICS, MONEY])
    assert (told["Lille"]["statements"], told["Dakar"]["notes"]) == (1, 1)


def test_process_equity_tells_who_was_heard_and_who_was_not(room):
    person(room, "Gil", "Oslo", function="Planner")
    told = analyses.process_equity(room)
    assert {name: told[name] for name in ("present", "wrote", "spoke", "silent", "unheard", "seconds")} == {
        "present": 7,
        "wrote": 5,
        "spoke": 0,
        "silent": 2,
        "unheard": 1,
        "seconds": 0,
    }
    assert told["silent_cities"] == ["Oslo", "Porto"]
    assert told["cities"][-2:] == [
        {"city": "Porto", "present": 1, "wrote": 0, "asked": 1, "spoke": 0, "unheard": 1, "seconds": 0},
        {"city": "Quito", "present": 2, "wrote": 2, "asked": 0, "spoke": 0, "unheard": 0, "seconds": 0},
    ]
    assert [(each["function"], each["present"]) for each in told["functions"]] == [("", 6), ("Planner", 1)]


def test_response_tells_who_is_silent(room):
    assert analyses.response(room) == {
        "present": 6,
        "written": 5,
        "silent": 1,
        "cities": [
            {"city": "Dakar", "present": 1, "written": 1},
            {"city": "Lille", "present": 2, "written": 2},
            {"city": "Porto", "present": 1, "written": 0},
            {"city": "Quito", "present": 2, "written": 2},
        ],
    }


@pytest.mark.parametrize("name", analyses.ALL)
def test_each_analysis_asks_as_often_for_many_as_for_one(room, name):
    with CaptureQueriesContext(connection) as few:
        analyses.ALL[name](room)
    for n in range(20):
        put(a_card(person(room, f"P{n}", f"City {n}"), case=n % 4 + 1, rated={STAFF: "have"}), room.themes.first())
    with CaptureQueriesContext(connection) as many:
        analyses.ALL[name](room)
    assert len(many) == len(few) <= 8


def test_all_of_them_read_what_they_share_once(room):
    with CaptureQueriesContext(connection) as asked:
        analyses.all_of(room)
    assert len(asked) <= 20


@pytest.mark.parametrize("name", analyses.ALL)
def test_what_is_hidden_or_taken_back_reaches_no_analysis(room, name):
    eve, fay = person(room, "Eve", "Oslo"), person(room, "Fay", "Turin")
    before = analyses.ALL[name](room)
    about = {"next_step": "Begin", "wants_contact": True, "confidence": 1, "confidence_after": 2}
    cards = [canary(each, stance, **about) for each in (eve, fay) for stance in ("avoid", "unsure")]
    for card in cards:
        put(card, room.themes.first())
        Endorsement.objects.create(card=card, by=room.participants.first(), kind="true")
    a_card(eve, rated={POLITICS: "missing", MONEY: "have"})
    a_card(fay, rated={POLITICS: "missing", MONEY: "have"})
    assert analyses.ALL[name](room) != before
    for card in room.cards.filter(author=eve):
        actions.hide(card=card)
    for card in room.cards.filter(author=fay):
        actions.withdraw(card=card)
    assert analyses.ALL[name](room) == before


def test_what_its_speaker_took_back_counts_nowhere_in_the_room(room):
    before, held = analyses.all_of(room), held_by_theme(room)
    said = a_statement(room.participants.get(name="Di"), text="Canary")
    put(said, room.themes.first())
    core.check(statement=said, agrees=True)
    assert (analyses.all_of(room) != before, held_by_theme(room) != held) == (True, True)
    assert tray.counts(room)["statement"] == 2
    core.check(statement=said, agrees=False)
    assert (said.refused_at, said.withdrawn_at is None) == (None, False)
    assert (analyses.all_of(room), held_by_theme(room), tray.counts(room)["statement"]) == (before, held, 1)
    assert gather(room, "internal").analyses[False]["counts"]["statements"] == 1


def test_a_wish_without_a_topic_is_no_text(room):
    before = analyses.counts(room)["points"]
    a_point(room.participants.get(name="Ed"), topic="")
    assert analyses.counts(room)["points"] == before
    assert all(each["text"] for told in analyses.open_questions(room) for each in told["questions"])
    a_point(room.participants.get(name="Cy"), topic="Who cleans")
    assert analyses.counts(room)["points"] == before + 1


def canary(author, stance, **about):
    card = a_card(author, case=3, stance=stance, rated={STAFF: "have"}, what="Canary")
    type(card).objects.filter(pk=card.pk).update(**about)
    return card


def test_examples_are_counted_only_where_they_are_asked_for(room):
    before = analyses.all_of(room)
    put(a_card(room.participants.get(name="Di"), case=3, rated={STAFF: "have"}), room.themes.first())
    room.cards.filter(author__name="Di").update(is_example=True)
    assert analyses.all_of(room) == before
    assert analyses.counts(Heard(room, examples=True))["cards"] == 1


def test_a_workshop_without_cards_has_every_analysis_too(workshop):
    told = analyses.all_of(workshop)
    assert list(told) == list(analyses.ALL)
    assert told["counts"]["cards"] == 0
    assert told["city_by_case"] == []
    assert told["response"] == {"present": 0, "written": 0, "silent": 0, "cities": []}


def test_analyses_are_plain_data(room):
    told = analyses.all_of(room)
    assert json.loads(json.dumps(told)) == told


def test_cards_of_another_workshop_count_nowhere(room, noor):
    from tests.conftest import move_to

    before = analyses.all_of(room)
    move_to(noor.workshop, "insights")
    a_card(noor, rated={POLITICS: "have"})
    assert analyses.all_of(room) == before
    assert analyses.counts(noor.workshop)["cards"] == 1


def test_an_owners_comment_counts_as_a_card_and_goes_nowhere(insights, ada):
    a_card(ada, stance="own")
    told = analyses.counts(insights)
    assert (told["cards"], sum(each["cards"] for each in told["by_stance"])) == (1, 0)
    assert analyses.city_by_case(insights) == []
