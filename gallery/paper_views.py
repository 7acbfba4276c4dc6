"""Paper cards: a helper types one after the other onto a wall, with the keyboard alone, and takes a slip back."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery import actions, found
from gallery.forms import CardForm
from workshop import access
from workshop.access import roles
from workshop.responses import done, form_again

SHOWN = 12  # cards that were typed last


@require_safe
@roles(*access.HELPERS)
def cards(request, number):
    """The form for the next card; kind, person and city stay as they were for the last one."""
    kept = {name: request.GET[name] for name in ("kind", "city") if name in request.GET}
    return render(request, "gallery/paper.html", _context(request, number, CardForm(initial=kept)))


@require_POST
@roles(*access.HELPERS)
def type_card(request, number):
    """One card onto the wall, and on to the next."""
    case, form = found.case(request, number), CardForm(request.POST)
    author = _author(request, form) if form.is_valid() else None
    if not form.is_valid():
        return form_again(request, "gallery/paper.html", _context(request, number, form))
    said = {name: form.cleaned_data[name] for name in ("kind", "text", "city", "key")}
    note = actions.type_card(case=case, author=author, **said)
    return done(request, _next(note), note=note.pk)


@require_POST
@roles(*access.HELPERS)
def take_card_back(request, pk):
    """A card that was typed wrongly comes off the wall."""
    note = found.any_note(request, pk)
    if not note.on_paper:
        raise Http404
    actions.take_back(note=note)
    return done(request, "gallery:paper", request.workshop.code, note.case.number, note=note.pk)


# --- helpers -----------------------------------------------------------------------------------
def _author(request, form):
    """The person whose number stands on the card; a sentence where there is nobody of that number."""
    number = form.cleaned_data["number"]
    person = number and request.workshop.present().filter(number=number).first()
    if number and not person:
        form.add_error("number", _("Nobody here has this number."))
    return person or None


def _next(note):
    """The form for the next card, of the same kind and from the same city."""
    kept = urlencode({"kind": note.kind, "city": note.paper_city})
    return f"{reverse('gallery:paper', args=[note.workshop.code, note.case.number])}?{kept}"


def _context(request, number, form):
    case = found.case(request, number)
    typed = case.notes.filter(on_paper=True, withdrawn_at=None).select_related("author")
    return {
        "case": case,
        "cases": found.cases(request),
        "form": form,
        "typed": list(typed.order_by("-created_at", "-id")[:SHOWN]),
        "count": typed.count(),
    }
