"""Who tells at the stations: hosts check in and out, and start the two minutes of their pitch."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import making
from gallery.models import Host, Membership, Pitch
from gallery.rounds import Walking, walk_of
from workshop import live
from workshop.refusals import NotNow

PITCH = timedelta(minutes=2)
SCREENS = "console", "projector"  # the phones of hosts follow the console


def hosts_of(workshop):
    """The hosts who are here, with their cases."""
    hosts = Host.objects.filter(case__workshop_id=workshop.pk, link__revoked_at=None)
    return [host for host in hosts.select_related("participant", "case") if not _has_left(host)]


def check_in(*, case, participant=None, link=None):
    """Somebody hosts this station from now on, and no other. In a walk with hosts they leave their group."""
    with live.changing(case.workshop, *SCREENS) as room:
        known = _known(participant, link)
        if known and known.case_id == case.pk:
            return known
        if known:
            known.delete()
        made = Host.objects.create(case=case, participant=participant, link=None if participant else link)
        if participant:
            _leave_group(room, participant)
            room.poke(participant)
        return made


def check_out(*, host):
    """Somebody hosts no longer; in a walk with hosts they find a group."""
    with live.changing(host.case.workshop, *SCREENS) as room:
        participant = host.participant
        Host.objects.filter(pk=host.pk).delete()
        walk = walk_of(room)
        if participant and walk and walk.is_hosted and not walk.memberships.filter(participant=participant).exists():
            making.find_place(Walking(room, walk), participant)
        if participant:
            room.poke(participant)


def start_pitch(*, case):
    """Two minutes from now for the pitch, by the server's clock; pressed again while they run, they run on."""
    with live.changing(case.workshop, *SCREENS) as room:
        now, walk = timezone.now(), walk_of(room)
        if walk and walk.is_silent and walk.stage_id == room.stage_id:
            raise NotNow(_("This is a silent walk: nobody tells, everybody reads and writes."))
        pitch = Pitch.objects.filter(case=case).first()
        if pitch and pitch.ends_at > now:
            return pitch
        pitch, _new = Pitch.objects.update_or_create(case=case, defaults={"started_at": now, "ends_at": now + PITCH})
        return pitch


def end_pitch(*, case):
    """The pitch is over; twice is once."""
    with live.changing(case.workshop, *SCREENS):
        Pitch.objects.filter(case=case, ends_at__gt=timezone.now()).update(ends_at=timezone.now())


# --- helpers -----------------------------------------------------------------------------------
def _known(participant, link):
    """Where this somebody hosts already."""
    who = {"participant": participant} if participant else {"link": link}
    return Host.objects.filter(**who).select_related("case").first()


def _leave_group(room, participant):
    walk = walk_of(room)
    if walk and walk.is_hosted:
        Membership.objects.filter(walk=walk, participant=participant).delete()


def _has_left(host):
    return bool(host.participant and host.participant.left_at)
