"""Everything drawn in plan, ink on paper: pure functions that return SVG text. docs/look.md tells the language."""

from workshop.drawing.circle import (
    circle_for_console,
    circle_for_phone,
    circle_for_projector,
    queue_path,
)
from workshop.drawing.places import colour_of, place_colours
from workshop.drawing.room import dots, empty_room, floor_plan, room_with_door, route, thumbnail
from workshop.drawing.signs import icon, kind_sign, mark, stance_sign
from workshop.drawing.strokes import dot, picture

__all__ = [
    "circle_for_console",
    "circle_for_phone",
    "circle_for_projector",
    "colour_of",
    "dot",
    "dots",
    "empty_room",
    "floor_plan",
    "icon",
    "kind_sign",
    "mark",
    "picture",
    "place_colours",
    "queue_path",
    "room_with_door",
    "route",
    "stance_sign",
    "thumbnail",
]
