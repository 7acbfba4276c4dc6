"""What a moderator might look at just now: the circle's soft rules as sentences. They never block anything."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fishbowl.rules.ways import NOBODY_CALLS
from workshop.text import sentence

WITH_STAYS = ("open",)  # kinds of circle in which everybody may be asked for room
TALKING = ("running", "last_call")
CLOSED_TOO_EARLY = timedelta(minutes=10)
WARMED_UP = timedelta(minutes=10)


def hints(state, heard, lease, stage):
    """Sentences, the most pressing first; none outside the talk."""
    if state["phase"] not in TALKING:
        return []
    found = [
        "" if state["variant"] in NOBODY_CALLS else _nobody_moderates(lease),
        _no_guests_chair(state),
        *_long_stays(state),
    ]
    found += [_no_new_city(state, heard), _closed_early(state, stage)]
    return [sentence for sentence in found if sentence]


def _nobody_moderates(lease):
    if not lease["mark"] or lease["silent"]:
        return _("No console moderates just now.")
    return ""


def _no_guests_chair(state):
    if state["variant"] == "guest" and not any(_is_guests(chair) for chair in state["chairs"]):
        return _("No chair is for a guest. Choose one of the chairs for that.")
    return ""


def _is_guests(chair):
    return chair["kind"] == "guest" and chair["state"] != "retired"


def _long_stays(state):
    """Whoever has sat longer than meant, while somebody waits."""
    if not state["queue"] or state["variant"] not in WITH_STAYS:
        return []
    limit = timedelta(seconds=state["settings"]["stay_seconds"] * (2 if state["settings"]["interpreted"] else 1))
    now = timezone.now()
    seated = [each for each in state["chairs"] if each["state"] == "taken" and each["kind"] != "core"]
    return [_sat(each, now) for each in seated if now - each["since"] > limit]


def _sat(chair, now):
    minutes = round((now - chair["since"]).total_seconds() / 60)
    words = ngettext(
        "%(name)s has sat on chair %(n)s for %(minutes)s minute.",
        "%(name)s has sat on chair %(n)s for %(minutes)s minutes.",
        minutes,
    )
    return sentence(words, name=chair["name"], n=chair["number"], minutes=minutes)


def _no_new_city(state, heard):
    started = state["times"]["started_at"]
    long_enough = started and timezone.now() - started > WARMED_UP
    if long_enough and heard["not_heard"] and not heard["new_city_lately"]:
        return _("No city was heard for the first time in the last ten minutes.")
    return ""


def _closed_early(state, stage):
    left = stage and stage.left()
    if not state["queue_open"] and state["phase"] == "running" and left and left > CLOSED_TOO_EARLY:
        return _("The queue is closed, and there are more than ten minutes left.")
    return ""
