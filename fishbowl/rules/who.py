"""Who gives a command, and which console moderates."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl.journal import acting
from fishbowl.models import Lease
from fishbowl.rules.clock import SILENT_AFTER
from workshop.models import Participant, RoleLink
from workshop.refusals import NotNow

PARTICIPANT = "participant"


@dataclass(frozen=True)
class By:
    """Who pressed: a role, the participant where it was one, and the console with the epoch its page was made in."""

    role: str = PARTICIPANT
    person: int | None = None
    console: str = ""
    epoch: int | None = None
    link: int | None = None  # the role link they hold it by


def said(by):
    """Whoever acts, from what an action was given: nothing for oneself, a role's name, or a By."""
    if by is None:
        return By()
    return by if isinstance(by, By) else By(role=by)


def refuse_listener(participant, by):
    """Whoever came in without a name has no place in queue, circle or history before they say how they are called."""
    if not Participant.objects.filter(pk=participant.pk, is_listener=True).exists():
        return
    if by.role == PARTICIPANT:
        raise NotNow(_("You listen without a name. Say first how you are called."))
    raise NotNow(_("%(who)s listens without a name, and says first how they are called.") % {"who": participant})


def lease_of(bowl):
    return Lease.objects.filter(fishbowl=bowl).first() or Lease(fishbowl=bowl)


def refuse_stale_console(bowl, by):
    """A page that was made before the circle changed hands moves nothing any more."""
    if by.epoch is None:
        return
    lease = lease_of(bowl)
    if by.epoch != lease.epoch:
        raise NotNow(_("%(who)s moderates now. Your page was older; it is up to date again.") % _holder(lease))


def refuse_unless_moderating(room, bowl, by):
    """Only the console that holds the lease; where nobody does, whoever acts first takes it."""
    if not by.console:
        return
    lease = lease_of(bowl)
    if lease.console and lease.console != by.console:
        raise NotNow(_("%(who)s moderates at another screen. Take over first.") % _holder(lease))
    if not lease.console:
        with acting(room, bowl, "take_over", role=by.role, by=by.person) as act:
            take(act, lease, by)
    else:
        Lease.objects.filter(pk=lease.pk).update(heartbeat_at=timezone.now())


def take(act, lease, by):
    """From now on this console moderates, and every other's page is old."""
    about = {"console": by.console, "role": by.role, "taken_at": act.now, "heartbeat_at": act.now}
    if lease.pk is None:
        return act.new(Lease, fishbowl=act.bowl, epoch=lease.epoch + 1, **about)
    return act.set(lease, epoch=lease.epoch + 1, **about)


def is_silent(lease, now):
    """Whether the console that moderates has not been heard of for a while."""
    return bool(lease.console) and (lease.heartbeat_at is None or now - lease.heartbeat_at > SILENT_AFTER)


def _holder(lease):
    names = dict(RoleLink.Role.choices)
    return {"who": names.get(lease.role) or _("Somebody else")}
