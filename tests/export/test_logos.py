"""The partners' signs: uploaded by whoever leads, on the cover of every format that has one, kept in the archive."""

import io
import json
import subprocess

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gallery import photos
from tests.conftest import client_of
from tests.export.test_docx import parts
from workshop.export import actions, archive, files, publishing
from workshop.export.importing import import_archive


def sign(size=(900, 300), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGBA", size, (27, 75, 132, 255)).save(out, kind)
    return out.getvalue()


def upload(workshop, content, name="City Network"):
    file = SimpleUploadedFile("sign.png", content, "image/png")
    return client_of("facilitator", workshop).post(f"/w/{workshop.code}/note/logos/", {"name": name, "picture": file})


@pytest.fixture
def signed(workshop):
    assert upload(workshop, sign()).status_code == 302
    return workshop


def test_a_sign_is_kept_as_a_small_picture_and_shown_where_it_was_added(signed):
    [logo] = signed.logos.all()
    with Image.open(photos.path(logo.file)) as image:
        assert (logo.name, image.format, image.size) == ("City Network", "JPEG", (600, 200))
    page = client_of("facilitator", signed).get(f"/w/{signed.code}/note/paper/").content.decode()
    assert "City Network" in page and "data:image/jpeg;base64," in page


@pytest.mark.parametrize("content", [b"", b"<svg onload='x'/>", b"\x89PNG nothing"])
def test_what_is_no_picture_is_refused_with_a_sentence(workshop, content):
    answer = upload(workshop, content)
    assert answer.status_code == 422
    assert workshop.logos.count() == 0


def test_a_cover_has_room_for_so_many(signed):
    for _n in range(actions.MOST_LOGOS - 1):
        signed.logos.create(name="Another", file=f"{2:032x}.jpg")
    assert upload(signed, sign()).status_code == 429
    assert signed.logos.count() == actions.MOST_LOGOS


def test_it_stands_on_every_cover_and_bears_the_partners_name(signed):
    assert 'alt="City Network"' in files.make(signed, "html")[2].decode()
    assert 'descr="City Network"' in parts(files.make(signed, "docx")[2])["word/document.xml"].decode()
    assert images(files.make(signed, "pdf")[2]) == {(600, 200)}
    signed.logos.all().delete()
    assert images(files.make(signed, "pdf")[2]) == set()


def images(pdf):
    """Width and height in pixels of each photo in the file."""
    out = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in out.splitlines()[2:]]
    return {(int(row[3]), int(row[4])) for row in rows if row[8] == "jpeg"}


def test_the_json_with_it_is_what_its_schema_says(signed):
    jsonschema.validate(json.loads(files.make(signed, "json")[2]), json.loads(archive.schema()))


def test_an_archive_brings_it_along(signed):
    first = files.make(signed, "archive")[2]
    again = import_archive(first)
    assert [logo.name for logo in again.logos.all()] == ["City Network"]
    assert files.make(again, "archive")[2] == first


def test_it_stays_in_what_was_published_when_it_is_removed(signed):
    edition = publishing.publish(workshop=signed)
    [logo] = signed.logos.all()
    client_of("facilitator", signed).post(f"/w/{signed.code}/note/logos/{logo.pk}/remove/")
    assert signed.logos.count() == 0
    page = Client().get(f"/notes/{signed.paper.key}/{edition.number}/").content.decode()
    assert 'alt="City Network"' in page
    assert "City Network" not in files.make(signed, "html")[2].decode().partition("reading")[0]


def test_a_lost_file_costs_itself_alone(signed):
    photos.drop(signed.logos.get().file)
    assert images(files.make(signed, "pdf")[2]) == set()
    assert 'alt="City Network"' not in files.make(signed, "html")[2].decode()
    assert parts(files.make(signed, "docx")[2])
