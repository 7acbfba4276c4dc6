"""Several circles: choosing one, one more, each one's own console and screen, and spreading people over them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fishbowl import actions, printing, scenes
from fishbowl.actions.synthesis import statements_of
from fishbowl.forms import BowlForm, LineForm, PersonForm
from fishbowl.models import Rapporteur, Topic
from fishbowl.views.answers import acting_by, again, bowl_of, by, console_of, my_part, read, told
from workshop import access, stages
from workshop.access import acting, roles, taking_part
from workshop.printing.answers import pdf_answer, printed
from workshop.responses import done


# --- on a phone --------------------------------------------------------------------------------
@require_safe
@taking_part
def bowls(request):
    """The circles there are, and which one is mine."""
    return render(
        request, "fishbowl/choosing.html", {"see": ["now"]} | my_part(request) | scenes.choosing(request.workshop)
    )


@require_POST
@acting(*access.HELPERS)
def choose(request):
    """I go to this circle."""
    target = bowl_of(request, request.POST.get("to", ""))
    if target.is_synthesis:
        raise Http404
    mine = actions.choose(participant=request.acting, bowl=target, key=read(request)["key"], by=acting_by(request))
    return done(request, "fishbowl:circle", request.workshop.code, bowl=mine.number)


# --- for the people who run it -----------------------------------------------------------------
@require_safe
@roles(*access.STAFF)
def desk(request, number):
    """One circle's console."""
    bowl = bowl_of(request, number)
    if not bowl.has_others:
        return redirect("console", request.workshop.code)
    console_of(request)
    about = {
        "see": ["day", f"desk:{number}"],
        "kind": "fishbowl",
        "bowl": bowl,
        "bowls": scenes.listed(request.workshop),
    }
    return render(request, "fishbowl/desk.html", about | scenes.desk_forms(request.workshop, bowl))


@require_safe
@roles(*access.STAFF, access.PROJECTOR)
def screen(request, number):
    """The projector in the room where this circle meets."""
    bowl = bowl_of(request, number)
    about = {"see": [f"screen:{number}"], "bowl": bowl, "screens": stages.screens_of(request.workshop)}
    return render(request, "fishbowl/screen.html", about)


@require_safe
@never_cache
@roles(*access.STAFF)
def signs(request, number):
    """The circle's rules and a sign for each of its chairs, on paper."""
    name = f"{request.workshop.code.lower()}-circle-{number}.pdf"
    return pdf_answer(name, printed(printing.signs, bowl_of(request, number)))


@require_POST
@roles(*access.FACILITATORS)
def add(request):
    """One more circle."""
    form = BowlForm(request.POST)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_bowl.html", _("One more circle"))
    added = actions.add_bowl(workshop=request.workshop, by=by(request), **form.cleaned_data)
    return done(request, "console", request.workshop.code, bowl=added.number)


@require_POST
@roles(*access.FACILITATORS)
def name(request, number):
    """Where this circle meets."""
    bowl, form = bowl_of(request, number), BowlForm(request.POST)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_name.html", _("Where it meets"), bowl=bowl)
    said = form.cleaned_data
    actions.name_bowl(bowl=bowl, name=said["name"], key=said["key"], by=by(request))
    return done(request, "fishbowl:desk", request.workshop.code, number)


@require_POST
@roles(*access.FACILITATORS)
def remove(request, number):
    """This circle is not needed."""
    actions.remove_bowl(bowl=bowl_of(request, number))
    return done(request, "console", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def pin(request, number):
    """The big screen shows this circle alone, or all of them again."""
    bowl = bowl_of(request, number)
    shown = bowl if request.POST.get("on", "1") == "1" else None
    actions.pin(workshop=request.workshop, bowl=shown, key=read(request)["key"], by=by(request))
    return done(request, "console", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def spread(request):
    """Everybody who is in none yet goes to one of the circles."""
    together = request.POST.get("together") == "1"
    told = actions.spread(workshop=request.workshop, together=together, key=read(request)["key"], by=by(request))
    return done(request, "console", request.workshop.code, people=told)


# --- all meet ----------------------------------------------------------------------------------
@require_POST
@roles(*access.FACILITATORS)
def plan_synthesis(request):
    """At the end all circles meet in one."""
    made = actions.plan_synthesis(workshop=request.workshop, key=read(request)["key"], by=by(request))
    return done(request, "console", request.workshop.code, bowl=made.number)


@require_POST
@roles(*access.FACILITATORS)
def begin_synthesis(request):
    """All circles end, and everybody is in the one where they meet."""
    sure = request.POST.get("sure") == "1"
    about = {"workshop": request.workshop, "key": read(request)["key"], "by": by(request)}
    together = actions.begin_synthesis(sure=sure, **about)
    return done(request, "fishbowl:desk", request.workshop.code, together.number, phase=together.phase)


@require_POST
@roles(*access.SCRIBES)
def rapporteur(request, number):
    """This person brings what the circle said to the synthesis."""
    bowl, form = bowl_of(request, number), PersonForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_rapporteur.html", _("Who speaks for this circle"), of_bowl=number)
    said = form.cleaned_data
    named = actions.name_rapporteur(bowl=bowl, participant=said["person"], key=said["key"], by=by(request))
    return told(request, rapporteur=named.pk)


@require_POST
@roles(*access.SCRIBES)
def rapporteur_off(request, pk):
    """Somebody else is to speak for the circle."""
    named = get_object_or_404(Rapporteur, pk=pk, fishbowl__workshop=request.workshop)
    actions.drop_rapporteur(rapporteur=named, key=read(request)["key"], by=by(request))
    return told(request)


@require_POST
@roles(*access.SCRIBES)
def line(request, number):
    """A line of this circle for the synthesis: typed, or a statement that was taken down in it."""
    bowl = bowl_of(request, number)
    form = LineForm(request.POST, statements=statements_of(bowl))
    if not form.is_valid():
        return again(request, form, "fishbowl/_form_line.html", _("A line for the synthesis"), of_bowl=number)
    topic = actions.bring(bowl=bowl, by=by(request), **form.cleaned_data)
    return told(request, topic=topic.pk)


@require_POST
@roles(*access.SCRIBES)
def line_off(request, pk):
    """This line stays out of the synthesis."""
    lines = Topic.objects.select_related("comes_from__workshop")
    topic = get_object_or_404(lines, pk=pk, comes_from__workshop=request.workshop)
    actions.leave_out(topic=topic, key=read(request)["key"], by=by(request))
    return told(request)
