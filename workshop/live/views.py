"""A look at the live fragments over plain HTTP: for a first look back, for networks without sockets, for scripts."""

import hashlib

from django.http import Http404, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workshop.access import EVERY_ROLE, may_watch, roles
from workshop.live.fragments import NoSuchPicture, dom_id, fragment_of, picture_of
from workshop.refusals import NotAllowed

MOST_NAMES = 16


@require_safe
@roles(*EVERY_ROLE)
def state(request):
    """Epoch, revision and the named fragments as they are now; 304 while nothing has changed."""
    names = [name for name in request.GET.get("see", "").split(",") if name][:MOST_NAMES]
    _judge(request, names)
    workshop = request.workshop
    etag = _etag(workshop, names)
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponseNotModified()
    else:
        answer = JsonResponse(_state(workshop, names))
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return answer


def _judge(request, names):
    for name in names:
        if not may_watch(request.visitor, _found(name).audience):
            raise NotAllowed(_("This is not shown to you."))


def _found(name):
    try:
        return fragment_of(name)
    except NoSuchPicture:
        raise Http404 from None


def _state(workshop, names):
    return {
        "epoch": workshop.epoch,
        "revision": workshop.revision,
        "now": timezone.now().isoformat(),
        "stage": workshop.stage_id,
        "fragments": [_fragment(workshop, name) for name in names],
    }


def _fragment(workshop, name):
    try:
        html = picture_of(workshop, name, get_language())
    except NoSuchPicture:
        raise Http404 from None
    return {"id": dom_id(name), "revision": workshop.revision, "html": html}


def _etag(workshop, names):
    what = f"{workshop.epoch} {workshop.revision} {get_language()} {','.join(names)}"
    return f'"{hashlib.sha256(what.encode()).hexdigest()[:24]}"'
