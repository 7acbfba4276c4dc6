"""Handed out beside the note: slides, a case’s feedback, the list of participants; all through the same gate."""

import pytest

from tests.conftest import client_of, person
from tests.export.opened import opened, printed
from tests.export.test_gate import Scene, twin
from tests.gallery.test_printing import pages, told
from workshop import demo
from workshop.export import files, packs
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.printing import content, press


@pytest.fixture
def montreal(db):
    return demo.build()


def test_the_slides_tell_title_cases_themes_and_how_to_cite(montreal):
    pdf = files.make(montreal, "slides")[2]
    text = printed(pdf)
    wanted = [montreal.title, *montreal.cases.values_list("title", flat=True)]
    wanted += [*montreal.themes.values_list("title", flat=True), "To be taken"][:-1]
    assert [each for each in wanted if each not in text] == []
    assert told(pdf)["Tagged"] == "yes" and 15 < pages(pdf) <= packs.MOST_SLIDES


def test_the_slides_have_every_letter_from_right_to_left_as_well(montreal):
    document, slides = packs.slides(gather(montreal))
    data = content.about(document) | {"slides": slides, "footnotes": []}
    assert press.typeset("slides.typ", data).has_every_letter
    assert press.typeset("slides.typ", data | {"lang": "ar", "rtl": True}).has_every_letter


def test_what_was_edited_by_hand_is_on_the_slides(montreal):
    theme = montreal.themes.first()
    client = client_of("rapporteur", montreal)
    address = f"/w/{montreal.code}/note/desk/theme-{theme.pk}-text/"
    seen = client.get(address, headers={"accept": "application/json"}).json()["seen"]
    client.post(address, {"text": "Said by hand.", "seen": seen})
    assert "Said by hand." in opened(montreal, "slides")


def test_a_case_owner_gets_what_peers_said_on_their_case_and_no_other(workshop):
    scene = Scene(workshop)
    owner = client_of("case_owner", workshop, scene.case)
    answer = owner.get(f"/w/{workshop.code}/note/cases/1/feedback/")
    text = printed(answer.content)
    assert twin("note city") in text and "CANARY" not in text
    assert owner.get(f"/w/{workshop.code}/note/cases/2/feedback/").status_code == 404


def test_a_case_without_feedback_has_a_calm_sheet(workshop):
    document = packs.feedback(gather(workshop), 1)
    assert [block.text for block in document.blocks if block.kind == "paragraph"] == [
        "Nothing is published on this case yet."
    ]


def test_the_list_of_participants_names_those_who_agreed(workshop):
    assert "Nobody has agreed to be named." in opened(workshop, "participants")
    Scene(workshop)
    person(workshop, "Quiet", "Rabat")
    text = opened(workshop, "participants")
    assert twin("name of name") in text and "Quiet" not in text and "Rabat" not in text
    assert compose(gather(workshop)).title in text
