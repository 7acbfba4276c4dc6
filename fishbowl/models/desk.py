"""What the people who run the circle keep: who moderates, moves, promised times, who is away, who may not ask."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models.bowl import Fishbowl
from workshop.models import Participant


class Lease(models.Model):
    """Which console moderates. Its epoch rises with each change of hands; a press with an older one is refused."""

    fishbowl = models.OneToOneField(Fishbowl, on_delete=models.CASCADE, related_name="lease")
    console = models.CharField(max_length=32, blank=True)  # a browser's own random mark; empty: nobody moderates
    role = models.CharField(max_length=13, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)


class Move(models.Model):
    """A moderator's move that the whole room follows, and until when."""

    class Kind(models.TextChoices):
        INVITE = "invite", _("Invite a city")
        LINK = "link", _("Link two speakers")
        PARK = "park", _("Park it")
        CHECK = "check", _("Make it concrete")
        REFRAME = "reframe", _("Back to the question")
        PAIR = "pair", _("Talk in pairs")
        SILENCE = "silence", _("Silence")
        READ = "read", _("Read a note")
        CLARIFY = "clarify", _("Clarify only")

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.CharField(max_length=300, blank=True)  # what is parked or read, the city invited
    turn = models.ForeignKey(  # whose words are parked: they are erased with whoever spoke
        "Turn", null=True, blank=True, on_delete=models.CASCADE, related_name="moves"
    )
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fishbowl"], condition=Q(ended_at=None), name="one_move_at_a_time"),
        ]


class Slot(models.Model):
    """A promised time: somebody will be called then, for everybody to see.

    Without a time it stays with those who moderate: somebody has agreed to come when nobody else does.
    """

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="slots")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="slots")
    at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # called, or taken back

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fishbowl", "participant"], condition=Q(ended_at=None), name="one_promise_a_person"
            ),
        ]


class Absence(models.Model):
    """Somebody is out of the room for a while: their place is kept, and skipped."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="absences")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], condition=Q(ended_at=None), name="away_once"),
        ]

    @classmethod
    def of_anybody(cls, workshop):
        """The people who are out of the room just now, by id."""
        lasting = cls.objects.filter(participant__workshop=workshop, ended_at=None)
        return set(lasting.values_list("participant", flat=True))

    @classmethod
    def is_of(cls, participant):
        """Whether somebody is out of the room just now."""
        return cls.objects.filter(participant=participant, ended_at=None).exists()


class Block(models.Model):
    """Somebody may not ask for a chair any more. The reason is for the organizer alone."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="blocks")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="blocks")
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fishbowl", "participant"], condition=Q(ended_at=None), name="blocked_once"
            ),
        ]
