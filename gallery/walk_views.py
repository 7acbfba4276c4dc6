"""The views of a walk in groups: making groups, moving them, their clock; my own way; what I need on the walk."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from gallery import mine, rounds, walking
from gallery.models import Walk
from gallery.variants import ABOUT
from gallery.walk_forms import GroupsForm, KeyForm, PartForm, SeenForm, WalkForm, WishForm
from workshop import access
from workshop.access import acting, member, roles, taking_part
from workshop.refusals import NotNow
from workshop.responses import done, form_again


@require_safe
@taking_part
@cache_control(private=True, no_cache=True)
@condition(etag_func=mine.mark)
def my_walk(request):
    """My group, where it is and where it goes next."""
    return render(request, "gallery/_my_walk.html", mine.on_the_walk(request.participant))


@require_safe
@member
def wishes(request):
    """What I need on the walk."""
    return render(
        request, "gallery/wish.html", _wish_context(request, WishForm(initial=mine.wish(request.participant)))
    )


@require_POST
@acting(*access.HELPERS)
def wish(request):
    """I say what I need on the walk."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/wish.html", _wish_context(request, form))
    walking.wish(participant=request.acting, **form.cleaned_data)
    return done(request, "gallery:posters", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def make_groups(request):
    """Everybody gets a group."""
    walk = walking.make_groups(workshop=request.workshop, **read(GroupsForm, request))
    return _done(request, groups=walk.groups.count(), rounds=walk.length, copies=walk.copies, seed=walk.seed)


@require_safe
@roles(*access.FACILITATORS)
def settings(request):
    """How the walk goes, as a form with a sentence to each part."""
    return render(request, "gallery/settings.html", _settings(WalkForm(initial=walking.settings_of(request.workshop))))


@require_POST
@roles(*access.FACILITATORS)
def settle(request):
    """The walk goes as this form says."""
    form = WalkForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/settings.html", _settings(form))
    walking.settle(workshop=request.workshop, **form.cleaned_data)
    return _done(request)


@require_POST
@roles(*access.FACILITATORS)
def walk_freely(request):
    """No groups any more."""
    walking.walk_freely(workshop=request.workshop)
    return _done(request)


@require_POST
@roles(*access.FACILITATORS)
def merge(request, letter):
    """A small group goes with another."""
    into = walking.merge(workshop=request.workshop, letter=letter)
    return _done(request, into=into.letter)


@require_POST
@roles(*access.FACILITATORS)
def start_round(request):
    """The round that this press names begins now."""
    walking.start_round(workshop=request.workshop, **read(SeenForm, request))
    return _done(request)


@require_POST
@roles(*access.FACILITATORS)
def move_on(request):
    """The round that this press was decided on ends now."""
    walking.move_on(workshop=request.workshop, **read(SeenForm, request))
    return _done(request)


@require_POST
@roles(*access.FACILITATORS)
def go_on(request):
    """The part that this press was decided on ends now, and what follows begins."""
    walking.go_on(workshop=request.workshop, seen=read(PartForm, request)["seen"])
    return _done(request)


@require_POST
@roles(*access.FACILITATORS)
def cut(request, way):
    """One of the ways to end in time is taken."""
    walking.cut(workshop=request.workshop, way=way, **read(PartForm, request))
    return _done(request)


@require_safe
@roles(*access.FACILITATORS)
def skipping(request):
    """What it means to leave out the debrief, and the two answers."""
    return render(request, "gallery/skip.html", {"walk": rounds.walk_of(request.workshop)})


@require_POST
@roles(*access.FACILITATORS)
def skip_debrief(request):
    """The debrief is left out."""
    walking.skip_debrief(workshop=request.workshop)
    return _done(request)


CLOCK = {
    "plus": lambda workshop, key: walking.add_minutes(workshop=workshop, minutes=1, key=key),
    "minus": lambda workshop, key: walking.add_minutes(workshop=workshop, minutes=-1, key=key),
    "pause": lambda workshop, key: walking.pause(workshop=workshop),
    "resume": lambda workshop, key: walking.resume(workshop=workshop),
}


@require_POST
@roles(*access.FACILITATORS)
def clock(request, do):
    """One minute more or less, hold, go on."""
    if do not in CLOCK:
        raise Http404
    CLOCK[do](request.workshop, **read(KeyForm, request))
    return _done(request)


# --- helpers -----------------------------------------------------------------------------------
def read(gate, request):
    """What a press says, through its gate; a sentence where it says nothing we can read."""
    form = gate(request.POST)
    if not form.is_valid():
        raise NotNow(next(iter(form.errors.values()))[0])
    return form.cleaned_data


def _done(request, **data):
    return done(request, "console", request.workshop.code, **data)


def _settings(form):
    ways = [{"value": value, "label": label, "about": ABOUT[value]} for value, label in Walk.Variant.choices]
    return {"form": form, "variants": ways}


def _wish_context(request, form):
    helps = request.visitor.has(*access.HELPERS)
    people = list(request.workshop.present().filter(has_phone=False)) if helps else []
    return {"see": ["now"], "form": form, "without_phone": people}
