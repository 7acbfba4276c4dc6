"""manage.py verify-archive FILE: whether an archive is whole and unchanged."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from workshop.export.unpacking import BadArchive, verified


class Command(BaseCommand):
    help = "Checks every file of an archive against its manifest; ends with an error where one differs."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the archive")

    def handle(self, *, file, **options):
        try:
            files = verified(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except BadArchive as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{file}: {len(files)} files, all as they were when the archive was made.")
