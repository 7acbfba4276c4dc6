"""`manage.py rehearse CODE`: a copy of a workshop, and simulated people who go through it by its real addresses."""

import argparse
import json
import sys

from django.core.management.base import BaseCommand, CommandError

from fishbowl.actions.company import MOST_BOWLS
from fishbowl.models import Fishbowl
from workshop import links
from workshop.access import tidy_code
from workshop.models import Workshop
from workshop.preparing import prepare
from workshop.refusals import NotNow
from workshop.rehearsal import copies
from workshop.rehearsal.parts import DAY, troubles, whole_day
from workshop.rehearsal.run import rehearse
from workshop.rehearsal.servers import servers_for

FEWEST, MOST = 2, 500


class Command(BaseCommand):
    help = "Rehearses a workshop in a copy of it, with simulated people on phones, and counts what became of it all."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code; with --delete, the rehearsal's")
        parser.add_argument("--people", type=_between(FEWEST, MOST), default=35, help="how many come (35)")
        parser.add_argument("--pace", type=_between(1, 60), help="seconds a round lasts; nothing: as many need")
        parser.add_argument("--seed", type=int, default=1, help="the same number makes the same people and troubles")
        parser.add_argument("--only", choices=DAY, help="after people came in, this part of the day alone")
        parser.add_argument(
            "--variant", choices=Fishbowl.Variant.values, help="the kind of circle; nothing: as it is set"
        )
        parser.add_argument(
            "--circles", type=_between(1, MOST_BOWLS), help="so many circles at once, and all meet; nothing: as planned"
        )
        parser.add_argument(
            "--port", type=_between(1, 65535), action="append", default=[], help="a server of this machine, one or more"
        )
        parser.add_argument("--json", action="store_true", help="the figures as one JSON object, on the last line")
        after = parser.add_mutually_exclusive_group()
        after.add_argument("--keep", action="store_true", help="keep the copy to look at (so it is if nothing is said)")
        after.add_argument("--drop", action="store_true", help="delete the copy at the end")
        after.add_argument("--delete", action="store_true", help="delete this rehearsal, and do nothing else")

    def handle(self, *, code, people, pace, seed, port, json, drop, delete, only, variant, circles, **options):
        prepare()
        workshop = Workshop.objects.filter(code=tidy_code(code)).first()
        if workshop is None:
            raise CommandError(f"No workshop has the code {code}.")
        if delete:
            return self._delete(workshop)
        if (variant or circles or only) and not _holds(workshop, only or "fishbowl"):
            raise CommandError(f"The programme of {workshop.code} has no part for that.")
        copy, pace = self._copied(workshop), pace or _pace_for(people)
        copies.hasten(workshop=copy, seconds=2 * pace)
        day = whole_day(only, variant=variant, circles=circles)
        try:
            with servers_for(copy, port) as ports:
                figures = rehearse(copy, ports, size=people, pace=pace, seed=seed, parts=day)
        except CommandError:
            copies.remove(workshop=copy)
            raise
        self.stdout.write(as_json(copy, figures) if json else as_text(copy, figures, kept=not drop))
        if drop:
            copies.remove(workshop=copy)
        if troubles(figures) or not figures["finished"]:
            sys.exit(1)

    def _delete(self, workshop):
        try:
            copies.remove(workshop=workshop)
        except NotNow as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"{workshop.title} ({workshop.code}) is deleted.")

    def _copied(self, workshop):
        if workshop.cases.count() < 2:
            raise CommandError(f"The workshop {workshop.code} has no two posters yet, so there is nowhere to walk.")
        copy = copies.make(workshop=workshop, owners=list(workshop.organizers.all()))
        self.stderr.write(f"{copy.title} ({copy.code}) is made.")
        return copy


def _holds(workshop, kind):
    """Whether there is such a part in the programme; the circles are a part of the fishbowl."""
    return workshop.stages.filter(kind=kind).exists()


def _pace_for(people):
    """Seconds a round lasts, so that about as much happens in a second however many come: 6 for few, 19 for 150."""
    return min(24, max(6, people // 8))


def _between(least, most):
    def number(text):
        if not (text.isdecimal() and least <= int(text[:6]) <= most):
            raise argparse.ArgumentTypeError(f"a number from {least} to {most}")
        return int(text)

    return number


def as_json(copy, figures):
    return json.dumps({"code": copy.code} | figures)


def as_text(copy, figures, *, kept):
    bad = troubles(figures)
    lines = [copy.title, *(f"  {name.replace('_', ' '):<24}{value}" for name, value in figures.items())]
    lines += [f"Not as it should be: {', '.join(bad)}." if bad else "Nothing was lost, nothing came twice."]
    if kept:
        lines += [f"Look at it: {links.whole(f'/w/{copy.code}/')}  Delete it: manage.py rehearse --delete {copy.code}"]
    return "\n".join(lines)
