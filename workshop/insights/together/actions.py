"""What people say to each other's cards, how they can be reached, and whom they agree to meet."""

from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.cards.actions import SHOWN_ON, pressed_before
from workshop.insights.opening import refuse_when_closed
from workshop.insights.peers import Contact, Introduction
from workshop.refusals import NotNow


def say(*, card, by, kind, because="", key=None):
    """Somebody says that a card is true in their city too, or different there; no kind takes it back.

    One word a card a person: the last one counts, and saying it again changes nothing.
    """
    with live.changing(card.workshop, *SHOWN_ON) as room:
        card = room.cards.get(pk=card.pk)
        if pressed_before(room, key):
            return card
        refuse_when_closed(room)
        _refuse_own_or_gone(card, by)
        if not kind:
            card.endorsements.filter(by=by).delete()
            return card
        known = card.endorsements.filter(by=by).first()
        if known and (known.kind, known.because) == (kind, because):
            return card
        said = {"kind": kind, "because": because, "made_at": timezone.now(), "hidden_at": None}
        card.endorsements.update_or_create(by=by, defaults=said)
        return card


def hide_words(*, endorsement, hidden):
    """A facilitator takes somebody's "because" off every screen, or puts it back; the city counts all the same."""
    with live.changing(endorsement.card.workshop, *SHOWN_ON):
        endorsement.hidden_at = (endorsement.hidden_at or timezone.now()) if hidden else None
        endorsement.save(update_fields=["hidden_at"])
        return endorsement


def tell_contact(*, participant, email, other, may_ask):
    """How somebody can be reached; with nothing in it, everything about it is forgotten, and their yeses with it."""
    with live.changing(participant.workshop) as room:
        if not (email or other):
            Contact.objects.filter(participant=participant).delete()
            participant.asked_to_meet.update(asker_yes_at=None)
            participant.offered_to_meet.update(helper_yes_at=None)
        else:
            about = {"email": email, "other": other, "may_ask": may_ask and bool(email), "changed_at": timezone.now()}
            Contact.objects.update_or_create(participant=participant, defaults=about)
        room.poke(participant)
        return participant


def answer(*, pair, yes, key=None):
    """One of the two says yes or no to a meeting; either can be said anew, and a no hides what both could see."""
    with live.changing(pair.me.workshop, "console") as room:
        if yes and not Contact.objects.filter(participant=pair.me).exists():
            raise NotNow(_("First say how you can be reached: that is what the other one would see."))
        about = {"case": pair.case, "asker": pair.asker, "helper": pair.helper}
        row, _new = Introduction.objects.get_or_create(workshop=room, **about)
        if pressed_before(room, key):
            return row
        now = timezone.now()
        setattr(row, f"{pair.role}_yes_at", now if yes else None)
        setattr(row, f"{pair.role}_no_at", None if yes else now)
        row.save(update_fields=[f"{pair.role}_yes_at", f"{pair.role}_no_at"])
        room.poke(pair.asker, pair.helper)
        return row


def _refuse_own_or_gone(card, by):
    if card.author_id == by.pk:
        raise NotNow(_("This card is your own; its city counts already."))
    if card.withdrawn_at or card.hidden_at:
        raise NotNow(_("This card is not on the board any more."))
