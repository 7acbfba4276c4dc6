"""Cards of the way past the posters: who gets one, what stands on it, its scripts, its large print, who prints it."""

import re
import subprocess

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import translation

from gallery import rounds, walking
from gallery.printing import rotation
from tests.conftest import client_of, move_to, person
from tests.gallery.test_printing import millimetres, pages, told, words
from workshop.refusals import NotNow

PEOPLE = [
    ("Delegate, Quito", "Quito"),
    ("대표", "서울"),
    ("مندوب", "القاهرة"),
    *((f"P{n}", f"City {n}") for n in range(9)),
]


@pytest.fixture
def walk(workshop):
    for name, city in PEOPLE:
        person(workshop, name, city)
    move_to(workshop, "gallery")
    walk = walking.make_groups(workshop=workshop, seed=1)
    workshop.refresh_from_db()
    return walk


@pytest.mark.parametrize(
    ("whose", "large", "sheets"),
    [("people", False, 3), ("people", True, 12), ("groups", False, 1), ("groups", True, 4)],
)
def test_there_is_a_card_for_each_person_and_for_each_group(workshop, walk, whose, large, sheets):
    pdf = rotation.make(workshop, whose, large)
    assert (millimetres(pdf), pages(pdf), told(pdf)["Tagged"]) == ((210, 297), sheets, "yes")


def test_a_card_tells_the_way_of_its_person(workshop, walk):
    text = words(rotation.make(workshop, "people", large=True))
    group = next(g for g in rounds.walking(workshop).groups if any(one.participant.number == 1 for one in g.people))
    way = [rounds.walking(workshop).stop(group, number).case for number in range(1, 5)]
    mine = text[text.index("Delegate, Quito") :][:260]
    places = [mine.index(case.city) for case in way]
    assert places == sorted(places)
    assert "Number 1, Quito" in mine


def test_a_groups_card_lists_its_people(workshop, walk):
    text = words(rotation.make(workshop, "groups"))
    assert [f"Group {letter}" in text for letter in "ABCD"] == [True] * 4
    assert [f"P{n}" in text for n in range(9)] == [True] * 9


def test_names_in_korean_and_arabic_have_every_letter(workshop, walk):
    assert "대표" in words(rotation.make(workshop, "people", large=True))
    with translation.override("ar"):
        assert pages(rotation.make(workshop, "people")) == 3


def test_everybody_alone_gets_a_card_without_a_letter(workshop, walk):
    assert "Group" not in words(rotation.make(workshop, "people"))
    walking.settle(workshop=workshop, variant="silent")
    assert pages(rotation.make(workshop, "people", large=True)) == 12


def test_large_print_is_as_large_as_it_says(workshop, walk):
    fonts = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=rotation.make(workshop, "people", True), capture_output=True, check=True
    ).stdout.decode()
    heights = [
        float(low) - float(high) for high, low in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', fonts)
    ]
    assert min(heights) >= 18


def test_a_long_name_and_eight_rounds_fit_on_their_card(workshop, walk):
    someone = workshop.participants.first()
    someone.name, someone.city = "A" * 20 + " " + "B" * 59, "C" * 80
    someone.save()
    assert pages(rotation.make(workshop, "people", large=True)) == 12


def test_ten_stops_fit_on_one_card(workshop, walk):
    for number in range(5, 11):
        workshop.cases.create(number=number, city=f"Town {number}", title="A case")
    walking.make_groups(workshop=workshop, seed=1)
    text = words(rotation.make(workshop, "groups", large=True))
    assert [text.count(f"Town {number}") for number in range(5, 11)] == [4] * 6
    small = words(rotation.make(workshop, "groups"))
    assert [small.count(f"Town {number}") for number in range(5, 11)] == [4] * 6


def test_without_groups_there_is_nothing_to_print(workshop, ada):
    with pytest.raises(NotNow, match="Make groups first"):
        rotation.make(workshop, "people")


def test_who_helps_prints_and_nobody_else(workshop, walk, hana, ada):
    for whose in ("people", "groups", "people-large", "groups-large"):
        answer = hana.get(reverse("gallery:ways-pdf", args=[workshop.code, whose]))
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert hana.get(reverse("gallery:ways-pdf", args=[workshop.code, "cats"])).status_code == 404
    assert client_of(ada).get(reverse("gallery:ways-pdf", args=[workshop.code, "people"])).status_code == 403


def test_the_command_writes_the_cards(workshop, walk, tmp_path, capsys):
    call_command("ways", workshop.code, output=tmp_path, large=True)
    assert sorted(path.name.removeprefix(workshop.code.lower()) for path in tmp_path.iterdir()) == [
        "-ways-groups-large.pdf",
        "-ways-people-large.pdf",
    ]
    with pytest.raises(CommandError, match="No workshop"):
        call_command("ways", "NOBODY")
    walking.walk_freely(workshop=workshop)
    with pytest.raises(CommandError, match="Make groups first"):
        call_command("ways", workshop.code, output=tmp_path)
