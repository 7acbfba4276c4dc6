"""`python -m tests.seeding PEOPLE`: a small workshop in the server's database; prints who may come in, as JSON.

{"code", "workshop", "people": [{"number", "pk", "session"}], "console", "projector", "stages": {kind: id}}; sessions
are cookie values, console and projector are tokens of role links. Many people are made at once, without live news.
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.conftest import make_workshop  # noqa: E402
from workshop import links  # noqa: E402
from workshop.models import Participant  # noqa: E402


def seed(people):
    workshop = make_workshop()
    console = links.make_link(role="facilitator", workshop=workshop)[1]
    projector = links.make_link(role="projector", workshop=workshop)[1]
    return {
        "code": workshop.code,
        "workshop": workshop.pk,
        "people": seat(workshop, people),
        "console": console,
        "projector": projector,
        "stages": {stage.kind: stage.pk for stage in workshop.stages.all()},
    }


def seat(workshop, count):
    """This many people with a session each, in a handful of queries."""
    first = workshop.participants.count() + 1
    made = Participant.objects.bulk_create(
        Participant(workshop=workshop, number=n, name=f"Phone {n}", city=f"City {n % 40}")
        for n in range(first, first + count)
    )
    store = SessionStore()
    end = timezone.now() + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=store._get_new_session_key(),
            session_data=store.encode({"people": {str(workshop.pk): person.pk}}),
            expire_date=end,
        )
        for person in made
    )
    return [
        {"number": person.number, "pk": person.pk, "session": session.session_key}
        for person, session in zip(made, sessions, strict=True)
    ]


if __name__ == "__main__":
    print(json.dumps(seed(int(sys.argv[1]))))
