# ruff: noqa: F811  (fixtures are imported and then named)
"""The console by keyboard: after a press one is still where one was, and a second Enter presses nothing else."""

import pytest
from playwright.sync_api import expect

from tests.browsers import chromium, room  # noqa: F401  (fixtures)
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def console(room):
    room.moves_to("fishbowl")
    room.does("/fishbowl/phase/start/", seen="lobby")
    room.does("/fishbowl/take/", room.joins("Delegate Quito", "Quito"))
    room.forgive("422")
    return room.console()


def is_at(console, name):
    """Wait until the keyboard is at the button of this name."""
    script = "name => [document.activeElement.ariaLabel, document.activeElement.textContent.trim()].includes(name)"
    console.wait_for_function(script, arg=name)


def test_whoever_does_not_see_the_console_hears_who_is_called_and_who_speaks(room, console):
    ada = room.joins("Ada", "Quito")
    entry = room.does("/fishbowl/ask/", ada)["entry"]
    room.does(f"/fishbowl/entries/{entry}/call/")
    said = console.locator("#announce")
    expect(said).to_have_text("Ada, Quito is called to chair 2.")
    room.does("/fishbowl/take/", ada)
    room.does(f"/fishbowl/floor/{ada.number}/")
    expect(said).to_have_text("Ada, Quito speaks.")


def test_after_a_form_was_sent_the_keyboard_is_at_its_button(console):
    form = console.locator("#form-topic")
    form.get_by_role("textbox").fill("Who pays")
    form.get_by_role("button").focus()
    console.keyboard.press("Enter")
    console.locator(".topic").filter(has_text="Who pays").wait_for()
    is_at(console, "Add the topic")


def test_where_something_was_wrong_the_keyboard_is_there(console):
    form = console.locator("#form-guest")
    form.get_by_role("button").focus()
    console.keyboard.press("Enter")
    form.locator(".wrong").first.wait_for()
    console.wait_for_function("document.activeElement.matches('#form-guest [name=name][aria-invalid=true]')")


def test_after_a_press_the_keyboard_is_at_the_same_button_or_its_group(console):
    console.get_by_role("button", name="Close the queue").focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Open the queue").wait_for()
    is_at(console, "The queue")
    console.get_by_role("button", name="Make it concrete").focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="It is over").wait_for()
    is_at(console, "Moves")
    console.keyboard.press("Enter")
    console.wait_for_timeout(400)
    assert console.get_by_role("button", name="It is over").is_visible()


def test_after_a_press_at_a_chair_the_next_button_is_that_of_the_chair(console):
    console.get_by_role("button", name="Delegate Quito, Quito speaks now").focus()
    console.keyboard.press("Enter")
    console.locator("#place-1.speaking").wait_for()
    console.wait_for_function("document.activeElement.id === 'place-1'")
    console.keyboard.press("Tab")
    assert console.evaluate("document.activeElement.closest('#place-1') !== null")


def test_escape_closes_a_menu_and_goes_back_to_it(console):
    menu = console.get_by_label("More for chair 1")
    menu.focus()
    console.keyboard.press("Enter")
    console.keyboard.press("Tab")
    assert menu.evaluate("each => each.parentElement.open && each !== document.activeElement")
    console.keyboard.press("Escape")
    assert menu.evaluate("each => !each.parentElement.open && each === document.activeElement")


# --- a question, and what has arrived ----------------------------------------------------------
def asked_about_chair_one(console):
    form = console.locator("#form-place")
    form.get_by_label("Number of the person").fill("2")
    form.get_by_label("Where to").select_option("1")
    form.get_by_role("button").focus()
    console.keyboard.press("Enter")
    console.get_by_text("sit there instead?").wait_for()
    return form


def test_a_question_is_answered_by_keyboard_and_what_was_typed_elsewhere_stays(room, console):
    room.joins("Delegate Dakar", "Dakar")
    room.forgive("409")
    console.locator("#form-statement textarea").fill("Half a sentence")
    form = asked_about_chair_one(console)
    console.wait_for_function("document.activeElement.matches('#refusal .alert')")
    console.keyboard.press("Tab")
    is_at(console, "Yes, go on")
    console.keyboard.press("Enter")
    console.locator(".places").get_by_text("Delegate Dakar").wait_for()
    is_at(console, "Bring them there")
    assert form.get_by_label("Number of the person").input_value() == ""
    assert console.locator("#form-statement textarea").input_value() == "Half a sentence"


def test_who_says_no_to_a_question_finds_the_form_as_it_was(room, console):
    room.joins("Delegate Dakar", "Dakar")
    room.forgive("409")
    form = asked_about_chair_one(console)
    console.get_by_role("link", name="No, stay").press("Enter")
    is_at(console, "Bring them there")
    assert console.locator("#refusal > *").count() == 0
    assert form.get_by_label("Number of the person").input_value() == "2"


def test_a_form_that_was_wrong_is_empty_once_it_has_arrived(room, console):
    form = console.locator("#form-topic")
    form.get_by_role("button").click()
    form.locator(".wrong").wait_for()
    form.get_by_role("textbox").fill("Who pays")
    form.get_by_role("button").click()
    console.locator(".topic").filter(has_text="Who pays").wait_for()
    form.locator("[data-arrived]").wait_for()
    assert (form.locator(".wrong").count(), form.get_by_role("textbox").input_value()) == (0, "")
    assert console.locator("#announce").text_content() == "Done"


def test_a_refusal_is_put_away(room, console):
    room.forgive("409")
    form = console.locator("#form-outside")
    form.evaluate("each => each.closest('details').open = true")
    room.does("/fishbowl/phase/pause/", seen="running")
    form.get_by_label("Number of the person").fill("1")
    form.get_by_role("button").click()
    console.get_by_role("button", name="Close", exact=True).click()
    assert console.locator("#refusal > *").count() == 0
