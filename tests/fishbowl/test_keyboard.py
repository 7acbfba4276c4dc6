# ruff: noqa: F811  (fixtures are imported and then named)
"""The console by keyboard: after a press one is still where one was, and a second Enter presses nothing else."""

import pytest

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


def test_escape_closes_a_menu_and_goes_back_to_it(console):
    menu = console.get_by_label("More for chair 1")
    menu.focus()
    console.keyboard.press("Enter")
    console.keyboard.press("Tab")
    assert menu.evaluate("each => each.parentElement.open && each !== document.activeElement")
    console.keyboard.press("Escape")
    assert menu.evaluate("each => !each.parentElement.open && each === document.activeElement")
