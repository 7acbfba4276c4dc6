"""The circle on real servers: every screen ends where a fresh look would, a call finds its phone, bystanders rest."""

import json
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.servers import alone, prepared, shared  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.servers]
CHROMIUM = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PHONE = {"width": 360, "height": 740}


class Room:
    """A workshop at its fishbowl on a running server, with its people and its moderator."""

    def __init__(self, server, people=3):
        self.server, self.seeded = server, server.seed(people=people)
        self.code, self.errors = self.seeded["code"], []
        self.hana = server.open(self.seeded["console"])
        self.hana.post(f"/w/{self.code}/stages/{self.seeded['stages']['fishbowl']}/start/", seen="")
        self.people = [server.person(each) for each in self.seeded["people"]]

    def press(self, who, path, **fields):
        return who.post(f"/w/{self.code}/fishbowl/{path}", **fields)

    def state(self):
        return json.loads(self.hana.get(f"/w/{self.code}/fishbowl/state/").body)

    def fresh(self, who, name):
        answer = json.loads(who.get(f"/w/{self.code}/state/?see={name}").body)
        return answer["fragments"][0]["html"]


@pytest.fixture
def room(shared):  # noqa: F811
    room = Room(shared)
    yield room
    assert room.errors == []


def test_every_screen_ends_where_a_fresh_look_would(room):
    ada, bo, cleo = room.people
    screen = cleo.watch(room.code, "circle")
    for who, path in [(ada, "ask/"), (ada, "take/"), (bo, "ask/"), (bo, "withdraw/"), (bo, "take/"), (ada, "leave/")]:
        assert room.press(who, path).status == 200
    revision = json.loads(cleo.get(f"/w/{room.code}/state/?see=circle").body)["revision"]
    shown = screen.newest("circle", after=revision - 1)
    assert shown["html"] == room.fresh(cleo, "circle")
    assert [frame for frame in screen.frames if "poke" in frame] == []


def test_a_call_pokes_the_person_called_and_nobody_else(room):
    ada, bo, cleo = room.people
    room.press(ada, "ask/")
    called, other = ada.watch(room.code, "circle"), bo.watch(room.code, "circle")
    wish = room.state()["queue"][0]
    room.press(room.hana, f"entries/{wish['entry']}/call/", seen=wish["calls"])
    assert called.wait(lambda frame: frame.get("poke")) == {"poke": "me"}
    assert room.press(cleo, "ask/").status == 200
    revision = json.loads(cleo.get(f"/w/{room.code}/state/?see=circle").body)["revision"]
    other.newest("circle", after=revision - 1)
    assert [frame for frame in other.frames if "poke" in frame] == []


# --- on phones ---------------------------------------------------------------------------------
@pytest.fixture
def browser():
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as launched,
    ):
        yield launched


def phone(browser, room, number, **about):
    context = browser.new_context(viewport=PHONE, base_url=room.server.url, **about)
    session = room.seeded["people"][number]["session"]
    context.add_cookies([{"name": "peerwalk", "value": session, "url": room.server.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: room.errors.append(str(error)))
    page.fetched = []
    page.on("request", lambda request: page.fetched.append(request.url) if request.url.endswith("/me/") else None)
    page.goto(f"/w/{room.code}/fishbowl/")
    return page


def click(page, name, inside="#me"):
    page.locator(inside).get_by_role("button", name=name).click()


def console_of(browser, room):
    console = browser.new_context(base_url=room.server.url).new_page()
    console.on("pageerror", lambda error: room.errors.append(str(error)))
    console.context.add_cookies([{"name": "peerwalk", "value": room.hana.cookies["peerwalk"], "url": room.server.url}])
    console.goto(f"/w/{room.code}/console/")
    return console


def says(page, words):
    expect(page.locator("#me-now")).to_have_text(words)


@pytest.mark.browser
def test_from_the_queue_to_the_chair_and_the_floor(room, browser):
    ada, bo, cleo = (phone(browser, room, number) for number in range(3))
    click(ada, "Ask for a chair")
    says(ada, "You are next, and a chair is free")
    click(bo, "Ask for a chair")
    says(bo, "You are second. Stay close.")

    wish = room.state()["queue"][0]
    room.press(room.hana, f"entries/{wish['entry']}/call/", seen=wish["calls"])
    says(ada, "Chair 1 is yours")
    says(bo, "You are next, and a chair is free")
    spoken = r"^Chair 1 is yours\. Please come to the circle\. It is kept for you for 0:\d\d\.$"
    expect(ada.locator("#announce")).to_have_text(re.compile(spoken))
    expect(ada.locator("#circle svg .chair.called.mine")).to_have_count(1)

    click(ada, "I am coming")
    says(ada, "You sit on chair 1")
    click(ada, "I speak now")
    says(ada, "You have the floor")
    for page in (ada, bo, cleo):
        expect(page.locator("#circle svg .chair.speaking")).to_have_count(1)
    assert cleo.fetched == []


@pytest.mark.browser
def test_sitting_down_uncalled_again_and_again(room, browser):
    ada = phone(browser, room, 0)
    for _time in range(2):
        click(ada, "Sit down on chair 1", "#circle")
        says(ada, "You sit on chair 1")
        expect(ada.locator("#circle .offer")).to_be_hidden()
        click(ada, "Leave the chair")
        says(ada, "You listen")


@pytest.mark.browser
def test_two_phones_press_for_the_last_chair(room, browser):
    for number in range(3, 7):
        room.press(room.hana, f"chairs/{number}/", on="0")
    room.press(room.people[2], "take/")
    ada, bo = phone(browser, room, 0), phone(browser, room, 1)
    button = "#circle >> text=Sit down on chair"
    for page in (ada, bo):
        expect(page.locator(button)).to_be_visible()
    both = [page.locator(button).element_handle() for page in (ada, bo)]
    for handle in both:
        handle.evaluate("button => setTimeout(() => button.click(), 0)")
    expect(ada.locator("#me[data-at=out]")).to_have_count(0)
    expect(bo.locator("#me[data-at=out]")).to_have_count(0)
    places = sorted(page.locator("#me").get_attribute("data-at") for page in (ada, bo))
    assert places == ["seated", "waiting"]
    loser = next(page for page in (ada, bo) if page.locator("#me").get_attribute("data-at") == "waiting")
    expect(loser.locator("#refusal p")).to_have_text("Somebody was a moment faster. You are next.")


@pytest.mark.browser
def test_without_javascript_the_same_way_leads_to_the_chair(room, browser):
    ada = phone(browser, room, 0, java_script_enabled=False)
    click(ada, "Ask for a chair")
    says(ada, "You are next, and a chair is free")
    click(ada, "Sit down on chair 1")
    says(ada, "You sit on chair 1")
    click(ada, "Leave the chair")
    click(ada, "Sit down on chair 1", "#circle")
    says(ada, "You sit on chair 1")
    ada.get_by_role("link", name="Refresh").click()
    says(ada, "You sit on chair 1")


@pytest.mark.browser
def test_a_phone_that_was_away_comes_back_to_its_place(alone, browser):  # noqa: F811
    room = Room(alone)
    ada = phone(browser, room, 0)
    click(ada, "Ask for a chair")
    says(ada, "You are next, and a chair is free")
    alone.kill()
    alone.start()
    wish = room.state()["queue"][0]
    room.press(room.hana, f"entries/{wish['entry']}/call/", seen=wish["calls"])
    expect(ada.locator("#me-now")).to_have_text("Chair 1 is yours", timeout=15_000)


@pytest.mark.browser
def test_a_press_whose_button_is_swapped_away_is_answered_all_the_same(room, browser):
    console = console_of(browser, room)
    ada, bo, _cleo = room.people
    for who in (ada, bo):
        room.press(who, "ask/")
    first = console.get_by_role("button", name="to chair 1")
    key = console.locator("#acts [name=key]").input_value()

    held = []
    console.route("**/call/", lambda route: held.append(route))
    first.click()
    room.press(ada, "withdraw/")
    expect(console.locator("ol.queue > li")).to_have_count(1)
    held.pop().continue_()
    expect(console.locator("#refusal")).to_contain_text("withdrew; now next:")

    first.click()
    room.press(ada, "ask/")
    expect(console.locator("ol.queue > li")).to_have_count(2)
    held.pop().continue_()
    expect(console.locator("ol.queue > li")).to_have_count(1)
    expect(console.locator("#acts [name=key]")).not_to_have_value(key)


@pytest.mark.browser
def test_a_press_without_network_waits_in_sight_and_gets_its_place_when_it_arrives(room, browser):
    ada, wishes = phone(browser, room, 0), "**/fishbowl/ask/"
    ada.context.route(wishes, lambda route: route.abort())
    click(ada, "Ask for a chair")
    expect(ada.locator("#outbox li")).to_contain_text("No place yet: you get it when this arrives.")
    expect(ada.locator("#me-do")).to_be_disabled()
    says(ada, "You listen")
    room.press(room.people[1], "ask/")
    ada.context.unroute(wishes)
    says(ada, "You are second. Stay close.")
    expect(ada.locator("#outbox")).to_be_hidden()
    assert len(room.state()["queue"]) == 2


@pytest.mark.browser
def test_a_press_that_arrived_without_its_answer_has_one_place(room, browser):
    ada, bo = phone(browser, room, 0), room.people[1]
    lost = []

    def answer_is_lost(route):
        lost.append(route.fetch())
        route.abort()

    ada.context.route("**/fishbowl/ask/", answer_is_lost, times=1)
    click(ada, "Ask for a chair")
    expect(ada.locator("#outbox")).to_be_hidden()
    says(ada, "You are next, and a chair is free")
    room.press(bo, "ask/")
    assert len(lost) == 1 and len(room.state()["queue"]) == 2


@pytest.mark.browser
def test_whoever_is_next_suddenly_is_not_called_by_a_press_meant_for_another(room, browser):
    console = console_of(browser, room)
    ada, bo, cleo = room.people
    for who in (ada, bo, cleo):
        room.press(who, "ask/")
    go = console.locator("button[data-calls]")
    expect(console.locator("ol.queue > li")).to_have_count(3)
    expect(go).to_be_enabled()
    room.press(ada, "withdraw/")
    expect(console.locator("ol.queue > li")).to_have_count(2)
    assert go.is_disabled()
    expect(go).to_be_enabled(timeout=3000)
    go.click()  # and one's own call is followed by the next at once
    expect(console.locator("ol.queue > li")).to_have_count(1)
    assert go.is_enabled()


SMALLEST = """() => [...document.querySelectorAll("#projector *")]
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((each) => each.getClientRects().length && !each.closest(".spoken"))
  .map((each) => parseFloat(getComputedStyle(each).fontSize) * (each.getScreenCTM ? each.getScreenCTM().a : 1))
  .reduce((least, size) => Math.min(least, size))"""


@pytest.mark.browser
@pytest.mark.parametrize(("chairs", "waiting"), [(6, 0), (6, 10), (12, 10)])
def test_the_projector_is_read_at_twenty_metres(shared, browser, chairs, waiting):  # noqa: F811
    room = Room(shared, people=chairs - 1 + waiting)
    for number in range(7, chairs + 1):
        room.press(room.hana, f"chairs/{number}/", on="1")
    for who in room.people[: chairs - 1]:
        room.press(who, "take/")
    for who in room.people[chairs - 1 :]:
        room.press(who, "ask/")
    for wish in room.state()["queue"][:1]:
        room.press(room.hana, f"entries/{wish['entry']}/call/", seen=wish["calls"])
    room.press(room.people[0], "speak/")
    room.press(room.hana, "question/", question="What would let the social economy grow, and what could move? " * 3)

    page = browser.new_context(base_url=room.server.url, viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(f"/link/{room.seeded['projector']}/")
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert page.evaluate(SMALLEST) >= 35.9
    assert page.locator(".middle strong").evaluate(size) >= 72
    assert page.locator(".middle .clock").evaluate(size) >= 72
    assert [bdi.evaluate(size) >= 72 for bdi in page.locator(".next li > span > bdi").all()] == [True] * min(waiting, 3)
    parts = [".bowl svg", ".words h1", ".words > div", ".rules"] + [".next li >> nth=-1"] * bool(waiting)
    bowl, title, queue, rules, *last = [page.locator(part).bounding_box() for part in parts]
    assert bowl["x"] + bowl["width"] <= title["x"]
    assert bottom(title) <= queue["y"] + 1
    assert max(map(bottom, [queue, *last])) <= rules["y"] + 1
    assert bottom(rules) <= 1080


def bottom(box):
    return box["y"] + box["height"]


@pytest.mark.browser
def test_a_wish_with_its_topic_waits_for_the_network_on_its_own_page(room, browser):
    ada, wishes = phone(browser, room, 0), "**/fishbowl/ask/"
    ada.get_by_role("link", name="Other ways to be heard").click()
    ada.context.route(wishes, lambda route: route.abort())
    ada.fill("#id_topic", "Rents")
    click(ada, "Ask for a chair", "main")
    expect(ada.locator("#outbox .typed")).to_have_text("Rents")
    ada.context.unroute(wishes)
    expect(ada.locator("#outbox")).to_be_hidden()
    (wish,) = room.state()["queue"]
    assert wish["topic"] == "Rents"
    ada.goto(f"/w/{room.code}/fishbowl/")


@pytest.mark.browser
def test_a_poke_right_after_my_part_was_shown_anew_is_heard(room, browser):
    ada = phone(browser, room, 0)
    poke = "document.body.dispatchEvent(new CustomEvent('peerwalk:poke'))"
    seen = f"(changes, observer) => {{ observer.disconnect(); setTimeout(() => {poke}, 0); }}"
    after = f"new MutationObserver({seen}).observe(document.getElementById('me').parentElement, {{ childList: true }})"
    with ada.expect_response(lambda answer: answer.url.endswith("/me/")):
        ada.evaluate(f"() => {{ {after}; {poke}; }}")
    ada.wait_for_timeout(600)
    assert len(ada.fetched) == 2
