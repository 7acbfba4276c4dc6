"""Who meets, what about, and when: workshops with their stages, people, role links, cases, questions, statements."""

import secrets
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshop.ready import Ready
from workshop.text import folded

# Without vowels and without signs that are taken for each other (0 O 1 I L 2 Z 5 S 8 B U V).
CODE_ALPHABET = "CDFGHJKMNPQRTWXY34679"
CODE_LENGTH = 6


def new_code():
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_return_code():
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


def new_epoch():
    return secrets.token_hex(4)


def new_door_key():
    return secrets.token_urlsafe(16)


class Consent(models.TextChoices):
    """How far a contribution may travel. No choice means: it stays in the room."""

    UNSAID = "", _("not chosen: stays in the room")
    ROOM = "room", _("What I write stays in the room")
    CITY = "city", _("It may be published with my city")
    NAME = "name", _("It may be published with my name and function, once I have checked the quote")


class Workshop(models.Model):
    """One peer-learning workshop. Its row is the lock that every change holds, and carries the revision."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    door_key = models.CharField(max_length=24, unique=True, default=new_door_key)  # what the QR code carries
    title = models.CharField(max_length=160)
    topic = models.CharField(max_length=300, blank=True)
    framing = models.TextField(blank=True, help_text=_("Why the theme matters, 150 words at most."))
    questions = models.JSONField(default=list, blank=True)  # learning questions, a list of sentences
    goals = models.JSONField(default=list, blank=True)  # [[8, "Decent work and economic growth"], ...]
    partners = models.JSONField(default=list, blank=True)  # [["UCLG", "coordinator"], ...]: name, part
    organizer = models.CharField(max_length=160, blank=True)
    occasion = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=160, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)  # of the venue; the server's where nothing is said
    attendance = models.CharField(max_length=160, blank=True)  # as published, where nobody joined by phone
    cities = models.JSONField(default=list, blank=True)  # names offered on the join form
    source = models.TextField(blank=True)  # where published facts come from
    is_demo = models.BooleanField(default=False)
    is_rehearsal = models.BooleanField(default=False, editable=False)  # a copy to try things in, marked everywhere
    created_at = models.DateTimeField(default=timezone.now)
    doors_closed_at = models.DateTimeField(null=True, blank=True)
    stage = models.ForeignKey("Stage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    epoch = models.CharField(max_length=8, default=new_epoch)
    revision = models.PositiveBigIntegerField(default=0)
    organizers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="workshops", blank=True)

    def __str__(self):
        return f"{self.title} ({self.code})"

    @property
    def spoken_code(self):
        return f"{self.code[:3]} {self.code[3:]}"

    @property
    def zone(self):
        """The venue's time zone, as tzinfo."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else timezone.get_default_timezone()
        except (ZoneInfoNotFoundError, ValueError):
            return timezone.get_default_timezone()

    @property
    def doors_open(self):
        return self.doors_closed_at is None

    def present(self):
        """The people in the room; examples of a past walk are no people."""
        return self.participants.filter(left_at=None, is_example=False)

    def case(self, number):
        """Its case of this number, or None."""
        if case := _cases.first(self.pk, number):
            case.workshop = self
        return case

    def known_cities(self):
        """Cities to suggest: those named beforehand, of the cases, of people who joined; each once."""
        cases = self.cases.values_list("city", flat=True)
        people = self.present().values_list("city", flat=True)
        return sorted({city for city in [*self.cities, *cases, *people] if city})


class Stage(models.Model):
    """A part of the programme, with a server deadline as its timer."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("Welcome")
        CASES = "cases", _("Cases")
        GALLERY = "gallery", _("Gallery walk")
        FISHBOWL = "fishbowl", _("Fishbowl")
        INSIGHTS = "insights", _("Insights")
        VISIT = "visit", _("Field visit")
        CLOSING = "closing", _("Closing")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=80)
    guide = models.TextField(blank=True)  # what people are asked to do now, one or two sentences
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=15, validators=[MinValueValidator(1), MaxValueValidator(600)])
    started_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workshop", "position"], name="one_stage_a_position")]

    def __str__(self):
        return self.title

    @property
    def is_paused(self):
        return self.paused_at is not None

    def left(self, now=None):
        """The time left, as a timedelta; negative once the deadline is past; None before the start."""
        if self.ends_at is None:
            return None
        return self.ends_at - (self.paused_at or now or timezone.now())


class Participant(models.Model):
    """A person in the room: joined by phone, or added by a facilitator for somebody without one."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField()  # short, spoken, tells two people of one name apart
    name = models.CharField(max_length=80)
    function = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    return_code = models.CharField(max_length=8, default=new_return_code)
    has_phone = models.BooleanField(default=True)
    is_listener = models.BooleanField(default=False)  # came in without a name: hears, writes, and has no place to speak
    named_at = models.DateTimeField(null=True, blank=True)  # what a listener wrote before then goes without the name
    is_example = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_number_a_person"),
            models.UniqueConstraint(fields=["workshop", "return_code"], name="one_return_code_a_person"),
            models.UniqueConstraint(fields=["workshop", "client_key"], name="nobody_joins_twice"),
            models.CheckConstraint(condition=Q(consent__in=["", "room", "city", "name"]), name="known_consent"),
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    def is_alone(self):
        """Whether nobody else here comes from the same city, so that its name tells who this is."""
        others = self.workshop.participants.filter(is_example=False).exclude(pk=self.pk)
        return folded(self.city) not in map(folded, others.values_list("city", flat=True).distinct())

    @property
    def initials(self):
        words = self.name.split()
        return "".join(word[0] for word in words[:2]).upper() or "?"


class RoleLink(models.Model):
    """A link that gives a role to whoever opens it, until it is revoked. Only its hash is kept."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Facilitator")
        COFACILITATOR = "cofacilitator", _("Co-facilitator")
        STEWARD = "steward", _("Steward")
        NOTE_TAKER = "note_taker", _("Note taker")
        RAPPORTEUR = "rapporteur", _("Rapporteur")
        STATION_HOST = "station_host", _("Station host")
        CASE_OWNER = "case_owner", _("Case owner")
        PROJECTOR = "projector", _("Projector")
        ORGANIZER = "organizer", _("Organizer")  # signs an account in: `user` is set, `workshop` may not be

    workshop = models.ForeignKey(Workshop, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE)
    case = models.ForeignKey("Case", null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    role = models.CharField(max_length=13, choices=Role.choices)
    label = models.CharField(max_length=80, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    once = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return self.label or self.get_role_display()


class Case(models.Model):
    """A city's practice as its owner tells it, in the fixed slots that poster and note are made of."""

    class Motif(models.TextChoices):
        """What the cover draws, once for each unit of the counted figure."""

        WINDOWS = "windows", _("lit windows")
        BAYS = "bays", _("bays of a hall")
        SHOES = "shoes", _("pairs of shoes")
        BLOCKS = "blocks", _("city blocks")
        DOTS = "dots", _("people as dots")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField()  # also its station's number
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=120, blank=True)  # "Technopole Angus"
    title = models.CharField(max_length=160)
    standfirst = models.TextField(blank=True)
    background = models.TextField(blank=True)
    approach = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    motif = models.CharField(max_length=8, choices=Motif.choices, default=Motif.DOTS)
    cover_count = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(400)])
    cover_alt = models.CharField(max_length=300, blank=True)
    cover_credit = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="one_case_a_number")]

    def __str__(self):
        return f"{self.city}: {self.place or self.title}"

    @property
    def colour(self):
        """Which of the plan's place colours this case wears (1-4, then again from 1)."""
        return (self.number - 1) % 4 + 1


_cases = Ready(lambda workshop, number: Case.objects.filter(workshop=workshop, number=number).order_by())


class Fact(models.Model):
    """One figure of a case, as a number with its unit, date and source. Text stands beside, never instead."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    value_to = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)  # a range's end
    unit = models.CharField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=20, blank=True)  # "about", "over", "up to"
    as_of = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    quantity = models.CharField(max_length=60, blank=True)  # same quantity twice in a case: must agree
    total_of = models.CharField(max_length=60, blank=True)  # this fact is the total of that group
    part_of = models.CharField(max_length=60, blank=True)  # this fact is a part of that group
    is_key = models.BooleanField(default=False)  # stands large on the poster

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="one_fact_a_position")]

    def __str__(self):
        return f"{self.label}: {self.value}"


class Footnote(models.Model):
    """A remark to a case's text, numbered through the note."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="footnotes")
    position = models.PositiveSmallIntegerField()
    slot = models.CharField(max_length=12, default="background")  # the case field it belongs to
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="one_footnote_a_position")]


class QuestionQuerySet(models.QuerySet):
    def standing(self):
        """Questions that were neither taken back nor hidden."""
        return self.filter(withdrawn_at=None, hidden_at=None)

    def still_open(self):
        """Standing questions that nobody has answered, or whose asker says that they are not answered."""
        return self.standing().filter(Q(answered_at=None) | Q(heard=Question.Heard.NOT))

    def waiting(self):
        """Open questions of people here that could become a topic of the circle: those of most cities first."""
        asked = self.still_open().filter(taken_up_at=None, is_example=False)
        return asked.order_by("-cities_too", "asked_at", "id")


class Question(models.Model):
    """What somebody needs to know: asked at a poster or in the room, taken up in the circle, answered by an owner.

    Where it hangs on a wall as a note, the gallery keeps its words and its fate the same as the note's.
    """

    class Heard(models.TextChoices):
        """What the asker says about the answer."""

        ANSWERED = "answered", _("Answered")
        PARTLY = "partly", _("Partly answered")
        NOT = "not", _("Not answered")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="open_questions")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(validators=[MaxLengthValidator(1000)])
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # its asker agrees to the name beside it
    asked_at = models.DateTimeField(default=timezone.now)
    cities_too = models.PositiveSmallIntegerField(default=0)  # other cities that said: ours too
    taken_up_at = models.DateTimeField(null=True, blank=True)  # it became a topic of the circle
    answer = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])  # empty where answered aloud
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    answered_as = models.CharField(max_length=13, choices=RoleLink.Role.choices, blank=True)
    answer_consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    heard = models.CharField(max_length=8, choices=Heard.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "client_key"], name="no_question_twice"),
            models.CheckConstraint(condition=Q(heard__in=["", "answered", "partly", "not"]), name="known_verdict"),
        ]
        indexes = [models.Index(fields=["case", "asked_at"], name="questions_to_a_case")]

    def __str__(self):
        return self.text[:60]

    @property
    def stands(self):
        return self.withdrawn_at is None and self.hidden_at is None

    @property
    def is_open(self):
        return self.stands and (self.answered_at is None or self.heard == self.Heard.NOT)


class Statement(models.Model):
    """What somebody said, caught in words: a published paraphrase, or taken down in the room and then checked."""

    class Kind(models.TextChoices):
        PARAPHRASE = "paraphrase", _("Paraphrase, published source")
        STATEMENT = "statement", _("Statement, in the note taker's words")
        QUOTE = "quote", _("Quote, word for word")
        POINT = "point", _("Point left in writing by whoever was not heard")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="statements")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(max_length=2000)
    speaker = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="statements"
    )
    speaker_name = models.CharField(max_length=80, blank=True)  # of a published source only
    speaker_function = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    typed_as = models.CharField(max_length=13, choices=RoleLink.Role.choices, blank=True)  # by whom: their role, and
    typed_by = models.ForeignKey(RoleLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")  # link
    created_at = models.DateTimeField(default=timezone.now)
    original = models.TextField(
        max_length=2000, blank=True
    )  # as it was taken down, where its speaker said it otherwise
    sent_at = models.DateTimeField(null=True, blank=True)  # its speaker was asked to read it
    checked_at = models.DateTimeField(null=True, blank=True)  # the speaker has read it and agrees
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # the speaker had agreed and does not any more
    hidden_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "client_key"], name="no_statement_twice")]

    class State(models.TextChoices):
        """Where a quote stands on its way from the note taker to the note."""

        CAPTURED = "captured", _("taken down")
        SENT = "sent", _("with its speaker")
        APPROVED = "approved", _("agreed to")
        EDITED = "edited", _("agreed to in other words")
        CITY_ONLY = "city_only", _("agreed to with the city alone")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")

    @property
    def state(self):
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.refused_at:
            return self.State.REFUSED
        if not self.checked_at:
            return self.State.SENT if self.sent_at else self.State.CAPTURED
        if self.original:
            return self.State.EDITED
        return self.State.CITY_ONLY if self.travels == Consent.CITY else self.State.APPROVED

    @property
    def typist(self):
        """Who took it down, for those who run the workshop: the link's own name, else the role; empty where nobody."""
        return str(self.typed_by) if self.typed_by else self.get_typed_as_display() if self.typed_as else ""

    @property
    def travels(self):
        """How far it may travel: as chosen for it, else as its speaker chose for everything."""
        return self.consent or (self.speaker.consent if self.speaker else "") or Consent.ROOM


class Photo(models.Model):
    """A picture somebody took, re-encoded by us, with its caption, credit and consent."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="photos")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="photos")
    by = models.ForeignKey(Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="photos")
    file = models.CharField(max_length=80)  # a random name below the data folder's pictures/
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(max_length=200)
    credit = models.CharField(max_length=120, blank=True)
    consent = models.CharField(max_length=4, choices=Consent.choices, default=Consent.UNSAID, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    client_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "client_key"], name="no_photo_twice")]


class Press(models.Model):
    """A press of a button that has had its effect, so that its replay has none."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="presses")
    client_key = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "client_key"], name="no_press_twice")]
