"""A rehearsal is made by an organizer with one press, and deleted with one more."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from workshop.access import LEADS, ORGANIZER, roles, tidy_code
from workshop.organizers import actions
from workshop.organizers.forms import CopyForm
from workshop.organizers.views.accounts import signed_in
from workshop.organizers.views.workshops import cleaned
from workshop.rehearsal import copies
from workshop.responses import done


@require_POST
@signed_in
def make(request):
    """A copy of this workshop to rehearse in, without anybody's words."""
    about = cleaned(CopyForm(request.POST))
    workshop = get_object_or_404(request.user.workshops, code=tidy_code(about["code"]))
    copy = actions.create_rehearsal(workshop=workshop, by=request.user, key=about["key"])
    return done(request, "workshop-edit", copy.code, code=copy.code)


@roles(*LEADS)
def delete(request):
    """Ask once, then delete the rehearsal; no other workshop ever goes this way."""
    copies.refuse_if_real(request.workshop)
    if request.method != "POST":
        return render(request, "organizers/rehearsal_delete.html", {"people": request.workshop.present().count()})
    copies.remove(workshop=request.workshop)
    return done(request, "organize" if request.visitor.has(ORGANIZER) else "front")
