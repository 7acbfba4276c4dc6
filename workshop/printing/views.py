"""Paper for the room, for staff: how to come in, and everybody's name and number."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workshop import access
from workshop.printing import room
from workshop.printing.answers import pdf_answer, printed


@require_safe
@never_cache
@access.roles(*access.STAFF)
def join_sheet(request):
    """How to come in, to hang at the door."""
    return pdf_answer(f"{request.workshop.code.lower()}-join.pdf", printed(room.join, request.workshop))


@require_safe
@never_cache
@access.roles(*access.STAFF)
def name_cards(request):
    """A card to fold for everybody who is here."""
    return pdf_answer(f"{request.workshop.code.lower()}-names.pdf", printed(room.names, request.workshop))
