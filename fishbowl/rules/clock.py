"""The moments at which a picture is another one though nobody presses: a promised time, a long silence, no answer.

Each process looks every second for those that have come since it looked last. Nothing is kept of that: whoever opens a
picture sees it as it is, and what follows by rule follows with the next command at the latest.
"""

from datetime import timedelta

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from fishbowl.models import Entry, Fishbowl, Lease, Slot, Stay, Step
from fishbowl.rules import phase

ASK_STILL_AFTER = timedelta(minutes=2)  # of waiting, once somebody is among the next
UNANSWERED = timedelta(seconds=30)  # "still want the chair?": after this, no answer is shown
LONG_SILENCE = timedelta(minutes=3)
SILENT_AFTER = timedelta(seconds=30)  # a console that moderates and is not heard of
LATELY = timedelta(minutes=10)  # in which some city should have been heard for the first time
FORGOTTEN_AFTER = timedelta(days=7)  # a circle that was never ended
LOOKS_BACK = timedelta(minutes=1)  # at the first look of a process


class Clock:
    """What has come since the last look of this process."""

    def __init__(self):
        self._looked = None

    def passed(self):
        """The workshops, by id, in which every picture is another one now, and those in which the console's is."""
        now = timezone.now()
        since, self._looked = self._looked or now - LOOKS_BACK, now
        return passed(since, now)


def passed(since, now):
    """The same for what came after `since`, up to `now`: one question to the database where no circle is open, two
    where none talks, else five."""
    bowls = list(_open_lately(now))
    talking = [bowl for bowl in bowls if bowl.phase in phase.TALKING]
    for_all = _of_people(talking, since, now) | _grace_over(talking, since, now)
    for_console = _consoles(bowls, since, now) | _long_stays(talking, since, now) | _quiet(talking, since, now)
    return _workshops(bowls, for_all), _workshops(bowls, for_console)


def _open_lately(now):
    """Circles that are open; one that was left open and forgotten long ago is nobody's any more."""
    used = Q(opened_at__gte=now - FORGOTTEN_AFTER) | Q(started_at__gte=now - FORGOTTEN_AFTER)
    return Fishbowl.objects.filter(used, is_example=False, ended_at=None, aborted_at=None)


def _workshops(bowls, found):
    return {bowl.workshop_id for bowl in bowls if bowl.pk in found}


def _of_people(talking, since, now):
    """Circles in which a promised time came, somebody gave no answer, or has waited long enough to be asked."""
    if not talking:
        return set()
    wishes = Entry.objects.filter(fishbowl__in=talking, ended_at=None, called_at=None, missed_at=None)
    unanswered = wishes.filter(**_within("still_asked_at", since, now, UNANSWERED), still_said_at=None)
    to_be_asked = wishes.filter(**_within("asked_at", since, now, ASK_STILL_AFTER), still_asked_at=None)
    promised = Slot.objects.filter(**_within("at", since, now), fishbowl__in=talking, ended_at=None)
    rows = (each.order_by().values_list("fishbowl", flat=True) for each in (promised, unanswered, to_be_asked))
    first, *others = rows
    return set(first.union(*others))


def _grace_over(talking, since, now):
    """Circles that looked for room by themselves as long as they may, or asked for it as long again."""
    full = [bowl for bowl in talking if bowl.room_needed_at]
    return {bowl.pk for bowl in full if any(since < moment <= now for moment in _asks_and_ends(bowl))}


def _asks_and_ends(bowl):
    grace = timedelta(seconds=bowl.grace_seconds)
    return bowl.room_needed_at + grace, bowl.room_needed_at + 2 * grace


def _consoles(bowls, since, now):
    """Circles whose moderator's console has not been heard of."""
    if not bowls:
        return set()
    unheard = Lease.objects.filter(**_within("heartbeat_at", since, now, SILENT_AFTER), fishbowl__in=bowls)
    return set(unheard.exclude(console="").values_list("fishbowl", flat=True))


def _long_stays(talking, since, now):
    """Circles in which somebody has sat for as long as is meant, or came ten minutes ago."""
    if not talking:
        return set()
    sat = Q(**_within("seated_at", since, now, LATELY), chair__fishbowl__in=talking)
    for bowl in talking:
        longest = timedelta(seconds=bowl.stay_seconds * bowl.soft)
        sat |= Q(**_within("seated_at", since, now, longest), chair__fishbowl=bowl, left_at=None)
    return set(Stay.objects.filter(sat).values_list("chair__fishbowl", flat=True))


def _quiet(talking, since, now):
    """Circles in which nobody has come, gone or waited for three minutes."""
    return {pk for pk, moment in quiet_since(talking).items() if moment and since < moment + LONG_SILENCE <= now}


def quiet_since(bowls):
    """When somebody last came, left or stopped waiting, or the talk went on again, by circle: one question."""
    if not bowls:
        return {}
    stays = Stay.objects.filter(chair__fishbowl=OuterRef("pk")).order_by().values("chair__fishbowl")
    waited = Entry.objects.filter(fishbowl=OuterRef("pk")).exclude(kind=Entry.Kind.PROCEDURE).order_by()
    resumed = Step.objects.filter(workshop=OuterRef("workshop_id"), fishbowl=OuterRef("pk"), command="resume")
    happened = {
        "came": stays.annotate(last=Max("seated_at")).values("last"),
        "left": stays.annotate(last=Max("left_at")).values("last"),
        "waited": waited.values("fishbowl").annotate(last=Max("ended_at")).values("last"),
        "resumed": resumed.order_by("-seq").values("at")[:1],
    }
    marks = Fishbowl.objects.filter(pk__in=[bowl.pk for bowl in bowls])
    marks = marks.annotate(**{name: Subquery(rows) for name, rows in happened.items()})
    told = marks.order_by().values_list("pk", "started_at", *happened)
    return {pk: max((each for each in moments if each), default=None) for pk, *moments in told}


def _within(name, since, now, later=timedelta()):
    """The condition that what is due so much later than this time has come."""
    return {f"{name}__gt": since - later, f"{name}__lte": now - later}
