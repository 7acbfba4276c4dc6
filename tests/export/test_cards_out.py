"""What leaves with the cards: what others say, what became of it, and contacts in the internal edition alone."""

import pytest

from tests.conftest import person
from tests.insights.conftest import a_card, insights  # noqa: F401  (a fixture)
from workshop.export import edition as plain
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.tables import tables
from workshop.insights.home import actions as home
from workshop.insights.together import actions, matches


@pytest.fixture
def told(insights, ada, bo):  # noqa: F811
    """Ada's card may be published with her city; Bo allows his words, Lee does not."""
    card = a_card(ada, case=3, consent="city", next_step="Ask", wants_contact=True, actors=["council", "mayor"])
    a_card(bo, case=3, can_help=True)
    type(bo).objects.filter(pk=bo.pk).update(consent="city")
    lee = person(insights, "Lee", "Lille")
    actions.say(card=card, by=bo, kind="true", because="Ours too")
    actions.say(card=card, by=lee, kind="differs", because="A secret of Lille")
    (follow_up, *_rest) = home.prepare(workshop=insights, months=3)
    home.report(follow_up=follow_up, told={card: ("going", "A new mayor")})
    for each in (ada, bo):
        actions.tell_contact(participant=each, email=f"{each.name}@example.org".lower(), other="", may_ask=False)
    return insights


def rows(workshop, name, edition=plain.PUBLIC):
    sheet = next(each for each in tables(gather(workshop, edition)) if each.name == name)
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def test_what_the_second_and_third_screen_hold(told):
    (card,) = [row for row in rows(told, "cards") if row["city"] == "Quito"]
    assert (card["actors"], card["wants_contact"], card["can_help"], card["late"]) == (
        "council mayor",
        True,
        False,
        False,
    )


def test_what_others_say_as_far_as_they_let_it_travel(told):
    assert [(row["says"], row["because"], row["city"]) for row in rows(told, "endorsements")] == [
        ("true", "Ours too", "Dakar")
    ]


def test_what_became_of_it_travels_with_its_card(told, ada):
    assert [(row["months"], row["became"], row["words"]) for row in rows(told, "progress")] == [
        (3, "going", "A new mayor")
    ]
    ada.cards.update(consent="room")
    assert rows(told, "progress") == []


def test_a_second_edition_says_beside_each_step_what_became_of_it(told, ada, bo):
    a_card(bo, case=3, what="Another", next_step="Count the markets", consent="city")

    def steps():
        [table] = [block for block in compose(gather(told)).blocks if block.key == "steps-table"]
        return [[table.columns[-1], *(row[-1] for row in table.rows)], [len(row) for row in table.rows]]

    assert steps() == [["What became of it", "3 months: Under way (A new mayor)", ""], [5, 5]]
    ada.cards.get(next_step="Ask").progress.all().delete()
    assert steps() == [["From", "Quito", "Dakar"], [4, 4]]


def test_contacts_leave_in_the_internal_edition_alone_and_only_when_both_agreed(told, ada, bo):
    assert rows(told, "meetings", plain.INTERNAL) == []
    for each in (ada, bo):
        actions.answer(pair=matches.pairs_of(each)[0], yes=True)
    assert rows(told, "meetings") == []
    (meeting,) = rows(told, "meetings", plain.INTERNAL)
    assert (meeting["asker"], meeting["helper_contact"]) == ("Ada, Quito", "bo@example.org")
    assert "example.org" not in str(tables(gather(told)))


def test_a_nameless_card_tells_no_city(told, ada):
    ada.cards.update(consent="none")
    (card,) = [row for row in rows(told, "cards") if row["case"] == 3 and row["next_step"]]
    assert (card["what"], card["city"], card["target"], card["name"]) == (
        "A levy that pays for the cleaning",
        "",
        "",
        "",
    )
