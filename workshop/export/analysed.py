"""What the analyses tell of what has passed the consent gate; what is not published has no part in them."""

from collections import defaultdict

from fishbowl.models import Entry
from workshop.export.edition import Raised
from workshop.export.gate import Gate
from workshop.insights import analyses
from workshop.text import folded


def heard_in(room, people, gate, passed):
    """What people here left, and the examples, each as Heard.

    `passed` are the notes, cards and statements that went through the gate. An internal edition counts everything.
    """
    published = None if gate.counts_everything else _published(room, people, gate, passed)
    return [analyses.Heard(room, invented, published) for invented in (False, True)]


def told_by_analyses(here, examples):
    """{False: every analysis of what people left here, True: of the examples}; empty where there is nothing of one."""
    told = {True: analyses.all_of(examples) if examples.voices else {}}
    return {False: {} if told[True] and not here.voices else analyses.all_of(here)} | told


def raised(theme, heards):
    """Who stands behind a theme, as Raised: one for people here and one for the examples, where there is anybody."""
    return [_raised(heard, theme, voices) for heard in heards if (voices := heard.by_theme[theme.pk])]


def _raised(heard, theme, voices):
    sums = heard.sums_of_theme(theme.pk)
    named = {folded(voice.city): voice.city for voice in reversed(heard.named(voices)) if voice.city}
    return Raised(
        people=sums.get("people"),
        cities=sums.get("cities"),
        named=[named[city] for city in sorted(named)],
        cases=sorted({voice.case for voice in voices if voice.case}),
        is_example=heard.examples,
    )


def _published(room, people, gate, passed):
    """{kind: {id: whether its city may be shown}} of everything that may be told in public."""
    told = defaultdict(dict)
    for each in passed:
        kind, _dash, pk = each.id.partition("-")
        told[kind][int(pk)] = bool(each.who.city)
    for question, who in Gate(people, nameless=gate.is_nameless).through(
        "questions", room.open_questions.all(), author="asker_id"
    ):
        told["question"][question.pk] = bool(who.city)
    for entry in Entry.objects.filter(fishbowl__workshop=room, outcome=Entry.Outcome.UNHEARD):
        words, who = gate.words(entry.participant_id, entry.topic)
        told["point"] |= {entry.pk: bool(who.city)} if words else {}
    told["person"] = {person.pk: bool(gate.person(person.pk).city) for person in people}
    return told
