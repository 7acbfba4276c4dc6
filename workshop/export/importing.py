"""An archive as a workshop of this Peerwalk: nothing of it is trusted, everything gets ids and names of our own.

Cases, programme, conditions and themes become rows, so that posters can be printed and cases used again. What people
wrote belongs to the note and stays there. No role, link, account or join code comes along.
"""

import io
import json
import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from gallery import photos
from workshop.export import calendar, codec, tables
from workshop.export.checks import SLOTS
from workshop.export.document import compose
from workshop.export.edition import PUBLIC, Edition
from workshop.export.gather import cleaned
from workshop.export.models import Archived, Logo, Paper
from workshop.export.restoring import restored
from workshop.export.unpacking import BadArchive, opened
from workshop.insights.models import Condition, Theme, TransferCard
from workshop.models import Case, Fact, Footnote, Photo, Stage, Workshop

MOST = {
    "chapters": 60,
    "parts": 100,
    "themes": 200,
    "conditions": 100,
    "all_notes": 20_000,
    "logos": 40,
    "cards": 20_000,
}
CARRIED = re.compile(r"[0-9a-f]{32}\.jpg")


def import_archive(content, *, owner=None):
    """The workshop that an archive's bytes make, organized by `owner`; BadArchive says what is wrong with them."""
    archive = opened(content)
    edition = _edition(archive)
    found = {name: _picture(archive.pictures.get(name, b"")) for name in _wanted(edition)}
    kept = {name: jpeg for name, jpeg in found.items() if jpeg}
    names = {}
    try:
        with transaction.atomic():
            workshop = _workshop(edition, owner)
            for name, jpeg in kept.items():
                names[name] = _keep(jpeg)
            data = json.dumps(codec.plain(_without_covers(edition)), ensure_ascii=False)
            Archived.objects.create(workshop=workshop, language=archive.language[:8], edition=data, pictures=names)
            _photos(workshop, edition, names)
            _try(workshop, archive.language)
    except Exception:
        for name in names.values():
            photos.drop(name)
        raise
    return workshop


def _edition(archive):
    """The Edition in an archive, every text in it cleaned, every list of a size that a room can have."""
    try:
        edition = cleaned(codec.read(Edition, archive.edition))
    except (codec.Unreadable, RecursionError, OverflowError, TypeError) as wrong:
        raise BadArchive(f"The archive's edition can't be read: {wrong}.") from None
    if edition.name != PUBLIC:
        raise BadArchive("Only a public archive can be imported: an internal one holds what stays in its room.")
    if any(len(getattr(edition, name)) > most for name, most in MOST.items()):
        raise BadArchive("The archive holds more than a workshop can have.")
    if len({chapter.number for chapter in edition.chapters}) < len(edition.chapters):
        raise BadArchive("Two cases in the archive have one number.")
    if any(card.by_months not in (None, *TransferCard.By.values) for card in edition.cards):
        raise BadArchive("A next step in the archive has no date that can be read.")
    return edition


def _try(workshop, language):
    """Whether a note, a calendar and tables can be made of it, before anything of it is kept."""
    try:
        with override(language if re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", language) else "en"):
            edition = restored(workshop.archived, workshop)
            compose(edition), calendar.write(edition), tables.tables(edition)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        raise BadArchive("No note can be made of what the archive holds.") from None


# --- rows --------------------------------------------------------------------------------------
def _workshop(edition, owner):
    about = [
        "title",
        "topic",
        "framing",
        "organizer",
        "occasion",
        "place",
        "venue",
        "held_on",
        "attendance",
        "source",
        "time_zone",
    ]
    said = {name: _fitting(Workshop, name, getattr(edition, name)) for name in about}
    lists = {name: codec.plain(getattr(edition, name)) for name in ("questions", "goals", "partners")}
    workshop = Workshop.objects.create(**said, **lists, doors_closed_at=timezone.now())
    if owner:
        workshop.organizers.add(owner)
    Paper.objects.create(
        workshop=workshop, **_same(Paper, edition.paper, "series number licence contact credits visit")
    )
    for position, part in enumerate(edition.parts):
        kind = part.kind if part.kind in Stage.Kind.values else Stage.Kind.CASES
        minutes = _within(part.minutes, 1, 600)
        workshop.stages.create(kind=kind, position=position, minutes=minutes, **_same(Stage, part, "title"))
    for chapter in edition.chapters:
        _case(workshop, chapter)
    for position, label in enumerate(edition.conditions.values()):
        Condition.objects.create(workshop=workshop, position=position, label=_fitting(Condition, "label", label))
    for position, theme in enumerate(edition.themes):
        about = _same(Theme, theme, "title statement source")
        Theme.objects.create(workshop=workshop, position=position, is_example=theme.is_example, **about)
    return workshop


def _case(workshop, chapter):
    about = _same(Case, chapter, "city country place title contact cover_alt cover_credit")
    slots = {name: text[:20_000] for name, text in chapter.slots.items() if name in SLOTS}
    motif = chapter.motif if chapter.motif in Case.Motif.values else Case.Motif.DOTS
    count = _within(chapter.cover_count, 1, 400)
    number = _within(chapter.number, 1, 32_000)
    case = Case.objects.create(workshop=workshop, number=number, motif=motif, cover_count=count, **about, **slots)
    for position, figure in enumerate(chapter.figures):
        said = _same(Fact, figure, "label unit qualifier as_of source quantity part_of total_of")
        numbers = {"value": figure.value, "value_to": figure.value_to, "is_key": figure.is_key}
        Fact.objects.create(case=case, position=position, **numbers, **said)
    for position, (_id, slot, text) in enumerate(chapter.footnotes):
        Footnote.objects.create(case=case, position=position, slot=slot if slot in SLOTS else "background", text=text)


def _photos(workshop, edition, names):
    """Rows for the pictures, so that the room can be shown them."""
    cases = {case.number: case for case in workshop.cases.all()}
    for logo in edition.logos:
        if logo.file in names:
            workshop.logos.create(file=names[logo.file], **_same(Logo, logo, "name"))
    for photo in edition.all_photos:
        if photo.file in names:
            about = _same(Photo, photo, "caption credit")
            size = {"width": _within(photo.width, 0, 32_000), "height": _within(photo.height, 0, 32_000)}
            case = cases.get(photo.case)
            workshop.photos.create(case=case, file=names[photo.file], consent="city", **size, **about)


def _same(model, thing, names):
    return {name: _fitting(model, name, getattr(thing, name)) for name in names.split()}


def _within(number, least, most):
    return min(max(number, least), most)


def _fitting(model, name, value):
    """A text no longer than its column."""
    most = model._meta.get_field(name).max_length
    return value[:most] if isinstance(value, str) and most else value


def _without_covers(edition):
    return replace(edition, chapters=[replace(chapter, cover="") for chapter in edition.chapters])


# --- pictures ----------------------------------------------------------------------------------
def _wanted(edition):
    return {each.file for each in (*edition.all_photos, *edition.logos) if CARRIED.fullmatch(each.file)}


def _picture(jpeg):
    """The picture as it is where it can be nothing but one of ours; else developed anew; None where it is none."""
    if not jpeg or _is_plain(jpeg):
        return jpeg
    try:
        return photos.develop(io.BytesIO(jpeg)).jpeg
    except ValidationError:
        return None


def _is_plain(jpeg):
    """A JPEG of our size with pixels and nothing beside them: no remarks, no foreign segments, no tail."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            if max(image.size) > 1600:
                return False  # before it is unpacked
            plain = not (set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive",
                                            "progression"}) and not getattr(image, "comment", None)  # fmt: skip
            image.load()
    except Exception:
        return False
    return plain and _has_only_pixels(jpeg)


def _has_only_pixels(jpeg):
    """Segments that draw, from the first byte to the last."""
    place = 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        kind, size = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if kind in (0xFE, *range(0xE1, 0xF0)) or (kind == 0xE0 and jpeg[place + 4 : place + 8] != b"JFIF"):
            return False
        place += 2 + size
    return jpeg.endswith(b"\xff\xd9") and jpeg.find(b"\xff\xd9", place) == len(jpeg) - 2


def _keep(jpeg):
    with photos.kept(photos.Picture(jpeg, 0, 0)) as name:
        return name
