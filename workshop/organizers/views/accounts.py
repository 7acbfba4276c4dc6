"""Organizers sign in and out, and set their password."""

from functools import wraps

from django.contrib import auth
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from workshop.organizers.budget import budget
from workshop.organizers.forms import PasswordForm, SignInForm
from workshop.refusals import NotAllowed
from workshop.responses import done, form_again


def signed_in(view):
    """Let organizers in; lead others to the sign-in page and then back here."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
        raise NotAllowed(_("Please sign in first, in another tab; then send this again."))

    return wrapped


@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """Name and password; who has none uses a sign-in link."""
    form = SignInForm(request.POST or None)
    context = {"form": form, "next": _next(request)}
    if request.method != "POST":
        return redirect(_next(request)) if request.user.is_authenticated else _page(request, context)
    if form.is_valid() and (user := _known(request, **form.cleaned_data)):
        auth.login(request, user)
        return done(request, _next(request))
    if form.is_valid():
        form.add_error("password", _("This name and this password do not go together. Look at both once more."))
    return form_again(request, "organizers/sign_in.html", context)


@require_POST
def sign_out(request):
    """This browser forgets everything it was allowed to do."""
    auth.logout(request)
    return done(request, "front")


@never_cache
@sensitive_post_parameters("old", "new")
@signed_in
def account(request):
    """Set a password, or change it."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method != "POST":
        return render(request, "organizers/account.html", {"form": form})
    budget.spend(request.user.get_username())
    if not form.is_valid():
        return form_again(request, "organizers/account.html", {"form": form})
    _set_password(request, form.cleaned_data["new"])
    return done(request, "organize")


def _page(request, context):
    return render(request, "organizers/sign_in.html", context)


def _known(request, name, password):
    budget.spend(name)
    user = auth.authenticate(request, username=name, password=password)
    if user:
        budget.give_back(name)
    return user


def _set_password(request, password):
    request.user.set_password(password)
    request.user.save(update_fields=["password"])
    budget.give_back(request.user.get_username())
    auth.update_session_auth_hash(request, request.user)


def _next(request):
    url = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_ours else reverse("organize")
