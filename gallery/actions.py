"""What changes on the walls: notes and photos are left, changed and taken back, and hidden where they hurt."""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import photos
from gallery.asking import follow
from gallery.filing import filed
from gallery.models import Note
from gallery.opening import refuse_notes_when_closed
from workshop import live
from workshop.models import Consent
from workshop.ready import Ready, keep
from workshop.refusals import NotNow

MOST_PHOTOS_EACH = 12
MOST_PHOTOS = 400
_notes = Ready(lambda workshop, key: Note.objects.filter(workshop=workshop, client_key=key).order_by())


def write(*, case, author, kind, text, about="", consent="", key=None, seen=None, begun_at=None):
    """A note on the case's wall, filed to the round it was begun in; the same key again finds the same note."""
    with live.changing(case.workshop, *screens(case)) as room:
        if known := _known(key and _notes.first(room.pk, key), author_id=author.pk):
            return known
        refuse_notes_when_closed(room)
        room.poke(author)
        place = filed(room, seen, begun_at)._asdict()
        said = {"kind": kind, "text": text, "about": about, "consent": consent, "begun_at": begun_at}
        note = keep(Note(workshop=room, case=case, author=author, client_key=key, **said, **place))
        follow(room, note)
        return note


def type_card(*, case, kind, text, author=None, city="", consent="", key=None):
    """A paper card, typed by a helper: of somebody here, or of nobody known, perhaps with a city on it."""
    with live.changing(case.workshop, *screens(case)) as room:
        if known := _known(key and _notes.first(room.pk, key)):
            return known
        said = {"kind": kind, "text": text, "consent": consent, "paper_city": "" if author else city}
        note = room.notes.create(case=case, author=author, client_key=key, on_paper=True, **said)
        room.poke(author)
        follow(room, note)
        return note


def change(*, note, kind, text, about=""):
    """Its author finds better words, as long as the walls are open and nobody rests on the old ones."""
    with _changing(note) as (room, note):
        if (note.kind, note.text, note.about) == (kind, text, about):
            return note
        refuse_notes_when_closed(room)
        _refuse_changing(note)
        note.kind, note.text, note.about, note.changed_at, note.checked_at = kind, text, about, timezone.now(), None
        return _saved(note, "kind", "text", "about", "changed_at", "checked_at")


def choose(*, note, consent, read=False):
    """Its author says how far a note may travel; `read` agrees to the name beside these words."""
    with _changing(note) as (_room, note):
        note.consent = consent
        note.checked_at = timezone.now() if read and note.travels == Consent.NAME else None
        return _saved(note, "consent", "checked_at")


def take_back(*, note):
    """Its author takes a note off the wall, at any time."""
    with _changing(note) as (_room, note):
        note.withdrawn_at = note.withdrawn_at or timezone.now()
        return _saved(note, "withdrawn_at")


def hide(*, note, why):
    """A facilitator takes a note off every screen and says why; its author sees the reason."""
    with _changing(note) as (_room, note):
        note.hidden_at, note.hidden_why = note.hidden_at or timezone.now(), why
        return _saved(note, "hidden_at", "hidden_why")


def restore(*, note):
    """A hidden note is back on its wall."""
    with _changing(note) as (_room, note):
        note.hidden_at, note.hidden_why = None, ""
        return _saved(note, "hidden_at", "hidden_why")


def add_photo(*, case, by, picture, caption, consent="", key=None):
    """A clean picture on the case's wall; the same key again finds the same photo, and keeps no second file."""
    with photos.kept(picture) as file, live.changing(case.workshop, *screens(case)) as room:
        if known := _known(key and room.photos.filter(client_key=key).first(), by_id=by and by.pk):
            photos.drop(file)
            return known
        refuse_notes_when_closed(room)
        _refuse_floods(room, by)
        room.poke(by)
        return room.photos.create(
            case=case,
            by=by,
            file=file,
            width=picture.width,
            height=picture.height,
            caption=caption,
            consent=consent,
            client_key=key,
        )


def take_back_photo(*, photo):
    """Whoever took a photo takes it back; the picture itself is deleted."""
    with live.changing(photo.workshop, *screens(photo.case)) as room:
        if photo.withdrawn_at is None:
            photo.withdrawn_at = timezone.now()
            photo.save(update_fields=["withdrawn_at"])
        transaction.on_commit(lambda: photos.drop(photo.file), robust=True)
        room.poke(photo.by)
        return photo


def show_photo(*, photo, shown):
    """A facilitator takes a photo off every screen, or puts it back."""
    with live.changing(photo.workshop, *screens(photo.case)) as room:
        photo.hidden_at = None if shown else photo.hidden_at or timezone.now()
        photo.save(update_fields=["hidden_at"])
        room.poke(*[photo.by] if photo.by else [])
        return photo


def screens(case):
    """The pictures that show what hangs at a poster."""
    return f"wall:{case.number}", "console", "projector"


# --- helpers -----------------------------------------------------------------------------------
@contextmanager
def _changing(note):
    """Alone in the room with the note's fresh row; its author is told, its question keeps step."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        fresh = room.notes.select_related("case", "author", "question").get(pk=note.pk)
        room.poke(fresh.author)
        yield room, fresh
        follow(room, fresh)


def _saved(note, *fields):
    note.save(update_fields=fields)
    return note


def _known(first, **owner):
    """What a key brought the first time. A key that somebody else's page used is refused, never shared."""
    if first and any(getattr(first, name) != value for name, value in owner.items()):
        raise NotNow(_("This page was sent once already. Please reload it and send again."))
    return first


def _refuse_changing(note):
    if note.hidden_at or note.merged_into_id:
        raise NotNow(_("This note is not on the wall any more. Write a new one."))
    if note.question and note.question.answered_at:
        raise NotNow(_("Your question is answered as it stands. Ask a new one, or take this one back."))
    if note.echoes.exists() or note.votes.exists() or Note.objects.filter(merged_into=note).exists():
        raise NotNow(_("Others have agreed to this note as it stands. Write a new one, or take this one back."))


def _refuse_floods(room, by):
    kept = room.photos.filter(withdrawn_at=None)
    if by and kept.filter(by=by).count() >= MOST_PHOTOS_EACH:
        raise NotNow(_("You have added as many photos as one person can. Take one back first."))
    if kept.count() >= MOST_PHOTOS:
        raise NotNow(_("The walls are full of photos. Ask the facilitator which ones can go."))
