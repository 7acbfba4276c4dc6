"""What is shown of the analyses and of reading back: on the projector, on phones, and on pages of the console."""

from dataclasses import replace

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from workshop import live, stages
from workshop import scenes as room
from workshop.drawing.grid import Line, Place, grid
from workshop.drawing.sheet import Sheet
from workshop.insights import analyses, scenes, sights
from workshop.insights.desk.models import Remark
from workshop.insights.desk.playback import showing, shown_theme
from workshop.insights.desk.scenes import held_by_theme
from workshop.insights.models import TransferCard
from workshop.models import Stage

PAGE = {"size": 17, "width": 940}
IN_ONE = 24  # rows of a block, which fit on a sheet of paper; three such pictures, and the table beside them has all
PROJECTOR, AFAR, NEARER = 1790, 44, 56  # its width; sizes that can be read from afar, and that few rows get
HEIGHT, CASES, SIGNS = 775, 90, 50  # of the projector's picture, and what the lines below it take
STANCES = [each for each in TransferCard.Stance.choices if each[0] in analyses.STANCES]


def analysis(workshop, name):
    """One analysis as a picture with its table; each place leads to its texts. KeyError where there is none."""
    heard = analyses.Heard.here(workshop)
    told = sights.table(heard, name)
    sheets = _on_the_page(told, workshop.code)
    return {
        "workshop": workshop,
        "name": name,
        "table": told,
        "examples": heard.examples,
        "stances": _stances(name),
        "picture": "".join(map(grid, sheets)),
        "more": len(told.rows) - sum(len(sheet.lines) for sheet in sheets),
    }


def on_the_projector(workshop):
    """A theme that is read back, an analysis that was chosen, or the map."""
    return _chosen_by_hand(workshop) or scenes.projector(workshop)


def at_the_closing(workshop):
    """A theme or an analysis that was chosen since the closing began, drawn as during the insights; or its thanks."""
    chosen = _chosen_by_hand(workshop)
    return chosen | {"kind": Stage.Kind.INSIGHTS} if chosen else room.welcome_on_projector(workshop)


def _chosen_by_hand(workshop):
    shown = showing(workshop)
    if shown and shown.theme:
        return _read_back(workshop, shown.theme) | {"stage": workshop.stage}
    if shown and shown.analysis in sights.MAKERS:
        return _chosen(workshop, shown) | {"stage": workshop.stage}
    return None


def playback(workshop):
    """The theme that is read back, for phones; without one, all themes that have a statement."""
    theme = shown_theme(workshop)
    told = _read_back(workshop, theme) if theme else {"workshop": workshop, "theme": None}
    return told | {"said": [each for each in workshop.themes.all() if each.statement]}


def remarks(workshop, key):
    """What people have said to a theme, what is not dealt with yet first."""
    theme = workshop.themes.get(pk=int(key))
    said = Remark.objects.filter(theme=theme, withdrawn_at=None, hidden_at=None).select_related("author")
    return {"workshop": workshop, "theme": theme, "remarks": sorted(said, key=lambda each: each.settled_at is not None)}


def _read_back(workshop, theme):
    held, cities = held_by_theme(workshop)[theme.pk]
    said = Remark.objects.filter(theme=theme, withdrawn_at=None, hidden_at=None, settled_at=None)
    told = {"workshop": workshop, "theme": theme, "held": held, "cities": cities, "open_remarks": said.count()}
    return told | {"shown": "theme"}


def pages_of(workshop, name):
    """How many pages an analysis takes on the projector."""
    return len(_pages(sights.table(analyses.Heard.here(workshop), name)))


def _chosen(workshop, shown):
    heard, name = analyses.Heard.here(workshop), shown.analysis
    told = sights.table(heard, name)
    cases = [case for _name, _colour, case in told.columns if case]
    pages = _pages(told)
    n = min(shown.page, len(pages))
    return {
        "workshop": workshop,
        "stances": _stances(name),
        "cases": cases,
        "shown": "analysis",
        "table": told,
        "examples": heard.examples,
        "n": n,
        "all": len(pages),
        "picture": grid(pages[n - 1], str(told.title)),
    }


def _stances(name):
    return STANCES if name == "city_by_case" else []


def _on_the_page(told, code):
    """All rows, as far as one looks at pictures, each with its heads; many cities stand in two blocks."""
    sheet = _sheet(told, code, **PAGE)
    two = _sheet(told, code, short=True, blocks=2, **PAGE)
    sheet = two if len(sheet.lines) > IN_ONE and _are_cities(two) and two.is_roomy() else sheet
    share = IN_ONE * sheet.blocks
    return [sheet.part(sheet.lines[n : n + share]) for n in range(0, min(len(sheet.lines), 3 * share), share)]


def _pages(told):
    """From afar: everything in the largest words; else in two blocks of short names; else page by page."""
    height = HEIGHT - CASES * any(case for *_head, case in told.columns) - SIGNS * bool(_stances(told.name))
    large = _sheet(told, None, short=True, size=NEARER, width=PROJECTOR, height=height)
    if len(replace(large, height=height * 0.9).pages()) == 1:
        return [large]
    one = replace(large, size=AFAR)
    two = replace(one, blocks=2)
    sheet = two if _are_cities(one) and two.is_roomy() and len(one.pages()) > 1 else one
    return [sheet.part(page) for page in sheet.pages()]


def _are_cities(sheet):
    """Whether the names are of cities: short, and known when they are cut."""
    return all(line.colour is not None for line in sheet.lines)


def _sheet(told, code, short=False, **how):
    """The table as it is to be drawn; with a workshop's code its places are links."""
    several = _("several")
    plus = "+" if short else several  # where there is no room for the word
    columns = [
        (plus if name == several else str(name), colour if case else None) for name, colour, case in told.columns
    ]
    lines = [
        Line(row.name, [_place(spot, column, code) for spot, column in zip(row.spots, told.columns, strict=True)],
             row.colour)
        for row in told.rows
    ]  # fmt: skip
    return Sheet(columns, lines, rtl=get_language_bidi(), **how)


def _place(spot, column, code):
    _name, colour, case = column
    href = f"/w/{code}/insights/behind/?{spot.query}" if code and spot.query else ""
    return Place(spot.n, spot.sign, href, colour if case else None, spot.hidden, spot.level)


def _page(workshop):
    """Where phones go during the insights: to the theme that is read back, else to the card."""
    return "insights:playback" if shown_theme(workshop) else "insights:card"


def _page_at_the_end(workshop):
    """Where phones go during the closing: to the theme that is read back, else to the room."""
    return "insights:playback" if shown_theme(workshop) else "room"


def register():
    live.fragment(
        "analysis", template="insights/_analysis.html", scene=analysis, audience="staff", follows=("console",)
    )
    live.fragment("playback", template="insights/_playback.html", scene=playback)
    live.fragment("remarks", template="insights/_remarks.html", scene=remarks, audience="staff")
    stages.page(Stage.Kind.INSIGHTS, _page)
    stages.sight("projector", Stage.Kind.INSIGHTS, "insights/_projector_shown.html", on_the_projector)
    stages.page(Stage.Kind.CLOSING, _page_at_the_end)
    stages.sight("projector", Stage.Kind.CLOSING, "insights/_projector_closing.html", at_the_closing)
