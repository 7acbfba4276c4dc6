"""Bringing somebody to the circle by hand: into the queue or onto a chair, also whoever is not in the list yet."""

from django.db import transaction

from fishbowl.actions.chairs import seat
from fishbowl.actions.queue import ask
from fishbowl.actions.standing import stand
from fishbowl.places import ANY_CHAIR, BEHIND, KINDS
from workshop import actions as people


def place(*, participant, where, topic="", bowl=None, by, key=None, **seating):
    """A wish in the queue or a chair: an Entry or a Stay. `where` is one of fishbowl.places.places."""
    if where in KINDS:
        return ask(participant=participant, kind=KINDS[where], topic=topic, bowl=bowl, by=by, key=key)
    if where.startswith(BEHIND):
        return stand(participant=participant, chair=int(where.removeprefix(BEHIND)), bowl=bowl, by=by, key=key)
    chair = None if where == ANY_CHAIR else int(where)
    return seat(participant=participant, chair=chair, bowl=bowl, by=by, key=key, **seating)


def bring_in(*, workshop, person, name, city, where, topic="", bowl=None, by, key=None, **seating):
    """Somebody without a phone joins, where they are not here yet, and goes to their place: both, or neither."""
    with transaction.atomic():
        person = person or people.join(workshop=workshop, name=name, city=city, has_phone=False, key=key)
        return person, place(participant=person, where=where, topic=topic, bowl=bowl, by=by, key=key, **seating)
