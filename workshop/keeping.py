"""What a phone may keep to read without network: pages marked here, and the service worker that keeps them."""

from functools import cache, wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from workshop import __version__, access

MARK = "Peerwalk-Keep"


def kept_on_phones(view):
    """Let a participant's phone keep this page. Pages that show more, to whoever has a role, are never kept."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if request.visitor.roles == {access.PARTICIPANT}:
            answer[MARK] = f"{request.workshop.code} {request.visitor.me}"
        return answer

    return wrapped


@require_safe
@never_cache
@access.anybody
def who(request):
    """Who this browser is here, and a fresh token: asked before words that have waited are sent."""
    return JsonResponse({"me": request.visitor.me, "token": get_token(request)})


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=lambda request: _mark())
def worker(request):
    """The service worker; its text changes with every change of the static files, and so the browser takes it up."""
    return HttpResponse(_worker(), content_type="text/javascript")


@require_safe
def unreachable(request):
    """What is shown without network in place of a page that is not kept; it names nobody."""
    return render(request, "workshop/unreachable.html")


@cache
def _worker():
    files = getattr(staticfiles_storage, "manifest_hash", "")
    return (settings.BASE_DIR / "static" / "js" / "sw.js").read_text().replace("VERSION", f"{__version__}-{files}")


@cache
def _mark():
    return f'"{sha256(_worker().encode()).hexdigest()[:24]}"'
