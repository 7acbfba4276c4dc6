"""How a sheet is answered: one at a time from the press, as a PDF under its name."""

from threading import BoundedSemaphore

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from workshop.refusals import TooMany

_PATIENCE = 8  # seconds to wait for the press; the thread that waits serves nobody else
_press = BoundedSemaphore(1)  # a poster keeps one processor busy for a good part of a second


def printed(make, *args):
    """What the press makes of it: one sheet at a time in each process; whoever would wait too long is told so."""
    if not _press.acquire(timeout=_PATIENCE):
        raise TooMany(_("Several sheets are being made just now. Please try again in a minute."))
    try:
        return make(*args)
    finally:
        _press.release()


def pdf_answer(name, content):
    """A PDF under this file name."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, name)
    return answer
