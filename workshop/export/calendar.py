"""The next steps that people named for themselves, as a calendar (RFC 5545): an all-day entry each, when it is due."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from workshop.export.pieces import case_name

LINE = 75  # octets, after which a line is folded


def write(edition):
    """The calendar as bytes; without a next step that has a date, a calendar without entries."""
    cards = [card for card in edition.cards if card.next_step and card.by_months and not card.is_example]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Peerwalk//Next steps//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(edition.title)}", *(line for card in cards for line in _entry(edition, card))]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)).encode()


def due(edition, card):
    """The day that many months after the workshop; the last of its month where it has no such day."""
    start = edition.held_on or localtime(card.at).date()
    months = start.month - 1 + card.by_months
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _entry(edition, card):
    day = due(edition, card)
    told = _("From the workshop “%(title)s”: %(what)s (%(case)s).") % {
        "title": edition.title,
        "what": card.what,
        "case": case_name(edition, card.case),
    }
    who = ", ".join(part for part in (card.target, card.who.name) if part)
    return [
        "BEGIN:VEVENT",
        f"UID:{card.id}@{edition.epoch}.peerwalk",
        f"DTSTAMP:{card.at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(': '.join(part for part in (who, card.next_step) if part))}",
        f"DESCRIPTION:{_text(told)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(text):
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line):
    """The line in pieces of at most 75 octets, each further one with a blank before it; no letter is cut in two."""
    piece, size = "", 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + wide
    yield piece
