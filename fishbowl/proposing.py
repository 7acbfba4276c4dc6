"""Who comes next and why, who might make room, and whose voices were heard: proposals, which people accept or not."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl.kinds import ANSWERED
from fishbowl.models import CLOSING_SECONDS, Absence, Fishbowl, ModeratorTurn, Stay, Turn
from fishbowl.rules.clock import LATELY, LONG_SILENCE, quiet_since
from fishbowl.rules.company import people_of
from fishbowl.rules.ways import NOBODY_CALLS
from workshop.text import folded, sentence

ASKED = 3  # open questions that are offered
MOST_CITIES = 6  # that are proposed for a last word


# --- the next person ---------------------------------------------------------------------------
def proposal(state):
    """Whom the moderator would call next, to which chair, by which rule and why; None while there is nobody or no room.

    {"wish", "chair", "rule", "why", "slot"}: a promised time that is due comes before the queue. The rules never look
    at who somebody is, only at what happened in this circle.
    """
    if state["phase"] not in ("running", "last_call") or not state["free"] or state["variant"] in NOBODY_CALLS:
        return None
    chair = state["free"][0]
    if slot := _promised(state):
        return {"wish": None, "slot": slot, "chair": chair, "rule": "promised", "why": _why("promised", slot)}
    wish = next_wish(state)
    rule = wish and _rule(wish, _here(state), state)
    return wish and {"wish": wish, "slot": None, "chair": chair, "rule": rule, "why": _why(rule, wish)}


def next_wish(state):
    """The wish that comes next by the circle's order; None where nobody is here, or the moderator chooses."""
    here = _here(state)
    return _next(here, state) if here and state["settings"]["order"] != Fishbowl.Order.PICK else None


def _here(state):
    return [wish for wish in state["queue"] if not wish["away"]]


def _promised(state):
    seated = {chair["person"] for chair in state["chairs"]}
    return next((slot for slot in state["slots"] if slot["due"] and slot["person"] not in seated), None)


def _next(here, state):
    """The first in the line; where the circle is balanced, the city heard least, unless somebody's patience is used."""
    first = here[0]
    settled = first["kind"] == "reply" or first["overtaken"] >= 3 or first["pinned"]
    if state["settings"]["order"] != Fishbowl.Order.BALANCED or settled:
        return first
    joins = [wish for wish in here if wish["kind"] == "join"]
    return min(joins, key=lambda wish: (state["heard_by_city"].get(folded(wish["city"]), 0), wish["place"]))


def _rule(wish, here, state):
    others = [each for each in here if each is not wish]
    order = state["settings"]["order"]
    if wish["pinned"]:
        return "pinned"
    if wish["overtaken"] >= 3:
        return "patience"
    if not others:
        return "alone"
    if wish["kind"] == "reply":
        return "reply"
    if any(each["kind"] == "reply" for each in others):
        return "after_replies"
    if order == Fishbowl.Order.FIRST_TIMERS and not wish["again"] and any(each["again"] for each in others):
        return "first_time"
    if order == Fishbowl.Order.BALANCED and _is_least_heard(wish, others, state):
        return "city"
    return "longest"


def _is_least_heard(wish, others, state):
    heard = state["heard_by_city"]
    return any(heard.get(folded(each["city"]), 0) > heard.get(folded(wish["city"]), 0) for each in others)


def _why(rule, who):
    """The deciding rule as a sentence."""
    words = {
        "promised": _("%(name)s was promised this time."),
        "pinned": _("You brought %(name)s forward."),
        "patience": _("%(name)s has let three others go before; now nobody goes before."),
        "alone": _("Nobody else waits."),
        "reply": _("A reply to what is being said comes before a new contribution."),
        "after_replies": _("After the replies, a new contribution."),
        "first_time": _("%(name)s has not been in the circle yet."),
        "city": _("%(city)s was in the circle least."),
        "longest": _("%(name)s has waited longest."),
    }
    return sentence(words[rule], name=who["name"], city=who["city"])


# --- making room -------------------------------------------------------------------------------
def full_of(state, bowl):
    """Since when somebody waits and too few chairs are free, when people are asked for room, and who would be first.

    None while there is room. For staff: until then the circle looks for its own solution.
    """
    since = bowl.room_needed_at
    if since is None or bowl.phase not in ("running", "last_call"):
        return None
    return {"since": since, "asks_at": since + _grace(bowl), "candidate": _candidate(state, bowl, overdue=False)}


def release_of(state, bowl, now):
    """Since when people are asked for room, and until when there is time to think; the candidate is for staff and them.

    None while there is room, or the circle still looks for some by itself. Nobody is ever removed by it.
    """
    full = state["full"]
    if full is None or full["asks_at"] > now:
        return None
    since, ends_at = full["asks_at"], full["asks_at"] + _grace(bowl)
    overdue = ends_at <= now
    return {"since": since, "ends_at": ends_at, "overdue": overdue, "candidate": _candidate(state, bowl, overdue)}


def _grace(bowl):
    return timedelta(seconds=bowl.grace_seconds)


def _candidate(state, bowl, overdue):
    """Who would be asked: a volunteer, else by the circle's rule; nobody of the core unless that is so set."""
    guests = bowl.variant == Fishbowl.Variant.GUEST
    taken = [chair for chair in state["chairs"] if chair["state"] == "taken"]
    seated = [chair for chair in taken if chair["kind"] == "guest"] if guests else taken
    if volunteer := next((chair for chair in seated if chair["offered"]), None):
        return volunteer
    if guests:
        return _answered_guest(seated, overdue)
    asked = [chair for chair in seated if bowl.core_may_be_asked or chair["kind"] != "core"]
    if not asked or bowl.leaving == Fishbowl.Leaving.PICK:
        return None
    if bowl.leaving == Fishbowl.Leaving.MOST_STAYS:
        return min(asked, key=lambda chair: (-chair["stays"], chair["since"]))
    return min(asked, key=lambda chair: chair["since"])


def _answered_guest(seated, overdue):
    """The guest who was answered; where the time to think is over, whichever guest came first."""
    guests = sorted(seated, key=lambda chair: chair["since"])
    answered = (chair for chair in guests if chair["guest"] == ANSWERED)
    return next(answered, guests[0] if guests and overdue else None)


# --- a silent room -----------------------------------------------------------------------------
def silent_since(state, bowl):
    """Since when a chair has been free and nobody waits or is called; None where that is not so, or nobody talks."""
    if bowl is None:
        return None
    since = quiet_since([bowl])[bowl.pk]
    is_silent = state["phase"] in ("running", "last_call") and state["free"] and not state["queue"]
    return since if is_silent and not state["called"] else None


def help_in_silence(workshop, state, heard, bowl=None):
    """What may bring somebody to a chair that has stayed free: None while the room is not silent.

    {"since", "is_long", "cities", "questions", "pair"}: cities not heard, the three open questions of most cities, and
    whether people may talk in pairs first. `heard` is what `voices` tells.
    """
    since = silent_since(state, bowl or Fishbowl.live_in(workshop))
    questions = list(workshop.open_questions.waiting().select_related("case")[:ASKED])
    if since is None:
        return None
    return {
        "since": since,
        "is_long": timezone.now() - since >= LONG_SILENCE,
        "cities": heard["not_heard"],
        "questions": [
            {"question": each.pk, "text": each.text, "city": each.case and each.case.city} for each in questions
        ],
        "pair": state["move"] is None and state["speaker"] is None,
    }


# --- one voice for each city that was not heard -------------------------------------------------
def last_cities(workshop, state, heard, bowl=None):
    """Once every chair had its last word: somebody of each city not heard, whoever waits first; none without the time.

    [{"person", "name", "city"}]. `heard` is what `voices` tells; a city that spoke from outside was heard as well.
    """
    if not state["closing"] or state["closing"]["next"]:
        return []
    spoke = {folded(share["city"]) for share in heard["shares"]}
    cities = [city for city in heard["not_heard"] if folded(city) not in spoke]
    found = _one_of_each(workshop, state, cities, bowl)
    return found[: _voices_that_fit(workshop, state, len(found))]


def _one_of_each(workshop, state, cities, bowl):
    here = (people_of(bowl) if bowl else workshop.present()).filter(is_listener=False)
    here = here.exclude(pk__in=Absence.of_anybody(workshop))
    asked = {wish["person"]: place for place, wish in enumerate(state["queue"])}
    names, found = {folded(city) for city in cities if city}, {}
    for person in sorted(here, key=lambda person: (asked.get(person.number, len(asked)), person.number)):
        city = folded(person.city)
        if city in names and city not in found:
            found[city] = {"person": person.number, "name": person.name, "city": person.city}
    return list(found.values())


def _voices_that_fit(workshop, state, most):
    """How many more last words the programme has time for; where it tells no time, a few."""
    left = workshop.stage and workshop.stage.left()
    each = timedelta(seconds=CLOSING_SECONDS * (2 if state["settings"]["interpreted"] else 1))
    return min(most, MOST_CITIES, max(0, left // each) if left is not None else MOST_CITIES)


# --- voices ------------------------------------------------------------------------------------
def voices(workshop, bowl=None):
    """For the people who run it: who of those present has sat in the circle, city by city, and how the time was shared.

    Never for the projector, and never by anything but what people said of themselves: their city. Of one circle among
    several those who are in it; with none named, everybody and all circles.
    """
    bowls = [bowl] if bowl else Fishbowl.all_in(workshop)
    here = people_of(bowl) if bowl else workshop.present()
    present = list(here.values_list("pk", "city"))
    stays = Stay.objects.filter(chair__fishbowl__in=bowls, seated_at__isnull=False)
    sat = list(stays.exclude(exit=Stay.Exit.CORRECTED).values_list("participant_id", "seated_at"))
    heard = {who for who, _since in sat}
    cities = {folded(city): city for _pk, city in present}
    city_of = {pk: folded(city) for pk, city in present}
    heard_cities = {city_of[pk] for pk in heard if pk in city_of}
    lately = timezone.now() - LATELY
    first = {}
    for who, since in sorted(sat, key=lambda each: each[1]):
        first.setdefault(city_of.get(who), since)
    return {
        "people": len(present),
        "people_heard": sum(pk in heard for pk, _city in present),
        "cities": len(cities),
        "cities_heard": len(heard_cities),
        "not_heard": sorted(city for name, city in cities.items() if name not in heard_cities),
        "new_city_lately": any(since >= lately for city, since in first.items() if city),
        "shares": (shares := _shares(bowls, cities)),
        "moderator": _moderators_share(bowls, sum(share["seconds"] for share in shares)),
    }


def _moderators_share(bowls, voices):
    """How long the moderator spoke, and the percentage of all that was said: {"seconds", "percent"}; None for nothing.

    It is no voice: neither people, cities nor their shares know of it.
    """
    now = timezone.now()
    seconds = round(sum(turn.seconds(now) for turn in ModeratorTurn.objects.filter(fishbowl__in=bowls)))
    return {"seconds": seconds, "percent": round(100 * seconds / (voices + seconds))} if seconds else None


def _shares(bowls, cities):
    """[(city, people, turns, seconds, percent)], the longest first."""
    now, people, turns, seconds = timezone.now(), defaultdict(set), Counter(), Counter()
    for turn in Turn.objects.filter(fishbowl__in=bowls).select_related("participant"):
        city = folded(turn.participant.city)
        cities.setdefault(city, turn.participant.city)
        people[city].add(turn.participant_id)
        turns[city] += 1
        seconds[city] += turn.seconds(now)
    whole = sum(seconds.values()) or 1
    order = sorted(seconds, key=lambda city: (-seconds[city], city))
    names = ("city", "people", "turns", "seconds", "percent")
    rows = ((cities[c], len(people[c]), turns[c], round(seconds[c]), round(100 * seconds[c] / whole)) for c in order)
    return [dict(zip(names, row, strict=True)) for row in rows]
