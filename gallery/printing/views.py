"""Posters and cards as PDF: of a station, for staff and for the case's own owner; of the walk, for staff."""

from functools import wraps
from threading import BoundedSemaphore

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery.printing import posters, rotation
from gallery.printing.press import SHEETS
from workshop import access
from workshop.refusals import TooMany

_PATIENCE = 8  # seconds to wait for the press; the thread that waits serves nobody else
_press = BoundedSemaphore(1)  # a poster keeps one processor busy for a good part of a second


def of_station(view):
    """Let staff in, and the owner of this one case; the view gets the case."""

    @require_safe
    @never_cache
    @access.roles(*access.STAFF, access.CASE_OWNER)
    @wraps(view)
    def wrapped(request, number, **kwargs):
        case = get_object_or_404(request.workshop.cases, number=number)
        if not (request.visitor.has(*access.STAFF) or request.visitor.owns(case)):
            raise Http404
        case.workshop = request.workshop
        return view(request, case, **kwargs)

    return wrapped


@of_station
def poster_pdf(request, case, size):
    """The poster of one paper size."""
    if size.upper() not in SHEETS:
        raise Http404
    poster = printed(posters.make, case, size.upper())
    return pdf_answer(poster.name, poster.pdf)


@of_station
def cards_pdf(request, case):
    """Cards to write on at the station."""
    return pdf_answer(posters.file_name(case, "cards"), printed(posters.cards, case))


@require_safe
@never_cache
@access.roles(*access.STAFF)
def ways_pdf(request, whose):
    """Cards of the way past the posters: of the people or of the groups, small or in large print."""
    whose, _hyphen, large = whose.partition("-")
    if whose not in (rotation.PEOPLE, rotation.GROUPS) or large not in ("", "large"):
        raise Http404
    pdf = printed(rotation.make, request.workshop, whose, large == "large")
    return pdf_answer(rotation.file_name(request.workshop, whose, large == "large"), pdf)


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
