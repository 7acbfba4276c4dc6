"""`manage.py run`: make everything ready, start the server, and tell people where to go."""

import io
import socket

import segno
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workshop import links
from workshop.live import server
from workshop.management.commands.demo import demo_workshop, fresh_links
from workshop.preparing import prepare

SAFE = "The way to this server is encrypted."
OPEN = "The way to this server is not encrypted: keep to a network you trust (docs/operators.md says what else to do)."


class Command(BaseCommand):
    help = "Prepares the data folder and runs Peerwalk on all interfaces, with the demo workshop in it."

    def handle(self, **options):
        port = port_number(settings.PORT)
        check_port(port)
        prepare()
        workshop = demo_workshop()
        server.serve(port=port, on_ready=lambda: self.stdout.write(greeting(workshop)))


def port_number(text):
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise CommandError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def check_port(port):
    """Nobody else listens there, or a sentence says so."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}). Choose another: PORT={port + 1} make run"
            ) from None


def greeting(workshop):
    """What people need to see first: where to go, for whom, and the QR code to join."""
    ways = fresh_links(workshop)
    picture = io.StringIO()
    segno.make(ways["join"], error="l").terminal(picture, compact=True, border=2)
    return f"""
Peerwalk is open. The demo workshop: {workshop.title}

{picture.getvalue()}
  Join by phone      {ways["join"]}
  or type the code   {workshop.spoken_code}   at {links.front()}

  Facilitator        {ways["console"]}   (works once, within a day)
  Projector          {ways["projector"]}
  Case owner         {ways["case_owner"]}
  Organizer          {ways["organizer"]}   (works once, within a day)

{SAFE if settings.HTTPS else OPEN}
Stop with Ctrl+C. Everything is kept in {settings.DATA_DIR}.
"""
