"""The organizer's list of workshops, and three ways to begin one."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from workshop.access import tidy_code
from workshop.organizers import actions, rooms
from workshop.organizers.forms import CopyForm, NewWorkshopForm, PressForm
from workshop.organizers.views.accounts import signed_in
from workshop.refusals import NotNow
from workshop.responses import done, form_again


@require_safe
@signed_in
def organize(request):
    """Each workshop as its room."""
    return render(request, "organizers/list.html", {"rooms": rooms.rooms(request.user)})


@signed_in
def new(request):
    """Plan a workshop from scratch; the page also offers the demo and copies."""
    form = NewWorkshopForm(request.POST or None)
    earlier = request.user.workshops.filter(is_rehearsal=False).order_by("-created_at")
    if request.method != "POST":
        return render(request, "organizers/new.html", {"form": form, "earlier": earlier})
    if not form.is_valid():
        return form_again(request, "organizers/new.html", {"form": form, "earlier": earlier})
    return _made(request, actions.create(by=request.user, **form.cleaned_data))


@require_POST
@signed_in
def from_demo(request):
    """The workshop of Montreal, to try things out."""
    return _made(request, actions.create_demo(by=request.user, key=cleaned(PressForm(request.POST))["key"]))


@require_POST
@signed_in
def from_earlier(request):
    """The plan of an earlier workshop, without its people."""
    about = cleaned(CopyForm(request.POST))
    old = get_object_or_404(request.user.workshops.filter(is_rehearsal=False), code=tidy_code(about["code"]))
    return _made(request, actions.create_copy(workshop=old, by=request.user, key=about["key"]))


def _made(request, workshop):
    return done(request, "workshop-edit", workshop.code, code=workshop.code)


def cleaned(form):
    """What a press says, or a refusal with the first thing that is wrong with it."""
    if not form.is_valid():
        raise NotNow(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data
