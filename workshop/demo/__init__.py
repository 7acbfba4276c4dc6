"""The demo workshop: Montreal, 19 June 2017, with four complete cases and a past walk made of examples."""

from django.db import transaction
from django.utils import timezone

from fishbowl.models import Chair, Fishbowl
from workshop.demo import montreal, past
from workshop.insights.models import Condition, Theme
from workshop.models import Case, Fact, Footnote, Stage, Statement, Workshop

CHAIRS = 6


@transaction.atomic
def build(*, owner=None):
    """Make the demo workshop anew and return it: not yet begun, with `owner` as its organizer."""
    workshop = Workshop.objects.create(is_demo=True, **montreal.WORKSHOP)
    if owner:
        workshop.organizers.add(owner)
    _hang_posters(workshop)
    _lay_out_insights(workshop)
    past.walk(workshop, circle=_set_circle(workshop, is_example=True))
    _set_circle(workshop)
    _plan_the_day(workshop)
    return workshop


def _set_circle(workshop, *, is_example=False):
    """A circle with its question and empty chairs."""
    circle = Fishbowl.objects.create(workshop=workshop, question=montreal.QUESTION, is_example=is_example)
    Chair.objects.bulk_create(Chair(fishbowl=circle, number=number) for number in range(1, CHAIRS + 1))
    return circle


def _plan_the_day(workshop):
    stages = enumerate(montreal.STAGES, start=1)
    return Stage.objects.bulk_create(Stage(workshop=workshop, position=n, **stage) for n, stage in stages)


def _hang_posters(workshop):
    numbered = enumerate(montreal.CASES, start=1)
    cases = Case.objects.bulk_create(Case(workshop=workshop, number=n, **told.CASE) for n, told in numbered)
    told = list(zip(cases, montreal.CASES, strict=True))
    Fact.objects.bulk_create(_rows(Fact, [(case, file.FACTS) for case, file in told]))
    Footnote.objects.bulk_create(_rows(Footnote, [(case, file.FOOTNOTES) for case, file in told]))
    _write_down_statements(workshop, [*[(case, file.STATEMENTS) for case, file in told], (None, montreal.VOICES)])


def _rows(model, told):
    return [model(case=case, position=n, **row) for case, rows in told for n, row in enumerate(rows, start=1)]


def _write_down_statements(workshop, told):
    """Published words are paraphrases with their source: nobody in the room said them, so nobody consents to them."""
    now = timezone.now()
    common = {"workshop": workshop, "kind": Statement.Kind.PARAPHRASE, "created_at": now}
    Statement.objects.bulk_create(Statement(case=case, **common, **row) for case, rows in told for row in rows)


def _lay_out_insights(workshop):
    conditions = enumerate(montreal.CONDITIONS, start=1)
    Condition.objects.bulk_create(Condition(workshop=workshop, position=n, label=label) for n, label in conditions)
    themes = enumerate(montreal.THEMES, start=1)
    Theme.objects.bulk_create(Theme(workshop=workshop, position=n, **theme) for n, theme in themes)
