"""Open questions: a list to answer from, the answer, the way into the circle, and what the asker says about it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from workshop import access, questions
from workshop.access import acting, roles
from workshop.forms import AnswerToForm, HeardForm
from workshop.responses import done, form_again

ANSWERERS = (*access.FACILITATORS, *access.HOSTS)


@require_safe
@roles(*access.STAFF, *access.HOSTS)
def asked(request):
    """What was asked, the open ones first; who hosts a case sees what was asked there."""
    rows = [row for row in _standing(request) if _concerns(request, row)]
    still_open = sorted((row for row in rows if row.is_open), key=lambda row: (-row.cities_too, row.asked_at))
    answered = [row for row in rows if not row.is_open]
    return render(request, "workshop/questions.html", {"still_open": still_open, "answered": answered})


@require_safe
@roles(*ANSWERERS)
def answering(request, pk):
    """One question, and the form for its answer."""
    question = _found(request, pk)
    form = AnswerToForm(initial={"text": question.answer, "publish": question.answer_consent != ""})
    return render(request, "workshop/answer.html", {"question": question, "form": form})


@require_POST
@roles(*ANSWERERS)
def answer(request, pk):
    """The answer in words, or (aloud=1) the word that it was given aloud."""
    question, form = _found(request, pk), AnswerToForm(request.POST)
    if not form.is_valid():
        return form_again(request, "workshop/answer.html", {"question": question, "form": form})
    questions.answer(
        question=question,
        by=request.participant,
        role=_role(request.visitor, question.case),
        **form.told(),
    )
    return done(request, "questions", request.workshop.code, question=question.pk)


@require_POST
@roles(*ANSWERERS)
def take_back(request, pk):
    """The answer is taken back: the question is open again."""
    questions.take_answer_back(question=_found(request, pk))
    return done(request, "questions", request.workshop.code)


@require_POST
@roles(*access.FACILITATORS)
def take_up(request, pk):
    """The question becomes a topic of the circle (on=1), or none again (on=0)."""
    act = questions.out_of_the_circle if request.POST.get("on") == "0" else questions.into_the_circle
    act(question=_found(request, pk))
    return done(request, "questions", request.workshop.code)


@require_POST
@acting(*access.HELPERS)
def hear(request, pk):
    """I say whether my question is answered."""
    question = get_object_or_404(request.acting.questions, pk=pk)
    form = HeardForm(request.POST)
    if not form.is_valid():
        raise Http404
    questions.hear(question=question, asker=request.acting, **form.cleaned_data)
    return done(request, "mine", request.workshop.code)


# --- helpers -----------------------------------------------------------------------------------
def _standing(request):
    return request.workshop.open_questions.standing().filter(is_example=False).select_related("case", "asker")


def _concerns(request, question):
    return request.visitor.has(*access.STAFF) or (question.case and request.visitor.hosts(question.case))


def _found(request, pk):
    """A question that this visitor may answer, through the workshop."""
    rows = request.workshop.open_questions.select_related("case", "asker", "answered_by")
    question = get_object_or_404(rows, pk=pk)
    if not (request.visitor.has(*access.FACILITATORS) or (question.case and request.visitor.hosts(question.case))):
        raise Http404
    return question


def _role(visitor, case):
    """What somebody answers as: the owner or host of the case first."""
    if case and visitor.owns(case):
        return access.CASE_OWNER
    return access.STATION_HOST if case and visitor.hosts(case) else visitor.role
