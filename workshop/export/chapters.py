"""The chapters of the note: each case in its fixed slots, with its figures and what the walk asked."""

from collections import defaultdict

from django.utils.translation import gettext as _

from workshop import prose
from workshop.export import sentences as say
from workshop.export.blocks import Figures, Heading, Picture, Prose, Slip, Slips, Table
from workshop.export.pieces import by, caption, example, ids, photo_of, quotes

KINDS = ("take", "condition", "question")


def cases(edition):
    if not edition.chapters:
        yield Heading(_("Cases"), 1, "cases", key="cases", sources=["cases"])
        yield Prose(_("No case has been entered."), key="cases-none", sources=["cases"])
    for chapter in edition.chapters:
        yield from case(chapter)


def case(chapter):
    """One case, as it stands in the note and as its owner approves it."""
    where = ", ".join(part for part in (chapter.place, chapter.city, chapter.country) if part)
    slot = _Slots(chapter)
    yield Heading(
        chapter.title or chapter.city,
        1,
        chapter.id,
        chapter.colour,
        chapter.number,
        where,
        key=chapter.id,
        sources=[chapter.id],
    )
    alt = chapter.cover_alt or chapter.title or chapter.city
    words = caption(chapter.cover_alt, chapter.cover_credit)
    yield Picture(alt, words, svg=chapter.cover, key=f"{chapter.id}-cover", sources=[chapter.id])
    yield from slot.opening()
    yield from _key_figures(chapter)
    yield from slot.told("background", _("Background"))
    yield from slot.told("approach", _("The approach"))
    yield from slot.told("partners", _("Partners"))
    yield from slot.told("cost", _("Cost and funding"))
    yield from slot.told("outcomes", _("Outcomes"))
    yield from _facts_and_figures(chapter)
    yield from slot.told("next_steps", _("What comes next"))
    yield from quotes(chapter.statements, f"{chapter.id}-voices", 2, chapter.colour)
    yield from slot.told("lessons", _("Lessons learnt"))
    yield from _walk(chapter)
    yield from map(photo_of, chapter.photos)
    if chapter.contact:
        told = _("Contact: %(contact)s") % {"contact": chapter.contact}
        yield Prose(told, "small", key=f"{chapter.id}-contact", sources=[chapter.id])


class _Slots:
    """The texts of a case with their remarks; a remark on a slot without text goes up to the standfirst."""

    def __init__(self, chapter):
        self.chapter, self.remarks = chapter, defaultdict(list)
        for pk, slot, text in chapter.footnotes:
            self.remarks[slot if prose.blocks(chapter.slots.get(slot, "")) else "standfirst"].append((pk, text))

    def opening(self):
        if self.chapter.slots["standfirst"] or self.remarks["standfirst"]:
            yield self._prose("standfirst", "lead")

    def told(self, slot, title):
        if self.chapter.slots[slot].strip():
            key = f"{self.chapter.id}-{slot}"
            yield Heading(title, 2, key, self.chapter.colour, key=key, sources=[self.chapter.id])
            yield self._prose(slot)

    def _prose(self, slot, style="text"):
        remarks = self.remarks[slot]
        sources = [self.chapter.id, *(pk for pk, _text in remarks)]
        key = f"{self.chapter.id}-{slot}-text"
        return Prose(self.chapter.slots[slot], style, remarks=remarks, key=key, sources=sources)


def _key_figures(chapter):
    if keys := [figure for figure in chapter.figures if figure.is_key]:
        told = [(figure.number, _words(figure)) for figure in keys]
        yield Figures(told, chapter.colour, key=f"{chapter.id}-figures", sources=ids(keys))


def _words(figure):
    return f"{figure.label} ({figure.words})" if figure.words else figure.label


def _facts_and_figures(chapter):
    facts = [figure for figure in chapter.figures if not figure.is_date]
    dates = sorted((figure for figure in chapter.figures if figure.is_date), key=lambda figure: figure.value)
    key = f"{chapter.id}-facts"
    if chapter.figures:
        yield Heading(_("Facts and figures"), 2, key, chapter.colour, key=key, sources=ids(chapter.figures))
    if facts:
        rows = [[f.label, f.display, f.as_of, f.source] for f in facts]
        columns = [_("What"), _("Figure"), _("As of"), _("Source")]
        yield _table(_("%(city)s in figures") % {"city": chapter.city}, columns, rows, facts, f"{key}-table")
    for place, finding in enumerate(chapter.findings):
        told = _("The source contradicts itself. %(finding)s Both are kept as published.") % {"finding": finding}
        yield Prose(told, "remark", key=f"{key}-finding-{place}", sources=ids(chapter.figures))
    if dates:
        rows = [[f.display, f.label, f.source] for f in dates]
        columns = [_("When"), _("What"), _("Source")]
        yield _table(_("%(city)s in dates") % {"city": chapter.city}, columns, rows, dates, f"{key}-dates")


def _table(caption, columns, rows, things, key):
    return Table(caption, columns, rows, [[thing.id] for thing in things], key=key, sources=ids(things))


def _walk(chapter):
    if not (chapter.notes or chapter.dots):
        return
    key = f"{chapter.id}-walk"
    yield Heading(_("What the walk asked"), 2, key, chapter.colour, key=key, sources=["notes", chapter.id])
    for place, dots in enumerate(chapter.dots):
        yield Prose(example(dots) + say.useful(dots), key=f"{key}-dots-{place}", sources=["votes", chapter.id])
    notes = [note for kind in KINDS for note in chapter.notes if note.kind == kind]
    if notes:
        slips = [Slip(note.kind, note.word, note.text, by(note), note.id) for note in notes]
        told = _("Notes left at the poster of %(city)s") % {"city": chapter.city}
        yield Slips(told, slips, key=f"{key}-notes", sources=ids(notes))
    answered = [note for note in notes if note.kind == "question" and note.answer and note.answer.text]
    if answered:
        rows = [[note.text, note.answer.text, note.answer.who.label] for note in answered]
        columns = [_("Question"), _("Answer"), _("Answered by")]
        told = _("Answered at the poster of %(city)s") % {"city": chapter.city}
        origins = [[note.id, f"answer-{note.id}"] for note in answered]
        yield Table(
            told, columns, rows, origins, key=f"{key}-answers", sources=[each for row in origins for each in row]
        )
