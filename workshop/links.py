"""Role links: made once, told once, kept as a hash, opened into a session, revoked at any time."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.access import usable
from workshop.addresses import base_url
from workshop.models import RoleLink
from workshop.refusals import NotNow


def make_link(*, role, workshop=None, label="", case=None, user=None, once=False, expires_at=None, token=None):
    """A new role link and its token; the token is nowhere else and can't be told again."""
    token = token or secrets.token_urlsafe(16)
    link = RoleLink.objects.create(
        workshop=workshop,
        role=role,
        label=label,
        case=case,
        user=user,
        once=once,
        expires_at=expires_at,
        token_hash=hashed(token),
    )
    return link, token


def open_link(*, token, held=()):
    """The link behind a token, marked as opened. Links in `held` belong to this browser and open again."""
    with transaction.atomic():
        link = RoleLink.objects.select_for_update().filter(token_hash=hashed(token)).first()
        if link is None or not (usable(link) or (link.pk in held and not link.revoked_at)):
            raise NotNow(_("This link does not work any more. Ask the person who gave it to you for a new one."))
        if link.opened_at is None:
            link.opened_at = timezone.now()
            link.save(update_fields=["opened_at"])
    return link


def revoke(*, link):
    """From this moment the role of everybody who opened the link is gone."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    return link


def address(token):
    """The whole address to hand out for a token."""
    return whole(reverse("open-link", args=[token]))


def door(workshop):
    """The whole address that the join QR code carries."""
    return whole(reverse("door", args=[workshop.door_key]))


def front():
    """The whole address of the front door, where a code is typed."""
    return whole("/")


def whole(path):
    return base_url(settings.PEERWALK_URL, settings.PORT) + path


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()
