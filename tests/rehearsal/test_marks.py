"""A rehearsal says so on every screen and in every file, and is the only kind of workshop that can be deleted."""

import io
import json
import subprocess
import zipfile
from io import StringIO
from pathlib import Path
from uuid import uuid4

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from gallery import walking
from gallery.printing import posters, rotation
from tests.conftest import client_of, move_to, person
from tests.export.opened import opened
from workshop.export import files
from workshop.models import Photo, Workshop
from workshop.rehearsal import copies

MARK = 'class="rehearsal"'
PHONE = ["room", "mine", "gallery:posters", "fishbowl:circle", "insights:card", "insights:board"]
DESK = ["console", "projector", "people", "links", "workshop-edit", "introduction", "cases", "note", "insights:desk"]


@pytest.fixture
def rehearsal(workshop):
    return copies.make(workshop=workshop, owners=[])


def page(client, name, workshop, *args):
    answer = client.get(reverse(name, args=[workshop.code, *args]), follow=True)
    assert answer.status_code == 200, name
    return answer.content.decode()


# --- the mark ----------------------------------------------------------------------------------
def marked(workshop):
    """The pages of a workshop that say they are of a rehearsal, and all that were looked at."""
    ada, hana = client_of(person(workshop, "Delegate", "Quito")), client_of("organizer", workshop)
    looked = [("join", page(Client(), "join", workshop)), ("return", page(Client(), "return", workshop))]
    looked += [(name, page(ada, name, workshop)) for name in PHONE]
    looked += [(name, page(ada, name, workshop, 1)) for name in ("gallery:poster", "gallery:wall")]
    looked += [(name, page(hana, name, workshop)) for name in DESK]
    return {name for name, html in looked if MARK in html}, {name for name, _html in looked}


def test_every_screen_of_a_rehearsal_says_so_and_no_other(workshop, rehearsal):
    said, looked = marked(rehearsal)
    assert said == looked
    assert marked(workshop)[0] == set()


def test_a_refusal_in_a_rehearsal_says_so_too(rehearsal):
    move_to(rehearsal, "gallery")
    move_to(rehearsal, "closing")
    ada = client_of(person(rehearsal, "Delegate", "Quito"))
    answer = ada.post(reverse("gallery:vote", args=[rehearsal.code, 1]), {"on": "1", "key": uuid4()})
    assert (answer.status_code, MARK in answer.content.decode()) == (409, True)


def test_the_title_says_it_once_however_often_it_is_copied(rehearsal):
    assert rehearsal.title == "Rehearsal: Renewing a city"
    assert copies.make(workshop=rehearsal, owners=[]).title == "Rehearsal: Renewing a city"


@pytest.mark.parametrize("name", ["docx", "pdf", "html", "md", "slides"])
def test_every_form_of_the_note_warns_in_a_sentence(workshop, rehearsal, name):
    sentence = "Rehearsal: nobody said or wrote this."
    assert sentence in opened(rehearsal, name)
    assert sentence not in opened(workshop, name)


def test_each_page_of_the_word_file_is_headed_by_the_warning(rehearsal, workshop):
    def head(of):
        return docx.Document(io.BytesIO(files.make(of, "docx")[2])).sections[0].header.paragraphs[0].text

    assert (head(rehearsal), head(workshop)) == ("Rehearsal: nobody said or wrote this.", "")


def test_every_row_of_every_table_says_it_is_of_a_rehearsal(rehearsal, workshop):
    book = openpyxl.load_workbook(io.BytesIO(files.make(rehearsal, "xlsx")[2]))
    assert {list(sheet.values)[0][-1] for sheet in book} == {"rehearsal"}
    assert {row[-1] for sheet in book for row in list(sheet.values)[1:]} == {True}
    assert {sheet.oddHeader.center.text for sheet in book} == {"Rehearsal: nobody said or wrote this."}
    real = openpyxl.load_workbook(io.BytesIO(files.make(workshop, "xlsx")[2]))
    assert [sheet.title for sheet in real if "rehearsal" in list(sheet.values)[0]] == []


def test_csv_and_json_say_it_with_every_row(rehearsal, workshop):
    with zipfile.ZipFile(io.BytesIO(files.make(rehearsal, "csv")[2])) as archive:
        heads = {archive.read(name).decode("utf-8-sig").splitlines()[0].split(",")[-1] for name in archive.namelist()}
    assert heads == {"rehearsal"}
    whole = json.loads(files.make(rehearsal, "json")[2])
    assert whole["rehearsal"] is True
    assert {row["rehearsal"] for rows in whole["tables"].values() for row in rows} == {True}
    assert json.loads(files.make(workshop, "json")[2])["rehearsal"] is False


@pytest.mark.parametrize("name", files.FORMATS)
def test_every_file_of_a_rehearsal_names_it_one_and_no_other_does(rehearsal, workshop, name):
    assert files.make(rehearsal, name)[0].startswith("Rehearsal")
    assert "Rehearsal" in opened(rehearsal, name)
    assert "Rehearsal: " not in opened(workshop, name)


def letters(pdf):
    """The letters of a PDF in the order they were set: the word stands askew, one letter at a time."""
    out = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(out.split())


def test_posters_and_cards_of_a_rehearsal_bear_the_word(rehearsal, workshop):
    def says(of):
        case = of.cases.first()
        case.workshop.title = "Renewing a city"  # the credits name the workshop
        sheets = [posters.make(case, "A3").pdf, posters.make(case, "A4").pdf, posters.cards(case)]
        return ["Rehearsal" in letters(pdf) for pdf in sheets]

    assert (says(rehearsal), says(workshop)) == ([True] * 3, [False] * 3)


def test_the_ways_past_the_posters_bear_it_too(rehearsal):
    for city in ("Quito", "Dakar", "Lyon"):
        person(rehearsal, "Delegate", city)
    walking.make_groups(workshop=rehearsal)
    assert "Rehearsal" in letters(rotation.make(rehearsal, rotation.GROUPS)).replace("Rehearsal:", "")


# --- making ------------------------------------------------------------------------------------
def test_an_organizer_makes_a_rehearsal_with_one_press(workshop):
    ida, key = client_of("organizer", workshop), uuid4()
    assert "Make a copy to rehearse in" in page(ida, "workshop-edit", workshop)
    for _press in range(2):
        answer = ida.post(reverse("workshop-rehearsal"), {"code": workshop.code, "key": key})
        made = Workshop.objects.get(is_rehearsal=True)
        assert answer["Location"] == reverse("workshop-edit", args=[made.code])
    assert list(made.organizers.all()) == list(workshop.organizers.all())
    assert (made.cases.count(), made.participants.count()) == (4, 0)


def test_a_facilitator_is_offered_no_rehearsal_and_a_foreign_workshop_can_not_be_rehearsed(hana, workshop, elsewhere):
    assert "Make a copy to rehearse in" not in page(hana, "workshop-edit", workshop)
    answer = client_of("organizer", workshop).post(reverse("workshop-rehearsal"), {"code": elsewhere.code})
    assert answer.status_code == 404


def test_a_rehearsal_is_no_earlier_workshop_to_copy(workshop, rehearsal):
    ida = client_of("organizer", rehearsal)
    assert [old.code for old in ida.get(reverse("workshop-new")).context["earlier"]] == []
    assert ida.post(reverse("workshop-copy"), {"code": rehearsal.code, "key": uuid4()}).status_code == 404


# --- deleting ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "then"), [("organizer", "/organize/"), ("facilitator", "/")])
def test_who_leads_deletes_a_rehearsal_with_one_press_after_one_question(workshop, rehearsal, role, then):
    client, address = client_of(role, rehearsal), reverse("rehearsal-delete", args=[rehearsal.code])
    assert "Delete the rehearsal" in page(client, "rehearsal-delete", rehearsal)
    assert Workshop.objects.filter(pk=rehearsal.pk).exists()
    answer = client.post(address)
    assert (answer.status_code, answer["Location"]) == (302, then)
    assert list(Workshop.objects.all()) == [workshop]
    assert client.post(address).status_code == 404


def test_a_workshop_that_is_no_rehearsal_is_never_deleted(workshop):
    client, address = client_of("organizer", workshop), reverse("rehearsal-delete", args=[workshop.code])
    assert [client.get(address).status_code, client.post(address).status_code] == [409, 409]
    with pytest.raises(CommandError):
        call_command("rehearse", workshop.code, "--delete", stdout=StringIO())
    assert Workshop.objects.get() == workshop


def test_one_that_only_claims_to_be_a_rehearsal_stays(workshop):
    workshop.is_rehearsal = True  # not in the database, which has the last word
    with pytest.raises(copies.NotNow):
        copies.remove(workshop=workshop)
    assert Workshop.objects.get() == workshop


def test_the_command_deletes_a_rehearsal(rehearsal, workshop):
    call_command("rehearse", rehearsal.spoken_code, "--delete", stdout=StringIO())
    assert list(Workshop.objects.all()) == [workshop]


def test_pictures_of_a_rehearsal_are_deleted_with_it(rehearsal, workshop, settings, django_capture_on_commit_callbacks):
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    for of in (rehearsal, workshop):
        file = f"{uuid4().hex}.jpg"
        (folder / file).write_bytes(b"a picture")
        Photo.objects.create(workshop=of, file=file, width=4, height=3, caption="Angus")
    with django_capture_on_commit_callbacks(execute=True):
        copies.remove(workshop=rehearsal)
    assert [path.name for path in folder.iterdir()] == [file]
