"""When the walls take notes.

From the day the posters can be read until half an hour after the gallery walk: people write when a thought comes, and
a note begun at a poster, also on a phone without network, still finds its wall. Where nobody walks, until the closing.
What a helper types from paper cards is taken at any time: the cards were written before.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from workshop.models import Stage
from workshop.refusals import NotNow

GRACE = timedelta(minutes=30)


def walk_over_at(workshop):
    """When the last gallery walk ended; None while one is on, or still to come, or where there was none."""
    if _is_on(workshop, Stage.Kind.GALLERY):
        return None
    ends = list(workshop.stages.filter(kind=Stage.Kind.GALLERY).values_list("ended_at", flat=True))
    return None if None in ends else max(ends, default=None)


def notes_closed(workshop):
    """Why no note or photo can be left now, as a sentence; nothing while the walls are open."""
    over = walk_over_at(workshop)
    if over is None:
        return _at_the_closing(workshop)
    if timezone.now() <= over + GRACE:
        return ""
    return _(
        "The gallery walk ended at %(time)s, and its walls took notes for half an hour more. "
        "Tell the facilitator if this one must still be there."
    ) % {"time": time_format(timezone.localtime(over), "H:i")}


def refuse_notes_when_closed(workshop):
    if sentence := notes_closed(workshop):
        raise NotNow(sentence)


def _at_the_closing(workshop):
    if _is_on(workshop, Stage.Kind.CLOSING):
        return _("The workshop is closing, and the walls are complete. Tell the facilitator if something is missing.")
    return ""


def _is_on(workshop, kind):
    return workshop.stage is not None and workshop.stage.kind == kind
