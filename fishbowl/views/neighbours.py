"""The person beside me has no phone: naming them on mine, and what a helper answers."""

import zlib

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fishbowl import actions, scenes
from fishbowl.desk_forms import SameForm
from fishbowl.forms import NeighbourForm
from fishbowl.models import Neighbour
from fishbowl.views.answers import acting_by, answer, bowl, by, my_part, read, told, unless_known
from workshop import access
from workshop.access import acting, roles, taking_part
from workshop.refusals import NotNow
from workshop.responses import form_again


# --- on a phone --------------------------------------------------------------------------------
@require_safe
@taking_part
def naming(request):
    """Room for the name of the person beside me."""
    mine = my_part(request)
    if mine["here"]["at"] == "choose":
        return redirect("fishbowl:circle", request.workshop.code)
    return render(request, "fishbowl/neighbour.html", _page(request, mine, NeighbourForm()))


@require_POST
@acting()
def name(request):
    """The person beside me, for a helper to add."""
    form = NeighbourForm(request.POST)
    if not form.is_valid():
        return form_again(request, "fishbowl/neighbour.html", _page(request, my_part(request), form))
    about = {"bowl": bowl(request), "by": acting_by(request)}
    named = actions.name_neighbour(participant=request.acting, **about, **form.cleaned_data)
    return answer(request, neighbour=named.pk)


@require_safe
@taking_part
def mine(request):
    """Whom I look after; 304 while nothing of it has changed."""
    seen = scenes.looked_after(request.workshop, request.participant)
    mark = zlib.crc32(repr([request.participant.pk, seen]).encode())
    return unless_known(request, "fishbowl/_neighbours.html", {"neighbours": seen}, f"{mark:x}")


@require_POST
@acting()
def drop(request, pk):
    """I take it back, or I have read how it ended."""
    named = get_object_or_404(request.acting.neighbours.select_related("fishbowl__workshop", "proposer"), pk=pk)
    actions.drop_neighbour(neighbour=named, key=read(request)["key"], by=acting_by(request))
    return answer(request)


def _page(request, mine, form):
    return mine | {"form": form, "known_cities": request.workshop.known_cities()}


# --- for helpers -------------------------------------------------------------------------------
@require_POST
@roles(*access.HELPERS)
def add(request, pk):
    """This person is here: somebody new, or somebody who has a number already."""
    named = _named(request, pk)
    form = SameForm(request.POST, workshop=request.workshop, neighbour=named)
    if not form.is_valid():
        raise NotNow(next(iter(form.errors.values()))[0])
    added = actions.add_neighbour(neighbour=named, by=by(request), **form.cleaned_data)
    return told(request, number=added.participant.number if added.participant else None)


@require_POST
@roles(*access.HELPERS)
def decline(request, pk):
    """Not now."""
    actions.decline_neighbour(neighbour=_named(request, pk), key=read(request)["key"], by=by(request))
    return told(request)


def _named(request, pk):
    named = Neighbour.objects.select_related("fishbowl__workshop", "proposer")
    return get_object_or_404(named, pk=pk, fishbowl__workshop=request.workshop)
