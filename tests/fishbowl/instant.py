"""The same instant, many times: run by test_instant.py in a process of its own, on a real database.

    instant.py sit 200      that many people sit down on chair 4, the last free one
    instant.py next 2       that many moderators call whoever is next
    instant.py again 12     one press arrives that many times
    instant.py guards       what only the triggers of the database refuse

Prints one JSON object.
"""

# ruff: noqa: E402  (the models come after the setup)
import json
import os
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "workshop.settings"

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from fishbowl import actions, guards, journal
from fishbowl.models import Chair, Entry, ModeratorTurn, Neighbour, Stay, Turn
from tests.fishbowl.race import prepared
from workshop.actions import join
from workshop.models import Workshop
from workshop.refusals import NotNow

AT_A_TIME = threading.BoundedSemaphore(40)  # connections that a small PostgreSQL leaves to us


def together(presses):
    """What each press was told, all of them begun in the same instant."""
    gate, told = threading.Barrier(len(presses)), []

    def press(action):
        gate.wait()
        with AT_A_TIME:
            try:
                told.append(action())
            except NotNow as refusal:
                told.append(str(refusal.sentence))
            finally:
                connection.close()

    threads = [threading.Thread(target=press, args=(each,)) for each in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def sit(many):
    bowl = prepared(free=0)
    actions.release(stay=Stay.objects.select_related("participant__workshop", "chair__fishbowl").get(chair__number=4))
    crowd = [join(workshop=bowl.workshop, name=f"Person {n}", city="Quito") for n in range(many)]
    seen = bowl.chairs.get(number=4).version
    told = together([lambda one=one: take(one, seen) for one in crowd])
    waiting = list(bowl.waiting().values_list("place", flat=True))
    return {
        "seated": sum(each == "chair 4" for each in told),
        "next": sum(each == "Somebody was a moment faster. You are next." for each in told),
        "waiting": len(waiting),
        "places": len(set(waiting)),
        "on_chairs": [chair.stays.filter(left_at=None).count() for chair in Chair.objects.all()],
        **truth(bowl),
    }


def take(one, seen):
    return f"chair {actions.take(participant=one, chair=4, seen=seen, key=uuid.uuid4()).chair.number}"


def call_next(many):
    bowl = prepared(free=3)
    crowd = [join(workshop=bowl.workshop, name=f"Person {n}", city="Quito") for n in range(5)]
    wish = [actions.ask(participant=one) for one in crowd][0]
    told = together([lambda: actions.call(entry=wish, seen=0, key=uuid.uuid4()).pk for _moderator in range(many)])
    return {"stays": len(set(told)), "called": Stay.objects.filter(seated_at=None, left_at=None).count(), **truth(bowl)}


def again(many):
    bowl, key = prepared(free=3), uuid.uuid4()
    one = join(workshop=bowl.workshop, name="Person", city="Quito")
    told = together([lambda: actions.ask(participant=one, key=key).pk for _arrival in range(many)])
    return {"answers": len(set(told)), "wishes": Entry.objects.count(), **truth(bowl)}


def truth(bowl):
    """Whether the journal's chain holds and tells the state."""
    pk = bowl.workshop_id
    return {"broken_at": journal.first_break(pk), "differs": list(journal.differences(pk))}


def refused_by_triggers():
    """The names of the triggers that refused what they are there for."""
    guards.put_up()
    bowl, now = prepared(free=2), timezone.now()
    seated = bowl.chairs.get(number=1).stays.get(left_at=None)
    free, aside = bowl.chairs.get(number=5), bowl.chairs.get(number=6)
    one, two = (join(workshop=bowl.workshop, name=name, city="Quito") for name in ("One", "Two"))
    actions.put_aside(workshop=bowl.workshop, number=6)
    actions.ask(participant=two)
    turn = {"fishbowl": bowl, "participant": one, "started_at": now}
    entry = {"fishbowl": bowl, "kind": "join", "place": 10**15}
    deeds = [
        lambda: Entry.objects.create(participant=seated.participant, **entry),
        lambda: free.stays.create(participant=two, seated_at=now),
        lambda: aside.stays.create(participant=one, seated_at=now),
        lambda: Chair.objects.filter(number=1).update(retired_at=now),
        lambda: type(bowl).objects.filter(pk=bowl.pk).update(ended_at=now),
    ]
    silent = join(workshop=bowl.workshop, name="", city="Lima", listens=True)
    stranger = join(workshop=Workshop.objects.create(title="Elsewhere"), name="Noor", city="Rabat")
    deeds += [
        lambda: free.stays.create(participant=stranger, seated_at=now),
        lambda: bowl.belongings.create(participant=stranger),
        lambda: Entry.objects.create(participant=silent, **entry),
        lambda: free.stays.create(participant=silent, seated_at=now),
        lambda: Turn.objects.create(fishbowl=bowl, participant=silent, started_at=now),
    ]
    names = [_refusal(deed) for deed in deeds] + _one_voice(bowl, turn)
    actions.finish(workshop=bowl.workshop)
    after = [
        lambda: free.stays.create(participant=one, seated_at=now),
        lambda: Turn.objects.create(**turn),
        lambda: Entry.objects.create(participant=one, **entry),
        lambda: ModeratorTurn.objects.create(fishbowl=bowl, started_at=now),
        lambda: Neighbour.objects.create(fishbowl=bowl, proposer=one, name="Three", city="Quito"),
        lambda: _sql("UPDATE fishbowl_step SET role = 'nobody'"),
        lambda: _sql("DELETE FROM fishbowl_step"),
    ]
    return {"refused": sorted(names + [_refusal(deed) for deed in after])}


def _one_voice(bowl, turn):
    """What refuses the moderator's turn beside somebody's, and somebody's beside the moderator's, which runs on."""
    moderators, somebodys = {"fishbowl": bowl, "started_at": turn["started_at"]}, Turn.objects.create(**turn)
    names = [_refusal(lambda: ModeratorTurn.objects.create(**moderators))]
    somebodys.delete()
    actions.moderator_speaks(workshop=bowl.workshop)
    return [*names, _refusal(lambda: Turn.objects.create(**turn))]


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _refusal(deed):
    try:
        with transaction.atomic():
            deed()
    except IntegrityError as refusal:
        return next((name for name in guards.GUARDS if name in str(refusal)), str(refusal))
    return "let through"


WAYS = {"sit": sit, "next": call_next, "again": again}

if __name__ == "__main__":
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables as the models say
    call_command("migrate", run_syncdb=True, verbosity=0)
    what, *many = sys.argv[1:]
    print(json.dumps(WAYS[what](int(many[0])) if many else refused_by_triggers()))
