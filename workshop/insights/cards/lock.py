"""Whether cards are locked: what is saved then stays, what is missing may still be added and is marked as late."""

from datetime import timedelta

from django.utils import timezone

OFFLINE = timedelta(hours=12)  # longer ago than this nobody can have begun


def open_lock(workshop):
    """The lock that is on, or None."""
    return workshop.card_locks.filter(lifted_at=None).first()


def is_locked_for(card, begun_at=None):
    """Whether a saved screen of this card must stay; words begun before the lock are taken, so that none is lost."""
    lock = open_lock(card.workshop)
    return bool(lock) and not (begun_at and timezone.now() - OFFLINE < begun_at < lock.locked_at)
