"""The circle's journal: every command writes down what it changed; the chain is checked, and state follows from it."""

import hashlib
import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection, models
from django.utils import timezone

from fishbowl.models import (
    Absence,
    Belonging,
    Block,
    Brought,
    Caught,
    Chair,
    Entry,
    Fishbowl,
    Lease,
    ModeratorTurn,
    Move,
    Neighbour,
    Rapporteur,
    Satellite,
    Slot,
    Stay,
    Step,
    Topic,
    Turn,
)
from workshop.models import Statement, Workshop

TABLES = {
    "absence": Absence,
    "belonging": Belonging,
    "block": Block,
    "bowl": Fishbowl,
    "brought": Brought,
    "caught": Caught,
    "chair": Chair,
    "entry": Entry,
    "lease": Lease,
    "moderator_turn": ModeratorTurn,
    "move": Move,
    "neighbour": Neighbour,
    "rapporteur": Rapporteur,
    "satellite": Satellite,
    "slot": Slot,
    "statement": Statement,
    "stay": Stay,
    "topic": Topic,
    "turn": Turn,
}
NAMES = {model: name for name, model in TABLES.items()}
# of people, or secret: never in the journal
WORDS = {"question", "name", "city", "topic", "text", "reason", "pin_reason", "console"}
SIGNS_OF_LIFE = {"heartbeat_at"}  # written without a command, so no part of the state
GENESIS = "0" * 64
SYSTEM = "system"


@dataclass
class Act:
    """One command under way: what it makes and sets is written down as it happens."""

    room: object
    bowl: Fishbowl
    command: str
    role: str = SYSTEM
    by: int | None = None
    about: object = None
    key: object = None
    seen: str = ""
    undoes: int | None = None
    result: object = None
    changes: list = field(default_factory=list)
    now: object = field(default_factory=timezone.now)

    def new(self, model, **fields):
        """A new row."""
        row = model.objects.create(**fields)
        self.changes.append([NAMES[model], row.pk, None, facts(row)])
        return row

    def set(self, row, **fields):
        """Fields of a row that change; what stays as it is, is not written."""
        before = facts(row)
        changed = [name for name, value in fields.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, fields[name])
        if changed:
            row.save(update_fields=changed)
            self._note(row, before)
        return row

    def remove(self, row):
        """A row is taken back, as undoing does; the journal keeps that it was there."""
        self.changes.append([NAMES[type(row)], row.pk, facts(row), None])
        row.delete()

    def wrote(self, statement):
        """Words were written down: the journal keeps that, and not the words."""
        self.changes.append(["statement", statement.pk, {}, {}])

    def poke(self, *people):
        self.room.poke(*people)

    def repeated(self, model):
        """What the same press led to when it arrived first, or None."""
        step = self.key and self._steps().filter(command=self.command, client_key=self.key).first()
        if step and step.result and step.result[0] == NAMES[model]:
            return model.objects.filter(pk=step.result[1]).first()
        return None

    def was_pressed(self, about_anybody=False):
        """Whether the same press has had its effect already, on this person or (where that may change) on anybody."""
        steps = Step.objects.filter(workshop=self.room.pk) if about_anybody else self._steps()
        return bool(self.key) and steps.filter(command=self.command, client_key=self.key).exists()

    def close(self):
        """Append the step, where anything has changed."""
        return append(self) if self.changes else None

    def _steps(self):
        return Step.objects.filter(workshop=self.room.pk, about=self.about.pk if self.about else 0)

    def _note(self, row, before):
        after = facts(row)
        was = {name: before[name] for name in after if before[name] != after[name]}
        self.changes.append([NAMES[type(row)], row.pk, was, {name: after[name] for name in was}])  # none of mere words


@contextmanager
def acting(room, bowl, command, **about):
    """A command inside a change that already holds the lock; its step is appended at the end."""
    act = Act(room, bowl, command, **about)
    yield act
    act.close()


def append(act):
    last = Step.objects.filter(workshop=act.room.pk).order_by("-seq").first()
    step = Step(
        workshop=act.room.pk,
        fishbowl=act.bowl.pk,
        seq=last.seq + 1 if last else 1,
        at=timezone.now(),
        command=act.command,
        role=act.role,
        by=act.by,
        about=act.about.pk if act.about else 0,
        seen=act.seen,
        client_key=act.key,
        changes=act.changes,
        result=act.result and [NAMES[type(act.result)], act.result.pk],
        undoes=act.undoes,
        previous=last.hash if last else GENESIS,
    )
    step.hash = digest(step)
    step.save()
    return step


def digest(step):
    """SHA-256 over the step and the hash before it."""
    told = [
        step.previous,
        step.workshop,
        step.fishbowl,
        step.seq,
        plain(step.at),
        step.command,
        step.role,
        step.by,
        step.about,
        step.seen,
        plain(step.client_key),
        step.changes,
        step.result,
        step.undoes,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_break(workshop_pk):
    """The number of the first step whose chain does not hold, or None."""
    previous, expected = GENESIS, 1
    for step in Step.objects.filter(workshop=workshop_pk).order_by("seq").iterator():
        if (step.seq, step.previous, step.hash) != (expected, previous, digest(step)):
            return step.seq
        previous, expected = step.hash, expected + 1
    return None


def replayed(workshop_pk):
    """The state that the journal tells: {(table, id): {field: value}}; a row that was taken back is not there.

    ValueError where a step says that something was different from what the steps before it say.
    """
    state = {}
    for step in Step.objects.filter(workshop=workshop_pk).order_by("seq").iterator():
        for table, pk, was, now in step.changes:
            row = state.setdefault((table, pk), {})
            if any(row.get(name, value) != value for name, value in (was or {}).items()):
                raise ValueError(f"Step {step.seq}: {table} {pk} was {row}, not {was}")
            if now is None:
                del state[table, pk]
            else:
                row.update(now)
    return state


def differences(workshop_pk):
    """Rows whose present state is not what the journal tells; rows erased with a person do not count."""
    told = replayed(workshop_pk)
    for (table, pk), fields in told.items():
        row = TABLES[table].objects.filter(pk=pk).first()
        if row and {name: facts(row)[name] for name in fields} != fields:
            yield f"{table} {pk}"


def facts(row):
    """A row's fields as plain data, without words."""
    return {
        each.attname: plain(getattr(row, each.attname))
        for each in row._meta.concrete_fields
        if not _is_words(each) and each.name not in SIGNS_OF_LIFE and not isinstance(each, models.AutoField)
    }


def _is_words(each):
    return each.name in WORDS and isinstance(each, models.CharField)


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def rich(model, name, value):
    """A plain value as the field of a row has it."""
    return model._meta.get_field(name.removesuffix("_id")).to_python(value)


def forget(workshop_pk):
    """Remove the journal of a workshop that is gone; the database refuses it while the workshop stands."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fishbowl_step WHERE workshop = %s", [workshop_pk])


def forget_the_gone():
    """Remove the journals of all workshops that are gone."""
    gone = Step.objects.exclude(workshop__in=Workshop.objects.values("pk")).order_by()
    for pk in set(gone.values_list("workshop", flat=True)):
        forget(pk)


def length(workshop_pk):
    return Step.objects.filter(workshop=workshop_pk).count()
