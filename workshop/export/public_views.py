"""The published editions, for everybody who has their address. Consent is looked at anew before each reading."""

from threading import BoundedSemaphore

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workshop.export import files, frozen, page, pictures, publishing
from workshop.export.models import Paper
from workshop.refusals import TooMany

_PATIENCE = 8  # seconds to wait for the press; the thread that waits serves nobody else
_press = BoundedSemaphore(1)


@require_safe
@never_cache
def published(request, key, number=None):
    """An edition as a page; the newest where no number is said."""
    edition, editions = _edition(key, number)
    if edition.closed_at:
        return render(request, "export/closed.html", {"edition": edition, "editions": editions, "key": key}, status=410)
    with timezone.override(edition.workshop.zone):
        document = frozen.thawed(edition.document)
        shown = page.shown(document, lambda picture: _address(picture, key, edition))
        with translation.override(edition.language):  # whatever the reader's is
            told = render_to_string("export/_note.html", shown)
        context = shown | {
            "told": told,
            "edition": edition,
            "editions": editions,
            "key": key,
            "formats": files.PUBLISHED,
        }
        return render(request, "export/published.html", context)


@require_safe
@never_cache
def published_file(request, key, number, format):
    """An edition as a file, made of what was frozen."""
    edition, _editions = _edition(key, number)
    if format not in files.PUBLISHED or edition.closed_at:
        raise Http404
    if not _press.acquire(timeout=_PATIENCE):
        raise TooMany(_("Many people ask for this just now. Please try again in a minute."))
    try:
        with timezone.override(edition.workshop.zone), translation.override(edition.language):
            name, kind, content = files.of_frozen(edition, format)
    finally:
        _press.release()
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_safe
@never_cache
def published_picture(request, key, number, name):
    """A picture of an edition."""
    edition, _editions = _edition(key, number)
    held = {block["file"] for block in edition.document.get("blocks", []) if block["kind"] == "picture"}
    jpeg = pictures.photo(f"{name}.jpg") if f"{name}.jpg" in held else None
    if jpeg is None:
        raise Http404
    return HttpResponse(jpeg, content_type="image/jpeg")


def _edition(key, number):
    paper = get_object_or_404(Paper.objects.select_related("workshop"), key=key)
    editions = publishing.open_editions(paper)
    found = next((each for each in editions if number in (None, each.number)), None)
    if found is None:
        raise Http404
    found.refresh_from_db(fields=["document", "closed_at"])
    return found, editions


def _address(picture, key, edition):
    if picture.svg:
        return pictures.address_of(picture)
    stem = picture.file.removesuffix(".jpg")
    return reverse("published-picture", args=[key, edition.number, stem]) if stem else ""
