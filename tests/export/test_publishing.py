"""Editions: frozen with a checksum, followed by corrections, closed as soon as somebody takes their consent back."""

import json
import uuid

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gallery.models import Note
from tests.conftest import client_of, make_workshop, person
from tests.export.opened import READ
from tests.export.test_gate import Scene, twin
from workshop import actions as room
from workshop.export import archive, files, frozen, publishing
from workshop.export.archive import write
from workshop.export.document import compose
from workshop.export.evening import evening
from workshop.export.gather import gather
from workshop.export.importing import import_archive
from workshop.export.models import Paper, Publication
from workshop.models import Workshop
from workshop.refusals import NotNow

NOW = timezone.now()


@pytest.fixture
def scene(workshop):
    return Scene(workshop)


def published(workshop, **about):
    return publishing.publish(workshop=workshop, **about)


def read(workshop, path=""):
    return Client().get(f"/notes/{workshop.paper.key}/{path}")


# --- frozen ------------------------------------------------------------------------------------
def test_an_edition_is_what_was_there_when_it_was_published(scene):
    first = published(scene.workshop)
    scene.note(scene.city, lambda place: "Written afterwards", "", {"consent": "city"})
    page = read(scene.workshop).content.decode()
    assert "Written afterwards" not in page and twin("note city") in page
    assert first.checksum == frozen.checksum(first.document) and first.checksum in page


def test_a_document_comes_out_of_the_ice_as_it_went_in(scene):
    data = frozen.frozen(compose(gather(scene.workshop)))
    assert frozen.frozen(frozen.thawed(data)) == data


def test_the_same_press_and_an_unchanged_note_make_no_second_edition(scene):
    key = uuid.uuid4()
    first = published(scene.workshop, key=key)
    assert published(scene.workshop, key=key) == first
    assert published(scene.workshop) == first
    assert Publication.objects.count() == 1


def test_a_correction_is_the_next_edition_with_its_changes(scene):
    published(scene.workshop)
    Workshop.objects.filter(pk=scene.workshop.pk).update(framing="Why it matters.")
    scene.note(scene.city, lambda place: "A later note", "", {"consent": "city"})
    second = published(scene.workshop)
    assert second.number == 2
    assert second.changes[0] == "At a glance: 1 piece changed."
    assert "Why this matters: 2 pieces added." in second.changes
    page = read(scene.workshop).content.decode()
    assert "A later note" in page and "Why this matters: 2 pieces added." in page
    assert "A later note" not in read(scene.workshop, "1/").content.decode()


@pytest.mark.parametrize("name", files.PUBLISHED)
def test_its_files_are_made_of_what_was_frozen(scene, name):
    published(scene.workshop)
    scene.note(scene.city, lambda place: "Written afterwards", "", {"consent": "city"})
    answer = read(scene.workshop, f"1/{name}/")
    assert answer.status_code == 200 and len(answer.content) > 1000
    assert b"Written afterwards" not in answer.content and b"CANARY" not in answer.content


def test_its_json_is_what_was_frozen_as_its_schema_says_with_its_checksum(scene):
    first = published(scene.workshop)
    whole = read(scene.workshop, "1/json/").json()
    assert (whole["schema"], whole["number"]) == ("peerwalk-edition/1", 1)
    assert whole["checksum"] == frozen.checksum(whole["document"]) == first.checksum
    schema = json.loads(archive.schema())
    jsonschema.validate(whole["document"], schema["properties"]["document"] | {"$defs": schema["$defs"]})
    told = json.dumps(whole, ensure_ascii=False)
    assert twin("note city") in told and "CANARY" not in told
    assert scene.workshop.code not in told and scene.workshop.door_key not in told


@pytest.mark.parametrize("name", files.PUBLISHED)
def test_no_file_of_an_edition_tells_what_was_taken_back(scene, name):
    first = published(scene.workshop)
    assert twin("note city") in READ[name](read(scene.workshop, f"1/{name}/").content)
    take_back_note(scene)
    Workshop.objects.filter(pk=scene.workshop.pk).update(revision=first.pk + 1000)
    assert read(scene.workshop, f"1/{name}/").status_code == 404
    text = READ[name](read(scene.workshop, f"2/{name}/").content)
    assert twin("note city") not in text and twin("note name unchecked") in text


def test_its_address_opens_no_door_of_the_workshop(scene):
    published(scene.workshop)
    page = read(scene.workshop).content.decode()
    assert scene.workshop.code not in page and scene.workshop.door_key not in page
    assert "CANARY" not in page
    assert [read(scene.workshop, path).status_code for path in ("2/", "1/exe/", "1/pictures/x/")] == [404, 404, 404]
    assert Client().get("/notes/nothing/").status_code == 404


def test_its_pictures_are_shown_to_everybody_and_no_other(scene):
    published(scene.workshop)
    shown, kept = (
        scene.workshop.photos.get(consent="name", withdrawn_at=None),
        scene.workshop.photos.get(consent="room"),
    )
    assert read(scene.workshop, f"1/pictures/{shown.file[:-4]}/").status_code == 200
    assert read(scene.workshop, f"1/pictures/{kept.file[:-4]}/").status_code == 404


# --- consent taken back ------------------------------------------------------------------------
def take_back_note(scene):
    scene.workshop.notes.filter(text=twin("note city")).update(withdrawn_at=NOW)
    return twin("note city")


def hide_quote(scene):
    scene.workshop.statements.filter(text=twin("statement name")).update(hidden_at=NOW)
    return twin("statement name")


def take_back_photo(scene):
    scene.workshop.photos.filter(caption=twin("photo city")).update(withdrawn_at=NOW)
    return twin("photo city")


def take_back_card(scene):
    scene.workshop.cards.filter(what=twin("what name")).update(withdrawn_at=NOW)
    return twin("next_step name")


def leave_name_out(scene):
    me = scene.named
    room.change(participant=me, name=me.name, city=me.city, function=me.function, consent="city")
    hall = scene.workshop
    for rows in (hall.notes, hall.cards, hall.statements, hall.open_questions):
        rows.filter(consent="name").update(consent="city")
    return twin("function of name")


WAYS = [take_back_note, hide_quote, take_back_photo, take_back_card, leave_name_out]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_taken_back_is_gone_at_the_next_reading(scene, way):
    first = published(scene.workshop)
    gone = way(scene)
    Workshop.objects.filter(pk=scene.workshop.pk).update(revision=first.pk + 1000)
    page = read(scene.workshop).content.decode()
    assert gone not in page and twin("note name unchecked") in page
    assert "Edition 2" in page and "A contribution was withdrawn" in page
    closed = read(scene.workshop, "1/")
    assert closed.status_code == 410 and gone not in closed.content.decode()
    assert read(scene.workshop, "1/md/").status_code == 404
    first.refresh_from_db()
    assert (first.document, first.reaches) == ({}, {})
    assert gone not in str(Publication.objects.get(number=2).document)


def test_an_answer_that_is_taken_back_is_gone_and_its_question_stays(scene):
    asked = scene.workshop.open_questions.create(
        **{
            "case": scene.case,
            "asker": scene.city,
            "text": "Who paid?",
            "consent": "city",
            "answer": "The owners did.",
        },
        answered_at=NOW,
        answered_by=scene.named,
        answer_consent="city",
    )
    note = Note.objects.create(workshop=scene.workshop, case=scene.case, author=scene.city, kind="question",
                               text="Who paid?", consent="city", question=asked)  # fmt: skip
    first = published(scene.workshop)
    assert "The owners did." in str(first.document) and note.pk
    scene.workshop.open_questions.update(answer_consent="room")
    Workshop.objects.filter(pk=scene.workshop.pk).update(revision=5000)
    page = read(scene.workshop).content.decode()
    assert "The owners did." not in page and "Who paid?" in page


def test_everything_else_stays_as_it_was_published(scene):
    published(scene.workshop)
    take_back_note(scene)
    scene.note(scene.city, lambda place: "Written afterwards", "", {"consent": "city"})
    Workshop.objects.filter(pk=scene.workshop.pk).update(framing="New words", revision=5000)
    page = read(scene.workshop).content.decode()
    assert "Written afterwards" not in page and "New words" not in page
    assert [each for each in (twin("note name"), twin("statement city"), twin("topic 3")) if each not in page] == []


def test_an_older_edition_without_it_stays_readable(scene):
    scene.workshop.notes.filter(text=twin("note city")).update(hidden_at=NOW)
    published(scene.workshop)
    scene.workshop.notes.filter(text=twin("note city")).update(hidden_at=None)
    published(scene.workshop)
    take_back_note(scene)
    Workshop.objects.filter(pk=scene.workshop.pk).update(revision=5000)
    assert [read(scene.workshop, path).status_code for path in ("", "1/", "2/", "3/")] == [200, 200, 410, 200]


def test_a_workshop_that_has_not_changed_is_not_gathered_again(scene, django_assert_max_num_queries):
    published(scene.workshop)
    read(scene.workshop)
    with django_assert_max_num_queries(6):
        assert read(scene.workshop).status_code == 200


@pytest.mark.parametrize("number", [1, 5])
def test_however_many_editions_there_are_a_picture_reads_the_document_of_its_own(scene, number):
    first = published(scene.workshop)
    for other in range(2, number + 1):
        about = {"number": other, "document": first.document, "seen_revision": first.seen_revision}
        scene.workshop.publications.create(language="en", title="Again", **about)
    name = next(block["file"] for block in first.document["blocks"] if block["kind"] == "picture" and block["file"])
    with CaptureQueriesContext(connection) as asked:
        assert read(scene.workshop, f"1/pictures/{name.removesuffix('.jpg')}/").status_code == 200
    documents = [each["sql"] for each in asked if '"document"' in each["sql"]]
    assert (len(documents), f'"id" = {first.pk} LIMIT' in documents[0], len(asked)) == (1, True, 6)


# --- what is not published ---------------------------------------------------------------------
def test_a_rehearsal_and_an_archive_are_not_published(workshop, elsewhere):
    Workshop.objects.filter(pk=workshop.pk).update(is_rehearsal=True)
    with pytest.raises(NotNow, match="A rehearsal is not published"):
        published(workshop)
    archive = import_archive(write(gather(elsewhere), lambda edition: b"{}"))
    with pytest.raises(NotNow, match="This workshop is an archive"):
        published(archive)
    assert Publication.objects.count() == 0


def test_the_chatham_house_rule_closes_what_named_anybody(scene):
    published(scene.workshop)
    lead = client_of("facilitator", scene.workshop)
    lead.post(f"/w/{scene.workshop.code}/note/paper/", {"nameless": "on"})
    page = read(scene.workshop).content.decode()
    assert "Edition 2" in page
    assert [part for part in ("name of name", "function of name", "city of name") if twin(part) in page] == []
    for name in files.FORMATS:
        told = files.make(scene.workshop, name, "internal")[2]
        assert twin("function of name").encode() not in told, name
        assert (
            name != "json"
            or [city.encode() for city in (twin("city"), twin("city of name")) if city in str(told)] == []
        )


# --- the evening -------------------------------------------------------------------------------
def test_the_list_says_who_still_has_to_do_what(scene):
    told = evening(scene.workshop)
    assert [said.text.split()[-1] for said in told.quotes] == ["unsaid", "room", "unchecked"]
    assert {each.is_current for each in told.sections} == {False}
    assert told.alone == [scene.city]
    page = client_of("rapporteur", scene.workshop).get(f"/w/{scene.workshop.code}/note/evening/").content.decode()
    assert "not approved yet" in page and "Publish the note" not in page
    assert "1 person is the only one of their city" in page


def test_whoever_lets_a_single_thing_travel_with_their_city_is_told_as_alone_too(workshop, ada, bo):
    lee = person(workshop, "Lee", "Dakar", consent="room")
    workshop.participants.update(consent="room")
    assert evening(workshop).alone == []
    about = {"workshop": workshop, "case": workshop.cases.first(), "kind": "take", "text": "Loans", "consent": "city"}
    for author in (ada, bo):
        Note.objects.create(author=author, **about)
    assert evening(workshop).alone == [ada]  # Bo is one of two of Dakar
    lee.delete()
    assert evening(workshop).alone == [ada, bo]
    Note.objects.update(consent="room")
    assert evening(workshop).alone == []


def test_a_case_owner_approves_their_section_with_one_tap_until_it_changes(scene, workshop):
    case = workshop.cases.get(number=1)
    owner, other = (
        client_of("case_owner", workshop, case),
        client_of("case_owner", workshop, workshop.cases.get(number=2)),
    )
    address = f"/w/{workshop.code}/note/cases/1/"
    assert address in owner.get(f"/w/{workshop.code}/plan/cases/1/").content.decode()
    page = owner.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert other.get(address).status_code == 404
    assert owner.post(f"{address}approve/", {"seen": "older"}).status_code == 409
    assert owner.post(f"{address}approve/", {"seen": seen}).status_code == 302
    owner.post(f"{address}approve/", {"seen": seen})
    [section] = [each for each in evening(workshop).sections if each.case == case]
    assert (section.is_current, section.approval.by, workshop.approvals.count()) == (True, "Case owner", 1)
    Note.objects.create(workshop=workshop, case=case, author=scene.city, kind="take", text="Late", consent="city")
    [section] = [each for each in evening(workshop).sections if each.case == case]
    assert section.is_current is False
    assert "changed since it was approved" in client_of("organizer", workshop).get(
        f"/w/{workshop.code}/note/evening/"
    ).content.decode()  # fmt: skip


def approve(workshop, case):
    owner, address = client_of("case_owner", workshop, case), f"/w/{workshop.code}/note/cases/{case.number}/"
    seen = owner.get(address).content.decode().split('name="seen" value="')[1].split('"')[0]
    assert owner.post(f"{address}approve/", {"seen": seen}).status_code == 302


def is_approved(workshop, case):
    return next(each for each in evening(workshop).sections if each.case == case).is_current


def test_what_is_reworded_after_its_owner_approved_it_waits_for_them_again(workshop):
    case, other = workshop.cases.get(number=1), workshop.cases.get(number=2)
    approve(workshop, case), approve(workshop, other)
    assert is_approved(workshop, case)
    writer, address = client_of("rapporteur", workshop), f"/w/{workshop.code}/note/desk/case-1/"
    seen = writer.get(address, headers={"accept": "application/json"}).json()["seen"]
    writer.post(address, {"text": "Another title", "seen": seen})
    assert (is_approved(workshop, case), is_approved(workshop, other)) == (False, True)
    approve(workshop, case)
    assert is_approved(workshop, case)


def test_words_that_come_back_are_still_approved(workshop):
    case = workshop.cases.get(number=1)
    for title in ("First", "Second"):
        workshop.cases.filter(pk=case.pk).update(title=title)
        assert not is_approved(workshop, case)
        approve(workshop, case)
    workshop.cases.filter(pk=case.pk).update(title="First")
    assert is_approved(workshop, case)
    assert workshop.approvals.count() == 2


def test_a_second_reader_reads_what_stands_there(workshop):
    reader, address = client_of("rapporteur", workshop), f"/w/{workshop.code}/note/read/"
    seen = evening(workshop).fingerprint
    assert reader.post(address, {"seen": seen}).status_code == 302
    assert evening(workshop).is_read
    person(workshop, "Eva", "Lyon", consent="city")
    assert reader.post(address, {"seen": seen}).status_code == 409
    assert evening(workshop).is_read is False


def test_a_lead_publishes_with_one_press(workshop):
    lead, key = client_of("facilitator", workshop), str(uuid.uuid4())
    told = lead.post(f"/w/{workshop.code}/note/publish/", {"key": key}, headers={"accept": "application/json"}).json()
    again = lead.post(f"/w/{workshop.code}/note/publish/", {"key": key}, headers={"accept": "application/json"}).json()
    assert told["edition"] == 1 and told == again
    page = lead.get(f"/w/{workshop.code}/note/evening/").content.decode()
    assert f"/notes/{Paper.objects.get().key}/" in page and told["checksum"] in page


def test_editions_of_two_workshops_do_not_meet(workshop):
    other = make_workshop(title="Another")
    published(workshop), published(other)
    assert workshop.paper.key != other.paper.key
    assert "Another" not in read(workshop).content.decode()
