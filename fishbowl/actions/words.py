"""What the circle talks about, what is written down of it, and how the circle is set."""

from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl.models import WORDS_AFTERWARDS, Caught, Entry, Fishbowl, Topic
from fishbowl.rules import phase, ways
from fishbowl.rules.command import command
from fishbowl.rules.who import PARTICIPANT, said
from workshop import questions
from workshop.models import Statement
from workshop.refusals import NotNow

FACILITATOR = "facilitator"


def set_question(*, workshop, question, bowl=None, by=FACILITATOR, key=None):
    """What the circle talks about."""
    with command("question", workshop=workshop, bowl=bowl, by=by, key=key) as act:
        return act.set(act.bowl, question=question)


def change_settings(*, workshop, bowl=None, by=FACILITATOR, key=None, **settings):
    """How the circle is set, its variant included; turns, stays and wishes stay as they are."""
    with command("settings", workshop=workshop, bowl=bowl, by=by, key=key, moderating=True) as act:
        ways.change(act, settings.pop("variant", act.bowl.variant))
        _refuse_choosing_by_itself(act.bowl, settings)
        return act.set(act.bowl, **settings)


def _refuse_choosing_by_itself(bowl, settings):
    """Where the moderator chooses, there is no next person whom the app could call."""
    order, way_in = (settings.get(name, getattr(bowl, name)) for name in ("order", "way_in"))
    if (order, way_in) == (Fishbowl.Order.PICK, Fishbowl.Way.AUTOPILOT):
        raise NotNow(_("Where the moderator chooses who comes next, nobody is called by itself."))


# --- topics ------------------------------------------------------------------------------------
def add_topic(*, workshop, text="", question=None, bowl=None, by=FACILITATOR, key=None):
    """Something to talk about: typed, or a question from the walls, whose asker is told."""
    with command("topic", workshop=workshop, bowl=bowl, by=by, key=key) as act:
        known = act.repeated(Topic) or (question and question.topics.filter(ended_at=None).first())
        if known:
            return known
        phase.refuse_outside(act.bowl, ("draft", *phase.LIVE))
        if question:
            questions.take_up(question=question)
        act.result = act.new(Topic, fishbowl=act.bowl, text=text, question=question)
        return act.result


def start_topic(*, topic, by=FACILITATOR, key=None):
    """The circle talks about this now; the turn that runs and those that follow belong to it."""
    with command("topic_starts", workshop=topic.fishbowl.workshop, bowl=topic.fishbowl, by=by, key=key) as act:
        topic = Topic.objects.select_related("question").get(pk=topic.pk)
        if topic.started_at:
            return topic
        phase.refuse_outside(act.bowl, phase.LIVE)
        for current in act.bowl.topics.filter(started_at__isnull=False, ended_at=None):
            act.set(current, ended_at=act.now)
        act.set(topic, started_at=act.now)
        if turn := act.bowl.running_turn():
            act.set(turn, topic=topic)
        return topic


def end_topic(*, topic, answered=False, by=FACILITATOR, key=None):
    """On to something else. `answered`: its question was answered aloud, and its asker is asked whether it was."""
    with command("topic_ends", workshop=topic.fishbowl.workshop, bowl=topic.fishbowl, by=by, key=key) as act:
        topic = Topic.objects.select_related("question__workshop").get(pk=topic.pk)
        act.set(topic, ended_at=topic.ended_at or act.now)
        question = topic.question
        if question and answered and question.answered_at is None:
            questions.answer(question=question, by=None, text="", role=FACILITATOR)
        elif question and not answered and topic.started_at is None:
            questions.put_back(question=question)
        return topic


def take_up(*, question):
    """A question from the walls is a topic at one press, wherever it is pressed; twice is once."""
    return add_topic(workshop=question.workshop, question=question, bowl=_shortest_of_topics(question.workshop))


def _shortest_of_topics(workshop):
    """Of several circles the one with the fewest topics; None where there is one circle."""
    bowls = [bowl for bowl in Fishbowl.all_in(workshop) if bowl.phase in ("draft", *phase.LIVE)]
    if len(bowls) < 2:
        return next(iter(bowls), None)
    return min(bowls, key=lambda bowl: bowl.topics.filter(ended_at=None).count())


def put_back(*, question):
    """It is none again; what was talked about stays talked about."""
    topic = Topic.objects.filter(question=question, ended_at=None).select_related("fishbowl__workshop").first()
    return end_topic(topic=topic) if topic else questions.put_back(question=question)


# --- words -------------------------------------------------------------------------------------
def take_down(*, workshop, text, kind, speaker=None, case=None, bowl=None, by=FACILITATOR, key=None):
    """What somebody has just said, in writing; without a speaker, whoever has the floor or had it a moment ago.

    It waits for the speaker's own check before it may leave the room.
    """
    with command("capture", workshop=workshop, bowl=bowl, about=speaker, by=by, key=key, show=("console",)) as act:
        if known := key and act.room.statements.filter(client_key=key).first():
            return known
        turn = turn_of_words(act.bowl, speaker)
        who = speaker or (turn and turn.participant)
        if who is None:
            raise NotNow(_("Nobody has the floor just now. Please write the number of the speaker."))
        about = {"text": text, "kind": kind, "case": case, "consent": who.consent, "client_key": key}
        statement = Statement.objects.create(workshop=act.room, speaker=who, **about, **_typed(by))
        act.wrote(statement)
        if turn:
            act.new(Caught, statement=statement, turn=turn, from_turn=speaker is None)
        act.poke(who)
        return statement


def _typed(by):
    """Whose hand wrote it, where that is not the speaker's own."""
    by = said(by)
    return {} if by.role == PARTICIPANT else {"typed_as": by.role, "typed_by_id": by.link}


def turn_of_words(bowl, speaker=None):
    """The turn that runs, or one that has just ended; of this speaker, where one is named."""
    lately = bowl.turns.filter(ended_at__gte=timezone.now() - WORDS_AFTERWARDS).order_by("-started_at")
    turn = bowl.running_turn() or lately.select_related("participant").first()
    if speaker and turn and turn.participant_id != speaker.pk:
        of_speaker = bowl.turns.filter(participant=speaker).order_by("-started_at").first()
        recent = of_speaker and of_speaker.ended_at and timezone.now() - of_speaker.ended_at <= WORDS_AFTERWARDS
        return of_speaker if recent else None
    return turn


def leave_point(*, participant, text, consent="", bowl=None, by=None, key=None):
    """Whoever was not heard leaves the point in writing. They wrote it themselves, so it needs no further check."""
    told = {"about": participant, "by": by, "key": key, "show": ("console",)}
    with command("point", workshop=participant.workshop, bowl=bowl, **told) as act:
        if known := key and act.room.statements.filter(client_key=key).first():
            return known
        unheard = participant.entries.filter(outcome=Entry.Outcome.UNHEARD).exists()
        if not unheard and act.bowl.phase not in ("closing_round", "done", "aborted"):
            raise NotNow(_("The circle still talks. Ask for a chair, and say it there."))
        about = {"text": text, "kind": Statement.Kind.POINT, "consent": consent, "client_key": key} | _typed(by)
        point = Statement.objects.create(workshop=act.room, speaker=participant, checked_at=act.now, **about)
        act.wrote(point)
        return point
