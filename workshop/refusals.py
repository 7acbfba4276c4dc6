"""How Peerwalk says no: a refusal is a sentence for a person, with the state of things left as it was."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class Refusal(Exception):
    """Something that will not be done. The sentence says why and, where it helps, what to do next."""

    status = 409

    @property
    def sentence(self):
        return str(self.args[0])


class NotNow(Refusal):
    """The rules of the room, or what happened a moment ago, stand against it."""


class AskFirst(NotNow):
    """Something would be lost. The sentence asks; the same press with `sure`, or with these fields, is the answer."""

    def __init__(self, sentence, **answer):
        super().__init__(sentence)
        self.answer = answer or {"sure": 1}


class NotAllowed(Refusal):
    """This person's role does not include it."""

    status = 403


class TooMany(Refusal):
    """Too much from one source in too short a time."""

    status = 429


class LegibilityMiddleware:
    """Turns away what can't be text: a zero byte in the address, a form in signs of its own; drops strange cookies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_session_key(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "a")):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        if "\0" in request.path_info:
            return not_found(request)
        if request.content_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            return bad_request(request)
        return self.get_response(request)


def is_session_key(cookie):
    """Whether a cookie could be one of ours; anything else is not looked up."""
    return cookie.isascii() and cookie.isalnum()


class PrivateMiddleware:
    """What is made for one person is kept by no cache on the way, unless its view says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.get_response(request)
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        return answer


class RefusalMiddleware:
    """Turns a refusal into an answer that fits who asked: a page, a fragment for htmx, or JSON."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, AskFirst):
            about = {"asked": _pressed(request, exception), "answer": exception.answer}
            return refuse(request, exception.sentence, exception.status, **about)
        if isinstance(exception, Refusal):
            return refuse(request, exception.sentence, exception.status)
        return None


def refuse(request, sentence, status, asked=None, answer=()):
    """The answer that carries a refusal: for htmx into #refusal, which every page has.

    `asked`: what was pressed, with what answers the question in it; `answer`: the fields of that alone.
    """
    context = {"sentence": sentence, "asked": asked, "back": _way_back(request)}
    if wants_json(request):
        return JsonResponse({"refused": sentence} | ({"ask": next(iter(answer))} if asked else {}), status=status)
    if getattr(request, "htmx", False):
        answer = render(request, "_refusal.html", context, status=status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#refusal", "innerHTML"
        return answer
    return render(request, "refusal.html", context, status=status)


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def csrf_failure(request, reason=""):
    """The form is older than the cookie: nothing was saved, and what was typed is still in the other tab."""
    return refuse(request, _("This page was open for too long. Go back, reload it, and send again."), 403)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, _("That is far too long. Nothing was changed; please send less at once."), 413)
    return refuse(request, _("That did not arrive in a form we can read, so nothing was changed."), 400)


def bare_bad_request():
    """The same for a request that could not even be read."""
    return HttpResponse("That did not arrive in a form we can read, so nothing was changed.", status=400)


def forbidden(request, exception=None):
    return refuse(request, _("This is not for your role. Ask the facilitator for a link."), 403)


def not_found(request, exception=None):
    if wants_json(request):
        return JsonResponse({"refused": _("There is nothing at this address.")}, status=404)
    return render(request, "404.html", status=404)


def broken(request):
    return render(request, "500.html", status=500)


def _pressed(request, question):
    """The fields of a press, to be sent again by who is sure, with the answer to the question."""
    told = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return list((told | question.answer).items())


def _way_back(request):
    workshop = getattr(request, "workshop", None)
    return f"/w/{workshop.code}/" if workshop else "/"
