"""Role links: who got which, a new one shown once with its QR code, and the way to take one back."""

import segno
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from workshop import links
from workshop.access import LEADS, ORGANIZER, roles
from workshop.organizers import actions
from workshop.organizers.forms import LinkForm, roles_to_give
from workshop.refusals import NotAllowed, wants_json
from workshop.responses import done, form_again


@never_cache
@roles(*LEADS)
def links_page(request):
    """All links that were handed out, and a form for one more; a new one is shown in the answer, and never again."""
    form = LinkForm(request.POST or None, workshop=request.workshop, by=request.visitor)
    if request.method == "POST" and form.is_valid():
        return _shown_once(request, *actions.hand_out(workshop=request.workshop, **form.cleaned_data))
    context = {"here": "links", "form": form, "links": _links(request)}
    if form.errors:
        return form_again(request, "organizers/links.html", context)
    return render(request, "organizers/links.html", context)


@require_POST
@roles(*LEADS)
def revoke(request, pk):
    """From now on this link opens nothing, and whoever opened it has lost its role."""
    link = get_object_or_404(_handed_out(request), pk=pk)
    if link.role not in roles_to_give(request.visitor):
        raise NotAllowed(_("Only an organizer can take back a facilitator's link."))
    actions.take_back(link=link)
    return done(request, "links", request.workshop.code)


def _shown_once(request, link, token):
    address = links.address(token)
    if wants_json(request):
        return JsonResponse({"done": True, "link": address, "id": link.pk})
    qr = segno.make(address, error="m").svg_inline(
        border=4, dark="#1D2329", light="#FFFFFF", omitsize=True, svgclass="qr"
    )
    return render(
        request, "organizers/link.html", {"here": "links", "link": link, "address": address, "qr": mark_safe(qr)}
    )


def _handed_out(request):
    return request.workshop.links.exclude(role=ORGANIZER).select_related("case")


def _links(request):
    """Links with whether this visitor may take them back; those in force first."""
    theirs = roles_to_give(request.visitor)
    found = [(link, link.role in theirs and not link.revoked_at) for link in _handed_out(request)]
    return sorted(found, key=lambda entry: entry[0].revoked_at is not None)
