"""The insights' views: the board with its texts. A card's own views stand in cards/, the rapporteur's in desk/."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import member, roles
from workshop.insights import actions, scenes
from workshop.responses import done
from workshop.text import folded


# --- what the room says ------------------------------------------------------------------------
@require_safe
@member
def board(request):
    """The live board: who would take what where, and under which conditions."""
    return render(request, "insights/board.html", {"see": ["now", "board"]})


@require_safe
@member
def texts(request):
    """The cards themselves, all of them or those of one case or one city."""
    number, city = request.GET.get("case", ""), request.GET.get("city", "")
    cards = scenes.cards_with_texts(request.workshop)
    if number:
        cards = [card for card in cards if str(card.case.number if card.case else 0) == number]
    if city:
        cards = [card for card in cards if folded(card.target) == folded(city) and not card.is_nameless]
    context = {"see": ["now"], "groups": scenes.by_case(cards), "count": len(cards), "chosen": number or city}
    return render(request, "insights/texts.html", context)


# --- off the screens, and back -----------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def hide(request, pk):
    """A card is taken off every screen."""
    actions.hide(card=get_object_or_404(request.workshop.cards.filter(withdrawn_at=None), pk=pk))
    return done(request, "insights:desk", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def restore(request, pk):
    """A hidden card is back on the board."""
    actions.restore(card=get_object_or_404(request.workshop.cards.filter(withdrawn_at=None), pk=pk))
    return done(request, "insights:desk", request.workshop.code)
