"""Which colour a person wears: their city's case gives it; everybody else is grey."""


def place_colours(cases):
    """Folded city name -> colour 1-4. Two cases of one city share the first one's colour."""
    colours = {}
    for case in cases:
        colours.setdefault(_folded(case.city), case.colour)
    return colours


def colour_of(city, colours):
    """The colour (1-4) of a city's case, 0 for a city without one."""
    return colours.get(_folded(city), 0)


def _folded(city):
    return " ".join(city.split()).casefold()
