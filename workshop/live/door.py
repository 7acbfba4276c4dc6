"""The one door for a change: lock the room, raise its revision, change, and after the commit say what to show."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.http import Http404

from workshop.live import layer
from workshop.live.news import News
from workshop.models import Workshop
from workshop.ready import Ready

_long = "framing", "questions", "goals", "partners", "cities", "source"  # what a change seldom asks for
_rows = Ready(lambda pk: Workshop.objects.select_related("stage").defer(*_long).filter(pk=pk))


@contextmanager
def changing(workshop, *names):
    """Alone in the room: yields its fresh, locked row, and shows the named fragments once all is kept.

    The row also takes room.show(*names), room.poke(*participants), room.poke_all(), and room.recheck() where
    somebody's rights have changed. Whatever is raised inside
    undoes everything, and nothing is shown.
    """
    with transaction.atomic():
        room = _locked(workshop.pk)
        news = News(room.pk, room.epoch, {room.revision}, set(names))
        room.show, room.poke, room.poke_all = news.show, news.poke, news.poke_all
        room.recheck = news.look_who_may
        yield room
        transaction.on_commit(lambda: layer.tell(news), robust=True)


def _locked(pk):
    """The workshop's row with its revision raised, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workshop_workshop SET revision = revision + 1 WHERE id = %s", [pk])
    room = _rows.first(pk)
    if room is None:
        raise Http404
    return room
