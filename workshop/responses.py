"""What a view answers after a change: nothing for htmx (the live room shows it), a redirect for a plain form."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from workshop.refusals import wants_json


def done(request, to, *args, **data):
    """204 for htmx, JSON with `data` for scripts, else a redirect to the named page."""
    if wants_json(request):
        return JsonResponse({"done": True, **data})
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    return redirect(to, *args)


def form_again(request, template, context, form="form"):
    """The form of this name in the context, with its sentences and everything that was typed: 422, nothing saved."""
    if wants_json(request):
        return JsonResponse({"errors": context[form].errors}, status=422)
    return render(request, template, context, status=422)
