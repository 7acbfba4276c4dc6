"""Twenty presses in the same instant, with real connections, on both databases: nobody gets a dot too many."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import database as postgres_database

pytestmark = pytest.mark.servers


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    home = {"PEERWALK_DATA": str(tmp_path)}
    if request.param == "sqlite":
        yield home | {"DATABASE_URL": f"sqlite:///{tmp_path}/race.sqlite3"}
        return
    with postgres_database() as url:
        yield home | {"DATABASE_URL": url}


def race(database, *arguments):
    script = Path(__file__).with_name("race.py")
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, env=os.environ | database, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("dots_on", ["posters", "notes"])
def test_twenty_presses_of_one_person_place_three_dots(database, dots_on):
    result = race(database, 1, 20, dots_on)
    assert (result["taken"], result["each"]) == (3, [3])
    assert result["most_on_one"] in (1, 2)


def test_ten_people_at_once_keep_to_budget_and_cap(database):
    result = race(database, 10, 6, "posters")
    assert (result["taken"], result["each"]) == (30, [3] * 10)
    assert result["most_on_one"] in (1, 2)
