"""Others' cards, a few at a time, with how many cities find them true, and what this person said to each."""

from collections import defaultdict

from django.db.models import Count

from workshop.insights.peers import Endorsement
from workshop.text import folded

A_FEW = 6
WORDS = 3  # reasons shown beside a card


def for_person(person, workshop, shown=()):
    """A few cards for this person: those that fewest have spoken to come first, so that all of them are heard.

    `shown` names the cards of a page that is drawn again. What this person has answered stands last.
    """
    cards = _readable(workshop).exclude(author=person) if person else _readable(workshop)
    if shown:
        chosen = list(cards.filter(pk__in=shown))
        chosen.sort(key=lambda card: shown.index(card.pk))
    else:
        answered = set(person.endorsements.values_list("card_id", flat=True)) if person else set()
        all_of_them = list(cards.annotate(words=Count("endorsements")).order_by("words", "created_at", "id"))
        chosen = sorted(all_of_them, key=lambda card: card.pk in answered)[:A_FEW]
    return with_words(chosen, person)


def how_many(person, workshop):
    """(answered, all) of the cards that others have on the board."""
    cards = _readable(workshop).exclude(author=person) if person else _readable(workshop)
    answered = person.endorsements.filter(card__in=cards).count() if person else 0
    return answered, cards.count()


def with_words(cards, person):
    """Each card with its cities that find it true or different, its reasons, and the word of this person."""
    words = defaultdict(list)
    rows = Endorsement.objects.filter(card__in=[card.pk for card in cards]).select_related("by")
    for row in rows.order_by("made_at", "pk"):
        words[row.card_id].append(row)
    return [_told(card, words[card.pk], person) for card in cards]


def _told(card, rows, person):
    agree = [row for row in rows if row.kind == Endorsement.Kind.TRUE]
    differ = [row for row in rows if row.kind == Endorsement.Kind.DIFFERENT]
    return {
        "card": card,
        "true": len({folded(card.author.city), *(folded(row.by.city) for row in agree)}) - 1,
        "differs": len({folded(row.by.city) for row in differ}),
        "mine": next((row for row in rows if person and row.by_id == person.pk), None),
        "reasons": [row for row in rows if row.because and not row.hidden_at][-WORDS:],
    }


def _readable(workshop):
    """Cards that people here wrote; the examples of a past walk while there are none."""
    cards = workshop.cards.on_the_board().select_related("case", "author")
    return cards.filter(is_example=not cards.filter(is_example=False).exists())
