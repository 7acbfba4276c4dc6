"""The archive: everything that is published of a workshop in one ZIP, with checksums; same content, same bytes."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

from django.utils.translation import get_language

from workshop.export import calendar, codec, dictionary, markdown, page, pictures, tables
from workshop.export import sentences as say
from workshop.export.document import compose

MANIFEST, EDITION = "MANIFEST.sha256", "edition.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the time every file bears, so that none tells when the archive was made
FORMAT = "peerwalk-archive/1"


def write(edition, as_json):
    """The archive of an Edition as bytes. `as_json` makes the note's JSON of an Edition."""
    edition = replace(edition, made_at=None, code="")
    portable, photos = carried(edition)
    sheets = tables.tables(portable)
    files = {
        "index.html": page.single_file(compose(edition)),
        "note.md": markdown.write(compose(portable), _address),
        "note.json": as_json(portable),
        "note.schema.json": schema(),
        EDITION: _edition(portable),
        "commitments.ics": calendar.write(portable),
        "DICTIONARY.md": dictionary.write(sheets).encode(),
        "LICENCE.txt": _licence(portable),
        "README.md": _about(portable),
        **{f"tables/{sheet.name}.csv": tables.as_csv(sheet) for sheet in sheets},
        **{f"pictures/{name}": content for name, content in photos.items()},
        **{f"pictures/{chapter.id}.svg": chapter.cover.encode() for chapter in edition.chapters},
    }
    return _packed(files | {MANIFEST: manifest(files)})


def carried(edition):
    """The Edition with pictures named after what is in them, so that they are called the same everywhere; and these."""
    photos = {each.file: pictures.photo(each.file) for each in (*edition.all_photos, *edition.logos)}
    names = {file: f"{hashlib.sha256(jpeg).hexdigest()[:32]}.jpg" if jpeg else "" for file, jpeg in photos.items()}

    def renamed(rows):
        return [replace(photo, file=names[photo.file]) for photo in rows]

    chapters = [replace(chapter, photos=renamed(chapter.photos)) for chapter in edition.chapters]
    carried = replace(edition, chapters=chapters, photos=renamed(edition.photos), logos=renamed(edition.logos))
    return carried, {names[file]: jpeg for file, jpeg in photos.items() if jpeg}


def schema():
    """The published schema of the note's JSON, as bytes."""
    return (pictures.HERE / "note.schema.json").read_bytes()


def manifest(files):
    """One line a file: its SHA-256 and its name, as `sha256sum -c` reads it."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()


def _edition(edition):
    """What an import reads: the Edition without what is drawn anew."""
    data = codec.plain(replace(edition, chapters=[replace(chapter, cover="") for chapter in edition.chapters]))
    whole = {"format": FORMAT, "language": get_language(), "edition": data}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _address(block):
    if block.svg:
        return f"pictures/{block.sources[0]}.svg"
    return f"pictures/{block.file}" if block.file else ""


def _licence(edition):
    said = edition.paper.licence or "No licence was chosen: all rights reserved by the authors."
    more = "\nhttps://creativecommons.org/licenses/by/4.0/" if said == "CC BY 4.0" else ""
    return f"{said}{more}\n\n{say.citation(edition)}\n".encode()


def _about(edition):
    """The data card: what this is, what it rests on, what it leaves out."""
    lines = [
        f"# {edition.title}",
        say.series(edition),
        "This archive holds what is published of one peer-learning workshop. Open index.html to read it.",
        "\n".join(f"- {line}" for line in _contents()),
        "What it rests on, and what it leaves out:",
        "\n".join(f"- {line}" for line in [*say.coverage(edition), *map(say.covered, edition.coverage)]),
        f"{say.which(edition)} Licence: {edition.paper.licence or '-'}. To cite: {say.citation(edition)}",
        "`sha256sum -c MANIFEST.sha256` or `manage.py verify-archive FILE` tells whether it is whole.",
    ]
    return ("\n\n".join(lines) + "\n").encode()


def _contents():
    return [
        "index.html: the note as a web page that needs nothing else",
        "note.md: the same as Markdown, with pictures/",
        "note.json: the same for machines, as note.schema.json says, with every table",
        "tables/: every table as CSV; DICTIONARY.md says what each column means",
        "commitments.ics: the next steps with their dates, for a calendar",
        "edition.json: what `manage.py import_archive` reads",
    ]


def _packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in sorted(files.items()):
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.create_system, about.external_attr = 3, 0o644 << 16
            package.writestr(about, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
