"""manage.py import_archive FILE: an archive as a workshop of this Peerwalk, to read, print and use again."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from workshop.export.importing import import_archive
from workshop.export.unpacking import BadArchive


class Command(BaseCommand):
    help = "Makes a workshop of an archive; its doors stay closed, and it gets a code and ids of its own."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the archive, as `manage.py export --format archive` writes it")
        parser.add_argument("--organizer", default="", help="the account that is to have it")

    def handle(self, *, file, organizer, **options):
        owner = get_user_model().objects.filter(username=organizer).first()
        if organizer and owner is None:
            raise CommandError(f"No organizer is called {organizer}. Make the account first: manage.py organizer NAME")
        try:
            workshop = import_archive(file.read_bytes(), owner=owner)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except BadArchive as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(workshop.code)
