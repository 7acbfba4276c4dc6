"""manage.py posters CODE --size A1 --output DIR: the posters of a workshop, one PDF a case."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gallery.printing import posters
from workshop import links
from workshop.access import tidy_code
from workshop.models import Workshop
from workshop.printing.press import SHEETS


class Command(BaseCommand):
    help = "Writes the posters of a workshop as PDF, one file a case, and says which texts are too long for them."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code")
        parser.add_argument("--size", type=str.upper, choices=list(SHEETS), default="A1", help="A4 is large print")
        parser.add_argument("--output", type=Path, default=Path("."), help="the folder to write to")
        parser.add_argument("--cards", action="store_true", help="the cards to write on as well")

    def handle(self, *, code, size, output, cards, **options):
        cases = cases_of(code)
        self.stderr.write(f"The QR codes lead to {links.front()}{'' if settings.PEERWALK_URL else UNSURE}")
        folder = made(output)
        for case in cases:
            poster = posters.make(case, size)
            self.write(folder / poster.name, poster.pdf)
            for finding in poster.findings:
                self.stderr.write(f"{poster.name}: {finding.sentence}")
            if cards:
                self.write(folder / posters.file_name(case, "cards"), posters.cards(case))

    def write(self, path, content):
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}.") from error
        self.stdout.write(str(path))


UNSURE = " (set PEERWALK_URL before printing if people will use another address)"


def cases_of(code):
    """The workshop's cases; a sentence where there are none to print."""
    workshop = Workshop.objects.filter(code=tidy_code(code)).first()
    if workshop is None:
        raise CommandError(f"No workshop has the code {code}.")
    cases = list(workshop.cases.all())
    if not cases:
        raise CommandError(f"The workshop {workshop.code} has no cases yet, so there is no poster to print.")
    return cases


def made(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"The folder {folder} can't be made: {error.strerror}.") from error
    return folder
