"""What every sheet is told, and what stands on many: the address as a QR code, the signs of the kinds of note."""

import io

import segno
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from workshop.drawing.signs import KINDS
from workshop.text import clean_text

INK = "#1D2329"


def about(workshop, title):
    """The language of whoever prints, the title, who invites, and what a rehearsal's sheets are marked with."""
    return {
        "lang": get_language(),
        "rtl": get_language_bidi(),
        "mark": _("Rehearsal") if workshop.is_rehearsal else "",
        "title": title,
        "organizer": line(workshop.organizer),
        "foot": f"{line(workshop.title)} · {workshop.spoken_code}",
    }


def line(text):
    """What somebody wrote, as one line that is safe to set."""
    return clean_text(str(text), lines=False)


def qr(address):
    """The code; the sheet around it is as light as the rest of its quiet zone."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, dark=INK)
    return out.getvalue().decode()


def signs():
    """The sign of each kind of note in ink, as in static/css/plan.css."""
    return {kind: _sign(body) for kind, body in KINDS.items()}


def _sign(body):
    body = body.replace('class="jamb"', 'stroke-width="4" stroke-linecap="butt"')
    body = body.replace("<circle", f'<circle fill="{INK}" stroke="none"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" '
        f'stroke="{INK}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )
