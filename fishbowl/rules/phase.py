"""Which phase lets what happen, and the sentence where it does not."""

from django.utils.translation import gettext as _

from workshop.refusals import NotNow

TALKING = ("running", "last_call")
SEATING = ("lobby", "running", "last_call", "paused", "closing_round")
ASKING = ("lobby", "running", "last_call", "paused")
SPEAKING = ("running", "last_call", "closing_round")
LIVE = SEATING


def refuse_outside(bowl, phases):
    """NotNow, unless the circle is in one of these phases."""
    if bowl.phase not in phases:
        raise NotNow(sentence(bowl.phase))


def refuse_stale(bowl, seen, wanted):
    """A press that was decided in another phase; one whose effect already holds is let through."""
    if seen and seen != bowl.phase and bowl.phase != wanted:
        raise NotNow(sentence(bowl.phase))


def sentence(phase):
    return {
        "draft": _("The circle is not open yet."),
        "lobby": _("The circle has not started yet."),
        "running": _("The circle is running."),
        "last_call": _("The last call was made already."),
        "paused": _("The circle is paused. It goes on when the moderator says so."),
        "closing_round": _("The closing round has begun."),
        "done": _("The circle has ended."),
        "aborted": _("The circle was broken off."),
    }[phase]
