"""The peer-learning note as one structure of blocks, from which every format is written."""

from collections import Counter
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workshop import prose
from workshop.export import editing
from workshop.export import sentences as say
from workshop.export.blocks import Document, Heading, Paragraph
from workshop.export.chapters import cases
from workshop.export.learned import action, insights
from workshop.export.opening import at_a_glance, framing, introduction
from workshop.export.rest import annex, how, voices

PARTS = (at_a_glance, framing, introduction, cases, insights, voices, action, how, annex)


def compose(edition):
    """The Document of an Edition: every part there, empty ones said in a sentence, edited as it was by hand."""
    return finished(edition, editing.applied(outline(edition), edition.hands))


def outline(edition):
    """The pieces of the note in their order, as they can be edited: texts whole, nothing numbered yet."""
    return [block for part in PARTS for block in part(edition)]


def finished(edition, blocks):
    """The Document that these pieces make, with texts in paragraphs and everything numbered."""
    notes = Footnotes()
    written = [each for block in blocks for each in _written(block, notes)]
    return Document(
        title=edition.title,
        topic=edition.topic if edition.topic != edition.title else "",
        series=say.series(edition),
        facts=_facts(edition),
        blocks=list(_numbered(written)),
        footnotes=notes.texts,
        language=get_language() or "en",
        edition=say.which(edition),
        author=edition.organizer or "Peerwalk",
        licence=edition.paper.licence,
        warning=say.warning(edition),
    )


class Footnotes:
    """The remarks of all cases, numbered through the note."""

    def __init__(self):
        self.texts = []

    def number(self, text):
        self.texts.append(text)
        return len(self.texts)


def _facts(edition):
    where = ", ".join(part for part in (edition.venue, edition.place) if part)
    came = f"{say.people(edition.presence.people)}, {say.cities(edition.presence.cities)}"
    return [
        line for line in (say.day(edition.held_on), where, edition.organizer, edition.presence.people and came) if line
    ]


def _written(block, notes):
    """A text as its Headings and Paragraphs, its remarks on the last; a quote says that it was edited."""
    if block.kind == "prose":
        yield from _paragraphs(block, notes)
    elif block.kind == "quote" and block.edited:
        yield replace(block, about=". ".join(part for part in (block.about, _("Edited for this note")) if part))
    else:
        yield block


def _paragraphs(block, notes):
    found = prose.blocks(block.text)
    last = max((place for place, each in enumerate(found) if each.kind == "paragraph"), default=-1)
    for place, each in enumerate(found):
        about = {"key": f"{block.key}-{place}", "sources": block.sources, "edited": block.edited}
        if each.kind == "heading":
            yield Heading(each.text, block.level, f"{block.key}-{place}", **about)
        else:
            signs = [notes.number(text) for _id, text in block.remarks] if place == last else []
            yield Paragraph(each.text, block.style, signs, **about)
    if last < 0 and block.remarks:  # remarks without a text to hang on
        yield Paragraph("", block.style, [notes.number(text) for _id, text in block.remarks], key=f"{block.key}-0",
                        sources=block.sources)  # fmt: skip


def _numbered(blocks):
    """Tables and pictures count by themselves, from 1; no heading is more than one level below the one before."""
    counts, above = Counter(), 0
    for block in blocks:
        if block.kind == "heading":
            above = min(block.level, above + 1)
            block = replace(block, level=above)
        if block.kind in ("table", "slips", "picture") and block.caption:
            kind = "picture" if block.kind == "picture" else "table"
            counts[kind] += 1
            block = replace(block, number=counts[kind])
        yield block
