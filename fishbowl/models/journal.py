"""What was done at the circle, one row a command: appended, never changed, each chained to the one before."""

from django.db import models


class HistoryStands(Exception):
    """Somebody tried to change or remove a row of the journal."""


class StepQuerySet(models.QuerySet):
    def update(self, **_fields):
        raise HistoryStands

    def delete(self):
        raise HistoryStands


class Step(models.Model):
    """One command and what it changed. Ids and times only; words stand elsewhere, so that erasure breaks no chain.

    Workshop and circle are plain numbers: the row outlives nobody it belongs to, yet no deletion cascades into it.
    """

    workshop = models.PositiveBigIntegerField()
    fishbowl = models.PositiveBigIntegerField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    command = models.CharField(max_length=20)
    role = models.CharField(max_length=13)  # who did it: a role, "participant", or "system"
    by = models.PositiveBigIntegerField(null=True)  # the participant who did it, where it was one
    about = models.PositiveBigIntegerField(default=0)  # the participant it is about, 0 where it is about nobody
    seen = models.CharField(max_length=40, blank=True)  # the local fact it was decided on
    client_key = models.UUIDField(null=True)
    changes = models.JSONField(default=list)  # [table, id, {field: was} or None, {field: now}]
    result = models.JSONField(null=True)  # [table, id]
    undoes = models.PositiveIntegerField(null=True)  # seq of the step taken back
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "seq"], name="one_step_a_number"),
            models.UniqueConstraint(fields=["workshop", "undoes"], name="undone_once"),
            models.UniqueConstraint(fields=["workshop", "command", "about", "client_key"], name="no_command_twice"),
        ]

    def save(self, *args, **kwargs):
        if self.pk:
            raise HistoryStands
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryStands
