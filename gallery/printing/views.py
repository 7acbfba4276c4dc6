"""Posters and cards as PDF: of a station, for staff and for the case's own owner; of the walk, for staff."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery.printing import posters, rotation
from workshop import access
from workshop.printing.answers import pdf_answer, printed
from workshop.printing.press import SHEETS


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
