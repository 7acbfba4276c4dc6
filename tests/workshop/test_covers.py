"""A cover counts: it draws exactly as many units as the figure says."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import typst

from workshop.covers import cover_svg
from workshop.models import Case

SVG = "{http://www.w3.org/2000/svg}"


def case(**about):
    usual = {"city": "Johannesburg", "title": "Neighbours first", "motif": "windows", "cover_count": 33, "colour": 3}
    return SimpleNamespace(**{**usual, "cover_alt": "33 lit windows", **about})


def counted(svg):
    return counted_in(ElementTree.fromstring(svg))


def counted_in(drawn):
    return [each for each in drawn.iter() if each.get("class") == "counted"]


@pytest.mark.parametrize("count", [0, 1, 10, 13, 33, 121, 400])
@pytest.mark.parametrize("motif", Case.Motif.values)
def test_a_cover_draws_as_many_units_as_it_counts(motif, count):
    assert len(counted(cover_svg(case(motif=motif, cover_count=count)))) == count


@pytest.mark.parametrize("motif", Case.Motif.values)
def test_a_wider_cover_counts_the_same(motif):
    wide = ElementTree.fromstring(cover_svg(case(motif=motif), beyond=180))
    assert (wide.get("viewBox"), len(counted_in(wide))) == ("-180 0 1000 400", 33)


def test_a_cover_says_in_words_what_it_shows():
    drawn = ElementTree.fromstring(cover_svg(case(city="<Quito>", cover_alt='33 "lit" windows & a moon')))
    assert drawn.find(f"{SVG}title").text == "<Quito>"
    assert drawn.find(f"{SVG}desc").text == '33 "lit" windows & a moon'


def test_a_cover_without_words_of_its_own_takes_the_title():
    drawn = ElementTree.fromstring(cover_svg(case(cover_alt="")))
    assert drawn.find(f"{SVG}desc").text == "Neighbours first"


def test_a_cover_wears_the_colour_of_its_place():
    fields = {ElementTree.fromstring(cover_svg(case(colour=n))).find(f"{SVG}rect").get("fill") for n in (1, 2, 3, 4)}
    assert len(fields) == 4


def test_the_same_case_has_the_same_cover():
    assert cover_svg(case()) == cover_svg(case())


@pytest.mark.parametrize("motif", Case.Motif.values)
def test_a_cover_can_become_a_picture_for_the_document(motif, tmp_path):
    (tmp_path / "cover.svg").write_text(cover_svg(case(motif=motif)))
    page = '#set page(width: 64pt, height: 40pt, margin: 0pt)\n#image("cover.svg", width: 100%)'
    (tmp_path / "page.typ").write_text(page)
    assert typst.compile(tmp_path / "page.typ", format="png").startswith(b"\x89PNG")
