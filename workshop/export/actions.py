"""What is done to a note: edited by hand, approved, published; its paper filled in."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import photos
from workshop import live
from workshop.export import editing
from workshop.export.models import Approval, Archived, Edit, Paper
from workshop.refusals import NotNow, TooMany

MOST_LOGOS = 24


def fill_in(*, workshop, nameless, **about):
    """The note's own words about itself, and whether names are kept out of every edition."""
    with live.changing(workshop) as room:
        paper, _new = Paper.objects.get_or_create(workshop=room)
        for name, value in about.items():
            setattr(paper, name, value)
        paper.nameless_at = (paper.nameless_at or timezone.now()) if nameless else None
        paper.save(update_fields=[*about, "nameless_at"])
        return paper


def add_logo(*, workshop, name, picture):
    """A partner's sign for the cover."""
    with photos.kept(picture) as file, live.changing(workshop) as room:
        if room.logos.count() >= MOST_LOGOS:
            raise TooMany(_("A list has %(n)s lines at most.") % {"n": MOST_LOGOS})
        return room.logos.create(name=name, file=file)


def remove_logo(*, workshop, pk):
    """It is gone from the note as it writes itself; what was published keeps the picture."""
    with live.changing(workshop) as room:
        room.logos.filter(pk=pk).delete()


# --- by hand -----------------------------------------------------------------------------------
def word(*, workshop, piece, text, seen, by="", key=None):
    """Other words for a piece (editing's Piece); None where somebody else has changed it since `seen`.

    The same press again has had its effect, whatever the piece says by now.
    """
    with live.changing(workshop) as room:
        edit = _edit(room, piece.key)
        if key and room.presses.filter(client_key=key).exists():
            return edit
        if _seen(piece, edit) != seen:
            return None
        if key:
            room.presses.create(client_key=key)
        edit.text, edit.original, edit.rested_on = text, piece.original, piece.rests_on
        edit.edited_at, edit.by = timezone.now(), by
        edit.save()
        return edit


def as_it_writes_itself(*, workshop, key):
    """Take words, place and leaving-out back."""
    with live.changing(workshop):
        Edit.objects.filter(workshop=workshop, key=key).delete()


def leave_out(*, workshop, key, dropped, by=""):
    """A piece, with its section where it is a title, is left out of the note, or comes back."""
    with live.changing(workshop) as room:
        edit = _edit(room, key)
        edit.dropped_at = (edit.dropped_at or timezone.now()) if dropped else None
        edit.by = by
        edit.save()
        return edit


def shift(*, workshop, key, after, by=""):
    """A piece follows another one from now on."""
    with live.changing(workshop) as room:
        edit = _edit(room, key)
        edit.after, edit.moved_at, edit.by = after, timezone.now(), by
        edit.save()
        return edit


def _edit(room, key):
    """The row of a piece; of an archive there is none."""
    if Archived.objects.filter(workshop=room).exists():
        raise NotNow(_("This workshop is an archive. Its note stays as it is."))
    return Edit.objects.filter(workshop=room, key=key).first() or Edit(workshop=room, key=key)


def _seen(piece, edit):
    """What the piece shows now, read anew inside the change; an edit newer than the piece stands as it was saved."""
    if edit.edited_at == (piece.edit and piece.edit.edited_at):
        return piece.seen
    words = piece.original if edit.text is None else editing.words_of(editing.worded(piece.block, edit.text))
    return editing.fingerprint(words)


# --- approved ----------------------------------------------------------------------------------
def approve(*, workshop, fingerprint, case=None, by=""):
    """A case's section, or the whole note, is agreed to as it stands; the same twice is once."""
    with live.changing(workshop) as room:
        found = Approval.objects.filter(workshop=room, case=case, fingerprint=fingerprint).first()
        return found or Approval.objects.create(workshop=room, case=case, fingerprint=fingerprint, by=by)
