"""The debrief: which notes are read aloud, in which order, and how far the reading has come."""

from django.utils.translation import gettext as _

from gallery.models import ReadAloud
from gallery.rounds import DEBRIEF, Walking, walk_of
from workshop import live
from workshop.refusals import NotNow

MOST, USUAL = 6, 4  # notes; more than six tire a room, fewer than four say little
SCREENS = "console", "projector"


# --- questions ---------------------------------------------------------------------------------
def chosen(walk):
    """The notes to read aloud that still hang, in their order."""
    rows = walk.aloud.filter(note__withdrawn_at=None, note__hidden_at=None, note__merged_into=None)
    return [row.note for row in rows.select_related("note__author", "note__case")]


def shown(walk, notes):
    """What the projector shows of the debrief: nothing yet, the note of a place (from 1), or the result of the vote."""
    place = min(walk.read_out, len(notes) + 1)
    return {
        "place": place,
        "note": notes[place - 1] if 1 <= place <= len(notes) else None,
        "count": len(notes),
        "result": place > len(notes) > 0 or (place > 0 and not notes),
        "next": _next(place, len(notes)),
    }


def _next(place, count):
    if place < count:
        return _("Show note %(n)d of %(all)d") % {"n": place + 1, "all": count}
    return _("Show the result of the vote") if place == count else ""


# --- what changes ------------------------------------------------------------------------------
def choose(*, note, on):
    """A note is read aloud after those chosen before it, or is not; twice is once."""
    with live.changing(note.workshop, *SCREENS) as room:
        walk = _walk(room)
        if not on:
            walk.aloud.filter(note=note).delete()
            return walk
        if not room.notes.on_the_wall().filter(pk=note.pk).exists():
            raise NotNow(_("This note is not on the wall any more."))
        if not walk.aloud.filter(note=note).exists():
            _refuse_too_many(walk)
            last = walk.aloud.last()
            ReadAloud.objects.create(walk=walk, note=note, position=last.position + 1 if last else 1)
        return walk


def shift(*, note, earlier):
    """A chosen note changes places with the one before it, or after it."""
    with live.changing(note.workshop, *SCREENS) as room:
        rows = list(_walk(room).aloud.all())
        place = next((place for place, row in enumerate(rows) if row.note_id == note.pk), None)
        if place is None:
            raise NotNow(_("This note is not among those that are read aloud."))
        other = place + (-1 if earlier else 1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, 1):
            row.position = position
        ReadAloud.objects.bulk_update(rows, ["position"])


def read_on(*, workshop, seen):
    """The projector shows the next note, at last the result. `seen` is the place this was decided on; twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        walk = _walk(room)
        walking = Walking(room, walk)
        if not walking.is_on or walking.phase().kind != DEBRIEF:
            raise NotNow(_("The debrief is not on now."))
        place = min(walk.read_out, len(chosen(walk)) + 1)
        if place == seen:
            walk.read_out = place + 1
            walk.save(update_fields=["read_out"])
        elif place != seen + 1:
            raise NotNow(_("Somebody else was faster: the reading is further on."))
        return walk


# --- helpers -----------------------------------------------------------------------------------
def _walk(room):
    walk = walk_of(room)
    if walk is None:
        raise NotNow(_("No walk with a debrief is ready. Make the walk ready first."))
    return walk


def _refuse_too_many(walk):
    if len(chosen(walk)) >= MOST:
        raise NotNow(_("Six notes are as many as a room can hear. Take one out first."))
