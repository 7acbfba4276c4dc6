"""A note as it hangs on a live wall: drawn once for what it says, and kept while the wall around it changes."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

KEPT = 2000  # slips in the memory of a process
_drawn = {}


def drawn(note, workshop, dots_on_notes):
    """The HTML of a slip with its buttons. Slips that say the same are the same."""
    said = get_language(), workshop.code, dots_on_notes, *_all_it_says(note)
    if slip := _drawn.get(said):
        return slip
    if len(_drawn) >= KEPT:
        _drawn.clear()
    about = {"note": note, "workshop": workshop, "dots_on_notes": dots_on_notes, "acts": True}
    slip = _drawn[said] = render_to_string("gallery/_note.html", about)
    return slip


def _all_it_says(note):
    """Whatever the slip is drawn from, as values."""
    together = [note, *note.merged.all()]
    words = [(_row(each), each.city) for each in together]
    return note.case.number, note.case.city, note.question and _row(note.question), *words, note.cities_too()


def _row(thing):
    return tuple(getattr(thing, field.attname) for field in thing._meta.concrete_fields)
