"""Several circles in a large room: which one somebody is in, and who speaks for it where all meet."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fishbowl.models.bowl import Fishbowl
from workshop.models import Participant

MOST_RAPPORTEURS = 2


class Belonging(models.Model):
    """The circle that somebody is in, of several. Moving changes the row; whoever has none has not chosen yet."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="belongings")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="belongings")
    since = models.DateTimeField(default=timezone.now)
    chosen = models.BooleanField(default=False)  # by themselves; else they were spread, or brought by a helper

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], name="one_circle_a_person"),
        ]


class Rapporteur(models.Model):
    """Who brings what a circle said to the synthesis: one or two for each."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="rapporteurs")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="speaks_for")
    place = models.PositiveSmallIntegerField()
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["fishbowl__number", "place"]
        constraints = [
            models.UniqueConstraint(fields=["fishbowl", "place"], condition=Q(ended_at=None), name="one_voice_a_place"),
            models.UniqueConstraint(fields=["participant"], condition=Q(ended_at=None), name="speaks_for_one_circle"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=MOST_RAPPORTEURS), name="one_or_two_a_circle"),
        ]
