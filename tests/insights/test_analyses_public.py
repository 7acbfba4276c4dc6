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
from workshop.text import folded

NAMELESS = TransferCard.NAMELESS
COUNT_PEOPLE = ("response", "process_equity")  # count who is here, published or not, and name nobody
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


@in_a_database
@given(st.lists(written, max_size=8))
def test_what_is_not_published_has_no_part_in_any_public_figure(db, cards):
    """The public analyses are the same where hidden, withdrawn and room-only cards had never been written."""
    workshop = make_workshop()
    fill(workshop, cards)
    told = told_in_public(workshop)
    workshop.cards.exclude(consent__in=["city", "name", NAMELESS], withdrawn_at=None, hidden_at=None).delete()
    assert told_in_public(workshop) == told
    text = json.dumps(told)
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
