# ruff: noqa: F811  (fixtures are imported and then named)
"""What every screen keeps to: nothing from elsewhere, a light first visit, room for fingers, text read from afar."""

from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsers import DESK, NARROW, PHONE, PROJECTOR, chromium, demo, room  # noqa: F401
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
SIZES = {"door": PHONE, "phone": PHONE, "console": DESK, "organizer": DESK, "projector": PROJECTOR}
STAGES = ["welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_VISIT = 60 * 1024


@pytest.fixture
def screens(demo):
    """The demo workshop; its pages are closed at the end and had no faults (404: the page that is not there)."""
    demo.forgive("404 (Not Found)")
    yield demo
    demo.close()
    assert demo.faults() == [], demo.faults()


def visits(demo, screen, **context):
    """Each page of a screen, one after the other, in one browser for each visitor."""
    pages = {}
    for visitor, path in demo.pages()[screen]:
        page = pages[visitor] = pages.get(visitor) or demo.page(visitor, **(SIZES[screen] | context))
        page.goto(path)
        yield page, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SIZES)
def test_everybody_can_use_it(screens, screen, scheme):
    """axe finds nothing, and nothing comes from elsewhere or breaks the content policy (those are faults)."""
    options, found = {"runOnly": RULES, "resultTypes": ["violations"]}, []
    for page, path in visits(screens, screen, color_scheme=scheme):
        for rule in Axe().run(page, options=options).response["violations"]:
            found += [(path, rule["id"], node["html"][:200]) for node in rule["nodes"]]
    assert found == [], found


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("screen", ["door", "phone"])
def test_a_phone_of_320_pixels_shows_everything_large_enough(screens, screen, language):
    """Also in a language of long words, and in one that runs the other way."""
    found = []
    for page, path in visits(screens, screen, **NARROW, locale=language):
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            found.append((path, f"{wide} wide"))
        found += [(path, box["words"], box["size"]) for box in page.evaluate(TEXTS) if box["size"] < 16]
        found += [(path, target) for target in page.evaluate(SMALL_TARGETS)]
    assert found == [], found


def test_a_phones_first_visit_is_light(screens, shared):
    """Also where three hundred people are in the room already."""
    page = screens.page(**PHONE)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    loaded = []
    wire.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    page.goto(f"/w/{shared.seed(people=300)['code']}/join/", wait_until="networkidle")
    assert 8 < len(loaded) <= 16
    assert sum(loaded) <= FIRST_VISIT


def test_the_console_scrolls_inside_itself_alone(room):
    """Hidden words at the end of a long column lengthen no page."""
    room.moves_to("gallery")
    for number in range(24):
        room.joins(f"Delegate {number}", ["Quito", "Dakar", "Lyon", "Rabat"][number % 4])
    room.does("/gallery/walk/groups/")
    room.does("/gallery/walk/next/", seen="before-1")
    height = room.console().evaluate("document.documentElement.scrollHeight")
    assert height == DESK["viewport"]["height"]


def test_a_small_console_shows_what_to_press_and_who_waits_at_once(room):
    """What leads elsewhere and the day's line leave most of a phone to the room."""
    room.moves_to("fishbowl")
    room.does("/fishbowl/ask/", room.joins("Ada", "Quito"))
    console, high = room.console(**PHONE), PHONE["viewport"]["height"]
    press, waits = (
        console.locator("button[data-calls]").bounding_box(),
        console.locator(".queue li").first.bounding_box(),
    )
    assert press["y"] + press["height"] < high * 0.65
    assert waits["y"] + waits["height"] < high * 0.9


def test_projector_text_is_large_enough(screens):
    projector = screens.projector()
    for kind in STAGES:
        screens.moves_to(kind)
        projector.wait_for_selector(f"#projector[data-kind={kind}]")
        assert (kind, *told(projector)) == (kind, [], [], [])


def test_a_crowded_circle_is_read_from_afar(room):
    room.moves_to("fishbowl")
    for chair in range(7, 13):
        room.does(f"/fishbowl/chairs/{chair}/", on="1")
    cities = ["Johannesburg", "Montreal", "Barcelona", "Addis Ababa", "Quito", "Dakar"]
    people = [room.joins(f"Delegate {number}", cities[number % 6]) for number in range(22)]
    for number, person in enumerate(people):
        room.does("/fishbowl/take/" if number < 12 else "/fishbowl/ask/", person)
    room.does("/fishbowl/speak/", people[0])
    projector = room.projector()
    assert told(projector) == ([], [], [])
    sizes = {box["words"]: box["size"] for box in projector.evaluate(TEXTS)}
    assert min(sizes[name] for name in ("Delegate 12", "Delegate 13", "Delegate 14")) >= 72
    assert projector.locator(".middle strong").inner_text() == "Delegate 0"
    for part in (".middle strong", ".middle .clock"):
        assert projector.locator(part).evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 72
    room.does("/fishbowl/promises/", person=people[21].number, at="23:50")
    projector.wait_for_selector(".promised")
    assert told(projector) == ([], [], [])


def told(page):
    """What is wrong with the texts of a projector's page: too small, cut off, one over another."""
    page.evaluate("document.fonts.ready")
    boxes = page.evaluate(TEXTS)
    assert len(boxes) > 5
    small = [box["words"] for box in boxes if box["size"] < 36]
    over = [(one["words"], other["words"]) for one, other in combinations(boxes, 2) if _meet(one, other)]
    return small, [box["words"] for box in boxes if box["clipped"]], over


def _meet(one, other):
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 2 and down > 2


# every line of text that can be seen: words, size in px as drawn, box (a fifth less high: the letters), cut off by what
TEXTS = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = (each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !each.closest(".spoken, .skip, script, option, datalist");
  const edgesOf = (each) => {
    const edge = { left: 0, right: Infinity, top: 0, bottom: Infinity };
    if (document.body.matches(".projector")) Object.assign(edge, { right: innerWidth, bottom: innerHeight });
    for (let at = each; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflow === "visible") continue;
      const box = at.getBoundingClientRect();
      for (const side of ["left", "top"]) edge[side] = Math.max(edge[side], box[side]);
      for (const side of ["right", "bottom"]) edge[side] = Math.min(edge[side], box[side]);
    }
    return edge;
  };
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim(), parent = walk.currentNode.parentElement;
    if (!words || !seen(parent)) continue;
    const scale = parent.getScreenCTM ? parent.getScreenCTM().a : 1;
    const size = Math.round(parseFloat(getComputedStyle(parent).fontSize) * scale * 10) / 10;
    const range = document.createRange(), edge = edgesOf(parent);
    range.selectNodeContents(walk.currentNode);
    for (const { left, right, top: above, bottom: below, width, height } of range.getClientRects()) {
      if (width < 2) continue;
      const top = above + height / 5, bottom = below - height / 5;
      const clipped = left < edge.left - 2 || right > edge.right + 2 || top < edge.top || bottom > edge.bottom;
      found.push({ words, size, left, right, top, bottom, clipped });
    }
  }
  return found;
}"""

# what a finger cannot hit: below 48 px; a link in a table's cell may be narrower
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest(".skip, .spoken"))
  .map((each) => (each.matches("[type=radio], [type=checkbox]") ? each.closest("label") : each))
  .filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return height < 47.5 || width < (each.closest("td") ? 24 : 47.5);
  }).map((each) => each.outerHTML.slice(0, 120))"""
