"""What several parts of the note have in common: quotes, captions, whose words they are, and where they come from."""

from django.utils.translation import gettext as _

from workshop.export.blocks import Heading, Picture, Quote
from workshop.text import folded

# Sources that are no single row: what the workshop says of itself, how it works, and everything of one kind.
WORKSHOP, METHOD = "workshop", "method"
COLLECTIONS = (WORKSHOP, METHOD, "people", "cases", "notes", "cards", "statements", "photos", "votes", "stages", "talk")
COLLECTIONS += ("noticed", "questions", "parked")


def ids(things):
    return [thing.id for thing in things if thing.id]


def city_id(city):
    """The source of a city that somebody of it agreed to show."""
    return f"city-{folded(city)}"


def caption(words, credit):
    return " ".join(part if part.endswith(".") else f"{part}." for part in (words, credit) if part)


def photo_of(photo):
    words = caption(photo.caption, photo.credit)
    return Picture(
        photo.caption or _("A picture without words"), words, file=photo.file, key=photo.id, sources=[photo.id]
    )


def by(said):
    """Whose words these are and, in an internal edition, why they are not published."""
    return " · ".join(
        part for part in (example(said) + (said.who.label or _("a participant")), not_public(said)) if part
    )


def not_public(said):
    words = {"room": _("stays in the room"), "unchecked": _("not checked by its author yet")}
    return words.get(said.kept, "")


def example(thing):
    return _("Example") + " · " if thing.is_example else ""


def quotes(statements, anchor, level, colour=0):
    if statements:
        yield Heading(_("Voices"), level, anchor, colour, key=anchor, sources=ids(statements))
    for said in statements:
        yield Quote(said.text, by(said), _about(said), colour, key=said.id, sources=[said.id])


def _about(said):
    changed = _("In the speaker’s own later words") if said.is_changed else ""
    return ". ".join(part for part in (said.word, changed, said.source) if part)


def someone(who):
    return who.label or _("a participant")


def case_name(edition, number):
    return next((chapter.city for chapter in edition.chapters if chapter.number == number), _("several"))


def people_then_examples(rows):
    """Examples are counted by themselves, never among people."""
    apart = [[row for row in rows if row.is_example == invented] for invented in (False, True)]
    return [rows for rows in apart if rows]
