# ruff: noqa: F811  (fixtures are imported and then named)
"""The console as a list on paper, also where the network is gone; and people without a phone on each console."""

import pytest

from tests.browsers import chromium, room  # noqa: F401  (fixtures)
from tests.servers import prepared, shared  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture
def circle(room):
    """Five sit, one of them speaks; one waits with a topic, one without a phone."""
    room.moves_to("fishbowl")
    room.does("/fishbowl/phase/start/", seen="lobby")
    people = [room.joins(f"Delegate {city}", city) for city in ("Quito", "Dakar", "Lyon", "Porto", "Lima", "Oslo")]
    for each in people[:5]:
        room.does("/fishbowl/take/", each)
    room.does("/fishbowl/ask/", people[5], topic="Who pays")
    room.does("/fishbowl/guest/", name="Delegate Accra", city="Accra", where="queue")
    room.does(f"/fishbowl/floor/{people[1].number}/", seen=0)
    return people


def test_the_console_prints_as_a_list_without_network(room, circle):
    room.forgive("ERR_INTERNET_DISCONNECTED", "WebSocket", "Failed to fetch")
    console = room.console()
    assert console.get_by_text("The circle as it was at").is_hidden()
    console.context.set_offline(True)
    console.emulate_media(media="print")
    paper = console.locator("#console")
    chairs = [" ".join(each.split()) for each in paper.locator(".places > li:visible").all_inner_texts()]
    assert len(chairs) == 6
    assert chairs[1] == "2 Delegate Dakar, Dakar no. 2 speaks"
    assert chairs[5] == "6 free"
    queue = [" ".join(each.split()) for each in paper.locator(".queue > li:visible").all_inner_texts()]
    assert queue == ["1 Delegate Oslo, Oslo no. 6 Who pays", "2 Delegate Accra, Accra no. 7 no phone: call aloud"]
    assert paper.locator(".blank li:visible").all_inner_texts()[:2] == ["3", "4"]
    for words in ("The circle as it was at", "What keeps a project alive?", "Not yet: Accra, Oslo", "5 of 7"):
        assert paper.get_by_text(words).first.is_visible()
    assert console.locator("button:visible, form:visible, summary:visible, .plan:visible").count() == 0


def test_a_facilitator_has_the_people_without_a_phone_and_their_presses(room, circle):
    console = room.console()
    row = console.locator(".phoneless li").filter(has_text="Delegate Accra")
    assert "waits, place 2" in row.inner_text()
    row.get_by_role("button", name="Delegate Accra steps back from the queue").click()
    row.get_by_role("button", name="Delegate Accra would like a chair").click()
    row.get_by_role("button", name="Delegate Accra steps back from the queue").wait_for()
