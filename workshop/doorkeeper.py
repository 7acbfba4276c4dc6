"""The doorkeeper: finds a workshop by its typed code, and lets nobody guess codes at speed."""

import threading
import time

from django.utils.translation import gettext as _

from workshop.models import Workshop
from workshop.refusals import TooMany

GUESSES_A_MINUTE = 30  # wrong codes from everybody together: a venue is one address, so none is counted alone


class Doorkeeper:
    """Counts wrong guesses in this process. Whoever came by the QR code is never counted."""

    def __init__(self):
        self._lock = threading.Lock()
        self._wrong = []

    def find(self, code, invited=()):
        """The workshop with this code, or None. Too many wrong ones in a minute: everybody who types must wait."""
        workshop = Workshop.objects.select_related("stage").filter(code=code).first()
        self.refuse_floods(workshop, invited)
        return workshop or self._count()

    def person(self, workshop, return_code):
        """The participant with this return code, or None."""
        self.refuse_floods()
        return (
            workshop.participants.filter(return_code=return_code, left_at=None, is_example=False).first()
            or self._count()
        )

    def forget(self):
        """Start the count anew (a restart does the same)."""
        self._wrong = []

    def turn_away(self):
        """Somebody came with a code that is none, at whatever address."""
        self.refuse_floods()
        self._count()

    def refuse_floods(self, workshop=None, invited=()):
        """Let nobody in after too many wrong guesses but those who came to this workshop by its QR code."""
        if workshop and workshop.pk in invited:
            return
        with self._lock:
            self._wrong = [at for at in self._wrong if at > time.monotonic() - 60]
            if len(self._wrong) >= GUESSES_A_MINUTE:
                raise TooMany(_("Too many wrong codes just now. Scan the QR code, or try again in a minute."))

    def _count(self):
        with self._lock:
            self._wrong.append(time.monotonic())


doorkeeper = Doorkeeper()
