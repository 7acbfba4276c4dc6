"""Every format of one note in all seven languages: whole, said to be in its language, from the right in Arabic."""

import csv
import io
import json
import zipfile

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation
from lxml import etree

from gallery.models import Note
from tests.conftest import make_workshop, person
from tests.export.opened import READ, printed
from tests.export.test_docx import W, body, parts, wrong_orders
from workshop import demo
from workshop.export import files
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.importing import import_archive
from workshop.export.printing import content, press
from workshop.insights.models import TransferCard
from workshop.models import Statement
from workshop.preparing import compile_catalogues

CODES = [code for code, _name in settings.LANGUAGES]
PLAIN = [name for name in files.FORMATS if name not in ("pdf", "slides", "participants")]
WROTE = "A levy of ZAR 24 a month."
STEP = "Ask the owners <b>twice</b>."


@pytest.fixture(scope="module")
def editions(django_db_setup, django_db_blocker):
    """The demo with people, notes and cards of three scripts, gathered once in each language; nothing stays behind."""
    compile_catalogues()
    with django_db_blocker.unblock(), transaction.atomic():
        workshop = demo.build()
        for name, city in [("Eva Lind", "Lyon"), ("سلمى", "تونس"), ("민지", "광주")]:
            write(workshop, person(workshop, name, city, function="Planner", consent="name"))
        gathered = {}
        for code in CODES:
            with translation.override(code):
                gathered[code] = gather(workshop)
        transaction.set_rollback(True)
    return gathered


def write(workshop, author):
    about = {"workshop": workshop, "consent": "name"}
    for case in workshop.cases.all()[:2]:
        for kind in Note.Kind.values:
            Note.objects.create(case=case, author=author, kind=kind, text=f"{WROTE} {author.city}", **about)
    card = {"stance": "adapt", "what": WROTE, "target": author.city, "next_step": STEP, "by_months": 3}
    TransferCard.objects.create(case=workshop.cases.first(), author=author, **card, **about)
    Statement.objects.create(kind="quote", text=WROTE, speaker=author, checked_at=workshop.created_at, **about)


@pytest.fixture(params=CODES)
def language(request):
    with translation.override(request.param):
        yield request.param


def made(editions, language, name):
    return files.FORMATS[name].make(editions[language])


@pytest.mark.parametrize("name", PLAIN)
def test_every_format_is_made_in_every_language(editions, language, name):
    text = READ[name](made(editions, language, name))
    assert (STEP if name == "ics" else WROTE) in text
    if name not in ("ics", "csv", "xlsx"):
        assert " ".join(translation.gettext("Transferability: insights").split()) in " ".join(text.split())


def test_the_typesetter_accepts_it_as_pdf_ua_in_every_language(editions, language):
    document = compose(editions[language])
    sheet = press.typeset("note.typ", *content.of_note(document))
    assert sheet.has_every_letter
    assert f"/Lang({language})".encode() in sheet.pdf
    text = printed(sheet.pdf)
    assert "민지" in text and WROTE in text
    if language not in ("ar", "ko"):
        assert [part.text for part in document.parts if " ".join(part.text.split()) not in text] == []


def test_slides_and_the_list_of_participants_are_set_in_every_language(editions, language):
    assert "민지" in printed(made(editions, language, "participants"))
    assert "neighbourhood of work" in printed(made(editions, language, "slides"))


def test_the_word_file_says_its_language_and_its_way(editions, language):
    file = made(editions, language, "docx")
    root, styles = body(file), etree.fromstring(parts(file)["word/styles.xml"])
    assert wrong_orders(root) == [] == wrong_orders(etree.fromstring(parts(file)["word/footnotes.xml"]))
    said = {lang.get(f"{W}{script}") for lang in styles.iter(f"{W}lang") for script in ("val", "eastAsia", "bidi")}
    assert said == {language}
    assert f"<dc:language>{language}<" in parts(file)["docProps/core.xml"].decode()
    [normal] = [style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Normal"]
    turned = language == "ar"
    assert (normal.find(f"{W}pPr/{W}bidi") is not None) == turned
    assert (root.find(f".//{W}sectPr/{W}bidi") is not None) == turned
    assert len(list(root.iter(f"{W}bidiVisual"))) == (len(list(root.iter(f"{W}tbl"))) if turned else 0)


def test_each_paragraph_of_an_arabic_word_file_runs_its_own_way(editions):
    with translation.override("ar"):
        root = body(made(editions, "ar", "docx"))
        heading = translation.gettext("Transferability: insights")
    ways = {"".join(p.itertext(f"{W}t")).strip(): way_of(p) for p in root.iter(f"{W}p")}
    assert ways[heading] == ways["تونس"] == "1"
    assert ways[WROTE] == "0" and ways["1902–1904"] == "0"


def way_of(paragraph):
    """What the paragraph says of its way: "1" from the right, "0" from the left, None as its style."""
    bidi = paragraph.find(f"{W}pPr/{W}bidi")
    return None if bidi is None else bidi.get(f"{W}val", "1")


@pytest.mark.parametrize("script", ["sz", "szCs"])
def test_letters_of_other_scripts_have_the_same_size(editions, script):
    styles = etree.fromstring(parts(made(editions, "ar", "docx"))["word/styles.xml"])
    [title] = [style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Heading1"]
    assert title.find(f"{W}rPr/{W}{script}").get(f"{W}val") == "48"


@pytest.mark.django_db
def test_an_archive_comes_back_as_the_same_bytes_in_arabic():
    compile_catalogues()
    workshop = make_workshop(title="ورشة الضاحية", topic="الاقتصاد الاجتماعي")
    write(workshop, person(workshop, "سلمى", "تونس", consent="name"))
    with translation.override("ar"):
        before = files.make(workshop, "archive")[2]
        assert files.make(import_archive(before), "archive")[2] == before
    assert 'dir="rtl"' in READ["archive"](before)
    with zipfile.ZipFile(io.BytesIO(before)) as package:
        assert json.loads(package.read("edition.json"))["language"] == "ar"
        rows = list(csv.DictReader(io.StringIO(package.read("tables/notes.csv").decode("utf-8-sig"))))
    assert {row["city"] for row in rows} == {"تونس"}
