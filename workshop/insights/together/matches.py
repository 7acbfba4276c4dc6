"""Who would like to talk about a case, and who can help with it: pairs of people, each from one person's own side.

Somebody asks by a card that wants contact with its case's city. Somebody can help by a card on the same case that
says so, or because the case is their own city's.
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from workshop.insights.models import TransferCard
from workshop.insights.peers import Introduction
from workshop.models import Case, Participant
from workshop.text import folded


@dataclass(frozen=True)
class Pair:
    """Two people and a case, as `me` sees it; `role` is my part: asker or helper."""

    me: Participant
    case: Case
    asker: Participant
    helper: Participant
    card: TransferCard | None  # by which the asker asks; None where it was taken back after both had agreed
    row: Introduction | None = None

    @property
    def role(self):
        return "asker" if self.me == self.asker else "helper"

    @property
    def other(self):
        return self.helper if self.me == self.asker else self.asker

    @property
    def handle(self):
        """A name for this pair that tells nobody's number."""
        return salted_hmac("insights.meet", f"{self.case.pk} {self.asker.pk} {self.helper.pk}").hexdigest()[:24]

    @property
    def i_said(self):
        return _said(self.row, self.role)

    @property
    def is_agreed(self):
        return bool(self.row and self.row.is_agreed)

    @property
    def city(self):
        """From where the other one is; nothing where the asker wrote without a city."""
        hides = self.other == self.asker and self.card and self.card.is_nameless
        return "" if hides else self.other.city


def pairs_of(person):
    """All pairs of this person, those that are agreed first, then in the order of the posters."""
    workshop = person.workshop
    cards = list(_open_cards(workshop))
    rows = {(row.case_id, row.asker_id, row.helper_id): row for row in _introductions(person)}
    found = {}
    for card in (card for card in cards if card.wants_contact):
        for helper in _helpers(card, cards, workshop):
            if person in (card.author, helper) and card.author != helper:
                key = (card.case_id, card.author_id, helper.pk)
                found.setdefault(key, Pair(person, card.case, card.author, helper, card, rows.get(key)))
    for key, row in rows.items():
        if row.is_agreed:
            found.setdefault(key, Pair(person, row.case, row.asker, row.helper, None, row))
    return sorted(found.values(), key=lambda pair: (not pair.is_agreed, pair.case.number, pair.city, pair.handle))


def agreed(workshop):
    """The introductions to which both said yes, and both can still be reached."""
    rows = workshop.introductions.filter(asker_yes_at__isnull=False, helper_yes_at__isnull=False)
    rows = rows.filter(asker__contact__isnull=False, helper__contact__isnull=False)
    return rows.select_related("case", "asker__contact", "helper__contact")


def _open_cards(workshop):
    cards = workshop.cards.on_the_board().filter(is_example=False, case__isnull=False, author__left_at=None)
    return cards.exclude(wants_contact=False, can_help=False).select_related("case", "author").order_by("pk")


def _helpers(card, cards, workshop):
    """Who could help with this card's case, each once; people of one's own city need no introduction."""
    offers = [offer.author for offer in cards if offer.can_help and offer.case_id == card.case_id]
    owners = [each for each in _people(workshop) if folded(each.city) == folded(card.case.city)]
    return [each for each in dict.fromkeys([*offers, *owners]) if folded(each.city) != folded(card.author.city)]


def _people(workshop):
    if not hasattr(workshop, "_people_to_meet"):
        workshop._people_to_meet = list(workshop.present())
    return workshop._people_to_meet


def _introductions(person):
    known = ("case", "asker", "helper")
    return [*person.asked_to_meet.select_related(*known), *person.offered_to_meet.select_related(*known)]


def _said(row, role):
    if row is None:
        return ""
    return "yes" if getattr(row, f"{role}_yes_at") else "no" if getattr(row, f"{role}_no_at") else ""
