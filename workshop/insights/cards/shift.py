"""How sure people are of their cards before and after the fishbowl: who is asked again, and what became of it."""

from collections import Counter

from workshop.models import Stage


def fishbowl_ended(workshop):
    """When the last fishbowl was over; None while it lasts or before it."""
    bowls = workshop.stages.filter(kind=Stage.Kind.FISHBOWL)
    ended = [stage.ended_at for stage in bowls if stage.ended_at and stage.pk != workshop.stage_id]
    return max(ended, default=None)


def may_be_asked(card, ended):
    """Whether this card said before the end of the fishbowl how sure it is, and the fishbowl is over."""
    return bool(ended and card.confidence and card.confidence_at and card.confidence_at < ended)


def moved(cards, ended):
    """What became of these cards: {"asked": n, "answered": n, "rose": n, "fell": n, "stayed": n, "silent": n}.

    Each answers once before and once after; `ended` is when the fishbowl was over.
    """
    asked = [card for card in cards if card.confidence_after or may_be_asked(card, ended)]
    moves = Counter(_move(card) for card in asked)
    told = {"asked": len(asked), "answered": len(asked) - moves["silent"]}
    return told | {move: moves[move] for move in ("rose", "fell", "stayed", "silent")}


def _move(card):
    if card.confidence_after is None:
        return "silent"
    if card.confidence_after == card.confidence:
        return "stayed"
    return "rose" if card.confidence_after > card.confidence else "fell"
