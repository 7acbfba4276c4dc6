"""manage.py export CODE --format json --language fr --output PATH: the note or its tables as a file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workshop.access import tidy_code
from workshop.export import files
from workshop.export.edition import PUBLIC
from workshop.models import Workshop
from workshop.preparing import compile_catalogues


class Command(BaseCommand):
    help = "Writes a workshop's peer-learning note, or all its tables, as a file."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code")
        parser.add_argument("--format", choices=sorted(files.FORMATS), default="docx")
        parser.add_argument(
            "--edition",
            choices=sorted(files.EDITIONS),
            default=PUBLIC,
            help="public: what people agreed to publish; internal: also what stays in the room, for the writers",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of the note's own words; what people wrote stays as they wrote it",
        )
        parser.add_argument("--output", type=Path, help="the file to write; without it, a name made of the title")

    def handle(self, *, code, format, edition, language, output, **options):
        workshop = Workshop.objects.filter(code=tidy_code(code)).first()
        if workshop is None:
            raise CommandError(f"No workshop has the code {code}.")
        compile_catalogues()
        name, _kind, content = files.make(workshop, format, edition, language)
        path = output or Path(name)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}.") from error
        self.stdout.write(str(path))
