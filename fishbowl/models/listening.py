"""What the outer circle writes while people speak: a note under a listening task, tied to the turn it was begun in."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models.bowl import Fishbowl
from fishbowl.models.floor import Turn
from workshop.models import Consent, Participant

MOST_LETTERS = 1000


class Noticed(models.Model):
    """A listener's note, with its author's choice of how far it may travel."""

    class Lens(models.TextChoices):
        """What somebody listens for."""

        ENABLERS = "enablers", _("What makes it work there")
        BARRIERS = "barriers", _("What stands in the way")
        MISSING = "missing", _("What nobody has said")
        HERE = "here", _("What my city would do")

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="noticed")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="noticed")
    turn = models.ForeignKey(Turn, null=True, blank=True, on_delete=models.SET_NULL, related_name="noticed")
    lens = models.CharField(max_length=8, choices=Lens.choices)
    text = models.TextField(validators=[MaxLengthValidator(MOST_LETTERS)])
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # its author agrees to the name beside it
    is_example = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name_plural = "noticed"
        constraints = [
            models.UniqueConstraint(fields=["fishbowl", "client_key"], name="nothing_noticed_twice"),
            models.CheckConstraint(
                condition=Q(lens__in=["enablers", "barriers", "missing", "here"]), name="known_listening_task"
            ),
        ]
