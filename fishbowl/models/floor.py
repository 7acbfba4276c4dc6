"""Who sits, who speaks, about what, and what was written down of it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models.bowl import Chair, Fishbowl
from fishbowl.models.queue import Entry
from workshop.models import Participant, Question, Statement

MOST_OF_A_TOPIC = 300  # letters


class Stay(models.Model):
    """A person on a chair, or called to it: the one row that keeps a chair from being given twice."""

    class Exit(models.TextChoices):
        OPEN = "", _("open")
        DONE = "done", _("left the chair")
        MADE_ROOM = "made_room", _("made room")
        DECLINED = "declined", _("did not come")
        MISSED = "missed", _("the call ran out")
        ASKED = "asked", _("was asked to leave")
        LEFT_ROOM = "left_room", _("left the room")
        CORRECTED = "corrected", _("corrected")
        GROUP = "group", _("the group changed")
        TAPPED = "tapped", _("somebody tapped in")
        END = "end", _("the circle ended")

    chair = models.ForeignKey(Chair, on_delete=models.CASCADE, related_name="stays")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="stays")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="stays")
    called_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)  # of a call; moved by pauses
    seated_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)  # will leave when the turn ends
    asked_at = models.DateTimeField(null=True, blank=True)  # was asked to make room
    left_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(max_length=9, choices=Exit.choices, default=Exit.OPEN, blank=True)
    at_place = models.BooleanField(default=False)  # cannot come: the chair is theirs, the microphone goes to them

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["chair"], condition=Q(left_at=None), name="one_person_a_chair"),
            models.UniqueConstraint(fields=["participant"], condition=Q(left_at=None), name="one_chair_a_person"),
            models.CheckConstraint(
                condition=Q(called_at__isnull=False) | Q(seated_at__isnull=False), name="a_stay_is_called_or_seated"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(left_at=None, seated_at=None), name="open_calls")]

    @property
    def is_releasing(self):
        return bool(self.offered_at or self.asked_at)


class Topic(models.Model):
    """What the circle talks about for a while: typed, or a question from the walls."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="topics")
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="topics")
    comes_from = models.ForeignKey(
        Fishbowl, null=True, blank=True, on_delete=models.SET_NULL, related_name="brings"
    )  # the circle whose words it is, where all meet
    statement = models.ForeignKey(Statement, null=True, blank=True, on_delete=models.CASCADE, related_name="topics")
    text = models.CharField(max_length=300, blank=True)  # empty where the question or the statement says it
    added_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fishbowl"], condition=Q(ended_at=None, started_at__isnull=False), name="one_topic_at_a_time"
            ),
            models.UniqueConstraint(fields=["fishbowl", "statement"], name="nothing_is_brought_twice"),
        ]

    @property
    def words(self):
        if said := self.statement:
            gone = said.refused_at or said.withdrawn_at or said.hidden_at
            return "" if gone else said.text[:MOST_OF_A_TOPIC]
        return self.text or (self.question.text if self.question and self.question.stands else "")


class OnTheFloor(models.Model):
    """Somebody has the floor for a while; what its clock stood does not count."""

    started_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_ms = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def seconds(self, now):
        """How long they have spoken, pauses not counted."""
        end = self.ended_at or self.paused_at or now
        return max(0.0, (end - self.started_at).total_seconds() - self.paused_ms / 1000)

    @property
    def mark(self):
        """What a press has seen of the floor; 0 is silence."""
        return self.pk


class Turn(OnTheFloor):
    """Somebody speaks. Giving the floor again makes a second turn; the first keeps its times."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="turns")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="turns")
    stay = models.ForeignKey(Stay, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="turns")
    off_chair = models.BooleanField(default=False)  # speaks from outside, as the moderator wished
    extra_seconds = models.SmallIntegerField(default=0)  # given or taken by the moderator

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fishbowl"], condition=Q(ended_at=None), name="one_voice_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="a_turn_ends_after_it_starts"
            ),
        ]


class ModeratorTurn(OnTheFloor):
    """The moderator speaks: nobody's voice of the circle, and no row of a person, who may be none of them."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="moderator_turns")

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fishbowl"], condition=Q(ended_at=None), name="one_moderator_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="moderators_end_after_they_start"
            ),
        ]

    @property
    def mark(self):
        """The same, below zero, since it is another table's number."""
        return -self.pk


class Caught(models.Model):
    """The turn in which a statement was made: corrected with the turn where the wrong person was noted."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="caught")
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="caught")
    from_turn = models.BooleanField(default=True)  # the speaker was filled in from the turn, and follows it
