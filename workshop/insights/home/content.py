"""Everything that is one person's own: notes, questions and answers, cards, first steps, whom they agreed to meet."""

from dataclasses import dataclass

from django.db.models import Prefetch

from workshop.insights.models import Rating
from workshop.insights.together import matches


@dataclass(frozen=True)
class Home:
    """What one person takes home; every list in the order in which it came about."""

    notes: list
    questions: list  # asked by this person, with their answers
    answers: list  # given by this person
    cards: list
    statements: list  # taken down from this person, and agreed to
    meetings: list  # [{"case", "person", "contact"}], agreed by both

    @property
    def steps(self):
        return [card for card in self.cards if card.next_step]

    @property
    def is_empty(self):
        return not any((self.notes, self.questions, self.answers, self.cards, self.statements, self.meetings))


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
        statements=list(person.statements.filter(checked_at__isnull=False, hidden_at=None)),
        meetings=[_meeting(row, person) for row in _agreed_with(person)],
    )


def _known(card, person):
    card.author = person
    return card


def _agreed_with(person):
    return [row for row in matches.agreed(person.workshop) if person.pk in (row.asker_id, row.helper_id)]


def _meeting(row, person):
    other = row.helper if row.asker_id == person.pk else row.asker
    return {"case": row.case, "person": other, "contact": other.contact}
