"""Requests to add the person beside somebody: how they are answered, what ends them, and when there are too many."""

from django.utils.translation import gettext as _

from fishbowl.models import Neighbour
from workshop.refusals import NotNow
from workshop.text import folded

MOST_AT_ONCE = 3  # that wait for a helper, of one phone
NO_WORDS = {"name": "", "city": "", "topic": ""}
OUTCOMES = Neighbour.Outcome


def fresh(neighbour):
    return Neighbour.objects.select_related("fishbowl__workshop", "proposer", "participant").get(pk=neighbour.pk)


def waiting(bowl):
    return bowl.neighbours.filter(answered_at=None).select_related("proposer")


def named_before(bowl, proposer, name, city):
    """The request of this phone for the same name and city that still waits, or None."""
    same = (folded(name), folded(city))
    own = waiting(bowl).filter(proposer=proposer)
    return next((each for each in own if (folded(each.name), folded(each.city)) == same), None)


def answer(act, neighbour, outcome, **about):
    """It waits no longer, and the phone it came from looks again."""
    act.poke(neighbour.proposer)
    return act.set(neighbour, answered_at=act.now, outcome=outcome, **about)


def close_all(act):
    """The circle ends, and whoever was not added by then is told so."""
    for neighbour in waiting(act.bowl):
        answer(act, neighbour, OUTCOMES.ENDED)


def wait_again(act, ended_at):
    """What the end has closed waits again, unless its phone has let go of it."""
    closed = act.bowl.neighbours.filter(outcome=OUTCOMES.ENDED, answered_at=ended_at).exclude(name="")
    for neighbour in closed.select_related("proposer"):
        act.poke(neighbour.proposer)
        act.set(neighbour, answered_at=None, outcome=OUTCOMES.OPEN)


def refuse_many(bowl, proposer):
    if waiting(bowl).filter(proposer=proposer).exclude(name="").count() >= MOST_AT_ONCE:
        raise NotNow(_("A helper comes to those whom you have named already. Name others after that."))


def refuse_answered(neighbour):
    """A helper was faster, the phone has taken it back, or the circle has ended."""
    if neighbour.answered_at is None:
        return
    if neighbour.outcome == OUTCOMES.ADDED:
        raise NotNow(_("Another helper has just added %(who)s.") % {"who": neighbour.participant})
    raise NotNow(
        {
            OUTCOMES.DECLINED: _("Another helper has just answered this: not now."),
            OUTCOMES.WITHDRAWN: _("This was taken back on the phone it came from."),
            OUTCOMES.ENDED: _("The circle has ended."),
        }[neighbour.outcome]
    )
