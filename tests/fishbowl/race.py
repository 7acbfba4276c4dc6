"""Many people press "sit down" in the same instant: run by test_race.py in a process of its own, on a real database.

Prints one JSON object: who sat (chair numbers), what the others were told, and the queue that is left.
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
from django.db import connection, transaction
from django.utils import timezone

from fishbowl import actions, starters
from fishbowl.models import Chair, Fishbowl
from workshop.actions import join
from workshop.models import Workshop
from workshop.refusals import NotNow


def main(people, free, unlocked=False, across=0, beside=0):
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables as the models say
    call_command("migrate", run_syncdb=True, verbosity=0)
    bowl = prepared(free)
    if across:
        return print(json.dumps(in_all_circles(bowl.workshop, across)))
    if beside:
        return print(json.dumps(beside_somebody(bowl.workshop, beside)))
    crowd = [join(workshop=bowl.workshop, name=f"Person {number}", city="Quito") for number in range(people)]
    intruder = sit_without_asking(bowl) if unlocked else None
    told = all_at_once(crowd, intruder)
    print(
        json.dumps(
            {"seated": seated(bowl), "told": sorted(told), "waiting": bowl.waiting().count(), "places": places(bowl)}
        )
    )


def prepared(free):
    """A circle of six with this many chairs free."""
    workshop = Workshop.objects.create(title="Race")
    starters.start(workshop)
    actions.start(workshop=workshop)
    for number in range(6 - free):
        actions.seat(participant=join(workshop=workshop, name=f"Guest {number}", city="Lyon"))
    return Fishbowl.live_in(workshop)


def all_at_once(crowd, intruder=None):
    told, gate = [], threading.Barrier(len(crowd) + (1 if intruder else 0))

    def press(person):
        gate.wait()
        try:
            actions.take(participant=person, key=uuid.uuid4())
            told.append("seated")
        except NotNow as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in crowd]
    threads += [threading.Thread(target=intruder, args=(gate,))] if intruder else []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def in_all_circles(workshop, across):
    """As many circles as helpers, who all seat the same person in the same instant."""
    ada = join(workshop=workshop, name="Ada", city="Quito")
    bowls = [Fishbowl.live_in(workshop), *(actions.add_bowl(workshop=workshop) for _more in range(across - 1))]
    told, gate = [], threading.Barrier(across)

    def press(bowl):
        gate.wait()
        try:
            told.append(actions.seat(participant=ada, bowl=bowl, by="steward").chair.fishbowl.number)
        except NotNow as refusal:
            told.append(refusal.sentence.split(":")[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(bowl,)) for bowl in bowls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [bowl.number for bowl in bowls if ada.stays.filter(left_at=None, chair__fishbowl=bowl).exists()]
    return {"held": held, "told": told, "own": Fishbowl.of(ada).number}


def beside_somebody(workshop, helpers):
    """As many helpers, who all add the person that one phone has named, in the same instant."""
    ada = join(workshop=workshop, name="Ada", city="Quito")
    named = actions.name_neighbour(participant=ada, name="Delegate", city="Lima")
    told, gate = [], threading.Barrier(helpers)

    def press():
        gate.wait()
        try:
            told.append(actions.add_neighbour(neighbour=named, by="steward", key=uuid.uuid4()).outcome)
        except NotNow as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _helper in range(helpers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    added = workshop.participants.filter(name="Delegate")
    return {"told": sorted(told), "added": added.count(), "wishes": sum(each.entries.count() for each in added)}


def sit_without_asking(bowl):
    """Somebody who does not hold the lock takes the last chair, and commits while the others look."""
    late = join(workshop=bowl.workshop, name="Late", city="Lyon")

    def sit(gate):
        with transaction.atomic():
            bowl.free_chairs().get().stays.create(participant=late, seated_at=timezone.now())
            gate.wait()
            threading.Event().wait(0.5)
        connection.close()

    return sit


def seated(bowl):
    return [len(chair.stays.filter(left_at=None)) for chair in Chair.objects.filter(fishbowl=bowl)]


def places(bowl):
    return len(set(bowl.entries.values_list("place", flat=True)))


if __name__ == "__main__":
    across = next((int(word.removeprefix("across=")) for word in sys.argv if word.startswith("across=")), 0)
    beside = next((int(word.removeprefix("beside=")) for word in sys.argv if word.startswith("beside=")), 0)
    main(people=int(sys.argv[1]), free=int(sys.argv[2]), unlocked="unlocked" in sys.argv, across=across, beside=beside)
