"""How long commands at the circle take: from the post of one to the picture of it on somebody else's phone."""

import asyncio
import re
from collections import defaultdict

from workshop.rehearsal.ears import in_milliseconds

SAYS = [re.compile(rb'data-%s=\\"([^"\\]*)\\"' % name) for name in (b"queue", b"chairs", b"speaker")]
A_CIRCLE = re.compile(rb'"id": "(circle|bowl-\d+)"')
LEADS_TO = {  # where a command puts the person it is about, as the picture of the circle shows it
    "ask_for_a_chair": {"waiting", "called"},
    "withdraw": {"out"},
    "call": {"called"},
    "take_the_chair": {"taken", "speaking"},
    "stand_behind_a_chair": {"waiting", "called"},
    "speak": {"speaking"},
    "leave_the_chair": {"out"},
}


class Eyes:
    """See every picture of the circle that any phone gets; who looked at it before the post counts, the author not."""

    def __init__(self):
        self.delays, self._pressed, self._seen = [], defaultdict(list), {}
        self._last = (None, {})  # the newest picture and what it says, which is the same on each phone

    def look_for(self, door, number, words, phone):
        """From now on, what this command, sent from this phone, does to the person with this number, if it is seen."""
        if door not in LEADS_TO:
            return
        self._pressed[number].append((LEADS_TO[door], words, phone, set()))

    def see(self, phone, message):
        if not A_CIRCLE.search(message[:200]):
            return
        now = self._told([says.search(message)[1].decode() for says in SAYS])
        before = self._seen.get(phone, now)
        self._seen[phone] = now
        for number in before.keys() | now.keys() if before is not now else ():
            at = now.get(number, "out")
            if at != before.get(number, "out"):
                self._moved(phone, number, at)

    def figures(self):
        """Medians and 95th percentiles in whole milliseconds, over each command and each phone that showed it."""
        return in_milliseconds("command_delay", self.delays)

    def _told(self, picture):
        """Where each person of a picture is: {number: waiting, called, taken or speaking}."""
        if picture != self._last[0]:
            queue, chairs, speaker = picture
            told = {int(number): "waiting" for number in queue.split()}
            told |= {int(person): state for person, state, _chair in (chair.split(":") for chair in chairs.split())}
            told |= {int(speaker): "speaking"} if speaker not in ("0", "moderator") else {}
            self._last = picture, told
        return self._last[1]

    def _moved(self, phone, number, at):
        """Somebody is elsewhere on this phone than before: the command that led there has arrived on it."""
        for leads_to, words, author, shown in reversed(self._pressed[number]):
            if at in leads_to and phone not in shown and words.sent_at and not words.is_refused:
                shown.add(phone)
                if phone is not author and phone.watching_since and phone.watching_since < words.sent_at:
                    self.delays.append(asyncio.get_running_loop().time() - words.sent_at)
                return
