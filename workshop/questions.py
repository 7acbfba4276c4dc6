"""Open questions: asked at a poster or in the room, answered by an owner or aloud, taken up in the circle."""

from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.refusals import NotAllowed, NotNow

_of_the_circle = {}


def ask(*, workshop, asker, text, case=None, consent="", key=None):
    """A question for the room; the same key again finds the same question."""
    with live.changing(workshop, *screens(case)) as room:
        if known := key and room.open_questions.filter(client_key=key).first():
            return _the_same(known, asker)
        room.poke(asker)
        return room.open_questions.create(case=case, asker=asker, text=text, consent=consent, client_key=key)


def answer(*, question, by, text, role="", consent="", seen=None):
    """An answer in words, or (with no text) given aloud; its asker is told.

    `by` is the participant who answers, None for somebody who only holds a link; `role` is what they answer as.
    `seen` is answered_at as it was when this was decided on: an answer that came meanwhile is not written over.
    """
    with _changing(question) as question:
        if (question.answer, question.answered_by, question.answered_as) == (text, by, role) and question.answered_at:
            return question
        _refuse_gone(question)
        if question.answered_at != seen:
            raise NotNow(_("Somebody else has just answered this question. Please read their answer first."))
        question.answer, question.answered_by, question.answered_as = text, by, role
        question.answered_at, question.answer_consent, question.heard = timezone.now(), consent, ""
        return _saved(question, "answer", "answered_by", "answered_as", "answered_at", "answer_consent", "heard")


def take_answer_back(*, question):
    """The answer is taken back: the question is open again."""
    with _changing(question) as question:
        question.answer, question.answered_by, question.answered_as = "", None, ""
        question.answered_at, question.answer_consent, question.heard = None, "", ""
        return _saved(question, "answer", "answered_by", "answered_as", "answered_at", "answer_consent", "heard")


def take_up(*, question):
    """The question becomes a topic of the circle; twice is once."""
    with _changing(question) as question:
        if question.taken_up_at:
            return question
        _refuse_gone(question)
        question.taken_up_at = timezone.now()
        return _saved(question, "taken_up_at")


def put_back(*, question):
    """The question is no topic of the circle any more."""
    with _changing(question) as question:
        question.taken_up_at = None
        return _saved(question, "taken_up_at")


def register(*, take_up, put_back):
    """The circle's own way to make a question a topic and none again: each is called with question=."""
    _of_the_circle.update(take_up=take_up, put_back=put_back)


def into_the_circle(*, question):
    """At one press the question is a topic of the circle, in whatever way the circle does that."""
    return _of_the_circle.get("take_up", take_up)(question=question)


def out_of_the_circle(*, question):
    return _of_the_circle.get("put_back", put_back)(question=question)


def hear(*, question, asker, verdict):
    """Its asker says whether the question is answered, partly, or not; empty takes the word back."""
    with _changing(question) as question:
        if question.asker != asker:
            raise NotAllowed(_("Only who asked can say whether the question is answered."))
        if verdict and not (question.answered_at or question.taken_up_at):
            raise NotNow(_("Nobody has answered this question yet."))
        question.heard = verdict
        return _saved(question, "heard")


def screens(case):
    """The pictures that show questions, and those to this case."""
    return "console", "circle", "projector", *([f"wall:{case.number}"] if case else [])


# --- helpers -----------------------------------------------------------------------------------
@contextmanager
def _changing(question):
    """Alone in the room with the question's fresh row; its asker is told."""
    with live.changing(question.workshop, *screens(question.case)) as room:
        question = room.open_questions.select_related("case", "asker", "answered_by").get(pk=question.pk)
        room.poke(question.asker)
        yield question


def _saved(question, *fields):
    question.save(update_fields=fields)
    return question


def _the_same(known, asker):
    """A key that somebody else's page used is refused, never shared."""
    if known.asker != asker:
        raise NotNow(_("This page was sent once already. Please reload it and send again."))
    return known


def _refuse_gone(question):
    if not question.stands:
        raise NotNow(_("This question was taken off the wall."))
