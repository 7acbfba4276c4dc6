"""`manage.py organizer NAME`: an account for somebody who plans workshops, and a link that signs them in once."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from workshop import links
from workshop.access import ORGANIZER
from workshop.text import clean_text

LASTS = timedelta(days=1)


class Command(BaseCommand):
    help = "Makes an organizer's account if there is none of this name, and prints a one-time sign-in link."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the name to sign in with, 150 characters at most")

    def handle(self, *, name: str, **options):
        user = account(name)
        _link, token = links.make_link(role=ORGANIZER, user=user, once=True, expires_at=timezone.now() + LASTS)
        self.stdout.write(f"{user.get_username()} signs in here, once, within a day:\n{links.address(token)}")


@transaction.atomic
def account(name):
    """The account of this name, made without a password where it is missing."""
    name = clean_text(name, lines=False)
    if not 0 < len(name) <= 150:
        raise CommandError("Please give a name of 1 to 150 characters.")
    user, is_new = get_user_model().objects.get_or_create(username=name)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
