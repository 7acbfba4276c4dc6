"""The parts of a rehearsal, in the order of the day.

A part is a class with `async play(room)`, which sends people through the real doors, and `figures(room)`, called when
all is over: a flat dict of what was sent and what became of it, read from the database. What must be zero ends in one
of the words in TROUBLES; anything else there makes the command fail. A new part: a module here and a line below.
"""

from workshop.rehearsal.parts.cards import Cards
from workshop.rehearsal.parts.circle import Circle
from workshop.rehearsal.parts.joining import Joining
from workshop.rehearsal.parts.walking import Walking

TROUBLES = ("_lost", "_doubled", "_out_of_order", "_over_capacity", "_violations", "_waiting")


DAY = {"gallery": Walking, "fishbowl": Circle, "insights": Cards}


def whole_day(only=None, **circles):
    """Each part anew, in its order; `only` one of DAY after people came in. `circles`: how the fishbowl is played."""
    kinds = [only] if only else DAY
    return [Joining(), *(DAY[kind](**(circles if kind == "fishbowl" else {})) for kind in kinds)]


def troubles(figures):
    """The figures that should be zero and are not."""
    return {name: value for name, value in figures.items() if name.endswith(TROUBLES) and value}
