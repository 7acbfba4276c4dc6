"""The note in DOCX and on the page: whole, well formed, and literal about what people typed."""

import io
import json
import os
import re
import xml.dom.minidom
import zipfile
from collections import Counter

import docx
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gallery.models import Note
from tests.conftest import client_of, make_workshop, move_to, person
from tests.export.opened import marked_up, opened, packed
from tests.insights.conftest import a_card, a_note, a_point, a_statement, put
from workshop import demo
from workshop.export import files, sources
from workshop.export.document import compose
from workshop.export.gather import gather
from workshop.figures import display
from workshop.insights.models import TransferCard
from workshop.models import Case, Fact, Footnote, Question, Stage, Workshop

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INJECTIONS = [
    "<script>alert(1)</script>",
    "</w:t></w:r><w:p/>",
    "]]><!--",
    "{{ 7*7 }} {% now 'Y' %}",
    '#read("/etc/hostname")',
    "\\input{/etc/hostname}",
    "&lt;b&gt; &amp;",
    "%(number)s %s {0}",
]


@pytest.fixture
def told(db):
    return demo.build()


def docx_of(workshop):
    return docx.Document(io.BytesIO(files.make(workshop, "docx")[2]))


def parts_of(workshop):
    with zipfile.ZipFile(io.BytesIO(files.make(workshop, "docx")[2])) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- whole -------------------------------------------------------------------------------------
def test_every_figure_of_every_case_is_in_the_note(told):
    text, tables = packed(files.make(told, "docx")[2]), json.loads(files.make(told, "json")[2])["tables"]
    facts = list(Fact.objects.filter(case__workshop=told))
    assert [fact for fact in facts if display(fact) not in text or fact.label not in text] == []
    told_in_json = {row["id"]: (row["value"], row["unit"], row["as_of"], row["source"]) for row in tables["facts"]}
    assert told_in_json == {
        f"fact-{fact.pk}": (float(fact.value), fact.unit, fact.as_of, fact.source) for fact in facts
    }


def test_both_contradictions_of_the_source_are_told(told):
    text = opened(told, "docx")
    assert "The parts add up to 3,718, the total says 4,718." in text
    assert "The same figure is given as 350–400 housing units and 400 housing units." in text


def test_every_slot_statement_footnote_and_theme_is_in_the_note(told):
    text = re.sub(r"\s+", " ", opened(told, "docx"))
    wanted = [*told.statements.values_list("text", flat=True), *told.themes.values_list("statement", flat=True)]
    wanted += [*Footnote.objects.filter(case__workshop=told).values_list("text", flat=True)]
    for slots in told.cases.values_list("background", "approach", "outcomes", "lessons", "cost", "next_steps"):
        wanted += [line.removeprefix("## ") for slot in slots for line in slot.splitlines() if line.strip()]
    assert len(wanted) > 80
    assert [each for each in wanted if re.sub(r"\s+", " ", each).strip() not in text] == []


def test_what_a_theme_rests_on_is_told_as_far_as_it_is_published(workshop, ada):
    theme = workshop.themes.create(title="Buying", position=1)
    about = {"workshop": workshop, "case": workshop.cases.first(), "author": ada, "kind": "take", "text": "Loans"}
    told, kept = (Note.objects.create(consent=consent, **about) for consent in ("city", "room"))
    for note in (told, kept):
        theme.evidence.create(note=note, is_named=note == told)
    assert gather(workshop).evidence == [(f"theme-{theme.pk}", f"note-{told.pk}", True)]
    assert len(gather(workshop, "internal").evidence) == 2


def test_named_evidence_stands_beside_the_statement_as_far_as_it_is_published(workshop, ada, bo):
    move_to(workshop, "insights")
    theme = workshop.themes.create(title="Buying", position=1, statement="We buy from each other.")
    card = a_card(ada, case=2, what="A levy", consent="city")
    shown, other, kept = a_note(bo, text="Loans", consent="city"), a_note(bo, text="Other", consent="city"), a_note(bo)
    points = a_point(person(workshop, "Cy", "Lima", consent="city"), "Tenants"), a_point(bo, "In the room")
    for each in (card, shown, other, kept, *points):
        put(each, theme)
    theme.evidence.exclude(note=other).update(is_named=True)
    key = f"theme-{theme.pk}"
    blocks = compose(gather(workshop)).blocks
    assert [block.key for block in blocks if block.key.startswith(key)] == [
        *(key, f"{key}-text-0", f"{key}-card-{card.pk}", f"{key}-note-{shown.pk}", f"{key}-entry-{points[0].pk}"),
        f"{key}-evidence-0",
    ]
    quotes = [(block.text, block.by, block.about) for block in blocks if block.kind == "quote"]
    assert quotes == [
        ("A levy", "Quito", "Adapt it · Seoul"),
        ("Loans", "Dakar", "Take home · Montreal"),
        ("Tenants", "Lima", "Unheard point"),
    ]
    assert sources.check(compose(gather(workshop)), gather(workshop)) == ([], [])


def table_of(workshop, key):
    found = [block for block in compose(gather(workshop)).blocks if block.key == key]
    return [block.rows for block in found]


def test_the_questions_that_stay_open_are_those_of_walls_room_cards_and_queue(workshop, ada, bo):
    assert table_of(workshop, "open-table") == []
    move_to(workshop, "insights")
    cy = person(workshop, "Cy", "Lima", consent="city")
    asked = {"workshop": workshop, "asker": ada, "case": workshop.cases.get(number=2), "consent": "city"}
    Question.objects.create(text="Who pays?", **asked)
    Question.objects.create(text="Kept in the room", **asked | {"consent": "room"})
    Question.objects.create(text="How long?", answer="Long.", answered_at=timezone.now(), **asked)
    hung = Question.objects.create(text="Who cleans?", **asked)
    a_note(ada, case=2, kind="question", text="Who cleans?", question=hung, consent="city")
    a_card(bo, case=1, stance="unsure", what="The levy", consent="city")
    a_point(cy, "What of the tenants")
    a_point(person(workshop, "Di", "Porto", consent="room"), "Never told")
    a_statement(cy, text="Left in writing", kind="point", consent="city", checked_at=timezone.now())
    [rows] = table_of(workshop, "open-table")
    assert sorted(rows) == [
        ["Left in writing", "several", "Lima"],
        ["The levy", "Montreal", "Dakar"],
        ["What of the tenants", "several", "Lima"],
        ["Who cleans?", "Seoul", "Quito"],
        ["Who pays?", "Seoul", "Quito"],
    ]
    assert sources.check(compose(gather(workshop)), gather(workshop)) == ([], [])
    told = {each.kind: (each.written, each.published, each.room) for each in gather(workshop).coverage}
    assert (told["questions"], told["notes"]) == ((3, 2, 1), (1, 1, 0))


def lines_of(workshop, key, edition="public"):
    """What the note says in the pieces whose keys begin so."""
    blocks = compose(gather(workshop, edition)).blocks
    return [block.text for block in blocks if block.kind == "paragraph" and block.key.startswith(key)]


@pytest.fixture
def raised(workshop, ada, bo):
    """A theme with a card and a note of Ada's (Quito), a statement of Bo's (Dakar), an unheard point of Cy's (Lima)."""
    theme, cy = workshop.themes.create(title="Buying", position=1), person(workshop, "Cy", "Lima", consent="city")
    card = a_card(ada, case=2, consent="city")
    put(card, theme)
    put(a_note(ada, case=1, consent="city"), theme)
    put(a_statement(bo, consent="city", checked_at=timezone.now()), theme)
    put(a_point(cy), theme)
    return theme


def test_a_theme_is_raised_by_the_people_behind_every_kind_of_text(workshop, raised):
    assert lines_of(workshop, f"theme-{raised.pk}-evidence") == [
        "Raised by 3 participants, 3 cities: Dakar, Lima, Quito; on Montreal, Seoul."
    ]


def test_whoever_keeps_a_text_in_the_room_has_not_raised_it_in_public(workshop, raised, ada, bo):
    workshop.statements.update(consent="room")
    workshop.participants.filter(name="Cy").update(consent="room")
    assert lines_of(workshop, f"theme-{raised.pk}-evidence") == [
        "Raised by 1 participant, 1 city: Quito; on Montreal, Seoul."
    ]
    [told] = lines_of(workshop, f"theme-{raised.pk}-evidence", "internal")
    assert told == "Raised by 3 participants, 3 cities: Dakar, Lima, Quito; on Montreal, Seoul."


def test_cities_that_may_not_be_named_are_counted_only_among_three_people(workshop, raised):
    workshop.cards.update(consent="none")
    workshop.notes.update(consent="room")
    [told] = lines_of(workshop, f"theme-{raised.pk}-evidence")
    assert told == "Raised by 3 participants, 3 cities: Dakar, Lima (2 of 3); on Seoul."
    workshop.statements.update(consent="room")
    [told] = lines_of(workshop, f"theme-{raised.pk}-evidence")
    assert told == "Raised by 1 city: Lima; on Seoul."
    workshop.participants.filter(name="Cy").update(consent="room")
    assert lines_of(workshop, f"theme-{raised.pk}-evidence") == []


def test_how_sure_people_were_before_and_after_is_said_in_numbers(workshop):
    move_to(workshop, "insights")
    people = [person(workshop, f"P{n}", f"City {n}", consent="city") for n in range(4)]
    for each, first, then in zip(people, (1, 2, 3, 2), (3, 2, 2, None), strict=True):
        card = a_card(each, confidence=first, consent="city")
        TransferCard.objects.filter(pk=card.pk).update(confidence_after=then)
    assert lines_of(workshop, "shift") == [
        "3 cards were asked about again. Surer: 1; as sure: 1; less sure: 1; has not answered: 0."
    ]
    TransferCard.objects.update(confidence_after=None)
    assert lines_of(workshop, "shift") == []


def test_the_dissent_of_a_theme_stands_below_its_statement(workshop):
    workshop.themes.create(title="Buying", statement="It works.", dissent="Not in Dakar.", position=1)
    text = re.sub(r"\s+", " ", opened(workshop, "docx"))
    assert text.index("It works.") < text.index("But: Not in Dakar.")


def test_examples_are_marked_wherever_they_stand(told):
    document = compose(gather(told))
    slips = [slip for block in document.blocks if block.kind == "slips" for slip in block.slips]
    assert {slip.by.split(" · ")[0] for slip in slips} == {"Example"}
    captions = [block.caption for block in document.blocks if block.kind == "table" and "Turns" in block.caption]
    assert captions == ["Example · Turns in their order"]
    assert "Example · Delegate, Quito" in {slip.by for slip in slips}


def test_examples_are_not_counted_as_people(told):
    edition = gather(told)
    assert (edition.presence.people, edition.presence.cities) == (0, 0)
    assert {each.kind: each.written for each in edition.coverage} == dict.fromkeys(
        ["notes", "cards", "statements", "photos"], 0
    )


# --- well formed -------------------------------------------------------------------------------
def test_the_word_file_has_headings_contents_captions_and_footnotes(told):
    file, parts = docx_of(told), parts_of(told)
    titles = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert titles == [heading.text if not heading.number else f"{heading.number}. {heading.text}"
                      for heading in compose(gather(told)).headings if heading.level == 1]  # fmt: skip
    contents = file.element.body.find(f"{W}sdt")
    assert ["".join(line.itertext(f"{W}t")) for line in contents.iter(f"{W}p")] == ["Contents", *titles]
    assert len([p for p in file.paragraphs if p.style.name == "Caption"]) > 20
    signs = [int(sign.get(f"{W}id")) for sign in file.element.iter(f"{W}footnoteReference")]
    assert signs == list(range(1, 1 + Footnote.objects.filter(case__workshop=told).count()))
    assert parts["word/footnotes.xml"].count(b"<w:footnote ") == len(signs) + 2


def test_pictures_have_alt_texts_and_tables_heading_rows(told):
    file = docx_of(told)
    alts = [each.get("descr") for each in file.element.iter() if each.tag.endswith("}docPr")]
    assert len(alts) == 8 and set(alts) == set(told.cases.values_list("cover_alt", flat=True))
    tables = [table for table in file.element.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblCaption") is not None]
    assert len(tables) > 15
    assert [table for table in tables if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None] == []


def test_the_word_file_says_what_it_is(told):
    about = docx_of(told).core_properties
    assert (about.title, about.author, about.language) == (told.title, "UCLG", "en")


def test_bookmarks_and_links_of_the_contents_meet(told):
    body = docx_of(told).element.body
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert names == [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert len(set(names)) == len(names)


# --- literal -----------------------------------------------------------------------------------
def test_what_looks_like_markup_stays_text(workshop, ada):
    case = workshop.cases.get(number=1)
    case.background = case.title = case.cover_alt = "\n".join(INJECTIONS)
    case.save(update_fields=["background"])
    Case.objects.filter(pk=case.pk).update(title=INJECTIONS[0], cover_alt=INJECTIONS[0])
    for text in INJECTIONS:
        Note.objects.create(workshop=workshop, case=case, author=ada, kind="take", text=text, consent="city")
    file = docx_of(workshop)
    cells = {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert set(INJECTIONS) - cells == set()
    for content in parts_of(workshop).values():
        if content.startswith(b"<?xml"):
            xml.dom.minidom.parseString(content)
    page = files.make(workshop, "html")[2].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in marked_up(page.encode())


def test_control_signs_and_lost_halves_break_nothing(workshop, ada):
    case = workshop.cases.get(number=1)
    text = "a\x01b\x0bc\ufffed\u202ee \U0001f3d9 e"
    Note.objects.create(workshop=workshop, case=case, author=ada, kind="take", text=text, consent="city")
    Case.objects.filter(pk=case.pk).update(title="T\x02itle", standfirst="S\x03")
    Workshop.objects.filter(pk=workshop.pk).update(title="A\x04 title")
    for name in set(files.FORMATS) - {"ics", "slides", "participants"}:
        assert "abcde \U0001f3d9 e" in opened(workshop, name)
    assert docx_of(workshop).core_properties.title == "A title"


def test_an_empty_workshop_gives_a_calm_note(db):
    workshop = Workshop.objects.create(title="Nothing yet")
    for name in files.FORMATS:
        assert "Nothing yet" in opened(workshop, name)
    text = opened(workshop, "docx")
    assert "No case has been entered." in text
    assert "Nobody has spoken in the circle yet." in text


def test_a_lost_picture_is_said(workshop, ada):
    workshop.photos.create(
        by=ada,
        file="0" * 32 + ".jpg",
        width=1,
        height=1,
        caption="The yard",
        consent="city",
        case=workshop.cases.first(),
    )
    assert "The picture is not there any more." in opened(workshop, "docx")
    assert "The picture is not there any more." in opened(workshop, "html")
    assert "The picture is not there any more." in opened(workshop, "pdf")


# --- the same for one and for many -------------------------------------------------------------
def fill(workshop, people):
    """Everybody leaves four notes and two cards, two conditions rated on each."""
    cases, conditions = list(workshop.cases.all()), list(workshop.conditions.all())[:2]
    who = [person(workshop, f"Person {n}", f"City {n % 30}", consent="city") for n in range(people)]
    notes = [
        Note(workshop=workshop, case=case, author=author, kind=kind, text=f"{author.name} on {case.city}. " * 8)
        for author in who
        for case, kind in zip(cases, ("take", "condition", "question", "take"), strict=True)
    ]
    Note.objects.bulk_create(notes)
    for author in who:
        for case in cases[:2]:
            texts = {"what": f"What {author.name} takes", "target": author.city, "next_step": "A first step"}
            card = TransferCard.objects.create(workshop=workshop, author=author, case=case, stance="adapt", **texts)
            card.ratings.bulk_create(
                [card.ratings.model(card=card, condition=each, state="have") for each in conditions]
            )


def queries(workshop):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        gather(workshop)
    return len(seen)


def test_gathering_asks_as_often_for_one_as_for_five(workshop, elsewhere):
    fill(workshop, 1)
    fill(elsewhere, 5)
    assert queries(workshop) == queries(elsewhere) <= 66  # the analyses among them


def test_gathering_prepares_no_question_for_each_note_and_card(workshop, elsewhere, monkeypatch):
    fill(workshop, 1)
    fill(elsewhere, 5)
    prepared, chain = [], QuerySet._chain
    monkeypatch.setattr(QuerySet, "_chain", lambda rows: prepared.append(rows.model) or chain(rows))
    counts = []
    for each in (workshop, elsewhere):
        prepared.clear()
        gather(each)
        counts.append(Counter(model.__name__ for model in prepared))
    assert counts[0] == counts[1]


def test_the_note_of_a_full_hall_is_ready_in_five_seconds(workshop):
    fill(workshop, 150)
    assert (workshop.notes.count(), workshop.cards.count()) == (600, 300)
    for name in files.FORMATS:
        start = sum(os.times()[:4])  # of work, children's too: what others do on this machine doesn't count
        files.make(workshop, name)
        assert sum(os.times()[:4]) - start < 5


# --- the button and the command ----------------------------------------------------------------
@pytest.mark.parametrize("kind", Stage.Kind.values)
def test_the_note_can_be_had_at_any_moment(workshop, hana, kind):
    workshop.stage = workshop.stages.get(kind=kind)
    workshop.save(update_fields=["stage"])
    assert hana.get(f"/w/{workshop.code}/note/").status_code == 200
    assert hana.get(f"/w/{workshop.code}/export/docx/").status_code == 200


def test_a_download_has_a_safe_name_and_is_kept_by_nobody(workshop, hana):
    Workshop.objects.filter(pk=workshop.pk).update(title='워크숍 "a/b"\r\nX: y')
    answer = hana.get(f"/w/{workshop.code}/export/xlsx/")
    name = f"%EC%9B%8C%ED%81%AC%EC%88%8D_abX_y-{workshop.code}.xlsx"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert "no-store" in answer["Cache-Control"]


def test_another_format_is_not_found(workshop, hana):
    assert hana.get(f"/w/{workshop.code}/export/exe/").status_code == 404


def test_participants_and_strangers_have_no_note(workshop, ada, noor):
    for address in ("note/", "export/json/"):
        assert client_of(ada).get(f"/w/{workshop.code}/{address}").status_code == 403
        assert client_of(noor).get(f"/w/{workshop.code}/{address}").status_code == 404


def test_the_internal_edition_holds_what_stays_in_the_room_and_the_public_does_not(workshop, ada, tmp_path, hana):
    TransferCard.objects.create(workshop=workshop, author=ada, stance="adapt", what="A levy between us", target="Quito")
    for edition, cards in (("public", []), ("internal", ["A levy between us"])):
        path = tmp_path / f"{edition}.json"
        call_command("export", workshop.code, format="json", edition=edition, output=path)
        told = json.loads(path.read_text())
        assert told["edition"] == edition
        assert [card["what"] for card in told["tables"]["cards"]] == cards
        button = hana.get(f"/w/{workshop.code}/export/json/?edition={edition}").json()
        assert button["tables"]["cards"] == told["tables"]["cards"]


@pytest.mark.parametrize("name", files.FORMATS)
def test_every_format_of_an_internal_edition_says_that_it_is_one(workshop, ada, name):
    Note.objects.create(workshop=workshop, case=workshop.cases.first(), author=ada, kind="take", text="Between us")
    text = opened(workshop, name, "internal")
    assert ("Between us" in text and "Ada" in text) == (name not in ("ics", "slides", "participants"))
    assert ("Internal edition: not for publication." in text) == (name not in ("csv", "ics"))
    assert "Between us" not in opened(workshop, name)


def test_there_is_no_third_edition(workshop, hana):
    assert hana.get(f"/w/{workshop.code}/export/json/?edition=secret").status_code == 404


@pytest.mark.parametrize("name", files.FORMATS)
def test_the_command_writes_what_the_button_gives(workshop, tmp_path, capsys, name):
    path = tmp_path / "note"
    call_command("export", workshop.code, format=name, output=path)
    assert capsys.readouterr().out == f"{path}\n"
    begins = {"pdf": b"%PDF", "html": b"<!doctype html>", "json": b"{", "ics": b"BEGIN:VCALENDAR", "md": b"Peer"}
    begins |= {"slides": b"%PDF", "participants": b"%PDF"}
    assert path.read_bytes().startswith(begins.get(name, b"PK"))


def test_the_command_refuses_with_a_sentence(workshop, tmp_path):
    with pytest.raises(CommandError, match="No workshop has the code NOCODE."):
        call_command("export", "NOCODE")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("export", workshop.code, output=tmp_path / "missing" / "note.docx")


def test_the_single_file_loads_nothing(told):
    page = files.make(told, "html")[2].decode()
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)|url\(([^)]+)""", page)
    assert {(a or b).strip("'\"")[:1] for a, b in addresses} <= {"#", "d"}
    assert all((a or b).startswith(("#", "data:")) for a, b in addresses)


def test_two_workshops_do_not_meet(workshop, ada):
    other = make_workshop(title="Another")
    Note.objects.create(
        workshop=workshop, case=workshop.cases.first(), author=ada, kind="take", text="Only here", consent="city"
    )
    assert "Only here" in opened(workshop, "json")
    assert "Only here" not in opened(other, "json")
