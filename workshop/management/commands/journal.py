"""`manage.py journal`: check that the circle's history is whole, and that the present follows from it."""

from django.core.management.base import BaseCommand, CommandError

from fishbowl import journal
from workshop.models import Workshop


class Command(BaseCommand):
    help = "Checks the chain of every workshop's journal, and that its circles are as the journal tells."

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", help="code of one workshop; all of them where none is given")

    def handle(self, code=None, **options):
        journal.forget_the_gone()
        workshops = Workshop.objects.filter(code=code.upper()) if code else Workshop.objects.order_by("pk")
        if code and not workshops:
            raise CommandError(f"There is no workshop with the code {code}.")
        broken = [self._told(workshop) for workshop in workshops]
        if any(broken):
            raise CommandError("The journal does not hold.")

    def _told(self, workshop):
        """One line a workshop; whether something is wrong with it."""
        step = journal.first_break(workshop.pk)
        wrong = [] if step else list(journal.differences(workshop.pk))
        told = f"broken at step {step}" if step else f"differs: {', '.join(wrong)}" if wrong else "holds"
        self.stdout.write(f"{workshop.code} {journal.length(workshop.pk)} steps: {told}")
        return bool(step or wrong)
