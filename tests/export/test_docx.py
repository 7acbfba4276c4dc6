"""The Word file beside what Word insists on: the order of elements, ids that meet, and LibreOffice as its reader."""

import io
import subprocess
import zipfile
from dataclasses import replace
from posixpath import normpath

import pytest
from lxml import etree

from tests.export.opened import printed
from tests.export.test_gate import Scene
from tests.gallery.test_printing import ARABIC, case_of, pages
from workshop import demo
from workshop.export import docx, files
from workshop.export.document import compose
from workshop.export.gather import gather

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order in which ECMA-376 lets these stand inside their parents (those that we write); Word refuses another one.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing sz szCs vertAlign rtl lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "trPr": "cantSplit tblHeader",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference pgSz pgMar cols bidi docGrid",
}


@pytest.fixture
def told(db):
    return demo.build()


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(content):
    return etree.fromstring(parts(content)["word/document.xml"])


def wrong_orders(root):
    """Elements whose children do not stand as they must."""
    found = []
    for parent, order in ORDER.items():
        rank = {name: place for place, name in enumerate(order.split())}
        for element in root.iter(f"{W}{parent}"):
            names = [child.tag.removeprefix(W) for child in element]
            ranks = [rank.get(name, -1) for name in names]
            if ranks != sorted(ranks) or -1 in ranks:
                found.append((parent, names))
    return found


def in_arabic(workshop):
    return docx.write(replace(compose(gather(workshop)), language="ar"))


@pytest.mark.parametrize("write", [lambda workshop: files.make(workshop, "docx")[2], in_arabic])
def test_every_element_stands_where_word_wants_it(told, write):
    assert wrong_orders(body(write(told))) == []


def test_a_wrong_order_would_be_found():
    root = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:bidi/><w:pStyle/></w:pPr></w:p>')
    assert wrong_orders(root) == [("pPr", ["bidi", "pStyle"])]


def test_every_cell_ends_with_a_paragraph_and_every_row_fills_its_grid(told):
    root = body(files.make(told, "docx")[2])
    cells = list(root.iter(f"{W}tc"))
    assert len(cells) > 200 and [cell for cell in cells if cell[-1].tag != f"{W}p"] == []
    for table in root.iter(f"{W}tbl"):
        width = len(table.find(f"{W}tblGrid"))
        assert {len(row.findall(f"{W}tc")) for row in table.iter(f"{W}tr")} == {width}


def test_ids_of_pictures_bookmarks_and_relations_are_each_there_once(told):
    content = files.make(told, "docx")[2]
    root, relations = body(content), etree.fromstring(parts(content)["word/_rels/document.xml.rels"])
    for attribute, tag in (("id", "docPr"), (f"{W}id", "bookmarkStart")):
        ids = [each.get(attribute) for each in root.iter() if each.tag.endswith(f"}}{tag}")]
        assert len(ids) == len(set(ids)) > 3
    known = {relation.get("Id") for relation in relations}
    used = {value for each in root.iter() for name, value in each.attrib.items() if "relationships}" in name}
    assert used - known == set()
    inside = set(parts(content))
    targets = {r.get("Target") for r in relations if r.get("TargetMode") != "External"}
    assert {normpath(f"word/{target}") for target in targets if not target.startswith("/")} - inside == set()


def test_styles_that_are_used_are_defined(told):
    content = parts(files.make(told, "docx")[2])
    defined = {each.get(f"{W}styleId") for each in etree.fromstring(content["word/styles.xml"]).iter(f"{W}style")}
    roots = [etree.fromstring(content[name]) for name in ("word/document.xml", "word/footnotes.xml")]
    used = {each.get(f"{W}val") for root in roots for tag in ("pStyle", "rStyle") for each in root.iter(f"{W}{tag}")}
    assert used - defined == set()


def test_an_arabic_text_runs_from_right_to_left_in_an_english_note(workshop):
    case_of(workshop, **ARABIC)
    root = body(files.make(workshop, "docx")[2])
    turned = ["".join(p.itertext(f"{W}t")) for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
    assert ARABIC["standfirst"] in turned and not any("Introduction" in text for text in turned)
    assert root.find(f".//{W}bidiVisual") is None


def test_an_arabic_note_runs_from_right_to_left_as_a_whole(told):
    content = parts(in_arabic(told))
    root, styles = etree.fromstring(content["word/document.xml"]), etree.fromstring(content["word/styles.xml"])
    tables = list(root.iter(f"{W}tbl"))
    assert len(tables) == len(list(root.iter(f"{W}bidiVisual"))) > 10
    [normal] = [style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Normal"]
    assert normal.find(f"{W}pPr/{W}bidi") is not None


def test_libreoffice_opens_it_and_makes_a_pdf_of_it(workshop, tmp_path):
    Scene(workshop)
    (tmp_path / "note.docx").write_bytes(files.make(workshop, "docx")[2])
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    command = [*office, "--outdir", str(tmp_path), str(tmp_path / "note.docx")]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    pdf = (tmp_path / "note.pdf").read_bytes()
    text = printed(pdf)
    assert pages(pdf) > 5
    assert [part.text for part in compose(gather(workshop)).parts if part.text not in text] == []
    assert "TWIN note city ends" in text and "CANARY" not in text
