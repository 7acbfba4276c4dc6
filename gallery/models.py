"""What people leave at the posters: notes of three kinds, words beside them, and dots for what is most useful."""

from datetime import timedelta

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.planner import letter
from workshop.models import Case, Consent, Participant, Question, RoleLink, Stage, Workshop
from workshop.text import folded

MOST_DOTS = 20


class Walls(models.Model):
    """How the walls of a workshop are kept: when others' notes are seen, and what the dots are placed on."""

    class Seen(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        OWN_FIRST = "own_first", _("Own first: who has left a note at a poster sees what others left there")
        AFTER_ROUND = "after_round", _("After the round")

    class DotsOn(models.TextChoices):
        POSTERS = "posters", _("Posters: most useful for my city")
        NOTES = "notes", _("Notes: most useful for my city")

    workshop = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="walls")
    seen = models.CharField(max_length=11, choices=Seen.choices, default=Seen.AT_ONCE)
    dots_on = models.CharField(max_length=7, choices=DotsOn.choices, default=DotsOn.POSTERS)
    dots_each = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_DOTS)]
    )
    dots_on_one = models.PositiveSmallIntegerField(  # most dots of one person on one poster or note
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_DOTS)]
    )
    dots_by_hand = models.BooleanField(default=False)  # only once somebody opens the vote; else as long as the walk
    vote_opened_at = models.DateTimeField(null=True, blank=True)
    vote_closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen__in=["at_once", "own_first", "after_round"]), name="known_rule_of_seeing"
            ),
            models.CheckConstraint(condition=Q(dots_on__in=["posters", "notes"]), name="known_place_of_dots"),
        ]


class NoteQuerySet(models.QuerySet):
    def on_the_wall(self):
        """Notes that people in the room may read: neither taken back, nor hidden, nor part of another note."""
        return self.filter(withdrawn_at=None, hidden_at=None, merged_into=None)

    def with_words(self):
        """With everything that hangs beside a note: answers, what was merged into it, who said “true for us too”."""
        echoes = models.Prefetch("echoes", Echo.objects.select_related("participant"))
        merged = Note.objects.filter(withdrawn_at=None, hidden_at=None).select_related("author")
        merged = models.Prefetch("merged", merged.prefetch_related(echoes))
        return self.select_related("author", "case", "question").prefetch_related(echoes, merged)


class Note(models.Model):
    """A slip on a poster's wall: one idea, its kind, its author's choice of how far it may travel."""

    class Kind(models.TextChoices):
        TAKE = "take", _("Take home")
        CONDITION = "condition", _("Condition")
        QUESTION = "question", _("Question")

    class About(models.TextChoices):
        """The section of the poster it is tied to; nothing: the whole poster."""

        APPROACH = "approach", _("What they did")
        LESSONS = "lessons", _("What they learned")
        BACKGROUND = "background", _("Where they began")
        OUTCOMES = "outcomes", _("What came of it")
        PARTNERS = "partners", _("Who does it together")
        COST = "cost", _("What it costs, who pays")
        NEXT_STEPS = "next_steps", _("What comes next")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="notes")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    paper_city = models.CharField(max_length=80, blank=True)  # as written on a paper card of nobody known
    on_paper = models.BooleanField(default=False)  # a helper typed it from a paper card
    about = models.CharField(max_length=10, choices=About.choices, blank=True)
    question = models.OneToOneField(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="note")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    text = models.TextField(validators=[MaxLengthValidator(1000)])
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True, blank=True)  # when its first letter was typed, by the server's clock
    walk = models.ForeignKey("Walk", null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    round = models.PositiveSmallIntegerField(null=True, blank=True)  # in which it was begun
    due_at = models.DateTimeField(null=True, blank=True)  # when that round, or the walk, was over: it came later
    changed_at = models.DateTimeField(null=True, blank=True)  # its author found better words
    checked_at = models.DateTimeField(null=True, blank=True)  # its author agrees to the name beside it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_why = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "client_key"], name="no_note_twice"),
            models.CheckConstraint(condition=Q(kind__in=["take", "condition", "question"]), name="known_note_kind"),
        ]
        indexes = [models.Index(fields=["case", "created_at"], name="notes_of_a_wall")]

    def __str__(self):
        return self.text[:60]

    @property
    def on_the_wall(self):
        return self.withdrawn_at is None and self.hidden_at is None and self.merged_into_id is None

    @property
    def city(self):
        """The city it comes from; empty on a paper card that names none."""
        return self.author.city if self.author else self.paper_city

    @property
    def is_late(self):
        return self.due_at is not None

    def cities_too(self):
        """In how many other cities than its authors' somebody says that it is true there too."""
        together = [self, *self.merged.all()]
        own = {folded(each.city) for each in together}
        return len({folded(echo.participant.city) for each in together for echo in each.echoes.all()} - own)

    @property
    def travels(self):
        """How far the note may travel: as chosen for it, else as its author chose for everything."""
        return self.consent or (self.author and self.author.consent) or Consent.ROOM

    @property
    def wants_check(self):
        """Whether it may only go out with a name once its author has read it again."""
        return self.travels == Consent.NAME and self.checked_at is None


class Echo(models.Model):
    """Somebody says of another's note: true for my city too."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="echoes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="echoes")
    because = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "participant"], name="one_echo_a_note_a_person")]


class Vote(models.Model):
    """A dot on a poster or on one of its notes: most useful for my city. Taken back by removing it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="votes")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="votes")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    dot = models.PositiveSmallIntegerField(null=True, default=1)  # which of theirs; none: a merge set it aside
    layer = models.PositiveSmallIntegerField(default=1)  # the person's first, second dot on the same thing
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "voter", "layer"], condition=Q(note=None), name="one_dot_a_poster_a_person"
            ),
            models.UniqueConstraint(
                fields=["note", "voter", "layer"], condition=~Q(note=None), name="one_dot_a_note_a_person"
            ),
            models.UniqueConstraint(fields=["voter", "dot"], name="no_dot_twice"),
            models.CheckConstraint(condition=Q(dot=None) | Q(dot__range=(1, MOST_DOTS)), name="known_dot"),
        ]


class Walk(models.Model):
    """A gallery walk with its settings, ready once it is made. Without one everybody walks as they like."""

    class Variant(models.TextChoices):
        ROTATING = "rotating", _("Groups move together")
        HOSTED = "hosted", _("Hosts stay, groups move")
        SILENT = "silent", _("Everybody alone, in silence")
        FREE = "free", _("Everybody walks freely")
        GUIDED = "guided", _("One group is guided")
        SEATED = "seated", _("Everybody reads seated")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="walks")
    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="walk")
    variant = models.CharField(max_length=8, choices=Variant.choices, default=Variant.ROTATING)
    briefing_minutes = models.PositiveSmallIntegerField(default=3)  # of the parts round the rounds: 0 leaves it out
    hosts_minutes = models.PositiveSmallIntegerField(default=0)
    revisit_minutes = models.PositiveSmallIntegerField(default=4)
    vote_minutes = models.PositiveSmallIntegerField(default=2)
    debrief_minutes = models.PositiveSmallIntegerField(default=6)
    wanted_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # a round; nothing: as fits the stage
    wanted_size = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # people in a group; nothing: as fits the posters
    wanted_rounds = models.PositiveSmallIntegerField(null=True, blank=True)  # nothing: as many as posters
    round_minutes = models.PositiveSmallIntegerField(default=7)
    transit_seconds = models.PositiveSmallIntegerField(default=60)
    length = models.PositiveSmallIntegerField(default=0)  # how many rounds
    posters = models.PositiveSmallIntegerField(default=0)  # how many stations, as long as the groups last
    copies = models.PositiveSmallIntegerField(default=1)  # how often each poster hangs
    seed = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True, default=timezone.now)  # nothing: only its settings are there
    paused_at = models.DateTimeField(null=True, blank=True)
    read_out = models.PositiveSmallIntegerField(default=0)  # how far the debrief has come: notes, and then the result

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(variant__in=["rotating", "hosted", "silent", "free", "guided", "seated"]),
                name="known_walk_variant",
            )
        ]

    @property
    def rounds(self):
        """Its rounds, in their order."""
        return Round.objects.filter(walk=self)

    @property
    def way(self):
        """The time to walk from one station to the next; none where nobody walks on a signal."""
        return timedelta(seconds=0 if self.is_seated or self.is_free else self.transit_seconds)

    def minutes_of(self, kind):
        """What a part round the rounds lasts."""
        return getattr(self, f"{kind}_minutes")

    @property
    def has_groups(self):
        return self.variant != self.Variant.FREE

    @property
    def is_hosted(self):
        return self.variant == self.Variant.HOSTED

    @property
    def is_silent(self):
        return self.variant == self.Variant.SILENT

    @property
    def is_free(self):
        return self.variant == self.Variant.FREE

    @property
    def is_guided(self):
        return self.variant == self.Variant.GUIDED

    @property
    def is_seated(self):
        return self.variant == self.Variant.SEATED

    @property
    def has_letters(self):
        """Whether groups are told apart by letters."""
        return self.variant in (self.Variant.ROTATING, self.Variant.HOSTED)


class Station(models.Model):
    """A poster's place in the order of a walk."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="stations")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stations")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["walk", "position"], name="one_station_a_position")]


class Group(models.Model):
    """People who walk together; called by a letter."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    merged_at = models.DateTimeField(null=True, blank=True)  # its people went with another group

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["walk", "position"], name="one_group_a_letter")]

    def __str__(self):
        return self.letter

    @property
    def letter(self):
        return letter(self.position)


class Membership(models.Model):
    """Somebody in a group, with the wishes that brought them there."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="memberships")
    pod = models.CharField(max_length=40, blank=True)  # the language they want to speak
    step_free = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["walk", "participant"], name="one_group_a_person")]


class Part(models.Model):
    """A part of a walk, from one deadline to the other: a stop of every group, or what comes before and after them."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", _("Briefing")
        ROUND = "round", _("Round")
        HOSTS = "hosts", _("Hosts’ round")
        REVISIT = "revisit", _("Look again")
        VOTE = "vote", _("Vote")
        DEBRIEF = "debrief", _("Debrief")

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ROUND)
    number = models.PositiveSmallIntegerField()  # their order: the briefing is 0, the rounds follow, then the rest
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)  # somebody ended it before or after its time

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["walk", "number"], name="one_round_a_number")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class RoundManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Part.Kind.ROUND)


class Round(Part):
    """One stop of every group."""

    objects = RoundManager()

    class Meta:
        proxy = True


class ReadAloud(models.Model):
    """A note that is read aloud in the debrief of a walk."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="aloud")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["walk", "note"], name="no_note_aloud_twice")]


class Host(models.Model):
    """Somebody who stays at a station and tells of its case: as a participant, or with nothing but a role link."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hosts")
    participant = models.OneToOneField(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="hosting"
    )
    link = models.ForeignKey(RoleLink, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["link"], name="one_station_a_host_link"),
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(link__isnull=False), name="a_host_is_somebody"
            ),
        ]


class Pitch(models.Model):
    """The two minutes in which a host tells of the case; started anew for each group."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="pitch")
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()


class Wish(models.Model):
    """What somebody needs on the walk. Told to nobody; the groups are made so that it is kept."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="wish")
    pod = models.CharField(max_length=40, blank=True)  # the language they want to speak, folded
    step_free = models.BooleanField(default=False)
