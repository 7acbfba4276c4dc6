"""The vote: a budget of dots for each person, on posters or on notes, blind until it is closed, told by cities."""

from uuid import uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import rounds
from gallery.models import Part, Vote, Walls
from gallery.sight import walls_of
from workshop import live
from workshop.models import Stage
from workshop.refusals import NotNow

SCREENS = "console", "projector", "wall"


# --- questions -----------------------------------------------------------------------------------
def is_open(workshop, walls=None):
    """Whether dots can be placed and taken back now.

    Opened by somebody, until somebody closes it, or the walk or its vote ends. Without anybody's word during the walk's
    own vote, by the server's clock; in a walk without one as long as the walk.
    """
    walls = walls or walls_of(workshop)
    if walls.vote_closed_at:
        return False
    if walls.vote_opened_at:
        return not _ended_since(workshop, walls.vote_opened_at)
    if vote := rounds.vote_of(workshop):
        return vote == "on"
    return not walls.dots_by_hand and not _walk_was(workshop)


def is_told(workshop, walls=None):
    """Whether the vote is over, so that its result may be shown."""
    walls = walls or walls_of(workshop)
    if walls.vote_closed_at or walls.vote_opened_at:
        return not is_open(workshop, walls)
    if vote := rounds.vote_of(workshop):
        return vote == "over"
    return not walls.dots_by_hand and _walk_was(workshop)


def used(voter):
    """The dots of this person that count."""
    return list(voter.votes.exclude(dot=None).order_by("created_at", "id"))


def authors(note):
    """Whose note this is, with what was merged into it."""
    return {note.author_id, *note.merged.values_list("author_id", flat=True)} - {None}


# --- what changes --------------------------------------------------------------------------------
def open(*, workshop):
    """From now on dots can be placed; twice is once. Nothing that was placed before is lost."""
    with live.changing(workshop, *SCREENS) as room:
        walls, _new = Walls.objects.get_or_create(workshop=room)
        if not (walls.vote_opened_at and is_open(room, walls)):
            walls.vote_opened_at, walls.vote_closed_at = timezone.now(), None
            walls.save(update_fields=["vote_opened_at", "vote_closed_at"])
        return _shown(room, walls)


def close(*, workshop):
    """The vote is over for everybody at the same moment, and is told; twice is once."""
    with live.changing(workshop, *SCREENS) as room:
        walls, _new = Walls.objects.get_or_create(workshop=room)
        if not walls.vote_closed_at:
            walls.vote_closed_at = timezone.now()
            walls.save(update_fields=["vote_closed_at"])
        return _shown(room, walls)


def settle(*, workshop, seen, dots_on, dots_each, dots_on_one, dots_by_hand):
    """How the walls are kept. What dots are and where they go stays as it is once one was placed."""
    with live.changing(workshop, *SCREENS) as room:
        walls, _new = Walls.objects.get_or_create(workshop=room)
        dots = {"dots_on": dots_on, "dots_each": dots_each, "dots_on_one": min(dots_on_one, dots_each)}
        if any(getattr(walls, name) != value for name, value in dots.items()) and _placed(room):
            raise NotNow(_("Dots are placed already, so their number and their place stay as they are."))
        for name, value in {**dots, "seen": seen, "dots_by_hand": dots_by_hand}.items():
            setattr(walls, name, value)
        walls.save()
        return _shown(room, walls)


def vote(*, voter, on, case=None, note=None, key=None):
    """A dot on a poster or a note, or its return; never more than each person has. None when there is none now.

    A press that has had its effect has none when it arrives again, whatever was pressed after it.
    """
    with live.changing(voter.workshop, "console") as room:
        walls, thing = walls_of(room), _thing(case, note)
        if key and not room.presses.get_or_create(client_key=uuid5(key, f"dot {sorted(thing.items())} {on}"))[1]:
            return _last(voter, thing)
        _refuse(room, walls, voter, note, on)
        room.poke(voter)
        if not on:
            return _take_off(voter, thing)
        return _last(voter, thing) if _is_full(walls, voter, thing) else _place(room, walls, voter, thing)


# --- helpers -------------------------------------------------------------------------------------
def _shown(room, walls):
    room.poke_all()
    return walls


def _thing(case, note):
    """What the dot goes on, as the fields that say so."""
    return {"case_id": note.case_id, "note_id": note.pk} if note else {"case_id": case.pk, "note_id": None}


def _refuse(room, walls, voter, note, on):
    if not is_open(room, walls):
        raise NotNow(_not_open(room, walls))
    if (note is not None) != (walls.dots_on == Walls.DotsOn.NOTES):
        raise NotNow(_("The dots go on notes here.") if note is None else _("The dots go on posters here."))
    if on and note and not note.on_the_wall:
        raise NotNow(_("This note is not on the wall any more."))
    if note and voter.pk in authors(note):
        raise NotNow(_("This is your own note. Your dots are for the notes of others."))


def _ended_since(workshop, moment):
    """Whether a walk, or the vote in it, has ended after this moment."""
    now = timezone.now()
    parts = Part.objects.filter(walk__workshop_id=workshop.pk, kind=Part.Kind.VOTE, walk__paused_at=None)
    stages = workshop.stages.filter(kind=Stage.Kind.GALLERY, ended_at__gt=moment).exclude(pk=workshop.stage_id)
    return parts.filter(ends_at__gt=moment, ends_at__lte=now).exists() or stages.exists()


def _walk_was(workshop):
    """Whether a walk has ended, and none is on."""
    walks = workshop.stages.filter(kind=Stage.Kind.GALLERY)
    return not any(walk.pk == workshop.stage_id for walk in walks) and any(walk.ended_at for walk in walks)


def _not_open(room, walls):
    if not (walls.vote_opened_at or walls.vote_closed_at):
        if rounds.vote_of(room) == "ahead":
            return _("The vote comes at the end of the walk.")
        if walls.dots_by_hand:
            return _("The vote has not begun yet.")
    return _("The vote is over.") if walls.vote_closed_at else _("The vote is over; it ended with the gallery walk.")


def _on(voter, thing):
    """The person's dots that count on this poster, or on this note and those merged into it."""
    dots = Vote.objects.filter(voter=voter).exclude(dot=None)
    if thing["note_id"] is None:
        return dots.filter(case_id=thing["case_id"], note=None)
    return dots.filter(Q(note_id=thing["note_id"]) | Q(note__merged_into_id=thing["note_id"]))


def _last(voter, thing):
    return _on(voter, thing).order_by("created_at", "id").last()


def _is_full(walls, voter, thing):
    """Whether the thing has as many of the person's dots as it can; where that is one, a second press is no second."""
    count = _on(voter, thing).count()
    if count >= walls.dots_on_one > 1:
        raise NotNow(_("More of your dots do not fit here."))
    return count >= walls.dots_on_one


def _place(room, walls, voter, thing):
    taken = set(voter.votes.exclude(dot=None).values_list("dot", flat=True))
    free = next((dot for dot in range(1, walls.dots_each + 1) if dot not in taken), None)
    if free is None:
        raise NotNow(_out_of_dots(walls.dots_each))
    layers = set(voter.votes.filter(**thing).values_list("layer", flat=True))
    layer = next(n for n in range(1, len(layers) + 2) if n not in layers)
    return room.votes.create(voter=voter, dot=free, layer=layer, **thing)


def _take_off(voter, thing):
    last = _last(voter, thing)
    if last:
        last.delete()
    return _last(voter, thing)


def _out_of_dots(each):
    return ngettext(
        "You have placed your %(n)d dot. Take it back first.",
        "You have placed all your %(n)d dots. Take one back first.",
        each,
    ) % {"n": each}


def _placed(room):
    return room.votes.filter(voter__is_example=False).exists()
