"""`manage.py serve`: one server process, for use behind a proxy or beside others."""

from django.conf import settings
from django.core.management.base import BaseCommand

from workshop.live import server
from workshop.management.commands.run import check_port, port_number
from workshop.preparing import prepare


class Command(BaseCommand):
    help = "Prepares the data folder and serves Peerwalk on PORT, without demo and greeting."

    def handle(self, **options):
        port = port_number(settings.PORT)
        check_port(port)
        prepare()
        server.serve(port=port, on_ready=lambda: self.stderr.write(f"Peerwalk serves on port {port}."))
