"""Whoever sits beside somebody and has no phone: named on that somebody's phone, until a helper has come to it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models.bowl import Fishbowl
from workshop.models import Participant


class Neighbour(models.Model):
    """A request to add the person beside somebody. Nobody is here by it, and nobody waits, before a helper says so.

    Its words go when they stand elsewhere (on the person who was added), and with either of the two people.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("waits for a helper")
        ADDED = "added", _("was added")
        DECLINED = "declined", _("was not added")
        WITHDRAWN = "withdrawn", _("was taken back")
        ENDED = "ended", _("the circle ended before")

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="neighbours")
    proposer = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="neighbours")  # on whose phone
    participant = models.ForeignKey(  # who came of it
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="named_by"
    )
    name = models.CharField(max_length=80, blank=True)
    city = models.CharField(max_length=80, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    asks = models.BooleanField(default=True)  # for a chair
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="a_neighbour_is_answered_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="added") | Q(participant=None), name="only_who_was_added_is_here"
            ),
        ]
