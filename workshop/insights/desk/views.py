"""The desk's views: the tray and the themes, one theme with what it rests on, and undoing."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import roles
from workshop.insights.desk import actions, tray
from workshop.insights.desk.forms import EvidenceForm, MergeForm, PlaceForm, PressForm, SeenForm, ShiftForm, ThemeForm
from workshop.insights.desk.playback import shown_theme
from workshop.refusals import NotNow, wants_json
from workshop.responses import done, form_again


@require_safe
@roles(*access.WRITERS)
def desk(request):
    """The tray on the one side, the themes on the other; `?f=` is how the tray is filtered."""
    return render(request, "insights/desk.html", _desk_page(request, ThemeForm()))


# --- things under themes -----------------------------------------------------------------------
@require_POST
@roles(*access.WRITERS)
def take(request, pk):
    """The chosen things are put under a theme."""
    return _press(request, pk, on=True)


@require_POST
@roles(*access.WRITERS)
def take_out(request, pk):
    """The chosen things are taken out of a theme."""
    return _press(request, pk, on=False)


@require_POST
@roles(*access.WRITERS)
def place(request, pk):
    """A card is put under exactly these themes."""
    card = get_object_or_404(request.workshop.cards.filter(withdrawn_at=None), pk=pk)
    form = PlaceForm(request.POST, workshop=request.workshop)
    if not form.is_valid():
        raise NotNow(_("This theme is not on the desk any more. Reload the page."))
    actions.set_themes(kind="card", pk=card.pk, workshop=request.workshop, themes=form.themes())
    return _to_the_desk(request)


@require_POST
@roles(*access.WRITERS)
def undo(request, pk):
    """Something that was done at the desk is made undone."""
    actions.undo(deed=get_object_or_404(request.workshop.deeds, pk=pk))
    return _to_the_desk(request)


# --- themes ------------------------------------------------------------------------------------
@require_POST
@roles(*access.WRITERS)
def add_theme(request):
    """A new theme."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return form_again(request, "insights/desk.html", _desk_page(request, form))
    said = {name: form.cleaned_data[name] for name in ("title", "statement", "dissent", "key")}
    theme = actions.add_theme(workshop=request.workshop, **said)
    return _to_the_desk(request, theme=theme.pk, changed_at=theme.changed_at)


@require_safe
@roles(*access.WRITERS)
def theme(request, pk):
    """One theme: its words, and what it rests on."""
    theme = get_object_or_404(request.workshop.themes, pk=pk)
    return render(request, "insights/theme.html", _theme_page(request, theme))


@require_POST
@roles(*access.WRITERS)
def change_theme(request, pk):
    """A theme's words, said anew; when they have moved on meanwhile, both are shown and nothing is lost."""
    theme = get_object_or_404(request.workshop.themes, pk=pk)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return form_again(request, "insights/theme.html", _theme_page(request, theme, form))
    if actions.has_moved_on(theme, form.cleaned_data["seen"], form.cleaned_data["key"]):
        return _moved_on(request, theme, form)
    theme = actions.say(theme=theme, **form.cleaned_data)
    return _to_the_theme(request, theme)


@require_POST
@roles(*access.WRITERS)
def name_evidence(request, pk):
    """The chosen pieces stand as evidence beside the statement."""
    theme, form = _evidence(request, pk)
    actions.name_evidence(theme=theme, evidence=form.cleaned_data["piece"])
    return _to_the_theme(request, theme)


@require_POST
@roles(*access.WRITERS)
def split(request, pk):
    """The chosen pieces become a theme of their own."""
    theme, form = _evidence(request, pk)
    title = form.cleaned_data["title"]
    if not title:
        raise NotNow(_("Please give the new theme a name."))
    evidence = list(form.cleaned_data["piece"])
    return _to_the_theme(
        request, actions.split(theme=theme, evidence=evidence, title=title, key=form.cleaned_data["key"])
    )


@require_POST
@roles(*access.WRITERS)
def merge(request, pk):
    """A theme goes into another one."""
    theme = request.workshop.themes.filter(pk=pk).first() or _gone()
    form = MergeForm(request.POST, theme=theme)
    if not form.is_valid():
        raise NotNow(_("Please choose the theme it goes into."))
    return _to_the_theme(request, actions.merge(theme=theme, **form.cleaned_data))


@require_POST
@roles(*access.WRITERS)
def remove(request, pk):
    """A theme is gone from the desk."""
    theme = get_object_or_404(request.workshop.themes, pk=pk)
    form = SeenForm(request.POST)
    form.is_valid()
    actions.remove(theme=theme, seen=form.cleaned_data.get("seen"), key=form.cleaned_data.get("key"))
    return _to_the_desk(request)


@require_POST
@roles(*access.WRITERS)
def shift(request, pk, way):
    """A theme changes its place with its neighbour."""
    if way not in ("up", "down"):
        raise Http404
    theme = get_object_or_404(request.workshop.themes, pk=pk)
    form = ShiftForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("This page is not as it was made. Reload it."))
    actions.shift(theme=theme, way=way, **form.cleaned_data)
    return _to_the_desk(request)


# --- helpers -----------------------------------------------------------------------------------
def _press(request, pk, *, on):
    """What a press at the tray answers: for the keyboard, how its things lie now and the deed that can be undone."""
    theme = request.workshop.themes.filter(pk=pk).first() or _gone()
    form = PressForm(request.POST)
    if not form.is_valid() or not form.things():
        raise NotNow(_("Choose first what shall go there."))
    seen = form.things()
    actions.place(theme=theme, seen=seen, on=on, key=form.cleaned_data["key"])
    return _to_the_desk(request, **(_now(request, seen) if wants_json(request) else {}))


def _now(request, seen):
    things = tray.things(request.workshop, [(kind, pk) for kind, pk, _themes in seen])
    deed = request.workshop.deeds.first()
    return {"items": {thing.key: thing.seen for thing in things}, "deed": deed and deed.pk}


def _gone():
    raise NotNow(_("This theme is not on the desk any more. Reload the page."))


def _evidence(request, pk):
    theme = request.workshop.themes.filter(pk=pk).first() or _gone()
    form = EvidenceForm(request.POST, theme=theme)
    if not form.is_valid():
        raise NotNow(_("What this theme rests on has changed meanwhile. Reload the page."))
    return theme, form


def _to_the_desk(request, **data):
    """Back to the tray as it was filtered."""
    answer = done(request, "insights:desk", request.workshop.code, **data)
    if answer.status_code != 302 or not (chosen := request.POST.get("f")):
        return answer
    return redirect(f"{answer['Location']}?f={tray.Filter.read(chosen)}")


def _to_the_theme(request, theme):
    told = {"theme": theme.pk, "changed_at": theme.changed_at}
    answer = done(request, "insights:theme", request.workshop.code, theme.pk, **told)
    if request.htmx:
        answer["HX-Redirect"] = reverse("insights:theme", args=[request.workshop.code, theme.pk])
    return answer


def _moved_on(request, theme, form):
    """The form with what was typed, beside what the theme says now; a second press is on purpose."""
    if wants_json(request):
        raise NotNow(_("This theme was changed on another screen a moment ago. Read it again, then save."))
    form.data = form.data.copy()
    form.data["seen"] = theme.changed_at.isoformat()
    return render(request, "insights/theme.html", _theme_page(request, theme, form) | {"moved_on": True}, status=409)


def _desk_page(request, form):
    chosen = str(tray.Filter.read(request.GET.get("f", "")))
    return {"see": [f"tray:{chosen}", "themes"], "chosen": chosen, "form": form}


def _theme_page(request, theme, form=None):
    said = {name: getattr(theme, name) for name in ("title", "statement", "dissent")}
    pieces = list(theme.evidence.all())
    keys = [(piece.kind, getattr(piece, f"{piece.kind}_id")) for piece in pieces]
    found = {thing.key: thing for thing in tray.things(request.workshop, keys)}
    for piece, (kind, pk) in zip(pieces, keys, strict=True):
        piece.thing = found.get(f"{kind}-{pk}")
    return {
        "see": [f"remarks:{theme.pk}"],
        "theme": theme,
        "remarks_of": str(theme.pk),
        "is_shown": shown_theme(request.workshop) == theme,
        "following": request.workshop.themes.filter(position__gt=theme.position).exclude(statement="").first(),
        "form": form or ThemeForm(initial=said | {"seen": theme.changed_at.isoformat()}),
        "pieces": [piece for piece in pieces if piece.thing],
        "others": MergeForm(theme=theme, initial={"seen": theme.changed_at.isoformat()}),
        "words": len(theme.statement.split()),
    }
