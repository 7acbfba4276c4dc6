"""Satellites: the circle talks, its satellites write questions, the circle answers them; and so on in turn."""

from django.db import transaction
from django.utils.translation import gettext as _

from fishbowl.actions.words import add_topic, start_topic
from fishbowl.models import Brought
from fishbowl.rules import floor, phase, satellites, seats
from fishbowl.rules.command import command
from workshop import questions
from workshop.refusals import NotNow

FACILITATOR = "facilitator"


def begin_part(*, workshop, part, seen=None, bowl=None, by=FACILITATOR, key=None):
    """The circle talks, the satellites write, or the circle answers, from now on. `seen`: the part as read."""
    about = {"workshop": workshop, "bowl": bowl, "by": by, "key": key, "seen": seen, "moderating": True}
    with command("part", **about) as act:
        if act.was_pressed() or part == act.bowl.part:
            return act.bowl
        satellites.refuse_elsewhere(act.bowl)
        phase.refuse_outside(act.bowl, phase.TALKING)
        if seen not in (None, "", act.bowl.part):
            raise NotNow(_("The circle is in another part already. Look at the console again."))
        floor.clear(act)
        if part == satellites.PARTS.WRITE:
            satellites.form(act)
        return act.set(act.bowl, part=part, part_at=act.now)


def bring_question(*, participant, text, consent="", bowl=None, by=None, key=None):
    """A question of somebody's satellite to the circle; once it was answered, its asker says whether it was."""
    told = {"about": participant, "by": by, "key": key}
    with command("satellite_asks", workshop=participant.workshop, bowl=bowl, **told) as act:
        if known := act.repeated(Brought):
            return known
        satellites.refuse_elsewhere(act.bowl)
        phase.refuse_outside(act.bowl, phase.ASKING)
        if seats.stay_of(participant):
            raise NotNow(_("You sit in the circle: say it there."))
        if act.bowl.part == satellites.PARTS.TALK:
            raise NotNow(_("The circle talks. Your satellite writes its questions after that."))
        asked = questions.ask(workshop=act.room, asker=participant, text=text, consent=consent, key=key)
        number = satellites.satellite_of(act, participant)
        act.result = act.new(Brought, fishbowl=act.bowl, question=asked, number=number)
        return act.result


def take_question(*, brought, by=FACILITATOR, key=None):
    """The circle answers this question now: it is the topic that runs."""
    about = {"workshop": brought.fishbowl.workshop, "bowl": brought.fishbowl, "by": by, "key": key}
    with transaction.atomic():
        with command("take_question", **about) as act:
            if act.bowl.part != satellites.PARTS.ANSWER:
                raise NotNow(_("The circle answers when its satellites have written."))
            if act.bowl.topics.filter(question=brought.question_id, ended_at__isnull=False).exists():
                raise NotNow(_("The circle has answered this question already."))
        topic = add_topic(question=brought.question, **about)
        return start_topic(topic=topic, by=by, key=key)
