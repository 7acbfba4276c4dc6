# ruff: noqa: F811  (fixtures are imported and then named)
"""The live room in a browser: the page changes by itself, says when it is cut off, and loses nothing that was typed."""

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.servers import alone, prepared  # noqa: F401
from tests.workshop.test_live import Room

pytestmark = [pytest.mark.browser, pytest.mark.servers]
NO_SOCKETS = "window.WebSocket = class extends EventTarget { constructor() { super(); this.readyState = 0; \
setTimeout(() => { this.readyState = 3; this.onclose?.({ code: 1006 }); }, 50); } close() {} };"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def room(alone):
    return Room(alone)


@pytest.fixture
def page(browser, room):
    """Ada's phone in the room; `errors` is what its console complained about."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    cookie = {"name": "peerwalk", "value": room.ada.cookies["peerwalk"], "url": room.server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


def enter(page, room, path=""):
    page.goto(f"{room.server.url}/w/{room.code}/{path}")


def test_the_page_changes_by_itself(page, room):
    enter(page, room)
    expect(page.locator("#people")).not_to_contain_text("Lyon")
    room.add_person()
    expect(page.locator("#people")).to_contain_text("Lyon", timeout=2000)
    assert page.errors == []


def test_a_browser_takes_its_pictures_compressed(page, room):
    network, answers = page.context.new_cdp_session(page), []
    network.send("Network.enable")
    network.on("Network.webSocketHandshakeResponseReceived", lambda told: answers.append(told["response"]["headers"]))
    enter(page, room)
    expect(page.locator("#people")).not_to_contain_text("Lyon")
    for number in range(8):  # long enough to be worth it
        room.add_person(f"P{number}", f"{number} {'San Cristóbal ' * 4}")
    room.add_person()
    expect(page.locator("#people")).to_contain_text("Lyon", timeout=2000)
    (answer,) = answers
    assert "permessage-deflate; server_no_context_takeover" in answer["Sec-WebSocket-Extensions"]
    assert page.errors == []


def test_a_page_that_lost_the_server_says_so_and_comes_back_with_the_present(page, room):
    enter(page, room)
    expect(page.locator("#people")).to_be_visible()
    room.server.kill()
    expect(page.locator(".offline")).to_be_visible(timeout=9000)
    room.server.start()
    room.add_person()
    expect(page.locator("#people")).to_contain_text("Lyon", timeout=8000)
    expect(page.locator(".offline")).to_be_hidden()
    assert page.errors == []


def test_where_sockets_are_blocked_the_page_asks(page, room):
    page.add_init_script(NO_SOCKETS)
    enter(page, room)
    expect(page.locator("#people")).to_be_visible()
    room.add_person()
    expect(page.locator("#people")).to_contain_text("Lyon", timeout=9000)
    expect(page.locator(".offline")).to_be_hidden()


def test_what_is_being_typed_stays_when_the_room_changes(page, room):
    enter(page, room, "mine/")
    page.locator("#id_name").fill("Ada, typing")
    room.hana.post(f"/w/{room.code}/next/", seen="")
    expect(page.locator("#now")).to_contain_text("Welcome", timeout=3000)
    assert page.locator("#id_name").input_value() == "Ada, typing"
    assert page.errors == []


def test_who_was_sent_away_sees_the_door_instead_of_the_room(page, room):
    enter(page, room)
    expect(page.locator("#people")).to_be_visible()
    number = room.seeded["people"][0]["number"]
    room.hana.post(f"/w/{room.code}/people/{number}/left/")
    page.wait_for_url("**/join/**", timeout=8000)
