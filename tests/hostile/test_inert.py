"""Whatever stands in the tables: pages, fragments and exports show it as text, and it does nothing there."""

import csv
import io
import json
import zipfile
from html.parser import HTMLParser
from itertools import cycle

import docx
import openpyxl
import pytest
from django.apps import apps
from django.db import models

from fishbowl.models import Step
from tests.access_table import TABLE
from tests.conftest import client_of, move_to
from tests.hostile import strings
from workshop import live
from workshop.export import files
from workshop.export.tables import TRIGGERS
from workshop.models import Stage, Workshop

WORDS = "plain words of nobody"
OURS = {"code", "epoch", "door_key", "return_code", "token_hash", "file", "language", "slot", "time_zone", "unit"}
LEADS = {"href", "src", "action", "formaction", "srcset", "style", "form", "data-live", "data-state", "data-see"}
JOURNAL = Step  # takes no change at all, and holds no words of people: the names of commands, keys and numbers
ROUNDS = 2
FRAGMENTS = ("now", "people", "day", "console", "projector", "circle", "wall:1", "poster:1", "board")
ONE_LINE = [text for text in strings.TEXTS + strings.NUMBERS[:9] if len(text.split()) > 0 and "\u2028" not in text]


def fill(texts):
    """Put one text after the other into every field of ours that somebody may write."""
    texts = cycle(texts)
    for label in ("workshop", "gallery", "fishbowl", "insights"):
        for model in apps.get_app_config(label).get_models():
            names = [field.name for field in model._meta.concrete_fields if model is not JOURNAL and _is_written(field)]
            for row in model.objects.all() if names else []:
                model.objects.filter(pk=row.pk).update(**{name: _fitting(model, name, next(texts)) for name in names})
    lists = {"questions": [next(texts)], "partners": [[next(texts), next(texts)]], "goals": [[8, next(texts)]]}
    Workshop.objects.update(cities=[next(texts)], **lists)


def _is_written(field):
    return isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in OURS


def _fitting(model, name, text):
    return text[: model._meta.get_field(name).max_length]


class Bones(HTMLParser):
    """A page without its words: its elements with the names of their attributes, and where its addresses lead."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        leads = tuple((name, (value or "").split("?")[0].split(";")[0]) for name, value in attributes if _leads(name))
        self.found.append((tag, tuple(sorted(name for name, _value in attributes)), leads))

    handle_startendtag = handle_starttag


def _leads(name):
    return name in LEADS or (name.startswith(("hx-", "data-hx", "on")) and name != "hx-headers")  # a token


def looks(house):
    """Every page that this house has, as everybody who may see it, and every fragment in every stage."""
    pages = {}
    move_to(house.workshop, "gallery")
    for role in ("participant", "organizer", "projector"):
        for name, row in TABLE.items():
            if row.method == "GET" and not {"format", "size", "token"} & row.takes.keys():
                answer = house.ask(role, name, row)
                assert answer.status_code < 500, (role, name)
                if answer.status_code == 200 and answer["Content-Type"].startswith(("text/html", "image/svg")):
                    pages[role, name] = answer.content.decode()
    for kind in Stage.Kind.values:
        move_to(house.workshop, kind)
        pages |= {(kind, name): live.picture(house.workshop, name, "en") for name in FRAGMENTS}
    return pages


def bones(house):
    return {name: Bones(page).found for name, page in looks(house).items()}


def test_no_text_becomes_an_element_an_attribute_or_an_address(house):
    fill([f"{n} {WORDS}" for n in range(len(ONE_LINE))])  # each its own, as the texts are: cities differ, too
    looks(house)  # once through all stages, so that the next looks find them alike
    before = bones(house)
    assert len(before) > 90
    for turn in range(ROUNDS):
        half = turn * len(ONE_LINE) // 2
        fill([text.ljust(4, ".") for text in ONE_LINE[half:] + ONE_LINE[:half]])
        after = bones(house)
        changed = {name: _differing(before[name], after.get(name, [])) for name in before}
        assert {name: parts for name, parts in changed.items() if parts} == {}


def _differing(before, after):
    return sorted({*after} - {*before}, key=str)[:4]


def test_a_text_that_is_a_template_is_not_worked_out(house):
    fill(["{{7*7}} {% now 'Y' %} ${7*7}"])
    assert [name for name, page in looks(house).items() if "7*7" not in page and "49" in page.split()] == []


def test_no_name_can_turn_the_line_around(house):
    """Names stand in <bdi>, or where a browser isolates by itself: options, attributes, the title."""
    house.workshop.participants.update(name="QQname")
    loose = {}
    for name, page in looks(house).items():
        if found := Names(page).loose:
            loose[name] = found
    assert {str(each) for found in loose.values() for each in found} == set()


class Names(HTMLParser):
    """Where a name stands in a page with nothing around it that isolates it."""

    SAFE = {"bdi", "option", "title", "text", "textarea", "script"}

    def __init__(self, html):
        super().__init__()
        self.within, self.loose = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag not in ("input", "br", "img", "meta", "link", "circle", "path", "line", "use", "rect", "hr"):
            self.within.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, text):
        hidden = any("spoken" in (about.get("class") or "") for _tag, about in self.within)
        if "QQname" in text and not hidden and not {tag for tag, _about in self.within} & self.SAFE:
            self.loose.append((self.within[-1:], text.strip()[:60]))


@pytest.fixture
def published(house):
    """Everything agreed to be published, and full of what spreadsheets and documents stumble over."""
    fill([*strings.TEXTS, "bell\x07\x1b[31m \ufffe", "\u2028line"])
    house.workshop.participants.update(consent="name")
    for rows in (house.workshop.notes, house.workshop.cards, house.workshop.statements):
        rows.update(consent="name", checked_at="2026-01-01T00:00Z")
    house.workshop.refresh_from_db()
    return house.workshop


def test_a_spreadsheet_has_texts_and_no_formulas(published):
    book = openpyxl.load_workbook(io.BytesIO(files.make(published, "xlsx")[2]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert any(str(cell.value).startswith("=") for cell in cells)


def test_a_csv_has_no_cell_that_begins_like_a_formula(published):
    archive = zipfile.ZipFile(io.BytesIO(files.make(published, "csv")[2]))
    assert not any("/" in name or ".." in name for name in archive.namelist())
    cells = [
        cell
        for name in archive.namelist()
        for row in csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig")))
        for cell in row
    ]
    assert [cell for cell in cells if cell.strip().startswith(TRIGGERS) and not _is_number(cell)] == []
    assert any(cell.strip().startswith("'=") for cell in cells)


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_document_holds_the_text_and_nothing_that_the_text_says(published):
    content = files.make(published, "docx")[2]
    document = docx.Document(io.BytesIO(content))
    assert any("<pwned>" in paragraph.text for paragraph in document.paragraphs)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<pwned" in archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels")))
    rels = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b"pwned" not in rels


def test_the_page_to_keep_holds_no_element_of_a_text(published):
    found = Bones(files.make(published, "html")[2].decode()).found
    assert not {tag for tag, *_rest in found} & {"pwned", "script", "iframe", "base", "form", "svg/onload=pwned()"}
    assert [leads for _tag, _names, leads in found for name, _value in leads if name.startswith(("on", "hx-"))] == []


def test_the_data_can_be_read(published):
    assert json.loads(files.make(published, "json")[2])["schema"] == "peerwalk-note/1"


@pytest.mark.parametrize(
    "title", ["?!", "...", "\U0001f389", "../../etc/passwd", 'a"; filename=x.exe', "a\r\nX: y", "CON", "\u202egpj"]
)
def test_a_title_of_any_signs_makes_a_file_name(house, title):
    Workshop.objects.filter(pk=house.workshop.pk).update(title=title)
    answer = client_of("rapporteur", house.workshop).get(f"/w/{house.workshop.code}/export/json/")
    assert answer.status_code == 200
    name = answer["Content-Disposition"]
    assert house.workshop.code in name
    assert not {"/", "\\", "\r", "\n", "\u202e"} & {*name}
