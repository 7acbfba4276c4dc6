"""What a new workshop begins with and what a copy takes along; each room registers its own part."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from workshop.models import Case, Fact, Footnote, Stage, Statement, Workshop

# What is said about a workshop beforehand. Its date, its numbers and everything people did stay behind.
INTRODUCTION = (
    *("title", "topic", "framing", "questions", "goals", "partners", "organizer", "occasion", "place", "venue"),
    *("cities", "source", "time_zone"),
)
PROGRAMME = [
    (Stage.Kind.WELCOME, 15, _("Join with your phone, and find the person next to you.")),
    (Stage.Kind.CASES, 20, _("Each case is told in three minutes.")),
    (Stage.Kind.GALLERY, 35, _("Walk from poster to poster. Leave what you take home, conditions and questions.")),
    (Stage.Kind.FISHBOWL, 45, _("Listen to the circle. Ask for a chair when you want to speak.")),
    (Stage.Kind.INSIGHTS, 20, _("Write your card: what you would take to your city, and what it needs there.")),
    (Stage.Kind.VISIT, 30, _("See with your own eyes what the posters tell.")),
    (Stage.Kind.CLOSING, 15, _("Check what was taken down of you, and name your next step.")),
]
_starters, _copiers = [], []


def register(*, starter, copier):
    """A room's part: starter(workshop) for a new workshop, copier(old, new) for a copy without personal data."""
    if starter not in _starters:
        _starters.append(starter)
        _copiers.append(copier)


@transaction.atomic
def start(*, owner, **about):
    """A new workshop with the seven stages and what each room begins with, organized by `owner`."""
    workshop = Workshop.objects.create(**about)
    workshop.organizers.add(owner)
    Stage.objects.bulk_create(
        Stage(workshop=workshop, position=n, kind=kind, title=kind.label, minutes=minutes, guide=guide)
        for n, (kind, minutes, guide) in enumerate(PROGRAMME, start=1)
    )
    for starter in _starters:
        starter(workshop)
    return workshop


@transaction.atomic
def copy(*, workshop, owners, title, is_rehearsal=False):
    """The plan of an earlier workshop as a new one: nothing that anybody did, wrote or said in the room."""
    new = Workshop(**{name: getattr(workshop, name) for name in INTRODUCTION}, is_rehearsal=is_rehearsal)
    new.title = title
    new.save()
    new.organizers.add(*owners)
    _copy_rows(workshop.stages.all(), ("kind", "title", "guide", "position", "minutes"), workshop=new)
    for case in workshop.cases.all():
        _copy_case(case, new)
    _copy_published(workshop.statements.filter(case=None), workshop=new)
    for copier in _copiers:
        copier(workshop, new)
    return new


def published():
    """Statements that come from a published source; what was said in the room is none of them."""
    return Statement.objects.filter(
        kind=Statement.Kind.PARAPHRASE, speaker=None, is_example=False, hidden_at=None, refused_at=None
    )


def _copy_case(case, workshop):
    [new] = _copy_rows([case], _names(Case, but=("workshop",)), workshop=workshop)
    _copy_rows(case.facts.all(), _names(Fact, but=("case",)), case=new)
    _copy_rows(case.footnotes.all(), _names(Footnote, but=("case",)), case=new)
    _copy_published(case.statements.all(), workshop=workshop, case=new)


def _copy_published(statements, **onto):
    names = ("kind", "text", "speaker_name", "speaker_function", "source")
    _copy_rows(statements & published(), names, **onto)


def _copy_rows(rows, names, **onto):
    """New rows with the named fields of the old ones, one by one so that each has its key at once."""
    return [type(row).objects.create(**{name: getattr(row, name) for name in names}, **onto) for row in rows]


def _names(model, but):
    return [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in but]
