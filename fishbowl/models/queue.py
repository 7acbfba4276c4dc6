"""Who wishes to be heard: entries of the queue, in the order that the server gives them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models.bowl import Fishbowl
from workshop.models import Participant


class Entry(models.Model):
    """A wish to be heard. It ends once, with an outcome; its id is its place in the order of asking."""

    class Kind(models.TextChoices):
        JOIN = "join", _("a chair in the circle")
        REPLY = "reply", _("a reply to what is being said")
        PROCEDURE = "procedure", _("a word on how we work")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        SERVED = "served", _("came to the circle")
        WITHDRAWN = "withdrawn", _("withdrew")
        REMOVED = "removed", _("was taken off")
        LEFT = "left", _("left the room")
        UNHEARD = "unheard", _("was not heard")

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="entries")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.JOIN)
    hand = models.BooleanField(default=False)  # a reply from within the circle, which needs no chair
    turn = models.ForeignKey("Turn", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    place = models.PositiveBigIntegerField()  # order given by the server; strict inside a fishbowl
    behind = models.ForeignKey("Chair", null=True, blank=True, on_delete=models.SET_NULL, related_name="behind")
    topic = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    tapped_at = models.DateTimeField(null=True, blank=True)  # where the press waited on its phone for the network
    called_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    still_asked_at = models.DateTimeField(null=True, blank=True)  # "still want the chair?"
    still_said_at = models.DateTimeField(null=True, blank=True)

    # how it came to its place
    made_by = models.CharField(max_length=13, blank=True)  # the role that asked for somebody else
    misses = models.PositiveSmallIntegerField(default=0)  # calls that ran out
    overtaken = models.PositiveSmallIntegerField(default=0)  # by others' arrival, never by the moderator's hand
    by_replies = models.PositiveSmallIntegerField(default=0)  # of these
    set_back = models.PositiveSmallIntegerField(default=0)  # by the moderator's hand
    deferred_at = models.DateTimeField(null=True, blank=True)  # let others go first, last at
    pinned_at = models.DateTimeField(null=True, blank=True)  # brought forward by the moderator
    pin_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["place"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["fishbowl", "place"], condition=Q(ended_at=None), name="one_place_a_wish"),
            models.UniqueConstraint(
                fields=["fishbowl", "participant"],
                condition=Q(ended_at=None, kind__in=["join", "reply"]),
                name="nobody_asks_twice",
            ),
            models.UniqueConstraint(
                fields=["fishbowl", "participant"],
                condition=Q(ended_at=None, kind="procedure"),
                name="one_word_on_procedure",
            ),
            models.CheckConstraint(condition=Q(kind__in=["join", "reply", "procedure"]), name="known_wish"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="a_wish_ends_with_an_outcome",
            ),
            models.CheckConstraint(condition=Q(called_at=None) | Q(missed_at=None), name="called_or_missed"),
            models.CheckConstraint(condition=Q(overtaken__lte=3), name="nobody_is_overtaken_a_fourth_time"),
        ]

    @property
    def state(self):
        """waiting, called, missed, or how it ended."""
        if self.ended_at:
            return self.outcome
        return "called" if self.called_at else "missed" if self.missed_at else "waiting"
