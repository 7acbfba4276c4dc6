"""The small behaviours of the pages, in Chromium: keys, drafts, counters, following the room."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.servers import alone, prepared  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.servers]
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


@pytest.fixture
def phone(alone):  # noqa: F811
    """A phone in the gallery walk, on the first poster; console is the facilitator's way to act."""
    seeded = alone.seed(people=1)
    cookie = {"name": "peerwalk", "value": seeded["people"][0]["session"], "url": alone.url}
    console = alone.open(seeded["console"])
    console.post(f"/w/{seeded['code']}/stages/{seeded['stages']['gallery']}/start/", seen="")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 360, "height": 740})
        context.add_cookies([cookie])
        page = context.new_page()
        page.console_at, page.seeded = console, seeded
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text) if _is_fault(message) else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{alone.url}/w/{seeded['code']}/gallery/1/")
        yield page
        browser.close()


def _is_fault(message):
    return message.type == "error" and not message.text.startswith("htmx:")  # htmx tells of requests a reload cut off


def write(page, text):
    page.locator("#write .kind.question").click()
    page.fill("#id_text", text)


def test_a_page_of_the_room_behaves(phone):
    """One walk through one page: counted, kept over a reload, sent once, and then along with the room."""
    key = phone.input_value("#write [name=key]")
    left = phone.locator("#write [data-left]")
    empty = left.inner_text()
    write(phone, "Who paid to clean the soil?")
    assert int(empty.split()[0]) - int(left.inner_text().split()[0]) == len("Who paid to clean the soil?")

    phone.reload()
    assert phone.input_value("#id_text") == "Who paid to clean the soil?"
    assert left.inner_text() != empty

    phone.locator("#write .kind.question").click()
    phone.locator("#write .go").dblclick()
    expect(phone.locator("#id_text")).to_have_value("")
    phone.locator("#wall-1 .note").wait_for()
    assert phone.locator("#wall-1 .note").count() == 1
    assert phone.input_value("#write [name=key]") != key
    phone.reload()
    assert phone.input_value("#id_text") == ""

    write(phone, "Half a sent")
    phone.console_at.post(f"/w/{phone.seeded['code']}/stages/{phone.seeded['stages']['fishbowl']}/start/",
                          seen=str(phone.seeded["stages"]["gallery"]))  # fmt: skip
    phone.locator("#now[data-waiting] a").wait_for()
    assert phone.input_value("#id_text") == "Half a sent"
    phone.fill("#id_text", "")
    phone.console_at.post(f"/w/{phone.seeded['code']}/stages/{phone.seeded['stages']['insights']}/start/",
                          seen=str(phone.seeded["stages"]["fishbowl"]))  # fmt: skip
    phone.wait_for_url("**/insights/**")
    assert phone.faults == []


def test_a_press_that_cannot_be_sent_is_told(phone):
    write(phone, "Taken back in the tunnel")
    phone.locator("#write .go").click()
    take_back = phone.locator("#mine >> text=Take it back")
    take_back.wait_for()
    phone.context.set_offline(True)
    take_back.click()
    phone.locator("#refusal p").wait_for()
    assert phone.inner_text("#refusal p").startswith("That was not sent.")
    assert take_back.is_enabled()
    phone.context.set_offline(False)
    take_back.click()
    expect(phone.locator("#mine .note")).to_have_count(0)
    assert phone.inner_text("#refusal") == ""
