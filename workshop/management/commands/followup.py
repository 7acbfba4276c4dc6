"""manage.py followup CODE --months 3: asks who named a first step what became of it, by mail or by links to send."""

import json as as_json

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshop.access import tidy_code
from workshop.insights.home import actions, later
from workshop.models import Workshop


class Command(BaseCommand):
    help = "Prepares the links that ask people, 3 and 6 months later, what became of their first steps."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the workshop's code")
        parser.add_argument("--months", type=int, choices=[3, 6], required=True)
        parser.add_argument("--send", action="store_true", help="send the letters, to those who asked to be asked")
        parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")

    def handle(self, *, code, months, send, json, **options):
        workshop = Workshop.objects.filter(code=tidy_code(code)).first()
        if workshop is None:
            raise CommandError(f"No workshop has the code {code}.")
        if send and not settings.EMAIL_HOST:
            raise CommandError(
                "No mail is set up (PEERWALK_MAIL). Without --send the links are printed, to be sent by you."
            )
        rows = [_told(each) for each in actions.prepare(workshop=workshop, months=months)]
        if send:
            self._send(rows)
        self.stdout.write(_as_json(rows) if json else _as_text(rows, months))

    def _send(self, rows):
        with get_connection() as mail:
            for row in rows:
                if row["email"] and not row["sent"]:
                    send_mail(*row["letter"], None, [row["email"]], connection=mail)
                    row["follow_up"].sent_at = timezone.now()
                    row["follow_up"].save(update_fields=["sent_at"])
                    row["sent"] = True


def _told(follow_up):
    person = follow_up.participant
    return {
        "follow_up": follow_up,
        "name": person.name,
        "city": person.city,
        "email": later.may_write_to(follow_up),
        "link": later.link(follow_up),
        "letter": later.letter(follow_up),
        "sent": bool(follow_up.sent_at),
        "answered": bool(follow_up.answered_at),
    }


def _as_json(rows):
    return as_json.dumps(
        [{k: v for k, v in row.items() if k != "follow_up"} for row in rows], ensure_ascii=False, indent=1
    )


def _as_text(rows, months):
    if not rows:
        return "Nobody has named a first step."
    state = {
        (True, True): "sent, answered",
        (True, False): "sent",
        (False, True): "answered",
        (False, False): "to send",
    }
    lines = [
        f"{row['name']}, {row['city']}\n  {row['email'] or 'no e-mail: hand it over yourself'}"
        f" ({state[row['sent'], row['answered']]})\n  {row['link']}"
        for row in rows
    ]
    return "\n".join([f"What became of it, after {months} months: {len(rows)} to ask.", *lines])
