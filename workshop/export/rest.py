"""The end of the note: voices, how it was done, and the annex with everything that is looked up rather than read."""

from django.utils.translation import gettext as _

from workshop.export import sentences as say
from workshop.export.blocks import Bullets, Heading, Prose, Table
from workshop.export.learned import all_cards
from workshop.export.pieces import METHOD, WORKSHOP, ids, photo_of, quotes
from workshop.export.talk import fishbowl, log_of, used


def voices(edition):
    yield from quotes(edition.statements, "voices", level=1)
    yield from map(photo_of, edition.photos)


def how(edition):
    yield Heading(_("How it was done"), 1, "how", key="how", sources=[WORKSHOP])
    if edition.parts:
        columns = [_("Part"), _("Planned minutes"), _("Began"), _("Ended")]
        rows = [
            [part.title, str(part.minutes), say.clock(part.started_at), say.clock(part.ended_at)]
            for part in edition.parts
        ]
        title = _("The run of the day, with its real times")
        origins = [[part.id] for part in edition.parts]
        yield Table(title, columns, rows, origins, key="how-programme", sources=ids(edition.parts))
    yield from fishbowl(edition)
    yield from _coverage(edition)
    told = _("This note was put together from what was written in the room. It is a record, not a study.")
    yield Prose(told, "small", key="how-limits", sources=[METHOD])


def _coverage(edition):
    """How many people, cities and contributions this rests on, and what it leaves out."""
    kinds = [coverage.kind for coverage in edition.coverage]
    yield Heading(_("What this note rests on"), 2, "coverage", key="coverage", sources=kinds)
    told = _("What people wrote is in this note only as far as they agreed. The rest is counted here and not shown.")
    yield Prose(told, key="coverage-method", sources=[METHOD])
    lines = [*say.coverage(edition), *(say.covered(coverage) for coverage in edition.coverage)]
    yield Bullets(lines, key="coverage-list", sources=["people", *kinds])
    if not edition.dots_are_told:
        told = _("The vote at the posters is not over, so its result is not told.")
        yield Prose(told, key="coverage-votes", sources=["votes"])
    if edition.paper.is_nameless:
        told = _("The workshop kept the Chatham House Rule: what was said may be used, who said it is told of nobody.")
        yield Prose(told, key="coverage-nameless", sources=[METHOD])


def annex(edition):
    yield Heading(_("Annex"), 1, "annex", key="annex", sources=[WORKSHOP])
    yield from participants(edition)
    yield from all_cards(edition)
    if used(edition):
        yield Heading(_("The fishbowl, turn by turn"), 2, "turns", key="turns", sources=["talk"])
    for circle in used(edition):
        yield from log_of(circle)
    if edition.source:
        yield Heading(_("Sources"), 2, "sources", key="sources", sources=[WORKSHOP])
        yield Prose(edition.source, key="sources-text", sources=[WORKSHOP])
    if edition.paper.credits:
        yield Heading(_("Credits"), 2, "credits", key="credits", sources=[WORKSHOP])
        yield Prose(edition.paper.credits, key="credits-text", sources=[WORKSHOP])
    yield Heading(_("About this edition"), 2, "edition", key="edition", sources=[WORKSHOP])
    yield Prose(say.about_edition(edition), key="edition-text", sources=[WORKSHOP])


def participants(edition):
    named = [person for person in edition.people if person.who.name and not person.is_example]
    if named:
        rows = [[person.who.name, person.who.function, person.who.city] for person in named]
        yield Heading(_("Participants"), 2, "participants", key="participants", sources=["people"])
        columns = [_("Name"), _("Function"), _("City or region")]
        title, origins = _("Participants who agreed to be named"), [[person.id] for person in named]
        yield Table(title, columns, rows, origins, key="participants-table", sources=ids(named))
