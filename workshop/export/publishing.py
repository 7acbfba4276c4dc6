"""Editions: published once and frozen; looked at again before each reading, so that nothing withdrawn is ever shown."""

from dataclasses import replace

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import live
from workshop.export import frozen, sources
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.models import Archived, Paper
from workshop.refusals import NotNow


def publish(*, workshop, by="", key=None, language=None):
    """The note as it stands becomes the next edition; the same press, or an unchanged note, makes no other."""
    with live.changing(workshop) as room, translation.override(language or translation.get_language()):
        if known := key and room.publications.filter(client_key=key).first():
            return known
        _refuse(room)
        latest = room.publications.first()
        edition = _numbered(gather(room), (latest.number if latest else 0) + 1)
        data = frozen.frozen(compose(edition))
        if latest and not latest.closed_at and frozen.content_of(latest.document) == frozen.content_of(data):
            return latest
        changes = _changes(latest.document, data) if latest and latest.document else []
        return _keep(room, edition, data, changes, by=by, client_key=key)


def _refuse(room):
    if getattr(room, "is_rehearsal", False):
        raise NotNow(_("A rehearsal is not published: nobody said or wrote what is in it."))
    if Archived.objects.filter(workshop=room).exists():
        raise NotNow(_("This workshop is an archive: it was published where it was held."))


def _numbered(edition, number):
    return replace(edition, number=number, made_at=timezone.now())


def _keep(room, edition, data, changes, **about):
    Paper.objects.get_or_create(workshop=room)
    return room.publications.create(
        number=edition.number,
        language=translation.get_language(),
        title=room.title,
        document=data,
        reaches=_reaches(data, edition),
        checksum=frozen.checksum(data),
        changes=changes,
        seen_revision=mark(room),
        **about,
    )


def _reaches(data, edition):
    """How far each source in the document told of its person on this day."""
    named = {source for block in frozen.thawed(data).blocks for source in sources.of(block)}
    return {source: reach for source, reach in edition.reaches.items() if source in named}


def _changes(before, after):
    return [_change(*each) for each in frozen.differences(before, after)]


def _change(part, added, changed, gone):
    said = [
        added and ngettext("%(n)s piece added", "%(n)s pieces added", added) % {"n": added},
        changed and ngettext("%(n)s piece changed", "%(n)s pieces changed", changed) % {"n": changed},
        gone and ngettext("%(n)s piece left out", "%(n)s pieces left out", gone) % {"n": gone},
    ]
    return f"{part}: {', '.join(part for part in said if part)}."


# --- consent, looked at before each reading ----------------------------------------------------
def mark(workshop):
    """The state of the room in which consent was looked at."""
    return f"{workshop.epoch}-{workshop.revision}"


def look_again(workshop):
    """Close every edition that tells more than people agree to by now, and put one without it in the last one's place.

    Nothing is asked of the database beside the editions themselves while the room has not changed since.
    """
    workshop.refresh_from_db(fields=["epoch", "revision"])
    stale = workshop.publications.filter(closed_at=None).exclude(seen_revision=mark(workshop))
    if getattr(workshop, "purged_at", None) or not stale.exists():
        return
    edition = gather(workshop)
    for publication in stale:
        gone = {source for source, reach in publication.reaches.items() if edition.reaches.get(source, -1) < reach}
        if gone:
            _withdraw(publication, gone, edition)
    stale.update(seen_revision=mark(workshop))


def _withdraw(publication, gone, edition):
    """The edition is closed and emptied; where it was the last one, the next holds everything else of it."""
    with live.changing(publication.workshop) as room:
        publication.refresh_from_db()
        if publication.closed_at:
            return
        latest = room.publications.first()
        if latest == publication:
            _succeed(room, publication, gone, edition)
        publication.closed_at, publication.document, publication.reaches = timezone.now(), {}, {}
        publication.save(update_fields=["closed_at", "document", "reaches"])


def _succeed(room, publication, gone, edition):
    with translation.override(publication.language):
        edition = _numbered(edition, publication.number + 1)
        fresh = {block.key: block for block in compose(edition).blocks}
        document = frozen.thawed(publication.document)
        blocks = [kept for block in document.blocks if (kept := _without(block, gone, fresh))]
        named = replace(document, blocks=blocks, edition=compose(edition).edition)
        _keep(room, edition, frozen.frozen(named), [_("A contribution was withdrawn by the person it came from.")])


def _without(block, gone, fresh):
    """The block without what is gone: its rows and slips one by one, anything else as it writes itself by now."""
    if block.key.startswith(frozen.CHANGING):
        return fresh.get(block.key, block)
    if not gone.intersection(sources.of(block)):
        return block
    if block.kind == "slips":
        slips = [slip for slip in block.slips if slip.source not in gone]
        return replace(block, slips=slips, sources=_left(block, gone)) if slips else None
    if block.kind == "table" and block.origins and all(len(origin) == 1 for origin in block.origins):
        rows = [(row, origin) for row, origin in zip(block.rows, block.origins, strict=True) if origin[0] not in gone]
        kept, origins = [row for row, _origin in rows], [origin for _row, origin in rows]
        return replace(block, rows=kept, origins=origins, sources=_left(block, gone)) if rows else None
    return fresh.get(block.key)


def _left(block, gone):
    return [source for source in block.sources if source not in gone]


# --- reading -----------------------------------------------------------------------------------
def open_editions(paper):
    """The editions that may be read, the newest first; asked anew whether everybody still agrees.

    None brings its document along: whoever shows one asks for that one's.
    """
    look_again(paper.workshop)
    return light(paper.workshop)


def light(workshop):
    """Every edition without its document, the newest first."""
    return list(workshop.publications.defer("document", "reaches"))


def public_key(workshop):
    """The key of the public address where an edition can be read by now, else None."""
    return workshop.publications.filter(closed_at=None).values_list("workshop__paper__key", flat=True).first()
