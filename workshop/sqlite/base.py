"""SQLite for a room that writes in one moment: the writers of a process stand in line, and one sync serves all of them.

SQLite's own commit waits for the disk while it holds the one write lock, so that a disk that takes 4 ms takes 250 notes
a second, whatever else is fast. Here a transaction goes to the write-ahead log and lets the next writer on; then it
waits until the log has reached the disk, together with whoever else is there. A commit returns, and its callbacks run,
only once what it wrote would outlast a power cut, as it is with SQLite's own.
"""

import os
from functools import lru_cache
from itertools import count
from threading import Lock

from django.db.backends.sqlite3 import base

SYNC = getattr(os, "fdatasync", os.fsync)


class DatabaseWrapper(base.DatabaseWrapper):
    _has_turn, _log_file = False, None

    def get_new_connection(self, parameters):
        connection = super().get_new_connection(parameters)
        has_log = connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        self._log_file = os.path.realpath(self.settings_dict["NAME"]) + "-wal" if has_log else None
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self):
        """Wait for this process's other writers first: who finds SQLite itself busy sleeps for a while."""
        self._has_turn = turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            self._leave_the_disk_to_us(True)
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_the_next_on()
            raise

    def _commit(self):
        super()._commit()
        self._leave_the_disk_to_us(False)
        self._let_the_next_on()
        if self._log_file:
            log.settle(self._log_file)

    def _rollback(self):
        super()._rollback()
        self._leave_the_disk_to_us(False)
        self._let_the_next_on()

    def _close(self):
        super()._close()
        self._let_the_next_on()

    def _leave_the_disk_to_us(self, yes):
        """Inside a transaction SQLite does not wait for the disk; a statement outside of any still does."""
        if self._log_file and self.connection:
            self.connection.execute(f"PRAGMA synchronous={'NORMAL' if yes else 'FULL'}")

    def _let_the_next_on(self):
        if self._has_turn:
            self._has_turn = False
            turn.release()


class Cursor(base.SQLiteCursorWrapper):
    """Turns each statement's %s into SQLite's ? once."""

    def convert_query(self, query, *, param_names=None):
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(1000)
def _converted(query):
    return base.SQLiteCursorWrapper.convert_query(None, query)


class Log:
    """Brings what was committed onto the disk."""

    def __init__(self):
        self._numbers, self._disk, self._safe = count(1), Lock(), 0

    def settle(self, file):
        """Return once everything that this thread has committed is on the disk."""
        mine = next(self._numbers)
        with self._disk:
            if mine > self._safe:
                upto = next(self._numbers)  # whoever has a smaller number had committed before this sync begins
                _sync(file)
                self._safe = upto


def _sync(file):
    number = os.open(file, os.O_RDONLY)
    try:
        SYNC(number)
    finally:
        os.close(number)


turn, log = Lock(), Log()
