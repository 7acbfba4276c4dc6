# ruff: noqa: F811  (fixtures are imported and then named)
"""The desk in real browsers: by keyboard, two at once, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browsers import DESK, chromium, room  # noqa: F401
from tests.servers import prepared, shared, until  # noqa: F401
from tests.test_screens import told
from workshop.insights import sights

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def busy(room):
    """A room with six cards and three themes; its titles are in the order of their keys."""
    room.moves_to("insights")
    ada = room.joins("Ada", "Quito")
    for n in range(1, 7):
        about = {"case": "1", "stance": "adapt", "what": f"Thought {n}", "target": "Quito"}
        room.does("/insights/card/write/", ada, **about)
    for title in ("Champions", "Buying", "Skills"):
        room.does("/insights/themes/add/", title=title)
    return room


def desk(room, path="/insights/desk/", **context):
    page = room.console(path, **context)
    page.wait_for_selector(".thing")
    return page


def texts(page):
    return page.locator(".thing .what").all_inner_texts()


def at(page):
    return page.locator(".thing[aria-current] .what").inner_text()


def held(page):
    """How many texts each theme holds."""
    return [int(n) for n in page.locator(".themes .link .num").all_inner_texts()]


def holds(page, *numbers):
    until(lambda: held(page) == list(numbers), 10, f"The themes should hold {numbers}.")


def test_six_cards_are_under_themes_in_six_presses(busy):
    page = desk(busy)
    assert at(page) == "Thought 1"
    for key in "123123":
        page.keyboard.press(key)
    holds(page, 2, 2, 2)
    page.wait_for_selector(".tray .empty")
    assert page.locator(".uncoded .num").inner_text() == "0"


def test_the_keys_walk_choose_stay_and_undo(busy):
    page = desk(busy, "/insights/desk/?f=all_all_all_1")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert at(page) == "Thought 2"
    page.keyboard.press("Shift+1")
    holds(page, 1, 0, 0)
    assert at(page) == "Thought 2"
    page.keyboard.press("Shift+2")
    holds(page, 1, 1, 0)
    page.keyboard.press("u")
    holds(page, 1, 0, 0)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("3")
    holds(page, 1, 0, 2)


def test_a_press_that_is_lost_says_so_in_our_words_and_can_be_pressed_again(busy):
    busy.forgive("ERR_")
    page, not_sent = desk(busy), "That was not sent. What you wrote is still here: please try again."
    for key, before, after in (("1", 0, 1), ("u", 1, 0)):
        page.context.route("**/insights/**", lambda route: route.abort())
        page.keyboard.press(key)
        expect(page.locator("#refusal")).to_have_text(not_sent)
        expect(page.locator(".thing[data-busy]")).to_have_count(0)
        page.context.unroute("**/insights/**")
        assert held(page) == [before, 0, 0]
        page.keyboard.press(key)
        holds(page, after, 0, 0)


def test_two_at_once_see_each_other_and_lose_nothing(busy):
    busy.forgive("409 (Conflict)")  # whoever is the later of two at the same text hears of it
    one, two = desk(busy), desk(busy)
    one.keyboard.press("1")
    holds(two, 1, 0, 0)
    expect(two.locator(".thing")).to_have_count(5)
    assert texts(two) == [f"Thought {n}" for n in range(2, 7)]
    assert at(two) == "Thought 2"
    two.keyboard.press("2")
    one.keyboard.press("3")
    until(lambda: max(len(texts(one)), len(texts(two))) <= 4, 10, "Two texts should have left both trays.")
    for page in (one, two):
        page.wait_for_selector("[data-deed]")
    assert sum(held(one)) in (2, 3)
    until(lambda: held(one) == held(two), 10, "Both desks should show the same.")


def test_a_statement_that_somebody_else_has_saved_meanwhile_comes_back_with_both_texts(busy):
    path = desk(busy).locator(".themes .link").first.get_attribute("href").split(busy.code)[1]
    one, two = busy.console(path), busy.console(path)
    for page, words in ((one, "From the one."), (two, "From the other.")):
        page.fill("#id_statement", words)
    one.click("text=Save the theme")
    one.wait_for_load_state()
    two.click("text=Save the theme")
    two.wait_for_selector("[role=alert] >> text=From the one.")
    assert two.input_value("#id_statement") == "From the other."
    busy.forgive("409 (Conflict)")
    two.click("text=Save the theme")
    two.wait_for_load_state()
    assert two.input_value("#id_statement") == "From the other."


def test_the_desk_works_without_javascript(busy):
    page = busy.console("/insights/desk/", java_script_enabled=False)
    page.check(".thing >> nth=0 >> input[name=item]")
    page.check(".thing >> nth=1 >> input[name=item]")
    page.click(".theme-key >> nth=1")
    assert held(page) == [0, 2, 0]
    page.click("[data-deed] >> nth=0")
    assert held(page) == [0, 0, 0]
    assert len(texts(page)) == 6


def test_words_half_typed_survive_what_others_do(busy):
    page = desk(busy)
    page.keyboard.press("n")
    page.keyboard.type("A new thought 123")
    busy.does("/insights/themes/add/", title="From elsewhere")
    page.wait_for_selector("text=From elsewhere")
    assert page.input_value("#id_title") == "A new thought 123"
    assert held(page) == [0, 0, 0, 0]


def test_the_desk_fits_a_small_laptop_and_a_tablet(busy):
    for width in (1280, 1024, 768):
        page = desk(busy, **(DESK | {"viewport": {"width": width, "height": 800}}))
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- the analyses, and reading back ------------------------------------------------------------
def test_the_map_is_live_and_leads_to_the_texts(busy):
    page = busy.console("/insights/analyses/city_by_case/")
    page.wait_for_selector("text=Quito")
    about = {"case": "2", "stance": "avoid", "what": "A brand without rules", "target": "Dakar"}
    busy.does("/insights/card/write/", busy.joins("Bo", "Dakar"), **about)
    page.wait_for_selector("table.told >> text=Dakar")
    page.click("table.told tr:has-text('Dakar') td a")
    page.wait_for_selector("text=A brand without rules")
    assert texts(page) == ["A brand without rules"]


def test_a_place_of_the_picture_is_pressed_as_well(busy):
    page = busy.console("/insights/analyses/counts/")
    page.click("svg.grid a >> nth=0")
    page.wait_for_selector(".thing")
    assert len(texts(page)) == 6


def test_a_theme_is_read_back_answered_and_edited_while_the_room_watches(busy):
    path = desk(busy).locator(".themes .link").first.get_attribute("href").split(busy.code)[1]
    writer, projector = busy.console(path), busy.projector()
    phone = busy.phone("Cy", "Lyon", "/insights/")
    writer.click("text=Read it back on the projector")
    projector.wait_for_selector(".read-back >> text=Champions")
    phone.goto(f"{busy.at}/")
    phone.wait_for_selector("text=What is wrong or missing?")
    phone.click("label:has-text('Something is missing')")
    phone.fill("#id_text", "The tenants")
    phone.click("text=Say it to the rapporteur")
    writer.wait_for_selector("text=The tenants")
    writer.fill("#id_statement", "Champions need tenants.")
    writer.click("text=Save the theme")
    projector.wait_for_selector("text=Champions need tenants.")
    phone.wait_for_selector("text=Champions need tenants.")


def test_every_analysis_is_read_from_afar(busy):
    """Also of thirty cities, with long steps."""
    for n in range(30):
        city = ["Johannesburg", "Mexico City", "Porto Alegre", "Gwangju", "Quito"][n % 5] + f" {n}"
        about = {"case": str(n % 4 + 1), "stance": ("as_is", "adapt", "avoid")[n % 3], "target": city}
        said = {"what": "Workshops that teach the craft and how to run a shop", "next_step": "Ask the legal office"}
        busy.does("/insights/card/write/", busy.joins(f"P{n}", city), **about, **said)
    projector, drawn = busy.projector(), []
    for name, title in sights.TITLES.items():
        busy.does("/insights/show/", analysis=name)
        projector.wait_for_selector(f"h1 >> text={title}")
        if projector.locator("svg.grid text").count() > 5:  # an empty one is a sentence
            drawn.append(name)
            assert (name, *told(projector)) == (name, [], [], [])
    assert len(drawn) >= 8
