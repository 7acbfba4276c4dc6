# ruff: noqa: F811  (fixtures are imported and then named)
"""A press that has begun ends on the button it began on, whatever happens in the room meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.browsers import chromium, room  # noqa: F401
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def console(room):
    room.moves_to("fishbowl")
    return room.console()


def put_a_finger_on(page, button):
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


def test_a_picture_waits_for_the_finger_that_is_down_in_it(room, console):
    waiting = console.locator(".queue li")
    put_a_finger_on(console, console.get_by_role("button", name="Close the queue"))
    room.does("/fishbowl/ask/", room.joins("Ada", "Quito"))
    console.wait_for_timeout(400)  # the picture is here by now
    assert waiting.count() == 0
    console.mouse.up()
    expect(console.get_by_role("button", name="Open the queue")).to_be_visible()
    expect(waiting).to_have_count(1)


def test_a_finger_that_rests_holds_nobody_up(room, console):
    put_a_finger_on(console, console.get_by_role("button", name="Close the queue"))
    room.does("/fishbowl/ask/", room.joins("Ada", "Quito"))
    expect(console.locator(".queue li")).to_have_count(1, timeout=3000)
    console.mouse.up()


def test_my_own_part_waits_for_my_finger_too(room):
    room.moves_to("fishbowl")
    ada = room.joins("Ada", "Quito")
    phone = room.shows(ada, "/fishbowl/", viewport={"width": 360, "height": 740})
    put_a_finger_on(phone, phone.get_by_role("button", name="Ask for a chair"))
    room.does(f"/fishbowl/people/{ada.number}/away/")
    phone.wait_for_timeout(400)
    phone.mouse.up()
    expect(phone.locator("#me")).to_contain_text("You are next")
