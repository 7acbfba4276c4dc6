"""A workshop in its insights, a card as people write it, and themes with what lies under them."""

import pytest

from tests.conftest import move_to
from workshop.insights import actions
from workshop.insights.desk import actions as desk
from workshop.models import Statement


@pytest.fixture
def insights(workshop):
    """The workshop while cards are taken."""
    move_to(workshop, "insights")
    workshop.refresh_from_db()
    return workshop


def a_card(author, case=1, stance="adapt", target=None, what="A levy that pays for the cleaning", **more):
    """A card that somebody has written; `case` is a number, None for several; `rated` is {label: state}."""
    workshop = author.workshop
    conditions = {each.label: each for each in workshop.conditions.all()}
    ratings = {conditions[label]: state for label, state in more.pop("rated", {}).items()}
    said = {"change": "", "next_step": "", "by_months": None} | more
    return actions.write(
        author=author,
        case=case and workshop.cases.get(number=case),
        stance=stance,
        what=what,
        target=author.city if target is None else target,
        ratings=ratings,
        **said,
    )


KINDS = {"TransferCard": "card", "Note": "note", "Statement": "statement", "Entry": "point"}


def seen(thing, *themes):
    """A thing as a press at the desk names it: under these themes."""
    return (KINDS[type(thing).__name__], thing.pk, {theme.pk for theme in themes})


def a_theme(workshop, title="Buying", *things):
    """A theme, with these things under it."""
    theme = desk.add_theme(workshop=workshop, title=title)
    for thing in things:
        put(thing, theme)
    return theme


def put(thing, *themes):
    """Put a thing under these themes, whatever it lies under."""
    kind, pk, _themes = seen(thing)
    for theme in themes:
        desk.place(theme=theme, seen=[(kind, pk, None)])


def a_note(author, case=1, kind="take", text="Loans repaid once the buildings earn", **more):
    workshop = author.workshop
    return workshop.notes.create(case=workshop.cases.get(number=case), author=author, kind=kind, text=text, **more)


def a_statement(speaker, text="It took us ten years.", case=None, **more):
    workshop = speaker.workshop
    about = {"kind": Statement.Kind.QUOTE, "case": case and workshop.cases.get(number=case)} | more
    return workshop.statements.create(speaker=speaker, text=text, **about)


def a_point(person, topic="Who pays for it"):
    """What somebody had wished to say when the circle ended."""
    bowl = person.workshop.fishbowls.get()
    place = bowl.entries.count() + 1
    return bowl.entries.create(
        participant=person, place=place, topic=topic, outcome="unheard", ended_at=person.joined_at
    )
