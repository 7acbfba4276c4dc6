"""How far a case is: what is still to be written, what is too short or too long, which figures lack a source."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import figures, prose
from workshop.organizers import sheets

KEY_FACTS = 4
REQUIRED = ("title", "standfirst", "background", "approach", "outcomes", "lessons", "cover_alt")


class Gap(NamedTuple):
    """Something to do. Without it the case can be saved, shown and printed; the note shows what is missing."""

    step: str  # the slug of the step where it is done
    sentence: str
    is_missing: bool  # rather than too short, too long, or without a source


def gaps(case):
    """What is still to do, in the order of the path. Uses case.facts, prefetched or not."""
    facts = list(case.facts.all())
    in_texts = [gap for step in sheets.STEPS if not step.rows for gap in _of_step(case, step)]
    found = [*in_texts, *_of_facts(facts)]
    places = [step.slug for step in sheets.STEPS]
    return sorted(found, key=lambda gap: places.index(gap.step))


def missing(case):
    """Only what is not there at all."""
    return [gap for gap in gaps(case) if gap.is_missing]


def contradictions(case):
    """Figures of the case that disagree, as sentences; both stay, and readers are told."""
    return figures.contradictions(case)


def path(case, now=None):
    """The steps with their state for the drawing of the path: (step, "done" | "open" | "now")."""
    to_do = {gap.step for gap in missing(case)}
    return [(step, "now" if step is now else "open" if step.slug in to_do else "done") for step in sheets.STEPS]


def _of_step(case, step):
    fields = step.form.base_fields.items()
    return [gap for name, field in fields if (gap := _of_text(step, name, field, getattr(case, name)))]


def _of_text(step, name, field, text):
    if not text:
        return Gap(step.slug, _("Still to be written: %s.") % field.label, True) if name in REQUIRED else None
    if not (span := sheets.span(field)):
        return None
    return _of_length(step, field.label, prose.words(text), *span)


def _of_length(step, label, words, least, most):
    if least <= words <= most:
        return None
    sentence = _("%(section)s has %(words)s words; readers have time for %(least)s to %(most)s.")
    return Gap(step.slug, sentence % {"section": label, "words": words, "least": least, "most": most}, False)


def _of_facts(facts):
    if not facts:
        return [Gap("figures", _("Still to be added: figures, each with its source."), True)]
    return [*_without_source(facts), *_large(facts)]


def _without_source(facts):
    bare = sum(not (fact.source and fact.as_of) for fact in facts)
    if not bare:
        return []
    sentence = ngettext("%d figure has no source or no date.", "%d figures have no source or no date.", bare)
    return [Gap("figures", sentence % bare, False)]


def _large(facts):
    large = sum(fact.is_key for fact in facts)
    if large == KEY_FACTS:
        return []
    sentence = ngettext(
        "%(n)d figure stands large on the poster; four fill it.",
        "%(n)d figures stand large on the poster; four fill it.",
        large,
    )
    return [Gap("figures", sentence % {"n": large}, False)]
