"""What hangs on a live wall: its newest notes with everything beside them, in a few questions made ready."""

from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, prefetch_related_objects

from gallery.models import Echo, Note
from workshop.models import Photo
from workshop.ready import Ready, give

NEWEST = 20  # notes on the live wall: few enough for a bad network; all of them are on the wall's own page


def photos_of(case):
    """The photos on a case's wall, newest first."""
    return _shown(case.photos)


def _shown(photos):
    return photos.filter(withdrawn_at=None, hidden_at=None).order_by("-created_at", "-id")


def _newest_first(notes):
    return notes.select_related("author", "question").order_by("-created_at", "-id")[:NEWEST]


def _any(name, values):
    return reduce(or_, (Q((name, value)) for value in values))


_notes = Ready(lambda case: _newest_first(Note.objects.on_the_wall().filter(case=case)))
_echoes = Ready(lambda *notes: Echo.objects.filter(_any("note", notes)).select_related("participant"), NEWEST)
_alike = Ready(
    lambda *notes: Note.objects.filter(_any("merged_into", notes), withdrawn_at=None, hidden_at=None).select_related(
        "author"
    ),
    NEWEST,
)
_photos = Ready(lambda case: _shown(Photo.objects.filter(case=case)))


def notes(case, rule):
    """The newest that everybody may read, each with its words beside it as Note.objects.with_words() brings them."""
    if rule.own_first:
        return []
    shown = _notes.rows(case.pk) if rule.since is None else list(_newest_first(rule.common(case.notes.on_the_wall())))
    ids = [note.pk for note in shown] + [0] * (NEWEST - len(shown))
    alike = _alike.rows(*ids)
    prefetch_related_objects(alike, Prefetch("echoes", Echo.objects.select_related("participant")))
    give(shown, "merged", alike, "merged_into_id")
    give(shown, "echoes", _echoes.rows(*ids), "note_id")
    for note in shown:
        note.case = case
    return shown


def photos(case, rule):
    """Those that everybody may see."""
    if rule.own_first:
        return []
    return _photos.rows(case.pk) if rule.since is None else list(rule.common(photos_of(case)))
