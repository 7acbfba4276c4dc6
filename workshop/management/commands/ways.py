"""manage.py ways CODE --output DIR: cards of the way past the posters, for each person and for each group."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gallery.printing import rotation
from workshop.access import tidy_code
from workshop.models import Workshop
from workshop.refusals import NotNow


class Command(BaseCommand):
    help = "Writes the cards of the walk as PDF: one file for the people, one for the groups."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code")
        parser.add_argument("--output", type=Path, default=Path("."), help="the folder to write to")
        parser.add_argument("--large", action="store_true", help="large print: one card a sheet of A4")

    def handle(self, *, code, output, large, **options):
        workshop = Workshop.objects.select_related("stage").filter(code=tidy_code(code)).first()
        if workshop is None:
            raise CommandError(f"No workshop has the code {code}.")
        for whose in (rotation.PEOPLE, rotation.GROUPS):
            try:
                pdf = rotation.make(workshop, whose, large)
                output.mkdir(parents=True, exist_ok=True)
                path = output / rotation.file_name(workshop, whose, large)
                path.write_bytes(pdf)
            except NotNow as refusal:
                raise CommandError(refusal.sentence) from refusal
            except OSError as error:
                raise CommandError(f"{output} could not be written: {error.strerror}.") from error
            self.stdout.write(str(path))
