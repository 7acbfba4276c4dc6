"""The gallery's views: the posters, one poster with its wall, and the notes that people leave."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from gallery import actions, found, hung, merging, mine, scenes, sight
from gallery.filing import running
from gallery.forms import NOTE_AIM, NoteForm, TravelForm, WordsForm
from gallery.models import Note
from gallery.opening import notes_closed
from workshop import access
from workshop.access import acting, member, roles, taking_part
from workshop.covers import cover_svg
from workshop.keeping import kept_on_phones
from workshop.refusals import NotNow, wants_json
from workshop.responses import done, form_again

PAGE = 100  # notes on a page of a wall
for_good = cache_control(private=True, max_age=31536000, immutable=True)


# --- reading -----------------------------------------------------------------------------------
@require_safe
@member
@kept_on_phones
def posters(request):
    """All posters, as the wall of the room and as a list, with what is mine at each."""
    cases = found.cases(request)
    context = {
        "see": ["now"],
        "cases": cases,
        "stage": request.workshop.stage,
        **mine.at_all(request.participant, cases),
        **mine.on_the_walk(request.participant),
    }
    return render(request, "gallery/posters.html", context)


@require_safe
@member
@kept_on_phones
def poster(request, number):
    """One poster to read, its wall, and the form for a note of the kind that was pressed."""
    form = NoteForm(initial={"kind": _kind(request), "about": _about(request)})
    return render(request, "gallery/poster.html", _poster_context(request, number, form))


@require_safe
@member
def wall(request, number):
    """Everything on a wall that this visitor may see, page by page; facilitators see what is hidden, and why."""
    case, rule = found.case(request, number), sight.rule(request.workshop)
    keeps = request.visitor.has(*access.FACILITATORS)
    notes = case.notes.filter(withdrawn_at=None) if keeps else case.notes.on_the_wall()
    pictures = case.photos.filter(withdrawn_at=None) if keeps else hung.photos_of(case)
    notes, pictures = (sight.shown_to(request.visitor, case, rows, rule) for rows in (notes, pictures))
    context = {
        "see": ["now"],
        "case": case,
        "page": Paginator(notes.with_words().order_by("-created_at", "-id"), PAGE).get_page(request.GET.get("page")),
        "photos": pictures,
        "may_hide": keeps,
        "own": set(request.participant.notes.values_list("pk", flat=True)) if request.participant else (),
        "reads": sight.may_read(request.visitor, case, rule),
    }
    return render(request, "gallery/wall.html", context)


@require_safe
@member
@cache_control(private=True, no_cache=True)
def own_wall(request, number):
    """The newest of a wall as this visitor may see it, where it is not the same for everybody."""
    case = found.case(request, number)
    return render(request, "gallery/_own_wall.html", {"case": case, "own_wall": _own_wall(request, case)})


@require_safe
@roles(*access.EVERY_ROLE)
@for_good
def cover(request, number):
    """The drawing on a poster; its address changes with the drawing."""
    return HttpResponse(cover_svg(found.case(request, number)), content_type="image/svg+xml")


# --- what is mine ------------------------------------------------------------------------------
@require_safe
@taking_part
@cache_control(private=True, no_cache=True)
@condition(etag_func=mine.mark)
def my_gallery(request):
    """The list of posters with my dots and how many notes I left at each."""
    return render(request, "gallery/_my_gallery.html", mine.at_all(request.participant, found.cases(request)))


@require_safe
@taking_part
@cache_control(private=True, no_cache=True)
@condition(etag_func=mine.mark)
def my_part(request, number):
    """What I left at one poster: my dot, my notes, my photos."""
    return render(request, "gallery/_my_part.html", mine.at_one(request.participant, found.case(request, number)))


@require_safe
@member
def my_note(request, pk):
    """One of my notes: better words, how far it may travel, and the way to take it back."""
    note = found.own_note(request, request.participant, pk)
    form = TravelForm(initial={"consent": note.consent})
    return render(request, "gallery/note.html", _note_context(request, note, form))


# --- writing -----------------------------------------------------------------------------------
@require_POST
@acting(*access.HELPERS)
def write(request, number):
    """A note for the wall. Whatever is wrong with it, its words stay in the form."""
    form, case = NoteForm(request.POST), found.case(request, number)
    form.offer(case)
    if not form.is_valid():
        return _write_again(request, number, form)
    if form.cleaned_data["consent"]:
        access.refuse_deciding_for_somebody(request)
    try:
        note = actions.write(case=case, author=request.acting, **form.cleaned_data)
    except NotNow as refusal:  # a plain form's words would be gone with the page
        if request.htmx or wants_json(request):
            raise
        form.add_error(None, refusal.sentence)
        return _write_again(request, number, form, status=refusal.status)
    told = {"note": note.pk, "at": note.created_at, "round": note.round, "late": note.is_late}
    return found.mine_changed(done(request, found.at(case, "wall"), **told))


@require_POST
@acting(*access.HELPERS)
def change(request, pk):
    """Better words for a note of mine."""
    note = found.own_note(request, request.acting, pk)
    words = WordsForm(request.POST)
    words.offer(note.case)
    if not words.is_valid():
        travel = TravelForm(initial={"consent": note.consent})
        context = _note_context(request, note, travel, words)
        return form_again(request, "gallery/note.html", context | ({"form": words} if wants_json(request) else {}))
    actions.change(note=note, **words.cleaned_data)
    return found.mine_changed(done(request, found.at(note.case, "mine"), note=note.pk))


@require_POST
@acting(*access.HELPERS)
def choose(request, pk):
    """How far this note of mine may travel."""
    note = found.own_note(request, request.acting, pk)
    form = TravelForm(request.POST)
    if not form.is_valid():
        return form_again(request, "gallery/note.html", _note_context(request, note, form))
    access.refuse_deciding_for_somebody(request)
    actions.choose(note=note, **form.cleaned_data)
    return found.mine_changed(done(request, found.at(note.case, "mine"), note=note.pk))


@require_POST
@acting(*access.HELPERS)
def take_back(request, pk):
    """My note comes off the wall."""
    note = found.own_note(request, request.acting, pk)
    merging.take_back(note=note)
    return found.mine_changed(done(request, found.at(note.case, "mine"), note=note.pk))


# --- helpers -----------------------------------------------------------------------------------
def _kind(request):
    kind = request.GET.get("kind")
    return kind if kind in Note.Kind.values else Note.Kind.TAKE


def _about(request):
    about = request.GET.get("about")
    return about if about in Note.About.values else ""


def _poster_context(request, number, form):
    cases = found.cases(request)
    case = next((each for each in cases if each.number == number), None)
    if case is None:
        raise Http404
    context = {"see": ["now", f"wall:{number}"], "cases": cases, "case": case, "own_wall": _own_wall(request, case)}
    if request.visitor.hosts(case):
        asked = case.questions.still_open().filter(is_example=False).count()
        context |= {"answers": True, "open_questions": asked}
    mine_here = mine.at_one(request.participant, case) | mine.on_the_walk(request.participant)
    return context | _writing(request, case, form) | mine_here | {"closed": notes_closed(request.workshop)}


def _own_wall(request, case):
    """The wall for whoever asks, where it is not the same for everybody; nothing where it is."""
    rule = sight.rule(request.workshop)
    if not rule.own_first:
        return None
    reads = sight.may_read(request.visitor, case, rule)
    shown = scenes.hanging(request.workshop, case, sight.Rule()) if reads else {"case": case}
    return shown | {"reads": reads, "waiting": 0 if reads else case.notes.on_the_wall().count()}


def _writing(request, case, form):
    """The form, and for helpers the people they may write for."""
    helps = request.visitor.has(*access.HELPERS)
    form.fields["consent"].tell(request.participant)
    form.offer(case)
    on = running(request.workshop)
    return {
        "form": form,
        "kind": form["kind"].value() if form["kind"].value() in Note.Kind.values else Note.Kind.TAKE,
        "aim": NOTE_AIM,
        "used": len(form["text"].value() or ""),
        "round_now": on.number if on else 0,
        "without_phone": list(request.workshop.present().filter(has_phone=False)) if helps else [],
        "may_write": helps or request.participant is not None,
    }


def _write_again(request, number, form, status=422):
    template = "gallery/_write.html" if request.htmx else "gallery/poster.html"
    answer = form_again(request, template, _poster_context(request, number, form))
    answer.status_code = status
    return answer


def _note_context(request, note, form, words=None):
    form.fields["consent"].tell(note.author)
    words = words or WordsForm(initial={"kind": note.kind, "text": note.text, "about": note.about})
    words.offer(note.case)
    return {"note": note, "form": form, "words": words, "aim": NOTE_AIM, "closed": notes_closed(request.workshop)}
