"""What exists is reached from where people are: each page is led to by another one."""

import pytest
from django.urls import reverse

from tests.conftest import client_of, move_to

STAGES = ["welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"]


def page_of(who, name, workshop, *rest):
    return client_of(who, workshop).get(reverse(name, args=[workshop.code, *rest])).content.decode()


def leads_to(html, name, workshop, *rest):
    return f'href="{reverse(name, args=[workshop.code, *rest])}"' in html


# --- from the console --------------------------------------------------------------------------
@pytest.mark.parametrize("kind", STAGES)
def test_who_writes_reaches_desk_and_analyses_from_the_console_in_every_stage(workshop, kind):
    move_to(workshop, kind)
    for who, led in (("rapporteur", True), ("organizer", True), ("steward", False)):
        html = page_of(who, "console", workshop)
        tools = html[html.index('class="tools"') : html.index("</nav>")]
        ways = ("insights:desk", "insights:analyses", "note")
        assert [leads_to(tools, way, workshop) for way in ways] == [led] * 3, who


def test_a_steward_reaches_the_posters_from_the_gallery_s_console(workshop):
    assert not leads_to(page_of("steward", "console", workshop), "gallery:posters", workshop)
    move_to(workshop, "gallery")
    assert leads_to(page_of("steward", "console", workshop), "gallery:posters", workshop)
