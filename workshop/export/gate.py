"""The consent gate: the one place that decides what may leave the room and under which name, and counts the rest.

Text is published where it is neither withdrawn nor hidden and its author agreed to their city or their name. The name
stands beside it only once the author has checked it. What a note taker took down needs the speaker's check before it
is published at all. No choice means: it stays in the room. Under the Chatham House Rule no edition tells who anybody
is.
"""

from collections import Counter, defaultdict

from workshop.export.edition import Who
from workshop.insights.models import TransferCard
from workshop.models import Consent, Statement

PUBLISHED, ROOM, UNCHECKED = "published", "room", "unchecked"
WITHDRAWN, HIDDEN, REFUSED = "withdrawn", "hidden", "refused"
NAMELESS = TransferCard.NAMELESS
OPEN = (Consent.CITY, Consent.NAME, NAMELESS)


class Gate:
    """Knows the people of one workshop; asked about each contribution, it lets it through or counts it.

    An internal gate lets through what stays in the room as well, with its author's name, for those who prepare the
    note; what was taken back, hidden or refused passes neither.
    """

    def __init__(self, people, internal=False, nameless=False):
        self._internal, self.is_nameless = internal, nameless
        self._people = {person.pk: person for person in people}
        self._named = set()  # people who have seen their own words with their name beside them, and agreed
        self.heard = set()  # people who wrote or spoke, whatever became of it
        self.kept = {}  # why what an internal edition holds is not published: {(kind, pk): fate}
        self.fates = defaultdict(
            Counter
        )  # "notes": {"published": 12, "room": 3}; examples and published sources are not counted

    @property
    def counts_everything(self):
        """Whether the figures are about all that was said here, with every city."""
        return self._internal and not self.is_nameless

    def through(self, kind, rows, author="author_id"):
        """The rows that may be published, each with whose it is: [(row, Who), ...]."""
        passed = []
        for row in rows:
            person = self._people.get(getattr(row, author))
            fate = self._fate(row, person)
            self.heard.add(getattr(row, author))
            if not (getattr(row, "is_example", False) or _is_published_already(row)):
                self.fates[kind][fate] += 1
            if fate == PUBLISHED or (self._internal and fate in (ROOM, UNCHECKED)):
                passed.append((row, self._who(row, person)))
                self.kept |= {(kind, row.pk): fate} if fate != PUBLISHED else {}
                self._note_name(row, person)
        return passed

    def person(self, pk):
        """Somebody without words of theirs beside them: by name only once they have agreed to it beside some words.

        Ask after all contributions went through.
        """
        person = self._people.get(pk)
        if self.is_nameless:
            return Who()
        if self._internal and person and not person.is_listener:
            return Who(person.name, person.function, person.city)
        if person is None or person.is_listener or person.consent not in OPEN:
            return Who()
        if person.is_example or (person.consent == Consent.NAME and pk in self._named):
            return Who(person.name, person.function, person.city)
        return Who(city=person.city)

    def words(self, pk, text):
        """Words that carry no choice of their own: (text, Who) by the person's choice, or nothing."""
        person = self._people.get(pk)
        if self._internal and person:
            return text, self.person(pk)
        if person is None or person.consent not in OPEN:
            return "", Who()
        return text, Who() if self.is_nameless else self._city(person)

    def parked(self, pk, speaker):
        """Who stands beside words that were parked; None where they stay in the room.

        Parked while somebody spoke, they are theirs in somebody else's words, which nobody has asked them to check: for
        the internal edition alone. Parked between turns they are of those who run the circle, as its question is.
        """
        person = self._people.get(speaker)
        fate = PUBLISHED if speaker is None else UNCHECKED if person and person.consent in OPEN else ROOM
        self.fates["parked"][fate] += 1
        if fate != PUBLISHED and not self._internal:
            return None
        self.kept |= {("parked", pk): fate} if fate != PUBLISHED else {}
        return self.person(speaker) if speaker else Who()

    def answer(self, question):
        """The words of an answer and whose they are; somebody who answered for the case is its city."""
        person = self._people.get(question.answered_by_id)
        consent = question.answer_consent or (person.consent if person else Consent.UNSAID)
        if not question.answer or (consent not in OPEN and not self._internal):
            return "", Who()
        if self.is_nameless:
            return question.answer, Who()
        return question.answer, self._city(person) if person else Who(city=question.case.city if question.case else "")

    def _fate(self, row, person):
        if getattr(row, "withdrawn_at", None):
            return WITHDRAWN
        if row.hidden_at:
            return HIDDEN
        if getattr(row, "refused_at", None):
            return REFUSED
        if _is_published_already(row):
            return PUBLISHED
        if _consent(row, person) not in OPEN:
            return ROOM
        return UNCHECKED if _wants_asking(row) and not row.checked_at else PUBLISHED

    def _who(self, row, person):
        if _is_published_already(row):
            return Who(row.speaker_name, row.speaker_function)
        if person is None or self.is_nameless or _consent(row, person) == NAMELESS:
            return Who()
        if self._internal and not _is_nameless(row, person):
            return Who(person.name, person.function, person.city)
        if _consent(row, person) == Consent.NAME and getattr(row, "checked_at", None):
            return Who(person.name, person.function, person.city)
        return self._city(person)

    def _note_name(self, row, person):
        if person and _consent(row, person) == Consent.NAME and getattr(row, "checked_at", None):
            self._named.add(person.pk)

    def _city(self, person):
        """People of a past walk are roles, nobody's names: 'Delegate, Quito'."""
        return Who(name=person.name if person.is_example else "", city=person.city)


def _consent(row, person):
    """What was said for this contribution, else by its author for all of theirs."""
    if getattr(row, "quote", "") == TransferCard.Quote.NO:
        return Consent.ROOM
    consent = row.consent or (person.consent if person else Consent.UNSAID)
    return Consent.CITY if consent == Consent.NAME and person and _is_nameless(row, person) else consent


def _is_nameless(row, person):
    """What somebody wrote as a listener: while they have no name here, or before they had one."""
    return person.is_listener or bool(person.named_at and row.created_at < person.named_at)


def _wants_asking(row):
    """What a note taker took down, and a card whose author said "ask me first"."""
    return isinstance(row, Statement) or getattr(row, "quote", "") == TransferCard.Quote.ASK


def _is_published_already(row):
    """A paraphrase of a published source: nobody in the room said it, so nobody here consents to it."""
    return isinstance(row, Statement) and row.kind == Statement.Kind.PARAPHRASE and row.speaker_id is None
