"""The analyses as tables: what stands in each place of a matrix, a row a place, as the edition counts and hides it."""

STATES = ("have", "reach", "missing")
ALL = "all"  # in the place of a case: every case together


def matrices(edition):
    """(name, columns, rows) of each matrix, of what people here left and then of the examples."""
    makers = (_case_by_theme, _city_by_case, _condition_by_case, _conditions_by_city)
    return [make(edition) for make in makers]


def _told(edition, name, nothing=()):
    """What an analysis tells, each with whether it is of examples; nothing where the edition does not tell it."""
    return [(edition.analyses[invented].get(name, nothing), invented) for invented in (False, True)]


def _case_by_theme(edition):
    ids = {theme.title: theme.id for theme in edition.themes}
    columns = ["theme", "title", "case", "cities", "texts", "veiled", "example"]
    rows = [
        [ids.get(each["theme"], ""), each["theme"], *_case(cell), *_figures(cell, "cities", "texts"), invented]
        for told, invented in _told(edition, "case_by_theme")
        for each in told
        for cell in (*each["cells"], each | {"case": ALL})
    ]
    return "case_by_theme", columns, rows


def _city_by_case(edition):
    columns = ["city", "case", "stance", "stances", "readiness", "cards", "example"]
    rows = [
        [each["city"], *_case(cell), cell["stance"], " ".join(cell["stances"]), cell["readiness"], cell["cards"]]
        + [invented]
        for told, invented in _told(edition, "city_by_case")
        for each in told
        for cell in each["cells"]
    ]
    return "city_by_case", columns, rows


def _condition_by_case(edition):
    ids = {label: key for key, label in edition.conditions.items()}
    columns = ["condition", "label", "case", "needed", *STATES, "cities", "veiled", "example"]
    rows = [
        [ids.get(each["condition"], ""), each["condition"], *_case(cell), cell["needed"]]
        + [*_figures(cell, *STATES, "cities"), invented]
        for told, invented in _told(edition, "condition_by_case")
        for each in told
        for cell in each["cells"]
    ]
    return "condition_by_case", columns, rows


def _conditions_by_city(edition):
    ids = {label: key for key, label in edition.conditions.items()}
    rows = [
        [ids.get(each["condition"], ""), each["condition"], state, city, invented]
        for told, invented in _told(edition, "conditions_by_city", {"rows": []})
        for each in told["rows"]
        for state in STATES
        for city in each[state]
    ]
    return "conditions_by_city", ["condition", "label", "state", "city", "example"], rows


def _case(cell):
    return ["" if cell["case"] is None else cell["case"]]


def _figures(cell, *names):
    """The figures, and whether they are hidden since too few people stand behind them."""
    veiled = bool(cell.get("hidden"))
    return [*("" if veiled else cell[name] for name in names), veiled]
