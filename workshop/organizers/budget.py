"""How many passwords may be tried: few for one name, more for all names together, counted in this process."""

import threading
import time

from django.utils.translation import gettext as _

from workshop.refusals import TooMany
from workshop.text import folded

WINDOW = 300  # seconds
FOR_ONE_NAME = 8
FOR_ALL = 100


class Budget:
    """Tries are spent before the password is looked at, and given back when it was right."""

    def __init__(self):
        self._lock = threading.Lock()
        self._tries = []

    def spend(self, name):
        """One more try for this name; too many within the window are refused, right or wrong."""
        name, now = folded(name), time.monotonic()
        with self._lock:
            self._tries = [each for each in self._tries if each[0] > now - WINDOW]
            of_this_name = sum(tried == name for _at, tried in self._tries)
            if of_this_name >= FOR_ONE_NAME or len(self._tries) >= FOR_ALL:
                raise TooMany(_("Too many tries just now. Wait five minutes, or use a sign-in link."))
            self._tries.append((now, name))

    def give_back(self, name):
        """Somebody has proved who they are: their own tries no longer count."""
        name = folded(name)
        with self._lock:
            self._tries = [each for each in self._tries if each[1] != name]

    def forget(self):
        """Start the count anew (a restart does the same)."""
        self._tries = []


budget = Budget()
