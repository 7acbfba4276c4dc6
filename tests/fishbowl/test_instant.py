"""The same instant on real connections, on both databases: 200 on one chair, two moderators, a press many times."""

import json
import os
import subprocess
import sys
from pathlib import Path

from fishbowl import guards
from tests.fishbowl.test_race import database, postgres, sqlite  # noqa: F401  (fixtures)

TRUE = {"broken_at": None, "differs": []}


def instant(database, *arguments):  # noqa: F811
    command = [sys.executable, str(Path(__file__).with_name("instant.py")), *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | database, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_hundred_sit_down_on_chair_four_and_one_does(database):  # noqa: F811
    told = instant(database, "sit", 200)
    order = {"seated": 1, "next": 1, "waiting": 199, "places": 199, "on_chairs": [1] * 6}
    assert told == order | TRUE


def test_two_moderators_call_the_next_in_the_same_instant(database):  # noqa: F811
    assert instant(database, "next", 2) == {"stays": 1, "called": 1} | TRUE


def test_one_press_that_arrives_twelve_times_at_once_is_one(database):  # noqa: F811
    assert instant(database, "again", 12) == {"answers": 1, "wishes": 1} | TRUE


def test_every_trigger_refuses_what_it_is_there_for(database):  # noqa: F811
    assert instant(database, "guards") == {"refused": sorted(guards.GUARDS)}
