"""What the circle is to one person: where they are, what they may do, and why they stand where they stand."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fishbowl.models import Entry, Stay
from fishbowl.rules.line import FIRST_FOR
from fishbowl.rules.ways import ANSWERS, NOBODY_CALLS
from fishbowl.variants import tells_seated, tells_waiting
from workshop.models import Statement

ASKED_FOR_ROOM = {False: ("open", "spare"), True: ("guest",)}  # kinds of chairs, with a guest's chair and without
THANKS_FOR = timedelta(minutes=5)  # after a stay, how long its person is asked for the key point
LENSES = ("enablers", "barriers", "missing", "here")


def situation(state, participant):
    """`at` says where they are, `sign` changes whenever the public picture changes what it says of them.

    at: seated, speaking, called, waiting, missed, unheard, or out; with the chair or the wish. `may` names the
    commands that are open to them.
    """
    number = participant.number
    here = _on_a_chair(state, number) or _in_the_queue(state, number) or _outside(state, participant)
    own = [wish for wish in (*state["hands"], *state["procedures"]) if wish["person"] == number]
    here |= {
        "satellite": _satellite(state, number),
        "hand": next((wish for wish in own if wish["hand"]), None),
        "procedure": next((wish for wish in own if wish["kind"] == Entry.Kind.PROCEDURE), None),
        "lens": LENSES[number % len(LENSES)],
    }
    here["change"] = _may_become(state, here)
    sign = f"{state['phase']} {here['sign']} {state['kind']}".strip()
    may = [] if participant.is_listener else _may(state, here)
    return here | {"may": may, "sign": sign}


def _on_a_chair(state, number):
    talks = "moderator" if state["moderator"] else (state["speaker"] or {}).get("person", 0)
    for chair in state["chairs"]:
        if chair["person"] == number:
            at = "called" if chair["state"] == "called" else "speaking" if chair["is_speaking"] else "seated"
            talk = "" if at == "called" else talks
            sign = f"{at} {chair['number']}{'+' * len(chair['behind'])} {talk}".strip()
            told = tells_seated(state, chair)
            return {"at": at, "chair": chair, "room": _room(state, chair), "told": told, "sign": sign}
    return None


def _room(state, chair):
    """Why somebody seated is asked for the chair: "asked" by the moderator, "you" by the rules, "somebody", or ""."""
    if chair["asked"]:
        return "asked"
    if chair["behind"]:
        return "behind"
    release = state["release"]
    if not release or chair["state"] != "taken" or chair["offered"]:
        return ""
    if (release["candidate"] or {}).get("stay") == chair["stay"]:
        return "you"
    return "somebody" if chair["kind"] in ASKED_FOR_ROOM[state["variant"] == "guest"] else ""


def _in_the_queue(state, number):
    for wish in state["queue"]:
        if wish["person"] == number:
            take = state["first_takes"] if wish["place"] == 1 or state["variant"] in NOBODY_CALLS else None
            sign = f"waiting {wish['place']} {take or ''}".strip()
            told = {"before": wish["place"] - 1, "take": take, "reasons": reasons(wish, state), "sign": sign}
            told |= {"told": tells_waiting(state, wish), "tap": None if take else _tapped(state, wish)}
            return {"at": "waiting", "wish": wish, "still": wish["still"] in ("asked", "no"), **told}
    for wish in state["missed"]:
        if wish["person"] == number:
            keeps_until = wish["missed_at"] + FIRST_FOR if wish["misses"] <= 1 else None
            return {"at": "missed", "wish": wish, "keeps_until": keeps_until, "sign": _gate(state)}
    return None


def _satellite(state, number):
    """The satellite somebody is in: its number, its people, and the questions it has written; or None."""
    told = state["satellites"] or {"groups": ()}
    own = next((group for group in told["groups"] if any(each["number"] == number for each in group["people"])), None)
    return own and own | {"asked": [each for each in told["asked"] if each["number"] == own["number"]]}


def _tapped(state, wish):
    """The chair of whoever was tapped and does not speak: it may be taken now."""
    if state["variant"] != "tap_in":
        return None
    chairs = (each for each in state["chairs"] if each["number"] == wish["behind"])
    return next((each["number"] for each in chairs if each["state"] == "taken" and not each["is_speaking"]), None)


def _outside(state, participant):
    """Listening; a wish that has just ended may be taken up again, and whoever was not heard may write."""
    wishes = participant.entries.filter(fishbowl=state["bowl"]).exclude(kind=Entry.Kind.PROCEDURE)
    last = wishes.order_by("-pk").first()
    here = {"at": "out", "sign": _gate(state), "thanks": _has_just_left(state, participant)}
    if last is None or last.ended_at is None:
        return here
    if last.outcome == Entry.Outcome.UNHEARD and state["phase"] in ("done", "aborted"):
        written = _points(participant).filter(created_at__gte=last.ended_at).exists()
        return here | {"at": "unheard", "wish": {"entry": last.pk, "topic": last.topic}, "written": written}
    recent = timezone.now() - last.ended_at <= timedelta(seconds=5)
    undo = last.pk if recent and last.outcome == Entry.Outcome.WITHDRAWN else None
    return here | {"undo": undo}


def _has_just_left(state, participant):
    """Whether somebody has left a chair of this circle a moment ago, and has written nothing down since."""
    sat = participant.stays.filter(chair__fishbowl=state["bowl"], seated_at__isnull=False)
    lately = sat.filter(left_at__gte=timezone.now() - THANKS_FOR).exclude(exit=Stay.Exit.CORRECTED)
    left = lately.order_by("-left_at").values_list("left_at", flat=True).first()
    return bool(left) and not participant.noticed.filter(created_at__gte=left, withdrawn_at=None).exists()


def _points(participant):
    return participant.statements.filter(kind=Statement.Kind.POINT, refused_at=None, withdrawn_at=None)


def _gate(state):
    return "open" if state["queue_open"] else "closed"


def _may(state, here):
    """The names of the doors (without `fishbowl:`) that are open to this person now."""
    at, phase = here["at"], state["phase"]
    running = phase in ("running", "last_call")
    nobody_calls, satellites = state["variant"] in NOBODY_CALLS, state["satellites"] is not None
    asking = state["asking"]
    doors = {
        "ask": at == "out" and state["queue_open"] and not nobody_calls and not satellites,
        "bring": satellites and at in ("out", "waiting", "missed") and asking and state["satellites"]["part"] != "talk",
        "stand": nobody_calls and running and _may_stand(state, here),
        "reply": _may_reply(state, here) and running and state["queue_open"] and _others_turn(state, here),
        "procedure": (asking or phase == "closing_round") and not here["procedure"],
        "withdraw": at in ("waiting", "called", "missed"),
        "defer": at in ("waiting", "called") and not nobody_calls and not satellites,
        "take": at == "called"
        or bool(here.get("take") or here.get("tap"))
        or (at == "out" and state["take"] is not None),
        "rejoin": at == "missed" and asking,
        "restore": bool(here.get("undo")) and asking,
        "still": bool(here.get("still")),
        "speak": at == "seated" and state["floor"] == 0 and phase in ("running", "last_call", "closing_round"),
        "leave": at in ("seated", "speaking"),
        "offer": at in ("seated", "speaking") and not here["chair"]["offered"],
        "keep": at in ("seated", "speaking") and here["chair"]["offered"],
        "point": at == "unheard",
    }
    return [name for name, is_open in doors.items() if is_open]


def _may_stand(state, here):
    """Whoever listens may, and whoever waits and has no chair to stand behind."""
    if here["at"] == "out":
        return state["queue_open"]
    return here["at"] == "missed" or (here["at"] == "waiting" and not here["wish"]["behind"])


def _may_reply(state, here):
    """From within always; from outside where whoever replies comes in while it is still a reply."""
    return here["at"] == "seated" or (here["at"] == "out" and state["variant"] in ANSWERS)


def _may_become(state, here):
    """What a wish that waits may be changed into: "reply" or "join"; "" where the other kind could not be asked for."""
    if here["at"] != "waiting" or not state["queue_open"] or state["variant"] not in ANSWERS:
        return ""
    if here["wish"]["kind"] == Entry.Kind.REPLY:
        return Entry.Kind.JOIN.value
    return Entry.Kind.REPLY.value if _others_turn(state, here) and state["phase"] == "running" else ""


def _others_turn(state, here):
    speaker = state["speaker"]
    return bool(speaker) and not here["hand"] and here.get("chair", {}).get("person") != speaker["person"]


def reasons(wish, state):
    """Why somebody stands where they stand, in sentences: every automatic move, and the moderator's hand."""
    replies, others = wish["by_replies"], wish["overtaken"] - wish["by_replies"]
    told = []
    if others and state["settings"]["order"] == "balanced":
        told.append(
            ngettext(
                "%(n)s person of a city that was heard less joined before you.",
                "%(n)s people of cities that were heard less joined before you.",
                others,
            )
            % {"n": others}
        )
    elif others:
        told.append(
            ngettext(
                "%(n)s first-time speaker joined before you.", "%(n)s first-time speakers joined before you.", others
            )
            % {"n": others}
        )
    if replies:
        told.append(
            ngettext(
                "%(n)s reply to what was being said came before you.",
                "%(n)s replies to what was being said came before you.",
                replies,
            )
            % {"n": replies}
        )
    if wish["overtaken"] >= 3:
        told.append(_("From now on nobody comes before you."))
    if wish["set_back"]:
        told.append(_("The moderator let somebody go before you."))
    if wish["pinned"] and wish["speaks_for"] and not wish["pin_reason"]:
        words = _("You speak for %(circle)s, and no chair was left: those who speak for a circle go first.")
        told.append(words % {"circle": wish["speaks_for"]})
    elif wish["pinned"]:
        told.append(" ".join([_("The moderator brought you forward."), wish["pin_reason"]]).strip())
    if state["times"]["variant_at"] and wish["asked_at"] < state["times"]["variant_at"]:
        told.append(_("The circle works in another way now. Your place is kept."))
    if wish["deferred"]:
        told.append(_("You let others go first."))
    return told
