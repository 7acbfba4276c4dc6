"""Others' cards, a few at a time, with how many cities find them true, and what this person said to each."""

from collections import defaultdict

from django.db.models import Count, Q

from workshop.insights.peers import Endorsement
from workshop.text import folded

A_FEW = 6
WORDS = 3  # reasons shown beside a card


def for_person(person, workshop, shown=(), after=(), reads_all=False):
    """A few cards for this person: those that fewest have spoken to come first, so that all of them are heard.

    `shown` names the cards of a page that is drawn again, `after` those of the page before: the next ones follow, and
    after the last the first again. What this person has answered stands last. Who `reads_all`, to hide words or show
    them again, has the cards with most words first.
    """
    cards = _readable(workshop).exclude(author=person) if person else _readable(workshop)
    if shown:
        chosen = sorted(cards.filter(pk__in=shown), key=lambda card: shown.index(card.pk))
    elif reads_all:
        chosen = _few(_with_most_words(cards), after)
    else:
        answered = set(person.endorsements.values_list("card_id", flat=True)) if person else set()
        in_order = cards.annotate(words=Count("endorsements")).order_by("words", "created_at", "id")
        ordered = sorted(in_order, key=lambda card: card.pk in answered)
        waits = not answered.issuperset(card.pk for card in ordered)
        chosen = _few(ordered, set(after) - answered if waits else after)  # what was answered has gone to the end
    return with_words(chosen, person, reads_all)


def _few(ordered, after):
    """The cards that follow the last of those before; the first where none follow."""
    begins = max((place for place, card in enumerate(ordered, 1) if card.pk in after), default=0)
    return ordered[begins : begins + A_FEW] or ordered[:A_FEW]


def _with_most_words(cards):
    words = Count("endorsements", filter=~Q(endorsements__because=""))
    return list(cards.annotate(words=words).order_by("-words", "created_at", "id"))


def how_many(person, workshop):
    """(answered, all) of the cards that others have on the board."""
    cards = _readable(workshop).exclude(author=person) if person else _readable(workshop)
    answered = person.endorsements.filter(card__in=cards).count() if person else 0
    return answered, cards.count()


def with_words(cards, person, reads_all=False):
    """Each card with its cities that find it true or different, its reasons, and the word of this person.

    Who `reads_all` has every reason, the hidden ones too.
    """
    words = defaultdict(list)
    rows = Endorsement.objects.filter(card__in=[card.pk for card in cards]).select_related("by")
    for row in rows.order_by("made_at", "pk"):
        words[row.card_id].append(row)
    return [_told(card, words[card.pk], person, reads_all) for card in cards]


def _told(card, rows, person, reads_all):
    agree = [row for row in rows if row.kind == Endorsement.Kind.TRUE]
    differ = [row for row in rows if row.kind == Endorsement.Kind.DIFFERENT]
    said = [row for row in rows if row.because]
    return {
        "card": card,
        "true": len({folded(card.author.city), *(folded(row.by.city) for row in agree)}) - 1,
        "differs": len({folded(row.by.city) for row in differ}),
        "mine": next((row for row in rows if person and row.by_id == person.pk), None),
        "reasons": said if reads_all else [row for row in said if not row.hidden_at][-WORDS:],
    }


def _readable(workshop):
    """Cards that people here wrote; the examples of a past walk while there are none."""
    cards = workshop.cards.on_the_board().select_related("case", "author")
    return cards.filter(is_example=not cards.filter(is_example=False).exists())
