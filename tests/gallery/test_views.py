"""The gallery over HTTP: posters, a poster with its wall, notes, dots, what is mine, hiding."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery.models import Note
from gallery.posters import cover_url
from tests.conftest import client_of, move_to, person
from workshop import live
from workshop.models import Consent, Workshop

HTMX = {"HTTP_HX_REQUEST": "true"}
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def walk(workshop):
    """The workshop during its gallery walk."""
    move_to(workshop, "cases")
    move_to(workshop, "gallery")
    return workshop


def at(workshop, rest=""):
    return f"/w/{workshop.code}/gallery/{rest}"


def note_of(author, text="A lender who waits", number=1, **more):
    case = author.workshop.cases.get(number=number)
    with live.changing(author.workshop):  # pictures are kept for as long as nothing changes
        return Note.objects.create(workshop=author.workshop, case=case, author=author, kind="take", text=text, **more)


def send_note(client, workshop, text="A lender who waits", kind="condition", number=1, headers=None, **fields):
    return client.post(at(workshop, f"{number}/notes/"), {"kind": kind, "text": text, **fields}, **(headers or {}))


# --- reading -----------------------------------------------------------------------------------
def test_a_phone_lists_the_posters(ada, walk):
    page = client_of(ada).get(at(walk)).content.decode()
    assert [page.count(f"A case of {case.city}") for case in walk.cases.all()] == [1, 1, 1, 1]
    assert [page.count(f'<img src="{cover_url(case)}"') for case in walk.cases.all()] == [1, 1, 1, 1]


def test_an_empty_gallery_says_so(ada, workshop):
    workshop.cases.all().delete()
    assert "No poster hangs yet" in client_of(ada).get(at(workshop)).content.decode()


def test_a_poster_tells_its_case_with_figures_contradictions_and_footnotes(ada, workshop):
    case = workshop.cases.get(number=1)
    case.background, case.place = "## The shops\n\nThey closed in 1992.", "Technopole Angus"
    case.save()
    about = {"as_of": "2017", "source": "a note"}
    case.facts.create(position=1, label="Workers", value=2500, unit="workers", is_key=True, **about)
    case.facts.create(position=2, label="Homes", value=350, value_to=400, unit="homes", quantity="homes", **about)
    case.facts.create(position=3, label="Homes elsewhere", value=400, unit="homes", quantity="homes", **about)
    case.footnotes.create(position=1, text="A social enterprise.", slot="background")
    case.statements.create(workshop=workshop, kind="paraphrase", text="Nobody keeps them.", speaker_name="An expert")
    page = client_of(ada).get(at(workshop, "1/")).content.decode()
    told = ["Technopole Angus", "2,500", "<h3>The shops</h3>", "They closed in 1992.", "350–400 homes", "2017"]
    told += [
        "A social enterprise.",
        "Nobody keeps them.",
        "Paraphrase, published source",
        "The same figure is given as",
    ]
    assert [each for each in told if each not in page] == []


def test_a_statement_taken_down_in_the_room_is_not_on_the_poster(ada, workshop):
    case = workshop.cases.get(number=1)
    case.statements.create(workshop=workshop, kind="statement", text="Said in the circle.", speaker=ada)
    assert "Said in the circle." not in client_of(ada).get(at(workshop, "1/")).content.decode()


@pytest.mark.parametrize("number", ["9", "0", "99999999999999999999"])
def test_a_poster_that_is_not_there_is_404(ada, workshop, number):
    assert client_of(ada).get(at(workshop, f"{number}/")).status_code == 404


def test_a_stranger_is_led_to_the_join_form(noor, workshop):
    answer = client_of(noor).get(at(workshop, "1/"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"/w/{workshop.code}/join/?next=")


def test_the_cover_may_be_kept_by_the_browser(ada, workshop):
    answer = client_of(ada).get(at(workshop, "1/cover.svg"))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/svg+xml", "nosniff")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"


def test_the_address_of_a_cover_changes_with_the_drawing(workshop):
    case = workshop.cases.get(number=1)
    before = cover_url(case)
    case.cover_count += 1
    assert cover_url(case) != before


# --- notes -------------------------------------------------------------------------------------
def test_a_note_hangs_on_the_wall_with_kind_and_city_and_without_a_name(ada, bo, walk):
    assert send_note(client_of(ada), walk, headers=HTMX).status_code == 204
    page = client_of(bo).get(at(walk, "1/")).content.decode()
    wall = page[page.index('<section id="wall-1"') :]
    assert [word in wall for word in ("A lender who waits", "Condition", "Quito")] == [True] * 3
    assert "Ada" not in wall


def test_a_plain_form_returns_to_the_wall(ada, walk):
    answer = send_note(client_of(ada), walk)
    assert (answer.status_code, answer["Location"]) == (302, at(walk, "1/#wall"))


def test_a_script_is_told_the_notes_id_and_when_it_came(ada, walk):
    answer = send_note(client_of(ada), walk, headers=JSON).json()
    note = Note.objects.get()
    assert (answer["done"], answer["note"]) == (True, note.pk)
    assert abs(datetime.fromisoformat(answer["at"]) - note.created_at) < timedelta(milliseconds=1)


def test_a_note_sent_twice_hangs_once(ada, walk):
    key = uuid4()
    answers = [send_note(client_of(ada), walk, key=key, headers=JSON).json() for _ in range(3)]
    assert (Note.objects.count(), answers[0]) == (1, answers[2])


def test_a_key_of_somebody_elses_page_is_refused_and_shares_nothing(ada, bo, walk):
    key = uuid4()
    send_note(client_of(ada), walk, key=key)
    assert send_note(client_of(bo), walk, key=key, headers=JSON).status_code == 409
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "The note is still empty."),
        ({"text": "\u202e\u200b\x00"}, ""),
        ({"text": "x" * 1001}, "This note has 1001 characters; the wall takes 1000."),
        ({"text": "e\u0301" * 4 + "x" * 1000}, "the wall takes 1000"),
        ({"kind": "praise"}, "Please choose: take home, condition or question."),
        ({"consent": "everybody"}, "everybody"),
        ({"key": "not a key"}, "This page was damaged on its way."),
    ],
)
def test_a_bad_note_is_422_with_a_sentence_and_nothing_is_saved(ada, walk, fields, sentence):
    answer = send_note(client_of(ada), walk, **fields)
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_what_was_typed_stays_when_something_is_wrong(ada, walk):
    answer = send_note(client_of(ada), walk, text="Rooms free of charge", kind="praise")
    assert ">Rooms free of charge</textarea>" in answer.content.decode()
    assert (
        ">Rooms free of charge</textarea>"
        in send_note(client_of(ada), walk, text="Rooms free of charge", kind="praise", headers=HTMX).content.decode()
    )


def test_a_thousand_characters_fit_on_a_note(ada, walk):
    send_note(client_of(ada), walk, text="é" * 1000)
    assert Note.objects.get().text == "é" * 1000


def test_control_and_override_signs_never_reach_the_wall(ada, walk):
    send_note(client_of(ada), walk, text="a\u202eb\x00c\u2066d\u2069<script>\r\ne")
    assert Note.objects.get().text == "abc\u2066d\u2069<script>\ne"
    assert "&lt;script&gt;<br>e" in client_of(ada).get(at(walk, "1/")).content.decode()


@pytest.mark.parametrize("size", [1_000_000, 10_000_000])
def test_a_giant_text_is_refused_in_words(ada, walk, size):
    answer = send_note(client_of(ada), walk, text="x" * size)
    assert (answer.status_code in (400, 413, 422), Note.objects.count()) == (True, 0)


def test_a_foreign_poster_can_not_be_written_on(ada, noor, walk, elsewhere):
    move_to(elsewhere, "cases")
    elsewhere.cases.create(number=9, city="Rabat", title="Only there")
    assert send_note(client_of(ada), walk, number=9).status_code == 404
    assert send_note(client_of(ada), elsewhere).status_code == 403
    assert Note.objects.count() == 0


@pytest.mark.parametrize("headers", [HTMX, JSON])
def test_a_note_at_the_closing_is_refused_with_a_sentence(ada, workshop, headers):
    move_to(workshop, "closing")
    answer = send_note(client_of(ada), workshop, headers=headers)
    assert (answer.status_code, Note.objects.count()) == (409, 0)
    assert "the walls are complete" in answer.content.decode()


def test_a_plain_form_that_is_refused_keeps_its_words(ada, workshop):
    move_to(workshop, "closing")
    answer = send_note(client_of(ada), workshop, text="Rooms free of charge")
    assert (answer.status_code, Note.objects.count()) == (409, 0)
    page = answer.content.decode()
    assert "the walls are complete" in page
    assert ">Rooms free of charge</textarea>" in page


@pytest.mark.parametrize(
    ("stages", "opened"),
    [
        ([], True),
        (["welcome"], True),
        (["cases"], True),
        (["gallery"], True),
        (["cases", "fishbowl"], True),
        (["cases", "welcome"], True),
        (["cases", "closing"], False),
        (["cases", "closing", "visit"], True),
    ],
)
def test_walls_are_open_until_the_closing(ada, workshop, stages, opened):
    for kind in stages:
        move_to(workshop, kind)
    assert send_note(client_of(ada), workshop, headers=HTMX).status_code == (204 if opened else 409)


def test_an_example_is_marked_on_the_wall(ada, bo, walk):
    note_of(ada)
    assert '<span class="example">' not in client_of(bo).get(at(walk, "1/")).content.decode()
    note_of(ada, is_example=True)
    assert '<span class="example">Example</span>' in client_of(bo).get(at(walk, "1/")).content.decode()


def test_a_large_wall_shows_its_newest_notes_and_leads_to_all(ada, walk):
    case = walk.cases.get(number=1)
    Note.objects.bulk_create(
        Note(workshop=walk, case=case, author=ada, kind="take", text=f"Idea {n:03}.") for n in range(205)
    )
    page = client_of(ada).get(at(walk, "1/")).content.decode()
    wall = page[page.index('<section id="wall-1"') :]
    assert (wall.count('<article class="note'), wall.count("Idea 204."), wall.count("Idea 184.")) == (20, 1, 0)
    assert "All 205 notes" in wall
    seen = [client_of(ada).get(at(walk, f"1/wall/?page={n}")).content.decode().count("<article") for n in (1, 2, 3)]
    assert seen == [100, 100, 5]


# --- what is mine ------------------------------------------------------------------------------
def test_only_i_am_told_which_notes_are_mine(ada, bo, walk):
    mine, other = note_of(ada), note_of(bo)
    page = client_of(ada).get(at(walk, "1/mine/")).content.decode()
    assert f'data-notes="{mine.pk} "' in page
    page = client_of(bo).get(at(walk, "1/mine/")).content.decode()
    assert f'data-notes="{other.pk} "' in page


def test_my_part_is_sent_again_only_after_a_change(ada, walk):
    client = client_of(ada)
    first = client.get(at(walk, "1/mine/"))
    assert client.get(at(walk, "1/mine/"), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    send_note(client, walk)
    assert client.get(at(walk, "1/mine/"), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_another_person_does_not_get_my_part_from_a_cache(ada, bo, walk):
    first = client_of(ada).get(at(walk, "1/mine/"))
    assert first["Cache-Control"] == "private, no-cache"
    assert client_of(bo).get(at(walk, "1/mine/"), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_what_i_take_back_leaves_every_screen(ada, bo, walk):
    note = note_of(ada, text="Never mind")
    assert "Never mind" in client_of(bo).get(at(walk, "1/")).content.decode()
    client_of(ada).post(at(walk, f"notes/{note.pk}/take-back/"))
    for client in (client_of(ada), client_of(bo), client_of("facilitator", walk)):
        for page in ("1/", "1/wall/"):
            assert "Never mind" not in client.get(at(walk, page)).content.decode()


def test_a_note_can_be_taken_back_when_the_walls_are_closed(ada, walk):
    note = note_of(ada)
    move_to(walk, "closing")
    assert client_of(ada).post(at(walk, f"notes/{note.pk}/take-back/"), **HTMX).status_code == 204
    note.refresh_from_db()
    assert note.on_the_wall is False


@pytest.mark.parametrize("door", ["take-back", "travel"])
def test_nobody_touches_the_note_of_another(ada, bo, noor, walk, door):
    note = note_of(ada)
    answers = [client_of(who).post(at(walk, f"notes/{note.pk}/{door}/"), **HTMX).status_code for who in (bo, noor)]
    note.refresh_from_db()
    assert (answers, note.withdrawn_at, note.consent) == ([404, 403], None, "")


def test_my_note_has_a_page_and_nobody_else_finds_it(ada, bo, walk):
    note = note_of(ada)
    assert client_of(ada).get(at(walk, f"notes/{note.pk}/")).status_code == 200
    assert client_of(bo).get(at(walk, f"notes/{note.pk}/")).status_code == 404
    assert client_of("facilitator", walk).get(at(walk, f"notes/{note.pk}/")).status_code == 404


# --- how far it travels ------------------------------------------------------------------------
def test_a_note_without_a_choice_follows_its_authors_choice(walk):
    cy = person(walk, "Cy", "Lyon", consent="city")
    send_note(client_of(cy), walk)
    note = Note.objects.get()
    assert (note.consent, note.travels) == ("", "city")
    cy.consent = Consent.UNSAID
    cy.save()
    assert Note.objects.get().travels == "room"


@pytest.mark.parametrize("consent", ["room", "city", "name"])
def test_a_note_may_have_a_choice_of_its_own(ada, walk, consent):
    send_note(client_of(ada), walk, consent=consent)
    assert (Note.objects.get().consent, Note.objects.get().travels) == (consent, consent)


@pytest.mark.parametrize(
    ("consent", "read", "checked"),
    [("name", "on", True), ("name", "", False), ("city", "on", False), ("", "on", False)],
)
def test_a_name_is_agreed_to_only_by_reading_and_choosing_it(ada, walk, consent, read, checked):
    note = note_of(ada)
    client_of(ada).post(at(walk, f"notes/{note.pk}/travel/"), {"consent": consent, "read": read})
    note.refresh_from_db()
    assert (note.consent, note.checked_at is not None) == (consent, checked)


def test_choosing_less_takes_the_agreement_away(ada, walk):
    note = note_of(ada)
    for consent, read in (("name", "on"), ("city", "")):
        client_of(ada).post(at(walk, f"notes/{note.pk}/travel/"), {"consent": consent, "read": read})
    note.refresh_from_db()
    assert (note.consent, note.checked_at) == ("city", None)


def test_an_unknown_choice_changes_nothing(ada, walk):
    note = note_of(ada, consent="room")
    answer = client_of(ada).post(at(walk, f"notes/{note.pk}/travel/"), {"consent": "everybody"})
    note.refresh_from_db()
    assert (answer.status_code, note.consent) == (422, "room")


# --- people without a phone --------------------------------------------------------------------
def test_a_helper_writes_and_votes_for_somebody_without_a_phone(walk):
    cy = person(walk, "Cy", "Lyon", has_phone=False)
    steward = client_of("steward", walk)
    send_note(steward, walk, consent="city", headers={}, **{"for": cy.number})
    steward.post(at(walk, "2/vote/"), {"on": "1", "for": cy.number})
    note = Note.objects.get()
    assert (note.author, note.consent, cy.votes.get().case.number) == (cy, "city", 2)


def test_a_helper_does_not_decide_for_somebody_with_a_phone(ada, walk):
    note = note_of(ada)
    steward = client_of("steward", walk)
    assert send_note(steward, walk, consent="name", headers=JSON, **{"for": ada.number}).status_code == 403
    fields = {"consent": "name", "read": "on", "for": ada.number}
    assert steward.post(at(walk, f"notes/{note.pk}/travel/"), fields, **JSON).status_code == 403
    assert send_note(steward, walk, headers=JSON, **{"for": ada.number}).status_code == 200


def test_people_do_not_write_for_each_other(ada, bo, walk):
    assert send_note(client_of(bo), walk, headers=JSON, **{"for": ada.number}).status_code == 403


def test_who_only_has_a_role_joins_first(walk):
    assert send_note(client_of("facilitator", walk), walk, headers=JSON).status_code == 403


# --- dots --------------------------------------------------------------------------------------
def vote(client, workshop, number, on="1", **headers):
    return client.post(at(workshop, f"{number}/vote/"), {"on": on}, **(headers or HTMX)).status_code


def test_three_dots_each_one_a_poster_and_they_can_be_taken_back(ada, walk):
    client = client_of(ada)
    assert [vote(client, walk, number) for number in (1, 2, 2, 3, 4)] == [204, 204, 204, 204, 409]
    assert vote(client, walk, 2, on="0") == 204
    assert vote(client, walk, 4) == 204
    assert sorted(ada.votes.values_list("case__number", flat=True)) == [1, 3, 4]


def test_a_dot_that_is_not_there_is_taken_back_without_harm(ada, walk):
    assert (vote(client_of(ada), walk, 1, on="0"), ada.votes.count()) == (204, 0)


@pytest.mark.parametrize("on", ["", "2", "yes"])
def test_a_dot_needs_to_know_where_to_go(ada, walk, on):
    assert (vote(client_of(ada), walk, 1, on=on), ada.votes.count()) == (409, 0)


@pytest.mark.parametrize("kind", ["cases", "fishbowl", "closing"])
def test_the_vote_is_over_after_the_walk(ada, walk, kind):
    move_to(walk, kind)
    answer = client_of(ada).post(at(walk, "1/vote/"), {"on": "1"}, **JSON)
    assert answer.status_code == 409
    assert answer.json() == {"refused": "The vote is over; it ended with the gallery walk."}


def test_a_plain_vote_returns_to_where_it_was_pressed(ada, walk):
    client = client_of(ada)
    assert client.post(at(walk, "1/vote/"), {"on": "1"})["Location"] == at(walk)
    assert client.post(at(walk, "1/vote/?at=poster"), {"on": "0"})["Location"] == at(walk, "1/#mine")


# --- keeping the walls -------------------------------------------------------------------------
def test_a_hidden_note_leaves_the_room_and_its_author_reads_why(ada, bo, hana, walk):
    note = note_of(ada, text="About my neighbour")
    assert hana.post(at(walk, f"notes/{note.pk}/hide/"), {"why": "It names a person."}).status_code == 302
    for page in ("1/", "1/wall/"):
        assert "About my neighbour" not in client_of(bo).get(at(walk, page)).content.decode()
    assert "It names a person." in client_of(ada).get(at(walk, "1/mine/")).content.decode()
    assert "It names a person." in hana.get(at(walk, "1/wall/")).content.decode()


def test_a_hidden_note_comes_back(ada, bo, hana, walk):
    note = note_of(ada, text="About my neighbour")
    hana.post(at(walk, f"notes/{note.pk}/hide/"), {"why": "It names a person."})
    hana.post(at(walk, f"notes/{note.pk}/restore/"))
    assert "About my neighbour" in client_of(bo).get(at(walk, "1/")).content.decode()


def test_hiding_needs_a_reason(ada, hana, walk):
    note = note_of(ada)
    answer = hana.post(at(walk, f"notes/{note.pk}/hide/"), {"why": " "})
    note.refresh_from_db()
    assert (answer.status_code, note.hidden_at) == (422, None)


def test_a_facilitator_of_another_workshop_finds_no_note(ada, walk, elsewhere):
    note = note_of(ada)
    other = client_of("facilitator", elsewhere)
    assert other.post(at(elsewhere, f"notes/{note.pk}/hide/"), {"why": "x"}).status_code == 404
    assert other.post(at(walk, f"notes/{note.pk}/hide/"), {"why": "x"}).status_code == 404


# --- cost --------------------------------------------------------------------------------------
def queries(client, address):
    with live.changing(Workshop.objects.get(code=address.split("/")[2])):
        pass
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize("page", ["", "1/", "1/mine/", "mine/", "1/wall/"])
def test_a_page_costs_the_same_with_one_person_and_with_five(ada, walk, page):
    client = client_of(ada)
    note_of(ada)
    alone = queries(client, at(walk, page))
    for name in "BCDE":
        note_of(person(walk, name, f"City {name}"))
        note_of(ada)
    walk.votes.create(case=walk.cases.get(number=1), voter=ada)
    assert queries(client, at(walk, page)) == alone


def test_a_note_costs_few_queries(ada, walk):
    client = client_of(ada)
    send_note(client, walk, headers=HTMX)
    with CaptureQueriesContext(connection) as seen:
        send_note(client, walk, headers=HTMX, key=uuid4())
    assert len(seen) <= 14
