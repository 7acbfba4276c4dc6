"""The last chair, with real connections, on both databases: exactly one sits, everybody else is placed in order."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import database as postgres_database


@pytest.fixture
def sqlite(tmp_path):
    return {"PEERWALK_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/race.sqlite3"}


@pytest.fixture
def postgres(tmp_path):
    with postgres_database() as url:
        yield {"PEERWALK_DATA": str(tmp_path), "DATABASE_URL": url}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    return request.getfixturevalue(request.param)


def race(database, *arguments):
    script = Path(__file__).with_name("race.py")
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | database, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_at_once_for_the_last_chair(database):
    result = race(database, 2, 1)
    assert result["told"] == ["Somebody was a moment faster. You are next.", "seated"]
    assert result["seated"] == [1] * 6
    assert result["waiting"] == 1


def test_twenty_at_once_for_the_last_chair(database):
    result = race(database, 20, 1)
    assert result["told"].count("seated") == 1
    assert result["told"].count("Somebody was a moment faster. You are next.") == 1
    assert result["seated"] == [1] * 6
    assert (result["waiting"], result["places"]) == (19, 19)


def test_the_constraint_has_the_last_word_where_the_lock_was_not_held(postgres):
    result = race(postgres, 1, 1, "unlocked")
    assert result["told"] == ["Somebody was a moment faster. You are next."]
    assert result["seated"] == [1] * 6


def test_helpers_of_eight_circles_seat_one_person_at_once_and_one_of_them_does(database):
    result = race(database, 0, 6, "across=8")
    assert len(result["held"]) == 1
    assert result["told"].count("Ada, Quito already sits on chair 1") == 7
    assert result["own"] == result["held"][0]


def test_eight_helpers_add_the_same_neighbour_at_once_and_there_is_one(database):
    result = race(database, 0, 6, "beside=8")
    assert result["told"] == ["Another helper has just added Delegate, Lima."] * 7 + ["added"]
    assert (result["added"], result["wishes"]) == (1, 1)
