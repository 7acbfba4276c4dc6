"""The views of the debrief: the tray of notes to read aloud, and the reading."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gallery import debrief, found, rounds
from gallery.walk_forms import PlaceForm
from gallery.walk_views import read
from workshop import access
from workshop.access import roles
from workshop.responses import done


@require_safe
@roles(*access.FACILITATORS)
def tray(request):
    """The notes that are read aloud, in their order; below them all notes to choose from, poster by poster."""
    walk = rounds.walk_of(request.workshop)
    aloud = debrief.chosen(walk) if walk else []
    context = {"walk": walk, "aloud": aloud, "usual": debrief.USUAL, "walls": _walls(request, {n.pk for n in aloud})}
    return render(request, "gallery/debrief.html", context)


@require_POST
@roles(*access.FACILITATORS)
def choose(request, pk):
    """This note is read aloud (on=1), or is not."""
    debrief.choose(note=found.any_note(request, pk), on=request.POST.get("on", "1") == "1")
    return done(request, "gallery:debrief", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def shift(request, pk):
    """This note is read one place earlier, or later."""
    debrief.shift(note=found.any_note(request, pk), earlier=request.POST.get("to") != "later")
    return done(request, "gallery:debrief", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def read_on(request):
    """The projector goes one note on."""
    debrief.read_on(workshop=request.workshop, **read(PlaceForm, request))
    return done(request, "console", request.workshop.code)


def _walls(request, aloud):
    """Each poster with its notes: those that are true for most cities first, then the newest."""
    cases = {case.pk: {"case": case, "notes": []} for case in found.cases(request)}
    notes = request.workshop.notes.on_the_wall().filter(is_example=False).with_words()
    for note in sorted(notes, key=lambda note: (-note.cities_too(), -note.pk)):
        note.is_aloud = note.pk in aloud
        cases[note.case_id]["notes"].append(note)
    return list(cases.values())
