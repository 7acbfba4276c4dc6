"""Ids of another workshop, ids of nothing, and fields that nobody asked for: not found, and nothing changed."""

import pytest

from gallery.models import Note
from tests.access_table import TABLE
from tests.conftest import make_workshop, person
from tests.hostile.ways import House, dump, share, undone, ways
from workshop.insights.models import Theme, TransferCard
from workshop.models import Participant, RoleLink, Statement, Workshop

NOT_THERE = (404, 409, 422)
NOWHERE = ["0", "999999999", "9223372036854775807", "9223372036854775808", "9" * 60]
IDS = {"pk", "number", "name"}
EXTRA = {
    "id": "1", "pk": "1", "role": "organizer", "workshop": "1", "workshop_id": "1", "author": "1", "author_id": "1",
    "participant": "1", "by": "1", "number": "1", "created_at": "1999-01-01", "checked_at": "1999-01-01T00:00Z",
    "joined_at": "1999-01-01", "is_example": "on", "is_demo": "on", "has_phone": "on", "door_key": "a", "epoch": "a",
    "revision": "9", "hidden_at": "", "withdrawn_at": "1999-01-01", "return_code": "AAAAAAAA", "is_superuser": "on",
    "is_staff": "on", "organizers": "1", "token_hash": "a", "user": "1", "expires_at": "2099-01-01",
}  # fmt: skip


def named(way):
    return way.name.replace(" ", "-")


@pytest.fixture
def beside(house):
    """The same again in another workshop, with numbers of people and cases that ours does not have."""
    other = make_workshop(title="Another workshop")
    Participant.objects.create(workshop=other, number=100, name="Far", city="Lima")
    other.cases.filter(number=1).update(number=100)
    ada, bo = person(other, "Noor", "Rabat"), person(other, "Ole", "Oslo")
    assert ada.number == 101
    return House(other, ada, bo)


def foreign(way, house, beside):
    """The way's address with each of its ids in turn replaced by one that leads elsewhere or nowhere."""
    row = TABLE[way.door.url]
    for part in IDS & row.takes.keys():
        takes = row.takes | way.takes
        theirs = 100 if part == "number" else beside.find(_kind(takes, part))
        for value in [theirs, *share(way, NOWHERE)]:
            yield house.address(way.door.url, type(row)(row.method, row.allowed, takes | {part: str(value)}))


def _kind(takes, part):
    rows = {"figures": "fact", "statements": "statement of a case", "footnotes": "footnote"}
    return rows[takes["slug"]] if part == "pk" and "slug" in takes else takes[part]


REMOVALS = {
    "stage-remove",
    "case-remove",
    "case-row-remove",
    "condition-away",
    "note-logo-remove",
}  # a second press finds it gone already


@pytest.mark.parametrize("way", [way for way in ways() if IDS & TABLE[way.door.url].takes.keys()], ids=named)
def test_an_id_from_elsewhere_leads_nowhere(house, beside, way):
    form, client, urls = house.filled(way), house.master, list(foreign(way, house, beside))
    before = dump()
    expected = (200, *NOT_THERE) if way.door.url in REMOVALS else NOT_THERE
    answers = {url: client.post(url, form, HTTP_ACCEPT="application/json") for url in urls}
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code not in expected} == {}
    assert dump() == before


@pytest.mark.parametrize("way", [way for way in ways("GET") if IDS & TABLE[way.door.url].takes.keys()], ids=named)
def test_a_page_of_an_id_from_elsewhere_is_not_there(house, beside, way):
    answers = {url: house.master.get(url) for url in foreign(way, house, beside)}
    assert {url: answer.status_code for url, answer in answers.items() if answer.status_code != 404} == {}


FIELDS = {
    "call": "stay", "stay": "stay", "entry": "entry", "first": "theme", "second": "theme", "case": 100, "person": 100,
    "speaker": 100, "for": 100,
}  # fmt: skip


@pytest.mark.parametrize("way", [way for way in ways() if FIELDS.keys() & way.door.fields.keys()], ids=named)
def test_a_field_that_names_something_elsewhere_is_refused(house, beside, way):
    client, before, wrong = house.master, dump(), {}
    for name in FIELDS.keys() & way.door.fields.keys():
        if way.door.url == "links":
            continue  # a case is for case owners only, and else not looked at
        answer = house.post(
            client, way, **{name: str(beside.find(FIELDS[name]) if isinstance(FIELDS[name], str) else 100)}
        )
        if answer.status_code == 200 and dump() != before:
            wrong[name] = "changed something"
        elif answer.status_code not in (200, *NOT_THERE):
            wrong[name] = answer.status_code
    assert wrong == {}


def test_a_link_for_a_case_is_for_a_case_of_this_workshop(house, beside):
    way = next(way for way in ways() if way.door.name == "hand_out_link")
    assert house.post(house.master, way, role="case_owner", case="100").status_code == 422
    assert house.post(house.master, way, role="case_owner", case="2").status_code == 200


def test_a_card_is_rated_by_conditions_of_its_own_workshop(house, beside):
    way = next(way for way in ways() if way.door.name == "card")
    theirs = beside.workshop.conditions.first()
    house.post(house.master, way, **{f"condition_{theirs.pk}": "have"})
    assert theirs.ratings.count() == 0


def test_fields_that_nobody_asked_for_do_nothing(house):
    for way in ways():
        if way.door.url == "workshop-demo":
            continue
        extra = {name: value for name, value in EXTRA.items() if name not in way.door.fields}
        with undone():
            house.post(house.client_for(way), way, **extra)
            assert _taken_over() == [], way.name


def _taken_over():
    """What of EXTRA has come into the tables."""
    text = str(dump())
    rows = [
        *Workshop.objects.filter(is_demo=True),
        *RoleLink.objects.filter(role="organizer"),
        *(
            row
            for model in (Note, Theme, TransferCard, Statement, Participant)
            for row in model.objects.filter(is_example=True)
        ),
    ]
    return rows + [sign for sign in ("(1999, 1, 1", "(2099, 1, 1", "AAAAAAAA") if sign in text]


def test_a_form_with_nothing_in_it_is_refused_or_harmless(house):
    for way in ways():
        with undone():
            client, url = house.client_for(way), house.way(way)
            assert client.post(url).status_code < 500, way.name
            assert client.post(url, "{}", "application/json").status_code < 500, way.name
