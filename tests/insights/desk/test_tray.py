"""What lies in the tray, and how it is filtered and cut."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import person
from tests.insights.conftest import a_card, a_note, a_point, a_statement, a_theme, put
from workshop import demo, live
from workshop.insights.desk import tray
from workshop.insights.desk.tray import Filter
from workshop.insights.models import Evidence, TransferCard

NOW = timezone.now()


@pytest.fixture
def lying(insights, ada, bo):
    """One of each kind; the card lies under a theme."""
    things = {"note": a_note(ada, case=2), "statement": a_statement(bo), "point": a_point(bo), "card": a_card(ada)}
    put(things["card"], a_theme(insights))
    return things


def keys(workshop, text="all_all_all_1"):
    things, found = tray.window(workshop, Filter.read(text))
    assert found == len(things)
    return sorted(thing.kind for thing in things)


def test_everything_that_was_said_lies_in_the_tray(insights, lying):
    assert keys(insights) == ["card", "note", "point", "statement"]
    assert tray.counts(insights) == {"all": 4, "open": 3, "card": 1, "note": 1, "statement": 1, "point": 1}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("open_all_all_1", ["note", "point", "statement"]),
        ("coded_all_all_1", ["card"]),
        ("all_note_all_1", ["note"]),
        ("all_all_2_1", ["note"]),
        ("all_all_1_1", ["card"]),
        ("all_all_0_1", ["point", "statement"]),
        ("open_card_all_1", []),
        ("hidden_all_all_1", []),
        ("", ["note", "point", "statement"]),
    ],
)
def test_the_tray_is_filtered_by_state_kind_and_case(insights, lying, chosen, told):
    assert keys(insights, chosen) == told


@pytest.mark.parametrize(
    "gone",
    [
        ("card", {"withdrawn_at": NOW}),
        ("card", {"hidden_at": NOW}),
        ("note", {"withdrawn_at": NOW}),
        ("note", {"hidden_at": NOW}),
        ("statement", {"hidden_at": NOW}),
        ("statement", {"refused_at": NOW}),
        ("statement", {"withdrawn_at": NOW}),
        ("point", {"outcome": "withdrawn"}),
    ],
)
def test_what_was_taken_back_or_hidden_is_not_in_the_tray(insights, lying, gone):
    kind, fate = gone
    thing = lying[kind]
    type(thing).objects.filter(pk=thing.pk).update(**fate)
    assert keys(insights) == sorted(lying.keys() - {kind})


def test_a_hidden_card_has_a_place_from_where_it_can_be_shown_again(insights, lying):
    TransferCard.objects.update(hidden_at=NOW)
    assert keys(insights, "hidden_all_all_1") == ["card"]


def test_a_published_source_was_not_said_here(insights, lying):
    insights.statements.create(kind="paraphrase", text="It took 25 years.", speaker_name="A mayor", source="A note")
    assert keys(insights, "all_statement_all_1") == ["statement"]


def test_a_point_left_in_writing_is_found_among_the_points(insights, lying, bo):
    left = a_statement(bo, text="The park needs keepers", kind="point")
    things, _found = tray.window(insights, Filter.read("all_point_all_1"))
    assert [(thing.kind, str(thing.word)) for thing in things] == [
        ("point", "Unheard point"),
        ("statement", "Unheard point"),
    ]
    assert left.pk not in [thing.pk for thing in tray.window(insights, Filter.read("all_statement_all_1"))[0]]


def test_examples_lie_there_until_somebody_has_spoken(db):
    workshop = demo.build()
    assert tray.counts(workshop) == {"all": 33, "open": 16, "card": 8, "note": 24, "statement": 0, "point": 1}
    a_note(person(workshop, "Ada", "Quito"))
    assert keys(workshop) == ["note"]


@pytest.mark.parametrize("text", ["open_all_all_1", "coded_statement_12_3", "like_card-12", "hidden_all_0_1"])
def test_a_filter_is_read_as_it_was_written(text):
    assert str(Filter.read(text)) == text


@pytest.mark.parametrize("text", ["x", "open_x_y_z", "_____", "open_all_١_1", "like_room-1", "open_all_all_0", "💡"])
def test_an_unknown_filter_falls_back(text):
    assert str(Filter.read(text)) == "open_all_all_1"


def test_another_workshop_lies_in_another_tray(insights, lying, noor):
    from tests.conftest import move_to

    move_to(noor.workshop, "insights")
    a_card(noor)
    assert keys(noor.workshop) == ["card"]
    assert keys(insights) == ["card", "note", "point", "statement"]


# --- four hundred cards ------------------------------------------------------------------------
def crowded(workshop, cards):
    people = [person(workshop, f"P{n}", f"City {n % 40}") for n in range(20)]
    case = workshop.cases.first()
    made = TransferCard.objects.bulk_create(
        TransferCard(
            workshop=workshop, author=people[n % 20], case=case, stance="adapt", what=f"A levy {n}", target="Quito"
        )
        for n in range(cards)
    )
    theme = a_theme(workshop)
    Evidence.objects.bulk_create(Evidence(theme=theme, card=card) for card in made[: cards // 4])


def drawn(workshop):
    workshop.refresh_from_db()
    type(workshop).objects.filter(pk=workshop.pk).update(revision=workshop.revision + 1)  # no kept picture
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        pictures = [live.picture(workshop, name) for name in ("tray:open_all_all_1", "themes")]
        took = time.perf_counter() - began
    return pictures, len(asked), took


@pytest.mark.timed
def test_four_hundred_cards_are_one_window_and_no_more_questions_than_ten(insights):
    crowded(insights, 10)
    _pictures, few, _took = drawn(insights)
    crowded_insights = insights
    crowded(crowded_insights, 400)
    [tray_html, _themes], many, _took = drawn(insights)
    assert many == few
    assert tray_html.count('class="thing"') == tray.WINDOW
    took = min(drawn(insights)[2] for _look in range(5))
    assert took < 0.5, took  # 0.05 on a machine that has nothing else to do


def test_the_last_page_of_the_tray_ends_it(insights):
    crowded(insights, 100)
    things, found = tray.window(insights, Filter.read("open_all_all_2"))
    assert (len(things), found) == (35, 75)
    assert tray.window(insights, Filter.read("open_all_all_9")) == ([], 75)
