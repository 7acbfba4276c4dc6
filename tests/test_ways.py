"""What exists is reached from where people are: each page is led to by another one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import client_of, move_to
from workshop.export import files, making, publishing

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


# --- from a phone to what was published --------------------------------------------------------
def pages_of(who, workshop):
    return [page_of(who, name, workshop) for name in ("room", "mine", "insights:home")]


def test_after_publishing_a_phone_is_led_to_the_note(workshop, ada):
    move_to(workshop, "closing")
    assert not any("/notes/" in html for html in pages_of(ada, workshop))
    edition = publishing.publish(workshop=workshop)
    address = f'href="/notes/{workshop.paper.key}/"'
    assert [html.count(address) for html in pages_of(ada, workshop)] == [1, 1, 1]
    edition.closed_at = timezone.now()
    edition.save(update_fields=["closed_at"])
    assert not any("/notes/" in html for html in pages_of(ada, workshop))


def test_the_way_to_the_note_is_one_question_however_many_editions(workshop, django_assert_num_queries):
    for number in range(3):
        workshop.title = f"Title {number}"
        workshop.save(update_fields=["title"])
        publishing.publish(workshop=workshop)
    with django_assert_num_queries(1):
        key = publishing.public_key(workshop)
    assert (workshop.publications.count(), key) == (3, workshop.paper.key)


# --- from the note's page to its files ---------------------------------------------------------
def test_the_note_s_page_offers_both_editions_in_every_format(workshop):
    html = page_of("rapporteur", "note", workshop)
    tools = html[html.index('class="tools"') : html.index("</nav>")]
    inside = tools[tools.index("It is not for publication.") :]
    for format in files.FORMATS:
        address = reverse("note-make" if format in making.HEAVY else "export", args=[workshop.code, format])
        assert (tools.count(f'"{address}'), inside.count(f'"{address}')) == (2, 1), format
    assert (inside.count('name="edition" value="internal"'), inside.count("?edition=internal&")) == (1, 5)
    assert "edition=public" not in inside


def test_what_the_page_offers_as_internal_is_marked_so(workshop):
    rapporteur = client_of("rapporteur", workshop)
    file = rapporteur.get(reverse("export", args=[workshop.code, "md"]) + "?edition=internal&language=en")
    assert "not for publication" in file.content.decode()
    assert "internal" in file["Content-Disposition"]


# --- from any phone page to one's own case -----------------------------------------------------
@pytest.mark.parametrize("kind", STAGES)
def test_who_holds_a_case_s_link_is_led_back_to_the_case_in_every_stage(workshop, ada, kind):
    move_to(workshop, kind)
    html = client_of("case_owner", workshop).get(f"/w/{workshop.code}/", follow=True).content.decode()
    assert [leads_to(html, name, workshop, 1) for name in ("case-edit", "gallery:host")] == [True, True]
    assert not leads_to(html, "case-edit", workshop, 2)
    html = client_of("station_host", workshop, workshop.cases.first()).get(f"/w/{workshop.code}/", follow=True)
    assert leads_to(html.content.decode(), "gallery:host", workshop, 1)
    assert not leads_to(html.content.decode(), "case-edit", workshop, 1)
    html = client_of(ada).get(f"/w/{workshop.code}/", follow=True).content.decode()
    assert not any(leads_to(html, name, workshop, 1) for name in ("case-edit", "gallery:host"))
