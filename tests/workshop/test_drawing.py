"""Drawings are pure: the same arguments give the same picture, for any number of chairs, stations and people."""

import math
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from workshop import drawing
from workshop.drawing import circle, strokes

CITIES = ["Montreal", "Seoul", "Johannesburg", "Barcelona"]
CIRCLES = [drawing.circle_for_phone, drawing.circle_for_console, drawing.circle_for_projector]


def case(number):
    return SimpleNamespace(number=number, city=CITIES[(number - 1) % 4], colour=(number - 1) % 4 + 1)


def seat(number, **more):
    person = {"name": f"Delegate {number}", "city": "Quito", "initials": "De", "colour": 0, "person": number}
    return {"number": number, "state": "taken", "is_speaking": False, **person, **more}


def parsed(svg):
    return ElementTree.fromstring(svg)


def having(svg, css):
    return [each for each in parsed(svg).iter() if css in each.get("class", "").split()]


def test_the_same_arguments_draw_the_same_picture():
    cases, people = [case(n) for n in range(1, 5)], [0, 1, 2, 3, 4] * 6
    assert drawing.room_with_door(cases, people) == drawing.room_with_door(cases, people)
    assert strokes.hand_line(0, 0, 100, 0) == strokes.hand_line(0, 0, 100, 0)


def test_a_hand_line_keeps_its_ends_and_bends_little():
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", strokes.hand_line(0, 0, 100, 0))]
    assert numbers[:2] == [0, 0]
    assert numbers[-2:] == [100, 0]
    assert max(abs(y) for y in numbers[3:7:2]) <= 0.5


def test_a_compass_circle_overlaps_its_beginning():
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", strokes.compass_circle(0, 0, 50, start=0, over=9))]
    assert math.degrees(math.atan2(numbers[-1], numbers[-2])) == pytest.approx(9, abs=0.2)


@pytest.mark.parametrize("draw", CIRCLES)
@pytest.mark.parametrize("count", range(2, 13))
def test_a_circle_seats_two_to_twelve(draw, count):
    drawn = draw([seat(number) for number in range(1, count + 1)])
    assert [each.get("data-chair") for each in having(drawn, "chair")] == [str(n) for n in range(1, count + 1)]


@pytest.mark.parametrize("count", range(2, 13))
@pytest.mark.parametrize("width", [324, 1230])
def test_no_chair_stands_on_another_or_off_the_sheet(count, width):
    plan = circle.ring(count, width, 324, largest=27)
    spots = [(x, y) for x, y, _ in circle.places(plan, count)]
    nearest = min(math.dist(a, b) for i, a in enumerate(spots) for b in spots[:i])
    assert nearest >= 2 * 1.1 * plan.seat
    assert all(plan.seat <= x <= width - plan.seat and plan.seat <= y <= 324 - plan.seat for x, y in spots)


def test_an_empty_circle_is_a_floor_without_chairs():
    drawn = drawing.circle_for_phone([])
    assert having(drawn, "chair") == []
    assert len(having(drawn, "edge")) == 1


def test_a_free_chair_bears_the_word_and_no_person():
    drawn = drawing.circle_for_phone([seat(1), seat(2, state="free", name="")])
    free = having(drawn, "free")[0]
    assert [text.text for text in free.iter() if text.tag == "text"] == ["free"]
    assert [each for each in free.iter() if "dot" in each.get("class", "").split()] == []


def test_a_called_chair_is_red_whatever_the_place():
    drawn = drawing.circle_for_projector([seat(1, colour=2), seat(2, state="called", colour=3)])
    assert len(having(drawn, "me")) == 3  # the disc and its two lines of text


def test_the_speaker_sits_in_a_pool_of_light():
    quiet = drawing.circle_for_phone([seat(1), seat(2)])
    speaking = drawing.circle_for_phone([seat(1), seat(2, is_speaking=True)])
    assert having(quiet, "pool") == []
    assert len(having(speaking, "pool")) == 1
    assert [each.get("data-chair") for each in having(speaking, "speaking")] == ["2"]


def test_the_edge_of_the_floor_tells_how_much_of_the_turn_has_passed():
    turn = {"started_at": "2017-06-19T14:00:00+00:00", "seconds": 120, "passed": 0.6}
    edge = having(drawing.circle_for_phone([seat(1)], turn), "timed")[0]
    assert edge.get("stroke-dasharray") == "60 100"
    over = having(drawing.circle_for_phone([seat(1)], turn | {"passed": 3}), "timed")[0]
    assert over.get("stroke-dasharray") == "100 100"


def test_nothing_on_the_projector_is_under_36():
    for count in (2, 6, 8, 9, 12):
        seats = [seat(number, name="Marie-Ève Tremblay", city="Sarrià-Sant Gervasi") for number in range(1, count + 1)]
        drawn = parsed(drawing.circle_for_projector(seats))
        shrink = min(1, 968 / 1010)  # the sheet stands 968 units high on the screen
        sizes = {float(text.get("font-size")) * shrink for text in drawn.iter("text")}
        assert min(sizes) >= 36


def test_a_long_name_is_shortened_to_the_first_name():
    assert circle.name_for("Ada", 48, 200) == "Ada"
    assert circle.name_for("Christian Longfellow", 48, 260) == "Christian L."
    assert circle.name_for("Christian Longfellow", 48, 200) == "Christian"


def test_text_is_cut_with_an_ellipsis_and_only_where_it_must_be():
    assert strokes.cut_to("Quito", 16, 100) == "Quito"
    assert strokes.cut_to("Rosemont-La Petite-Patrie", 16, 100) == "Rosemont-L…"


def test_names_cannot_bring_markup():
    drawn = drawing.circle_for_console([seat(1, name="<b>Ada</b>", city='"Quito"&')])
    assert [text.text for text in parsed(drawn).iter("text")][1:] == ["<b>Ada</b>", '"Quito"&']


def test_right_to_left_mirrors_the_chairs():
    plan = circle.ring(6, 324, 324, largest=27)
    there, mirrored = list(circle.places(plan, 6)), list(circle.places(plan, 6, rtl=True))
    assert [round(324 - x) for x, _, _ in there] == [round(x) for x, _, _ in mirrored]


@pytest.mark.parametrize("count", [0, 1, 4, 9, 12, 40])
def test_the_room_has_any_number_of_stations(count):
    cases = [case(number) for number in range(1, count + 1)]
    assert len(having(drawing.room_with_door(cases, []), "field")) == min(count, 12)
    stations = [vars(each) for each in cases]
    assert len(having(drawing.floor_plan(stations, []), "field")) == count


def test_everybody_inside_is_a_dot_and_a_newcomer_moves_nobody():
    before = having(drawing.room_with_door([], [0, 1, 2]), "dot")
    after = having(drawing.room_with_door([], [0, 1, 2, 3]), "dot")
    assert len(before) == 3
    assert [dot.attrib for dot in after[:3]] == [dot.attrib for dot in before]


def test_nobody_stands_in_the_door():
    dots = having(drawing.room_with_door([], [1] * 60), "dot")
    assert [dot for dot in dots if 118 < float(dot.get("cx")) < 222 and float(dot.get("cy")) > 124] == []


def test_the_route_shows_me_at_my_station_only():
    cases = [case(number) for number in range(1, 5)]
    assert having(drawing.route(cases), "me") == []
    assert len(having(drawing.route(cases, here=2), "me")) == 1


def test_the_route_leads_to_every_station():
    cases = [case(number) for number in range(1, 5)]
    drawn = parsed(drawing.route(cases, here=2, href=lambda each: f"/{each.number}/"))
    links = list(drawn.iter("a"))
    assert [link.get("href") for link in links] == ["/1/", "/2/", "/3/", "/4/"]
    assert [link.get("aria-current") for link in links] == [None, "page", None, None]


@pytest.mark.parametrize(("waiting", "mine", "red"), [(0, None, 0), (5, None, 0), (5, 3, 1), (40, 31, 1)])
def test_the_queue_shows_my_place_in_red(waiting, mine, red):
    drawn = drawing.queue_path(waiting, mine)
    assert len([dot for dot in having(drawn, "dot") if "me" in dot.get("class").split()]) == red
    if red:
        assert [text.text for text in having(drawn, "me") if text.tag == "text"] == [str(mine)]


def test_a_city_wears_the_colour_of_its_case_and_others_are_grey():
    colours = drawing.place_colours([case(number) for number in range(1, 5)])
    assert drawing.colour_of("  montreal ", colours) == 1
    assert drawing.colour_of("Barcelona", colours) == 4
    assert drawing.colour_of("Quito", colours) == 0


def test_places_differ_in_form_as_well_as_colour():
    forms = [re.sub(r"c\d", "", drawing.dots(1, place)) for place in (1, 2, 3, 4)]
    assert len(set(forms)) == 4


@pytest.mark.parametrize("kind", ["take", "condition", "question"])
def test_every_kind_of_note_has_a_sign(kind):
    assert parsed(drawing.kind_sign(kind)).get("viewBox") == "0 0 32 32"


@pytest.mark.parametrize("stance", ["as_is", "adapt", "combine", "avoid", "unsure"])
def test_every_stance_has_a_sign(stance):
    assert parsed(drawing.stance_sign(stance)).get("viewBox") == "0 0 24 24"


def test_no_drawing_brings_a_style_of_its_own():
    cases = [case(number) for number in range(1, 5)]
    drawn = [
        drawing.room_with_door(cases, [1, 0]), drawing.floor_plan([vars(each) for each in cases], [1]),
        drawing.empty_room(), drawing.mark(34), drawing.circle_for_phone([seat(1)]), drawing.thumbnail(cases, [1]),
    ]  # fmt: skip
    assert [svg for svg in drawn if "style=" in svg or "<style" in svg] == []
