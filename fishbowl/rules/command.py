"""The frame of every command: alone in the room, overdue things first, then the command, then what follows from it."""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl import starters
from fishbowl.journal import acting
from fishbowl.models import Fishbowl
from fishbowl.rules import duties, ways, who
from workshop import live
from workshop.refusals import NotNow

TO_THE_CIRCLE = (
    *("request", "sit", "seat", "stand", "satellite_asks", "floor"),
    *("promise", "call_promised", "stand_by", "call_standing_by", "tap", "rapporteur", "neighbour"),
)
BOARD = ("circle", "console", "projector")
OF_ONE = {"circle": "bowl", "console": "desk", "projector": "screen"}  # the pictures of one circle among several


@contextmanager
def command(
    name,
    *,
    workshop,
    bowl=None,
    about=None,
    by=None,
    key=None,
    seen=None,
    moderating=False,
    comes=False,
    show=BOARD,
):
    """Yields the act under way. `about` is the participant concerned; `moderating`: the lease's holder alone may.

    `comes`: the person goes to the circle that is named, from whichever they are in.
    """
    by = who.said(by)
    with live.changing(workshop) as room:
        bowl = bowl_of(room, bowl, about, None if comes else by)
        room.show(*pictures_of(bowl, show))
        who.refuse_stale_console(bowl, by)
        if moderating:
            who.refuse_unless_moderating(room, bowl, by)
        if about is not None and name in TO_THE_CIRCLE:
            who.refuse_listener(about, by)
        duties.expire_calls(room, bowl)
        ways.open_up(room, bowl, timezone.now())
        person = by.person or (about.pk if about and by.role == who.PARTICIPANT else None)
        told = {"role": by.role, "by": person, "about": about, "key": key, "seen": "" if seen is None else str(seen)}
        with acting(room, bowl, name, **told) as act:
            if about is not None:
                act.poke(about)
            with transaction.atomic():
                yield act
                if act.changes and act.was_pressed():  # the same press, later: it has had its effect
                    act.changes.clear()
                    transaction.set_rollback(True)
            bowl.refresh_from_db()
        duties.follow(room, bowl)


def bowl_of(room, named=None, about=None, by=None):
    """The circle a command is about: the one named, else the person's own; one is put out where there is none.

    Whoever presses for themselves names their own circle or none: a page that was made in another one is old.
    """
    bowls = Fishbowl.all_in(room)
    if named is None:
        return (about and Fishbowl.of(about, bowls)) or _only_one(room, bowls, about)
    if about and by and by.role == who.PARTICIPANT:
        own = Fishbowl.of(about, bowls)
        if own and own.pk != named.pk:
            raise NotNow(_("You are in another circle now: %(circle)s.") % {"circle": own.title})
    return _as_it_stands(bowls, named)


def _as_it_stands(bowls, named):
    """The named circle among those of today, else a past one that is kept; it may have been taken away meanwhile."""
    today = next((bowl for bowl in bowls if bowl.pk == named.pk), None)
    if found := today or Fishbowl.objects.filter(pk=named.pk).first():
        return found
    raise NotNow(_("There are several circles. Say which one."))


def _only_one(room, bowls, about):
    if not bowls:
        starters.start(room)
        return Fishbowl.live_in(room)
    if len(bowls) > 1:
        raise NotNow(_("Choose your circle first.") if about else _("There are several circles. Say which one."))
    return bowls[0]


def pictures_of(bowl, names):
    """The pictures that a change of this circle touches; its neighbours' stay as they are."""
    if not bowl.has_others:
        return names
    return *(f"{OF_ONE[name]}:{bowl.number}" for name in names), "bowls"
