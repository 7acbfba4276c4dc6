"""What people say to each other's cards, and how they stay in touch: endorsements, introductions, follow-ups, the lock.

These are models of the app like those in models.py, which imports them.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.models import Case, Participant, Workshop


class Endorsement(models.Model):
    """What somebody says to another's card: true in my city too, or different there. Taken back by removing it."""

    class Kind(models.TextChoices):
        TRUE = "true", _("True for my city too")
        DIFFERENT = "differs", _("Different in my city")

    card = models.ForeignKey("insights.TransferCard", on_delete=models.CASCADE, related_name="endorsements")
    by = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="endorsements")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    because = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)  # the words are off every screen; the city counts
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "by"], name="one_word_a_card_a_person"),
            models.CheckConstraint(condition=Q(kind__in=["true", "differs"]), name="known_endorsement"),
        ]


class CardLock(models.Model):
    """A time during which saved cards stay as they are."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="card_locks")
    locked_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["locked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop"], condition=Q(lifted_at=None), name="one_lock_at_a_time")
        ]


class Contact(models.Model):
    """How somebody can be reached after the workshop. Shown only to those with whom they agreed on it."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField(max_length=200, blank=True)
    other = models.CharField(max_length=120, blank=True)  # a telephone number, an office
    may_ask = models.BooleanField(default=False)  # after three and six months, what became of the first steps
    changed_at = models.DateTimeField(default=timezone.now)


class Introduction(models.Model):
    """Somebody who would like to talk about a case, somebody who can help, and what each said to it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="introductions")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="introductions")
    asker = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="asked_to_meet")
    helper = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="offered_to_meet")
    asker_yes_at = models.DateTimeField(null=True, blank=True)
    asker_no_at = models.DateTimeField(null=True, blank=True)
    helper_yes_at = models.DateTimeField(null=True, blank=True)
    helper_no_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "asker", "helper"], name="one_introduction_a_case"),
            models.CheckConstraint(condition=~Q(asker=F("helper")), name="nobody_meets_themselves"),
        ]

    @property
    def is_agreed(self):
        """Whether both have said yes, so that each may see how to reach the other."""
        return bool(self.asker_yes_at and self.helper_yes_at)


class FollowUp(models.Model):
    """The question to one person, some months later, what became of their first steps."""

    class Months(models.IntegerChoices):
        THREE = 3, _("after 3 months")
        SIX = 6, _("after 6 months")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(choices=Months.choices)
    prepared_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["months", "participant__number"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "months"], name="one_follow_up_a_time"),
            models.CheckConstraint(condition=Q(months__in=[3, 6]), name="known_follow_up"),
        ]


class Progress(models.Model):
    """What became of one card's first step, as its author says later."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        GOING = "going", _("Under way")
        WAITING = "waiting", _("Not begun yet")
        DROPPED = "dropped", _("Given up")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="progress")
    card = models.ForeignKey("insights.TransferCard", on_delete=models.CASCADE, related_name="progress")
    state = models.CharField(max_length=7, choices=State.choices)
    words = models.CharField(max_length=280, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "card"], name="one_progress_a_card"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "going", "waiting", "dropped"]), name="known_progress"
            ),
        ]
