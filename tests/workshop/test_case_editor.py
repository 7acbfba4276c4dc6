"""The case editor: a path of steps for leads and for the case's own owner, with drafts, checks and both texts kept."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gallery.models import Note
from tests.conftest import client_of
from workshop.models import Statement
from workshop.organizers import checklist, sheets

JSON = {"HTTP_ACCEPT": "application/json"}
FACT = {"label": "Buildings walked", "value": "33", "unit": "buildings", "as_of": "2004", "source": "A report"}


@pytest.fixture
def case(workshop):
    return workshop.cases.get(number=3)


@pytest.fixture
def owner(workshop, case):
    """The browser of the owner of case 3."""
    return client_of("case_owner", workshop, case)


def at(case, *rest, name="case-step"):
    return reverse(name, args=[case.workshop.code, case.number, *rest])


def seen(client, address):
    return client.get(address, **JSON).json()["seen"]


def save(client, case, slug, **values):
    address = at(case, slug)
    return client.post(address, values | {"seen": seen(client, address)})


def add(client, case, slug, **values):
    return client.post(at(case, slug), {"key": uuid4(), **values})


def words(n):
    return " ".join(["word"] * n)


def sentences(case):
    case = type(case).objects.get(pk=case.pk)
    return [gap.sentence for gap in checklist.gaps(case)]


# --- who ---------------------------------------------------------------------------------------
def test_the_owner_lands_on_the_case_and_reaches_no_other(owner, case):
    assert owner.get(at(case, name="case-edit")).status_code == 200
    other = case.workshop.cases.get(number=1)
    assert owner.get(at(other, name="case-edit")).status_code == 404
    assert owner.post(at(other, "opening"), {"standfirst": "Mine now."}).status_code == 404


def test_an_owner_whose_link_was_taken_back_finds_nothing(owner, case):
    case.links.get().delete()
    assert owner.get(at(case, name="case-edit")).status_code == 404


def test_the_owner_does_not_plan_the_workshop(owner, case):
    for name in ("workshop-edit", "introduction", "stages", "cases", "links"):
        assert owner.get(reverse(name, args=[case.workshop.code])).status_code == 403
    assert owner.post(at(case, name="case-remove")).status_code == 403


@pytest.mark.parametrize("slug", [step.slug for step in sheets.STEPS])
def test_every_step_opens_for_its_owner(owner, case, slug):
    answer = owner.get(at(case, slug))
    assert (answer.status_code, answer.context["step"].slug) == (200, slug)


def test_a_step_that_is_none_is_not_found(owner, case):
    assert owner.get(at(case, "budget")).status_code == 404
    assert owner.get(at(case, "opening", 1, name="case-row")).status_code == 404


# --- writing -----------------------------------------------------------------------------------
def test_a_saved_step_leads_to_the_next_one(owner, case):
    answer = save(owner, case, "opening", standfirst="Neighbours first.")
    assert answer["Location"] == at(case, "history")
    case.refresh_from_db()
    assert case.standfirst == "Neighbours first."


def test_one_can_stay_on_a_step(owner, case):
    address = at(case, "opening")
    about = {"standfirst": "Hm.", "then": "stay", "seen": seen(owner, address)}
    assert owner.post(address, about)["Location"] == address


def test_a_draft_is_saved_with_anything_missing(owner, case):
    assert save(owner, case, "opening", standfirst="").status_code == 302
    assert save(owner, case, "title", city="Johannesburg", title="").status_code == 302


def test_each_step_saves_only_its_own_fields(owner, case):
    save(owner, case, "lessons", lessons="Begin small.", title="Not here")
    case.refresh_from_db()
    assert (case.lessons, case.title) == ("Begin small.", "A case of Johannesburg")


def test_two_who_write_one_section_both_keep_their_text(owner, hana, case):
    address = at(case, "opening")
    mark = seen(owner, address)
    assert hana.post(address, {"standfirst": "From the organizer.", "seen": mark}).status_code == 302
    late = owner.post(address, {"standfirst": "From the owner.", "seen": mark})
    assert late.status_code == 409
    page = late.content.decode()
    assert [text in page for text in ("From the owner.", "From the organizer.")] == [True, True]
    case.refresh_from_db()
    assert case.standfirst == "From the organizer."


def test_two_who_write_different_sections_do_not_meet(owner, hana, case):
    marks = {slug: seen(owner, at(case, slug)) for slug in ("opening", "lessons")}
    assert hana.post(at(case, "opening"), {"standfirst": "One.", "seen": marks["opening"]}).status_code == 302
    assert owner.post(at(case, "lessons"), {"lessons": "Two.", "seen": marks["lessons"]}).status_code == 302


@pytest.mark.parametrize("count", ["0", "401", "many", ""])
def test_a_cover_that_cannot_be_drawn_is_told_beside_the_field(owner, case, count):
    answer = save(owner, case, "cover", motif="windows", cover_count=count, cover_alt="Thirty-three windows")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["cover_count"])
    assert answer.context["form"]["cover_alt"].value() == "Thirty-three windows"


def test_hostile_text_is_cleaned_and_shown_as_text(owner, case):
    save(owner, case, "title", city="Johannesburg", title="<script>alert(1)</script>\u202e\x07 {{ 7 }}")
    page = owner.get(at(case, name="case-edit")).content.decode()
    case.refresh_from_db()
    assert case.title == "<script>alert(1)</script> {{ 7 }}"
    assert "<script>alert" not in page


def test_too_much_text_comes_back_whole(owner, case):
    answer = save(owner, case, "history", background=words(5000))
    assert answer.status_code == 422
    assert answer.context["form"]["background"].value() == words(5000)


# --- rows --------------------------------------------------------------------------------------
def test_a_figure_is_a_number_with_its_unit_date_and_source(owner, case):
    assert add(owner, case, "figures", **FACT, value_to="40", is_key="on").status_code == 302
    fact = case.facts.get()
    assert (fact.value, fact.value_to, fact.unit, fact.is_key, fact.position) == (33, 40, "buildings", True, 1)


@pytest.mark.parametrize("wrong", [{"value": "many"}, {"value": ""}, {"label": ""}, {"value_to": "20"}])
def test_a_figure_that_is_none_is_not_saved_and_nothing_is_lost(owner, case, wrong):
    answer = add(owner, case, "figures", **FACT | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(wrong))
    assert answer.context["form"]["source"].value() == "A report"
    assert case.facts.count() == 0


def test_pressing_twice_adds_one_row(owner, case):
    key = uuid4()
    for _press in range(2):
        assert owner.post(at(case, "figures"), FACT | {"key": key}).status_code == 302
    assert case.facts.count() == 1


def test_figures_are_changed_ordered_and_taken_away(owner, case):
    for label in ("First", "Second"):
        add(owner, case, "figures", **FACT | {"label": label})
    second = case.facts.get(label="Second")
    address = at(case, "figures", second.pk, name="case-row")
    changed = FACT | {"label": "Second", "value": "7,000,000", "unit": "ZAR", "seen": seen(owner, address)}
    assert owner.post(address, changed).status_code == 302
    owner.post(at(case, "figures", second.pk, "up", name="case-row-shift"), {"seen": second.position})
    assert [(fact.label, fact.value) for fact in case.facts.all()] == [("Second", 7_000_000), ("First", 33)]
    away = at(case, "figures", second.pk, name="case-row-remove")
    assert [owner.post(away).status_code for _press in range(2)] == [302, 302]
    assert [fact.label for fact in case.facts.all()] == ["First"]


def test_a_row_of_another_case_is_not_found(owner, case):
    foreign = case.workshop.cases.get(number=1).facts.create(position=1, label="Workers", value=5)
    assert owner.get(at(case, "figures", foreign.pk, name="case-row")).status_code == 404
    owner.post(at(case, "figures", foreign.pk, name="case-row-remove"))
    assert foreign.case.facts.count() == 1


def test_statements_of_a_case_are_published_ones_with_their_source(owner, case):
    assert add(owner, case, "statements", text="Green must not feel like a punishment.").status_code == 422
    said = {"text": "It has to pay its way.", "speaker_name": "The director", "source": "A note, 2017"}
    assert add(owner, case, "statements", **said).status_code == 302
    assert (case.statements.get().kind, case.statements.get().speaker) == ("paraphrase", None)


def test_what_was_said_in_the_room_is_not_shown_to_the_owner(owner, case, ada):
    room = {"workshop": case.workshop, "case": case, "speaker": ada}
    said = Statement.objects.create(kind="statement", text="Said in confidence.", **room)
    assert owner.get(at(case, "statements", said.pk, name="case-row")).status_code == 404
    assert "Said in confidence." not in owner.get(at(case, "statements")).content.decode()
    owner.post(at(case, "statements", said.pk, name="case-row-remove"))
    assert Statement.objects.filter(pk=said.pk).exists()


# --- the checklist -----------------------------------------------------------------------------
def test_the_checklist_names_what_is_still_to_be_written(case):
    case.standfirst, case.cover_alt = "", "Windows"
    case.save()
    assert sentences(case) == [
        "Still to be written: Opening.",
        "Still to be written: History.",
        "Still to be written: Measures.",
        "Still to be written: Outcomes.",
        "Still to be added: figures, each with its source.",
        "Still to be written: Lessons learnt.",
    ]


@pytest.mark.parametrize("count,is_fine", [(59, False), (60, True), (120, True), (121, False)])
def test_the_opening_has_sixty_to_a_hundred_and_twenty_words(case, count, is_fine):
    case.standfirst = words(count)
    case.save()
    told = f"Opening has {count} words; readers have time for 60 to 120."
    assert (told not in sentences(case)) == is_fine


def test_figures_without_a_source_or_a_date_are_told(case):
    case.facts.create(position=1, label="Buildings", value=33, source="A report")
    case.facts.create(position=2, label="Levy", value=24, source="A report", as_of="2004")
    assert "1 figure has no source or no date." in sentences(case)


def test_contradictions_stand_beside_the_figures(owner, case):
    for position, (value, group) in enumerate([(10, "part_of"), (20, "part_of"), (40, "total_of")], 1):
        case.facts.create(position=position, label="Units", value=value, **{group: "units"})
    for address in (at(case, "figures"), at(case, name="case-edit")):
        assert "The parts add up to 30, the total says 40." in owner.get(address).content.decode()


def test_a_step_asks_the_database_as_often_for_twenty_figures_as_for_one(owner, case):
    case.facts.create(position=1, label="Buildings", value=33)
    with CaptureQueriesContext(connection) as one:
        owner.get(at(case, "figures"))
    for position in range(2, 21):
        case.facts.create(position=position, label="Buildings", value=33)
    with CaptureQueriesContext(connection) as twenty:
        owner.get(at(case, "figures"))
    assert len(twenty) == len(one)


# --- coming and going --------------------------------------------------------------------------
def test_a_new_case_gets_the_next_number_and_opens_its_editor(hana, workshop):
    key = uuid4()
    address = reverse("cases", args=[workshop.code])
    led = [hana.post(address, {"city": "Dakar", "key": key})["Location"] for _press in range(2)]
    assert led == [at(workshop.cases.get(city="Dakar"), name="case-edit")] * 2
    assert workshop.cases.get(city="Dakar").number == 5


def test_a_case_goes_with_its_sheet_but_not_with_notes_on_it(hana, case, ada):
    case.facts.create(position=1, label="Buildings", value=33)
    other = case.workshop.cases.get(number=4)
    Note.objects.create(workshop=case.workshop, case=other, author=ada, kind="take", text="The levy")
    assert hana.post(at(other, name="case-remove")).status_code == 409
    assert [hana.post(at(case, name="case-remove")).status_code for _press in range(2)] == [302, 302]
    assert [each.number for each in case.workshop.cases.all()] == [1, 2, 4]
