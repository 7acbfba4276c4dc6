"""“True for my city too”: whoever finds their own city in somebody's note says so, with a reason if they like."""

from django.utils.translation import gettext as _

from gallery import voting
from gallery.actions import screens
from gallery.asking import follow
from gallery.models import Echo
from workshop import live
from workshop.refusals import NotNow


def echo(*, note, by, because=None):
    """True for my city too; said again it only takes the newer reason, and None leaves the reason as it is."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        note = room.notes.select_related("author", "question").get(pk=note.pk)
        _refuse(note, by)
        made, _new = Echo.objects.get_or_create(note=note, participant=by)
        if because is not None and made.because != because:
            made.because = because
            made.save(update_fields=["because"])
        return _told(room, note, by, made)


def take_back(*, note, by):
    """It is not true for my city after all; twice is once."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        note = room.notes.select_related("author", "question").get(pk=note.pk)
        Echo.objects.filter(note=note, participant=by).delete()
        return _told(room, note, by, None)


def _told(room, note, by, made):
    room.poke(by, note.author)
    follow(room, note)
    return made


def _refuse(note, by):
    if not note.on_the_wall:
        raise NotNow(_("This note is not on the wall any more."))
    if by.pk in voting.authors(note):
        raise NotNow(_("This is your own note."))
