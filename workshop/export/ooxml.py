"""The parts of WordprocessingML that python-docx has no words for: fields, bookmarks, tables, footnotes, contents."""

import unicodedata

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from lxml import etree

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def make(tag, attributes=None, *children):
    """An element of the w: namespace; attribute names get it too."""
    element = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def run(text, style=None, bold=False, colour=None):
    """A run of text; line breaks in it stay line breaks."""
    looks = [make("rStyle", {"val": style})] if style else []
    looks += [make("b"), make("bCs")] if bold else []
    looks += [make("color", {"val": colour})] if colour else []
    looks += [make("rtl")] if is_rtl(text) else []
    made = make("r", {}, *([make("rPr", {}, *looks)] if looks else []))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(make("br"))
        made.append(_text("t", line))
    return made


def paragraph(style, *children, keep=False, page_break=False):
    looks = [make("pStyle", {"val": style})]
    looks += [make("keepNext")] if keep else []
    looks += [make("pageBreakBefore")] if page_break else []
    looks += [make("bidi")] if is_rtl("".join(map(words_of, children))) else []
    return make("p", {}, make("pPr", {}, *looks), *children)


def is_rtl(text):
    """Whether the first letter that has a direction goes from right to left."""
    ways = (unicodedata.bidirectional(sign) for sign in text)
    return next((way in ("R", "AL") for way in ways if way in ("L", "R", "AL")), False)


def beside(text, other):
    """The text, its way marked at both ends where it runs against the other one: its full stop stays at its end."""
    mark = "\u200f" if is_rtl(text) else "\u200e"
    return text if is_rtl(text) == is_rtl(other) else f"{mark}{text}{mark}"


# --- from right to left ------------------------------------------------------------------------
def turn_round(body):
    """Tables begin on the right, and so does every column of the page."""
    for looks in body.iter(qn("w:tblPr")):
        looks.find(qn("w:tblW")).addprevious(make("bidiVisual"))
    section = body.sectPr
    grid = section.find(qn("w:docGrid"))
    section.append(make("bidi")) if grid is None else grid.addprevious(make("bidi"))


def let_run(root, prose):
    """In a note that runs from right to left, what does not runs its own way.

    Paragraphs of the `prose` styles begin on their own side then; titles and cells keep to the page's.
    """
    for each in root.iter(qn("w:p")):
        if (text := words_of(each).strip()) and not is_rtl(text):
            looks = _looks(each)
            looks.append(make("bidi", {"val": 0}))
            if looks[0].get(qn("w:val")) not in prose:
                looks.append(make("jc", {"val": "right"}))


def other_side(made, inside):
    """The paragraph at the end of its own way, as far in: to Word, right is the end of every way."""
    _looks(made).extend([make("ind", {"left": 0, "right": inside}), make("jc", {"val": "right"})])
    return made


def words_of(made):
    return "".join(made.itertext(qn("w:t")))


def _looks(made):
    return made.find(qn("w:pPr"))


def field(instruction, *shown):
    """The runs of a field with what it shows until a word processor works it out again."""
    return [_mark("begin"), _instruction(instruction), _mark("separate"), *shown, _mark("end")]


def bookmark(number, name, *inside):
    start = make("bookmarkStart", {"id": number, "name": name})
    return [start, *inside, make("bookmarkEnd", {"id": number})]


def link_to(name, *inside):
    return make("hyperlink", {"anchor": name, "history": 1}, *inside)


# --- tables ------------------------------------------------------------------------------------
def table(title, columns, rows, widths, fills=None):
    """A table with a heading row that is repeated on each page; widths are shares of 5000."""
    made = make("tbl", {}, _table_looks(title), make("tblGrid", {}, *(make("gridCol", {"w": w * 2}) for w in widths)))
    made.append(_row(columns, widths, "TableHead", head=True))
    for row, fill in zip(rows, fills or [None] * len(rows), strict=True):
        made.append(_row(row, widths, "TableText", fill=fill))
    return made


def _table_looks(title):
    line = {"val": "single", "sz": 4, "space": 0, "color": "C9C4B6"}
    heavy = line | {"sz": 12, "color": "1D2329"}
    borders = make("tblBorders", {}, make("top", heavy), make("bottom", line), make("insideH", line))
    gaps = {"w": 70, "type": "dxa"}
    margins = make("tblCellMar", {}, *(make(side, gaps) for side in ("top", "left", "bottom", "right")))
    look = make(
        "tblLook", {"val": "0220", "firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1}
    )
    width, layout = make("tblW", {"w": 5000, "type": "pct"}), make("tblLayout", {"type": "fixed"})
    return make("tblPr", {}, width, borders, layout, margins, look, make("tblCaption", {"val": title}))


def _row(cells, widths, style, head=False, fill=None):
    looks = make("trPr", {}, make("cantSplit"), *([make("tblHeader")] if head else []))
    made = make("tr", {}, looks)
    for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
        made.append(_cell(text, width, style, fill if place == 0 else None))
    return made


def _cell(text, width, style, fill):
    looks = [make("tcW", {"w": width, "type": "pct"})]
    looks += [make("shd", {"val": "clear", "color": "auto", "fill": fill})] if fill else []
    return make("tc", {}, make("tcPr", {}, *looks), paragraph(style, run(text)))


def figures(rows, columns):
    """Figures that stand large, in a table without lines: [(number, words), ...] in each row."""
    share = 5000 // columns
    grid = make("tblGrid", {}, *(make("gridCol", {"w": share * 2}) for _each in range(columns)))
    looks = make("tblPr", {}, make("tblW", {"w": 5000, "type": "pct"}), make("tblLayout", {"type": "fixed"}))
    made = make("tbl", {}, looks, grid)
    for row in rows:
        padded = [*row, *[("", "")] * (columns - len(row))]
        made.append(make("tr", {}, make("trPr", {}, make("cantSplit")), *(_figure(*each, share) for each in padded)))
    return made


def _figure(number, words, share):
    rule = make("tcBorders", {}, make("top", {"val": "single", "sz": 12, "space": 0, "color": "1D2329"}))
    looks = [make("tcW", {"w": share, "type": "pct"}), *([rule] if number else [])]
    inside = [paragraph("FigureNumber", run(number)), paragraph("FigureWords", run(words))]
    return make("tc", {}, make("tcPr", {}, *looks), *inside)


# --- footnotes ---------------------------------------------------------------------------------
def add_footnotes(document, texts, turned=lambda notes: None):
    """The footnotes part: two separators, then the remarks as 1, 2, 3; `turned` looks at it before it is kept."""
    notes = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
    notes.append(_separator(-1, "separator"))
    notes.append(_separator(0, "continuationSeparator"))
    for number, text in enumerate(texts, start=1):
        sign = make("r", {}, make("rPr", {}, make("rStyle", {"val": "FootnoteReference"})), make("footnoteRef"))
        notes.append(make("footnote", {"id": number}, paragraph("FootnoteText", sign, run(f" {text}"))))
    turned(notes)
    blob = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    compat = document.settings.element.find(qn("w:compat"))
    compat.addprevious(make("footnotePr", {}, make("footnote", {"id": -1}), make("footnote", {"id": 0})))


def footnote_sign(number):
    looks = make("rPr", {}, make("rStyle", {"val": "FootnoteReference"}))
    return make("r", {}, looks, make("footnoteReference", {"id": number}))


def _separator(number, kind):
    spacing = make("pPr", {}, make("spacing", {"after": 0, "line": 240, "lineRule": "auto"}))
    return make("footnote", {"type": kind, "id": number}, make("p", {}, spacing, make("r", {}, make(kind))))


# --- contents ----------------------------------------------------------------------------------
def contents(title, entries):
    """A table of contents that stands filled: [(text, name of its bookmark), ...].

    It names no pages: only the word processor that lays them out knows them, and a wrong one is worse than none.
    """
    kind = make("docPartObj", {}, make("docPartGallery", {"val": "Table of Contents"}), make("docPartUnique"))
    inside = make("sdtContent", {}, paragraph("TOCHeading", run(title)))
    lines = [paragraph("TOC1", link_to(name, run(text))) for text, name in entries]
    inside.extend(lines)
    if lines:
        opening = [_mark("begin"), _instruction(r'TOC \o "1-1" \n \h \z \u'), _mark("separate")]
        lines[0].find(qn("w:pPr")).getparent()[1:1] = opening
        lines[-1].append(_mark("end"))
    return make("sdt", {}, make("sdtPr", {}, kind), inside)


# --- helpers -----------------------------------------------------------------------------------
def _mark(kind):
    return make("r", {}, make("fldChar", {"fldCharType": kind}))


def _instruction(text):
    return make("r", {}, _text("instrText", f" {text} "))


def _text(tag, text):
    made = make(tag)
    made.text = text
    made.set(XML_SPACE, "preserve")
    return made
