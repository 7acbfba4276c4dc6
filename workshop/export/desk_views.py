"""Working on the note: its pieces by hand, its paper, the evening's list, the case owners' approval, publishing."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop import actions as room
from workshop.access import CASE_OWNER, LEADS, WRITERS, roles
from workshop.export import actions, editing, evening, files, page, pictures, publishing
from workshop.export import desk as scenes
from workshop.export.document import finished
from workshop.export.forms import LogoForm, PaperForm, PressForm, WordsForm
from workshop.export.models import Paper
from workshop.refusals import NotNow, wants_json
from workshop.responses import done, form_again

DO = ("up", "down", "drop", "bring", "auto")


# --- by hand -----------------------------------------------------------------------------------
@require_safe
@never_cache
@roles(*WRITERS)
def desk(request):
    """The pieces of one part of the note, each to be changed, moved or left out."""
    parts = scenes.parts(request.workshop)
    chosen = request.GET.get("part", "")
    part = next((part for part in parts if part.heading.key == chosen), parts[0])
    return render(request, "export/desk.html", {"here": "desk", "parts": parts, "part": part})


@roles(*WRITERS)
def piece(request, key):
    """One piece in other words."""
    piece = _piece(request, key)
    if request.method != "POST":
        form = WordsForm(initial={"text": piece.words, "seen": piece.seen})
        if wants_json(request):
            return JsonResponse({"text": piece.words, "original": piece.original, "seen": piece.seen})
        return render(request, "export/piece.html", {"here": "desk", "piece": piece, "form": form})
    form = WordsForm(request.POST)
    if not form.is_valid():
        return form_again(request, "export/piece.html", {"here": "desk", "piece": piece, "form": form})
    if actions.word(workshop=request.workshop, piece=piece, by=_by(request), **form.cleaned_data) is None:
        return _overtaken(request, key, form)
    return _back(request)


def _back(request):
    """To the part that was being worked on."""
    if wants_json(request) or request.htmx:
        return done(request, "note-desk", request.workshop.code)
    part = request.GET.get("part", "")
    address = reverse("note-desk", args=[request.workshop.code])
    return redirect(f"{address}?{urlencode({'part': part})}" if part else address)


def _overtaken(request, key, form):
    """Somebody else was faster: nothing is saved, both texts are there, and the next press saves over theirs."""
    piece = _piece(request, key)
    if wants_json(request):
        told = {"refused": _("Somebody else has saved this in the meantime."), "theirs": piece.words}
        return JsonResponse(told | {"seen": piece.seen}, status=409)
    again = WordsForm(initial={"text": form.cleaned_data["text"], "seen": piece.seen})
    return render(request, "export/piece.html", {"here": "desk", "piece": piece, "form": again, "theirs": piece.words},
                  status=409)  # fmt: skip


@require_POST
@roles(*WRITERS)
def piece_do(request, key, do):
    """Up, down, left out, brought back, or as it writes itself."""
    if do not in DO:
        raise Http404
    if do in ("drop", "bring"):
        actions.leave_out(workshop=request.workshop, key=_known(request, key), dropped=do == "drop", by=_by(request))
    elif do == "auto":
        actions.as_it_writes_itself(workshop=request.workshop, key=key)
    else:
        _shift(request, key, up=do == "up")
    return _back(request)


def _shift(request, key, up):
    blocks = [piece.block for piece in scenes.pieces(request.workshop)]
    after = editing.step(blocks, key, up)
    if after is None:
        raise NotNow(_("It stands at the end of its row already."))
    actions.shift(workshop=request.workshop, key=key, after=after, by=_by(request))


def _known(request, key):
    if scenes.piece(request.workshop, key) is None:
        raise Http404
    return key


def _piece(request, key):
    piece = scenes.piece(request.workshop, key)
    if piece is None or piece.original is None:
        raise Http404
    if piece.is_locked:
        raise NotNow(_("These words were checked by their speaker. Leave them out, or ask the speaker for others."))
    return piece


# --- its paper ---------------------------------------------------------------------------------
@roles(*LEADS)
def paper(request):
    """What the note says about itself."""
    if request.method != "POST":
        return render(request, "export/paper.html", _paper(request))
    form = PaperForm(request.POST)
    if not form.is_valid():
        return form_again(request, "export/paper.html", _paper(request, form))
    actions.fill_in(workshop=request.workshop, **form.cleaned_data)
    return done(request, "note-evening", request.workshop.code)


@require_POST
@roles(*LEADS)
def add_logo(request):
    """A partner's sign on the cover."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return form_again(request, "export/paper.html", _paper(request, logo_form=form), form="logo_form")
    logo = actions.add_logo(workshop=request.workshop, **form.cleaned_data)
    return done(request, "note-paper", request.workshop.code, logo=logo.pk)


@require_POST
@roles(*LEADS)
def remove_logo(request, pk):
    """The sign is taken off; twice is once."""
    actions.remove_logo(workshop=request.workshop, pk=pk)
    return done(request, "note-paper", request.workshop.code)


def _paper(request, form=None, logo_form=None):
    """What the page about the note shows."""
    row = Paper.objects.filter(workshop=request.workshop).first() or Paper()
    initial = {name: getattr(row, name, "") for name in PaperForm.base_fields} | {"nameless": row.is_nameless}
    logos = [(logo, pictures.address_of_photo(logo.file)) for logo in request.workshop.logos.all()]
    form = form or PaperForm(initial=initial)
    return {"here": "paper", "form": form, "logo_form": logo_form or LogoForm(), "logos": logos}


# --- the evening -------------------------------------------------------------------------------
@require_safe
@never_cache
@roles(*WRITERS)
def list_of_the_evening(request):
    """What is still to do until the note is published, and who has to do it."""
    publishing.look_again(request.workshop)
    told = evening.evening(request.workshop)
    return render(request, "export/evening.html", {"here": "evening", "told": told, "form": PressForm()})


@require_POST
@roles(*WRITERS)
def send_quotes(request):
    """Every speaker is asked to read what was taken down of them."""
    asked = room.send_quotes(workshop=request.workshop)
    return done(request, "note-evening", request.workshop.code, asked=asked)


@require_POST
@roles(*WRITERS)
def read(request):
    """A second pair of eyes has read the whole note as it stands."""
    seen = request.POST.get("seen", "")
    if seen != evening.evening(request.workshop).fingerprint:
        raise NotNow(_("The note has changed since this page was opened. Read it once more."))
    actions.approve(workshop=request.workshop, fingerprint=seen, by=_by(request))
    return done(request, "note-evening", request.workshop.code)


@require_POST
@roles(*LEADS)
def publish(request):
    """The next edition, frozen, at its public address."""
    form = PressForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    language = files.language_of(request.POST.get("language"))
    edition = publishing.publish(workshop=request.workshop, by=_by(request), key=key, language=language)
    return done(request, "note-evening", request.workshop.code, edition=edition.number, checksum=edition.checksum)


# --- the case owners ---------------------------------------------------------------------------
def of_case(view):
    """Let writers in, and the owner of this one case; the view gets the case."""

    @roles(*WRITERS, CASE_OWNER)
    @wraps(view)
    def wrapped(request, number):
        case = get_object_or_404(request.workshop.cases, number=number)
        if not (request.visitor.has(*WRITERS) or request.visitor.owns(case)):
            raise Http404
        return view(request, case)

    return wrapped


@require_safe
@never_cache
@of_case
def case_section(request, case):
    """A case as it will stand in the note, with what peers asked, to be approved with one tap."""
    found, chapter, edition = evening.section_of(request.workshop, case)
    document = finished(edition, evening.pieces_of(chapter, edition))
    about = {"section": found, "case": case, "may_approve": _may_approve(request, case)}
    return render(request, "export/section.html", page.context(document, request.workshop) | about)


@require_safe
@never_cache
@of_case
def feedback(request, case):
    """What peers said on the case, for its owner to keep."""
    name, kind, content = files.feedback(request.workshop, case)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_POST
@of_case
def approve_section(request, case):
    """Its owner agrees to the section as they have seen it."""
    if not _may_approve(request, case):
        raise NotNow(_("The case’s owner approves it, or the organizer for them."))
    found, _chapter, _edition = evening.section_of(request.workshop, case)
    if request.POST.get("seen") != found.fingerprint:
        raise NotNow(_("The section has changed since this page was opened. Please read it once more."))
    actions.approve(workshop=request.workshop, case=case, fingerprint=found.fingerprint, by=_by(request))
    return done(request, "note-section", request.workshop.code, case.number)


def _may_approve(request, case):
    return request.visitor.owns(case) or request.visitor.has(*access.LEADS)


def _by(request):
    """Who pressed, in a word; no name goes into it."""
    return str(request.visitor.role_name)[:80]
