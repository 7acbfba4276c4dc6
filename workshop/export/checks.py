"""What is looked at before a note goes out: each finding names its case, its kind, its figures, and says it in words.

A finding forbids nothing. Where a published source contradicts itself, both figures stay and readers are told.
"""

from itertools import pairwise
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from workshop import figures, prose
from workshop.export import spelling
from workshop.models import Fact

SLOTS = ("standfirst", "background", "approach", "partners", "cost", "outcomes", "next_steps", "lessons")
STEPS = {  # where a finding of a slot is mended
    "standfirst": "opening",
    "background": "history",
    "approach": "measures",
    "partners": "partners",
    "cost": "partners",
    "outcomes": "outcomes",
    "next_steps": "outcomes",
    "lessons": "lessons",
}


class Finding(NamedTuple):
    """`values` are plain numbers: of a sum what the parts make and the total, of one quantity each value given."""

    case: str  # the city, or nothing for the whole note
    number: int | None
    kind: str
    values: list
    sentence: str
    step: str = ""  # of the case's path, where it can be mended
    parts: list = []  # of a sum: what was added

    def as_dict(self):
        return {name: value for name, value in self._asdict().items() if name != "step"}


def check(workshop):
    """Everything that is to be looked at again, case by case, then what belongs to no case."""
    cases = list(workshop.cases.prefetch_related(Prefetch("facts", Fact.objects.all()), "footnotes"))
    people = list(workshop.participants.filter(is_example=False).values_list("name", flat=True))
    return [
        *(finding for case in cases for finding in check_case(case, workshop)),
        *_photos(workshop),
        *_quotes(workshop),
        *_names(workshop, people),
        *_acronyms(workshop, cases),
    ]


def check_case(case, workshop):
    """The findings of one case's own fields."""
    checks = (_figures, _without_source, _lessons, _footnotes, _empty_headings, _places)
    return [finding for each in checks for finding in each(case, workshop)]


# --- one case ----------------------------------------------------------------------------------
def _figures(case, _workshop):
    for found in figures.contradictions(case):
        numbers, parts = ([_plain(number) for number in some] for some in (found.numbers, found.parts))
        yield _of(case, found.kind, f"{case.city}. {found.label}: {_in_words(found)}", "figures", numbers, parts)


def _in_words(found):
    if found.kind != "sum":
        return found.sentence
    added, said = found.values
    parts = " + ".join(figures.written(part) for part in found.parts)
    return _("%(parts)s = %(sum)s, against %(total)s as the total.") % {"parts": parts, "sum": added, "total": said}


def _without_source(case, _workshop):
    for fact in case.facts.all():
        if not (fact.source and fact.as_of):
            told = _("The figure “%(label)s” has no source or no date.") % {"label": fact.label}
            yield _of(case, "no_source", told, "figures", [_plain(fact.value)])


def _lessons(case, _workshop):
    if not case.lessons.strip():
        yield _of(case, "lessons", _("The case has no lessons learnt."), "lessons")


def _footnotes(case, _workshop):
    """Footnotes are numbered as their sections follow each other, whatever order they were written in."""
    notes = list(case.footnotes.all())
    order = [SLOTS.index(note.slot) for note in notes if note.slot in SLOTS]
    if order != sorted(order):
        yield _of(case, "footnotes", _("The footnotes do not stand in the order of the sections."), "footnotes")
    for note in notes:
        if not prose.blocks(getattr(case, note.slot, "")):
            yield _of(case, "footnotes", _("A footnote belongs to a section that is empty."), "footnotes")


def _empty_headings(case, _workshop):
    for slot in SLOTS:
        found = [*prose.blocks(getattr(case, slot)), prose.Block("heading", "")]
        for block, following in pairwise(found):
            if block.kind == following.kind == "heading":
                told = _("Nothing follows the sub-heading “%(title)s”.") % {"title": block.text}
                yield _of(case, "empty_heading", told, STEPS[slot])


def _places(case, workshop):
    """Names of places and people that are spelt in two ways within a case."""
    known = [case.city, case.place, case.country, *workshop.cities]
    for slip, name in spelling.slips([case.title, *(getattr(case, slot) for slot in SLOTS)], known):
        told = _("“%(slip)s” stands once; is it “%(name)s”?") % {"slip": slip, "name": name}
        yield _of(case, "place_name", told)


# --- the whole note ----------------------------------------------------------------------------
def _photos(workshop):
    for photo in workshop.photos.filter(withdrawn_at=None, hidden_at=None).select_related("case"):
        if not photo.credit:
            told = _("The picture “%(caption)s” has no credit.") % {"caption": photo.caption}
            yield _of(photo.case, "photo", told)
        if not photo.caption:
            yield _of(photo.case, "photo", _("A picture has no words for people who do not see it."))


def _quotes(workshop):
    """What was taken down in the room and can't be published as it is, or not well."""
    taken_down = workshop.statements.filter(hidden_at=None, refused_at=None, withdrawn_at=None, is_example=False)
    for said in taken_down.exclude(kind="paraphrase", speaker=None).select_related("case", "speaker"):
        for told in _lacks(said):
            yield _of(said.case, "quote", f"“{said.text[:60]}”: {told}")


def _lacks(said):
    if said.speaker is None:
        yield _("nobody is noted as its speaker.")
    elif not said.checked_at:
        yield _("%(name)s has not checked it yet.") % {"name": said.speaker.name}
    elif not said.speaker.function:
        yield _("%(name)s has no function to print.") % {"name": said.speaker.name}
    if said.case is None:
        yield _("it belongs to no case.")


def _names(workshop, people):
    """Names in themes and statements that are nearly, and not quite, those of people who registered."""
    texts = [f"{theme.title} {theme.statement}" for theme in workshop.themes.all()]
    texts += [f"{said.text} {said.speaker_name}" for said in workshop.statements.filter(hidden_at=None)]
    for slip, name in spelling.slips(texts, people):
        told = _("“%(slip)s” stands once; is it “%(name)s”?") % {"slip": slip, "name": name}
        yield _of(None, "not_registered", told)


def _acronyms(workshop, cases):
    texts = [workshop.framing, workshop.topic, *(theme.statement for theme in workshop.themes.all())]
    texts += [getattr(case, slot) for case in cases for slot in SLOTS]
    for rare, usual in spelling.mixed_acronyms(texts):
        told = _("“%(rare)s” is made of the letters of “%(usual)s”: do they mean the same?")
        yield _of(None, "acronym", told % {"rare": rare, "usual": usual})
    for acronym, ways in spelling.acronyms_spelt_twice(texts):
        told = _("“%(acronym)s” is spelt out as “%(one)s” and as “%(other)s”.")
        yield _of(None, "acronym", told % {"acronym": acronym, "one": ways[0], "other": ways[1]})


# --- helpers -----------------------------------------------------------------------------------
def _of(case, kind, sentence, step="", values=(), parts=()):
    return Finding(case.city if case else "", case and case.number, kind, list(values), sentence, step, list(parts))


def _plain(number):
    return int(number) if number == int(number) else float(number)
