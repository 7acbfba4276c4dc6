# ruff: noqa: F811  (fixtures are imported and then named)
"""The circle in browsers: moderator, a second console, steward, note taker, three phones and a projector together."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browsers import DESK, NARROW, PHONE, Tunnel, chromium, room  # noqa: F401
from tests.servers import prepared, shared, until  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
PATIENCE = 30000  # milliseconds: a busy machine is slow, a wrong picture stays wrong
LOST = ("ERR_CONNECTION_RE", "ERR_EMPTY_RESPONSE", "htmx:sendError", "Failed to fetch", "WebSocket")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTH = "document.documentElement.scrollWidth"
A_LINK = "from workshop import links, models as m; w = m.Workshop.objects.get(code='{code}')"


@pytest.fixture(autouse=True)
def _patient():
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5000)


def button(page, words):
    return page.get_by_role("button", name=words, exact=True)


def helper(room, role):
    """Somebody who has opened a link of this role."""
    make = f"{A_LINK.format(code=room.code)}; print(links.make_link(role='{role}', workshop=w)[1])"
    return room.server.open(room.server.manage("shell", "-v", "0", "-c", make).split()[-1])


def moderates(page):
    expect(page.locator("body[data-moderates]")).to_have_count(1)


def sits(screens, chair, name):
    for screen in screens:
        expect(screen.locator(f".seats li[value='{chair}']")).to_contain_text(name)


def test_moderator_steward_three_phones_and_a_projector_act_together(room):
    room.moves_to("fishbowl")
    room.does("/fishbowl/settings/", offer_seconds=600)
    tunnel = Tunnel(room.server.port)
    ada, bo = room.phone("Ada", "Quito", "/fishbowl/"), room.phone("Bo", "Dakar", "/fishbowl/")
    cy = room.page(room.joins("Cy", "Lyon"), url=tunnel.url, **PHONE)
    cy.goto(f"{room.at}/fishbowl/")
    console, projector = room.console(), room.projector()
    steward = room.shows(helper(room, "steward"), "/console/", **PHONE)
    moderates(console)

    for phone, told in ((ada, "You are next"), (bo, "You are second. Stay close."), (cy, "You are third. Stay close.")):
        button(phone, "Ask for a chair").click()
        expect(phone.locator("#me-now")).to_contain_text(told)
    steward.fill("#form-guest [name=name]", "Planner")
    steward.fill("#form-guest [name=city]", "Lima")
    button(steward, "Bring them in").click()
    expect(steward.locator(".phoneless")).to_contain_text("waits, place 4")
    expect(console.locator(".queue > li")).to_have_count(4)
    expect(projector.locator(".next li").first).to_contain_text("Ada")

    button(console, "Call Ada, Quito to chair 1").click()
    expect(ada.locator("#me-now")).to_have_text("Chair 1 is yours")
    expect(projector.locator(".come")).to_have_text("Chair 1: Ada, Quito")
    expect(steward.locator(".calls")).to_contain_text("Ada, Quito is called to chair 1.")

    expect(cy.locator("#me-now")).to_have_text("You are second. Stay close.")
    room.forgive(*LOST)
    tunnel.cut()
    expect(cy.locator(".offline")).to_be_visible()
    button(steward, "Ada is here").click()
    sits((ada, bo, console, projector), 1, "Ada")
    button(console, "Call Bo, Dakar to chair 2").click()
    button(bo, "I am coming").click()
    sits((ada, bo, console, projector), 2, "Bo")
    button(console, "Call Cy, Lyon to chair 3").click()
    expect(projector.locator(".come")).to_have_text("Chair 3: Cy, Lyon")
    expect(cy.locator("#me-now")).to_have_text("You are second. Stay close.")

    tunnel.mend()
    expect(cy.locator("#me-now")).to_have_text("Chair 3 is yours")
    expect(cy.locator(".offline")).to_be_hidden()
    button(cy, "I am coming").click()
    sits((ada, bo, cy, console, projector), 3, "Cy")

    button(console, "Call Planner, Lima to chair 4").click()
    expect(steward.locator(".calls")).to_contain_text("Read aloud")
    button(steward, "Planner is here").click()
    sits((ada, bo, cy, console, projector), 4, "Planner")


def test_another_console_takes_over_and_the_first_turns_read_only(room):
    room.moves_to("fishbowl")
    first, second = room.console(), room.shows(helper(room, "cofacilitator"), "/console/", **DESK)
    ada = room.phone("Ada", "Quito", "/fishbowl/")
    button(first, "I moderate").click()
    moderates(first)
    expect(second.locator("body[data-looks-on]")).to_have_count(1)
    expect(second.locator(".moves")).to_be_hidden()

    second.locator(".lease summary").click()
    button(second, "Take over now").click()
    moderates(second)
    expect(second.locator(".moves")).to_be_visible()
    expect(first.locator("body[data-looks-on]")).to_have_count(1)
    expect(first.locator(".lease")).to_contain_text("Here you look on.")
    for part in (".moves", ".the-next", ".phase .acts", "#form-move"):
        expect(first.locator(part)).to_be_hidden()
    assert room.hana.post(f"{room.at}/fishbowl/phase/pause/", seen="running").status == 409

    button(ada, "Ask for a chair").click()
    button(second, "Call Ada, Quito to chair 1").click()
    expect(ada.locator("#me-now")).to_have_text("Chair 1 is yours")
    expect(first.locator(".calls")).to_contain_text("Ada, Quito is called to chair 1.")


def test_a_heartbeat_that_is_lost_leaves_the_console_as_it_is_and_is_sent_again(room):
    room.moves_to("fishbowl")
    room.forgive(*LOST, "ERR_FAILED")
    console = room.console()
    button(console, "I moderate").click()
    moderates(console)
    lost = []
    console.context.route("**/lease/beat/", lambda route: (lost.append(route), route.abort()))
    console.reload()
    until(lambda: console.wait_for_timeout(50) or len(lost) > 2, 20, "It should have asked again.")
    expect(console.locator("body[data-looks-on]")).to_have_count(0)
    expect(console.locator(".moves")).to_be_visible()
    console.context.unroute("**/lease/beat/")
    moderates(console)


def test_words_that_are_being_typed_stay_with_whoever_spoke_them(room):
    room.moves_to("fishbowl")
    ada, bo = room.joins("Ada", "Quito"), room.joins("Bo", "Dakar")
    for person in (ada, bo):
        room.does("/fishbowl/take/", person)
    taker = room.shows(helper(room, "note_taker"), "/console/", **DESK)
    phone = room.shows(ada, "/mine/", **PHONE)
    button(taker, "Ada, Quito speaks now").click()
    expect(taker.locator(".said-by")).to_contain_text("Ada, Quito")
    taker.fill("#form-statement [name=text]", "We waited ten years.")
    button(taker, "Bo, Dakar speaks now").click()
    expect(taker.locator(".said-by")).to_contain_text("Bo, Dakar")
    expect(taker.locator("#form-statement [name=speaker]")).to_have_value(str(ada.number))
    button(taker, "Keep it").click()
    expect(taker.locator(".last-said")).to_contain_text("Ada, Quito: We waited ten years. Waits for the speaker.")
    expect(taker.locator("#form-statement [name=speaker]")).to_have_value("")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("We waited ten years.")


@pytest.mark.parametrize("role", ["cofacilitator", "steward", "note_taker"])
def test_the_circles_console_can_be_used_by_everybody_in_the_role(room, role):
    room.moves_to("fishbowl")
    room.does("/fishbowl/take/", room.joins("Ada", "Quito"))
    room.does("/fishbowl/guest/", name="Planner", city="Lima", where="queue", topic="Who pays")
    visitor = helper(room, role)
    # on a narrow screen the red button stays over what can be scrolled: the size of targets is asked at the desk
    for size, scheme, rules in (
        (DESK, "light", RULES),
        (NARROW, "dark", [each for each in RULES if each != "wcag22aa"]),
    ):
        page = room.shows(visitor, "/console/", color_scheme=scheme, **size)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate(WIDTH) <= page.viewport_size["width"]
