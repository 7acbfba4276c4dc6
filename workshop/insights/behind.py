"""The texts behind a place of an analysis, found by what its address says of them."""

from workshop.insights.analyses.steps import still_open
from workshop.insights.analyses.themes import SOURCES
from workshop.text import folded

KINDS = ("card", "note", "statement", "point", "question")
ASKED = ("kind", "stance", "case", "city", "target", "theme", "condition", "state", "card", "source", "open", "wish")


def behind(heard, asked):
    """The voices that a query names: {"case": "2", "theme": "7", ...}; what is not asked for does not narrow."""
    voices = _from(heard, asked)
    for name in ASKED:
        if (wanted := asked.get(name)) and name in TESTS:
            voices = [voice for voice in voices if TESTS[name](heard, voice, wanted)]
    return voices


def _from(heard, asked):
    """Where to look: what may lie under a theme, the cards, or what is open."""
    if asked.get("open"):
        return _open(heard, asked["open"])
    if asked.get("condition"):
        return _rated(heard, asked["condition"], asked.get("state"))
    if any(asked.get(name) for name in ("stance", "target", "card", "wish")):
        return heard.cards
    return heard.voices


def _open(heard, number):
    return [each for each in still_open(heard) if _case_of(each) == number]


def _rated(heard, condition, state):
    """The cards that rate a condition (in this state), each once."""
    told = {
        voice.pk: voice for pk, said, voice in heard.ratings if str(pk) == condition and (not state or said == state)
    }
    return list(told.values())


def _case_of(voice):
    return str(voice.case or 0)


def _wishes(voice, wish):
    """Whether a card asks to talk with others, or offers help."""
    return {"asks": voice.row.wants_contact, "helps": voice.row.can_help}.get(wish, False)


def _lies_under(heard, voice, theme):
    return any(each is voice for pk, voices in heard.by_theme.items() if str(pk) == theme for each in voices)


TESTS = {
    "kind": lambda heard, voice, kind: voice.kind == kind,
    "stance": lambda heard, voice, stance: voice.row.stance == stance,
    "case": lambda heard, voice, number: _case_of(voice) == number,
    "city": lambda heard, voice, city: voice.shows and folded(voice.city) == folded(city),
    "target": lambda heard, voice, city: voice.shows and folded(voice.row.target) == folded(city),
    "theme": _lies_under,
    "card": lambda heard, voice, pk: str(voice.pk) == pk,
    "wish": lambda heard, voice, wish: _wishes(voice, wish),
    "source": lambda heard, voice, source: voice.kind in SOURCES.get(source, ()),
}
