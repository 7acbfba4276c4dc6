"""Whatever is typed into whatever field: kept as we clean it, or refused with a sentence and nothing changed."""

import pytest
from django.utils import timezone

from fishbowl.models import Entry, Stay
from tests.hostile import strings
from tests.hostile.ways import dump, strings_in, undone, ways
from workshop.models import Participant
from workshop.text import clean_text, folded

REFUSALS = (400, 403, 404, 409, 413, 422, 429)
FEW = (*strings.MARKUP[:3], strings.BROKEN[0], strings.LONG[0])
SLOW = {"gallery:photo", "note-logo", "workshop-demo", "sign-in"}  # these do a second's work for each
ALWAYS = [strings.MARKUP[1], strings.HTMX[1], strings.WRITING[0], strings.BROKEN[0], strings.BROKEN[2]]
ODD = [*strings.NUMBERS, strings.MARKUP[1], *strings.BROKEN[:3]]
SLOWLY = [strings.MARKUP[1], strings.BROKEN[0], "9" * 5000]
KEEPS_NOTHING = {"sign-in"}


def named(way):
    return way.name.replace(" ", "-")


def stand_up(house, way):
    house.way(way)  # what it is about is there before
    if way.door.url == "fishbowl:ask":
        Stay.objects.update(left_at=timezone.now())
    if way.door.url == "say-who":  # only whoever listens without a name has one to say
        Stay.objects.update(left_at=timezone.now())
        Entry.objects.update(ended_at=timezone.now(), outcome="withdrawn")
        Participant.objects.update(is_listener=True)


@pytest.mark.parametrize("way", [way for way in ways() if way.texts], ids=named)
def test_every_text_is_kept_as_cleaned_or_refused_with_a_sentence(house, way):
    client = house.client_for(way)
    stand_up(house, way)
    before = dump()
    wrong = {}
    for text in FEW if way.door.url in SLOW else some_for(way):
        with undone():
            answer = house.post(client, way, **dict.fromkeys(way.texts, text))
            if why := _fault(answer, text, way, before):
                wrong[text[:40]] = why
    assert wrong == {}


def some_for(way):
    """A third of all strings, another one at the next door, and those that are tried at every door."""
    place = [each.name for each in ways()].index(way.name)
    return [*ALWAYS, *strings.ALL[place % 3 :: 3]]


def _fault(answer, text, way, before):
    """What is wrong with an answer, as text; nothing where it is as it should be."""
    if answer.status_code in REFUSALS:
        said = answer.json()
        if not (said.get("refused") or said.get("errors")):
            return f"{answer.status_code} without a sentence"
        return "" if dump() == before else f"{answer.status_code}, but something was changed"
    if answer.status_code != 200:
        return str(answer.status_code)
    return "" if _is_kept(text) or way.door.url in KEEPS_NOTHING else "not kept"


def odd_for(way):
    place = [each.name for each in ways()].index(way.name)
    return [strings.MARKUP[1], *ODD[place % 4 :: 4]]


def _is_kept(text):
    """Whether the cleaned text stands somewhere, whole or as a list of its lines."""
    said = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")  # as it comes in
    kept = {each for each in strings_in([*dump().values()]) if each}
    whole = {clean_text(said), clean_text(said, lines=False), folded(clean_text(said, lines=False))}
    return bool(whole & kept) or set(filter(None, map(str.strip, clean_text(said).split("\n")))) <= kept


@pytest.mark.parametrize("way", [way for way in ways() if way.others], ids=named)
def test_a_field_that_is_no_text_takes_only_its_own_kind(house, way):
    client = house.client_for(way)
    house.way(way)  # what it is about is there before
    before = dump()
    wrong = {}
    for name in way.others:
        for text in SLOWLY if way.door.url in SLOW else odd_for(way):
            with undone():
                answer = house.post(client, way, **{name: text})
                if answer.status_code not in (200, *REFUSALS):
                    wrong[name, text[:20]] = answer.status_code
                elif answer.status_code != 200 and dump() != before:
                    wrong[name, text[:20]] = f"{answer.status_code}, but something was changed"
    assert wrong == {}


@pytest.mark.parametrize("name", strings.EMPTY, ids=ascii)
def test_a_name_that_looks_empty_is_none(house, name):
    way = next(way for way in ways() if way.door.name == "join")
    assert list(house.post(house.client_for(way), way, name=name).json()["errors"]) == ["name"]


def test_a_tower_of_marks_of_any_kind_is_taken_down():
    for marks in ("\u0300" * 50, "\u0489" * 50, "\u0300\u200d" * 50, "\u0300\u0489\u20dd\u200c" * 20):
        tower = clean_text(f"a{marks}b")
        assert sum(sign not in "ab\u200c\u200d" for sign in tower) == 8
