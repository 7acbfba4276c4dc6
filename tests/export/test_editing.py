"""By hand: what was changed stays as it was left, two lose nothing, and consent taken back outranks all of it."""

import re

import pytest

from tests.conftest import client_of, person
from tests.export.test_sources import block_of, keys_of
from tests.servers import client_key
from workshop import demo
from workshop.export import editing
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.export.models import Edit
from workshop.models import Case, Statement, Workshop


@pytest.fixture
def desk(workshop):
    return Desk(workshop)


class Desk:
    """A writer's browser at the note of one workshop."""

    def __init__(self, workshop):
        self.workshop, self.browser = workshop, client_of("rapporteur", workshop)

    def address(self, key, do=""):
        return f"/w/{self.workshop.code}/note/desk/{key}/{f'{do}/' if do else ''}"

    def opens(self, key):
        return self.browser.get(self.address(key), headers={"accept": "application/json"}).json()

    def words(self, key, text, seen=None):
        seen = self.opens(key)["seen"] if seen is None else seen
        return self.browser.post(self.address(key), {"text": text, "seen": seen})

    def does(self, key, do):
        return self.browser.post(self.address(key, do))

    @property
    def note(self):
        return compose(gather(self.workshop))

    def text(self, key):
        return block_of(self.note, key).text


def test_words_written_by_hand_stand_and_are_marked(desk):
    auto = desk.text("introduction-text-0")
    assert desk.words("introduction-text", "We met in a yard.").status_code == 302
    block = block_of(desk.note, "introduction-text-0")
    assert (block.text, block.edited) == ("We met in a yard.", True)
    edit = Edit.objects.get(workshop=desk.workshop)
    assert (edit.original, edit.by) == (auto, "Rapporteur")
    page = desk.browser.get(f"/w/{desk.workshop.code}/note/desk/?part=introduction").content.decode()
    assert "Edited by hand" in page and "What it was made from has changed since." not in page


def test_what_comes_in_later_never_overwrites_them_and_is_told(desk):
    desk.words("introduction-text", "We met in a yard.")
    Workshop.objects.filter(pk=desk.workshop.pk).update(organizer="Another network")
    person(desk.workshop, "Eva", "Lyon")
    assert desk.text("introduction-text-0") == "We met in a yard."
    page = desk.browser.get(f"/w/{desk.workshop.code}/note/desk/?part=introduction").content.decode()
    assert "What it was made from has changed since." in page
    desk.does("introduction-text", "auto")
    assert desk.text("introduction-text-0").startswith("Another network held")


def test_two_who_edit_at_once_lose_nothing(desk):
    seen = desk.opens("introduction-text")["seen"]
    desk.words("introduction-text", "The first one’s words.", seen)
    late = desk.words("introduction-text", "The second one’s words.", seen)
    page = late.content.decode()
    assert late.status_code == 409
    assert "The first one’s words." in page and "The second one’s words." in page
    assert desk.text("introduction-text-0") == "The first one’s words."
    again = desk.browser.post(
        desk.address("introduction-text"), {"text": "x", "seen": seen}, headers={"accept": "application/json"}
    )
    assert (again.status_code, again.json()["theirs"]) == (409, "The first one’s words.")
    desk.words("introduction-text", "Both, put together.", again.json()["seen"])
    assert desk.text("introduction-text-0") == "Both, put together."


def test_words_saved_by_two_presses_of_one_button_are_saved_once(desk):
    page = desk.browser.get(desk.address("introduction-text")).content.decode()
    key, seen = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("key", "seen"))
    said = {"text": "We met in a yard.", "seen": seen, "key": key}
    assert [desk.browser.post(desk.address("introduction-text"), said).status_code for _press in "12"] == [302, 302]
    desk.words("introduction-text", "Somebody else’s words.")
    assert desk.browser.post(desk.address("introduction-text"), said).status_code == 302
    assert desk.text("introduction-text-0") == "Somebody else’s words."
    assert desk.browser.post(desk.address("introduction-text"), said | {"key": client_key()}).status_code == 409


def test_a_damaged_key_keeps_the_words_and_says_so(desk):
    said = {"text": "We met in a yard.", "seen": desk.opens("introduction-text")["seen"], "key": "no key"}
    answer = desk.browser.post(desk.address("introduction-text"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We met in a yard." in page and "This page was damaged on its way. Please send again." in page


def test_sub_headings_paragraphs_points_and_titles_can_be_written(desk):
    Case.objects.filter(workshop=desk.workshop, number=1).update(background="As it was.")
    desk.words("case-1-background-text", "## Before\n\nA yard.\n\n## After\n\nHomes.")
    kinds = [(b.kind, b.text) for b in desk.note.blocks if b.key.startswith("case-1-background-text")]
    assert kinds == [("heading", "Before"), ("paragraph", "A yard."), ("heading", "After"), ("paragraph", "Homes.")]
    desk.words("case-1-background", "How it began")
    assert desk.text("case-1-background") == "How it began"
    desk.words("coverage-list", "One point\n\nAnother point")
    assert block_of(desk.note, "coverage-list").items == ["One point", "Another point"]


def test_a_list_saved_with_an_empty_line_can_be_written_again(desk):
    desk.words("coverage-list", "One point\n\nAnother point")
    seen = desk.opens("coverage-list")["seen"]
    assert desk.words("coverage-list", "One point alone").status_code == 302
    assert block_of(desk.note, "coverage-list").items == ["One point alone"]
    assert desk.words("coverage-list", "From an older page", seen).status_code == 409


def test_empty_words_are_refused_and_tables_have_none(desk):
    assert desk.words("introduction-text", " ").status_code == 422
    assert desk.browser.get(desk.address("how-programme")).status_code == 404
    assert desk.browser.get(desk.address("nothing-there")).status_code == 404
    assert desk.does("nothing-there", "drop").status_code == 404
    assert desk.does("introduction-text", "explode").status_code == 404


def test_a_section_is_left_out_whole_and_comes_back(desk):
    Case.objects.filter(workshop=desk.workshop, number=2).update(background="As it was.", lessons="Begin.")
    desk.does("case-2-background", "drop")
    keys = keys_of(desk.note)
    assert "case-2-background" not in keys and "case-2-background-text-0" not in keys
    assert "case-2-lessons-text-0" in keys
    desk.does("case-2-background", "bring")
    assert "case-2-background-text-0" in keys_of(desk.note)
    desk.does("case-2", "drop")
    assert [part.key for part in desk.note.parts if part.key.startswith("case")] == ["case-1", "case-3", "case-4"]


def test_pieces_and_parts_move_up_and_down_and_stop_at_the_end(desk):
    def parts():
        return [part.key for part in desk.note.parts if part.key.startswith("case")]

    assert desk.does("case-3", "up").status_code == 302
    assert parts() == ["case-1", "case-3", "case-2", "case-4"]
    desk.does("case-3", "down")
    desk.does("case-3", "down")
    assert parts() == ["case-1", "case-2", "case-4", "case-3"]
    for _press in range(20):
        answer = desk.does("glance", "up")
    assert answer.status_code == 409
    assert desk.note.parts[0].key == "glance"


def test_a_quote_from_a_published_source_is_marked_as_edited(db):
    desk = Desk(demo.build())
    said = desk.workshop.statements.filter(case=None).first()
    desk.words(f"statement-{said.pk}", "Shorter.")
    quote = block_of(desk.note, f"statement-{said.pk}")
    assert quote.text == "Shorter." and quote.about.endswith("Edited for this note")
    assert Edit.objects.get().original == said.text


def test_words_that_a_speaker_has_checked_can_be_left_out_and_not_changed(desk, workshop, ada):
    about = {"workshop": workshop, "kind": "quote", "speaker": ada, "consent": "name", "text": "As I said."}
    said = Statement.objects.create(checked_at="2026-01-01T00:00Z", **about)
    key = f"statement-{said.pk}"
    assert desk.browser.post(desk.address(key), {"text": "Otherwise", "seen": ""}).status_code == 409
    assert desk.text(key) == "As I said."
    desk.does(key, "drop")
    assert key not in keys_of(desk.note)


def test_words_by_hand_are_put_aside_once_somebody_they_rest_on_takes_consent_back(desk, workshop):
    eva = person(workshop, "Eva", "Lyon", consent="city")
    desk.words("introduction-cities", "People came from Lyon.")
    assert desk.text("introduction-cities-0") == "People came from Lyon."
    type(eva).objects.filter(pk=eva.pk).update(consent="room")
    assert desk.text("introduction-cities-0") == "Cities and regions: 1 city that is not named."
    page = desk.browser.get(f"/w/{workshop.code}/note/desk/?part=introduction").content.decode()
    assert "Your words are put aside" in page
    assert desk.opens("introduction-cities")["text"] == "Cities and regions: 1 city that is not named."
    type(eva).objects.filter(pk=eva.pk).update(consent="city")
    assert desk.text("introduction-cities-0") == "People came from Lyon."


def test_what_was_put_aside_can_be_written_again(desk, workshop):
    eva = person(workshop, "Eva", "Lyon", consent="city")
    desk.words("introduction-cities", "People came from Lyon.")
    type(eva).objects.filter(pk=eva.pk).update(consent="room")
    assert desk.words("introduction-cities", "People came from one city.").status_code == 302
    assert desk.text("introduction-cities-0") == "People came from one city."


def test_the_page_keeps_up_with_the_room(desk, workshop):
    address = f"/w/{workshop.code}/note/fresh/"
    workshop.refresh_from_db()
    mark = f"{workshop.epoch}-{workshop.revision}"
    assert desk.browser.get(address, {"seen": mark}).status_code == 204
    person(workshop, "Eva", "Lyon", consent="city")
    answer = desk.browser.get(address, {"seen": mark})
    assert answer.status_code == 200 and "Lyon" in answer.content.decode()


def test_moving_is_no_loss_whatever_is_moved_where(db):
    blocks = compose(gather(demo.build())).blocks
    keys = [block.key for block in blocks]
    for key in keys[:: len(keys) // 25]:
        for after in ["", *keys[:: len(keys) // 9], "nothing"]:
            assert sorted(block.key for block in editing.moved(blocks, key, after)) == sorted(keys)
