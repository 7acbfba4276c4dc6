# ruff: noqa: F811  (fixtures are imported and then named)
"""A file on its way, in a real browser: the bar moves, then the file is there to save; or a sentence says why not."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browsers import chromium, room  # noqa: F401
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
MAKING = "#making"


@pytest.fixture
def note(room):
    """The note's page at the console."""
    return room.console("/note/")


def looks(page):
    """How often the page has asked how far the file is."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/note/making/" in request.url else None)
    return asked


def test_a_file_is_on_its_way_and_then_there_to_save(note):
    asked = looks(note)
    note.get_by_role("button", name="PDF").click()
    expect(note.locator(f"{MAKING} progress")).to_be_visible()
    save = note.get_by_role("link", name="Save the file")
    expect(save).to_be_visible(timeout=60_000)
    with note.expect_download() as saved:
        save.click()
    assert saved.value.suggested_filename.endswith(".pdf")
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    assert len(asked) > 1
    expect(note.locator(f"{MAKING}[hx-trigger]")).to_have_count(0)  # nothing is asked any more


def test_the_file_is_in_the_language_that_was_chosen(note):
    note.get_by_role("link", name="Français").click()
    expect(note.locator("#live-note")).to_have_attribute("lang", "fr")
    note.get_by_role("button", name="Word file").click()
    save = note.get_by_role("link", name="Save the file")
    expect(save).to_be_visible(timeout=60_000)
    with note.expect_download() as saved:
        save.click()
    assert saved.value.suggested_filename.endswith(".fr.docx")


def test_a_file_that_can_not_be_made_says_so_in_a_sentence(note, room):
    folder = room.server.data / "makings"
    note.get_by_role("button", name="Word file").click()
    expect(note.locator(f"{MAKING} progress")).to_be_visible()
    shutil.rmtree(folder)
    folder.write_text("no folder")  # where it would lie there is no room any more
    try:
        sentence = note.locator(f"{MAKING} .alert")
        expect(sentence).to_have_text(
            "The file could not be made. Please try again, or choose another format.", timeout=60_000
        )
    finally:
        folder.unlink()
    expect(note.locator(f"{MAKING}[hx-trigger]")).to_have_count(0)
    note.get_by_role("link", name="Back to the note").click()
    expect(note.locator("#live-note")).to_be_visible()
