"""Views of looking and reading back: the analyses, the texts behind them, what the projector shows, and remarks."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import acting, member, roles
from workshop.forms import is_id
from workshop.insights import sights
from workshop.insights.analyses import Heard
from workshop.insights.behind import ASKED, behind
from workshop.insights.desk import playback as actions
from workshop.insights.desk.forms import RemarkForm
from workshop.insights.desk.models import Remark
from workshop.insights.shown import pages_of
from workshop.responses import done, form_again

MOST_TEXTS = 200


# --- the analyses ------------------------------------------------------------------------------
@require_safe
@roles(*access.STAFF)
def analyses(request):
    """The first of the analyses; the others stand beside it."""
    return redirect("insights:analysis", request.workshop.code, "city_by_case")


@require_safe
@roles(*access.STAFF)
def analysis(request, analysis):
    """One analysis, live, as a picture with its table."""
    if analysis not in sights.MAKERS:
        raise Http404
    context = {
        "see": [f"analysis:{analysis}"],
        "name": analysis,
        "titles": sights.TITLES.items(),
        "title": sights.TITLES[analysis],
    } | _shown(request.workshop, analysis)
    return render(request, "insights/analysis.html", context)


def _shown(workshop, analysis):
    """Whether the projector shows it, and the page that comes next there."""
    showing = actions.showing(workshop)
    if showing is None or showing.analysis != analysis:
        return {"is_shown": False}
    last = pages_of(workshop, analysis)
    return {"is_shown": True, "page": min(showing.page, last), "pages": last, "next": showing.page % last + 1}


@require_safe
@roles(*access.STAFF)
def texts_behind(request):
    """The texts behind one place of an analysis."""
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    heard = Heard.here(request.workshop)
    voices = behind(heard, asked)
    context = {"see": [], "voices": voices[:MOST_TEXTS], "n": len(voices), "examples": heard.examples}
    return render(request, "insights/behind.html", context)


# --- reading back ------------------------------------------------------------------------------
@require_POST
@roles(*access.WRITERS)
def show(request):
    """The projector shows a theme or an analysis; with neither, the map."""
    name = request.POST.get("analysis", "")
    if name and name not in sights.MAKERS:
        raise Http404
    pk = request.POST.get("theme", "")
    if pk and not is_id(pk):
        raise Http404
    theme = get_object_or_404(request.workshop.themes, pk=int(pk)) if pk else None
    actions.show(workshop=request.workshop, theme=theme, analysis=name, page=_page(request.POST.get("page", "")))
    if theme:
        return done(request, "insights:theme", request.workshop.code, theme.pk)
    return done(request, "insights:analysis", request.workshop.code, name or "city_by_case")


def _page(text):
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:4]) < 1000 else 1


@require_safe
@member
def playback(request):
    """What is read back to the room, and a form for what is wrong or missing."""
    return render(request, "insights/playback.html", _playback_page(request, RemarkForm()))


@require_POST
@acting(*access.HELPERS)
def remark(request, pk):
    """What somebody says to a theme."""
    theme = get_object_or_404(request.workshop.themes, pk=pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return form_again(request, "insights/playback.html", _playback_page(request, form))
    said = actions.remark(author=request.acting, theme=theme, **form.cleaned_data)
    return done(request, "insights:playback", request.workshop.code, remark=said.pk)


@require_POST
@acting(*access.HELPERS)
def remark_withdraw(request, pk):
    """I take a remark back."""
    said = get_object_or_404(Remark, pk=pk, author=request.acting)
    actions.withdraw(remark=said)
    return done(request, "insights:playback", request.workshop.code)


@require_POST
@roles(*access.WRITERS)
def remark_settle(request, pk):
    """A rapporteur has dealt with a remark."""
    said = get_object_or_404(Remark, pk=pk, theme__workshop=request.workshop)
    actions.settle(remark=said)
    return done(request, "insights:theme", request.workshop.code, said.theme_id)


def _playback_page(request, form):
    theme, me = actions.shown_theme(request.workshop), request.participant
    mine = Remark.objects.filter(author=me, theme=theme, withdrawn_at=None) if me and theme else []
    return {"see": ["now", "playback"], "form": form, "theme": theme, "mine": list(mine)}
