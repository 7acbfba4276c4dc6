"""What became of the presses at the circles, read from the database and its journal when all is over."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from fishbowl import journal
from fishbowl.models import Brought, Entry, Fishbowl, Rapporteur, Stay, Turn
from workshop.rehearsal.outbox import Words
from workshop.rehearsal.phones import DONE


class Press(NamedTuple):
    """What a person pressed, and the number of the circle they were in; None for the only one."""

    person: object
    door: str
    words: Words
    bowl: int | None

    @property
    def is_taken(self):
        return self.words.told.what == DONE


def sitting(state):
    """Who has a chair in this picture."""
    return [chair["person"] for chair in state["chairs"] if chair["person"] is not None]


# --- chairs ------------------------------------------------------------------------------------
class Held(NamedTuple):
    """A chair that was kept for somebody, or sat on, from one time to another."""

    chair: int
    number: int
    since: datetime
    until: datetime | None


def overlaps(workshop, of):
    """How often a chair was given away while held (of="chair"), or somebody held two in whichever circle ("number")."""
    until, count = {}, 0
    for held in stays(workshop):
        last, end = until.get(getattr(held, of)), held.until or timezone.now()
        count += last is not None and last > held.since
        until[getattr(held, of)] = end if last is None else max(last, end)
    return count


def stays(workshop):
    """Who held which chair in all circles, in the order of time."""
    rows = Stay.objects.filter(chair__fishbowl__workshop=workshop, chair__fishbowl__is_example=False)
    told = rows.values_list("chair", "participant__number", "called_at", "seated_at", "left_at")
    held = [Held(chair, number, called or seated, left) for chair, number, called, seated, left in told]
    return sorted(held, key=lambda each: each.since)


# --- presses -----------------------------------------------------------------------------------
def lost(workshop, presses):
    """Presses whose phone was told that they are done, and that have left no trace."""
    done = defaultdict(list)
    for press in presses:
        if press.is_taken:
            done[press.door].append(press)
    wished, open_wishes = _wishes(workshop), _wishes(workshop, ended_at=None)
    sat = Counter(_sat(workshop))
    kept = set(Stay.objects.filter(chair__fishbowl__workshop=workshop, left_at=None).values_list("pk", flat=True))
    asked = set(Brought.objects.filter(fishbowl__workshop=workshop).values_list("question__text", flat=True))
    at = _place_of(workshop)
    gone = [
        *(press for door in WISH for press in done[door] if at(press) not in wished),
        *(press for press in done["withdraw"] if at(press) in open_wishes),
        *(press for press in done["take_the_chair"] if at(press) not in sat),
        *(press for press in done["leave_the_chair"] if press.words.fields["stay"] in kept),
        *(press for press in done["bring_a_question"] if press.words.fields["text"] not in asked),
    ]
    return len(gone)


WISH = ("ask_for_a_chair", "stand_behind_a_chair")


def doubled(workshop):
    """Everybody wishes, sits and asks each question once at most in a circle, so whatever is more came twice."""
    asked = Brought.objects.filter(fishbowl__workshop=workshop).values_list("question__text", flat=True)
    counted = (_wishes(workshop), Counter(_sat(workshop)), Counter(asked))
    return sum(n - 1 for counts in counted for n in counts.values())


def _wishes(workshop, **which):
    """{(circle, person): how many wishes}."""
    rows = Entry.objects.filter(fishbowl__workshop=workshop, fishbowl__is_example=False, **which)
    return Counter(rows.order_by().values_list("fishbowl__number", "participant__number"))


def _sat(workshop):
    rows = Stay.objects.filter(chair__fishbowl__workshop=workshop, chair__fishbowl__is_example=False)
    return rows.exclude(seated_at=None).order_by().values_list("chair__fishbowl__number", "participant__number")


def _place_of(workshop):
    only = Fishbowl.live_in(workshop)
    return lambda press: (press.bowl or only.number, press.person.number)


def played(workshop):
    """What took place at the circles, so that nothing is fine merely because nothing happened."""
    own = {"fishbowl__workshop": workshop, "fishbowl__is_example": False}
    rows = Stay.objects.filter(chair__fishbowl__workshop=workshop, chair__fishbowl__is_example=False)
    sat = rows.exclude(seated_at=None)
    return {
        "chairs_taken": sat.count(),
        "turns": Turn.objects.filter(**own).count(),
        "groups_changed": sum(bowl.groups - 1 for bowl in Fishbowl.all_in(workshop)),
        "chairs_passed_on": sat.exclude(entry__behind=None).count(),
        "questions_taken": Brought.objects.filter(**own).exclude(question__taken_up_at=None).count(),
    }


# --- all together ------------------------------------------------------------------------------
def rapporteurs_lost(workshop):
    """How many who speak for a circle were neither seated nor in the queue where all met; 0 where nobody met."""
    together = Fishbowl.objects.filter(workshop=workshop, is_synthesis=True).exclude(opened_at=None).first()
    if together is None:
        return 0
    came = set(Stay.objects.filter(chair__fishbowl=together).values_list("participant", flat=True))
    came |= set(together.entries.values_list("participant", flat=True))
    named = Rapporteur.objects.filter(fishbowl__workshop=workshop, ended_at=None)
    return named.exclude(participant__in=came).count()


def journal_violations(workshop):
    """Where the journal's chain does not hold, and rows that are not what it tells."""
    try:
        return (journal.first_break(workshop.pk) is not None) + len(list(journal.differences(workshop.pk)))
    except ValueError:
        return 1
