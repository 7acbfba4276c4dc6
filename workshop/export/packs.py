"""What is handed out beside the note: slides with the key findings, a case's feedback, the list of participants."""

from django.utils.translation import gettext as _

from workshop.export import sentences as say
from workshop.export.blocks import Figures, Heading, Prose, Slip, Slips, Table
from workshop.export.document import compose, finished
from workshop.export.pieces import by, example, ids, quotes
from workshop.export.rest import participants
from workshop.export.talk import used

MOST_SLIDES = 40


# --- slides ------------------------------------------------------------------------------------
def slides(edition):
    """(document, slides): the note, and its key findings as a list of plain slides in their order."""
    document = compose(edition)
    told = [_title(document), *_slides(document, edition)][: MOST_SLIDES - 1]
    last = {"kind": "end", "title": say.citation(edition), "text": document.licence}
    return document, [*told, last]


def _title(document):
    return {"kind": "title", "title": document.title, "text": document.topic, "lines": document.facts}


def _slides(document, edition):
    blocks = {block.key: block for block in document.blocks}
    themes = {theme.id for theme in edition.themes}
    section = None
    for block in document.blocks:
        if block.kind == "heading":
            section = block
        if block.kind == "heading" and block.level == 1 and block.number:
            yield {"kind": "case", "title": block.text, "text": block.eyebrow, "number": block.number,
                   "colour": block.colour, "figures": _key_figures(blocks, block.key)}  # fmt: skip
        elif block.key == "glance-figures":
            yield {"kind": "figures", "title": section.text, "figures": block.items, "colour": 0}
        elif block.kind == "heading" and block.key in themes:
            yield {"kind": "theme", "title": block.text, **_theme(blocks, block.key)}
        elif block.kind == "quote" and len(block.text) < 420:
            yield {"kind": "quote", "text": block.text, "by": block.by, "about": block.about, "colour": block.colour}
        elif block.kind == "table" and (block.shape == "matrix" or block.key == "steps-table"):
            yield {"kind": "table", "title": block.caption, "columns": block.columns, "rows": block.rows[:6],
                   "more": max(0, len(block.rows) - 6), "shape": block.shape}  # fmt: skip


def _key_figures(blocks, key):
    return blocks[f"{key}-figures"].items if f"{key}-figures" in blocks else []


def _theme(blocks, key):
    told = blocks.get(f"{key}-text-0")
    evidence = blocks.get(f"{key}-evidence-0")
    return {"text": told.text if told else "", "small": evidence.text if evidence else ""}


# --- a case's feedback -------------------------------------------------------------------------
def feedback(edition, number):
    """The Document with everything that peers said on one case, as far as they agreed to have it told."""
    chapter = next(chapter for chapter in edition.chapters if chapter.number == number)
    return finished(edition, [*_feedback(edition, chapter)])


def _feedback(edition, chapter):
    cards = [card for card in edition.cards if card.case == chapter.number]
    title = _("What peers said on %(city)s") % {"city": chapter.city}
    yield Heading(title, 1, "feedback", chapter.colour, chapter.number, chapter.title, key="feedback",
                  sources=[chapter.id])  # fmt: skip
    figures = [(len(chapter.notes), _("notes at the poster")), (len(cards), _("transfer cards"))]
    figures += [(sum(dots.cities for dots in chapter.dots), _("cities find it useful at home"))]
    told = [(str(count), words) for count, words in figures if count]
    if not told:
        yield Prose(_("Nothing is published on this case yet."), key="feedback-none", sources=[chapter.id])
        return
    yield Figures(told, chapter.colour, key="feedback-figures", sources=["notes", "cards", "votes"])
    if chapter.notes:
        slips = [Slip(note.kind, note.word, note.text, by(note), note.id) for note in chapter.notes]
        yield Heading(_("At the poster"), 2, "feedback-walk", chapter.colour, key="feedback-walk", sources=["notes"])
        yield Slips(_("Notes left at the poster"), slips, key="feedback-notes", sources=ids(chapter.notes))
    if cards:
        columns = [_("From"), _("Would"), _("What exactly"), _("What to change"), _("Next step")]
        rows = [[by(card), card.stance_word, card.what, card.change, card.next_step] for card in cards]
        yield Heading(_("On transfer cards"), 2, "feedback-on", chapter.colour, key="feedback-on", sources=["cards"])
        origins = [[card.id] for card in cards]
        yield Table(_("What others would take"), columns, rows, origins, key="feedback-cards", sources=ids(cards))
    yield from quotes(chapter.statements, "feedback-voices", 2, chapter.colour)


# --- participants ------------------------------------------------------------------------------
def people(edition):
    """The Document with the participants who agreed to be named, and the counts of all."""
    return finished(edition, [*_people(edition)])


def _people(edition):
    yield Heading(_("Participants"), 1, "people", key="people", sources=["people"])
    told = " ".join(say.coverage(edition))
    yield Prose(told, key="people-text", sources=["people"])
    found = [block for block in participants(edition) if block.kind == "table"]
    yield from found
    if not found:
        yield Prose(_("Nobody has agreed to be named."), key="people-none", sources=["people"])
    for circle in used(edition):
        yield Prose(example(circle) + say.voices(circle), "small", key=f"people-{circle.id}", sources=[circle.id])
