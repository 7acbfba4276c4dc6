"""Editing a row through a form that knows what it saw: two people who save at once both keep their text."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from workshop import prose
from workshop.organizers import actions, sheets
from workshop.refusals import wants_json
from workshop.responses import done, form_again


def edit(request, *, row, form, template, then, **context):
    """The form over a row; saved it goes on to `then`, bad input comes back with its sentences (422).

    Where somebody else has saved since the page was opened, nothing is saved: the form comes back with this person's
    text and the other's beside it (409), and saves over that one the next time.
    """
    names = [name for name in form.base_fields if name != "key"]
    if request.method != "POST":
        return _opened(request, row, form(initial=actions.saved(row, names)), names, template, context)
    typed = form(request.POST)
    if not typed.is_valid():
        seen = request.POST.get("seen", "")
        return form_again(request, template, context | {"form": typed, "lines": lines(typed), "seen": seen})
    values = {name: typed.cleaned_data[name] for name in names}
    seen = request.POST.get("seen", "")
    if actions.write(row=row, workshop=request.workshop, values=values, seen=seen) is None:
        return _overtaken(request, row, typed, form, names, template, context)
    return done(request, *then)


def lines(form, theirs=None):
    """The visible fields with their words counted and, where it differs, what somebody else has saved."""
    return [_line(bound, (theirs or {}).get(bound.name)) for bound in form.visible_fields()]


def _opened(request, row, form, names, template, context):
    seen = actions.fingerprint(row, names)
    if wants_json(request):
        return JsonResponse({"values": {name: form[name].value() for name in names}, "seen": seen})
    return render(request, template, context | {"form": form, "lines": lines(form), "seen": seen})


def _overtaken(request, row, typed, form, names, template, context):
    row.refresh_from_db()
    seen, fresh = actions.fingerprint(row, names), form(initial=actions.saved(row, names))
    theirs = {name: _said(fresh[name]) for name in names if getattr(row, name) != typed.cleaned_data[name]}
    if wants_json(request):
        refused = _("Somebody else has saved this in the meantime.")
        return JsonResponse({"refused": refused, "theirs": theirs, "seen": seen}, status=409)
    found = context | {"form": typed, "lines": lines(typed, theirs), "seen": seen, "overtaken": True}
    return render(request, template, found, status=409)


def _line(bound, theirs):
    least, most = sheets.span(bound.field) or (0, 0)
    kind = getattr(bound.field.widget, "input_type", "")
    words = prose.words(str(bound.value() or "")) if most else 0
    return {"field": bound, "kind": kind, "words": words, "least": least, "most": most, "theirs": theirs}


def _said(bound):
    """A saved value as words."""
    value = bound.value()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(bound.field, "choices", []))
    return str(choices.get(value, "" if value is None else value))
