"""Where the note comes from: every piece names its sources, the sources exist, and what is left out is counted."""

from dataclasses import replace

import pytest

from gallery.models import Note
from tests.conftest import person
from tests.export.test_gate import Scene
from workshop import demo
from workshop.export import sources
from workshop.export.document import compose
from workshop.export.edition import INTERNAL, PUBLIC
from workshop.export.gather import gather
from workshop.export.models import Paper


@pytest.fixture
def told(db):
    return demo.build()


def keys_of(document):
    return [block.key for block in document.blocks]


def block_of(document, key):
    [block] = [block for block in document.blocks if block.key == key]
    return block


@pytest.mark.parametrize("name", [PUBLIC, INTERNAL])
def test_every_piece_of_the_demo_has_a_source_that_exists(told, name):
    edition = gather(told, name)
    assert sources.check(compose(edition), edition) == ([], [])


def test_every_piece_of_a_full_room_has_a_source_that_exists(workshop):
    Scene(workshop)
    edition = gather(workshop)
    assert sources.check(compose(edition), edition) == ([], [])


def test_a_piece_without_source_and_a_source_that_is_not_there_are_told(told):
    edition = gather(told)
    document = compose(edition)
    bare = replace(document.blocks[1], sources=[])
    strange = replace(document.blocks[2], sources=["note-0"])
    found = sources.check(replace(document, blocks=[bare, strange]), edition)
    assert found == ([bare.key], [(strange.key, "note-0")])


def test_every_piece_has_a_key_of_its_own(told):
    keys = keys_of(compose(gather(told)))
    assert len(keys) == len(set(keys)) > 100


def test_keys_stay_when_the_note_is_made_anew(told, workshop):
    before = keys_of(compose(gather(told)))
    case = told.cases.get(number=1)
    eva = person(told, "Eva", "Lyon", consent="city")
    note = Note.objects.create(workshop=told, case=case, author=eva, kind="question", text="Who pays?", consent="city")
    after = compose(gather(told))
    new = set(keys_of(after)) - set(before)
    assert new == {"introduction-cities-0", "action-response-0"} and set(before) <= set(keys_of(after))
    assert f"note-{note.pk}" in block_of(after, "case-1-walk-notes").sources


def test_the_note_has_its_ten_parts(told):
    titles = [part.text for part in compose(gather(told)).parts]
    cases = [case.title for case in told.cases.all()]
    assert titles == [
        "At a glance",
        "Why this matters",
        "Introduction",
        *cases,
        "Transferability: insights",
        "Voices",
        "From insight to action",
        "How it was done",
        "Annex",
    ]


def test_the_coverage_says_who_and_what_the_note_rests_on(workshop):
    Scene(workshop)
    person(workshop, "Quiet", "Rabat", consent="city")
    lines = block_of(compose(gather(workshop)), "coverage-list").items
    assert lines == [
        "5 participants from 5 cities took part.",
        "1 of these cities neither wrote nor spoke.",
        "2 cities are counted and not named.",
        "Notes: 3 of 7 are published here; 2 stayed in the room; 1 was withdrawn; 1 was hidden.",
        "Transfer cards: 2 of 6 are published here; 2 stayed in the room; 1 was withdrawn; 1 was hidden.",
        "Statements: 2 of 10 are published here; 3 stayed in the room; 1 was not checked by its speaker; "
        "1 was withdrawn; 1 was hidden; 2 were refused by their speaker.",
        "Pictures: 2 of 6 are published here; 2 stayed in the room; 1 was withdrawn; 1 was hidden.",
        "Listeners’ notes: 2 of 6 are published here; 2 stayed in the room; 1 was withdrawn; 1 was hidden.",
        "Questions: 2 of 6 are published here; 2 stayed in the room; 1 was withdrawn; 1 was hidden.",
    ]


def test_paper_says_series_licence_contact_and_visit(workshop):
    Paper.objects.create(
        workshop=workshop, series="Peer Learning", number="23", contact="learning@example.org", visit="We saw the yard."
    )
    document = compose(gather(workshop))
    assert document.series == "Peer Learning · 23"
    assert block_of(document, "visit-text-0").text == "We saw the yard."
    about = [block.text for block in document.blocks if block.key.startswith("edition-text")]
    assert about[1:2] + about[3:] == ["Licence: CC BY 4.0.", "Contact: learning@example.org"]
    assert about[2].endswith(": Renewing a city. Peer Learning · 23.")
