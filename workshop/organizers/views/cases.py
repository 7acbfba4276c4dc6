"""The case editor: a path of steps, for organizers and for the case's own owner."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from workshop import figures
from workshop.access import CASE_OWNER, LEADS, roles
from workshop.organizers import actions, checklist, sheets
from workshop.organizers.editing import edit, lines
from workshop.organizers.views.plan import seen_position
from workshop.responses import done, form_again


def of_case(view):
    """Let leads in, and the owner of this one case; the view gets the case."""

    @roles(*LEADS, CASE_OWNER)
    @wraps(view)
    def wrapped(request, number, *args, **kwargs):
        case = get_object_or_404(request.workshop.cases, number=number)
        if not (request.visitor.has(*LEADS) or request.visitor.owns(case)):
            raise Http404
        return view(request, case, *args, **kwargs)

    return wrapped


@require_safe
@of_case
def case(request, case):
    """The whole case at a glance: its sheet, what is still to do, what contradicts itself."""
    return render(request, "organizers/case.html", _around(case) | {"gaps": checklist.gaps(case)})


@of_case
def step(request, case, slug):
    """One step of the path: a form over the case's own fields, or its rows with a form for one more."""
    step = _step(slug)
    if step.rows:
        return _rows(request, case, step)
    then = _after(request, case, step)
    template = "organizers/case_step.html"
    return edit(request, row=case, form=step.form, template=template, then=then, **_around(case, step))


@of_case
def row(request, case, slug, pk):
    """One figure, statement or footnote."""
    step = _step(slug, of_rows=True)
    row = get_object_or_404(step.rows_of(case), pk=pk)
    then = ("case-step", request.workshop.code, case.number, slug)
    template = "organizers/case_row.html"
    return edit(request, row=row, form=step.form, template=template, then=then, **_around(case, step), row_pk=pk)


@require_POST
@of_case
def shift_row(request, case, slug, pk, way):
    """Earlier or later."""
    step = _step(slug, of_rows=True)
    if not step.is_ordered:
        raise Http404
    rows = step.rows_of(case)
    found = get_object_or_404(rows, pk=pk)
    actions.shift(workshop=request.workshop, rows=rows, row=found, up=way == "up", seen=seen_position(request))
    return done(request, "case-step", request.workshop.code, case.number, slug)


@require_POST
@of_case
def remove_row(request, case, slug, pk):
    """Away with it; a second press finds it gone already."""
    step = _step(slug, of_rows=True)
    if found := step.rows_of(case).filter(pk=pk).first():
        actions.remove_row(case=case, row=found)
    return done(request, "case-step", request.workshop.code, case.number, slug)


@require_POST
@roles(*LEADS)
def remove_case(request, number):
    """A case that nobody has written to may go."""
    if found := request.workshop.cases.filter(number=number).first():
        actions.remove_case(case=found)
    return done(request, "cases", request.workshop.code)


def _rows(request, case, step):
    form = step.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_row(case=case, step=step, **form.cleaned_data)
        return done(request, "case-step", request.workshop.code, case.number, step.slug)
    context = _around(case, step) | {
        "form": form,
        "lines": lines(form),
        "rows": [_told(step, row) for row in step.rows_of(case)],
    }
    if form.errors:
        return form_again(request, "organizers/case_rows.html", context)
    return render(request, "organizers/case_rows.html", context)


def _around(case, step=None):
    """What stands around every step: the path on one side, the sheet on the other."""
    facts = list(case.facts.all())
    return {
        "case": case,
        "step": step,
        "path": checklist.path(case, step),
        "next_step": step and sheets.after(step),
        "missing": checklist.missing(case),
        "contradictions": checklist.contradictions(case),
        "key_facts": [_large(fact) for fact in facts if fact.is_key][: checklist.KEY_FACTS],
        "cover": _cover(case),
    }


def _told(step, row):
    """A row of the list with the words that the page says of it."""
    if step.rows == "facts":
        return {"row": row, "said": figures.display(row), "name": row.label}
    if step.rows == "footnotes":
        return {"row": row, "said": dict(sheets.FootnoteForm.SLOTS).get(row.slot, ""), "name": row.text[:40]}
    return {"row": row, "name": row.speaker_name or row.text[:40]}


def _large(fact):
    """A figure as it stands on the sheet; a unit that its label names already is not said twice."""
    unit = figures.unit(fact)
    said = unit.casefold() in fact.label.casefold()
    return {"number": figures.number(fact), "unit": "" if said else unit, "label": fact.label}


def _cover(case):
    """The address of the cover as it is drawn now, so that a kept older one is not shown."""
    drawn = actions.fingerprint(case, ("city", "title", "motif", "cover_count", "cover_alt"))
    return f"{reverse('gallery:cover', args=[case.workshop.code, case.number])}?v={drawn}"


def _after(request, case, step):
    """Where a saved step leads: on along the path, or back to it with "stay"."""
    following = sheets.after(step)
    if request.POST.get("then") == "stay":
        return ("case-step", request.workshop.code, case.number, step.slug)
    if following is None:
        return ("case-edit", request.workshop.code, case.number)
    return ("case-step", request.workshop.code, case.number, following.slug)


def _step(slug, of_rows=False):
    step = sheets.BY_SLUG.get(slug)
    if step is None or (of_rows and not step.rows):
        raise Http404
    return step
