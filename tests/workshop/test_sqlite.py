"""SQLite's commits: safe on the disk before anybody hears of them, many at one sync, one writer after the other."""

import threading

import pytest
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from workshop import preparing
from workshop.models import Workshop
from workshop.sqlite import base

SYNCHRONOUS = {1: "NORMAL", 2: "FULL"}


@pytest.fixture
def database(tmp_path, settings, django_db_blocker):
    """A database of its own: open() -> a new connection to it, with one table."""
    about = {
        "ENGINE": "workshop.sqlite",
        "NAME": str(tmp_path / "walls.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
    opened = []

    def open():
        opened.append(ConnectionHandler({"default": about})["default"])
        opened[-1].inc_thread_sharing()
        return opened[-1]

    with django_db_blocker.unblock():
        run(open(), "CREATE TABLE note (text)")
        yield open
        for connection in opened:
            connection.close()


@pytest.fixture
def syncs(monkeypatch):
    """Every sync of the disk: how many notes another connection saw when it began; `during` may hold it up."""

    class Syncs(list):
        during = staticmethod(lambda: None)

    made = Syncs()

    def sync(number):
        made.append(made.seen())
        made.during()

    monkeypatch.setattr(base, "SYNC", sync)
    return made


def run(connection, sql):
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def notes(connection):
    return run(connection, "SELECT count(*) FROM note")[0][0]


class writing:  # noqa: N801 - reads as a sentence
    """Inside a transaction of this connection."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        self.connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        self.connection.in_atomic_block = True

    def __exit__(self, kind, *_about):
        self.connection.in_atomic_block = False
        self.connection.rollback() if kind else self.connection.commit()
        self.connection.set_autocommit(True)


def test_nobody_hears_of_a_change_before_it_is_on_the_disk(database, syncs):
    ours, other, heard = database(), database(), []
    syncs.seen = lambda: (notes(other), list(heard))
    with writing(ours):
        run(ours, "INSERT INTO note VALUES ('one')")
        ours.on_commit(lambda: heard.append("one"))
    assert syncs == [(1, [])]
    assert heard == ["one"]


def test_many_who_commit_meanwhile_share_the_next_sync(database, syncs):
    busy, go_on = threading.Event(), threading.Event()
    other = database()
    syncs.seen = lambda: notes(other)
    syncs.during = lambda: (busy.set(), go_on.wait(5))

    def write(connection):
        with writing(connection):
            run(connection, "INSERT INTO note VALUES ('a note')")

    writers = [threading.Thread(target=write, args=[database()]) for _number in range(6)]
    writers[0].start()
    assert busy.wait(5)
    for writer in writers[1:]:
        writer.start()
    watching = database()
    while notes(watching) < 6:  # all have committed, while the first still waits for the disk
        assert all(writer.is_alive() for writer in writers)
    go_on.set()
    for writer in writers:
        writer.join(5)
    assert syncs == [1, 6]


def test_a_statement_outside_of_a_transaction_waits_for_the_disk_by_itself(database, syncs):
    connection = database()
    syncs.seen = lambda: notes(connection)

    def synchronous():
        return SYNCHRONOUS[run(connection, "PRAGMA synchronous")[0][0]]

    assert synchronous() == "FULL"
    with writing(connection):
        assert synchronous() == "NORMAL"
    assert synchronous() == "FULL"
    with pytest.raises(ZeroDivisionError), writing(connection):
        raise ZeroDivisionError
    assert synchronous() == "FULL"
    with writing(connection):
        assert synchronous() == "NORMAL"


def given_up(connection):
    with pytest.raises(ZeroDivisionError), writing(connection):
        raise ZeroDivisionError


def closed_in_the_middle(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.close()


@pytest.mark.parametrize("ended", [given_up, closed_in_the_middle])
def test_whatever_ends_a_transaction_lets_the_next_on(database, ended):
    ended(database())
    assert not base.turn.locked()


def test_a_transaction_that_cannot_begin_lets_the_next_on(database):
    holds, comes = database(), database()
    comes.settings_dict["OPTIONS"] = comes.settings_dict["OPTIONS"] | {"timeout": 0.1}
    with writing(holds), pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "turn", threading.Lock())  # as in another process, which has a line of its own
        with pytest.raises(DatabaseError), writing(comes):
            pass
        assert not base.turn.locked()


def test_after_the_machine_went_down_screens_take_a_state_that_may_be_older(workshop, settings, tmp_path):
    settings.DATA_DIR, settings.SQLITE = tmp_path, True

    def epoch_after_a_start():
        preparing.look_for_a_power_cut()
        return Workshop.objects.get().epoch

    first = epoch_after_a_start()
    assert epoch_after_a_start() == first  # the server alone was started again
    (tmp_path / "boot").write_text("another time")
    assert epoch_after_a_start() != first
