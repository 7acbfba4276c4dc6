"""Satellites round a circle of people with experience: who sits in which, and the questions each brings."""

from django.db import models

from fishbowl.models.bowl import Fishbowl
from workshop.models import Participant, Question


class Satellite(models.Model):
    """Somebody of the outer circle, in one of its groups of three or four."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="satellites")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="satellites")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fishbowl", "participant"], name="one_satellite_a_person"),
        ]


class Brought(models.Model):
    """A question that a satellite wrote down for the circle."""

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="brought")
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="brought")
    number = models.PositiveSmallIntegerField()  # of the satellite

    class Meta:
        ordering = ["question__asked_at", "id"]
