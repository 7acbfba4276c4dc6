"""What the analyses tell in public: only what is published, and no figure that leads back to somebody."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import make_workshop, person
from tests.insights.conftest import a_card, a_theme, put
from workshop.export.gather import gather
from workshop.insights import analyses
from workshop.insights.analyses import Heard
from workshop.insights.analyses.heard import HIDDEN
from workshop.insights.models import Evidence, Rating, TransferCard
from workshop.insights.peers import Introduction
from workshop.text import folded

NAMELESS = TransferCard.NAMELESS
COUNT_PEOPLE = ("response", "process_equity")  # count who is here, published or not; they have a test of their own
VARIANTS = {"Quito": ["Quito", "QUITO", " quito", "Ｑuito"], "Lille": ["Lille", "lille "], "Łódź": ["Łódź", "ŁÓDŹ"]}
written = st.tuples(
    st.sampled_from([variant for variants in VARIANTS.values() for variant in variants]),
    st.sampled_from(["", "room", "city", "name", NAMELESS]),
    st.sampled_from(["", "withdrawn_at", "hidden_at"]),
    st.integers(1, 4),
    st.sampled_from(["have", "reach", "missing"]),
)
in_a_database = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def voice(person, city="Quito", shows=True):
    return SimpleNamespace(person=person, city=city, shows=shows)


def public():
    return Heard(None, published={})


# --- too few people ----------------------------------------------------------------------------
@pytest.mark.parametrize("people", [1, 2, 3, 4])
@pytest.mark.parametrize("shows", [True, False])
def test_a_figure_of_fewer_than_three_is_hidden_unless_all_allowed_their_city(people, shows):
    voices = [voice(n, shows=shows or n > 0) for n in range(people)]
    assert (public().sums(voices) == HIDDEN) == (people < 3 and not shows)


def test_three_texts_of_two_people_are_two_people():
    assert public().sums([voice(1), voice(2, shows=False), voice(2, shows=False)]) == HIDDEN


def test_in_the_room_nothing_is_hidden():
    assert Heard(None).sums([voice(1, shows=False)]) == {"texts": 1, "people": 1, "cities": 1}


def test_what_is_hidden_does_not_follow_from_the_rest():
    """Beside a hidden figure the smallest other one goes, until three people are behind what is hidden."""
    groups = {"a": [voice(1, shows=False)], "b": [voice(2), voice(3)], "c": [voice(n) for n in range(4, 9)]}
    told = public().veiled(groups)
    assert [key for key, sums in told.items() if sums == HIDDEN] == ["a", "b"]
    alone = public().veiled({"a": [voice(1, shows=False)], "c": [voice(n) for n in range(4, 9)]})
    assert [key for key, sums in alone.items() if sums == HIDDEN] == ["a", "c"]


voices = st.lists(
    st.builds(voice, st.integers(1, 6), st.sampled_from([v for vs in VARIANTS.values() for v in vs]), st.booleans())
)


@given(st.dictionaries(st.sampled_from("abcd"), voices))
def test_no_figure_and_no_difference_of_figures_leads_to_fewer_than_three(groups):
    told = public().veiled(groups)
    hidden = [each for key, sums in told.items() if sums == HIDDEN for each in groups[key]]
    for key, sums in told.items():
        few = len({each.person for each in groups[key]}) < 3
        if few and not all(each.shows for each in groups[key]):
            assert sums == HIDDEN
    shown = [sums for sums in told.values() if sums != HIDDEN and sums["texts"]]
    if hidden and shown:
        assert len({each.person for each in hidden}) >= 3


@given(voices)
def test_no_city_is_counted_twice(several):
    told = Heard(None).sums(several)
    assert told["cities"] == len({folded(each.city) for each in several}) <= min(len(VARIANTS), told["texts"])


# --- the whole way, from the cards to the public edition ---------------------------------------
def fill(workshop, cards):
    theme, condition = a_theme(workshop), workshop.conditions.first()
    cases = {case.number: case for case in workshop.cases.all()}
    for n, (city, consent, fate, case, state) in enumerate(cards):
        author = person(workshop, f"Person {n}", city)
        card = workshop.cards.create(
            author=author, case=cases[case], stance="adapt", what=f"CANARY{n}END", target=city, consent=consent,
            **({fate: author.joined_at} if fate else {}), next_step=f"STEP{n}END",
        )  # fmt: skip
        Rating.objects.create(card=card, condition=condition, state=state)
        Evidence.objects.create(theme=theme, card=card)


def told_in_public(workshop):
    told = gather(workshop).analyses[False]
    return {name: told[name] for name in told if name not in COUNT_PEOPLE}


here = st.tuples(
    st.sampled_from(VARIANTS["Quito"] + VARIANTS["Lille"] + ["Dakar", ""]),
    st.sampled_from(["", "room", "city", "name"]),
    st.sampled_from(["Mayor", "Planner", "planner", ""]),
    st.booleans(),
)


@in_a_database
@given(st.lists(here, max_size=10))
def test_no_figure_of_who_was_here_leads_to_fewer_than_three(db, people):
    """Neither a row nor what is left of a total tells of one or two who have not let their city be shown."""
    workshop = make_workshop()
    for n, (city, consent, function, writes) in enumerate(people):
        author = person(workshop, f"Person {n}", city, function=function, consent=consent)
        if writes:
            workshop.cards.create(author=author, stance="adapt", what="What", target=city or "Home", consent="room")
    told = gather(workshop).analyses[False]
    rows = {"response": told["response"]["cities"], "process_equity": told["process_equity"]["cities"]}
    open_cities = {folded(city) for city, consent, *_rest in people if consent in ("city", "name")}
    everybody_shows = all(consent in ("city", "name") and city for city, consent, *_rest in people)
    for name, shown in rows.items():
        named = [each for each in shown if each["city"]]
        assert {folded(each["city"]) for each in named} <= open_cities
        left = len(people) - sum(each["present"] for each in named)
        assert (told[name]["present"] is None) == (0 < left < 3)
        assert left >= 3 or not named or everybody_shows
    assert [each for each in rows["process_equity"] if not each["city"] and each.get("present", 3) < 3] == []
    functions = [each["present"] for each in told["process_equity"]["functions"]]
    assert all(n >= 3 for n in functions)
    assert sum(functions) == (len(people) if len(people) >= 3 else 0)


def test_of_a_small_city_beside_one_person_not_to_be_named_nothing_is_left_to_subtract(workshop):
    for name, city, consent in [("A", "Quito", "city"), ("B", "Quito", "city"), ("C", "Lille", "city")]:
        person(workshop, name, city, consent=consent)
    person(workshop, "D", "Quito", consent="city")
    person(workshop, "E", "Dakar", consent="room")
    told = gather(workshop).analyses[False]
    assert [(each["city"], each["present"]) for each in told["response"]["cities"]] == []
    workshop.participants.create(number=99, name="F", city="Lille", consent="city")
    told = gather(workshop).analyses[False]
    assert [(each["city"], each["present"]) for each in told["response"]["cities"]] == [("Quito", 3)]
    equity = told["process_equity"]
    assert [(each["city"], each["present"]) for each in equity["cities"]] == [("Quito", 3), ("", 3)]
    assert (equity["present"], equity["silent_cities"]) == (6, ["Quito"])


@in_a_database
@given(st.lists(written, max_size=8))
def test_what_is_not_published_has_no_part_in_any_public_figure(db, cards):
    """The public analyses are the same where hidden, withdrawn and room-only cards had never been written."""
    workshop = make_workshop()
    fill(workshop, cards)
    told = told_in_public(workshop)
    workshop.cards.exclude(consent__in=["city", "name", NAMELESS], withdrawn_at=None, hidden_at=None).delete()
    assert told_in_public(workshop) == told
    text = json.dumps(gather(workshop).analyses[False])
    kept = {card.what for card in workshop.cards.all()}
    assert [n for n in range(len(cards)) if f"CANARY{n}END" in text and f"CANARY{n}END" not in kept] == []


@in_a_database
@given(st.lists(written, max_size=8))
def test_no_analysis_counts_a_city_twice(db, cards):
    workshop = make_workshop()
    fill(workshop, [(city, consent, "", case, state) for city, consent, _fate, case, state in cards])
    told = analyses.all_of(workshop)
    cities = {folded(city) for city, *_rest in cards}
    assert told["counts"]["cities"] == len(cities)
    named = {folded(city) for city, consent, *_rest in cards if consent != NAMELESS}
    for name in ("city_by_case", "city_profile"):
        assert sorted(folded(each["city"]) for each in told[name]) == sorted(named)
    for row in told["conditions_by_city"]["rows"]:
        for state in ("have", "reach", "missing"):
            assert len({folded(city) for city in row[state]}) == len(row[state])
    for row in [*told["counts"]["by_case"], *told["case_by_theme"], *told["case_by_theme"][0]["cells"]]:
        assert row["cities"] <= len(cities)


@pytest.mark.parametrize("names", ["city_by_case", "conditions_by_city", "city_profile"])
def test_a_nameless_card_has_no_row_of_its_city(insights, names):
    open_card = a_card(person(insights, "Ada", "Quito"), consent="city", rated={"Political will": "have"})
    assert "Quito" in json.dumps(gather(insights).analyses[False][names])
    insights.cards.filter(pk=open_card.pk).update(consent=NAMELESS)
    assert "Quito" not in json.dumps(gather(insights).analyses[False][names])


def test_that_two_agreed_to_meet_is_told_in_the_room_alone(insights, ada, bo):
    a_card(ada, wants_contact=True, consent="city")
    a_card(bo, can_help=True, consent="city")
    now = ada.joined_at
    Introduction.objects.create(
        workshop=insights, case=insights.cases.get(number=1), asker=ada, helper=bo, asker_yes_at=now, helper_yes_at=now
    )
    assert analyses.offers_and_requests(insights)[0]["agreed"] == 1
    assert gather(insights, "internal").analyses[False]["offers_and_requests"][0]["agreed"] == 1
    assert [*gather(insights).analyses[False]["offers_and_requests"][0]] == ["case", "asks", "helps"]


def test_two_nameless_cards_on_a_case_are_hidden_and_three_are_counted(insights):
    theme = a_theme(insights)
    for n in range(3):
        assert n == 0 or gather(insights).analyses[False]["case_by_theme"][0]["cells"][0] == {"case": 1} | HIDDEN
        put(a_card(person(insights, f"P{n}", f"City {n}"), consent=NAMELESS), theme)
    told = gather(insights).analyses[False]["case_by_theme"][0]
    assert told["cells"] == [{"case": 1, "texts": 3, "people": 3, "cities": 3}]


def test_the_internal_edition_counts_everything(insights):
    a_card(person(insights, "Ada", "Quito"), consent="room")
    assert gather(insights, "internal").analyses[False]["counts"]["cards"] == 1
    assert gather(insights).analyses[False]["counts"]["cards"] == 0


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_the_export_holds_every_analysis_by_its_name(insights, tmp_path, edition):
    from django.core.management import call_command

    path = tmp_path / "note.json"
    call_command("export", insights.code, format="json", edition=edition, output=path)
    assert list(json.loads(path.read_text())["analyses"]) == list(analyses.ALL)
