"""The note as a publication: its paper, what was edited by hand, who has approved what, and its frozen editions."""

import secrets

from django.db import models
from django.utils import timezone

from workshop.models import CODE_ALPHABET, Case, Workshop

LICENCE = "CC BY 4.0"


def new_key():
    """Of the public address; it opens no door of the workshop."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(10)).lower()


class Paper(models.Model):
    """What a workshop's note says about itself. Its row also stands for the note's public address."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="paper")
    key = models.CharField(max_length=10, unique=True, default=new_key)
    series = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=20, blank=True)
    licence = models.CharField(max_length=120, blank=True, default=LICENCE)
    contact = models.CharField(max_length=200, blank=True)
    credits = models.TextField(blank=True)
    visit = models.TextField(blank=True)  # the field visit, in a few sentences
    nameless_at = models.DateTimeField(null=True, blank=True)  # since when the Chatham House Rule is kept

    @property
    def is_nameless(self):
        return self.nameless_at is not None


class Logo(models.Model):
    """A partner's sign, for the cover of the note."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="logos")
    name = models.CharField(max_length=120)  # the partner's: what stands for the sign where it can't be seen
    file = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name


class Edit(models.Model):
    """What somebody did by hand to one piece of the note: other words, another place, or away with it.

    `original` is what stood there when it was changed, `rested_on` how far each of its sources told of its person.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="edits")
    key = models.CharField(max_length=80)
    text = models.TextField(null=True, blank=True)  # None: as it was written by itself
    original = models.TextField(blank=True)
    rested_on = models.JSONField(default=dict, blank=True)
    after = models.CharField(max_length=80, null=True, blank=True)  # the piece it follows now; "" is first of all
    moved_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["moved_at", "id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="one_edit_a_piece")]


class Approval(models.Model):
    """Somebody has read a case's section, or as second reader the whole note, and agrees to what stood there then."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="approvals")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="approvals")
    by = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]


class Publication(models.Model):
    """An edition as it was published, frozen with its checksum. What was withdrawn since closes it to readers."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    document = models.JSONField(default=dict)  # emptied when the edition is closed
    reaches = models.JSONField(default=dict)  # how far each source told of its person then
    checksum = models.CharField(max_length=64)
    changes = models.JSONField(default=list)  # sentences, against the edition before
    by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    seen_revision = models.CharField(max_length=32, blank=True)  # of the workshop, when consent was last looked at
    closed_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_edition_a_number"),
            models.UniqueConstraint(fields=["workshop", "client_key"], name="no_edition_twice"),
        ]

    def __str__(self):
        return f"{self.title}, {self.number}"


class Archived(models.Model):
    """What an imported archive holds: the workshop's note is this, whatever is done to its cases afterwards."""

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="archived")
    language = models.CharField(max_length=8)
    edition = models.TextField()  # JSON as text: a database that sorts its keys would lose their order
    pictures = models.JSONField(default=dict)  # the archive's name of a picture: the name under which it is kept here
    imported_at = models.DateTimeField(default=timezone.now)


class Making(models.Model):
    """A file that is being made off the request, for whoever asked for it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="makings")
    key = models.CharField(max_length=32, unique=True)  # of its address and its file
    format = models.CharField(max_length=10)
    edition = models.CharField(max_length=8)
    name = models.CharField(max_length=200)  # of the file that is handed out
    share = models.PositiveSmallIntegerField(default=0)  # how much of it is done, of 100
    started_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
