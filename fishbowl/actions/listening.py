"""Listeners' notes: written while people speak, taken back, and taken off the screens."""

from contextlib import contextmanager

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl.models import Fishbowl, Noticed
from workshop import live
from workshop.refusals import NotNow

SCREENS = ("console",)


def notice(*, participant, text, lens, consent="", begun_at=None, key=None):
    """A listener's note, tied to the turn in which it was begun; the same key again finds the same note."""
    with live.changing(participant.workshop, *SCREENS) as room:
        bowl = Fishbowl.of(participant)
        if known := key and Noticed.objects.filter(fishbowl__workshop=room, client_key=key).first():
            return _own(known, participant)
        if bowl is None or bowl.phase == "draft":
            raise NotNow(_("The circle is not open yet."))
        room.poke(participant)
        said = {"text": text, "lens": lens, "consent": consent, "client_key": key}
        return Noticed.objects.create(fishbowl=bowl, author=participant, turn=_turn_at(bowl, begun_at), **said)


def take_back(*, noticed):
    """Its author takes it back; twice is once."""
    with _keeping(noticed) as noticed:
        if noticed.withdrawn_at is None:
            noticed.withdrawn_at = timezone.now()
            noticed.save(update_fields=["withdrawn_at"])
        return noticed


def hide(*, noticed, why):
    """A helper takes it off every screen and out of every export, and says why; its author reads the reason."""
    with _keeping(noticed) as noticed:
        noticed.hidden_at, noticed.hidden_why = noticed.hidden_at or timezone.now(), why
        noticed.save(update_fields=["hidden_at", "hidden_why"])
        return noticed


def show(*, noticed):
    """A hidden one is back."""
    with _keeping(noticed) as noticed:
        noticed.hidden_at, noticed.hidden_why = None, ""
        noticed.save(update_fields=["hidden_at", "hidden_why"])
        return noticed


@contextmanager
def _keeping(noticed):
    """Alone in the room with the note as it is now."""
    with live.changing(noticed.author.workshop, *SCREENS) as room:
        room.poke(noticed.author)
        noticed.refresh_from_db()
        yield noticed


def _own(known, participant):
    if known.author_id != participant.pk:
        raise NotNow(_("This press came in a form we can't read. Reload the page."))
    return known


def _turn_at(bowl, moment):
    """Who spoke then, as the server's clock has it; nobody, where it was silent."""
    moment = min(moment, timezone.now()) if moment else timezone.now()
    lasted = Q(ended_at=None) | Q(ended_at__gte=moment)
    return bowl.turns.filter(lasted, started_at__lte=moment).order_by("-started_at").first()
