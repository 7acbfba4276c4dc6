"""Everything that is one person's own: notes, questions and answers, cards, steps, words in the circle, meetings."""

from dataclasses import dataclass

from django.db.models import Prefetch

from fishbowl.models import Entry
from workshop.insights.models import Rating
from workshop.insights.together import matches
from workshop.models import Statement


@dataclass(frozen=True)
class Home:
    """What one person takes home; every list in the order in which it came about."""

    notes: list
    questions: list  # asked by this person, with their answers
    answers: list  # given by this person
    cards: list
    statements: list  # taken down from this person, and agreed to
    points: list  # what this person had still wished to say: texts
    noticed: list  # written while others spoke
    meetings: list  # [{"case", "person", "contact"}], agreed by both

    @property
    def steps(self):
        return [card for card in self.cards if card.next_step]

    @property
    def is_empty(self):
        return not any(vars(self).values())


def of(person):
    """This person's Home; what was taken back is not in it, what a facilitator has hidden is: it is still theirs."""
    rated = Prefetch("ratings", Rating.objects.select_related("condition"))
    notes = person.notes.filter(withdrawn_at=None).select_related("case").order_by("created_at", "id")
    cards = person.cards.filter(withdrawn_at=None).select_related("case").prefetch_related(rated)
    asked = person.questions.filter(withdrawn_at=None).select_related("case").order_by("asked_at", "id")
    return Home(
        notes=[note for note in notes if note.question_id is None],  # a question hangs on its wall as a note as well
        questions=list(asked),
        answers=list(person.answers.filter(withdrawn_at=None).select_related("case").order_by("answered_at", "id")),
        cards=[_known(card, person) for card in cards.order_by("created_at", "id")],
        statements=list(_agreed_to(person).exclude(kind=Statement.Kind.POINT)),
        points=[*_topics(person), *_agreed_to(person).filter(kind=Statement.Kind.POINT).values_list("text", flat=True)],
        noticed=list(person.noticed.filter(withdrawn_at=None)),
        meetings=[_meeting(row, person) for row in _agreed_with(person)],
    )


def _agreed_to(person):
    return person.statements.filter(checked_at__isnull=False, hidden_at=None)


def _topics(person):
    unheard = person.entries.filter(outcome=Entry.Outcome.UNHEARD).exclude(topic="")
    return unheard.order_by("asked_at", "pk").values_list("topic", flat=True)


def _known(card, person):
    card.author = person
    return card


def _agreed_with(person):
    return [row for row in matches.agreed(person.workshop) if person.pk in (row.asker_id, row.helper_id)]


def _meeting(row, person):
    other = row.helper if row.asker_id == person.pk else row.asker
    return {"case": row.case, "person": other, "contact": other.contact}
