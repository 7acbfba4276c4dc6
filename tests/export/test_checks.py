"""Before a note goes out: what contradicts itself, lacks its source, is spelt in two ways, or waits for somebody."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import client_of
from workshop import demo
from workshop.export import checks, spelling
from workshop.models import Case, Fact, Footnote, Statement


@pytest.fixture
def case(workshop):
    """A case without anything to look at."""
    Case.objects.update(lessons="Begin with those who live there.")
    return workshop.cases.get(number=1)


def found(case, kind):
    """The sentences of this kind, each with its case's city."""
    return [(each.case, each.sentence) for each in checks.check(case.workshop) if each.kind == kind]


def write(case, **slots):
    Case.objects.filter(pk=case.pk).update(**slots)


def test_the_demo_names_barcelonas_sum_and_montreals_two_housing_figures(db, capsys):
    workshop = demo.build()
    call_command("check_cases", workshop.code, json=True)
    housing, total = json.loads(capsys.readouterr().out)
    assert (housing["case"], housing["kind"], housing["values"]) == ("Montreal", "same_quantity", [350, 400])
    assert (total["case"], total["kind"], total["values"]) == ("Barcelona", "sum", [3718, 4718])
    assert total["parts"] == [2400, 197, 861, 260]
    assert "2,400 + 197 + 861 + 260 = 3,718, against 4,718 as the total." in total["sentence"]
    assert "350–400 housing units and 400 housing units" in housing["sentence"]


def test_without_json_it_prints_a_line_each(case, capsys):
    call_command("check_cases", case.workshop.code)
    assert capsys.readouterr().out == "Nothing to look at.\n"
    write(case, lessons="")
    call_command("check_cases", case.workshop.code.lower())
    assert capsys.readouterr().out == "Montreal (lessons): The case has no lessons learnt.\n"
    with pytest.raises(CommandError, match="No workshop has the code NOCODE."):
        call_command("check_cases", "NOCODE")


def test_a_figure_without_source_or_date_is_told(case):
    Fact.objects.create(case=case, position=1, label="Jobs", value=2500, source="A study", as_of="2017")
    Fact.objects.create(case=case, position=2, label="Homes", value="4.5", source="A study")
    [told] = [each for each in checks.check(case.workshop) if each.kind == "no_source"]
    assert (told.values, told.sentence) == ([4.5], "The figure “Homes” has no source or no date.")


def test_a_case_without_lessons_is_told(case):
    write(case, lessons="  ")
    assert found(case, "lessons") == [("Montreal", "The case has no lessons learnt.")]


def test_footnotes_out_of_order_or_without_a_section_are_told(case):
    write(case, background="A yard.", approach="A plan.")
    Footnote.objects.create(case=case, position=1, slot="background", text="One")
    Footnote.objects.create(case=case, position=2, slot="approach", text="Two")
    assert found(case, "footnotes") == []
    Footnote.objects.create(case=case, position=3, slot="standfirst", text="Three")
    Footnote.objects.create(case=case, position=4, slot="cost", text="Four")
    assert [said for _city, said in found(case, "footnotes")] == [
        "The footnotes do not stand in the order of the sections.",
        "A footnote belongs to a section that is empty.",
    ]


def test_a_heading_with_nothing_under_it_is_told(case):
    write(case, approach="## First\n\nA levy.\n\n## Second\n\n## Third\n\nA park.\n\n## Last")
    titles = [said for _city, said in found(case, "empty_heading")]
    assert titles == ["Nothing follows the sub-heading “Second”.", "Nothing follows the sub-heading “Last”."]


def test_a_place_spelt_in_two_ways_is_told(case):
    write(case, place="Rosemont-La Petite-Patrie", background="Rosemond is a borough.", title="In Rosemont")
    assert found(case, "place_name") == [("Montreal", "“Rosemond” stands once; is it “Rosemont”?")]


@pytest.mark.parametrize("text", ["Cooperative and Cooperatives", "Montreal and Montreal", "Canada, Canadian"])
def test_forms_of_a_word_are_no_slips(text):
    assert spelling.slips([text, text.split()[-1]]) == []


@pytest.mark.parametrize("slip, name", [("Makhra", "Makhura"), ("Rosemnot", "Rosemont"), ("Rosemoont", "Rosemont")])
def test_a_letter_lost_swapped_or_doubled_is_a_slip(slip, name):
    assert spelling.slips([f"{slip} spoke"], [name]) == [(slip, name)]


def test_a_name_that_nobody_registered_is_told(workshop, case, ada):
    type(ada).objects.filter(pk=ada.pk).update(name="David Makhura")
    Statement.objects.create(
        workshop=workshop, kind="paraphrase", text="…", speaker_name="David Makhra", source="A note"
    )
    assert found(case, "not_registered") == [("", "“Makhra” stands once; is it “Makhura”?")]


def test_acronyms_with_mixed_letters_and_two_meanings_are_told(case):
    write(case, background="The social and solidarity economy (SSE). SSE grows. The SEE plan.")
    write(case, approach="The solidarity sector economy (SSE) and SDA and SDG.")
    assert [said for _city, said in found(case, "acronym")] == [
        "“SEE” is made of the letters of “SSE”: do they mean the same?",
        "“SSE” is spelt out as “social and solidarity economy” and as “solidarity sector economy”.",
    ]


def test_a_picture_without_credit_or_words_is_told(workshop, case, ada):
    about = {"workshop": workshop, "case": case, "by": ada, "file": "a.jpg", "width": 1, "height": 1}
    workshop.photos.create(caption="The yard", credit="Ada", **{**about, "workshop": workshop})
    assert found(case, "photo") == []
    workshop.photos.create(caption="The hall", **about)
    workshop.photos.create(caption="", credit="Ada", **about)
    assert [said for _city, said in found(case, "photo")] == [
        "The picture “The hall” has no credit.",
        "A picture has no words for people who do not see it.",
    ]


def test_a_quote_without_speaker_check_function_or_case_is_told(workshop, case, ada):
    common = {"workshop": workshop, "kind": "quote"}
    Statement.objects.create(text="Nobody’s", case=case, **common)
    said = Statement.objects.create(text="Ada’s", speaker=ada, **common)
    assert [told for _city, told in found(case, "quote")] == [
        "“Nobody’s”: nobody is noted as its speaker.",
        "“Ada’s”: Ada has not checked it yet.",
        "“Ada’s”: it belongs to no case.",
    ]
    said.checked_at, said.case = said.created_at, case
    said.save()
    assert [told for _city, told in found(case, "quote")] == ["“Nobody’s”: nobody is noted as its speaker."]


def test_the_plan_shows_what_is_to_be_looked_at(db):
    workshop = demo.build()
    page = client_of("facilitator", workshop).get(f"/w/{workshop.code}/plan/").content.decode()
    assert "2,400 + 197 + 861 + 260 = 3,718" in page
    assert f'href="/w/{workshop.code}/plan/cases/4/figures/"' in page
