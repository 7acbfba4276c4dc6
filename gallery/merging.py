"""Notes that say the same become one: its authors, votes and echoes stay, and what was merged can be parted again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import actions, voting
from gallery.actions import screens
from gallery.asking import follow
from gallery.models import Note, Vote
from gallery.sight import walls_of
from workshop import live
from workshop.refusals import NotNow


def merge(*, note, into, why):
    """`note` hangs on as a part of `into`; their authors see that and why. Twice is once."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        note, into = _fresh(room, note), _fresh(room, into)
        if note.merged_into_id == into.pk:
            return note
        _refuse(note, into)
        now = timezone.now()
        Note.objects.filter(merged_into=note).update(merged_into=into)
        note.merged_into, note.merged_at, note.merged_why = into, now, why
        note.save(update_fields=["merged_into", "merged_at", "merged_why"])
        _set_surplus_aside(into, walls_of(room).dots_on_one)
        return _told(room, note, into)


def part(*, note):
    """The note hangs by itself again; what its merge set aside counts again where its voter has a dot for it."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        note = _fresh(room, note)
        into = note.merged_into
        if into is None:
            return note
        _take_out(note)
        _give_back([note, into], walls_of(room))
        return _told(room, note, into)


def take_back(*, note):
    """Its author takes a note off the wall; what was merged into it hangs by itself again."""
    with live.changing(note.workshop, *screens(note.case)) as room:
        others = [_fresh(room, other) for other in note.merged.all()]
        for other in others:
            _take_out(other)
        _give_back(others, walls_of(room))
        for other in others:
            follow(room, other)
        room.poke(*[other.author for other in others])
        return actions.take_back(note=note)


# --- helpers -------------------------------------------------------------------------------------
def _fresh(room, note):
    return room.notes.select_related("case", "author", "question", "merged_into").get(pk=note.pk)


def _take_out(note):
    note.merged_into, note.merged_at, note.merged_why = None, None, ""
    note.save(update_fields=["merged_into", "merged_at", "merged_why"])


def _refuse(note, into):
    if note.pk == into.pk or note.case_id != into.case_id:
        raise NotNow(_("Choose another note of the same wall."))
    if not (note.on_the_wall and into.on_the_wall):
        raise NotNow(_("One of these notes is not on the wall any more."))


def _told(room, note, into):
    follow(room, note)
    follow(room, into)
    authors = [each.author for each in into.merged.select_related("author")]
    room.poke(note.author, into.author, *authors)
    room.poke(*[vote.voter for vote in Vote.objects.filter(note__in=[note, into]).select_related("voter")])
    return note


def _dots_on(note):
    """Dots on a note and on what is merged into it, oldest first."""
    rows = Vote.objects.filter(note__in=[note, *note.merged.all()])
    return rows.order_by("created_at", "id")


def _set_surplus_aside(into, most):
    """After a merge each person has no more dots on it than on any other note; the rest are theirs again."""
    kept = dict.fromkeys(voting.authors(into), most)  # nobody's dot counts on their own note
    for dot in _dots_on(into).exclude(dot=None):
        kept[dot.voter_id] = kept.get(dot.voter_id, 0) + 1
        if kept[dot.voter_id] > most:
            Vote.objects.filter(pk=dot.pk).update(dot=None)


def _give_back(notes, walls):
    for note in notes:
        for aside in _dots_on(note).filter(dot=None).select_related("voter"):
            taken = {vote.dot for vote in voting.used(aside.voter)}
            free = next((dot for dot in range(1, walls.dots_each + 1) if dot not in taken), None)
            if free and _fits(note, aside.voter, walls.dots_on_one):
                Vote.objects.filter(pk=aside.pk).update(dot=free)


def _fits(note, voter, most):
    return voter.pk not in voting.authors(note) and _dots_on(note).filter(voter=voter).exclude(dot=None).count() < most
