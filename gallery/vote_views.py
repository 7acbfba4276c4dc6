"""Dots and echoes: mine go on and come off; a facilitator opens and closes the vote."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gallery import echoes, found, sight, voting
from gallery.forms import EchoForm, VoteForm
from gallery.models import Walls
from workshop import access
from workshop.access import acting, member, roles
from workshop.refusals import NotNow
from workshop.responses import done, form_again


@require_POST
@acting(*access.HELPERS)
def vote(request, number):
    """My dot on this poster, or its return."""
    case, press = found.case(request, number), _press(request)
    voting.vote(case=case, voter=request.acting, **press)
    posters = reverse("gallery:posters", args=[request.workshop.code])
    to = found.at(case, "mine") if request.GET.get("at") == "poster" else posters
    return found.mine_changed(done(request, to))


@require_POST
@acting(*access.HELPERS)
def vote_for_note(request, pk):
    """My dot on this note, or its return."""
    press = _press(request)
    note = _readable(request, pk, also=request.acting.votes)
    voting.vote(note=note, voter=request.acting, **press)
    return found.mine_changed(done(request, found.at(note.case, "mine")))


@require_POST
@acting(*access.HELPERS)
def echo(request, pk):
    """True for my city too (on=1), or not after all (on=0)."""
    press = _press(request)
    note = _readable(request, pk, also=request.acting.echoes)
    if not press["on"]:
        echoes.take_back(note=note, by=request.acting)
        return found.mine_changed(done(request, found.at(note.case, "mine")))
    form = EchoForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/echo.html", _echo_context(request, note, form))
    because = form.cleaned_data["because"] if "because" in request.POST else None
    echoes.echo(note=note, by=request.acting, because=because)
    return found.mine_changed(done(request, found.at(note.case, "mine")))


@require_safe
@member
def echo_form(request, pk):
    """A note, and the form that asks why it is true for my city too."""
    note = _readable(request, pk)
    mine = request.participant and note.echoes.filter(participant=request.participant).first()
    form = EchoForm(initial={"because": mine.because if mine else ""})
    return render(request, "gallery/echo.html", _echo_context(request, note, form))


@require_POST
@roles(*access.FACILITATORS)
def open_vote(request):
    """From now on dots can be placed."""
    voting.open(workshop=request.workshop)
    return done(request, "console", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def close_vote(request):
    """No more dots; the result is told."""
    voting.close(workshop=request.workshop)
    return done(request, "console", request.workshop.code)


# --- helpers -----------------------------------------------------------------------------------
def _press(request):
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Please say whether it goes on or comes off."))
    return {"on": form.cleaned_data["on"] == "1", "key": form.cleaned_data["key"]}


def _echo_context(request, note, form):
    walls = sight.walls_of(request.workshop)
    dots = voting.is_open(request.workshop, walls) and walls.dots_on == Walls.DotsOn.NOTES
    dotted = request.participant and [dot for dot in voting.used(request.participant) if dot.note_id == note.pk]
    return {"note": note, "form": form, "dots_on_notes": dots, "dotted": dotted}


def _readable(request, pk, also=None):
    """A note that this visitor may read, or that they have marked before."""
    note = get_object_or_404(request.workshop.notes.select_related("case", "author"), pk=pk)
    note = found.with_its_wall(request, note)
    hangs = request.workshop.notes.on_the_wall().filter(pk=pk)
    rule = sight.rule(request.workshop)
    if sight.shown_to(request.visitor, note.case, hangs, rule).exists():
        return note
    if also is None or not also.filter(note=note).exists():
        raise Http404
    return note
