# ruff: noqa: F811  (fixtures are imported and then named)
"""Own first, after the round, and the round a note was begun in, on real servers, sockets and phones."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE, Tunnel, chromium, room  # noqa: F401
from tests.servers import alone, prepared, shared, until  # noqa: F401

pytestmark = [pytest.mark.servers, pytest.mark.browser]
RULES = {"dots_on": "posters", "dots_each": "3", "dots_on_one": "1"}
BARE = {f"{part}_minutes": "0" for part in ("briefing", "hosts", "revisit", "vote", "debrief")}
BARE["transit_seconds"] = "60"
CUT = ("ERR_", "htmx:sendError", "WebSocket", "status of 40", "status of 42", "status of 50")
PRESS = "document.querySelector('#write').requestSubmit(document.querySelector('#write .go'))"
CANARY = "Who pays for the lamps?"


def keep(room, seen):
    room.moves_to("gallery")
    room.does("/gallery/walls/settle/", seen=seen, **RULES)


def pin(page, text):
    page.fill("#id_text", text)
    page.get_by_role("button", name="Pin the note").click()
    expect(page.locator("#id_text")).to_have_value("")


def wall_of(room, who, watch):
    """The frames of this socket up to the newest wall there is."""
    newest = who.get(f"{room.at}/state/?see=wall:1").json["revision"]
    watch.newest("wall-1", after=newest - 1)
    return watch.frames


def test_no_frame_brings_what_waits_behind_the_own_note(room):
    keep(room, "own_first")
    ada, bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    watch = bo.watch(room.code, "wall:1")
    page = room.shows(bo, "/gallery/1/", **PHONE)
    room.does("/gallery/1/notes/", ada, kind="question", text=CANARY)
    assert [frame for frame in wall_of(room, bo, watch) if CANARY in frame.get("html", "")] == []
    expect(page.locator("#own-wall")).to_contain_text("1 note hangs here. Leave yours first, then you see it.")
    assert CANARY not in page.content()
    pin(page, "My own idea about the lamps")
    expect(page.locator("#own-wall .note p")).to_have_text(["My own idea about the lamps", CANARY])
    room.does("/gallery/1/notes/", ada, kind="take", text="A second note of Ada")
    expect(page.locator("#own-wall .note")).to_have_count(3)
    room.does("/gallery/1/notes/", ada, kind="take", text="A third note of Ada")
    frames = wall_of(room, bo, watch)
    assert [frame for frame in frames if any(words in frame.get("html", "") for words in (CANARY, "second note"))] == []


def test_no_frame_brings_what_waits_for_the_end_of_the_round(room):
    room.does("/gallery/walk/settle/", variant="rotating", **BARE)
    ada, bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    keep(room, "after_round")
    room.does("/gallery/walk/groups/")
    room.does("/gallery/walk/start/", seen="1")
    watch = bo.watch(room.code, "wall:1")
    room.does("/gallery/1/notes/", ada, kind="question", text=CANARY)
    before = wall_of(room, bo, watch)[-1]["revision"]
    room.does("/gallery/walk/move/", seen="1")
    assert watch.wait(lambda frame: CANARY in frame.get("html", ""))["revision"] > before


def test_what_was_begun_without_network_is_filed_to_its_round(room):
    room.forgive(*CUT)
    room.does("/gallery/walk/settle/", variant="rotating", **BARE)
    ada, _bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    room.moves_to("gallery")
    room.does("/gallery/walk/groups/")
    room.does("/gallery/walk/start/", seen="1")
    tunnel = Tunnel(room.server.port)
    page = room.page(ada, url=tunnel.url, **PHONE)
    page.goto(f"{room.at}/gallery/1/")
    tunnel.cut()
    pin(page, "Begun in round one, sent in round two")
    room.does("/gallery/walk/move/", seen="1")
    room.does("/gallery/walk/start/", seen="2")
    tunnel.mend()
    expect(page.locator("#mine .note").first).to_contain_text("Filed to round 1, in which you began it.", timeout=20000)
    expect(page.locator("#wall-1 .note .example")).to_have_text(["Late"])


def test_the_next_note_on_the_same_page_belongs_to_the_next_round(room):
    room.does("/gallery/walk/settle/", variant="rotating", **BARE)
    ada, _bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    room.moves_to("gallery")
    room.does("/gallery/walk/groups/")
    room.does("/gallery/walk/start/", seen="1")
    page = room.shows(ada, "/gallery/1/", **PHONE)
    pin(page, "A note of the first round")
    page.fill("#id_text", "Begun in the first")
    room.does("/gallery/walk/move/", seen="1")
    room.does("/gallery/walk/start/", seen="2")
    expect(page.locator("#write .go")).to_be_enabled()  # sooner, a press is the second of a double tap
    page.evaluate(PRESS)
    expect(page.locator("#mine .note").first).to_contain_text("Filed to round 1")
    expect(page.locator("#write .go")).to_be_enabled()
    page.fill("#id_text", "Begun in the second")
    page.evaluate(PRESS)
    expect(page.locator("#mine .note")).to_have_count(3)
    expect(page.locator("#wall-1 .note .example")).to_have_count(1)


def test_one_tap_says_true_for_my_city_too_and_the_next_takes_it_back(room):
    room.moves_to("gallery")
    ada, page = room.joins("Ada", "Quito"), room.phone("Bo", "Dakar", "/gallery/1/")
    room.does("/gallery/1/notes/", ada, kind="question", text=CANARY)
    button = page.locator("#wall-1 .echo")
    button.click()
    expect(page.locator("#wall-1 .too")).to_have_text("true for 1 more city")
    expect(button).to_have_attribute("aria-pressed", "true")

    def taken_back():
        button.click()  # at first a tap is the second of a double tap
        page.wait_for_timeout(200)
        return button.get_attribute("aria-pressed") == "false"

    until(taken_back, 10, "The next tap should take it back.")
    expect(page.locator("#wall-1 .too")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_paper_cards_are_typed_with_the_keyboard_alone(room):
    room.moves_to("gallery")
    desk = room.console("/gallery/3/paper/")
    desk.keyboard.type("A card about money")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("aside .note")).to_have_count(1)
    desk.keyboard.type("The second card")
    desk.keyboard.press("Enter")
    expect(desk.locator("aside .note.condition p")).to_have_text(["The second card", "A card about money"])
