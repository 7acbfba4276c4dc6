"""The kinds of circle in words: what each is, its rules, and what people are told in it. Plain data, no database."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from fishbowl.kinds import ANSWERED, SPOKE
from fishbowl.models import Fishbowl
from fishbowl.rules.ways import ANSWERS, NOBODY_CALLS
from workshop.text import sentence

OPEN, GUEST, CLOSED, TAP_IN, SAMOAN, SATELLITES = Fishbowl.Variant

ABOUT = {
    OPEN: lazy("One chair is always free. Whoever wishes to speak is called to it; then somebody makes room."),
    GUEST: lazy("The same people talk throughout. A guest comes to one chair, says one thing, is answered, and goes."),
    CLOSED: lazy("Those in the circle talk; everybody else listens and takes notes. After a time the group changes."),
    TAP_IN: lazy("Nobody calls. Whoever wants in taps somebody, who finishes the sentence and makes room."),
    SAMOAN: lazy(
        "Nobody moderates. Whoever wishes sits down, or stands behind a chair. At the end the empty chairs go."
    ),
    SATELLITES: lazy(
        "Those who lived it talk. Groups of three or four outside write questions; then the circle answers."
    ),
}


def told(state):
    """What the screens of everybody say that differs from kind to kind."""
    return {
        "name": Fishbowl.Variant(state["variant"]).label,
        "rules": rules(state),
        "turn": tells_turn(state["turn_seconds"]),
        "ask": asks(state),
        "listen": tells_outside(state),
        "full": tells_full(state),
        "needed": tells_needed(state),
        "called": state["variant"] not in (SATELLITES, *NOBODY_CALLS),
        "stands": state["variant"] in NOBODY_CALLS,
        "replies": state["variant"] in ANSWERS,
        "nobody": tells_nobody_waits(state),
    }


def rules(state):
    """The three sentences on the projector before the one about time."""
    return {
        OPEN: [
            _("We speak from the circle only."),
            _("One chair is always free: ask on your phone or raise a hand."),
            _("Circle full? Someone makes room."),
        ],
        GUEST: [
            _("We speak from the circle only."),
            _("One chair is for a guest: ask on your phone or raise a hand."),
            _("A guest says one thing, hears the answer, and gives the chair back."),
        ],
        CLOSED: [
            _("Only the circle speaks. Nobody comes in."),
            _("Outside we listen, and write down what we notice."),
            _("When the time is up, the whole group changes."),
        ],
        TAP_IN: [
            _("We speak from the circle only."),
            _("You want in? Tap somebody: on your phone, or on the shoulder."),
            _("Tapped? Finish your sentence, and make room."),
        ],
        SAMOAN: [
            _("We speak from the circle only, and nobody moderates."),
            _("A chair is free? Sit down. None is? Stand behind one."),
            _("Somebody stands behind you? Say it, and give the chair."),
        ],
        SATELLITES: [
            _("The circle tells what it has lived through. Nobody comes in."),
            _("Outside we listen, in satellites of three or four."),
            _("Each satellite writes questions; the circle answers one of each in turn."),
        ],
    }[state["variant"]]


def tells_turn(seconds):
    """The rule about time: whole minutes, or else seconds."""
    if seconds == 120:
        return _("Two minutes, then listen.")
    minutes, rest = divmod(seconds, 60)
    if rest:
        return ngettext("%(n)s second, then listen.", "%(n)s seconds, then listen.", seconds) % {"n": seconds}
    return ngettext("%(n)s minute, then listen.", "%(n)s minutes, then listen.", minutes) % {"n": minutes}


def asks(state):
    """What the button says with which somebody outside asks to be heard."""
    return {
        GUEST: _("Ask for the guest’s chair"),
        CLOSED: _("I would like to be in the next group"),
    }.get(state["variant"], _("Ask for a chair"))


def tells_outside(state):
    """What somebody who listens may do."""
    if state["variant"] == SATELLITES:
        return _tells_satellites(state)
    if state["variant"] == CLOSED:
        return closed(state) or _("Whoever is called comes now. The circle closes with the first word.")
    return {
        GUEST: _("Anybody may come as a guest: say one thing, and hear the answer."),
        TAP_IN: tells_nobody_waits(state) if state["free"] else _("You want in? Tap somebody above."),
        SAMOAN: tells_nobody_waits(state) if state["free"] else _("You want in? Stand behind a chair above."),
    }.get(state["variant"], _("Anybody may ask for a chair."))


def _tells_satellites(state):
    return {
        "write": _("The satellites write their questions. The circle rests."),
        "answer": _("The circle answers the questions of the satellites."),
    }.get(state["satellites"]["part"], _("Listen. Then your satellite writes its questions."))


def closed(state):
    """Until when the circle is closed, or that its group changes; nothing before the group's first word."""
    group = state["group"] or {}
    if group.get("over"):
        return _("The time is up: the whole group changes.")
    if until := group.get("until"):
        return _("The circle is closed until %(time)s. Then the whole group changes.") % {"time": _hour(until)}
    return ""


def tells_full(state):
    """What stands where no chair is free for whoever waits."""
    return {
        GUEST: _("A guest sits there. You are next when the guest was answered."),
        CLOSED: closed(state),
        SATELLITES: _tells_satellites(state) if state["satellites"] else "",
        TAP_IN: _("Every chair is taken: tap somebody."),
        SAMOAN: _("Every chair is taken: stand behind one."),
    }.get(state["variant"], _("The circle is full: someone makes room."))


def tells_needed(state):
    """What the room reads when a chair is needed."""
    return {
        GUEST: _("Somebody waits for the guest’s chair."),
    }.get(state["variant"], _("A chair is needed: someone makes room."))


def tells_nobody_waits(state):
    """What the room reads while a chair is free and nobody waits."""
    return {
        GUEST: _("Nobody waits: the guest’s chair is free for you."),
        SATELLITES: "",
        CLOSED: _("Would you like to be in the next group? Ask on your phone."),
        TAP_IN: _("A chair is free: sit down."),
        SAMOAN: _("A chair is free: sit down."),
    }.get(state["variant"], _("Nobody waits: a chair is free for you."))


# --- one person --------------------------------------------------------------------------------
def tells_waiting(state, wish):
    """What somebody who waits reads instead of how many are before them; nothing where that is what they need."""
    if state["variant"] == GUEST and wish["place"] == 1 and not state["free"]:
        return _("Come close, and stand behind the guest’s chair: it is yours when the guest was answered.")
    if state["variant"] == CLOSED:
        first = wish["place"] <= state["group"]["size"]
        mine = _("You are in the next group.") if first else _("You are in a later group.")
        return f"{mine} {closed(state)}".strip()
    if state["variant"] == SATELLITES:
        return _tells_satellites(state)
    if state["variant"] in NOBODY_CALLS:
        return _tells_standing(state, wish)
    return ""


def _tells_standing(state, wish):
    chair = next((each for each in state["chairs"] if each["number"] == wish["behind"]), None)
    if chair is None:
        return tells_outside(state)
    if state["variant"] == SAMOAN:
        return sentence(_("When %(name)s goes, the chair is kept for you."), name=chair["name"])
    if chair["is_speaking"]:
        return sentence(_("%(name)s finishes the sentence. Then the chair is yours."), name=chair["name"])
    return sentence(_("%(name)s makes room for you."), name=chair["name"])


def tells_seated(state, chair):
    """What somebody in the circle reads; nothing where this kind has nothing to add."""
    if state["variant"] == GUEST and chair["kind"] == "guest":
        return {
            SPOKE: _("Now hear the answer."),
            ANSWERED: _("You were answered. Thank you: the chair is for the next guest."),
        }.get(chair["guest"], _("You are the guest: say one thing, or ask it."))
    if chair["behind"]:
        return _tells_tapped(state, chair["behind"][0])
    if state["variant"] == SATELLITES and state["satellites"]["part"] == "write":
        return _tells_satellites(state)
    return closed(state) if state["variant"] == CLOSED else ""


def _tells_tapped(state, who):
    words = _("%(name)s, %(city)s stands behind you. When you have said it, give the chair.")
    if state["variant"] == TAP_IN:
        words = _("%(name)s, %(city)s has tapped you. Finish your sentence, and make room.")
    return sentence(words, name=who["name"], city=who["city"])


def word_of(chair, variant):
    """What stands on an empty chair in the picture; None where it is just free."""
    if variant == GUEST:
        return _("guest") if chair["kind"] == "guest" else ""
    return "" if variant == SATELLITES else None


def _hour(moment):
    return localtime(moment).strftime("%H:%M")
