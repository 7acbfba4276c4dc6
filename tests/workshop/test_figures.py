"""How facts are written, and the contradictions found among them."""

import pytest
from django.utils import translation

from workshop.figures import contradictions, display, is_date, number, unit
from workshop.models import Case, Fact, Workshop
from workshop.preparing import compile_catalogues

pytestmark = pytest.mark.django_db


def fact(value, unit="", value_to=None, qualifier=""):
    return Fact(value=value, value_to=value_to, unit=unit, qualifier=qualifier)


@pytest.fixture
def case():
    return Case.objects.create(workshop=Workshop.objects.create(title="Levies"), number=1, city="Quito", title="A levy")


def keep(case, *facts):
    for position, values in enumerate(facts, start=1):
        Fact.objects.create(case=case, position=position, **{"label": f"Figure {position}", **values})


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (fact("134000.0000", "inhabitants"), "134,000 inhabitants"),
        (fact("4.7000", "hectares"), "4.7 hectares"),
        (fact("35.6000", "%"), "35.6%"),
        (fact(350, "housing units", value_to=400), "350–400 housing units"),
        (fact(500000, qualifier="about"), "about 500,000"),
        (fact(500000, "ZAR", qualifier="about"), "about ZAR 500,000"),
        (fact(7000000, "ZAR"), "ZAR 7 million"),
        (fact(2000000, "square feet"), "2 million square feet"),
        (fact(1250000, "trips"), "1,250,000 trips"),
        (fact("3.5", "times", qualifier="almost"), "almost 3.5 times"),
        (fact(1995, "year"), "1995"),
        (fact(1902, "year", value_to=1904), "1902–1904"),
        (fact(0, "complaints"), "0 complaints"),
        (fact(-12, "%"), "-12%"),
        (fact(10), "10"),
    ],
)
def test_a_fact_is_written_as_people_read_it(given, written):
    assert display(given) == written


def test_numbers_follow_the_reader_s_language():
    with translation.override("de"):
        assert display(fact("134000.5", "m²")) == "134.000,5 m²"


@pytest.mark.parametrize(
    ("language", "given", "written"),
    [
        ("ar", fact("134000.5", "m²"), "134,000.5 m²"),
        ("fr", fact(134000, "m²"), "134\N{NO-BREAK SPACE}000 m²"),
        ("ko", fact(134000, "m²"), "134,000 m²"),
        ("ko", fact(77000000, "ZAR"), "ZAR 7,700만"),
        ("ko", fact(2000000, "m²", value_to=2500000), "200만–250만 m²"),
    ],
)
def test_numbers_are_grouped_as_in_each_language(language, given, written):
    compile_catalogues()
    with translation.override(language):
        assert display(given) == written


def test_number_and_unit_can_stand_apart():
    given = fact(2500, "workers")
    assert (number(given), unit(given)) == ("2,500", "workers")
    assert unit(fact(20, "%")) == ""


def test_only_years_are_dates():
    assert is_date(fact(1995, "year"))
    assert not is_date(fact(1995, "jobs"))


def test_parts_that_miss_their_total_are_found(case):
    keep(case, {"value": 4718, "total_of": "all", "label": "Initiatives"}, {"value": 2400, "part_of": "all"})
    Fact.objects.create(case=case, position=3, label="Others", value=1318, part_of="all")
    [finding] = contradictions(case)
    assert finding.kind == "sum"
    assert finding.label == "Initiatives"
    assert finding.values == ("3,718", "4,718")
    assert finding.sentence == "The parts add up to 3,718, the total says 4,718."


def test_parts_that_make_their_total_are_left_in_peace(case):
    keep(case, {"value": 10, "total_of": "all"}, {"value": "2.5", "part_of": "all"}, {"value": "7.5", "part_of": "all"})
    assert contradictions(case) == []


def test_a_range_of_parts_may_hold_the_total(case):
    keep(case, {"value": 400, "total_of": "homes"}, {"value": 350, "value_to": 400, "part_of": "homes"})
    assert contradictions(case) == []
    case.facts.filter(position=1).update(value=401)
    assert [finding.values for finding in contradictions(case)] == [("350–400", "401")]


def test_a_total_without_parts_says_nothing(case):
    keep(case, {"value": 10, "total_of": "all"}, {"value": 3, "part_of": "others"})
    assert contradictions(case) == []


def test_one_quantity_in_two_figures_is_found(case):
    keep(
        case,
        {"value": 350, "value_to": 400, "unit": "homes", "quantity": "homes"},
        {"value": 400, "unit": "homes", "quantity": "homes"},
    )
    [finding] = contradictions(case)
    assert finding.kind == "same_quantity"
    assert finding.values == ("350–400 homes", "400 homes")
    assert finding.sentence == "The same figure is given as 350–400 homes and 400 homes."


def test_one_quantity_given_twice_alike_is_no_contradiction(case):
    keep(case, {"value": 400, "quantity": "homes"}, {"value": "400.0", "quantity": "homes"})
    assert contradictions(case) == []


def test_another_case_s_parts_do_not_count(case):
    other = Case.objects.create(workshop=case.workshop, number=2, city="Lille", title="Baths")
    keep(case, {"value": 10, "total_of": "all"})
    keep(other, {"value": 3, "part_of": "all"})
    assert contradictions(case) == []
