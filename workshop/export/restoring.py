"""The Edition of a workshop that was imported: what its archive said, with covers drawn and pictures found here."""

import json
from dataclasses import replace

from workshop.covers import cover_svg
from workshop.export import codec
from workshop.export.edition import Edition


def restored(archived, workshop):
    """The Edition as its archive held it; only its pictures bear the names under which they are kept here."""
    edition = codec.read(Edition, json.loads(archived.edition))
    covers = {case.number: cover_svg(case) for case in workshop.cases.all()}

    def here(photos):
        return [replace(photo, file=archived.pictures.get(photo.file, "")) for photo in photos]

    chapters = [
        replace(chapter, cover=covers.get(chapter.number, ""), photos=here(chapter.photos))
        for chapter in edition.chapters
    ]
    return replace(edition, chapters=chapters, photos=here(edition.photos), logos=here(edition.logos))
