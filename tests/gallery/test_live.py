"""Walls on real servers: what one phone pins, every other shows; each page marks its own; typing is not disturbed."""

import json

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.servers import alone, prepared  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.servers]
CHROMIUM = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def walk(alone):  # noqa: F811
    """A server with a workshop at its posters, and two people."""
    seeded = alone.seed(people=2)
    hana = alone.open(seeded["console"])
    hana.post(f"/w/{seeded['code']}/stages/{seeded['stages']['cases']}/start/", seen="")
    return alone, seeded, hana


def test_a_note_comes_to_every_screen_as_a_fresh_look_would_show_it(walk):
    server, seeded, hana = walk
    ada, bo = map(server.person, seeded["people"])
    base = f"/w/{seeded['code']}/gallery"
    theirs, own = bo.watch(seeded["code"], "wall:1"), ada.watch(seeded["code"], "wall:1")
    for screen in (theirs, own):  # both show the wall as it is
        screen.wait(lambda frame: frame.get("id") == "wall-1")
    pinned = ada.post(f"{base}/1/notes/", kind="condition", text="A lender who waits")
    assert pinned.status == 200
    frame = theirs.wait(lambda frame: "A lender who waits" in frame.get("html", ""))
    fresh = json.loads(bo.get(f"/w/{seeded['code']}/state/?see=wall:1").body)["fragments"][0]
    assert (frame["id"], frame["html"]) == ("wall-1", fresh["html"])
    assert own.wait(lambda frame: frame.get("poke")) == {"poke": "me"}
    hana.post(f"{base}/notes/{pinned.json['note']}/hide/", why="It names a person.")
    assert "A lender who waits" not in theirs.newest("wall-1", after=frame["revision"])["html"]
    assert [frame for frame in theirs.frames if "poke" in frame] == []


@pytest.fixture
def browser():
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as launched,
    ):
        yield launched


def phone(browser, server, seeded, number):
    context = browser.new_context(viewport=PHONE, base_url=server.url)
    session = seeded["people"][number]["session"]
    context.add_cookies([{"name": "peerwalk", "value": session, "url": server.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/w/{seeded['code']}/gallery/1/")
    return page


@pytest.mark.browser
def test_two_phones_write_on_one_wall(walk, browser):
    server, seeded, hana = walk
    ada, bo = phone(browser, server, seeded, 0), phone(browser, server, seeded, 1)
    bo.fill("#id_text", "Half a thou")

    ada.locator("nav.kinds a.condition").dispatch_event("click")
    expect(ada.locator("#write .for-condition")).to_be_visible()
    expect(ada.locator("#write .for-take")).to_be_hidden()
    ada.keyboard.type("A lender who waits")
    ada.click("text=Pin the note")

    on_the_wall = [page.locator("#wall-1 .note", has_text="A lender who waits") for page in (ada, bo)]
    for note in on_the_wall:
        expect(note).to_have_count(1)
    expect(on_the_wall[0].locator(".own")).to_have_text("Yours")
    expect(on_the_wall[1].locator(".own")).to_have_count(0)
    expect(ada.locator("#id_text")).to_have_value("")
    expect(bo.locator("#id_text")).to_have_value("Half a thou")
    expect(bo.locator("#id_text")).to_be_focused()

    ada.click("#mine >> text=Take it back")
    for note in on_the_wall:
        expect(note).to_have_count(0)
    expect(ada.locator("#mine .note")).to_have_count(0)


@pytest.mark.browser
def test_what_is_refused_is_said_beside_what_was_typed(walk, browser):
    server, seeded, hana = walk
    ada = phone(browser, server, seeded, 0)
    ada.click("text=Pin the note")
    expect(ada.locator("#id_text_error")).to_have_text("The note is still empty. Write one idea.")

    ada.fill("#id_text", "Too late")
    hana.post(f"/w/{seeded['code']}/stages/{seeded['stages']['closing']}/start/", seen=seeded["stages"]["cases"])
    ada.click("text=Pin the note")
    expect(ada.locator("#refusal")).to_contain_text("The workshop is closing, and the walls are complete.")
    expect(ada.locator("#id_text")).to_have_value("Too late")
