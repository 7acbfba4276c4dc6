"""The note on what people take home: themes, conditions, the map of transfers, next steps, open questions."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.export import sentences as say
from workshop.export.blocks import Heading, Prose, Quote, Table
from workshop.export.pieces import METHOD, by, case_name, example, ids, people_then_examples, someone
from workshop.insights.models import TransferCard
from workshop.insights.peers import Progress
from workshop.insights.sights import TITLES
from workshop.models import Statement
from workshop.text import folded

STATES = ("have", "reach", "missing")


def insights(edition):
    yield Heading(_("Transferability: insights"), 1, "insights", key="insights", sources=["cards"])
    yield Prose(_how_insights_came(), key="insights-method", sources=[METHOD])
    for theme in edition.themes:
        yield Heading(example(theme) + theme.title, 2, theme.id, key=theme.id, sources=[theme.id])
        yield Prose(theme.statement, key=f"{theme.id}-text", sources=[theme.id])
        yield from _named_evidence(edition, theme)
        if theme.dissent:
            dissent = _("But: %(dissent)s") % {"dissent": theme.dissent}
            yield Prose(dissent, key=f"{theme.id}-dissent", sources=[theme.id])
        if evidence := _evidence(edition, theme):
            rests_on = [thing for raised, thing, _named in edition.evidence if raised == theme.id]
            yield Prose(evidence, "small", key=f"{theme.id}-evidence", sources=[theme.id, *rests_on])
    if not edition.cards:
        yield Prose(_("No transfer card is published yet."), key="insights-none", sources=["cards"])
    elif any(_conditions(edition, cards) for cards in people_then_examples(edition.cards)):
        yield Heading(_("What a transfer depends on"), 2, "conditions", key="conditions", sources=["cards"])
        for cards in people_then_examples(edition.cards):
            yield from _conditions(edition, cards)
    yield from _sureness(edition)


def _how_insights_came():
    return _(
        "After the walk and the fishbowl, people wrote on transfer cards what they would use at home, what it needs "
        "there, and their next step. Themes gather what several of them have in common."
    )


def _named_evidence(edition, theme):
    """What was ticked at the desk to stand beside the statement, as far as it is told."""
    pieces = {pk: (text, whose, about) for pk, text, whose, about in _pieces(edition)}
    for raised, pk, is_named in edition.evidence:
        if raised == theme.id and is_named and pk in pieces:
            yield Quote(*pieces[pk], key=f"{theme.id}-{pk}", sources=[theme.id, pk])


def _pieces(edition):
    """(id, words, whose they are, what they are) of everything that a theme can rest on."""
    for said in (*edition.all_notes, *edition.all_statements):
        yield said.id, said.text, by(said), _on(edition, said.word, said.case)
    for card in edition.cards:
        yield card.id, card.what, by(card), _on(edition, card.stance_word, card.case)
    for circle in edition.circles:
        for wish in circle.unheard:
            yield wish.id, wish.topic, example(circle) + someone(wish.who), _("Unheard point")


def _on(edition, word, case):
    return f"{word} · {case_name(edition, case)}" if case else word


def _evidence(edition, theme):
    """Who raised a theme and on which cases, apart for people and for examples; and where it comes from."""
    lines = [_raised(edition, some) for some in theme.raised if some.people or some.named]
    source = [_("Source: %(source)s.") % {"source": theme.source}] if theme.source else []
    return " ".join([*lines, *source])


def _raised(edition, some):
    """People and cities behind all its texts; where they are too few to be told, the cities that may be named."""
    cities = some.cities or len(some.named)
    n = ", ".join([*([say.people(some.people)] if some.people else []), *([say.cities(cities)] if cities else [])])
    said = _("Raised by %(n)s: %(cities)s") % {"n": n, "cities": _named(some)}
    if not some.named:
        said = _("Raised by %(cards)s") % {"cards": n}
    on = [chapter.city for chapter in edition.chapters if chapter.number in some.cases]
    about = _("; on %(cases)s.") % {"cases": ", ".join(on)} if on else "."
    return example(some) + said + about


def _named(some):
    """The cities that may be named, and how many that is of all."""
    names = ", ".join(some.named)
    if some.cities is None or some.cities == len(some.named):
        return names
    return f"{names} ({_('%(n)s of %(all)s') % {'n': len(some.named), 'all': some.cities}})"


def _sureness(edition):
    """How sure people were of their cards before and after the circle: how many were asked, and what they answered."""
    asked = [(invented, edition.analyses[invented].get("shift", {})) for invented in (False, True)]
    said = [(_("Example") + " · ") * invented + say.shift(told) for invented, told in asked if told.get("answered")]
    if said:
        yield Heading(str(TITLES["shift"]), 2, "shift", key="shift", sources=["cards"])
    for n, words in enumerate(said):
        yield Prose(words, key=f"shift-{n}", sources=["cards"])


def _distinct(names):
    """Names in order, look-alikes once."""
    return sorted({folded(name): name for name in names if name}.values(), key=folded)


def _conditions(edition, cards):
    """Conditions down, states across; a cell counts distinct cities and names them."""
    found = edition.analyses[cards[0].is_example].get("conditions_by_city")
    if not found or not found["cities"]:
        return []
    rows = [[row["condition"], *(_count(row[state]) for state in STATES)] for row in found["rows"]]
    columns = [_("Condition"), _("We have it"), _("Within reach"), _("Missing")]
    title = example(cards[0]) + _("What a transfer depends on, by distinct cities")
    key = "conditions-examples" if cards[0].is_example else "conditions-table"
    return [Table(title, columns, rows, [ids(cards)] * len(rows), "conditions", key=key, sources=ids(cards))]


def _count(names):
    return f"{len(names)}: {', '.join(names)}" if names else "0"


# --- from insight to action --------------------------------------------------------------------
def action(edition):
    yield Heading(_("From insight to action"), 1, "action", key="action", sources=["cards"])
    if edition.cards and edition.response["present"]:
        yield Prose(say.response(edition.response), key="action-response", sources=["cards", "people"])
    for cards in people_then_examples(edition.cards):
        yield from _map(edition, cards)
    yield from _next_steps(edition)
    yield from _open_questions(edition)
    yield from _offers(edition)


def _map(edition, cards):
    """Cities that would take something down, cases across; a cell holds every stance, with no ranking."""
    places = edition.analyses[cards[0].is_example].get("city_by_case", [])
    if not places:
        return
    key = "map-examples" if cards[0].is_example else "map"
    cases = [*(chapter.number for chapter in edition.chapters), None]
    rows = [[place["city"], *_cells(place, cases)] for place in places]
    origins = [ids(card for card in cards if folded(card.target) == folded(place["city"])) for place in places]
    columns = [_("For"), *(case_name(edition, case) for case in cases)]
    title = example(cards[0]) + _("Where something of each case would go")
    yield Heading(title, 2, key, key=key, sources=["cards"])
    yield Table(title, columns, rows, origins, "matrix", key=f"{key}-table", sources=ids(cards))


def _cells(place, cases):
    cells = {cell["case"]: cell for cell in place["cells"]}
    return [_stances(cells[case]) if case in cells else "" for case in cases]


def _stances(cell):
    words = ", ".join(str(TransferCard.Stance(stance).label) for stance in cell["stances"])
    return words if cell["cards"] == 1 else f"{words} ({say.cards(cell['cards'])})"


def _next_steps(edition):
    yield Heading(_("Next steps"), 2, "steps", key="steps", sources=["cards"])
    steps = [card for card in edition.cards if card.next_step]
    if not steps:
        yield Prose(_("No next step is published yet."), key="steps-none", sources=["cards"])
        return
    told = _("These are first steps that people named for themselves. They bind nobody but help to ask again.")
    yield Prose(told, key="steps-method", sources=[METHOD])
    steps.sort(key=lambda card: (card.is_example, card.by_months or 99, card.at))
    rows = [[card.next_step, card.by_word, card.target, by(card)] for card in steps]
    columns = [_("Next step"), _("By when"), _("For"), _("From")]
    if any(card.progress for card in steps):
        rows = [[*row, _became(card)] for row, card in zip(rows, steps, strict=True)]
        columns.append(_("What became of it"))
    origins = [[card.id] for card in steps]
    yield Table(_("Next steps"), columns, rows, origins, key="steps-table", sources=ids(steps))


def _became(card):
    """What its author answered after so many months, the earlier first."""
    return "; ".join(_answer_after(*told) for told in card.progress)


def _answer_after(months, state, words):
    when = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    said = f"{when}: {dict(Progress.State.choices).get(state, state)}"
    return f"{said} ({words})" if words else said


def _open_questions(edition):
    """What was asked at a poster, in the room or on a card, and what the circle had no time to hear."""
    asked = sorted(_asked(edition), key=lambda each: (each.is_example, each.case or 99, each.at))
    if not asked:
        return
    yield Heading(_("Questions that stay open"), 2, "open", key="open", sources=["notes", "cards", "talk"])
    rows = [[each.text, case_name(edition, each.case), each.by] for each in asked]
    columns, origins = [_("Question"), _("Case"), _("From")], [[each.id] for each in asked]
    title = _("Questions to take up again")
    yield Table(title, columns, rows, origins, key="open-table", sources=ids(asked))


class _Asked(NamedTuple):
    id: str
    text: str
    case: int | None
    by: str
    at: datetime
    is_example: bool


def _asked(edition):
    points = [said for said in edition.all_statements if said.kind == Statement.Kind.POINT]
    for said in [*filter(_is_open, (*edition.all_notes, *edition.asked)), *points]:
        yield _Asked(said.id, said.text, said.case, by(said), said.at, said.is_example)
    for card in edition.cards:
        if card.stance == TransferCard.Stance.UNSURE:
            yield _Asked(card.id, card.what, card.case, by(card), card.at, card.is_example)
    for circle in edition.circles:
        for wish in circle.unheard:
            if wish.topic:
                whose = example(circle) + someone(wish.who)
                yield _Asked(wish.id, wish.topic, None, whose, wish.asked_at, circle.is_example)


def _is_open(note):
    return note.kind == "question" and note.stays_open and not note.hung.merged_into


def _offers(edition):
    """Which cities would like to talk about a case, and which can help; how to reach anybody is told of nobody."""
    rows = [row for invented in (False, True) for row in _offers_of(edition, invented)]
    if rows:
        yield Heading(_("Who would help whom"), 2, "offers", key="offers", sources=["cards"])
        columns = [_("Case"), _("Would like to talk"), _("Can help")]
        told, origins = [row for row, _origin in rows], [origin for _row, origin in rows]
        title = _("Offers and requests, by city")
        yield Table(title, columns, told, origins, "conditions", key="offers-table", sources=["cards"])


def _offers_of(edition, invented):
    known = {card.id for card in edition.cards}
    for found in edition.analyses[invented].get("offers_and_requests", []):
        where = [", ".join(_distinct(each["city"] for each in found[side])) for side in ("asks", "helps")]
        cards = [f"card-{each['card']}" for each in (*found["asks"], *found["helps"])]
        if any(where):
            case = (_("Example") + " · " if invented else "") + case_name(edition, found["case"])
            yield [case, *where], [card for card in cards if card in known]


# --- annex -------------------------------------------------------------------------------------
def all_cards(edition):
    if edition.cards:
        yield Heading(_("Transfer cards"), 2, "cards", key="cards", sources=["cards"])
    for cards in people_then_examples(edition.cards):
        cards = sorted(cards, key=lambda card: (folded(card.who.city), card.at))
        columns = [_("From"), _("Case"), _("Would"), _("What exactly"), _("For"), _("What to change")]
        rows = [[by(c), case_name(edition, c.case), c.stance_word, c.what, c.target, c.change] for c in cards]
        key = "cards-examples" if cards[0].is_example else "cards-table"
        title = example(cards[0]) + _("Transfer cards, city by city")
        yield Table(title, columns, rows, [[card.id] for card in cards], key=key, sources=ids(cards))
