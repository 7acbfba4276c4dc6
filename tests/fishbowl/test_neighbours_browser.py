# ruff: noqa: F811  (fixtures are imported and then named)
"""Two who share a phone, in a real browser; and a console so small that its red button could lie over what it says."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PHONE, chromium, room  # noqa: F401
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]
OVER = """() => {
  const box = (each) => each.getBoundingClientRect(), bar = box(document.querySelector(".the-next"));
  const told = [...document.querySelectorAll(".lineup > :is(.between, .alert, .hint)")].map(box);
  return [told.length, told.filter((each) => each.bottom > bar.top && each.top < bar.bottom).length];
}"""


@pytest.fixture
def talk(room):
    """A room whose circle talks."""
    room.moves_to("fishbowl")
    room.does("/fishbowl/phase/start/")
    return room


def looked_after(phone):
    return phone.locator("#neighbours article")


def test_somebody_beside_a_phone_is_named_added_called_and_followed_by_keys_alone(talk):
    ada, bo = talk.joins("Ada", "Quito"), talk.joins("Bo", "Dakar")
    phone, console = talk.shows(ada, "/fishbowl/", **PHONE), talk.console()
    link = phone.get_by_role("link", name="The person next to me has no phone")
    link.focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/neighbour/")
    phone.locator("#id_name").focus()
    phone.keyboard.type("Delegate")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Lima")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/fishbowl/")
    expect(looked_after(phone)).to_contain_text("A helper sees this, and comes to you.")
    talk.does("/fishbowl/ask/", visitor=bo)
    console.locator(".queue", has_text="Bo").wait_for()

    console.get_by_role("button", name="Add Delegate, Lima").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".beside")).to_have_count(0)
    expect(looked_after(phone)).to_contain_text("Is in the queue, number 2.")
    talk.does("/fishbowl/withdraw/", visitor=bo)  # nobody pokes this phone: the picture tells it
    expect(looked_after(phone)).to_contain_text("Is in the queue, number 1.")
    console.locator(".the-next .go").click()
    expect(looked_after(phone)).to_contain_text("Is called to chair 1")


def test_not_now_is_read_on_the_phone_and_let_go(talk):
    phone = talk.shows(talk.joins("Ada", "Quito"), "/fishbowl/neighbour/", **PHONE)
    phone.fill("#id_name", "Delegate")
    phone.fill("#id_city", "Lima")
    phone.get_by_role("button", name="Ask a helper to add them").click()
    phone.wait_for_url("**/fishbowl/")
    console = talk.console()
    console.get_by_role("button", name="Not now: Delegate, Lima").click()
    expect(looked_after(phone)).to_contain_text("A helper could not add them just now.")
    phone.get_by_role("button", name="I have read it").click()
    expect(looked_after(phone)).to_have_count(0)


def test_without_scripts_the_whole_way_is_there(talk):
    ada = talk.joins("Ada", "Quito")
    phone = talk.shows(ada, "/fishbowl/neighbour/", **PHONE, java_script_enabled=False)
    phone.fill("#id_name", "Delegate")
    phone.fill("#id_city", "Lima")
    phone.get_by_role("button", name="Ask a helper to add them").click()
    expect(looked_after(phone)).to_contain_text("A helper sees this")
    console = talk.console(java_script_enabled=False)
    console.get_by_role("button", name="Add Delegate, Lima").click()
    phone.reload()
    expect(looked_after(phone)).to_contain_text("Is in the queue, number 1.")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (360, 740), (320, 568), (740, 360)])
def test_on_a_small_console_the_red_button_lies_over_nothing_that_is_said(talk, width, height):
    for n in range(9):
        person = talk.joins(f"Planner {n}", f"City {n}")
        if n < 6:
            talk.does("/fishbowl/seat/", person=person.number, where="any")
        else:
            talk.does("/fishbowl/ask/", visitor=person)
    talk.does("/fishbowl/phase/last-call/")
    console = talk.console(**(PHONE | {"viewport": {"width": width, "height": height}}))
    console.locator(".lineup > .alert").wait_for()
    assert console.evaluate(OVER) == [3, 0]
