"""The plan of one workshop: its introduction, and the stages of its programme."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from workshop import links
from workshop.access import LEADS, roles
from workshop.export import checks
from workshop.organizers import actions, checklist
from workshop.organizers.editing import edit
from workshop.organizers.forms import IntroductionForm, NewCaseForm, StageForm
from workshop.responses import done, form_again


@require_safe
@roles(*LEADS)
def plan(request):
    """The whole plan at a glance: what is there, what is missing."""
    cases = [(case, checklist.missing(case)) for case in request.workshop.cases.prefetch_related("facts")]
    stages = list(request.workshop.stages.all())
    context = {"here": "plan", "cases": cases, "stages": stages, "front": links.front()}
    context["findings"] = checks.check(request.workshop)
    return render(request, "organizers/plan.html", context)


@roles(*LEADS)
def introduction(request):
    """Everything that is said about the workshop as a whole."""
    return edit(
        request,
        row=request.workshop,
        form=IntroductionForm,
        template="organizers/introduction.html",
        then=("workshop-edit", request.workshop.code),
        here="introduction",
    )


@roles(*LEADS)
def stages(request):
    """The programme in its order, and a form for one more part."""
    form = StageForm(request.POST or None)
    if request.method != "POST":
        return render(request, "organizers/stages.html", _stages_context(request, form))
    if not form.is_valid():
        return form_again(request, "organizers/stages.html", _stages_context(request, form))
    actions.add_stage(workshop=request.workshop, **form.cleaned_data)
    return done(request, "stages", request.workshop.code)


@roles(*LEADS)
def stage(request, pk):
    """One part of the programme."""
    stage = get_object_or_404(request.workshop.stages, pk=pk)
    then = ("stages", request.workshop.code)
    return edit(
        request, row=stage, form=StageForm, template="organizers/stage.html", then=then, stage=stage, here="stages"
    )


@require_POST
@roles(*LEADS)
def shift_stage(request, pk, way):
    """Earlier or later."""
    rows = request.workshop.stages.all()
    stage = get_object_or_404(rows, pk=pk)
    actions.shift(workshop=request.workshop, rows=rows, row=stage, up=way == "up", seen=seen_position(request))
    return done(request, "stages", request.workshop.code)


@require_POST
@roles(*LEADS)
def remove_stage(request, pk):
    """Off the programme; a second press finds it gone already."""
    if stage := request.workshop.stages.filter(pk=pk).first():
        actions.remove_stage(stage=stage)
    return done(request, "stages", request.workshop.code)


@roles(*LEADS)
def cases(request):
    """The cases with what each of them lacks, and a form for one more."""
    form = NewCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = actions.add_case(workshop=request.workshop, **form.cleaned_data)
        return done(request, "case-edit", request.workshop.code, case.number, number=case.number)
    found = [(case, checklist.missing(case)) for case in request.workshop.cases.prefetch_related("facts")]
    context = {"here": "cases", "form": form, "cases": found}
    return form_again(request, "organizers/cases.html", context) if form.errors else _cases_page(request, context)


def seen_position(request):
    """The position a row had on the page; None, which moves nothing, where it is no number."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 6 else None


def _cases_page(request, context):
    return render(request, "organizers/cases.html", context)


def _stages_context(request, form):
    return {"here": "stages", "form": form, "stages": list(request.workshop.stages.all())}
