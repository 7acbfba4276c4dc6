"""The note on the fishbowl: who spoke, in counts and times."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workshop.export import sentences as say
from workshop.export.blocks import Figures, Heading, Prose, Table
from workshop.export.pieces import METHOD, city_id, example, someone


def fishbowl(edition):
    yield Heading(_("Who spoke in the fishbowl"), 2, "fishbowl", key="fishbowl", sources=["talk"])
    told = _(
        "In a fishbowl a few people talk on chairs in the middle, in full view of everybody. "
        "Whoever wants to say something asks for a chair, and one is kept free."
    )
    yield Prose(told, key="fishbowl-method", sources=[METHOD])
    if not used(edition):
        yield Prose(_("Nobody has spoken in the circle yet."), key="fishbowl-none", sources=["talk"])
    if edition.heard.circles > 1:
        yield Prose(say.several_circles(edition.heard), key="fishbowl-all", sources=["talk"])
    for circle in used(edition):
        yield from _circle(circle)


def used(edition):
    return [circle for circle in edition.circles if circle.was_used]


def _circle(circle):
    key, question = circle.id, ": ".join(part for part in (circle.called, circle.question) if part) or _("The circle")
    yield Heading(example(circle) + question, 3, key, key=key, sources=[circle.id])
    figures = [
        (str(circle.people), _("people spoke")),
        (str(circle.cities), _("cities were heard")),
        (str(len(circle.turns)), _("turns")),
        (say.length(circle.seconds), _("minutes of talk")),
    ]
    yield Figures(figures, key=f"{key}-figures", sources=[circle.id])
    yield Prose(f"{say.voices(circle)} {say.unheard(circle)}", key=f"{key}-text", sources=[circle.id])
    if circle.shares:
        columns = [_("City"), _("People"), _("Turns"), _("Minutes")]
        origins = [[city_id(share.city)] if share.city else [circle.id] for share in circle.shares]
        rows = [_share(share) for share in circle.shares]
        title = example(circle) + _("Voices by city")
        yield Table(title, columns, rows, origins, key=f"{key}-shares", sources=[circle.id])
    if wishes := [wish for wish in circle.wishes if wish.topic]:
        rows = [[wish.topic, someone(wish.who), wish.word] for wish in wishes]
        columns = [_("Topic"), _("Who"), _("What became of it")]
        title = example(circle) + _("What people wished to speak about")
        yield Table(title, columns, rows, [[w.id] for w in wishes], key=f"{key}-wishes", sources=[circle.id])


def log_of(circle):
    """Every turn and every stay, for the annex."""
    mark, key = example(circle), circle.id
    if circle.turns:
        rows = [[say.clock(turn.started_at), someone(turn.who), say.length(turn.seconds)] for turn in circle.turns]
        columns, origins = [pgettext("time", "From"), _("Who"), _("Minutes")], [[turn.id] for turn in circle.turns]
        title = mark + _("Turns in their order")
        yield Table(title, columns, rows, origins, key=f"{key}-turns", sources=[circle.id])
    if circle.stays:
        rows = [
            [str(stay.chair), someone(stay.who), say.clock(stay.seated_at), say.clock(stay.left_at)]
            for stay in circle.stays
        ]
        columns = [_("Chair"), _("Who"), pgettext("time", "From"), pgettext("time", "To")]
        origins = [[stay.id] for stay in circle.stays]
        title = mark + _("Chairs and who sat on them")
        yield Table(title, columns, rows, origins, key=f"{key}-stays", sources=[circle.id])


def _share(share):
    return [share.city or _("others, not named"), str(share.people), str(share.turns), say.length(share.seconds)]
