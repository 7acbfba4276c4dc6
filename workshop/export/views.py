"""The note's views: the page to read and print, and one file a format."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import roles
from workshop.export import archive, files, making, page, publishing
from workshop.export.document import compose
from workshop.export.edition import PUBLIC
from workshop.export.gather import gather
from workshop.refusals import wants_json
from workshop.responses import done


@require_safe
@never_cache
@roles(*access.WRITERS)
def note(request):
    """The peer-learning note as it would be published now; it keeps up with the room by itself."""
    return render(request, "export/note.html", _shown(request, request.GET.get("language")))


@require_safe
@never_cache
@roles(*access.WRITERS)
def fresh(request):
    """The note anew where the room has changed since the state that was seen; else nothing."""
    if request.GET.get("seen") == publishing.mark(request.workshop):
        return HttpResponse(status=204)
    return render(request, "export/_live.html", _shown(request, request.GET.get("language")))


def _shown(request, language):
    """The note in this language, whatever the page's; the files are made in the note's."""
    language = files.language_of(language)
    with translation.override(language):
        edition = gather(request.workshop)
        shown = page.context(compose(edition), request.workshop)
        told = render_to_string("export/_note.html", shown)
        way = "rtl" if translation.get_language_bidi() else "ltr"
    mark, name = f"{edition.epoch}-{edition.revision}", dict(settings.LANGUAGES)[language]
    return {"told": told, "mark": mark, "language": language, "language_name": name, "way": way}


@require_safe
@never_cache
@roles(*access.WRITERS)
def export(request, format):
    """The note or its tables as a file; `?edition=internal` for those who prepare it, `?language=fr` for others."""
    edition = request.GET.get("edition", PUBLIC)
    if not files.is_made(format, edition):
        raise Http404
    make = making.at_once if format in making.HEAVY else files.make
    return _file(*make(request.workshop, format, edition, request.GET.get("language")))


@require_POST
@roles(*access.WRITERS)
def make(request, format):
    """A file is made off the request; the page that follows says how far it is."""
    edition = request.POST.get("edition", PUBLIC)
    if not files.is_made(format, edition):
        raise Http404
    made = making.start(request.workshop, format, edition, request.POST.get("language"))
    return done(request, "note-making", request.workshop.code, made.key, making=made.key)


@require_safe
@never_cache
@roles(*access.WRITERS)
def progress(request, key):
    """How far a file is; once it is done, the file is one press away."""
    made = get_object_or_404(request.workshop.makings, key=key)
    shown = {"made": made, "is_stuck": making.is_stuck(made)}
    if wants_json(request):
        return JsonResponse({"share": made.share, "done": bool(made.done_at), "failed": bool(made.failed_at)})
    return render(request, "export/_making.html" if request.htmx else "export/making.html", shown)


@require_safe
@never_cache
@roles(*access.WRITERS)
def made_file(request, key):
    """The file that was made."""
    made = get_object_or_404(request.workshop.makings.exclude(done_at=None), key=key)
    try:
        content = making.path(made).read_bytes()
    except OSError:
        raise Http404 from None
    return _file(made.name, files.FORMATS[made.format].kind, content)


def _file(name, kind, content):
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_safe
def schema(request):
    """What the note's JSON looks like, for whoever reads it by machine."""
    return HttpResponse(archive.schema(), content_type="application/schema+json")
