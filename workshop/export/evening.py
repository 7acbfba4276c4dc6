"""The evening of the workshop: what is still to do until the note is published, and who has to do it."""

import hashlib
import json
from collections import Counter
from typing import NamedTuple

from django.urls import reverse

from workshop import links
from workshop.export import checks, codec, editing, publishing, sources
from workshop.export.chapters import case as section
from workshop.export.document import compose
from workshop.export.edition import PUBLIC
from workshop.export.gather import gather
from workshop.export.models import Approval, Paper
from workshop.models import Consent
from workshop.text import folded


class Section(NamedTuple):
    """A case's part of the note, with its owner's approval of it as it stands, or of an older state."""

    case: object
    fingerprint: str
    approval: Approval | None
    is_current: bool


class Evening(NamedTuple):
    quotes: list  # statements that wait for their speaker
    nobodys: int  # statements without a speaker
    sections: list
    findings: list
    untraced: int  # pieces without a source that exists
    alone: list  # people who are the only one of their city, which stands beside words of theirs, or may
    second: Approval | None
    is_read: bool  # by a second reader, as it stands
    fingerprint: str
    coverage: list
    publications: list
    paper: Paper
    address: str

    @property
    def left(self):
        """How many things are still to do; none of them forbids anything."""
        open_sections = sum(not each.is_current for each in self.sections)
        return bool(self.quotes) + open_sections + bool(self.findings) + (not self.is_read)


def evening(workshop):
    """Everything that the evening's page shows."""
    edition = gather(workshop, PUBLIC)
    document = compose(edition)
    whole = fingerprint(document.blocks)
    readings = list(Approval.objects.filter(workshop=workshop, case=None))
    quotes = _quotes(workshop)
    paper = Paper.objects.filter(workshop=workshop).first() or Paper(workshop=workshop)
    found = sources.check(document, edition)
    return Evening(
        quotes=[said for said in quotes if said.speaker],
        nobodys=sum(said.speaker is None for said in quotes),
        sections=sections(workshop, edition),
        findings=[each for each in checks.check(workshop) if each.kind != "quote"],
        untraced=len(found.without) + len(found.unknown),
        alone=alone(workshop, edition),
        second=readings[0] if readings else None,
        is_read=any(each.fingerprint == whole for each in readings),
        fingerprint=whole,
        coverage=edition.coverage,
        publications=publishing.light(workshop),
        paper=paper,
        address=links.whole(reverse("published", args=[paper.key])) if paper.pk else "",
    )


def sections(workshop, edition):
    approvals = {}
    for each in Approval.objects.filter(workshop=workshop).exclude(case=None).order_by("at", "id"):
        approvals[each.case_id] = approvals[each.case_id, each.fingerprint] = each
    cases = {case.number: case for case in workshop.cases.all()}
    return [
        _section(cases[chapter.number], fingerprint(pieces_of(chapter, edition)), approvals)
        for chapter in edition.chapters
        if chapter.number in cases
    ]


def pieces_of(chapter, edition):
    """A case as its owner reads it: with what was edited by hand."""
    return editing.applied(list(section(chapter)), edition.hands)


def section_of(workshop, case):
    """One case's Section and the pieces of it."""
    edition = gather(workshop)
    found = next(each for each in sections(workshop, edition) if each.case.pk == case.pk)
    return found, next(chapter for chapter in edition.chapters if chapter.number == case.number), edition


def _section(case, now, approvals):
    """An older approval counts again where the text has come back to what it agreed to."""
    current = approvals.get((case.pk, now))
    return Section(case, now, current or approvals.get(case.pk), current is not None)


def fingerprint(blocks):
    """Of what these pieces say: other words, another fingerprint."""
    told = [[block.key, codec.plain(block)] for block in blocks if not block.key.startswith("edition-text")]
    for _key, data in told:
        data.pop("svg", None)
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _quotes(workshop):
    waiting = {"hidden_at": None, "refused_at": None, "checked_at": None, "withdrawn_at": None}
    rows = workshop.statements.filter(is_example=False, **waiting)
    return list(rows.exclude(kind="paraphrase", speaker=None).select_related("speaker", "case"))


def alone(workshop, edition):
    """People of whom "with my city" says who they are, because nobody else came from there.

    They chose it for everything, or something of theirs is printed with the city alone; whoever lets everything bear
    their name is not asked.
    """
    shown = {folded(who.city) for who in edition.whose if who.reach == 1}
    people = list(workshop.participants.filter(is_example=False))
    count = Counter(folded(person.city) for person in people)
    only = [person for person in people if person.city and count[folded(person.city)] == 1]
    only = [person for person in only if person.consent != Consent.NAME]
    return [person for person in only if person.consent == Consent.CITY or folded(person.city) in shown]
