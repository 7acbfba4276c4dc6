"""The state behind the desk's pictures: the tray as it is filtered, the themes with their keys, and the last deeds."""

from collections import Counter, defaultdict

from workshop import live
from workshop.insights.desk import similar, tray
from workshop.insights.desk.models import KINDS, Evidence
from workshop.text import folded

KEYS = "1234567890qwertyioasdfgh"  # a key for each theme; j, k, u, x, p, l, m and n have other work
GONE = ("card__withdrawn_at", "card__hidden_at", "note__withdrawn_at", "note__hidden_at")
GONE += ("statement__hidden_at", "statement__refused_at", "statement__withdrawn_at")
LAST = 5  # deeds that stand ready to be undone


def tray_scene(workshop, key):
    """One window of the tray; `key` is a Filter as text."""
    chosen = tray.Filter.read(key)
    likeness = similar.likeness(tray.texts(workshop))
    likes = [chosen.like, *(other for other, _score in likeness.of(chosen.like))] if chosen.like else None
    things, found = tray.window(workshop, chosen, likes)
    themes = _keyed(workshop)
    by_pk = {theme.pk: theme for theme in themes}
    for thing in things:
        thing.under = [by_pk[pk] for pk in thing.themes if pk in by_pk]
    _suggest(things, likeness, by_pk)
    pages = max(1, -(-found // tray.WINDOW))
    return {
        "workshop": workshop,
        "chosen": chosen,
        "key": key,
        "things": things,
        "found": found,
        "counts": tray.counts(workshop),
        "filters": _filters(workshop, chosen),
        "pages": pages,
        "before": chosen.page > 1 and chosen._replace(page=min(chosen.page, pages + 1) - 1),
        "after": chosen.page < pages and chosen._replace(page=chosen.page + 1),
    }


def _suggest(things, likeness, by_pk):
    """Beside each text how many are like it; beside one without a theme, the theme that most of those lie under."""
    likes = {thing.key: likeness.of(thing.key) for thing in things}
    lying = _themes_of({other for found in likes.values() for other, _score in found})
    for thing in things:
        thing.like = len(likes[thing.key])
        weights = Counter()
        for other, score in likes[thing.key]:
            for theme in lying[other]:
                weights[theme] += score
        best = weights.most_common(1)
        thing.perhaps = by_pk.get(best[0][0]) if best and not thing.under else None


def _themes_of(keys):
    """{key: ids of the themes it lies under}, in one query."""
    by_kind, told = defaultdict(list), defaultdict(list)
    for kind, pk in map(tray.key_of, keys):
        by_kind[kind].append(pk)
    for kind, pk, theme in tray.themes_of(by_kind):
        told[f"{kind}-{pk}"].append(theme)
    return told


def themes_scene(workshop):
    """The themes with their keys and what each holds; what was done last."""
    themes = _keyed(workshop)
    held = held_by_theme(workshop)
    for theme in themes:
        theme.held, theme.cities = held[theme.pk]
    return {
        "workshop": workshop,
        "themes": themes,
        "deeds": list(workshop.deeds.filter(undone_at=None)[:LAST]),
    }


def held_by_theme(workshop):
    """For each theme how many things on screen lie under it, and from how many cities: {theme: (things, cities)}."""
    cities, held = defaultdict(set), defaultdict(int)
    for theme, city in _held(workshop):
        held[theme] += 1
        cities[theme].update([folded(city)] if city else [])
    return defaultdict(lambda: (0, 0), {theme: (held[theme], len(cities[theme])) for theme in held})


def _held(workshop):
    """(theme, city) of every piece of evidence that is on screen."""
    rows = Evidence.objects.filter(theme__workshop=workshop, **dict.fromkeys(GONE)).order_by()
    for theme, *cities in rows.values_list("theme_id", *[f"{kind}__{tray.PEOPLE[kind]}__city" for kind in KINDS]):
        yield theme, next((city for city in cities if city), None)


def _keyed(workshop):
    themes = list(workshop.themes.all())
    for place, theme in enumerate(themes):
        theme.key = KEYS[place] if place < len(KEYS) else ""
    return themes


def _filters(workshop, chosen):
    """The ways to look at the tray, each as (filter, whether it is the present one, word or case)."""
    kinds = [("all", None), *tray.PLURALS.items()]
    cases = list(workshop.cases.all())
    return {
        "kinds": [(chosen.at(kind=kind), chosen.kind == kind, word) for kind, word in kinds],
        "cases": [(chosen.at(case=str(case.number)), chosen.case == str(case.number), case) for case in cases],
        "every_case": (chosen.at(case="all"), chosen.case == "all"),
        "no_case": (chosen.at(case="0"), chosen.case == "0"),
        "states": {state: (chosen.at(state=state), chosen.state == state) for state in tray.STATES},
    }


def register():
    for name, scene in (("tray", tray_scene), ("themes", themes_scene)):
        live.fragment(name, template=f"insights/_{name}.html", scene=scene, audience="staff", follows=("console",))
