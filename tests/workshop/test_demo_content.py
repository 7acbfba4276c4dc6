"""The demo workshop against its fact sheet: every figure is a fact, nothing is a literal quote, examples say so."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Count
from django.db.models.functions import Length

from fishbowl.models import Entry, Fishbowl, Stay, Turn
from workshop.demo import build
from workshop.figures import contradictions, display
from workshop.models import Case, Fact, Footnote, Participant, Statement, Workshop
from workshop.prose import words

pytestmark = pytest.mark.django_db

# Every number of the fact sheet by case: figures, then years.
NUMBERS = {
    "Montreal": """
        134000 4.7 2 12000 20 580000 33000 1 5 2 1 2000000 50 13 56 2500 6 77000000
        1000000 40 1500 15 350 400 20 400 3 25
        1902 1904 1950 1970 1970 1980 1990 1992 1995 2000 2005 2006 2017
    """,
    "Seoul": "25 90 30 35.6 1200 109 50 6",
    "Johannesburg": """
        33 500000 24 6400 7000000 23 30
        1950 1969 1970 1978 1982 2004 2012 2013 2016 2019
    """,
    "Barcelona": """
        4 10 2 3.5 6 16 6 5 4718 2400 197 861 260 53000 100000 500000 113000 20 77 667 36 31 2093 19 80 10 10
        1993 2015 2016 2019
    """,
}
AS_OF = {"2007", "2011", "2012", "2014", "2016", "1980s", "1939–1945"}
LENGTHS = {
    "standfirst": (60, 120),
    "background": (150, 300),
    "approach": (200, 500),
    "outcomes": (100, 250),
    "lessons": (80, 140),
}
SLOTS = [
    *LENGTHS,
    "partners",
    "cost",
    "next_steps",
    "contact",
    "cover_alt",
    "cover_credit",
    "country",
    "place",
    "title",
]


@pytest.fixture
def demo():
    return build()


@pytest.mark.parametrize("city", NUMBERS)
def test_every_number_of_the_sheet_is_a_fact(demo, city):
    facts = demo.cases.get(city=city).facts.all()
    kept = [value for fact in facts for value in (fact.value, fact.value_to) if value is not None]
    for number in map(Decimal, NUMBERS[city].split()):
        assert number in kept, f"{city} lost {number}"
        kept.remove(number)


def test_every_fact_has_a_date_and_a_source(demo):
    assert not Fact.objects.filter(as_of="").exists()
    assert not Fact.objects.filter(source="").exists()
    assert set(Fact.objects.values_list("as_of", flat=True)) >= AS_OF


def test_figures_are_written_as_in_the_sheet(demo):
    written = {display(fact) for fact in Fact.objects.all()}
    assert {
        "350–400 housing units",
        "up to 12,000 employees",
        "77 million Canadian dollars",
        "up to 109%",
        "over 50 meetings",
        "about ZAR 500,000",
        "almost 3.5 times",
        "over 500,000 members",
        "about 113,000 mutualists",
        "1902–1904",
    } - written == set()


def test_each_poster_has_four_large_figures_and_none_is_a_date(demo):
    keys = Fact.objects.filter(is_key=True)
    assert list(keys.values_list("case__number").annotate(Count("id")).order_by("case__number")) == [
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
    ]
    assert not keys.filter(unit="year").exists()


def test_the_two_published_contradictions_are_shown(demo):
    found = {case.city: [finding.sentence for finding in contradictions(case)] for case in demo.cases.all()}
    assert found == {
        "Montreal": ["The same figure is given as 350–400 housing units and 400 housing units."],
        "Seoul": [],
        "Johannesburg": [],
        "Barcelona": ["The parts add up to 3,718, the total says 4,718."],
    }


@pytest.mark.parametrize("slot", LENGTHS)
def test_texts_have_the_length_of_their_slot(demo, slot):
    least, most = LENGTHS[slot]
    counts = {case.city: words(getattr(case, slot)) for case in demo.cases.all()}
    assert counts == {city: min(max(count, least), most) for city, count in counts.items()}


@pytest.mark.parametrize("slot", SLOTS)
def test_no_slot_of_a_case_is_empty(demo, slot):
    assert not demo.cases.filter(**{slot: ""}).exists()


def test_covers_count_a_fact_of_their_case(demo):
    covers = dict(demo.cases.values_list("motif", "cover_count"))
    assert covers == {"bays": 13, "shoes": 12, "windows": 33, "blocks": 10}
    assert all(str(case.cover_count) in case.cover_alt for case in demo.cases.all())


def test_framing_and_themes_stay_short(demo):
    assert words(demo.framing) <= 150
    assert demo.themes.count() == 9
    assert [theme.title for theme in demo.themes.all() if words(theme.statement) > 60] == []
    for theme in demo.themes.all():
        theme.full_clean()


def test_texts_fit_their_fields(demo):
    for case in demo.cases.all():
        case.full_clean()
    for row in [*Fact.objects.all(), *Footnote.objects.all(), *Statement.objects.all(), *demo.notes.all()]:
        row.full_clean()
    for card in demo.cards.all():
        card.full_clean()
    for stage in demo.stages.all():
        stage.full_clean()


def test_nothing_pretends_to_be_a_literal_quote(demo):
    texts = [getattr(case, slot) for case in demo.cases.all() for slot in SLOTS]
    texts += [statement.text for statement in demo.statements.all()] + [theme.statement for theme in demo.themes.all()]
    assert [text for text in texts if re.search(r"[\"'“”«»‘]", text)] == []
    assert set(demo.statements.values_list("kind", flat=True)) == {"paraphrase"}


def test_statements_name_speaker_function_and_source(demo):
    said = list(demo.statements.order_by("id").values_list("speaker_name", "case__city"))
    assert said == [
        ("Alexandre Taillefer", "Montreal"),
        ("Christian Yaccarini", "Montreal"),
        ("Jaemin Song", "Montreal"),
        ("Laurence Kwark", "Seoul"),
        ("Oriol Estela Barnet", "Barcelona"),
        ("David Makhura", None),
    ]
    assert not demo.statements.filter(speaker_function="").exists()
    assert not demo.statements.exclude(source__contains="paraphrase").exists()


def test_the_workshop_says_who_where_and_when(demo):
    assert (demo.organizer, demo.place, str(demo.held_on), demo.attendance) == (
        "UCLG",
        "Montreal",
        "2017-06-19",
        "more than 30",
    )
    assert [number for number, _name in demo.goals] == [8, 11]
    assert len(demo.questions) == 3
    assert len(demo.partners) == 5
    demo.full_clean()


def test_the_day_waits_to_begin_with_the_welcome(demo):
    kinds = ["welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"]
    assert list(demo.stages.values_list("kind", flat=True)) == kinds
    assert demo.stage is None
    assert not demo.stages.filter(guide="").exists()


def test_people_of_the_past_walk_are_roles_and_count_as_nobody(demo):
    people = demo.participants.all()
    assert people.count() == 10
    assert {person.name for person in people} == {"Delegate", "Planner", "Researcher"}
    assert set(people.values_list("is_example", "consent")) == {(True, "city")}
    assert list(demo.present()) == []


def test_all_of_the_past_walk_is_marked_as_an_example(demo):
    assert set(demo.notes.values_list("is_example", flat=True)) == {True}
    assert set(demo.cards.values_list("is_example", flat=True)) == {True}
    assert set(demo.votes.values_list("voter__is_example", flat=True)) == {True}
    for model in (Entry, Turn):
        assert set(model.objects.values_list("fishbowl__is_example", flat=True)) == {True}
    assert set(Stay.objects.values_list("chair__fishbowl__is_example", flat=True)) == {True}


def test_every_wall_has_notes_of_each_kind(demo):
    counts = demo.notes.values_list("case__number", "kind").annotate(n=Count("id"))
    assert {(case, kind) for case, kind, _n in counts} == {
        (case, kind) for case in (1, 2, 3, 4) for kind in ("take", "condition", "question")
    }
    assert demo.notes.count() == 24
    assert not demo.notes.annotate(signs=Length("text")).filter(signs__gt=140).exists()


def test_cards_carry_conditions_and_themes(demo):
    assert demo.cards.count() == 8
    assert demo.conditions.count() == 10
    assert {card.stance for card in demo.cards.all()} == {"as_is", "adapt", "combine", "avoid", "unsure"}
    assert all(card.ratings.exists() and card.themes.exists() for card in demo.cards.all())


def test_nobody_votes_more_than_three_times(demo):
    votes = demo.votes.values("voter").annotate(n=Count("id")).values_list("n", flat=True)
    assert sum(votes) == 8
    assert max(votes) == 2


def test_the_live_circle_is_empty_and_stands_beside_the_example(demo):
    live = demo.fishbowls.get(is_example=False)
    assert live.question
    assert live.chairs.count() == 6
    assert not live.entries.exists()
    assert not Stay.objects.filter(chair__fishbowl=live).exists()


def test_in_the_past_circle_nobody_shares_a_chair_or_speaks_at_once(demo):
    circle = Fishbowl.objects.get(is_example=True)
    stays = list(Stay.objects.filter(chair__fishbowl=circle).select_related("chair"))
    turns = list(circle.turns.select_related("stay"))
    assert not overlaps([(stay.chair_id, stay.seated_at, stay.left_at) for stay in stays])
    assert not overlaps([(stay.participant_id, stay.seated_at, stay.left_at) for stay in stays])
    assert not overlaps([(0, turn.started_at, turn.ended_at) for turn in turns])
    assert all(turn.stay.seated_at <= turn.started_at and turn.ended_at <= turn.stay.left_at for turn in turns)
    assert all(50 <= (turn.ended_at - turn.started_at).seconds <= 135 for turn in turns)


def test_the_past_circle_left_somebody_unheard(demo):
    outcomes = list(Entry.objects.order_by("place").values_list("outcome", flat=True))
    assert outcomes == ["served"] * 5 + ["unheard", "withdrawn"]


def test_an_owner_becomes_its_organizer(demo):
    owner = get_user_model().objects.create(username="hana")
    assert list(build(owner=owner).organizers.all()) == [owner]
    assert list(demo.organizers.all()) == []


def test_every_build_is_a_workshop_of_its_own(demo):
    again = build()
    assert again.code != demo.code
    assert Workshop.objects.filter(is_demo=True).count() == 2
    assert Case.objects.count() == 8


def test_a_build_asks_the_database_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        build()
    assert Participant.objects.count() == 10


def overlaps(spans):
    """The spans (key, from, to) that begin before another one of the same key has ended."""
    spans = sorted(spans)
    return [(one, two) for one, two in zip(spans, spans[1:], strict=False) if one[0] == two[0] and two[1] < one[2]]
