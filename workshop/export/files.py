"""The note in each of its formats: what the button gives, and the command."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import get_language, override

from workshop.export import archive, calendar, docx, frozen, markdown, packs, page, tables
from workshop.export import sentences as say
from workshop.export.document import compose
from workshop.export.edition import INTERNAL, PUBLIC
from workshop.export.gather import gather
from workshop.export.printing import note, slides

SCHEMA, EDITION_SCHEMA = "peerwalk-note/1", "peerwalk-edition/1"


class Format(NamedTuple):
    ending: str
    kind: str
    make: Callable  # of an Edition; gives bytes


def _docx(edition):
    return docx.write(compose(edition))


def _pdf(edition):
    return note.write(compose(edition))


def _html(edition):
    return page.single_file(compose(edition))


def _xlsx(edition):
    return tables.xlsx(tables.tables(edition), say.warning(edition))


def _csv(edition):
    return tables.csv_zip(tables.tables(edition))


def _json(edition):
    """Schema, state, the document as blocks, and all tables as lists of objects."""
    document, sheets = compose(edition), tables.tables(edition)
    blocks = [{"kind": block.kind, **asdict(block)} for block in document.blocks]
    whole = {
        "schema": SCHEMA,
        "edition": edition.name,
        "rehearsal": edition.is_rehearsal,
        "epoch": edition.epoch,
        "revision": edition.revision,
        "made_at": edition.made_at.isoformat(timespec="seconds") if edition.made_at else None,
        "document": {**asdict(replace(document, blocks=[])), "blocks": blocks},
        "analyses_of": "people" if edition.analyses[False] else "examples",
        "analyses": edition.analyses[False] or edition.analyses[True],
        "tables": {sheet.name: [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows] for sheet in sheets},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _slides(edition):
    return slides.write(*packs.slides(edition))


def _participants(edition):
    return note.write(packs.people(edition))


EDITIONS = (PUBLIC, INTERNAL)


def _markdown(edition):
    return markdown.write(compose(edition))


def _archive(edition):
    return archive.write(edition, _json)


FORMATS = {
    "docx": Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "pdf": Format("pdf", "application/pdf", _pdf),
    "html": Format("html", "text/html; charset=utf-8", _html),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "csv": Format("zip", "application/zip", _csv),
    "json": Format("json", "application/json", _json),
    "md": Format("md", "text/markdown; charset=utf-8", _markdown),
    "ics": Format("ics", "text/calendar; charset=utf-8", calendar.write),
    "slides": Format("slides.pdf", "application/pdf", _slides),
    "participants": Format("participants.pdf", "application/pdf", _participants),
    "archive": Format("archive.zip", "application/zip", _archive),
}


OF_DOCUMENT = {"pdf": note.write, "docx": docx.write, "html": page.single_file, "md": markdown.write}
PUBLISHED = (*OF_DOCUMENT, "json")


def of_frozen(publication, name):
    """(file name, content type, bytes) of a published edition in one of PUBLISHED."""
    chosen = FORMATS[name]
    title = "".join(sign for sign in publication.title if sign.isprintable())[:80]
    file = get_valid_filename(f"{title}-{publication.number}.{chosen.ending}").lstrip(".-")
    content = _frozen_json(publication) if name == "json" else OF_DOCUMENT[name](frozen.thawed(publication.document))
    return file, chosen.kind, content


def _frozen_json(publication):
    """What was frozen, as it is: the checksum beside it is that of the document."""
    whole = {
        "schema": EDITION_SCHEMA,
        "number": publication.number,
        "published_at": publication.published_at.isoformat(timespec="seconds"),
        "checksum": publication.checksum,
        "changes": publication.changes,
        "document": publication.document,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def feedback(workshop, case):
    """(file name, content type, bytes): what peers said on a case, for its owner."""
    with timezone.override(workshop.zone):
        document = packs.feedback(gather(workshop), case.number)
        return file_name(workshop, f"feedback-{case.number}.pdf"), "application/pdf", note.write(document)


def is_made(name, edition):
    """Whether there is this format of this edition."""
    return name in FORMATS and edition in EDITIONS


def language_of(code):
    """The code where the note can be written in this language, else that of the page."""
    return code if code in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def make(workshop, name, edition=PUBLIC, language=None):
    """(file name, content type, bytes) of a workshop's note in one of FORMATS, at this moment."""
    chosen = FORMATS[name]
    with timezone.override(workshop.zone), override(language_of(language)):
        return file_name_of(workshop, name, edition), chosen.kind, chosen.make(gather(workshop, edition))


def file_name_of(workshop, name, edition):
    """The file's name says what sets it apart: an edition that is not public, a language that is not English."""
    language = get_language() or settings.LANGUAGE_CODE
    said = [edition != PUBLIC and edition, language != settings.LANGUAGE_CODE and language, FORMATS[name].ending]
    return file_name(workshop, ".".join(filter(None, said)))


def file_name(workshop, ending):
    """The title and the code, without signs that a file system or a header could stumble over."""
    title = "".join(sign for sign in workshop.title if sign.isprintable())[:80]
    return get_valid_filename(f"{title}-{workshop.code}.{ending}").lstrip(".-")  # a title may be nothing but signs
