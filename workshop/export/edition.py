"""What a note is made of: plain data that has passed the consent gate, and nothing beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workshop.text import folded

PUBLIC, INTERNAL = "public", "internal"


@dataclass(frozen=True)
class Who:
    """Somebody, as far as they agreed to be named; empty is 'a participant'."""

    name: str = ""
    function: str = ""
    city: str = ""

    @property
    def label(self):
        return ", ".join(part for part in (self.name, self.function, self.city) if part)

    @property
    def reach(self):
        """How far the person is told: 2 by name, 1 by city, 0 not at all."""
        return 2 if self.name else 1 if self.city else 0


@dataclass(frozen=True)
class Hung:
    """Where and how a note hangs: what it is about, its round, whether it came later, what it was merged into."""

    about: str = ""
    round: int | None = None
    is_late: bool = False
    on_paper: bool = False
    cities_too: int = 0
    merged_into: str = ""


@dataclass(frozen=True)
class Answer:
    """What was answered to a question; without text that it was answered, aloud or not to be published."""

    text: str
    who: Who
    heard: str  # what the asker says: answered, partly, not, or nothing


@dataclass(frozen=True)
class Said:
    """A note on a wall, or a statement: its kind, its words and whose they are."""

    id: str
    kind: str
    word: str
    text: str
    who: Who
    at: datetime
    case: int | None = None
    source: str = ""
    is_example: bool = False
    kept: str = ""  # why it is in an internal edition only: "room" or "unchecked"
    is_changed: bool = False  # by its speaker, on reading it
    taken_by: str = ""  # who typed it; in an internal edition alone
    hung: Hung = Hung()
    answer: Answer | None = None

    @property
    def stays_open(self):
        """Whether nobody has answered it, or its asker says that it is not answered."""
        return self.answer is None or self.answer.heard == "not"


@dataclass(frozen=True)
class Photo:
    id: str
    file: str
    width: int
    height: int
    caption: str
    credit: str
    at: datetime
    case: int | None = None
    who: Who = Who()
    kept: str = ""


@dataclass(frozen=True)
class Figure:
    """A fact of a case: as written for readers, and as a number."""

    id: str
    label: str
    display: str
    value: Decimal
    value_to: Decimal | None
    unit: str
    qualifier: str
    as_of: str
    source: str
    is_key: bool
    is_date: bool
    number: str
    words: str
    quantity: str = ""
    part_of: str = ""
    total_of: str = ""


@dataclass(frozen=True)
class Dots:
    case: int
    cities: int
    dots: int
    is_example: bool


@dataclass(frozen=True)
class Vote:
    id: str
    case: int
    who: Who
    at: datetime
    is_example: bool
    note: str = ""  # the id of the note it lies on; nothing: on the poster


@dataclass(frozen=True)
class Chapter:
    """A case as its owner tells it, with what came of it in the room."""

    id: str
    number: int
    colour: int
    city: str
    country: str
    place: str
    title: str
    slots: dict[str, str]
    contact: str
    cover: str  # drawn anew wherever it is shown
    motif: str
    cover_count: int
    cover_alt: str
    cover_credit: str
    figures: list[Figure]
    findings: list[str]
    footnotes: list[tuple[str, str, str]]  # (id, slot, text)
    statements: list[Said]
    notes: list[Said]
    photos: list[Photo]
    dots: list[Dots]


@dataclass(frozen=True)
class Part:
    """A stage as it was planned and as it ran."""

    id: str
    kind: str
    word: str
    title: str
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Turn:
    id: str
    who: Who
    started_at: datetime
    seconds: int
    is_running: bool


@dataclass(frozen=True)
class Stay:
    id: str
    chair: int
    who: Who
    called_at: datetime | None
    seated_at: datetime | None
    left_at: datetime | None
    exit: str


@dataclass(frozen=True)
class Wish:
    """An entry in the queue; its topic is there only where its person agreed to publish what they write."""

    id: str
    outcome: str
    word: str
    who: Who
    topic: str
    asked_at: datetime
    waited: int  # seconds, until it ended or until now


@dataclass(frozen=True)
class Share:
    """What a city had of the circle; the last share holds everybody who did not agree to show their city."""

    city: str
    people: int
    turns: int
    seconds: int


@dataclass(frozen=True)
class Noticed:
    """A listener's note: what they listened for, in which circle and while which turn."""

    id: str
    fishbowl: str
    turn: str
    lens: str
    text: str
    who: Who
    at: datetime
    is_example: bool = False
    kept: str = ""


@dataclass(frozen=True)
class Parked:
    """What the circle put aside for later: in which, while which turn, and what became of it."""

    id: str
    fishbowl: str
    turn: str
    text: str
    became: str  # parked, topic (of this circle), or talked (about, as such)
    who: Who  # who spoke then; in an internal edition alone
    at: datetime
    kept: str = ""


@dataclass(frozen=True)
class Circle:
    id: str
    question: str
    is_example: bool
    people: int
    cities: int
    seconds: int
    median: int
    turns: list[Turn]
    stays: list[Stay]
    wishes: list[Wish]
    shares: list[Share]
    called: str = ""  # among several
    is_synthesis: bool = False  # all others met in it

    @property
    def unheard(self):
        return [wish for wish in self.wishes if wish.outcome == "unheard"]

    @property
    def was_used(self):
        return bool(self.turns or self.stays or self.wishes)


@dataclass(frozen=True)
class Heard:
    """All circles of the day together: each person and each city once."""

    circles: int = 0  # in which somebody spoke
    people: int = 0
    cities: int = 0
    seconds: int = 0


@dataclass(frozen=True)
class Card:
    id: str
    case: int | None
    stance: str
    stance_word: str
    what: str
    target: str
    change: str
    next_step: str
    by_months: int | None
    by_word: str
    who: Who
    at: datetime
    is_example: bool
    themes: list[str]
    ratings: dict[str, tuple[str, str]]  # id of a condition: (state, its word)
    kept: str = ""
    target_is: str = "city"
    other_condition: str = ""
    other_state: str = ""
    actors: list[str] = field(default_factory=list)
    readiness: str = ""
    effort: str = ""
    confidence: int | None = None
    confidence_after: int | None = None
    wants_contact: bool = False
    can_help: bool = False
    late: bool = False
    says: list[tuple[str, str, str]] = field(default_factory=list)  # of others: kind, because, city
    progress: list[tuple[int, str, str]] = field(default_factory=list)  # months later: state, words


@dataclass(frozen=True)
class Meeting:
    """Two who agreed to meet, and how each can be reached; for the internal edition alone."""

    case: int
    asker: str
    asker_contact: str
    helper: str
    helper_contact: str


@dataclass(frozen=True)
class Raised:
    """Who stands behind a theme with any kind of text: the cities that may be named, and on which cases.

    None for how many where they are too few to be told.
    """

    people: int | None
    cities: int | None
    named: list[str]
    cases: list[int]
    is_example: bool = False


@dataclass(frozen=True)
class Theme:
    id: str
    title: str
    statement: str
    source: str
    is_example: bool
    dissent: str = ""
    raised: list[Raised] = field(default_factory=list)  # by people here, by those of a past walk


@dataclass(frozen=True)
class Person:
    id: str
    who: Who
    is_example: bool


@dataclass(frozen=True)
class Paper:
    """The note as a publication."""

    series: str = ""
    number: str = ""
    licence: str = ""
    contact: str = ""
    credits: str = ""
    visit: str = ""
    is_nameless: bool = False  # the Chatham House Rule: what was said may be used, who said it may not be told


@dataclass(frozen=True)
class Logo:
    id: str
    file: str
    name: str  # the partner's


@dataclass(frozen=True)
class Hand:
    """What was done by hand to one piece of the note: other words, another place, or away with it."""

    key: str
    text: str | None = None
    after: str | None = None
    is_dropped: bool = False


@dataclass(frozen=True)
class Presence:
    """How many took part; cities bear a name only where somebody of theirs agreed to show it."""

    people: int
    cities: int
    named: list[str]
    silent: int = 0  # cities of which nobody wrote or spoke, published or not

    @property
    def unnamed(self):
        return self.cities - len(self.named)


@dataclass(frozen=True)
class Coverage:
    """What became of all contributions of one kind; examples are not counted."""

    kind: str
    word: str
    published: int
    room: int
    unchecked: int
    withdrawn: int
    hidden: int
    refused: int

    @property
    def written(self):
        return self.published + self.room + self.unchecked + self.withdrawn + self.hidden + self.refused


@dataclass(frozen=True)
class Edition:
    """Everything that may be published of a workshop, as it was at one revision; internally, also what may not."""

    name: str  # public or internal
    code: str
    epoch: str
    revision: int
    made_at: datetime | None
    title: str
    topic: str
    framing: str
    questions: list[str]
    goals: list[tuple[int, str]]
    partners: list[tuple[str, str]]
    organizer: str
    occasion: str
    place: str
    venue: str
    held_on: date | None
    attendance: str
    source: str
    is_demo: bool
    presence: Presence
    coverage: list[Coverage]
    parts: list[Part]
    chapters: list[Chapter]
    circles: list[Circle]
    themes: list[Theme]
    conditions: dict[str, str]  # id: label
    cards: list[Card]
    statements: list[Said]
    photos: list[Photo]
    people: list[Person]
    dots_are_told: bool
    analyses: dict[
        bool, Any
    ]  # of the published cards: {False: those of people, True: examples}, as workshop.insights.analyses
    response: dict[str, int]  # how many of those present wrote a card, published or not: present, written, silent
    evidence: list = field(default_factory=list)  # (theme id, id of a card, note, statement or entry, is it named)
    votes: list[Vote] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    paper: Paper = Paper()
    is_rehearsal: bool = False
    time_zone: str = ""
    number: int = 0  # of a published edition
    noticed: list[Noticed] = field(default_factory=list)  # by listeners round the circle
    parked: list[Parked] = field(default_factory=list)
    asked: list[Said] = field(default_factory=list)  # questions that hang on no wall
    heard: Heard = Heard()
    logos: list[Logo] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)  # in the order in which pieces were moved

    @property
    def is_internal(self):
        return self.name == INTERNAL

    @property
    def all_statements(self):
        return [*(said for chapter in self.chapters for said in chapter.statements), *self.statements]

    @property
    def all_notes(self):
        return [note for chapter in self.chapters for note in chapter.notes]

    @property
    def all_photos(self):
        return [*(photo for chapter in self.chapters for photo in chapter.photos), *self.photos]

    @property
    def contributions(self):
        """Everything here that somebody wrote, said or took, each with how far it travels."""
        told = [*self.all_notes, *self.all_statements, *self.all_photos, *self.cards]
        return [*told, *self.noticed, *self.parked, *self.asked]

    @property
    def whose(self):
        """Whose each contribution of people here is, and each answer, as far as it is told."""
        people = [each for each in self.contributions if not getattr(each, "is_example", False)]
        answers = [each.answer for each in people if getattr(each, "answer", None) and each.answer.text]
        return [each.who for each in (*people, *answers)]

    @property
    def reaches(self):
        """How far each thing that somebody agreed to is told of its person: {id: Who.reach}."""
        told = self.contributions
        told += [each for circle in self.circles for each in (*circle.wishes, *circle.turns, *circle.stays)]
        cities = {f"city-{folded(city)}": 1 for city in self.cities_shown}
        answers = {f"answer-{note.id}": 1 for note in self.all_notes if note.answer and note.answer.text}
        return cities | answers | {each.id: each.who.reach for each in (*told, *self.people) if each.id}

    @property
    def cities_shown(self):
        """Cities that stand somewhere because somebody of theirs agreed to it."""
        shares = [share.city for circle in self.circles for share in circle.shares if share.city]
        return sorted({*self.presence.named, *shares})

    @property
    def has_examples(self):
        told = [*self.cards, *self.all_notes, *self.all_statements, *self.circles]
        return any(each.is_example for each in told)
