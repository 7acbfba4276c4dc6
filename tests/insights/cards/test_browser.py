# ruff: noqa: F811  (fixtures are imported and then named)
"""The card in a real browser: twelve taps and two texts, screens without scrolling, a network cut between them."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE, Tunnel, chromium, room  # noqa: F401
from tests.servers import prepared, shared, until  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
CUT = ("ERR_", "htmx:sendError", "WebSocket", "status of 40", "status of 42", "status of 50")
WHAT = "A levy that stays in the quarter"


@pytest.fixture
def cards(room):
    """A room in its insights, where a network may fail."""
    room.moves_to("insights")
    room.forgive(*CUT)
    return room


def phone_of(cards, person, url=None, **context):
    phone = cards.page(person, url=url, **(PHONE | context))
    phone.goto(f"{cards.at}/insights/card/?case=3")
    return phone


def tap(phone, words):
    phone.locator("label:visible", has_text=words).first.click()


def rate(phone, condition, state):
    phone.get_by_role("radiogroup", name=condition).locator("label", has_text=state).click()


def go_on(phone):
    phone.locator(".foot button:visible").click()


def first_screen(phone, what=WHAT):
    tap(phone, "Adapt it")
    phone.fill("#id_what", what)
    go_on(phone)


def cards_of(person, at):
    """What stands on somebody's own page: for each card, newest first, its lines."""
    html = person.get(f"{at}/insights/cards/", Accept="text/html").text
    return [part.split("</p>")[0].split(">")[-1] for part in html.split('<p class="what"')[1:]]


def test_a_card_takes_two_short_texts_and_twelve_taps(cards):
    ada = cards.joins("Ada", "Quito")
    phone = phone_of(cards, ada)
    phone.evaluate("""() => {
      window.taps = Number(sessionStorage.taps || 0);
      addEventListener("pointerup", () => { window.taps += 1; }, true);
    }""")
    first_screen(phone)
    rate(phone, "Political will", "We have it")
    rate(phone, "Money and procurement", "Within reach")
    rate(phone, "Staff and skills", "Missing")
    tap(phone, "Council")
    go_on(phone)
    expect(phone.locator("#screen-3")).to_be_visible()
    tap(phone, "Partners in place")
    tap(phone, "Middle")
    tap(phone, "Fairly sure")
    phone.fill("#id_next_step", "Ask the council in March")
    tap(phone, "within 3 months")
    assert phone.evaluate("window.taps") == 11  # and the last one saves; each text takes its focus by one more
    go_on(phone)
    phone.wait_for_url("**/insights/cards/?saved=1")
    own = phone.locator(".own-card").inner_text()
    for words in (WHAT, "Political will: We have it", "Staff and skills: Missing", "Ask the council in March"):
        assert words in own


@pytest.mark.parametrize("screen", [1, 3])
def test_a_screen_needs_no_scrolling(cards, screen):
    phone = phone_of(cards, cards.joins("Ada", "Quito"))
    phone.goto(f"{cards.at}/insights/card/?screen={screen}")
    expect(phone.locator(f"#screen-{screen}")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollHeight") <= 740


def test_a_network_cut_between_the_screens_loses_and_doubles_nothing(cards):
    tunnel, ada = Tunnel(cards.server.port), cards.joins("Ada", "Quito")
    phone = phone_of(cards, ada, tunnel.url)
    first_screen(phone)
    expect(phone.locator("#screen-2")).to_be_visible()
    tunnel.cut()
    rate(phone, "Political will", "Missing")
    phone.fill("#id_change", "Begin with one street")
    go_on(phone)
    expect(phone.locator("#screen-3")).to_be_visible()
    phone.fill("#id_next_step", "Ask the council")
    go_on(phone)
    expect(phone.locator("#card-done")).to_be_visible()
    expect(phone.locator("#outbox .typed")).to_have_text(["Begin with one street", "Ask the council"])
    assert cards_of(ada, cards.at) == [WHAT]
    tunnel.mend()
    expect(phone.locator("#outbox")).to_be_hidden(timeout=15000)
    phone.goto(f"{cards.at}/insights/cards/")
    own = phone.locator(".own-card").inner_text()
    assert [words in own for words in ("Begin with one street", "Ask the council", "Political will: Missing")] == [
        True
    ] * 3
    assert cards_of(ada, cards.at) == [WHAT]


def test_a_whole_card_is_written_without_network_and_the_first_screen_said_anew(cards):
    """The second saying names the first, which has not arrived yet; a reload in between keeps the card's own name."""
    tunnel, ada = Tunnel(cards.server.port), cards.joins("Ada", "Quito")
    phone = phone_of(cards, ada, tunnel.url)
    tunnel.cut()
    first_screen(phone, "Said first")
    expect(phone.locator("#screen-2")).to_be_visible()
    phone.get_by_role("link", name="One screen back").click()
    phone.fill("#id_what", "Said anew")
    go_on(phone)
    expect(phone.locator("#screen-2")).to_be_visible()
    go_on(phone)
    expect(phone.locator("#screen-3")).to_be_visible()
    phone.fill("#id_next_step", "Ask the council")
    go_on(phone)
    expect(phone.locator("#outbox .typed")).to_have_count(4)
    tunnel.mend()
    expect(phone.locator("#outbox")).to_be_hidden(timeout=15000)
    assert cards_of(ada, cards.at) == ["Said anew"]


def test_what_is_missing_is_said_before_it_leaves(cards):
    tunnel = Tunnel(cards.server.port)
    phone = phone_of(cards, cards.joins("Ada", "Quito"), tunnel.url)
    tunnel.cut()
    go_on(phone)
    expect(phone.locator("#screen-1 .wrong")).to_have_text(
        ["Please choose what you would do with it.", "Please write what exactly, in one sentence."]
    )
    expect(phone.locator("#screen-1 input[name=stance]").first).to_be_focused()
    assert phone.locator("#waiting").is_hidden()
    first_screen(phone)
    expect(phone.locator("#screen-1 .wrong")).to_have_count(0)
    expect(phone.locator("#screen-2")).to_be_visible()


def test_would_not_work_here_is_a_card_like_any_other(cards):
    phone = phone_of(cards, cards.joins("Ada", "Quito"))
    tap(phone, "Avoid it")
    expect(phone.get_by_label("It would not work here, because…")).to_be_visible()
    phone.fill("#id_what", "The owners live abroad")
    go_on(phone)
    expect(phone.get_by_role("heading", name="What stands in its way?")).to_be_visible()


def test_a_choice_is_taken_back_by_a_second_tap_and_two_must_act_at_most(cards):
    phone = phone_of(cards, cards.joins("Ada", "Quito"))
    first_screen(phone)
    rate(phone, "Political will", "Missing")
    rate(phone, "Political will", "Missing")
    for actor in ("Council", "Department", "Business"):
        tap(phone, actor)
    expect(phone.locator("#screen-2 .rating input:checked:not([value=''])")).to_have_count(0)
    expect(phone.locator("[name=actors]:checked")).to_have_count(2)


def test_a_card_is_written_without_scripts(cards):
    ada = cards.joins("Ada", "Quito")
    phone = phone_of(cards, ada, java_script_enabled=False)
    first_screen(phone)
    phone.wait_for_url("**?screen=2")
    rate(phone, "Political will", "Missing")
    go_on(phone)
    phone.wait_for_url("**?screen=3")
    phone.fill("#id_next_step", "Ask the council")
    go_on(phone)
    phone.wait_for_url("**?saved=1")
    assert cards_of(ada, cards.at) == [WHAT]


def test_an_empty_card_is_kept_on_the_phone_and_each_opening_is_another_card(cards):
    tunnel, ada = Tunnel(cards.server.port), cards.joins("Ada", "Quito")
    phone = cards.page(ada, url=tunnel.url, **PHONE)
    phone.goto(f"{cards.at}/insights/card/")
    kept = "async (path) => Boolean(await caches.match(path))"
    until(lambda: phone.evaluate(kept, f"{cards.at}/insights/card/"), 20, "The card was not kept.")
    tunnel.cut()
    for what in ("One", "Two"):
        phone.goto(f"{cards.at}/insights/card/")
        tap(phone, "Johannesburg")
        first_screen(phone, what)
        expect(phone.locator("#screen-2")).to_be_visible()
    expect(phone.locator("#outbox .typed")).to_have_text(["One", "Two"])
    tunnel.mend()
    until(lambda: cards_of(ada, cards.at) == ["Two", "One"], 20, "Both cards should have arrived, each once.")
    expect(phone.locator("#outbox")).to_be_hidden()


WHAT_A_COPY_LACKS = """async (path) => {
  let copy;
  while (!(copy = await caches.match(path))) await new Promise((resolve) => setTimeout(resolve, 1));
  const files = [...(await copy.text()).matchAll(/(?:href|src)="(\\/static\\/[^"]+)"/g)].map(([, file]) => file);
  const lacks = await Promise.all(files.map(async (file) => !(await caches.match(file))));
  return [files.length > 9, files.filter((_, place) => lacks[place])];
}"""


def test_a_page_is_kept_once_its_files_are(cards):
    """A network that breaks off in between leaves no card without its scripts."""
    phone = cards.shows(cards.joins("Ada", "Quito"), "/gallery/2/", **PHONE)
    assert phone.evaluate(WHAT_A_COPY_LACKS, f"{cards.at}/insights/card/") == [True, []]


@pytest.mark.parametrize(("visited", "then"), [("/gallery/2/", "/"), ("/insights/", "/insights/")])
def test_after_one_visit_to_the_posters_or_the_insights_a_card_is_written_without_network(cards, visited, then):
    tunnel, ada = Tunnel(cards.server.port), cards.joins("Ada", "Quito")
    phone = cards.page(ada, url=tunnel.url, **PHONE)
    phone.goto(cards.at + visited)
    kept = "async (path) => Boolean(await caches.match(path))"
    until(lambda: phone.evaluate(kept, f"{cards.at}/insights/card/"), 20, "The card was not kept.")
    tunnel.cut()
    phone.goto(cards.at + then)
    phone.get_by_role("link", name="Write a card").click()
    phone.wait_for_url("**/insights/card/")
    tap(phone, "Johannesburg")
    first_screen(phone)
    expect(phone.locator("#screen-2")).to_be_visible()
    tunnel.mend()
    until(lambda: cards_of(ada, cards.at) == [WHAT], 20, "The card should have arrived, once.")


def test_after_the_fishbowl_one_tap_says_how_sure_somebody_is_now(room):
    room.forgive(*CUT)
    ada = room.joins("Ada", "Quito")
    about = {"case": "1", "stance": "adapt", "what": WHAT, "target": "Quito", "confidence": "2"}
    room.does("/insights/card/write/", ada, **about)
    room.moves_to("fishbowl")
    room.moves_to("insights")
    phone = room.shows(ada, "/insights/cards/", **PHONE)
    phone.get_by_role("button", name="Sure", exact=True).click()
    expect(phone.get_by_role("button", name="Sure", exact=True)).to_have_attribute("aria-pressed", "true")


def test_two_meet_once_both_have_said_yes(cards):
    ada, bo = cards.joins("Ada", "Quito"), cards.joins("Bo", "Dakar")
    about = {"case": "3", "stance": "adapt", "what": WHAT, "target": "Quito"}
    cards.does("/insights/card/write/", ada, **about, wants_contact="on")
    cards.does("/insights/card/write/", bo, **about, can_help="on")
    hers, his = (cards.shows(each, "/insights/meet/", **PHONE) for each in (ada, bo))
    for phone, name in ((hers, "ada"), (his, "bo")):
        phone.fill("#id_email", f"{name}@example.org")
        phone.get_by_role("button", name="Save how I can be reached").click()
        phone.get_by_role("button", name="Yes, let us talk").click()
        expect(phone.get_by_role("button", name="Yes, let us talk")).to_have_count(0)
    expect(hers.locator(".agreed")).to_contain_text("bo@example.org")
    expect(his.locator(".agreed")).to_contain_text("ada@example.org")


# --- cards for people without a phone --------------------------------------------------------------
def helped(cards, *people):
    """A helper's phone at an empty card, and the numbers of those whom they may write for."""
    numbers = [str(cards.does("/people/add/", name=name, city=city)["number"]) for name, city in people]
    steward = cards.page(cards.hana, **PHONE)
    steward.goto(f"{cards.at}/insights/card/?case=3")
    return steward, numbers


def whom(phone, number):
    phone.select_option("#id_for", number)


def test_two_who_are_helped_from_one_phone_see_nothing_of_each_others_card(cards):
    phone, (one, other) = helped(cards, ("Delegate", "Lima"), ("Delegate", "Quito"))
    whom(phone, one)
    tap(phone, "Adapt it")
    phone.fill("#id_what", "Words of one")
    whom(phone, other)
    assert phone.input_value("#id_what") == ""
    assert phone.locator("[name=stance]:checked").count() == 0
    assert phone.input_value("#id_target") == "Quito"
    phone.fill("#id_what", "Words of the other")
    for number, words in ((one, "Words of one"), (other, "Words of the other")):
        whom(phone, number)
        assert phone.input_value("#id_what") == words
        phone.reload()
        assert (phone.input_value("#id_for"), phone.input_value("#id_what")) == (number, words)
        phone.goto(f"{cards.at}/insights/card/?for={number}")
        assert phone.input_value("#id_what") == words


def test_a_card_begun_for_one_is_not_gone_on_with_for_another(cards):
    phone, (one, other) = helped(cards, ("Delegate", "Lima"), ("Delegate", "Quito"))
    whom(phone, one)
    first_screen(phone, "Words of one")
    expect(phone.locator("#screen-2")).to_be_visible()
    phone.fill("#id_change", "A change of one")
    phone.locator("a[data-to='1']:visible").click()
    whom(phone, other)
    assert phone.input_value("#id_what") == ""
    first_screen(phone, "Words of the other")
    expect(phone.locator("#screen-2")).to_be_visible()
    assert phone.input_value("#id_change") == ""
    phone.reload()
    assert phone.input_value("#screen-2 [name=for]") == other
    phone.fill("#id_change", "A change of the other")
    go_on(phone)
    expect(phone.locator("#screen-3")).to_be_visible()
    for number, own, foreign in ((one, "Words of one", "of the other"), (other, "A change of the other", "of one")):
        page = cards.hana.get(f"{cards.at}/insights/cards/?for={number}", Accept="text/html").text
        assert (own in page, foreign in page) == (True, False)
