"""What stands on a poster and on its cards, as plain data: the typesetter takes it as text and nothing else."""

import unicodedata
from collections import Counter

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from gallery.models import Note
from gallery.posters import poster
from workshop import prose
from workshop.links import whole
from workshop.models import Consent
from workshop.printing import sheet
from workshop.text import clean_text

_RTL = ("R", "AL")


def of_poster(case):
    """Everything on the case's poster, in the order it is read."""
    shown = poster(case)
    return of_station(case) | {
        "title": _line(case.title) or _line(case.city),
        "cover_alt": _line(case.cover_alt) or _line(case.title) or _line(case.city),
        "standfirst": _blocks(prose.blocks(case.standfirst)),
        "figures": [_figure(figure) for figure in shown.figures],
        "told": _sections(shown.told),
        "more": _sections([*shown.further, *shown.details]),
        "contradictions_title": _("Figures that do not agree"),
        "contradictions": _contradictions(shown.contradictions),
        "footnotes": _footnotes(shown.footnotes, shown.told),
        "more_footnotes": _footnotes([], [*shown.further, *shown.details]),
        "question": _("What would it need in your city?"),
        "credits": _credits(case, shown),
    }


def of_cards(case):
    """What stands on the cards of a station: the stems, and how far what is written may travel."""
    return of_station(case) | {
        "lang": get_language(),  # the people's, where the poster has its case's
        "rtl": get_language_bidi(),
        "title": _("Cards for station %(number)s") % {"number": case.number},
        "card": {
            "from": _("My name and city:"),
            "travel": _("How far may it travel?"),
            "choices": [str(choice.label) for choice in (Consent.ROOM, Consent.CITY, Consent.NAME)],
            "room": _("Without a mark it stays in the room."),
        },
    }


def of_station(case):
    """What every sheet of a station bears: its number, its colour, its address and the three kinds of note."""
    address = whole(reverse("gallery:poster", args=[case.workshop.code, case.number]))
    lang, rtl = _language(case)
    return {
        "lang": lang,
        "rtl": rtl,
        "mark": _("Rehearsal") if case.workshop.is_rehearsal else "",
        "number": case.number,
        "colour": case.colour,
        "city": _line(case.city),
        "place": _line(case.place),
        "organizer": _line(case.workshop.organizer),
        "workshop": _line(case.workshop.title),
        "station": _("%(code)s · station %(number)s") % {"code": case.workshop.spoken_code, "number": case.number},
        "address": address,
        "qr": sheet.qr(address),
        "signs": sheet.signs(),
        "stems": [{"kind": kind, "name": str(kind.label), "words": words} for kind, words in stems().items()],
    }


def stems():
    """How a note of each kind begins."""
    return {
        Note.Kind.TAKE: _("In my city I would use…"),
        Note.Kind.CONDITION: _("In my city it would need…"),
        Note.Kind.QUESTION: _("I need to know…"),
    }


# --- texts -------------------------------------------------------------------------------------
def _line(text):
    return clean_text(text, lines=False)


def _blocks(blocks):
    return [{"kind": block.kind, "text": clean_text(block.text)} for block in blocks]


def _sections(sections):
    return [{"title": section.title, "blocks": _blocks(section.blocks)} for section in sections]


def _figure(figure):
    """A figure as it stands large, its word before it apart; a unit that its label names is not said twice."""
    fact, before = figure.fact, _line(figure.fact.qualifier)
    return {
        "qualifier": before,
        "number": figure.number.removeprefix(before).strip(),
        "unit": "" if figure.unit.casefold() in fact.label.casefold() else _line(figure.unit),
        "label": _line(fact.label),
        "as_of": _line(fact.as_of),
    }


def _contradictions(findings):
    told = [_line(f"{finding.label}. {finding.sentence}") for finding in findings]
    return [*told, _("They are kept as they were published. Ask at the station.")] if told else []


def _footnotes(first, sections):
    notes = [*first, *(note for section in sections for note in section.footnotes)]
    return [_line(note.text) for note in notes]


def _credits(case, shown):
    """Who drew, where the figures come from, and which workshop this hangs in."""
    sources = dict.fromkeys(_line(figure.fact.source) for figure in shown.figures if figure.fact.source)
    held = case.workshop.held_on and date_format(case.workshop.held_on, "DATE_FORMAT")
    room = [case.workshop.title, case.workshop.place, held, case.workshop.organizer]
    said = [
        _line(case.cover_credit),
        sources and _("Figures: %(sources)s") % {"sources": "; ".join(sources)},
        ", ".join(_line(part) for part in room if part),
    ]
    return ". ".join(part for part in said if part)


def _language(case):
    """The language of the case as its letters tell it, for line breaks and reading direction: (code, right to left)."""
    text = " ".join([case.city, case.title, case.standfirst, case.approach, case.lessons])
    letters = [sign for sign in text if sign.isalpha()]
    if sum(unicodedata.bidirectional(sign) in _RTL for sign in letters) > len(letters) / 2:
        return ("ar" if _has(letters, "ARABIC") else "he"), True
    return ("ko" if _has(letters, "HANGUL") else "en"), False


def _has(letters, script):
    found = Counter(unicodedata.name(sign, "").split(" ")[0] for sign in letters)
    return found[script] > len(letters) / 4
