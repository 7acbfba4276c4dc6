"""What the core can change: people come and return, stages move, timers shift, doors open and close."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live, stages
from workshop.models import Consent, Participant, Stage
from workshop.refusals import AskFirst, NotNow

MOST_PEOPLE = 1000
STEP = timedelta(minutes=1)
_welcomes, _farewells, _mergers, _openings = [], [], [], {}


def on_joining(welcome):
    """Register what a room does when somebody joins: welcome(room, participant), inside the same change."""
    _welcomes.append(welcome)


def on_moving(kind, opening):
    """Register what a room does when a stage of this kind begins: opening(room), inside the same change."""
    _openings[kind] = opening


def on_leaving(farewell):
    """Register what a room does when somebody leaves: farewell(room, participant), inside the same change."""
    _farewells.append(farewell)


def on_merging(carry):
    """Register what a room hands over when two turn out to be one: carry(room, one, into), inside the same change."""
    _mergers.append(carry)


def become_one(room, one, into):
    """Inside a change: whatever the rooms hold of `one` goes to `into`, and `one` leaves without a farewell."""
    room.open_questions.filter(asker=one).update(asker=into)
    room.open_questions.filter(answered_by=one).update(answered_by=into)
    room.statements.filter(speaker=one, consent="").update(consent=one.consent or Consent.ROOM)
    room.statements.filter(speaker=one).update(speaker=into)
    room.photos.filter(by=one, consent="").update(consent=one.consent or Consent.ROOM)
    room.photos.filter(by=one).update(by=into)
    for carry in _mergers:
        carry(room, one, into)
    if not into.consent:
        into.consent, into.consent_at = one.consent, one.consent_at
        into.save(update_fields=["consent", "consent_at"])
    one.left_at = timezone.now()
    one.save(update_fields=["left_at"])
    room.show("people", "board", "console", "projector")
    room.poke(into)


def join(*, workshop, name, city, function="", consent="", language="", key=None, has_phone=True, listens=False):
    """A new person in the room; the same key again finds the same person. Who only listens needs no name."""
    with live.changing(workshop, "people", "board", "console", "projector") as room:
        if known := key and room.participants.filter(client_key=key).first():
            return _the_same(known, known.name if listens else name, city)
        if not room.doors_open and has_phone:
            raise NotNow(_("The doors of this workshop are closed. Ask the facilitator to let you in."))
        if room.participants.count() >= MOST_PEOPLE:
            raise NotNow(_("This workshop is full."))
        number = (room.participants.aggregate(last=Max("number"))["last"] or 0) + 1
        participant = room.participants.create(
            number=number,
            name=_("Listener %(n)s") % {"n": number} if listens else name,
            city=city,
            function="" if listens else function,
            is_listener=listens,
            consent=consent,
            consent_at=timezone.now() if consent else None,
            language=language,
            has_phone=has_phone,
            client_key=key,
        )
        for welcome in _welcomes:
            welcome(room, participant)
        return participant


def say_who(*, participant, name, city, earlier):
    """A listener chooses how they are called here; twice is once, and nobody can go back.

    `earlier`: the name also stands for what they wrote so far; without it that stays as nameless as it was.
    """
    with live.changing(participant.workshop, "people", "circle", "board", "console", "projector") as room:
        participant = room.participants.get(pk=participant.pk)
        if participant.is_listener:
            participant.is_listener, participant.named_at = False, None if earlier else timezone.now()
            participant.name, participant.city = name or _("Guest %(n)s") % {"n": participant.number}, city
            participant.save(update_fields=["is_listener", "named_at", "name", "city"])
            room.poke(participant)
        return participant


def change(*, participant, name, city, function, consent):
    """What somebody says about themselves, said anew."""
    with live.changing(participant.workshop, "people", "circle", "board", "console", "projector"):
        if consent != participant.consent:
            participant.consent, participant.consent_at = consent, timezone.now()
        participant.name, participant.city, participant.function = name, city, function
        participant.save(update_fields=["name", "city", "function", "consent", "consent_at"])
        return participant


def check(*, statement, agrees, consent="", text=""):
    """The speaker has read what was taken down, and agrees (in other words, where there is a text), or does not.

    Whoever had agreed before and does not any more takes it back.
    """
    with live.changing(statement.workshop, "console") as room:
        now, had_agreed = timezone.now(), statement.checked_at or statement.withdrawn_at
        statement.checked_at = now if agrees else None
        statement.refused_at = None if agrees or had_agreed else now
        statement.withdrawn_at = now if had_agreed and not agrees else None
        statement.consent = consent or statement.consent
        if agrees and text and text != statement.text:
            statement.original, statement.text = statement.original or statement.text, text
        statement.save(update_fields=["checked_at", "refused_at", "withdrawn_at", "consent", "original", "text"])
        if statement.withdrawn_at:
            room.show("board", "projector", "playback")
        return statement


def send_quotes(*, workshop):
    """Ask every speaker to read what was taken down of them; asked again, only what is new is sent."""
    with live.changing(workshop, "console") as room:
        waiting = room.statements.filter(checked_at=None, refused_at=None, withdrawn_at=None, hidden_at=None)
        new = waiting.filter(sent_at=None, is_example=False).exclude(speaker=None).select_related("speaker")
        speakers = {said.speaker for said in new}
        new.update(sent_at=timezone.now())
        room.poke(*speakers)
        return len(speakers)


def move(*, workshop, stage, seen, sure=False):
    """Lead everybody to a stage. `seen` is the id of the stage this was decided on, None before the first.

    Where the present stage would lose something, it is asked first; `sure` is the answer.
    """
    with live.changing(workshop, "now", "day", "console", "projector") as room:
        stage = room.stages.get(pk=stage.pk)
        if room.stage_id == stage.pk and stage.started_at:
            return stage
        if room.stage_id != seen:
            raise NotNow(_("Somebody else has just moved the workshop: it is at “%s” now.") % (room.stage or "-"))
        if not sure and (question := stages.asks_before_leaving(room)):
            raise AskFirst(question)
        _end(room.stage)
        _start(stage)
        room.stage = stage
        room.save(update_fields=["stage"])
        if opening := _openings.get(stage.kind):
            opening(room)
        room.poke_all()
        return stage


def add_minutes(*, stage, minutes, key=None):
    """Move a running stage's deadline by whole minutes, never before now; the same key again moves nothing."""
    with live.changing(stage.workshop, "now", "day", "projector") as room:
        stage = _running(stage)
        if key and not room.presses.get_or_create(client_key=key)[1]:
            return stage
        earliest = stage.paused_at or timezone.now()
        stage.ends_at = max(stage.ends_at + minutes * STEP, min(stage.ends_at, earliest))
        stage.save(update_fields=["ends_at"])
        return stage


def pause(*, stage):
    """Hold the clock; pausing twice is pausing once."""
    with live.changing(stage.workshop, "now", "day", "projector"):
        stage = _running(stage)
        if not stage.paused_at:
            stage.paused_at = timezone.now()
            stage.save(update_fields=["paused_at"])
        return stage


def resume(*, stage):
    """Let the clock run on with the time that was left."""
    with live.changing(stage.workshop, "now", "day", "projector"):
        stage = _running(stage)
        if stage.paused_at:
            stage.ends_at += timezone.now() - stage.paused_at
            stage.paused_at = None
            stage.save(update_fields=["ends_at", "paused_at"])
        return stage


def open_doors(*, workshop, opened):
    """Whether people may still join by themselves."""
    with live.changing(workshop, "people", "console", "projector") as room:
        if room.doors_open != opened:
            room.doors_closed_at = None if opened else timezone.now()
            room.save(update_fields=["doors_closed_at"])
        return room


def leave(*, participant: Participant):
    """A person has left the workshop; their screens are told."""
    with live.changing(participant.workshop, "people", "board", "console", "projector") as room:
        if participant.left_at is None:
            participant.left_at = timezone.now()
            participant.save(update_fields=["left_at"])
            for farewell in _farewells:
                farewell(room, participant)
        room.poke(participant)
        return participant


def _the_same(known, name, city):
    """A page that was kept and is sent by somebody else must not make them the person who sent it first."""
    if (known.name, known.city) != (name, city):
        raise NotNow(_("This page was sent once already. Please reload it and send again."))
    return known


def _running(stage: Stage):
    fresh = Stage.objects.select_related("workshop").get(pk=stage.pk)
    if fresh.workshop.stage_id != fresh.pk or fresh.ends_at is None:
        raise NotNow(_("“%s” is not running now.") % fresh.title)
    return fresh


def _start(stage):
    now = timezone.now()
    stage.started_at, stage.paused_at, stage.ended_at = now, None, None
    stage.ends_at = now + timedelta(minutes=stage.minutes)
    stage.save(update_fields=["started_at", "ends_at", "paused_at", "ended_at"])


def _end(stage):
    if stage and stage.started_at and not stage.ended_at:
        stage.ended_at = timezone.now()
        stage.save(update_fields=["ended_at"])
