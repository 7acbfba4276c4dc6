"""manage.py check_cases CODE --json: what is to be looked at before a workshop's note goes out."""

import json as as_json

from django.core.management.base import BaseCommand, CommandError

from workshop.access import tidy_code
from workshop.export import checks
from workshop.models import Workshop


class Command(BaseCommand):
    help = "Says what in a workshop's cases and quotes contradicts itself, lacks a source or waits for somebody."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code")
        parser.add_argument("--json", action="store_true", help="print a list of findings as JSON, nothing else")

    def handle(self, *, code, json, **options):
        workshop = Workshop.objects.filter(code=tidy_code(code)).first()
        if workshop is None:
            raise CommandError(f"No workshop has the code {code}.")
        found = checks.check(workshop)
        if json:
            self.stdout.write(as_json.dumps([each.as_dict() for each in found], ensure_ascii=False, indent=1))
        else:
            lines = [f"{each.case or '-'} ({each.kind}): {each.sentence}" for each in found]
            self.stdout.write("\n".join(lines or ["Nothing to look at."]))
