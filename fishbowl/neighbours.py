"""Who was named on a neighbour's phone: what helpers still have to answer, and whom a phone looks after."""

from django.db.models import Q

from fishbowl.models import Entry, Neighbour
from workshop.text import folded

MOST_ALIKE = 3
OUTCOMES = Neighbour.Outcome


def waiting(workshop, bowl):
    """For helpers, the first asked on top: {"neighbour", "name", "city", "topic", "asks", "asked_at", "beside", ...}.

    `alike`: people here who may be the same, so that nobody gets a second number.
    """
    asked = Neighbour.objects.filter(fishbowl=bowl and bowl.pk, answered_at=None).exclude(name="")
    asked = list(asked.select_related("proposer"))
    here = list(workshop.present()) if asked else []
    return [_asked(each, alike(here, each.name, each.city)) for each in asked]


def alike(people, name, city):
    """Those of this name, and those of this city under a part of it."""
    name, city = folded(name), folded(city)
    return [each for each in people if name and _is_like(each, name, city)]


def looked_after(participant, state):
    """Whom somebody has named, and what became of it: {"neighbour", "name", "city", "at", ...}; added ones only here.

    `at` is asked, declined, ended, or where the person is by now: called, seated, waiting, missed, unheard, here.
    """
    standing = Q(outcome__in=(OUTCOMES.OPEN, OUTCOMES.DECLINED, OUTCOMES.ENDED)) & ~Q(name="")
    added = Q(outcome=OUTCOMES.ADDED, participant__left_at=None, fishbowl=state["bowl"]) & ~Q(participant=participant)
    named = participant.neighbours.filter(standing | added).select_related("participant")
    unheard = _unheard(state) if state["phase"] in ("done", "aborted") else ()
    return [_looked_after(each, state, unheard) for each in named]


def _asked(neighbour, known):
    return {
        "neighbour": neighbour.pk,
        "name": neighbour.name,
        "city": neighbour.city,
        "topic": neighbour.topic,
        "asks": neighbour.asks,
        "asked_at": neighbour.asked_at,
        "beside": _person(neighbour.proposer),
        "alike": [_person(each) for each in known[:MOST_ALIKE]],
    }


def _person(person):
    return {"number": person.number, "name": person.name, "city": person.city}


def _is_like(person, name, city):
    known, asked = set(folded(person.name).split()), set(name.split())
    return known == asked or (folded(person.city) == city and (known <= asked or asked <= known))


def _unheard(state):
    ended = Entry.objects.filter(fishbowl=state["bowl"], outcome=Entry.Outcome.UNHEARD)
    return set(ended.values_list("participant", flat=True))


def _looked_after(neighbour, state, unheard):
    guest = neighbour.participant
    if guest is None:
        about = {"name": neighbour.name, "city": neighbour.city, "at": neighbour.outcome or "asked"}
        return {"neighbour": neighbour.pk, **about}
    now = {"at": "unheard"} if guest.pk in unheard else _at(guest.number, state)
    return {"neighbour": neighbour.pk, **_person(guest), **now}


def _at(number, state):
    for chair in state["chairs"]:
        if chair["person"] == number:
            return {"at": "called" if chair["state"] == "called" else "seated", "chair": chair["number"]}
    for wish in state["queue"]:
        if wish["person"] == number:
            return {"at": "waiting", "place": wish["place"]}
    return {"at": "missed" if any(wish["person"] == number for wish in state["missed"]) else "here"}
