"""Listeners' notes for those who run the circle: all of them, and how one is taken off the screens."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from fishbowl.actions import listening
from fishbowl.models import Noticed
from workshop import access
from workshop.access import roles
from workshop.forms import HideForm
from workshop.responses import done, form_again

PAGE = 50


@require_safe
@roles(*access.STAFF)
def heard(request):
    """Every listener's note, the newest first, hidden ones with the reason."""
    notes = _standing(request.workshop).order_by("-created_at", "-pk")
    page = Paginator(notes, PAGE).get_page(request.GET.get("page"))
    return render(request, "fishbowl/heard.html", {"page": page})


@require_safe
@roles(*access.HELPERS)
def hiding(request, pk):
    """A listener's note, and the form that asks why it is hidden."""
    note = _note(request, pk)
    return render(request, "fishbowl/hide.html", {"note": note, "form": HideForm(initial={"why": note.hidden_why})})


@require_POST
@roles(*access.HELPERS)
def hide(request, pk):
    """A listener's note off every screen."""
    note, form = _note(request, pk), HideForm(request.POST)
    if not form.is_valid():
        return form_again(request, "fishbowl/hide.html", {"note": note, "form": form})
    listening.hide(noticed=note, why=form.cleaned_data["why"])
    return done(request, "fishbowl:heard", request.workshop.code, noticed=note.pk)


@require_POST
@roles(*access.HELPERS)
def show(request, pk):
    """A hidden one is back."""
    note = listening.show(noticed=_note(request, pk))
    return done(request, "fishbowl:heard", request.workshop.code, noticed=note.pk)


def _standing(workshop):
    notes = Noticed.objects.filter(fishbowl__workshop=workshop, withdrawn_at=None)
    return notes.select_related("author__workshop", "turn__participant", "fishbowl")


def _note(request, pk):
    return get_object_or_404(_standing(request.workshop), pk=pk)
