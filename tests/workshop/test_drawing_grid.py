"""A table as a picture."""

import re

import pytest

from workshop.drawing.grid import Line, Place, grid
from workshop.drawing.sheet import Sheet

ONE = [("x", None)]


def lines(n, *places):
    return [Line(f"Row {number}", list(places) or [Place(number)]) for number in range(1, n + 1)]


def drawn(columns, rows, **how):
    return grid(Sheet(columns, rows, **how))


def radii(svg):
    return [float(each) for each in re.findall(r'<circle class="ink"[^>]* r="([\d.]+)"', svg)]


def test_a_disc_is_as_large_as_its_number_and_none_is_left_out():
    told = radii(drawn([("in all", None)], lines(4)))
    assert told == sorted(told)
    assert len(set(told)) == 4
    assert radii(drawn([("in all", None)], lines(1, Place(0)))) == []


def test_many_rows_stand_in_two_blocks():
    one, two = drawn(ONE, lines(20)), drawn(ONE, lines(20), blocks=2)
    assert (one.count("translate("), two.count("translate(")) == (1, 2)
    assert [f"Row {n}<" in two for n in range(1, 21)] == [True] * 20


def test_rows_stand_closer_where_they_have_to_fit():
    high, low = (float(re.search(r'viewBox="0 0 720 ([\d.]+)', svg).group(1))
                 for svg in (drawn(ONE, lines(12)), drawn(ONE, lines(12), height=400)))  # fmt: skip
    assert (high > 500, 390 < low <= 405) == (True, True)


@pytest.mark.parametrize(("blocks", "pages"), [(1, [10, 10, 3]), (2, [20, 3])])
def test_what_does_not_fit_stands_on_further_pages(blocks, pages):
    sheet = Sheet(ONE, lines(23), height=270, blocks=blocks)
    assert [len(page) for page in sheet.pages()] == pages
    assert [line for page in sheet.pages() for line in page] == sheet.lines


def test_a_part_is_measured_by_the_whole():
    sheet = Sheet(ONE, lines(20, Place(100)) + lines(1, Place(1)))
    alone, part = Sheet(ONE, lines(1, Place(1))), sheet.part(sheet.lines[20:])
    assert (part.widths(), len(part.lines)) == (sheet.widths(), 1)
    assert radii(grid(part)) < radii(grid(alone))


def test_a_row_without_room_is_drawn_all_the_same():
    assert [len(page) for page in Sheet(ONE, lines(2), height=1).pages()] == [1, 1]


def test_a_long_number_has_a_longer_disc():
    short, long = (drawn(ONE, [Line("Row", [Place(n)]), Line("Most", [Place(9999)])]) for n in (7, 1234))
    assert ('class="ink" x=' in short.split("Most")[0], 'class="ink" x=' in long.split("Most")[0]) == (False, True)


def test_a_sentence_gets_the_room_that_places_do_not_need():
    short, long = Sheet(ONE * 4, lines(3, *[Place(1)] * 4)), Sheet(ONE * 4, [Line("word " * 20, [Place(1)] * 4)])
    assert (sum(short.widths()) > sum(long.widths()), len(long.told(long.lines[0], long.names()))) == (True, 2)


# --- right to left -----------------------------------------------------------------------------
def xs(svg, css):
    """Where things of this class stand from the left."""
    return [float(x) for x in re.findall(rf'class="{css}" (?:x|cx)="(-?[\d.]+)"', svg)]


def test_right_to_left_everything_stands_on_the_other_side():
    rows = [Line("Quito", [Place(1), Place(2)], 0), Line("Dakar", [Place(3, "adapt", level=2), Place(4)], 1)]
    columns = [("first", None), ("second", None)]
    here, there = drawn(columns, rows), drawn(columns, rows, rtl=True)
    for css in ("mid soft", "ink", "near"):
        assert xs(there, css) == pytest.approx([720 - x for x in xs(here, css)], abs=0.11) != []
    assert (xs(here, "bar c1"), xs(there, "bar c1")) == ([0], [714])


@pytest.mark.parametrize(
    ("name", "rtl", "css"),
    [
        ("Quito", False, "name"),
        ("Quito", True, "name end"),
        ("تونس", True, "name rtl"),
        ("تونس", False, "name rtl end"),
    ],
)
def test_a_name_runs_as_its_letters_do_and_stands_where_the_page_begins(name, rtl, css):
    svg = drawn(ONE, [Line(name, [Place(1)])], rtl=rtl)
    assert f'<text class="{css}" x="{720 if rtl else 0}"' in svg


def test_right_to_left_the_first_block_stands_at_the_right():
    svg = drawn(ONE, lines(4), blocks=2, rtl=True)
    first, second = svg.split("<g transform=")[1:]
    assert ("Row 1<" in first, "Row 3<" in second) == (True, True)
    assert (first.startswith('"translate(380 0)"'), second.startswith('"translate(0 0)"')) == (True, True)


def test_a_hidden_figure_has_no_number_and_a_link_is_escaped():
    hidden = drawn(ONE, lines(1, Place(7, hidden=True)))
    assert (">7<" in hidden, 'class="veil"' in hidden) == (False, True)
    linked = drawn(ONE, lines(1, Place(7, href='/?a=1&b="2')))
    assert 'href="/?a=1&amp;b=&quot;2"' in linked


def test_names_are_words_and_are_cut_to_fit():
    svg = drawn([("<b>", None)], [Line("<script>" + "long " * 40, [Place(1)])])
    assert ("<script>" in svg, "<b>" in svg, "…" in svg) == (False, False, True)


def test_a_sign_says_how_near_and_how_many():
    svg = drawn([("x", 1)], lines(1, Place(3, sign="adapt", level=2)))
    assert (svg.count('class="near"'), ">3<" in svg) == (2, True)


def test_the_same_table_is_the_same_picture():
    assert drawn(ONE, lines(5)) == drawn(ONE, lines(5))
