# ruff: noqa: F811  (fixtures are imported and then named)
"""The whole room in browsers: two phones, a console and a projector act together, lose each other and meet again."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE, Tunnel, chromium, opened, room  # noqa: F401
from tests.servers import alone, prepared, shared, until  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
TOLD = 2.0  # seconds from a press to the last screen
PAGES = {
    "welcome": "/",
    "cases": "/gallery/",
    "gallery": "/gallery/",
    "fishbowl": "/fishbowl/",
    "insights": "/insights/card/",
    "visit": "/",
    "closing": "/",
}


def button(page, words):
    return page.get_by_role("button", name=words)


# --- together ----------------------------------------------------------------------------------
@pytest.mark.timed
def test_one_press_moves_every_screen_within_two_seconds(room):
    ada, bo = room.phone("Ada", "Quito"), room.phone("Bo", "Dakar")
    console, projector = room.console(), room.projector()
    waits = []
    for kind, path in PAGES.items():
        console.click("#day .next-stage")
        pressed = time.monotonic()
        for phone in (ada, bo):
            phone.wait_for_selector(f"body[data-stage-id='{room.stages[kind]}']")
            assert phone.url == f"{room.server.url}{room.at}{path}"
        console.wait_for_selector(f"#day[data-stage-id='{room.stages[kind]}'] ~ * #console[data-kind={kind}]")
        projector.wait_for_selector(f"#projector[data-kind={kind}]")
        waits.append(time.monotonic() - pressed)
    assert max(waits) < TOLD
    assert console.locator("#day .next-stage").count() == 0


def test_a_note_appears_on_the_other_phones_wall_and_the_projector_counts_it(room):
    room.moves_to("gallery")
    ada, bo = room.phone("Ada", "Quito", "/gallery/2/"), room.phone("Bo", "Dakar", "/gallery/2/")
    console, projector = room.console(), room.projector()
    counted = [
        screen.locator(".stations > li", has_text="Seoul").locator(".tally.question strong")
        for screen in (console, projector)
    ]
    for count in counted:
        expect(count).to_have_text("0")
    ada.locator("#write .kind.question").click()
    ada.fill("#id_text", "Who paid to clean the soil?")
    button(ada, "Pin the note").click()
    expect(bo.locator("#wall-2 .note p")).to_have_text("Who paid to clean the soil?")
    for count in counted:
        expect(count).to_have_text("1")
    expect(projector.locator(".newest .note p")).to_have_text("Who paid to clean the soil?")
    expect(projector.locator(".newest .note .from")).to_have_text("Quito")
    assert "Ada" not in projector.inner_text("main")


def test_the_queue_call_take_leave_is_seen_everywhere(room):
    room.moves_to("fishbowl")
    ada, bo = room.phone("Ada", "Quito", "/fishbowl/"), room.phone("Bo", "Dakar", "/fishbowl/")
    console, projector = room.console(), room.projector()
    button(ada, "Ask for a chair").click()
    expect(ada.locator("#me-now")).to_have_text("You are next, and a chair is free")
    expect(bo.locator("#circle")).to_contain_text("Next: Ada, Quito.")
    expect(projector.locator(".next li")).to_contain_text("Ada")
    button(bo, "Ask for a chair").click()
    expect(projector.locator(".next li")).to_have_count(2)

    button(console, "Call Ada, Quito to chair 1").click()
    expect(ada.locator("#me-now")).to_have_text("Chair 1 is yours")
    expect(projector.locator(".come")).to_have_text("Chair 1: Ada, Quito")
    expect(bo.locator("#me-now")).to_have_text("You are next, and a chair is free")

    button(ada, "I am coming").click()
    for screen in (ada, bo, console, projector):
        expect(screen.locator(".seats li[value='1']")).to_contain_text("Ada")
    button(ada, "I speak now").click()
    expect(bo.locator(".seats .speaking")).to_contain_text("Ada")
    expect(projector.locator(".middle strong")).to_have_text("Ada")

    button(ada, "Leave the chair").click()
    for screen in (ada, bo, console, projector):
        expect(screen.locator(".seats li[value='1']")).to_have_text("free")
    expect(ada.locator("#me-do")).to_have_text("Ask for a chair")


def test_the_clock_is_right_on_a_phone_whose_own_clock_is_an_hour_wrong(room):
    room.moves_to("cases")
    right, wrong = room.phone("Ada", "Quito"), room.page(room.joins("Bo", "Dakar"), **PHONE)
    wrong.add_init_script(AN_HOUR_AHEAD)
    wrong.goto(room.at)
    assert wrong.evaluate("Date.now()") - right.evaluate("Date.now()") > 3500000
    assert abs(seconds_left(right) - seconds_left(wrong)) <= 1
    room.does(f"/stages/{room.stages['cases']}/timer/plus/")
    left = seconds_left(right)
    until(lambda: abs(seconds_left(wrong) - left) < 4, 10, "The phone did not hear of the five minutes more.")
    assert abs(seconds_left(right) - seconds_left(wrong)) <= 1


AN_HOUR_AHEAD = """
const RightDate = Date;
globalThis.Date = class extends RightDate {
  constructor(...given) { given.length ? super(...given) : super(RightDate.now() + 3600000); }
  static now() { return RightDate.now() + 3600000; }
};
"""
SECONDS_LEFT = """() => document.querySelector("#now .clock").textContent.split(":")
  .reduce((sum, part) => sum * 60 + Number(part), 0)"""


def seconds_left(page):
    page.wait_for_selector("#now .clock")
    return page.evaluate(SECONDS_LEFT)


# --- lost and found ----------------------------------------------------------------------------
def test_a_phone_that_lost_its_network_shows_it_and_catches_up(room):
    room.moves_to("gallery")
    tunnel = Tunnel(room.server.port)
    ada, bo = room.page(room.joins("Ada", "Quito"), url=tunnel.url, **PHONE), room.phone("Bo", "Dakar", "/gallery/1/")
    ada.goto(f"{room.at}/gallery/1/")
    banner = ada.locator(".offline")
    expect(banner).to_be_hidden()
    room.forgive("ERR_CONNECTION_RE", "ERR_EMPTY_RESPONSE", "htmx:sendError")
    ada.fill("#id_text", "Typed in the tunnel")
    tunnel.cut()
    expect(banner).to_be_visible(timeout=8000)
    bo.fill("#id_text", "Meanwhile")
    button(bo, "Pin the note").click()
    expect(bo.locator("#wall-1 .note")).to_have_count(1)
    button(ada, "Pin the note").click()
    expect(ada.locator("#waiting")).to_contain_text("No connection: 1 waiting")
    expect(ada.locator("#id_text")).to_have_value("")
    expect(ada.locator("#wall-1 .note")).to_have_count(0)

    tunnel.mend()
    expect(banner).to_be_hidden(timeout=8000)
    expect(bo.locator("#wall-1 .note p")).to_have_text(["Typed in the tunnel", "Meanwhile"], timeout=8000)
    expect(ada.locator("#wall-1 .note p")).to_have_text(["Typed in the tunnel", "Meanwhile"])

    tunnel.cut()
    room.moves_to("fishbowl")
    expect(bo).to_have_url(re.compile("/fishbowl/$"))
    tunnel.mend()
    expect(ada).to_have_url(re.compile("/fishbowl/$"), timeout=12000)
    button(ada, "Ask for a chair").click()
    expect(bo.locator("#circle")).to_contain_text("Next: Ada, Quito.")


def test_a_server_that_restarts_is_found_again(alone, chromium):
    with opened(alone, chromium, alone.seed(people=0)) as room:
        room.moves_to("gallery")
        room.forgive("ERR_CONNECTION_RE", "ERR_EMPTY_RESPONSE", "htmx:sendError")
        people = [room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")]
        phones = [room.shows(person, "/gallery/1/", **PHONE) for person in people]
        console, projector = room.console(), room.projector()
        acked = [room.does("/gallery/1/notes/", people[n % 2], kind="take", text=f"Note {n}") for n in range(6)]
        alone.restart()
        began = time.monotonic()
        acked.append(room.does("/gallery/1/notes/", people[0], kind="question", text="Note after"))
        for phone in phones:
            expect(phone.locator("#wall-1 .note")).to_have_count(len(acked), timeout=10000)
        for screen in (console, projector):
            tally = screen.locator(".stations > li", has_text="Montreal").locator(".tally.question strong")
            expect(tally).to_have_text("1", timeout=10000)
        assert time.monotonic() - began < 10
        console.click("#day .next-stage")
        for phone in phones:
            expect(phone).to_have_url(re.compile("/fishbowl/$"))


# --- without -----------------------------------------------------------------------------------
def test_the_whole_way_works_without_javascript(room):
    ada = room.page(java_script_enabled=False, **PHONE)
    ada.goto("/")
    ada.fill("#id_code", room.code.lower())
    button(ada, "Go to the door").click()
    ada.fill("#id_name", "Ada")
    ada.fill("#id_city", "Quito")
    button(ada, "Enter the room").click()
    expect(ada.locator("main")).to_contain_text("You are Ada")

    room.moves_to("gallery")
    ada.goto(f"{room.at}/")
    ada.click(".posters a >> nth=2")
    ada.click("text=Question >> nth=-1")
    ada.fill("#id_text", "Who paid?")
    ada.locator("#write .kind.question").click()
    button(ada, "Pin the note").click()
    expect(ada.locator("#wall-3 .note p")).to_have_text("Who paid?")
    button(ada, "Most useful for my city").click()
    expect(ada.locator("#mine [aria-pressed]")).to_have_text("Take my dot back")

    room.moves_to("fishbowl")
    ada.goto(f"{room.at}/")
    button(ada, "Ask for a chair").click()
    expect(ada.locator("#me-now")).to_have_text("You are next, and a chair is free")
    button(ada, "Sit down on chair 1").click()
    expect(ada.locator("#me-now")).to_have_text("You sit on chair 1")
    button(ada, "Leave the chair").click()
    expect(ada.locator("#me-now")).to_have_text("You listen")

    room.moves_to("insights")
    ada.goto(f"{room.at}/")
    ada.click("label.chip:has-text('Johannesburg')")
    ada.click("label.chip:has-text('Adapt')")
    ada.fill("#id_what", "A levy that stays in the quarter")
    button(ada, "Save and go on").click()
    ada.goto(f"{room.at}/insights/")
    expect(ada.locator("main")).to_contain_text("A levy that stays in the quarter")


def test_a_keyboard_alone_joins_and_asks_for_a_chair(room):
    room.moves_to("fishbowl")
    ada = room.page(**PHONE)
    ada.goto(f"{room.at}/join/")
    _tab_to(ada, ada.locator("#id_name"))
    ada.keyboard.type("Ada")
    _tab_to(ada, ada.locator("#id_city"))
    ada.keyboard.type("Quito")
    _tab_to(ada, button(ada, "Enter the room"))
    ada.keyboard.press("Enter")
    expect(ada).to_have_url(re.compile("/fishbowl/$"))
    _tab_to(ada, button(ada, "Ask for a chair"))
    ada.keyboard.press("Enter")
    expect(ada.locator("#me-now")).to_have_text("You are next, and a chair is free")


def _tab_to(page, wanted):
    """Press Tab until this has the focus, and it can be seen that it has."""
    for _press in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            assert wanted.evaluate("it => getComputedStyle(it).outlineStyle") != "none"
            return
    raise AssertionError(f"Tab never comes to {wanted}.")


def test_focus_stays_where_it_is_when_the_console_changes(room):
    room.moves_to("fishbowl")
    console = room.console()
    ada, bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    console.get_by_role("button", name="Pause", exact=True).focus()
    room.does(f"/stages/{room.stages['fishbowl']}/timer/plus/")
    room.does("/fishbowl/ask/", ada)
    console.wait_for_selector("text=Call Ada, Quito to chair 1")
    expect(console.get_by_role("button", name="Pause", exact=True)).to_be_focused()
    button(console, "Call Ada, Quito to chair 1").focus()
    room.does("/fishbowl/ask/", bo)
    expect(console.locator(".queue li")).to_have_count(2)
    expect(button(console, "Call Ada, Quito to chair 1")).to_be_focused()
    console.get_by_label("More for Bo").click()
    expect(button(console, "Take off the queue")).to_be_visible()
    room.does("/fishbowl/ask/", room.joins("Cy", "Lyon"))
    expect(console.locator(".queue li")).to_have_count(3)
    expect(button(console, "Take off the queue")).to_be_visible()
    expect(console.get_by_label("More for Bo")).to_be_focused()
    button(console, "Call Ada, Quito to chair 1").press("Enter")
    expect(console.locator(".seats li[value='1']")).to_contain_text("Ada")
