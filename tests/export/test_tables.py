"""The tables: text stays text in every spreadsheet, ids are stable, times are ISO, numbers are numbers."""

import io
import json
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from gallery.models import Note
from tests.export.opened import csv_of, sheets_of
from workshop.export import files
from workshop.export.tables import TRIGGERS, guarded
from workshop.models import Fact

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=HYPERLINK('http://a.b','c')",
    "http://a.b",
    "42",
]


@pytest.fixture
def case(workshop):
    return workshop.cases.get(number=1)


def write(case, author, *texts):
    notes = [
        Note(workshop=case.workshop, case=case, author=author, kind="take", text=text, consent="city") for text in texts
    ]
    return Note.objects.bulk_create(notes)


def xlsx_of(workshop):
    return openpyxl.load_workbook(io.BytesIO(files.make(workshop, "xlsx")[2]))


def rows_of(book, name):
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_no_cell_of_a_workbook_is_a_formula(case, ada):
    write(case, ada, *HOSTILE)
    book = xlsx_of(case.workshop)
    assert {cell.data_type for page in book for row in page for cell in row} <= {"s", "n", "b", "d"}
    assert [row["text"] for row in rows_of(book, "notes")] == HOSTILE


def test_no_cell_of_a_csv_begins_like_a_formula(case, ada):
    write(case, ada, *HOSTILE)
    texts = [row["text"] for row in csv_of(case.workshop, "notes")]
    assert [text for text in texts if text.startswith(TRIGGERS)] == []
    assert [text.removeprefix("'") for text in texts] == HOSTILE


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1", "  =1", "−1"])
def test_a_blank_before_a_formula_does_not_help_it(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["a=b", "", 4, -4, 2.5, True])
def test_what_is_no_formula_is_left_alone(value):
    assert guarded(value) == value


def test_a_csv_opens_as_utf_8(case, ada):
    write(case, ada, 'Größe, 워크숍, "so"\nand so')
    assert [row["text"] for row in csv_of(case.workshop, "notes")] == ['Größe, 워크숍, "so"\nand so']


def test_ids_times_and_numbers_keep_their_kind(case, ada):
    [note] = write(case, ada, "A note")
    Fact.objects.create(case=case, position=1, label="Jobs", value=Decimal("4718"), unit="jobs", source="A study")
    Fact.objects.create(case=case, position=2, label="Area", value=Decimal("4.7"), unit="hectares")
    tables = sheets_of(case.workshop)
    [row] = tables["notes"]
    assert row["id"] == f"note-{note.pk}"
    assert datetime.fromisoformat(row["written_at"]).tzinfo is not None
    assert [fact["value"] for fact in tables["facts"]] == [4718, 4.7]
    assert [row["value"] for row in rows_of(xlsx_of(case.workshop), "facts")] == [4718, 4.7]


def test_the_three_formats_hold_the_same_tables(case, ada):
    write(case, ada, "One", "Two")
    tables, book = sheets_of(case.workshop), xlsx_of(case.workshop)
    assert list(tables) == book.sheetnames
    for name, rows in tables.items():
        assert len(rows) == len(csv_of(case.workshop, name)) == book[name].max_row - 1
        assert len({get_column_letter(n) for n in range(1, book[name].max_column + 1)}) == book[name].max_column


def test_a_text_longer_than_a_cell_is_cut_in_xlsx_and_whole_in_json(case):
    case.background = "word " * 20_000
    case.save(update_fields=["background"])
    [row] = [row for row in rows_of(xlsx_of(case.workshop), "cases") if row["number"] == 1]
    assert (len(row["background"]), row["background"][-1]) == (32_767, "…")
    [whole] = [row for row in sheets_of(case.workshop)["cases"] if row["number"] == 1]
    assert len(whole["background"]) == 99_999


def test_the_json_tells_its_schema_and_state(workshop):
    whole = json.loads(files.make(workshop, "json")[2])
    assert whole["schema"] == "peerwalk-note/1"
    assert (whole["epoch"], whole["revision"]) == (workshop.epoch, workshop.revision)
    assert [block["text"] for block in whole["document"]["blocks"] if block["kind"] == "heading"][0] == "At a glance"
