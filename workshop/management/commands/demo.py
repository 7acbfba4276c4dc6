"""`manage.py demo`: the demo workshop, its links, and the map of doors for scripts."""

import json
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import timezone

from workshop import demo, doors, links
from workshop.models import RoleLink, Workshop
from workshop.preparing import prepare

LABEL = "printed at start"


class Command(BaseCommand):
    help = "Makes the demo workshop if there is none, and prints its code, links and doors."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
        parser.add_argument("--reset", action="store_true", help="make the demo workshop anew; what was in it is gone")

    def handle(self, *, json: bool, reset: bool, **options):
        prepare()
        workshop = demo_workshop(reset=reset)
        self.stdout.write(as_json(workshop) if json else as_text(workshop))


def demo_workshop(*, reset=False):
    """The demo workshop; the newest where there are several."""
    old = Workshop.objects.filter(is_demo=True).order_by("-created_at")
    if reset:
        old.delete()
    return old.first() or demo.build(owner=organizer())


def organizer():
    """The account that owns the demo; it has no password and comes in by its link."""
    user, new = get_user_model().objects.get_or_create(username="organizer")
    if new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def fresh_links(workshop):
    """New links for each way in, by name. Links of earlier starts that nobody opened for a day are removed."""
    day = timezone.now() - timedelta(days=1)
    RoleLink.objects.filter(label=LABEL, opened_at=None, created_at__lt=day).delete()
    return {
        "join": links.door(workshop),
        "console": _link(role="facilitator", workshop=workshop, once=True),
        "projector": _link(role="projector", workshop=workshop),
        "case_owner": _link(role="case_owner", workshop=workshop, case=workshop.cases.first()),
        "organizer": _link(role="organizer", user=organizer(), once=True),
    }


def as_json(workshop):
    return json.dumps({"code": workshop.code, "links": fresh_links(workshop), "doors": doors.as_json()}, indent=1)


def as_text(workshop):
    lines = [f"{workshop.title}", f"  code        {workshop.spoken_code}"]
    return "\n".join([*lines, *(f"  {name:<11} {url}" for name, url in fresh_links(workshop).items())])


def _link(**about):
    expires = timezone.now() + timedelta(days=1) if about.get("once") else None
    return links.address(links.make_link(label=LABEL, expires_at=expires, **about)[1])
