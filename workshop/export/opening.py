"""The beginning of the note: at a glance, why the theme matters, and the introduction."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.export import sentences as say
from workshop.export.blocks import Bullets, Figures, Heading, Logos, Prose, Table
from workshop.export.pieces import METHOD, WORKSHOP, city_id, ids

TOP = 3  # insights on the first page


def at_a_glance(edition):
    yield Heading(_("At a glance"), 1, "glance", key="glance", sources=[WORKSHOP])
    if edition.has_examples:
        yield Prose(_examples_are_examples(), "remark", key="glance-examples", sources=[METHOD])
    if figures := _figures(edition):
        yield Figures(figures, key="glance-figures", sources=["people", "cases", "notes", "talk", "cards"])
    if top := _top(edition):
        yield Heading(_("What we take home"), 2, "glance-top", key="glance-top", sources=ids(top))
        yield Bullets([_in_short(theme) for theme in top], key="glance-insights", sources=ids(top))


def _figures(edition):
    """What happened, in figures; what did not happen is no nought."""
    circle = next((circle for circle in edition.circles if not circle.is_example), None)
    voices = edition.heard.people or (circle.people if circle else 0)  # older archives do not tell of all circles
    people, cities, cases = edition.presence.people, edition.presence.cities, len(edition.chapters)
    notes = sum(not note.is_example for note in edition.all_notes)
    cards = sum(not card.is_example for card in edition.cards)
    counts = [
        (people, ngettext("person took part", "people took part", people)),
        (cities, ngettext("city or region", "cities and regions", cities)),
        (cases, ngettext("case", "cases", cases)),
        (notes, ngettext("note published", "notes published", notes)),
        (voices, ngettext("voice in the fishbowl", "voices in the fishbowl", voices)),
        (cards, ngettext("insight published", "insights published", cards)),
    ]
    return [(str(count), words) for count, words in counts if count]


def _examples_are_examples():
    return _(
        "Parts marked “Example” come from an invented past walk. "
        "They show what such a note holds; nobody wrote or said them."
    )


def _top(edition):
    """The themes that most cities raised; those that nobody raised stand in their order."""
    return sorted(edition.themes, key=lambda theme: -max((len(some.named) for some in theme.raised), default=0))[:TOP]


def _in_short(theme):
    """The title and the first sentence."""
    first, dot, _rest = theme.statement.partition(". ")
    return f"{theme.title}: {first}{dot.strip()}" if first else theme.title


def framing(edition):
    if not (edition.framing or edition.goals):
        return
    yield Heading(_("Why this matters"), 1, "framing", key="framing", sources=[WORKSHOP])
    yield Prose(edition.framing, "lead", key="framing-text", sources=[WORKSHOP])
    if edition.goals:
        yield Heading(_("Sustainable Development Goals"), 2, "goals", key="goals", sources=[WORKSHOP])
        told = [_("Goal %(number)s: %(goal)s") % {"number": number, "goal": goal} for number, goal in edition.goals]
        yield Bullets(told, key="goals-list", sources=[WORKSHOP])


def introduction(edition):
    yield Heading(_("Introduction"), 1, "introduction", key="introduction", sources=[WORKSHOP])
    about = [WORKSHOP, "people", "talk", *ids(edition.chapters)]
    yield Prose(say.introduction(edition), key="introduction-text", sources=about)
    if cities := say.present_cities(edition.presence):
        shown = [city_id(city) for city in edition.presence.named]
        told = _("Cities and regions: %(cities)s.") % {"cities": cities}
        yield Prose(told, key="introduction-cities", sources=["people", *shown])
    if edition.questions:
        yield Heading(_("What the workshop asked"), 2, "questions", key="questions", sources=[WORKSHOP])
        yield Bullets([str(question) for question in edition.questions], key="questions-list", sources=[WORKSHOP])
    if edition.partners:
        yield Heading(_("Partners"), 2, "partners", key="partners", sources=[WORKSHOP])
        rows = [[name, part] for name, part in edition.partners]
        columns = [_("Partner"), _("Role")]
        yield Table(_("Partners and their part"), columns, rows, key="partners-table", sources=[WORKSHOP])
    if edition.logos:
        items = [(logo.file, logo.name) for logo in edition.logos]
        yield Logos(items, key="logos", sources=[WORKSHOP])
    if edition.paper.visit:
        yield Heading(_("The field visit"), 2, "visit", key="visit", sources=[WORKSHOP])
        yield Prose(edition.paper.visit, key="visit-text", sources=[WORKSHOP])
