"""Markdown, calendar and JSON: what a reader, a calendar and a machine get."""

import json
from datetime import date

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from gallery.models import Note
from tests.conftest import client_of, person
from tests.export.test_note import INJECTIONS
from workshop import demo
from workshop.export import archive, files
from workshop.insights.models import TransferCard
from workshop.models import Workshop
from workshop.preparing import compile_catalogues


@pytest.fixture
def told(db):
    return demo.build()


def made(workshop, name, edition="public"):
    return files.make(workshop, name, edition)[2].decode()


# --- JSON --------------------------------------------------------------------------------------
@pytest.mark.parametrize("edition", ["public", "internal"])
def test_the_json_is_what_its_schema_says(told, edition):
    schema = json.loads(archive.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(made(told, "json", edition)), schema)


def test_the_schema_refuses_what_is_none(told):
    whole = json.loads(made(told, "json"))
    whole["document"]["blocks"][0]["level"] = 9
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, json.loads(archive.schema()))


def test_the_schema_has_an_address(told, client):
    answer = client.get("/schema/note-1.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/schema+json")
    assert answer.content == archive.schema()


# --- Markdown ----------------------------------------------------------------------------------
def test_markdown_has_headings_tables_and_footnotes(told):
    text = made(told, "md")
    assert "# Can the social economy renew a city?\n" in text
    assert "\n## 1. From rail yard to neighbourhood of work\n" in text
    assert "\n| What | Figure | As of | Source |\n| --- | --- | --- | --- |\n" in text
    assert "[^1]" in text and "\n[^1]: " in text


def test_markup_in_a_text_stays_text_in_markdown(workshop, ada):
    case = workshop.cases.get(number=1)
    lines = [*INJECTIONS, "# no heading", "- no list", "1. no list", "a | b", "[x](javascript:y)", "***"]
    for text in lines:
        Note.objects.create(workshop=workshop, case=case, author=ada, kind="take", text=text, consent="city")
    text = made(workshop, "md")
    assert "<script" not in text.replace("\\<script", "")
    assert "\\# no heading" in text and "a \\| b" in text and "\\[x\\](javascript:y)" in text


# --- calendar ----------------------------------------------------------------------------------
def step(workshop, author, **about):
    common = {"workshop": workshop, "author": author, "stance": "adapt", "what": "A levy", "target": "Quito"}
    return TransferCard.objects.create(**common, consent="city", **about)


def entries(workshop):
    text = made(workshop, "ics").replace("\r\n ", "")
    return [dict(line.split(":", 1) for line in entry.split("\r\n")[1:-2]) for entry in text.split("BEGIN:VEVENT")[1:]]


def test_a_next_step_is_a_day_in_the_calendar(workshop, ada):
    Workshop.objects.filter(pk=workshop.pk).update(held_on=date(2017, 8, 31))
    card = step(workshop, ada, next_step="Ask; then, decide", by_months=6)
    [entry] = entries(workshop)
    assert entry["DTSTART;VALUE=DATE"] == "20180228"
    assert entry["DTEND;VALUE=DATE"] == "20180301"
    assert entry["SUMMARY"] == "Quito: Ask\\; then\\, decide"
    assert entry["UID"] == f"card-{card.pk}@{workshop.epoch}.peerwalk"


def test_steps_without_a_date_or_without_consent_are_not_in_it(workshop, ada):
    step(workshop, ada, next_step="Some day")
    TransferCard.objects.filter(pk=step(workshop, ada, next_step="Secret", by_months=1).pk).update(consent="room")
    assert entries(workshop) == []
    assert made(workshop, "ics").startswith("BEGIN:VCALENDAR\r\n")


def test_lines_are_folded_at_75_octets_and_letters_stay_whole(workshop):
    author = person(workshop, "Ji", "서울", consent="city")
    step(workshop, author, next_step="젊은 손으로 오래된 기술을 이어 가는 첫 번째 모임을 서울에서 연다", by_months=1)
    lines = made(workshop, "ics").encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert entries(workshop)[0]["SUMMARY"].endswith("서울에서 연다")


def test_no_entry_can_be_smuggled_in(workshop, ada):
    step(workshop, ada, next_step="x\r\nEND:VEVENT\r\nBEGIN:VEVENT", by_months=1)
    assert made(workshop, "ics").split("\r\n").count("BEGIN:VEVENT") == 1


# --- languages ---------------------------------------------------------------------------------
def test_the_command_writes_in_the_language_that_is_asked_for(workshop, tmp_path):
    for language, heading in [("en", "At a glance"), ("fr", "En un coup d’œil"), ("ar", "لمحة سريعة")]:
        call_command("export", workshop.code, format="md", language=language, output=tmp_path / "note.md")
        assert f"## {heading}\n" in (tmp_path / "note.md").read_text()
    with pytest.raises(CommandError):
        call_command("export", workshop.code, "--language", "xx", output=tmp_path / "note.md")


def test_the_page_shows_the_note_and_offers_its_files_in_a_chosen_language(workshop):
    compile_catalogues()
    hana = client_of("facilitator", workshop)
    page = hana.get(f"/w/{workshop.code}/note/?language=fr").content.decode()
    assert '<html lang="en"' in page and '<div id="live-note" lang="fr" dir="ltr"' in page
    assert "En un coup d’œil" in page and '<input type="hidden" name="language" value="fr">' in page
    arabic = hana.get(f"/w/{workshop.code}/note/fresh/?language=ar&seen=").content.decode()
    assert 'lang="ar" dir="rtl"' in arabic and "لمحة سريعة" in arabic
    assert "At a glance" in hana.get(f"/w/{workshop.code}/note/?language=xx").content.decode()


def test_a_file_follows_the_language_of_the_page_or_the_one_that_is_asked_for(workshop):
    compile_catalogues()
    hana = client_of("facilitator", workshop)
    address = f"/w/{workshop.code}/export/md/"
    for headers, query, ending in [
        ({}, "", f"{workshop.code}.md"),
        ({"accept-language": "fr"}, "", f"{workshop.code}.fr.md"),
        ({"accept-language": "fr"}, "?language=ar", f"{workshop.code}.ar.md"),
    ]:
        assert hana.get(address + query, headers=headers)["Content-Disposition"].endswith(f'{ending}"')


def test_an_edition_is_published_in_a_chosen_language(workshop):
    compile_catalogues()
    client_of("facilitator", workshop).post(f"/w/{workshop.code}/note/publish/", {"language": "ko"})
    [edition] = workshop.publications.all()
    assert (edition.language, edition.document["language"]) == ("ko", "ko")


def test_an_edition_runs_in_its_own_language_whoever_reads_it(workshop, client):
    compile_catalogues()
    client_of("facilitator", workshop).post(f"/w/{workshop.code}/note/publish/", {"language": "ar"})
    page = client.get(f"/notes/{workshop.paper.key}/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page and '<article class="peer-note" lang="ar" dir="rtl">' in page
    assert 'aria-label="المحتويات"' in page and "Contents" not in page
