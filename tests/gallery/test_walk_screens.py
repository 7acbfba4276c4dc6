# ruff: noqa: F811  (fixtures are imported and then named)
"""The walk as it looks: every part on projector, console, phone and a host's phone; usable by all, at any size."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsers import DESK, NARROW, PHONE, chromium, room  # noqa: F401
from tests.servers import prepared, shared  # noqa: F401
from tests.test_screens import RULES, SMALL_TARGETS, TEXTS, told

pytestmark = [pytest.mark.browser, pytest.mark.servers]
TOWNS = ["Quito", "Dakar", "Lyon", "Lima", "Oslo", "Porto", "Graz", "Riga", "Kyoto", "Accra", "Turin", "Cork"]
SETTINGS = {
    "briefing_minutes": 3,
    "transit_seconds": 60,
    "hosts_minutes": 7,
    "revisit_minutes": 4,
    "vote_minutes": 2,
    "debrief_minutes": 6,
}
PARTS = ["before-1", "briefing-1", "round-1", "transit-2", "round-2", "transit-3", "round-3", "transit-4", "round-4"]
PARTS = [*PARTS, "hosts-4", "revisit-4", "vote-4", "debrief-4"]


@pytest.fixture
def walkers(room):
    people = [room.joins(f"Delegate {number}", city) for number, city in enumerate(TOWNS)]
    room.moves_to("gallery")
    return people


def ready(room, variant):
    room.does("/gallery/walk/free/")
    room.does("/gallery/walk/settle/", variant=variant, **SETTINGS)
    room.does("/gallery/walk/groups/", seed=1)


def faults_of(page):
    """What axe finds, what is too small to read or to hit, and whether it is wider than the phone."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = [
        (rule["id"], node["html"][:160])
        for rule in Axe().run(page, options=options).response["violations"]
        for node in rule["nodes"]
    ]
    if page.viewport_size["width"] <= 360:
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [("wide", wide)] if wide > page.viewport_size["width"] else []
        found += [("small", box["words"]) for box in page.evaluate(TEXTS) if box["size"] < 16]
        found += [("target", target) for target in page.evaluate(SMALL_TARGETS)]
    return found


@pytest.mark.parametrize("variant", ["hosted", "silent", "free", "seated"])
def test_every_part_can_be_read_from_afar_and_in_the_hand(room, walkers, variant):
    ready(room, variant)
    projector, phone = room.projector(), room.shows(walkers[0], "/gallery/", **NARROW)
    parts = PARTS if variant in ("hosted", "silent") else [each for each in PARTS if "transit" not in each]
    if variant == "free":
        parts = ["before-1", "briefing-1", "round-1", "hosts-1", "revisit-1", "vote-1", "debrief-1"]
    for part, following in zip(parts, [*parts[1:], "after-4"], strict=True):
        room.does("/gallery/walk/next/", seen=part)
        kind = following.split("-")[0]
        projector.wait_for_selector(f".phase.is-{kind}:not([hidden])", state="attached")
        phone.wait_for_selector(f"#my-walk .phase.is-{kind}:not([hidden])", state="attached")
        assert (following, *told(projector)) == (following, [], [], [])
        if kind not in ("round", "transit") or following in ("round-1", "transit-2"):
            assert (following, faults_of(phone)) == (following, [])


def test_everybody_can_use_what_facilitators_and_hosts_see(room, walkers):
    ready(room, "hosted")
    note = room.does("/gallery/1/notes/", walkers[0], kind="question", text="Who pays?")["note"]
    room.does(f"/gallery/walk/debrief/{note}/", on="1")
    room.does("/gallery/1/host/in/", **{"for": walkers[1].number})
    for seen in ("before-1", "briefing-1"):
        room.does("/gallery/walk/next/", seen=seen)
    room.does("/gallery/1/host/pitch/", on="1")
    for scheme in ("light", "dark"):
        for path in ("/console/", "/gallery/walk/debrief/", "/gallery/walk/debrief/skipping/"):
            assert (path, faults_of(room.shows(room.hana, path, color_scheme=scheme, **DESK))) == (path, [])
        for size in (PHONE, NARROW):
            assert faults_of(room.shows(room.hana, "/gallery/1/host/", color_scheme=scheme, **size)) == []


def test_everybody_can_fill_in_how_the_walk_goes(room, walkers):
    for scheme in ("light", "dark"):
        assert faults_of(room.shows(room.hana, "/gallery/walk/settings/", color_scheme=scheme, **DESK)) == []
    page = room.shows(room.hana, "/gallery/walk/settings/", java_script_enabled=False, **DESK)
    page.get_by_role("radio", name="Everybody alone, in silence").check()
    page.get_by_label("Briefing").fill("0")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/console/")
    assert "Get the silent walk ready" in page.content()


WRONG = "(() => { const now = Date.now; Date.now = () => now() + 600000; })()"  # ten minutes ahead
SOON = """
from datetime import timedelta
from gallery.models import Part
for part in Part.objects.all():
    part.started_at -= timedelta(seconds=168)
    part.ends_at -= timedelta(seconds=168)
    part.save()
"""


def test_a_part_comes_by_the_clock_alone_also_where_the_clock_is_wrong(room, walkers):
    """Nobody presses and nothing is announced: each page turns at its deadline by itself."""
    ready(room, "rotating")
    room.does("/gallery/walk/next/", seen="before-1")
    room.server.manage("shell", "-v", "0", "-c", SOON)  # as if the briefing had run for almost three minutes
    pages = [room.projector(), room.console(), room.shows(room.hana, "/gallery/1/host/", **PHONE)]
    phone = room.page(walkers[0], **PHONE)
    phone.add_init_script(WRONG)
    phone.goto(f"{room.at}/gallery/")
    for page in [*pages, phone]:
        assert page.locator(".phase:not([hidden]) .clock").first.inner_text().startswith("0:")
    phone.wait_for_selector("#my-walk .is-round:not([hidden])", timeout=30000)
    pages[0].wait_for_selector(".is-round:not([hidden])", timeout=30000)
    pages[1].wait_for_selector(".rounds .is-round:not([hidden])", timeout=30000)
    pages[2].wait_for_selector(".phase:not([hidden]) dt:has-text('Here now')", timeout=30000)
