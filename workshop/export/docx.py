"""The note as a Word file: real headings, contents, captions, footnotes, alt texts, tables with heading rows."""

from io import BytesIO

import docx
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.shared import Mm

from workshop.export import docx_styles, ooxml, pictures
from workshop.export.ooxml import paragraph, run

FILLS = {"take": "D2E4CE", "condition": "F0D9AE", "question": "CFDEF0"}
STYLES = {"text": "BodyText", "lead": "Standfirst", "small": "Small", "remark": "Remark"}
LINE = 92  # letters of a table that fit on a line
OWN_SIDE = (  # styles in which a text begins where its own way begins, in a note that runs the other way
    *("BodyText", "Standfirst", "Remark", "ListBullet", "FootnoteText", "Quote", "QuoteBy", "QuoteAbout"),
    *("Heading2", "Heading3"),
)
BREAKS = ("glance", "insights", "how", "annex")  # parts that begin on a new page, beside each case


def write(document):
    """The document as the bytes of a DOCX file."""
    file = docx.Document()
    docx_styles.prepare(file, document.language)
    _Writer(file, document).write()
    out = BytesIO()
    file.save(out)
    return out.getvalue()


class _Writer:
    """Puts one block after the other at the end of the file."""

    def __init__(self, file, document):
        self.file, self.document = file, document
        self.end = file.element.body.sectPr
        self.bookmarks = 0

    def write(self):
        self._properties()
        self._front()
        for block in self.document.blocks:
            getattr(self, block.kind)(block)
        if self.document.footnotes:
            ooxml.add_footnotes(self.file, self.document.footnotes, self.turned)
        if self.document.warning:
            docx_styles.head(self.file, self.document.warning)
        docx_styles.foot(self.file, self.document.title)
        self.turned(self.file.element.body)
        self.turned(self.file.sections[0].footer._element)
        if self.is_turned:
            ooxml.turn_round(self.file.element.body)

    @property
    def is_turned(self):
        return docx_styles.is_right_to_left(self.document.language)

    def turned(self, root):
        if self.is_turned:
            ooxml.let_run(root, OWN_SIDE)

    def put(self, *elements):
        for element in elements:
            self.end.addprevious(element)

    # --- before the first part
    def _properties(self):
        about = self.file.core_properties
        about.title, about.subject = self.document.title[:255], self.document.topic[:255]
        about.author, about.language = self.document.author[:255], self.document.language
        about.comments, about.keywords = self.document.edition[:255], "peer learning"

    def _front(self):
        if self.document.warning:
            self.put(paragraph("Remark", run(self.document.warning, bold=True)))
        self.put(paragraph("Series", run(self.document.series)), paragraph("Title", run(self.document.title)))
        if self.document.topic:
            self.put(paragraph("Subtitle", run(self.document.topic)))
        for line in self.document.facts:
            self.put(paragraph("Fact", run(line)))
        self._logos()
        self._covers()
        headings = [heading for heading in self.document.headings if heading.level == 1]
        entries = [(_title(each), f"_Toc{100 + n}") for n, each in enumerate(headings)]
        self.put(ooxml.contents(_("Contents"), entries))

    def _logos(self):
        shown = [(name, content) for file, name in self.document.logos if (content := pictures.photo(file))]
        line = self._paragraph("Covers") if shown else None
        for name, content in shown:
            shape = line.add_run().add_picture(BytesIO(content), height=Mm(13))
            shape._inline.docPr.set("descr", name)
            line.add_run("   ")

    def _covers(self):
        covers = [block for block in self.document.blocks if block.kind == "picture" and block.svg][:4]
        for pair in (covers[:2], covers[2:]):
            if pair:
                line = self._paragraph("Covers")
                for cover in pair:
                    self._image(line, cover, Mm(70))
                    line.add_run(" ")

    # --- the blocks
    def heading(self, block):
        new_page = bool(block.colour and block.level == 1) or block.anchor in BREAKS
        colour = docx_styles.PLACES.get(block.colour)
        if block.eyebrow:
            eyebrow = run(block.eyebrow, bold=True, colour=colour)
            self.put(paragraph("Eyebrow", eyebrow, keep=True, page_break=new_page))
        inside = [run(_title(block), colour=colour)]
        if block.level == 1:
            inside = ooxml.bookmark(self.bookmarks, f"_Toc{100 + self.bookmarks}", *inside)
            self.bookmarks += 1
        self.put(paragraph(f"Heading{block.level}", *inside, page_break=new_page and not block.eyebrow))

    def logos(self, block):
        """They stand on the first page."""

    def paragraph(self, block):
        signs = [ooxml.footnote_sign(number) for number in block.notes]
        self.put(paragraph(STYLES[block.style], run(block.text), *signs))

    def bullets(self, block):
        self.put(*(paragraph("ListBullet", run(item)) for item in block.items))

    def figures(self, block):
        columns = 3 if len(block.items) % 3 == 0 else 4
        rows = [block.items[start : start + columns] for start in range(0, len(block.items), columns)]
        self.put(ooxml.figures(rows, columns), paragraph("Small"))

    def table(self, block):
        self._caption(_("Table"), block)
        widths = _widths(block.columns, block.rows)
        self.put(ooxml.table(block.caption, block.columns, block.rows, widths), paragraph("Small"))

    def slips(self, block):
        self._caption(_("Table"), block)
        rows = [[slip.word, slip.text, slip.by] for slip in block.slips]
        columns = [_("Kind"), _("What was written"), _("Whose")]
        fills = [FILLS.get(slip.kind) for slip in block.slips]
        self.put(ooxml.table(block.caption, columns, rows, [750, 3050, 1200], fills), paragraph("Small"))

    def quote(self, block):
        self.put(paragraph("Quote", run(block.text), keep=True), paragraph("QuoteBy", run(block.by, bold=True)))
        about = paragraph("QuoteAbout", run(block.about))
        same = ooxml.is_rtl(block.about) == ooxml.is_rtl(block.text)
        self.put(about if same else ooxml.other_side(about, docx_styles.QUOTED.twips))

    def picture(self, block):
        line = self._paragraph("Picture")
        self._image(line, block, Mm(160))
        self._caption(pgettext("caption", "Figure"), block, keep=False)

    # --- helpers
    def _paragraph(self, style):
        return self.file.add_paragraph(style=style)

    def _caption(self, word, block, keep=True):
        if block.caption:
            number = ooxml.field(f"SEQ {word} \\* ARABIC", run(str(block.number)))
            caption = ooxml.beside(block.caption, word)
            self.put(paragraph("Caption", run(f"{word} "), *number, run(f". {caption}"), keep=keep))

    def _image(self, line, block, width):
        content = pictures.bytes_of(block)
        if content is None:
            line.add_run(_("The picture is not there any more."))
            return
        shape = line.add_run().add_picture(BytesIO(content), width=width)
        if shape.height > Mm(200):
            shape.width, shape.height = round(shape.width * Mm(200) / shape.height), Mm(200)
        shape._inline.docPr.set("descr", block.alt)
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")


def _title(heading):
    return f"{heading.number}. {heading.text}" if heading.number else heading.text


def _widths(columns, rows):
    """Shares of 5000 for each column: room for its longest word, and the rest by how much stands in it."""
    texts = [[name, *(row[place] for row in rows)] for place, name in enumerate(columns)]
    needs = [min(LINE / len(columns), max(_longest_word(text) for text in column) + 2) for column in texts]
    wants = [min(60, max(map(len, column))) for column in texts]
    left = max(0, LINE - sum(needs))
    wide = [need + left * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
    return [round(5000 * each / sum(wide)) for each in wide]


def _longest_word(text):
    return max(map(len, text.split()), default=0)
