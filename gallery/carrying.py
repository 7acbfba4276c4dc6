"""Two people who turn out to be one: notes, "true for us too" and dots of the one go to the other."""

from django.db.models import Max

from gallery.models import Echo, Note, Vote
from gallery.sight import walls_of
from gallery.voting import authors
from workshop.models import Consent


def carry(room, one, into):
    """What `one` left on the walls is `into`'s, and travels as far as was said for it; a dot too many is set aside."""
    room.show(*(f"wall:{number}" for number in room.cases.values_list("number", flat=True)))
    Note.objects.filter(author=one, consent="").update(consent=one.consent or Consent.ROOM)
    Note.objects.filter(author=one).update(author=into)
    for echo in Echo.objects.filter(participant=one).select_related("note"):
        twice = Echo.objects.filter(note=echo.note, participant=into).exists() or echo.note.author_id == into.pk
        echo.delete() if twice else Echo.objects.filter(pk=echo.pk).update(participant=into)
    walls = walls_of(room)
    for vote in Vote.objects.filter(voter=one).order_by("created_at", "pk"):
        _hand_over(vote, into, walls)
    own = [vote.pk for vote in into.votes.exclude(note=None).select_related("note") if into.pk in authors(vote.note)]
    Vote.objects.filter(pk__in=own).update(dot=None)


def _hand_over(vote, into, walls):
    """The dot stays where it lies, under a free number; where there is none, or too many lie, it is set aside."""
    there = Vote.objects.filter(case=vote.case_id, note=vote.note_id, voter=into)
    used = set(Vote.objects.filter(voter=into, dot__isnull=False).values_list("dot", flat=True))
    free = [number for number in range(1, walls.dots_each + 1) if number not in used]
    full = there.exclude(dot=None).count() >= walls.dots_on_one
    vote.voter, vote.layer = into, (there.aggregate(top=Max("layer"))["top"] or 0) + 1
    vote.dot = None if vote.dot is None or full or not free else free[0]
    vote.save(update_fields=["voter", "layer", "dot"])
