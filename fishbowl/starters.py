"""What the circle begins with: six chairs; a copy keeps their number and how the circle is set, not the question."""

from fishbowl.models import Chair, Fishbowl

CHAIRS = 6
SETTINGS = (
    *("variant", "order", "way_in", "leaving", "turn_seconds", "stay_seconds", "offer_seconds", "grace_seconds"),
    *("round_seconds", "keep_free", "reply_run", "core_may_be_asked", "chairs_go", "interpreted"),
)

PLACE = ("number", "name", "is_synthesis")


def start(workshop):
    open_chairs = [(number, Chair.Kind.OPEN) for number in range(1, CHAIRS + 1)]
    _set_up(Fishbowl.objects.create(workshop=workshop), open_chairs)


def copy(old, new):
    """All circles of a large room. Their questions may have been somebody's on the wall, so those stay behind."""
    circles = Fishbowl.all_in(old)
    if not circles:
        return start(new)
    for circle in circles:
        chairs = circle.chairs.filter(retired_at=None).values_list("number", "kind")
        settings = {name: getattr(circle, name) for name in (*PLACE, *SETTINGS)}
        _set_up(Fishbowl.objects.create(workshop=new, **settings), chairs)


def _set_up(circle, chairs):
    Chair.objects.bulk_create(Chair(fishbowl=circle, number=number, kind=kind) for number, kind in chairs)
