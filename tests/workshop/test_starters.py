"""How a workshop begins: from scratch with everything a day needs, or as a copy without any of its people."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from fishbowl.models import Entry, Stay, Turn
from gallery.models import Note, Vote, Walk, Walls
from tests.conftest import person
from workshop import starters
from workshop.insights.models import Rating, Theme, TransferCard
from workshop.insights.starters import CODEBOOK
from workshop.models import Photo, Question, Statement, Workshop

CANARY = "Yellow bird"


@pytest.fixture
def owner(db):
    return get_user_model().objects.create(username="organizer of tests")


def begun(owner, title="Water, shared"):
    return starters.start(owner=owner, title=title)


def test_a_new_workshop_has_the_seven_stages_in_their_order(owner):
    kinds = list(begun(owner).stages.values_list("kind", flat=True))
    assert kinds == ["welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"]


def test_a_new_workshop_has_a_circle_of_six_chairs_and_ten_conditions(owner):
    workshop = begun(owner)
    assert workshop.fishbowls.get().chairs.count() == 6
    assert workshop.conditions.count() == 10


def test_a_new_workshop_belongs_to_its_organizer_and_has_not_begun(owner):
    workshop = begun(owner)
    assert list(workshop.organizers.all()) == [owner]
    assert workshop.stage is None


@pytest.fixture
def used(workshop):
    """A workshop in which every place where a person can leave text holds the canary."""
    bird = person(workshop, CANARY, CANARY, function=CANARY, consent="name")
    case, bowl = workshop.cases.first(), workshop.fishbowls.get()
    case.standfirst, case.contact = "An opening of the case.", "An office"
    case.save()
    case.facts.create(position=1, label="Buildings", value=33, unit="buildings", source="A report", as_of="2016")
    case.footnotes.create(position=1, text="A term.")
    said = {"workshop": workshop, "case": case, "text": CANARY, "consent": "name"}
    Statement.objects.create(kind="statement", speaker=bird, **said)
    Statement.objects.create(kind="paraphrase", speaker=bird, **said)
    Statement.objects.create(kind="quote", speaker_name=CANARY, **said)
    Statement.objects.create(kind="paraphrase", is_example=True, **said)
    Statement.objects.create(workshop=workshop, case=case, kind="paraphrase", text="Published words.", source="A note")
    note = Note.objects.create(workshop=workshop, case=case, author=bird, kind="take", text=CANARY, consent="name")
    Note.objects.create(workshop=workshop, case=case, kind="take", text=CANARY, paper_city=CANARY, on_paper=True)
    note.echoes.create(participant=bird, because=CANARY)
    Question.objects.create(workshop=workshop, case=case, asker=bird, text=CANARY, answer=CANARY)
    Vote.objects.create(workshop=workshop, case=case, voter=bird)
    Photo.objects.create(workshop=workshop, case=case, by=bird, file="x.jpg", width=1, height=1, caption=CANARY)
    served = {"ended_at": timezone.now(), "outcome": "served"}
    entry = Entry.objects.create(fishbowl=bowl, participant=bird, place=1, topic=CANARY, **served)
    stay = Stay.objects.create(chair=bowl.chairs.first(), participant=bird, entry=entry, seated_at=entry.asked_at)
    Turn.objects.create(fishbowl=bowl, participant=bird, stay=stay)
    bowl.question = CANARY
    bowl.save()
    card = TransferCard.objects.create(
        workshop=workshop, author=bird, case=case, stance="adapt", what=CANARY, target=CANARY, consent="name"
    )
    Rating.objects.create(card=card, condition=workshop.conditions.first(), state="have")
    Theme.objects.create(workshop=workshop, title=CANARY, statement=CANARY, position=1)
    workshop.attendance = CANARY
    workshop.save()
    workshop.presses.create(client_key=uuid4())
    return workshop


def texts_of(workshop):
    """Every text of every row that belongs to a workshop, directly or by way of other rows."""
    found, seen, todo = [], set(), [workshop]
    while todo:
        row = todo.pop()
        if (type(row), row.pk) in seen:
            continue
        seen.add((type(row), row.pk))
        found += [
            str(getattr(row, f.attname)) for f in row._meta.concrete_fields if not isinstance(f, models.ForeignKey)
        ]
        todo += _below(row)
    return found


def _below(row):
    for relation in row._meta.related_objects:
        if relation.one_to_many and relation.related_model in apps.get_models():
            yield from relation.related_model.objects.filter(**{relation.field.name: row})


def test_a_copy_has_no_text_of_any_participant(used, owner):
    assert len([text for text in texts_of(used) if CANARY in text]) == 22
    new = starters.copy(workshop=used, owners=[owner], title="Again")
    assert [text for text in texts_of(new) if CANARY in text] == []


def test_a_copy_has_no_participants_and_nothing_they_did(used, owner):
    new = starters.copy(workshop=used, owners=[owner], title="Again")
    bowl = new.fishbowls.get()
    left = [new.participants, new.notes, new.votes, new.photos, new.cards, new.links, new.presses]
    assert [rows.count() for rows in [*left, bowl.entries, bowl.turns]] == [0] * 9
    assert [theme.title for theme in new.themes.all()] == CODEBOOK
    assert {(theme.statement, theme.dissent) for theme in new.themes.all()} == {("", "")}


def test_a_copy_keeps_the_plan_and_the_cases(used, owner):
    used.stages.filter(kind="gallery").update(minutes=41)
    new = starters.copy(workshop=used, owners=[owner], title="Again")
    assert new.stages.get(kind="gallery").minutes == 41
    assert [case.city for case in new.cases.all()] == [case.city for case in used.cases.all()]
    case = new.cases.first()
    assert (case.standfirst, case.contact) == ("An opening of the case.", "An office")
    assert [(fact.label, fact.value) for fact in case.facts.all()] == [("Buildings", 33)]
    assert [note.text for note in case.footnotes.all()] == ["A term."]
    assert [condition.label for condition in new.conditions.all()] == [c.label for c in used.conditions.all()]
    assert bowl_size(new) == bowl_size(used)


def test_a_copy_keeps_the_rules_of_the_walls_and_not_how_the_vote_went(used, owner):
    now = timezone.now()
    Walls.objects.create(workshop=used, seen="own_first", dots_each=5, vote_opened_at=now, vote_closed_at=now)
    walls = starters.copy(workshop=used, owners=[owner], title="Again").walls
    assert (walls.seen, walls.dots_each, walls.vote_opened_at, walls.vote_closed_at) == ("own_first", 5, None, None)


def test_a_copy_walks_as_the_old_one_was_set_to_and_has_no_groups_yet(used, owner):
    stage = used.stages.get(kind="gallery")
    Walk.objects.update_or_create(stage=stage, workshop=used, defaults={"variant": "hosted", "hosts_minutes": 7})
    new = starters.copy(workshop=used, owners=[owner], title="Again")
    [walk] = new.walks.all()
    assert (walk.variant, walk.hosts_minutes, walk.made_at, walk.stage.kind) == ("hosted", 7, None, "gallery")
    assert walk.stage.workshop == new
    assert not walk.parts.exists()


def bowl_size(workshop):
    return workshop.fishbowls.get().chairs.count()


def test_a_copy_keeps_published_paraphrases_only(used, owner):
    new = starters.copy(workshop=used, owners=[owner], title="Again")
    assert [statement.text for statement in new.statements.all()] == ["Published words."]
    assert new.statements.get().case == new.cases.first()


def test_a_copy_has_a_door_of_its_own_and_has_not_begun(used, owner):
    used.stage = used.stages.first()
    used.is_demo = True
    used.save()
    new = Workshop.objects.get(pk=starters.copy(workshop=used, owners=[owner], title="Again").pk)
    assert len({new.code, used.code}) == len({new.door_key, used.door_key}) == len({new.epoch, used.epoch}) == 2
    assert (new.stage, new.is_demo, new.revision) == (None, False, 0)
