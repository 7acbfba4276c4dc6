"""How many voices a circle can hear: what its chairs, its minutes and the length of a stay allow at most."""

from fishbowl.models import Chair, Fishbowl

FEW = 30  # percent of the room; below it, other ways to talk are recommended


def forecast(state, minutes, people):
    """{"voices", "people", "minutes", "percent", "few"}: occupied chairs x time / stay, never more than are here."""
    seconds = minutes * 60 // (2 if state["settings"]["interpreted"] else 1)
    voices = min(people, _voices(state, seconds))
    percent = round(100 * voices / people) if people else 100
    return {"voices": voices, "people": people, "minutes": minutes, "percent": percent, "few": percent < FEW}


def _voices(state, seconds):
    """Who can be heard at most: stays on the chairs that change hands, and those who sit throughout."""
    settings = state["settings"]
    kinds = [
        each["kind"] for each in state["chairs"] if each["state"] != "retired" and each["kind"] != Chair.Kind.SPARE
    ]
    if settings.get("variant") == Fishbowl.Variant.GUEST:
        guests = kinds.count(Chair.Kind.GUEST)
        return len(kinds) - guests + guests * seconds // (2 * settings["turn_seconds"])
    if settings.get("variant") == Fishbowl.Variant.CLOSED:
        core = kinds.count(Chair.Kind.CORE)
        return core + (len(kinds) - core) * max(1, seconds // settings["round_seconds"])
    occupied = max(0, len(kinds) - settings["keep_free"])
    return occupied * seconds // settings["stay_seconds"]
