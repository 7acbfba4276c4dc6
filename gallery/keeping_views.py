"""Keeping the walls: notes are hidden and shown again, merged and parted, and the rules of the walls are set."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gallery import actions, found, merging, sight, voting
from gallery.forms import MergeForm, WallsForm
from workshop import access
from workshop.access import roles
from workshop.forms import HideForm
from workshop.responses import done, form_again

ALIKE = 200  # notes of a wall to choose from


@require_safe
@roles(*access.FACILITATORS)
def hiding(request, pk):
    """A note, and the form that asks why it is hidden."""
    note = found.any_note(request, pk)
    return render(request, "gallery/hide.html", {"note": note, "form": HideForm(initial={"why": note.hidden_why})})


@require_POST
@roles(*access.FACILITATORS)
def hide(request, pk):
    """A note off every screen."""
    note = found.any_note(request, pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/hide.html", {"note": note, "form": form})
    actions.hide(note=note, why=form.cleaned_data["why"])
    return done(request, "console", request.workshop.code, note=note.pk)


@require_POST
@roles(*access.FACILITATORS)
def restore(request, pk):
    """A hidden note back on its wall."""
    note = actions.restore(note=found.any_note(request, pk))
    return done(request, "gallery:wall", request.workshop.code, note.case.number, note=note.pk)


@require_safe
@roles(*access.FACILITATORS)
def alike(request, pk):
    """A note, the others of its wall, and the form that asks which one it belongs to and why."""
    return render(request, "gallery/merge.html", _alike(found.any_note(request, pk), MergeForm()))


@require_POST
@roles(*access.FACILITATORS)
def merge_notes(request, pk):
    """A note hangs on as a part of another."""
    note = found.any_note(request, pk)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/merge.html", _alike(note, form))
    into = found.any_note(request, form.cleaned_data["into"])
    merging.merge(note=note, into=into, why=form.cleaned_data["why"])
    return done(request, _at_the_wall(into), note=note.pk, into=into.pk)


@require_POST
@roles(*access.FACILITATORS)
def part(request, pk):
    """A merged note hangs by itself again."""
    note = merging.part(note=found.any_note(request, pk))
    return done(request, _at_the_wall(note), note=note.pk)


@require_safe
@roles(*access.FACILITATORS)
def rules(request):
    """How the walls are kept, as a form."""
    walls = sight.walls_of(request.workshop)
    form = WallsForm(initial={name: getattr(walls, name) for name in WallsForm.base_fields})
    return render(request, "gallery/walls.html", {"form": form})


@require_POST
@roles(*access.FACILITATORS)
def settle(request):
    """How the walls are kept from now on."""
    form = WallsForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/walls.html", {"form": form})
    voting.settle(workshop=request.workshop, **form.cleaned_data)
    return done(request, "console", request.workshop.code)


# --- helpers -----------------------------------------------------------------------------------
def _alike(note, form):
    others = note.case.notes.on_the_wall().exclude(pk=note.pk).select_related("author")
    same_kind_first = sorted(others.order_by("-created_at", "-id")[:ALIKE], key=lambda each: each.kind != note.kind)
    return {"note": note, "form": form, "others": same_kind_first}


def _at_the_wall(note):
    return f"{reverse('gallery:wall', args=[note.workshop.code, note.case.number])}#note-{note.pk}"
