"""What changes a walk: it is settled, made and merged, its parts begin, shift and pause, newcomers find a group."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import deadlines, drift, making, planner, variants
from gallery.models import Walk, Wish
from gallery.rounds import AFTER, BEFORE, BRIEFING, DEBRIEF, ROUND, TRANSIT, Walking, walk_of
from workshop import live
from workshop.models import Stage
from workshop.refusals import NotNow
from workshop.text import folded

SCREENS = "now", "day", "console", "projector"  # the phones of hosts follow the console
LONGEST, SHORTEST = 60, 1  # minutes a round


SETTINGS = (
    "variant",
    "briefing_minutes",
    "wanted_minutes",
    "transit_seconds",
    "hosts_minutes",
    "revisit_minutes",
    "vote_minutes",
    "debrief_minutes",
    "wanted_size",
    "wanted_rounds",
)


def settings_of(workshop):
    """How the walk that is on or ahead goes, as a form's first values."""
    walk = _walk_ahead(workshop)
    known = {name: getattr(walk, name) for name in SETTINGS}
    usual = variants.USUAL[walk.variant].hosts
    return known | {"hosts_minutes": None if walk.hosts_minutes == usual else walk.hosts_minutes}


def settle(*, workshop, **settings):
    """The walk's settings, kept for when it is made; what is ready but has not begun is made anew by them."""
    with live.changing(workshop, *SCREENS) as room:
        walk = _walk_ahead(room)
        _refuse_begun(walk)
        for name, value in settings.items():
            setattr(walk, name, value)
        _refuse_too_short(walk)
        ready = walk.pk and walk.made_at
        walk.made_at = None
        walk.save()
        return making.make(room, walk) if ready else walk


def make_groups(*, workshop, size=None, minutes=None, rounds=None, seed=None, key=None):
    """Everybody here gets a group, by the planner; the same seed makes the same groups. Not once rounds have begun."""
    with live.changing(workshop, *SCREENS) as room:
        if key and not room.presses.get_or_create(client_key=key)[1]:
            return walk_of(room)
        walk = _walk_ahead(room)
        _refuse_begun(walk)
        wanted = {"wanted_size": size, "wanted_minutes": minutes, "wanted_rounds": rounds}
        for name, value in wanted.items():
            setattr(walk, name, value or getattr(walk, name))
        _refuse_too_short(walk)
        return making.make(room, walk, seed)


def walk_freely(*, workshop):
    """No groups, no rounds, no clock of the walk: everybody walks as they like."""
    with live.changing(workshop, *SCREENS) as room:
        walk = walk_of(room)
        if walk:
            walk.parts.all().delete()
            walk.made_at, walk.paused_at = None, None
            walk.save(update_fields=["made_at", "paused_at"])
        room.poke_all()
        return walk


def go_on(*, workshop, seen):
    """End the part that `seen` names (Phase.key) now, and begin what follows. Twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        now, walking = timezone.now(), _walking(room)
        present = walking.phase(now)
        if _was_ended(walking, seen, present):
            return walking.walk
        if present.key != seen or present.kind == AFTER:
            raise NotNow(_("Somebody else was faster: the walk is further on."))
        return _end(room, walking, present, now)


def start_round(*, workshop, seen):
    """Begin round `seen` now: the first, or the one that the groups are on their way to. Twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        now, walking = timezone.now(), _walking(room)
        present = walking.phase(now)
        if (present.kind, present.number) == (ROUND, seen):
            return walking.walk
        if present.kind not in (BEFORE, BRIEFING, TRANSIT) or present.number != seen:
            raise NotNow(_("Somebody else was faster: the walk is further on."))
        return _end(room, walking, present, now, briefing=False)


def move_on(*, workshop, seen):
    """End round `seen` now; everybody is shown the way. Pressed again, it has no second effect."""
    with live.changing(workshop, *SCREENS) as room:
        now, walking = timezone.now(), _walking(room)
        present = walking.phase(now)
        if _was_ended(walking, f"{ROUND}-{seen}", present):
            return walking.walk
        if (present.kind, present.number) != (ROUND, seen):
            raise NotNow(_("Somebody else was faster: the walk is further on."))
        return _end(room, walking, present, now)


def add_minutes(*, workshop, minutes, key=None):
    """Shift the present deadline and all later ones by whole minutes; before the first round, what a round lasts."""
    with live.changing(workshop, *SCREENS) as room:
        walking = _walking(room, on=False)
        if key and not room.presses.get_or_create(client_key=key)[1]:
            return walking.walk
        phase, walk = walking.phase(), walking.walk
        if phase.kind == AFTER:
            raise NotNow(_("The walk is over."))
        if phase.kind == BEFORE:
            walk.round_minutes = min(LONGEST, max(_shortest(walk), walk.round_minutes + minutes))
            walk.wanted_minutes = walk.round_minutes
            walk.save(update_fields=["round_minutes", "wanted_minutes"])
        else:
            earliest = walk.paused_at or timezone.now()
            by = max(timedelta(minutes=minutes), min(earliest - phase.ends, timedelta()))
            deadlines.shift(walking, phase, by)
        return _settled(room, walking, paused_at=walk.paused_at)


def pause(*, workshop):
    """Hold the walk where it is, in a round or on the way; twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        walking = _walking(room)
        if walking.phase().ends is None:
            raise NotNow(_("No part of the walk is on now."))
        return _settled(room, walking, paused_at=walking.walk.paused_at or timezone.now())


def resume(*, workshop):
    """Let the walk go on with the time that was left."""
    with live.changing(workshop, *SCREENS) as room:
        walking = _walking(room)
        held = walking.walk.paused_at
        if held:
            deadlines.shift(walking, walking.phase(), timezone.now() - held)
        return _settled(room, walking, paused_at=None)


def cut(*, workshop, way, seen, key=None):
    """Take one of drift.ways so that the walk ends in time: every later deadline moves, and what is cut is gone."""
    with live.changing(workshop, *SCREENS) as room:
        if key and not room.presses.get_or_create(client_key=key)[1]:
            return walk_of(room)
        walking = _walking(room)
        present = walking.phase()
        chosen = next((each for each in drift.ways(walking) if each.key == way), None)
        if present.key != seen or chosen is None:
            raise NotNow(_("Meanwhile the walk is further on. Please look at the ways that are left."))
        if present.kind == BEFORE:
            deadlines.settle(walking.walk, chosen)
        else:
            deadlines.lay_again(walking, present, chosen)
        return _settled(room, walking, paused_at=walking.walk.paused_at)


def skip_debrief(*, workshop):
    """The debrief is left out, knowingly: what is harvested are the notes alone. Twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        walking = _walking(room, on=False)
        if walking.phase().kind == DEBRIEF:
            raise NotNow(_("The debrief is on. End it when you are done."))
        walking.walk.debrief_minutes = 0
        walking.walk.save(update_fields=["debrief_minutes"])
        walking.walk.parts.filter(kind=DEBRIEF).delete()
        return _settled(room, Walking(room, walking.walk), paused_at=walking.walk.paused_at)


def asks_before_leaving(room):
    """What must be answered before the programme goes on: whether the debrief, which is still to come, is dropped."""
    walk = walk_of(room)
    if walk and walk.stage_id == room.stage_id and Walking(room, walk).lies_ahead(DEBRIEF):
        return _("Skip the debrief? The harvest will be notes only.")
    return ""


def merge(*, workshop, letter):
    """The people of a group under three go with the group that can best take them in."""
    with live.changing(workshop, *SCREENS) as room:
        walking = _walking(room, on=False)
        small = next((group for group in walking.groups if group.letter == letter), None)
        into = small and dict(merges(walking)).get(small)
        if into is None:
            raise NotNow(_("This group stays as it is."))
        small.memberships.update(group=into)
        small.merged_at = timezone.now()
        small.save(update_fields=["merged_at"])
        room.poke_all()
        return into


def merges(walking):
    """The groups under three, each with the group that could take it in."""
    if not walking.walk.has_letters:
        return []
    by_place = {group.position: group for group in walking.groups}
    sizes = {place: len(group.people) for place, group in by_place.items()}
    return [(by_place[small], by_place[into]) for small, into in planner.merges(sizes)]


def welcome(room, participant):
    """Who joins while a walk is ready gets a place at once."""
    walk = walk_of(room)
    if walk and not participant.is_example:
        making.find_place(Walking(room, walk), participant)


def wish(*, participant, pod, step_free):
    """What somebody needs on the walk; it counts when groups are made."""
    with live.changing(participant.workshop) as room:
        made, _new = Wish.objects.update_or_create(
            participant=participant, defaults={"pod": folded(pod)[:40], "step_free": step_free}
        )
        room.poke(participant)
        return made


# --- helpers -----------------------------------------------------------------------------------
def _walk_ahead(room):
    """The row of the gallery walk that is on, else of the first one to come."""
    stages = list(room.stages.filter(kind=Stage.Kind.GALLERY))
    on = [stage for stage in stages if stage.pk == room.stage_id]
    ahead = on or [stage for stage in stages if stage.started_at is None]
    if not ahead:
        raise NotNow(_("No gallery walk lies ahead."))
    return Walk.objects.filter(stage=ahead[0]).first() or Walk(workshop=room, stage=ahead[0])


def _refuse_begun(walk):
    if walk.pk and walk.parts.exists():
        raise NotNow(_("The rounds have begun. Whoever comes now finds a group by themselves."))


def _shortest(walk):
    return drift.LEAST_HOSTED if walk.is_hosted else SHORTEST


def _refuse_too_short(walk):
    if walk.is_hosted and walk.wanted_minutes and walk.wanted_minutes < drift.LEAST_HOSTED:
        raise NotNow(_("A round with hosts needs five minutes: two to tell, three to ask."))


def _walking(room, on=True):
    """The walk in groups as it stands; a refusal where there is none, or (with `on`) its stage is not on."""
    walk = walk_of(room)
    if walk is None:
        raise NotNow(_("Everybody walks freely. Make groups first."))
    if on and walk.stage_id != room.stage_id:
        raise NotNow(_("The gallery walk is not on now."))
    return Walking(room, walk)


def _end(room, walking, present, now, briefing=True):
    """What is on ends now, and what follows begins."""
    if present.kind == BEFORE:
        deadlines.lay_out(walking, now, briefing)
    else:
        walking.parts[walking.part(present)].moved_at = now
        deadlines.shift(walking, present, now - present.ends)
    return _settled(room, walking, paused_at=None)


def _was_ended(walking, seen, present):
    """Whether the press that named `seen` has had its effect already."""
    if present.kind == BEFORE:
        return False
    place = walking.phases.index(present)
    return seen == (walking.phases[place - 1].key if place else f"{BEFORE}-1")


def _settled(room, walking, paused_at):
    """The walk's own clock is the stage's clock as well: it ends when the last part ends."""
    walk = walking.walk
    walk.paused_at = paused_at
    walk.save(update_fields=["paused_at"])
    last = walk.parts.last()
    if last and room.stage_id == walk.stage_id:
        Stage.objects.filter(pk=walk.stage_id).update(ends_at=last.ends_at, paused_at=paused_at)
    room.poke_all()
    return walk
