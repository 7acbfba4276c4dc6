"""What the circle's views share: who presses, what was pressed, and what they are answered."""

import secrets

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fishbowl import actions, scenes
from fishbowl.actions import By
from fishbowl.forms import SeenForm, SitForm
from fishbowl.models import Entry, Fishbowl, Slot, Stay, Topic, Turn
from workshop import access
from workshop.refusals import NotNow
from workshop.responses import done, form_again

CONSOLE = "console"


# --- who presses -------------------------------------------------------------------------------
def by(request):
    """Whoever gives a command to the room: the role, the browser's own mark, and the epoch its page was made in.

    A press that names a circle there is not goes no further.
    """
    bowl(request)
    who = request.visitor
    person = request.participant and request.participant.pk
    return By(role=who.role, person=person, console=console_of(request), epoch=_epoch(request), link=_link(who))


def acting_by(request):
    """Whoever acts for request.acting: themselves, or a helper."""
    bowl(request)
    if helps(request):
        who, person = request.visitor, request.participant and request.participant.pk
        return By(role=who.role, person=person, link=_link(who))
    return By(person=request.acting.pk)


def _link(who):
    """The role link that somebody's strongest role rests on."""
    return next((link.pk for link in who.links if link.role == who.role), None)


def helps(request):
    return bool(request.POST.get("for", "").strip())


def console_of(request):
    """A random mark of this browser, for whoever may moderate; nobody else has one."""
    if not request.visitor.has(*access.FACILITATORS):
        return ""
    if CONSOLE not in request.session:
        request.session[CONSOLE] = secrets.token_hex(8)
    return request.session[CONSOLE]


def bowl(request):
    """The circle that was named with the press (or asked for in the address); None where none was: there may be one."""
    number = (request.POST.get("bowl") or request.GET.get("bowl") or "").strip()
    return bowl_of(request, number) if number else None


def bowl_of(request, number):
    """One of this workshop's circles by its number; 404 for any other."""
    try:
        return Fishbowl.named(request.workshop, number)
    except Fishbowl.DoesNotExist:
        raise Http404 from None


def _epoch(request):
    epoch = request.POST.get("epoch", "").strip()
    if epoch and not (epoch.isascii() and epoch.isdecimal() and len(epoch) < 10):
        raise Http404
    return int(epoch) if epoch else None


# --- what was pressed --------------------------------------------------------------------------
def pressed(request):
    """A press of one's own part; a sentence where it can't be read."""
    form = SitForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("This press came in a form we can't read. Reload the page."))
    return form.cleaned_data


def read(request, form_class=SeenForm, **about):
    """A press of the console, as its form cleans it; 404 where it can't be read."""
    form = form_class(request.POST, **about)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def entry(request, pk):
    return _mine(request, Entry.objects.select_related("fishbowl__workshop", "participant"), pk, "fishbowl__workshop")


def stay(request, pk):
    stays = Stay.objects.select_related("participant__workshop", "chair__fishbowl")
    return _mine(request, stays, pk, "chair__fishbowl__workshop")


def turn(request, pk):
    return _mine(request, Turn.objects.select_related("fishbowl__workshop", "participant"), pk, "fishbowl__workshop")


def topic(request, pk):
    return _mine(request, Topic.objects.select_related("fishbowl__workshop"), pk, "fishbowl__workshop")


def slot(request, pk):
    slots = Slot.objects.select_related("fishbowl__workshop", "participant__workshop")
    return _mine(request, slots, pk, "fishbowl__workshop")


def _mine(request, rows, pk, workshop):
    return get_object_or_404(rows, pk=pk, **{workshop: request.workshop})


# --- what they are answered --------------------------------------------------------------------
def my_part(request):
    """My own part; where a call has run out meanwhile, that is seen to first."""
    runs = request.visitor.has(*access.STAFF)
    asked = bowl(request) if request.participant is None else None
    look = scenes.seen if request.method in ("GET", "HEAD") else scenes.circle
    mine = scenes.me(request.workshop, request.participant, asked, look)
    if mine["circle"] and mine["circle"]["overdue"]:
        actions.expire(workshop=request.workshop)
        mine = scenes.me(request.workshop, request.participant, asked)
    return mine | {"runs": runs}


def answer(request, **data):
    """My own part again for my own phone; for a helper what the console gets."""
    if helps(request):
        return told(request, **data)
    if request.htmx and not request.headers.get("Accept", "").startswith("application/json"):
        return render(request, "fishbowl/_me.html", my_part(request))
    return done(request, "fishbowl:circle", request.workshop.code, **data)


def told(request, **data):
    if named := request.POST.get("bowl"):
        return done(request, "fishbowl:desk", request.workshop.code, bowl_of(request, named).number, **data)
    return done(request, "console", request.workshop.code, **data)


def again(request, form, fragment, title, **more):
    """The console's form with its sentences: the form alone for htmx, else on a page."""
    page = fragment if request.htmx and fragment else "fishbowl/form.html"
    about = {"form": form, "fragment": fragment, "title": title, "of_bowl": request.POST.get("bowl")}
    return form_again(request, page, about | more)


def seat_as_data(stay):
    return {"stay": stay.pk, "chair": stay.chair.number, "seated": stay.seated_at is not None}


def unless_known(request, template, context, mark):
    """A part of a page that is one's own; 304 where this browser has it already. `mark` tells what stands in it."""
    tag = f'"{request.workshop.epoch}-{get_language()}-{mark}"'.replace(" ", "-")
    page = get_conditional_response(request, etag=tag, response=render(request, template, context))
    page["ETag"] = tag
    patch_cache_control(page, private=True, no_cache=True)
    return page
