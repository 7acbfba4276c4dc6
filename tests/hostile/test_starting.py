"""What stands against a start: one sentence about it on stderr, and an exit code that is not zero."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import ROOT, environment, free_port, prepared  # noqa: F401

pytestmark = pytest.mark.servers


def start(data, **env):
    """What `manage.py serve` says of itself when it does not start: (exit code, stderr)."""
    env = environment(data) | {"PORT": str(free_port())} | env
    env.pop("SECRET_KEY")
    command = [sys.executable, "-W", "ignore", "manage.py", "serve"]
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired as running:
        return None, f"it runs: {running.stderr}"
    return done.returncode, done.stderr.removeprefix("CommandError: ")


def a_file(folder):
    folder.write_text("not a folder")


def no_key(folder):
    (folder / "secret-key").mkdir(parents=True)


def a_broken_database(folder):
    folder.mkdir()
    (folder / "peerwalk.sqlite3").write_text("This is a letter, and no database. " * 40)


def a_cut_database(folder, whole):
    folder.mkdir()
    (folder / "peerwalk.sqlite3").write_bytes((whole / "peerwalk.sqlite3").read_bytes()[:9000])


def a_newer_database(folder, whole):
    shutil.copytree(whole, folder)
    with sqlite3.connect(folder / "peerwalk.sqlite3") as newer:
        newer.execute(
            "insert into django_migrations (app, name, applied) values ('workshop', '0999_later', '2099-01-01')"
        )


FOLDERS = {
    "a file in place of the folder": (a_file, "Peerwalk can't write to its data folder"),
    "a folder in place of the key": (no_key, "Peerwalk can't write to its data folder"),
    "no database but a letter": (a_broken_database, "The database does not answer: file is not a database"),
    "half a database": (a_cut_database, "The database"),
    "a newer database": (a_newer_database, "was made by a newer Peerwalk"),
}
SETTINGS = {
    "a port that is a word": ({"PORT": "http"}, "PORT must be a number from 1 to 65535, not “http”."),
    "a port out of range": ({"PORT": "70000"}, "PORT must be a number from 1 to 65535, not “70000”."),
    "an address without http": ({"PEERWALK_URL": "example.org"}, "PEERWALK_URL must be an address like"),
    "an address of another kind": ({"PEERWALK_URL": "ftp://example.org"}, "PEERWALK_URL must be an address like"),
    "an address with a path": ({"PEERWALK_URL": "https://example.org/a"}, "PEERWALK_URL must be an address like"),
    "half an address": ({"PEERWALK_URL": "http://[bad"}, "PEERWALK_URL must be an address like"),
    "an address with a word for its port": ({"PEERWALK_URL": "http://a:b"}, "PEERWALK_URL must be an address like"),
    "threads in words": ({"PEERWALK_THREADS": "many"}, "PEERWALK_THREADS must be a number from 1 on, not “many”."),
    "no threads": ({"PEERWALK_THREADS": "0"}, "PEERWALK_THREADS must be a number from 1 on, not “0”."),
    "a zone that is none": ({"PEERWALK_TIME_ZONE": "Mars/Base"}, "PEERWALK_TIME_ZONE must be the name of a time zone"),
    "a database that is no address": ({"DATABASE_URL": "nonsense"}, "DATABASE_URL must be like"),
    "a database of another make": ({"DATABASE_URL": "mysql://u:sesame@h/n"}, "DATABASE_URL must be like"),
    "a database out of reach": (
        {"DATABASE_URL": "postgresql://u:sesame@127.0.0.1:1/n"},
        "The database does not answer",
    ),
    "a layer that is no address": ({"REDIS_URL": "nonsense"}, "REDIS_URL must be like redis://host:6379/0."),
}


@pytest.fixture(scope="module")
def answers(prepared, tmp_path_factory):  # noqa: F811
    """What each of these starts said; several at once, for each takes a second."""
    with ThreadPoolExecutor(4) as pool:
        place = tmp_path_factory.mktemp("starts")
        asked = {
            name: pool.submit(start, _made(place / str(n), how[0], prepared))
            for n, (name, how) in enumerate(FOLDERS.items())
        }
        asked |= {name: pool.submit(start, place / "fresh", **env) for name, (env, _said) in SETTINGS.items()}
        return {name: answer.result() for name, answer in asked.items()}


def _made(folder, make, whole):
    make(folder, whole) if make.__code__.co_argcount == 2 else make(folder)
    return folder


@pytest.mark.parametrize("name", [*FOLDERS, *SETTINGS])
def test_a_start_that_fails_says_why_in_one_line(answers, name):
    code, said = answers[name]
    sentence = (FOLDERS | SETTINGS)[name][1]
    assert (code, sentence in said, said.count("\n")) == (1, True, 1), said
    assert "sesame" not in said


def test_a_port_that_is_taken_says_so(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, said = start(tmp_path, PORT=str(taken.getsockname()[1]))
    assert (code, said.count("\n")) == (1, 1)
    assert "can't be used" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else; others have this by their rights")
def test_a_folder_that_may_not_be_written_to_says_so(tmp_path):
    code, said = start("/proc/peerwalk")
    assert (code, said) == (1, "Peerwalk can't write to its data folder /proc/peerwalk: No such file or directory.\n")


def test_a_key_that_was_cut_short_is_made_anew_and_two_starts_keep_one(tmp_path):
    from workshop import environment as ours

    (tmp_path / "secret-key").touch()
    os.environ.pop("SECRET_KEY", None)
    with ThreadPoolExecutor(8) as pool:
        keys = {*pool.map(ours.secret, [tmp_path] * 8)}
    assert {len(key) for key in keys} == {67}
    assert ours.secret(tmp_path) in keys
