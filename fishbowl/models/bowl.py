"""The circle itself: its question, its settings, its times, and its chairs."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workshop.models import Workshop

CLOSING_SECONDS = 40  # for each voice of the closing round
WORDS_AFTERWARDS = timedelta(seconds=15)  # how long after a turn words still belong to it
PHASES = {
    "draft": _("not open yet"),
    "lobby": _("open, not started"),
    "running": _("running"),
    "last_call": _("last call"),
    "paused": _("paused"),
    "closing_round": _("closing round"),
    "done": _("ended"),
    "aborted": _("broken off"),
}


def _seconds(default, least, most):
    return models.PositiveSmallIntegerField(
        default=default, validators=[MinValueValidator(least), MaxValueValidator(most)]
    )


class Fishbowl(models.Model):
    """A circle of chairs with a question in the middle. Its phase follows from its times."""

    class Variant(models.TextChoices):
        OPEN = "open", _("Open")
        GUEST = "guest", _("With a guest’s chair")
        CLOSED = "closed", _("Closed")
        TAP_IN = "tap_in", _("Tap in")
        SAMOAN = "samoan", _("Samoan circle")
        SATELLITES = "satellites", _("Experience, with satellites")

    class Part(models.TextChoices):
        """Of a circle with satellites, in turn."""

        TALK = "talk", _("The circle talks")
        WRITE = "write", _("The satellites write their questions")
        ANSWER = "answer", _("The circle answers")

    class Order(models.TextChoices):
        FIRST_TIMERS = "first_timers", _("Who has not been in the circle goes first")
        FIFO = "fifo", _("Who asks first goes first")
        BALANCED = "balanced", _("The city that was in the circle least goes first")
        PICK = "pick", _("The moderator chooses")

    class Way(models.TextChoices):
        MODERATED = "moderated", _("The moderator calls whoever waits")
        AUTOPILOT = "autopilot", _("The next person is called by itself")
        FREE = "free", _("The first who waits may sit down")

    class Leaving(models.TextChoices):
        LONGEST = "longest", _("Who has sat longest is asked to make room")
        MOST_STAYS = "most_stays", _("Who has been in the circle most often is asked")
        PICK = "pick", _("The moderator chooses whom to ask")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="fishbowls")
    number = models.PositiveSmallIntegerField(default=1)  # of the circles side by side in a large room
    name = models.CharField(max_length=60, blank=True)  # where it meets
    is_synthesis = models.BooleanField(default=False)  # all circles meet in it at the end
    pinned_at = models.DateTimeField(null=True, blank=True)  # the projector shows this one of several
    question = models.CharField(max_length=300, blank=True)
    is_example = models.BooleanField(default=False)  # a past circle, kept for its counts

    # settings
    variant = models.CharField(max_length=12, choices=Variant.choices, default=Variant.OPEN)
    order = models.CharField(max_length=12, choices=Order.choices, default=Order.FIRST_TIMERS)
    way_in = models.CharField(max_length=9, choices=Way.choices, default=Way.MODERATED)
    leaving = models.CharField(max_length=10, choices=Leaving.choices, default=Leaving.LONGEST)
    turn_seconds = _seconds(120, 15, 3600)
    stay_seconds = _seconds(480, 60, 7200)
    offer_seconds = _seconds(30, 10, 600)
    grace_seconds = _seconds(60, 15, 600)
    round_seconds = _seconds(900, 60, 7200)  # how long a group of a closed circle talks
    keep_free = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(3)])
    reply_run = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1), MaxValueValidator(9)])
    core_may_be_asked = models.BooleanField(default=False)
    chairs_go = models.BooleanField(default=False)  # in the last call, chairs are put aside as they empty
    interpreted = models.BooleanField(default=False)  # one after the other: soft times count double

    # times
    opened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    last_call_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    closing_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    aborted_at = models.DateTimeField(null=True, blank=True)
    queue_closed_at = models.DateTimeField(null=True, blank=True)
    room_needed_at = models.DateTimeField(null=True, blank=True)  # too few chairs are free since then
    variant_at = models.DateTimeField(null=True, blank=True)  # the variant was changed
    closed_until = models.DateTimeField(null=True, blank=True)  # of a closed circle, from its group's first word on
    round_over_at = models.DateTimeField(null=True, blank=True)  # that time was up: the whole group changes
    part = models.CharField(max_length=6, choices=Part.choices, default=Part.TALK)  # of a circle with satellites
    part_at = models.DateTimeField(null=True, blank=True)
    groups = models.PositiveSmallIntegerField(default=1)  # how many groups have sat in a closed circle
    paused_ms = models.PositiveBigIntegerField(default=0)
    replies_run = models.PositiveSmallIntegerField(default=0)  # replies called since the last contribution
    closing_from = models.PositiveSmallIntegerField(default=1)  # the chair at which the closing round begins

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(aborted_at=None), name="a_circle_ends_or_is_broken_off"
            ),
            models.UniqueConstraint(
                fields=["workshop", "number"], condition=Q(is_example=False), name="one_circle_a_number"
            ),
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_synthesis=True, is_example=False), name="one_synthesis_a_workshop"
            ),
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(pinned_at__isnull=False), name="one_circle_on_the_projector"
            ),
        ]

    def __str__(self):
        return self.question

    # --- one of several --------------------------------------------------------------------------
    @classmethod
    def all_in(cls, workshop):
        """The circles of today in their order, the synthesis last; none where no chair was ever put out."""
        rows = cls.objects.filter(workshop=workshop, is_example=False)
        bowls = list(rows.order_by("is_synthesis", "number", "pk"))
        for bowl in bowls:
            bowl.has_others = len(bowls) > 1
            if isinstance(workshop, Workshop):
                bowl.workshop = workshop
        return bowls

    @classmethod
    def live_in(cls, workshop):
        """The circle people sit in today, the first of several; None where no chair was ever put out."""
        return next(iter(cls.all_in(workshop)), None)

    @classmethod
    def named(cls, workshop, number):
        """The circle of this number; DoesNotExist where there is none today."""
        found = next((bowl for bowl in cls.all_in(workshop) if str(bowl.number) == str(number)), None)
        if found is None:
            raise cls.DoesNotExist
        return found

    @classmethod
    def of(cls, participant, bowls=None):
        """Somebody's own circle: the only one, the synthesis once it is open, else the one they are in; or None."""
        bowls = cls.all_in(participant.workshop_id) if bowls is None else bowls
        beside = [bowl for bowl in bowls if not bowl.is_synthesis]
        if together := next((bowl for bowl in bowls if bowl.is_synthesis and bowl.opened_at), None):
            return together
        if len(beside) < 2:
            return next(iter(beside), None)
        own = participant.belongings.values_list("fishbowl_id", flat=True).first()
        return next((bowl for bowl in beside if bowl.pk == own), None)

    @cached_property
    def has_others(self):
        """Whether other circles talk beside this one."""
        return Fishbowl.objects.filter(workshop=self.workshop_id, is_example=False).exclude(pk=self.pk).exists()

    @property
    def title(self):
        """What this circle is called among several."""
        usual = gettext("Synthesis") if self.is_synthesis else gettext("Circle %(n)s") % {"n": self.number}
        return self.name or usual

    @property
    def phase(self):
        if self.aborted_at:
            return "aborted"
        if self.ended_at:
            return "done"
        if self.closing_at:
            return "closing_round"
        return "paused" if self.paused_at else self.phase_below

    @property
    def phase_below(self):
        """The phase a pause returns to."""
        if self.last_call_at:
            return "last_call"
        if self.started_at:
            return "running"
        return "lobby" if self.opened_at else "draft"

    @property
    def is_over(self):
        return bool(self.ended_at or self.aborted_at)

    @property
    def queue_open(self):
        """Whether people may ask for a chair by themselves."""
        return self.queue_closed_at is None and self.phase not in ("draft", "closing_round", "done", "aborted")

    @property
    def soft(self):
        """What the soft times count: double where somebody interprets."""
        return 2 if self.interpreted else 1

    @property
    def is_closed_now(self):
        """Whether a closed circle's group has begun to talk, and its time is not up."""
        return self.variant == self.Variant.CLOSED and self.closed_until is not None

    @property
    def round_length(self):
        """How long a group of a closed circle talks."""
        return timedelta(seconds=self.round_seconds * self.soft)

    def free_chairs(self):
        """Chairs that whoever waits may come to, lowest number first: the guest's alone, where there is one for that;
        none while the circle is closed."""
        if self.variant == self.Variant.GUEST:
            return self.empty_chairs().filter(kind=Chair.Kind.GUEST)
        nobody = self.is_closed_now or self.variant == self.Variant.SATELLITES
        return self.chairs.none() if nobody else self.empty_chairs()

    def empty_chairs(self):
        """Chairs that nobody sits on or is called to, lowest number first; spare ones stand by."""
        held = FilteredRelation("stays", condition=Q(stays__left_at=None))
        standing = self.chairs.annotate(held=held).filter(held=None, retired_at=None)
        return standing.exclude(kind=Chair.Kind.SPARE)

    def waiting(self):
        """Wishes for a chair in their order: not called yet, not missed, of people who are still in the room."""
        return self.entries.filter(
            ended_at=None, called_at=None, missed_at=None, participant__left_at=None, hand=False
        ).exclude(kind="procedure")

    def has_speaker_lately(self):
        """Whether words that are written down now have a turn to belong to."""
        lately = Q(ended_at=None) | Q(ended_at__gte=timezone.now() - WORDS_AFTERWARDS)
        return self.turns.filter(lately).exists()

    def running_turn(self):
        return self.turns.filter(ended_at=None).select_related("participant").first()

    def moderator_speaks(self):
        """The turn of the moderator that runs, or None."""
        return self.moderator_turns.filter(ended_at=None).first()


class Chair(models.Model):
    """A place in the circle. A retired chair is put aside and keeps its history."""

    class Kind(models.TextChoices):
        OPEN = "open", _("open to everybody")
        CORE = "core", _("of the core, who are not asked to make room")
        SPARE = "spare", _("spare, used where two have come at once")
        GUEST = "guest", _("for a guest of the moment")

    fishbowl = models.ForeignKey(Fishbowl, on_delete=models.CASCADE, related_name="chairs")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)])
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.OPEN)
    version = models.PositiveIntegerField(default=0)  # raised whenever the chair changes hands: what a press has seen
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["fishbowl", "number"], name="one_chair_a_number"),
            models.CheckConstraint(condition=Q(kind__in=["open", "core", "spare", "guest"]), name="known_chair"),
        ]
