"""`manage.py restored`: after bringing a backup back, let open screens accept the older state."""

from django.core.management.base import BaseCommand

from workshop.models import Workshop, new_epoch


class Command(BaseCommand):
    help = "Gives every workshop a new epoch, so that screens which saw a later revision take the restored one."

    def handle(self, **options):
        for workshop in Workshop.objects.all():
            workshop.epoch = new_epoch()
            workshop.save(update_fields=["epoch"])
