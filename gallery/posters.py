"""A poster: a case as people read it at its station, ready for the template."""

from typing import NamedTuple
from zlib import crc32

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from workshop import figures, prose
from workshop.models import Statement

KEY_FIGURES = 4
COVER_SIZE = 640, 400


class Poster(NamedTuple):
    case: object
    cover: str
    figures: list  # the few that stand large
    facts: list  # all of them, dates apart
    dates: list
    contradictions: list
    told: list  # sections that everybody reads; the empty ones are left out
    further: list  # sections for who wants to know more, behind their titles
    details: list  # partners, cost, next steps, contact
    statements: list
    footnotes: list  # of the standfirst


class Figure(NamedTuple):
    number: str
    unit: str
    fact: object


class Section(NamedTuple):
    slot: str
    title: str
    blocks: list
    footnotes: list


def poster(case):
    """Everything on the case's poster, in four queries."""
    prefetch_related_objects([case], "facts")
    facts = list(case.facts.all())
    footnotes = list(case.footnotes.all())
    return Poster(
        case=case,
        cover=cover_url(case),
        figures=[_figure(fact) for fact in facts if fact.is_key][:KEY_FIGURES],
        facts=[_figure(fact) for fact in facts if not figures.is_date(fact)],
        dates=[_figure(fact) for fact in facts if figures.is_date(fact)],
        contradictions=figures.contradictions(case),
        told=_sections(case, footnotes, {"approach": _("What they did"), "lessons": _("What they learned")}),
        further=_sections(case, footnotes, {"background": _("Where they began"), "outcomes": _("What came of it")}),
        details=_sections(case, footnotes, _details()),
        statements=list(case.statements.filter(kind=Statement.Kind.PARAPHRASE, hidden_at=None)),
        footnotes=[note for note in footnotes if note.slot == "standfirst"],
    )


def cover_url(case):
    """The cover's address; it changes with what is drawn, so that browsers may keep it for good."""
    drawn = [case.number, case.city, case.title, case.motif, case.cover_count, case.cover_alt]
    mark = crc32("\n".join(map(str, drawn)).encode())
    return f"{reverse('gallery:cover', args=[case.workshop.code, case.number])}?v={mark:08x}"


def _details():
    return {
        "partners": _("Who does it together"),
        "cost": _("What it costs, who pays"),
        "next_steps": _("What comes next"),
        "contact": _("Whom to ask"),
    }


def _sections(case, footnotes, slots):
    return [
        Section(slot, title, prose.blocks(getattr(case, slot)), [note for note in footnotes if note.slot == slot])
        for slot, title in slots.items()
        if getattr(case, slot).strip()
    ]


def _figure(fact):
    return Figure(figures.number(fact), figures.unit(fact), fact)
