"""Themes, what they rest on, what people say to them, what the projector shows, and what was done at the desk."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fishbowl.models import Entry
from gallery.models import Note
from workshop.models import Participant, Statement, Workshop

KINDS = ("card", "note", "statement", "point")  # what a theme can rest on; each is a field of Evidence
MOST_THEMES = 2  # of one card, note, statement or point


class Theme(models.Model):
    """What several insights have in common, with a statement of at most 60 words and the dissent that was heard."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(max_length=80)
    statement = models.TextField(blank=True, validators=[MaxLengthValidator(600)])
    dissent = models.CharField(max_length=240, blank=True)
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)  # where a published statement comes from
    is_example = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    cards = models.ManyToManyField("insights.TransferCard", through="Evidence", related_name="themes")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "position"], name="one_theme_a_position")]

    def __str__(self):
        return self.title


class Evidence(models.Model):
    """One thing that a theme rests on: a card, a note, a statement, or a point that was not heard in the circle."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="evidence")
    card = models.ForeignKey(
        "insights.TransferCard", null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    statement = models.ForeignKey(Statement, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    point = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_named = models.BooleanField(default=False)  # stands as evidence beside the theme's statement
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["placed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_one_thing",
                condition=Q(*[(f"{kind}__isnull", kind != "card") for kind in KINDS])
                | Q(*[(f"{kind}__isnull", kind != "note") for kind in KINDS])
                | Q(*[(f"{kind}__isnull", kind != "statement") for kind in KINDS])
                | Q(*[(f"{kind}__isnull", kind != "point") for kind in KINDS]),
            ),
            *[models.UniqueConstraint(fields=["theme", kind], name=f"no_{kind}_twice_in_a_theme") for kind in KINDS],
        ]

    @property
    def kind(self):
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))


class Deed(models.Model):
    """Something done at the desk, with what it changed, so that it can be undone."""

    class Kind(models.TextChoices):
        PLACE = "place"
        TAKE_OUT = "take_out"
        NAME = "name"
        ADD = "add"
        SAY = "say"
        SHIFT = "shift"
        MERGE = "merge"
        SPLIT = "split"
        REMOVE = "remove"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.JSONField(default=dict)  # {"theme": title, "other": title, "n": things}
    change = models.JSONField(default=dict)  # workshop.insights.desk.deeds says how
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "client_key"], name="no_deed_twice")]


class Remark(models.Model):
    """What somebody says to a theme as it is read back to the room: it is wrong there, or something is missing."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("I see it differently")
        MISSING = "missing", _("Something is missing")

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.CharField(max_length=140)
    said_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)  # a rapporteur has dealt with it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="no_remark_twice"),
            models.CheckConstraint(condition=Q(kind__in=["wrong", "missing"]), name="known_remark"),
        ]


class Showing(models.Model):
    """What the projector shows of the insights: a theme read back, or one of the analyses; nothing is the map."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="showing")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    analysis = models.CharField(max_length=40, blank=True)
    page = models.PositiveSmallIntegerField(default=1)  # of an analysis that does not fit on one
    since = models.DateTimeField(default=timezone.now)
