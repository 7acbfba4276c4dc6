"""The person beside somebody, who has no phone: named on that phone, and brought in by a helper, or not now."""

from django.db import transaction

from fishbowl.actions.queue import ask
from fishbowl.models import Neighbour
from fishbowl.rules import coming, line, neighbours, phase, ways
from fishbowl.rules.command import command
from fishbowl.rules.neighbours import NO_WORDS, OUTCOMES
from fishbowl.rules.who import said
from workshop import actions as people

FACILITATOR = "facilitator"
SCREENS = ("console",)


def name_neighbour(*, participant, name, city, topic="", asks=True, bowl=None, by=None, key=None):
    """A request that helpers see. The same name and city once more, while the first waits, is the first.

    `asks`: they would like a chair; without it they are only to be here, with a number.
    """
    told = {"about": participant, "by": by, "key": key, "show": SCREENS}
    with command("neighbour", workshop=participant.workshop, bowl=bowl, **told) as act:
        known = act.repeated(Neighbour) or neighbours.named_before(act.bowl, participant, name, city)
        if known:
            return known
        line.refuse_blocked(act.bowl, participant, said(by))
        phase.refuse_outside(act.bowl, phase.ASKING)
        if asks:
            line.refuse_closed_queue(act.bowl, said(by))
        neighbours.refuse_many(act.bowl, participant)
        words = {"name": name, "city": city, "topic": topic}
        act.result = act.new(Neighbour, fishbowl=act.bowl, proposer=participant, asks=asks, **words)
        return act.result


def add_neighbour(*, neighbour, person=None, by=FACILITATOR, key=None):
    """A helper confirms: somebody without a phone is here, and in the queue where that was asked for. Twice is once.

    `person`: whoever is here already, where it is them. The place in the queue is given now, not when it was typed.
    """
    bowl = neighbour.fishbowl
    about = {"workshop": bowl.workshop, "bowl": bowl, "about": neighbour.proposer, "by": by, "key": key}
    with transaction.atomic():
        with command("neighbour_added", show=SCREENS, **about) as act:
            neighbour = neighbours.fresh(neighbour)
            if act.was_pressed():
                return neighbour
            neighbours.refuse_answered(neighbour)
            topic, guest = neighbour.topic, person or _joins(act.room, neighbour)
            if person is None or not person.belongings.exists():  # whoever is in a circle stays there, with their wish
                coming.belong(act, guest)
            neighbours.answer(act, neighbour, OUTCOMES.ADDED, participant=guest, **NO_WORDS)
            act.result = neighbour
        if neighbour.asks and ways.has_a_queue(act.bowl) and act.bowl.phase in phase.ASKING:
            ask(participant=guest, topic=topic, bowl=bowl, by=by, key=key)
        return neighbour


def decline_neighbour(*, neighbour, by=FACILITATOR, key=None):
    """Not now; the phone it came from reads a sentence. Twice is once."""
    about = {"bowl": neighbour.fishbowl, "about": neighbour.proposer, "by": by, "key": key}
    with command("neighbour_declined", workshop=neighbour.fishbowl.workshop, show=SCREENS, **about) as act:
        neighbour = neighbours.fresh(neighbour)
        if act.was_pressed() or neighbour.outcome == OUTCOMES.DECLINED:
            return neighbour
        neighbours.refuse_answered(neighbour)
        return neighbours.answer(act, neighbour, OUTCOMES.DECLINED)


def drop_neighbour(*, neighbour, by=None, key=None):
    """The phone it came from takes it back, or has read how it ended; its words are gone from then on.

    Also from another circle, to which whoever named them has gone.
    """
    about = {"bowl": neighbour.fishbowl, "about": neighbour.proposer, "by": by, "key": key, "comes": True}
    with command("neighbour_off", workshop=neighbour.fishbowl.workshop, show=SCREENS, **about) as act:
        neighbour = neighbours.fresh(neighbour)
        if neighbour.answered_at is None:
            neighbours.answer(act, neighbour, OUTCOMES.WITHDRAWN)
        return act.set(neighbour, **NO_WORDS)


def _joins(room, neighbour):
    return people.join(workshop=room, name=neighbour.name, city=neighbour.city, has_phone=False)
