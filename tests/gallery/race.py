"""Many presses for dots in the same instant: run by test_voting_race.py in a process of its own, on a real database.

Prints one JSON object: how many presses were taken, how many dots each person has, and how many lie on each thing.
"""

# ruff: noqa: E402  (the models come after the setup)
import json
import os
import sys
import threading
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "workshop.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from gallery import actions, voting
from gallery.models import Vote
from workshop.actions import join
from workshop.models import Case, Workshop
from workshop.refusals import NotNow


def main(people, presses, dots_on):
    call_command("migrate", verbosity=0)
    workshop = Workshop.objects.create(title="Race")
    cases = [Case.objects.create(workshop=workshop, number=n, city=f"City {n}", title="A case") for n in range(1, 6)]
    voting.settle(workshop=workshop, seen="at_once", dots_on=dots_on, dots_each=3, dots_on_one=2, dots_by_hand=False)
    host = join(workshop=workshop, name="Host", city="Lyon")
    things = [{"case": case} for case in cases]
    if dots_on == "notes":
        things = [{"note": actions.write(case=case, author=host, kind="take", text="Once")} for case in cases]
    crowd = [join(workshop=workshop, name=f"Person {number}", city="Quito") for number in range(people)]
    wishes = [(person, things[n % len(things)]) for person in crowd for n in range(presses)]
    told = at_once(wishes)
    on_one = Counter((vote.voter_id, vote.case_id, vote.note_id) for vote in Vote.objects.all())
    each = [person.votes.count() for person in crowd]
    print(json.dumps({"taken": told.count("taken"), "each": each, "most_on_one": max(on_one.values())}))


def at_once(wishes):
    told, gate = [], threading.Barrier(len(wishes))

    def press(person, thing):
        gate.wait()
        try:
            voting.vote(voter=person, on=True, **thing)
            told.append("taken")
        except NotNow as refusal:
            told.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=wish) for wish in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
