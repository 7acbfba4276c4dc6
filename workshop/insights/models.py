"""What people learned: transfer cards with their conditions, and the themes drawn from them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.models import Note
from workshop.insights.desk.models import Deed, Evidence, Remark, Showing, Theme
from workshop.models import Case, Consent, Participant, Workshop
from workshop.text import folded

__all__ = ["Condition", "Deed", "Evidence", "Rating", "Remark", "Showing", "Theme", "TransferCard"]


class Condition(models.Model):
    """Something a transfer depends on; each workshop has its own list."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="conditions")
    label = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)  # not asked any more; what was rated stays

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "position"], name="one_condition_a_position")]

    def __str__(self):
        return self.label


class Need(models.Model):
    """A condition without which a case would not have worked, as its owner says."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="needs")

    class Meta:
        ordering = ["condition__position"]
        constraints = [models.UniqueConstraint(fields=["case", "condition"], name="one_need_a_condition")]


class TransferCardQuerySet(models.QuerySet):
    def on_the_board(self):
        """Cards that people in the room may read: neither taken back nor hidden."""
        return self.filter(withdrawn_at=None, hidden_at=None)


class TransferCard(models.Model):
    """What one person would take from a case to which city, under which conditions, and the next step."""

    class Stance(models.TextChoices):
        AS_IS = "as_is", _("Take it as it is")
        ADAPT = "adapt", _("Adapt it")
        COMBINE = "combine", _("Combine it")
        AVOID = "avoid", _("Avoid it")
        UNSURE = "unsure", _("Need to know more")
        OWN = "own", _("It is our own case")  # its owner's comment, for nobody to take home

    class For(models.TextChoices):
        """What the card is for."""

        CITY = "city", _("City")
        REGION = "region", _("Region")
        NETWORK = "network", _("Network")
        ORGANIZATION = "org", _("Organization")

    class Actor(models.TextChoices):
        COUNCIL = "council", _("Council")
        MAYOR = "mayor", _("Mayor’s office")
        DEPARTMENT = "department", _("Department")
        UTILITY = "utility", _("Utility or agency")
        COMMUNITY = "community", _("Community organization")
        BUSINESS = "business", _("Business")
        NATIONAL = "national", _("National government")
        OTHER = "other", _("Somebody else")

    class Readiness(models.TextChoices):
        NOT_NOW = "not_now", _("Not now")
        IDEA = "idea", _("An idea")
        PARTNERS = "partners", _("Partners in place")
        YEAR = "year", _("Could start within a year")

    class Effort(models.TextChoices):
        SMALL = "s", _("Small")
        MIDDLE = "m", _("Middle")
        LARGE = "l", _("Large")

    class Confidence(models.IntegerChoices):
        NOT = 1, _("Not sure")
        RATHER = 2, _("Fairly sure")
        SURE = 3, _("Sure")

    class Quote(models.TextChoices):
        """Whether its words may be printed. Not said: as its author chose for everything."""

        YES = "yes", _("Yes")
        ASK = "ask", _("Ask me first")
        NO = "no", _("No")

    NAMELESS = "none"  # published without a name or a city

    class By(models.IntegerChoices):
        ONE = 1, _("within a month")
        THREE = 3, _("within 3 months")
        SIX = 6, _("within 6 months")
        TWELVE = 12, _("within a year")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cards")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="cards")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards"
    )  # None: several
    stance = models.CharField(max_length=7, choices=Stance.choices)
    what = models.CharField(max_length=140)
    target = models.CharField(max_length=80)  # for which city, region or organization
    target_is = models.CharField(max_length=7, choices=For.choices, default=For.CITY)
    note = models.ForeignKey(
        Note, null=True, blank=True, on_delete=models.SET_NULL, related_name="cards"
    )  # it grew from
    other_condition = models.CharField(max_length=40, blank=True)  # one that is not on the list
    other_state = models.CharField(max_length=7, blank=True)
    change = models.CharField(max_length=140, blank=True)
    actors = models.JSONField(default=list, blank=True)  # who must act: two values of Actor at most
    readiness = models.CharField(max_length=8, choices=Readiness.choices, blank=True)
    effort = models.CharField(max_length=1, choices=Effort.choices, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, choices=Confidence.choices)
    confidence_at = models.DateTimeField(null=True, blank=True)
    confidence_after = models.PositiveSmallIntegerField(null=True, blank=True, choices=Confidence.choices)
    confidence_after_at = models.DateTimeField(null=True, blank=True)  # asked again after the fishbowl
    next_step = models.CharField(max_length=100, blank=True)
    by_months = models.PositiveSmallIntegerField(null=True, blank=True, choices=By.choices)
    wants_contact = models.BooleanField(default=False)  # with the case's city
    can_help = models.BooleanField(default=False)
    consent = models.CharField(
        max_length=4,
        choices=[*Consent.choices, (NAMELESS, _("It may be published without a name or a city"))],
        default=Consent.UNSAID,
        blank=True,
    )
    quote = models.CharField(max_length=3, choices=Quote.choices, blank=True)
    marks = models.JSONField(default=dict, blank=True)  # {"1": the key of the press that last saved this screen, ...}
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    late_at = models.DateTimeField(null=True, blank=True)  # something of it came while cards were locked
    checked_at = models.DateTimeField(null=True, blank=True)  # its author agrees to the name beside it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True, blank=True, default=uuid.uuid4)  # the card's own name, made on the phone

    objects = TransferCardQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "client_key"], name="no_card_twice"),
            models.CheckConstraint(condition=Q(quote__in=["", "yes", "ask", "no"]), name="known_quote_answer"),
            models.CheckConstraint(
                condition=Q(stance__in=["as_is", "adapt", "combine", "avoid", "unsure", "own"]), name="known_stance"
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def travels(self):
        """How far the card may travel: as chosen for it, else as its author chose for everything."""
        if self.quote == self.Quote.NO:
            return Consent.ROOM
        return self.consent or self.author.consent or Consent.ROOM

    @property
    def wants_check(self):
        """Whether its author must read it again before it goes out, or goes out with a name."""
        asks = self.quote == self.Quote.ASK and self.travels != Consent.ROOM
        return (asks or self.travels == Consent.NAME) and self.checked_at is None

    def has_said(self, screen):
        """Whether something stands on this screen of the card ("1" to "3")."""
        held = {
            "1": lambda: True,
            "2": lambda: self.change or self.actors or self.other_condition or len(self.ratings.all()),
            "3": lambda: self.readiness or self.effort or self.confidence or self.next_step,
        }
        return bool(self.marks.get(screen) or held[screen]())

    @property
    def is_nameless(self):
        """Whether neither its author nor their city is named beside it, on any screen."""
        return self.travels == self.NAMELESS

    @property
    def goes_elsewhere(self):
        """Whether the card is for another place than its author's own city."""
        return folded(self.target) != folded(self.author.city)


class Rating(models.Model):
    """How a condition stands in the target city, as one card sees it."""

    class State(models.TextChoices):
        HAVE = "have", _("We have it")
        REACH = "reach", _("Within reach")
        MISSING = "missing", _("Missing")

    card = models.ForeignKey(TransferCard, on_delete=models.CASCADE, related_name="ratings")
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="ratings")
    state = models.CharField(max_length=7, choices=State.choices)

    class Meta:
        ordering = ["condition__position"]
        constraints = [models.UniqueConstraint(fields=["card", "condition"], name="one_rating_a_condition")]


from workshop.insights import peers  # noqa: E402, F401  (models of this app, in a file of their own)
