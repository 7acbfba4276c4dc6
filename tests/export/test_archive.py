"""The archive: the same bytes for the same content, whole or refused, and back in without trusting any of it."""

import hashlib
import io
import json
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from gallery import photos
from tests.conftest import client_of
from tests.export.test_gate import Scene
from tests.export.test_print import picture
from workshop import demo
from workshop.export import files
from workshop.export.archive import manifest
from workshop.export.importing import _is_plain, import_archive
from workshop.export.unpacking import BadArchive, opened, unpacked, verified
from workshop.models import RoleLink, Workshop


def archive_of(workshop):
    return files.make(workshop, "archive")[2]


@pytest.fixture
def scene(workshop):
    """A room with everything in it, and a real picture."""
    Scene(workshop)
    name = f"{7:032x}.jpg"
    for file in [name, *workshop.photos.values_list("file", flat=True)]:
        photos.path(file).write_bytes(small())
    about = {"width": 64, "height": 40, "caption": "The yard", "consent": "city"}
    workshop.photos.create(file=name, by=workshop.participants.last(), case=workshop.cases.first(), **about)
    return workshop


def small():
    out = io.BytesIO()
    Image.new("RGB", (64, 40), "#1B4B84").save(out, "JPEG")
    return out.getvalue()


def names_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.namelist()


def changed(content, **replaced):
    """The archive with some files replaced (None: left out) and its manifest made anew."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        inside = {name: package.read(name) for name in package.namelist() if name != "MANIFEST.sha256"}
    inside |= {name: data for name, data in replaced.items() if data is not None}
    inside = {name: data for name, data in inside.items() if replaced.get(name, data) is not None}
    return zipped(inside | {"MANIFEST.sha256": manifest(inside)})


def with_edition(content, change):
    whole = json.loads(verified(content)["edition.json"])
    change(whole["edition"])
    return changed(content, **{"edition.json": json.dumps(whole).encode()})


def zipped(inside):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in inside.items():
            package.writestr(name, data)
    return out.getvalue()


# --- out ---------------------------------------------------------------------------------------
def test_the_same_content_gives_the_same_bytes(scene):
    assert archive_of(scene) == archive_of(scene)


def test_it_holds_the_page_the_data_the_pictures_and_what_explains_them(scene):
    names = set(names_in(archive_of(scene)))
    wanted = {
        "index.html",
        "note.md",
        "note.json",
        "note.schema.json",
        "commitments.ics",
        "DICTIONARY.md",
        "LICENCE.txt",
    }
    wanted |= {"README.md", "MANIFEST.sha256", "edition.json", "tables/notes.csv", "pictures/case-1.svg"}
    assert wanted - names == set()
    assert f"pictures/{hashlib.sha256(small()).hexdigest()[:32]}.jpg" in names


def test_every_column_of_every_table_is_explained(scene):
    assert "see its name" not in verified(archive_of(scene))["DICTIONARY.md"].decode()


def test_it_tells_nothing_of_this_machine_and_opens_no_door(scene):
    whole = b"".join(verified(archive_of(scene)).values())
    assert scene.code.encode() not in whole and scene.door_key.encode() not in whole
    assert not any(photo.file.encode() in whole for photo in scene.photos.all())


def test_the_command_verifies_it(scene, tmp_path, capsys):
    path = tmp_path / "archive.zip"
    call_command("export", scene.code, format="archive", output=path)
    capsys.readouterr()
    call_command("verify-archive", path)
    assert capsys.readouterr().out.endswith("files, all as they were when the archive was made.\n")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(CommandError, match="no ZIP archive, or it is damaged"):
        call_command("verify-archive", path)
    with pytest.raises(CommandError, match="can't be read"):
        call_command("verify-archive", tmp_path / "nothing.zip")


def test_a_changed_missing_or_added_file_is_named(scene):
    inside = unpacked(archive_of(scene))
    for name, data, told in [
        ("note.md", b"Other words", "note.md is not what it was"),
        ("note.md", None, "note.md is listed and missing"),
        ("more.txt", b"!", "more.txt is in the archive and not listed"),
    ]:
        other = {key: value for key, value in (inside | {name: data}).items() if value is not None}
        with pytest.raises(BadArchive, match=told):
            verified(zipped(other))


# --- and in again ------------------------------------------------------------------------------
def test_out_and_in_and_out_again_gives_the_same_bytes(scene):
    first = archive_of(scene)
    again = import_archive(first)
    assert again.pk != scene.pk
    assert archive_of(again) == first


def test_the_demo_goes_round_as_well(db):
    first = archive_of(demo.build())
    assert archive_of(import_archive(first)) == first


def test_an_imported_workshop_has_a_code_of_its_own_closed_doors_and_no_roles(scene, tmp_path, capsys):
    path = tmp_path / "archive.zip"
    path.write_bytes(archive_of(scene))
    noor = get_user_model().objects.create(username="noor")
    links = RoleLink.objects.count()
    call_command("import_archive", path, organizer="noor")
    again = Workshop.objects.get(code=capsys.readouterr().out.strip())
    assert again.code != scene.code and not again.doors_open
    assert list(again.organizers.all()) == [noor]
    assert (again.participants.count(), RoleLink.objects.count()) == (0, links)
    assert [case.title for case in again.cases.all()] == [case.title for case in scene.cases.all()]
    assert again.cases.get(number=1).pk != scene.cases.get(number=1).pk


def test_every_format_can_be_had_of_it(scene):
    again = import_archive(archive_of(scene))
    for name in files.FORMATS:
        assert len(files.make(again, name)[2]) > 100


def test_foreign_ids_and_forged_roles_lead_nowhere(scene, elsewhere):
    def forge(edition):
        edition |= {"pk": elsewhere.pk, "id": elsewhere.pk, "organizers": [1], "door_key": "x", "is_demo": True}
        edition["chapters"][0] |= {"workshop_id": elsewhere.pk, "links": [{"role": "organizer"}]}
        edition["code"] = elsewhere.code

    again = import_archive(with_edition(archive_of(scene), forge))
    assert again.pk != elsewhere.pk and again.code != elsewhere.code and not again.is_demo
    assert (again.organizers.count(), again.links.count(), elsewhere.cases.count()) == (0, 0, 4)


def test_markup_and_control_signs_are_cleaned_and_a_foreign_cover_is_drawn_anew(scene):
    def forge(edition):
        edition["title"] = "A\u0000 <script>alert(1)</script>\u202e"
        edition["chapters"][0]["cover"] = "<svg onload='alert(1)'></svg>"

    again = import_archive(with_edition(archive_of(scene), forge))
    assert again.title == "A <script>alert(1)</script>"
    page = files.make(again, "html")[2].decode()
    assert "<script" not in page and "onload" not in page


@pytest.mark.parametrize(
    "forge",
    [
        lambda edition: edition.pop("title"),
        lambda edition: edition.update(title=7),
        lambda edition: edition.update(chapters="no list"),
        lambda edition: edition["chapters"][0].update(figures=[{"value": "NaN"}]),
        lambda edition: edition["chapters"].append(edition["chapters"][0]),
        lambda edition: edition.update(name="internal"),
        lambda edition: edition.update(held_on="yesterday"),
        lambda edition: edition.update(analyses={"people": {"city_by_case": 3}, "examples": {"city_by_case": 3}}),
        lambda edition: edition.update(cards=edition["cards"] * 20_000),
        lambda edition: edition["cards"][0].update(by_months=10**12),
        lambda edition: edition["cards"][0].update(by_months=2),
        lambda edition: (edition.update(held_on="9999-12-31"), edition["cards"][0].update(by_months=3)),
    ],
)
def test_an_edition_that_cannot_be_read_makes_nothing(scene, forge):
    before = Workshop.objects.count()
    with pytest.raises(BadArchive):
        import_archive(with_edition(archive_of(scene), forge))
    assert Workshop.objects.count() == before


def test_an_internal_archive_is_not_imported(scene):
    with pytest.raises(BadArchive, match="Only a public archive can be imported"):
        import_archive(files.make(scene, "archive", "internal")[2])


def test_a_picture_with_more_than_pixels_is_developed_anew(scene):
    name = next(
        name for name in names_in(archive_of(scene)) if name.endswith(f"{hashlib.sha256(small()).hexdigest()[:32]}.jpg")
    )
    hidden = changed(archive_of(scene), **{name: small() + b"<script>alert(1)</script>"})
    again = import_archive(hidden)
    kept = [photos.path(photo.file).read_bytes() for photo in again.photos.all() if photo.caption == "The yard"]
    assert len(kept) == 1 and b"<script>" not in kept[0] and kept[0].startswith(b"\xff\xd8")


def test_a_note_without_its_picture_can_be_read(scene):
    def lose(edition):
        edition["chapters"][0]["photos"][0]["file"] = ""

    again = import_archive(with_edition(archive_of(scene), lose))
    page = client_of("organizer", again).get(f"/w/{again.code}/note/")
    assert page.status_code == 200 and "The yard" in page.content.decode()


def test_an_import_that_breaks_midway_keeps_no_picture(scene, monkeypatch):
    photos.path(scene.photos.get(consent="name", hidden_at=None, withdrawn_at=None).file).write_bytes(picture())
    archive, before, kept = archive_of(scene), pictures_kept(), []

    def full(picture):
        if kept:
            raise OSError("No space left on device")
        kept.append(picture)
        return store(picture)

    store = photos.kept
    monkeypatch.setattr(photos, "kept", full)
    with pytest.raises(OSError):
        import_archive(archive)
    assert (len(kept), pictures_kept()) == (1, before)


def pictures_kept():
    return sorted(path.name for path in photos.path(f"{0:032x}.jpg").parent.iterdir())


def test_a_picture_of_another_size_is_refused_before_it_is_unpacked(monkeypatch):
    out = io.BytesIO()
    Image.new("RGB", (1601, 4)).save(out, "JPEG")
    unpacked = []
    monkeypatch.setattr(JpegImageFile, "load", lambda image: unpacked.append(image))
    assert _is_plain(out.getvalue()) is False and unpacked == []
    assert _is_plain(small()) is True and len(unpacked) == 1


# --- what is no archive ------------------------------------------------------------------------
def link(name):
    about = zipfile.ZipInfo(name)
    about.external_attr = 0o120777 << 16
    return about


def hostile(*entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK no zip",
        hostile(("../../etc/passwd", b"x")),
        hostile(("/etc/passwd", b"x")),
        hostile(("..\\windows", b"x")),
        hostile(("C:evil", b"x")),
        hostile(("a/b/c/d", b"x")),
        hostile((link("pictures/link"), b"/etc/passwd")),
        hostile(("note.md", b"1"), ("note.md", b"2")),
        hostile(("note.md", b"1"), ("NOTE.md", b"2")),
        hostile(*((f"{n}.txt", b"") for n in range(2100))),
        hostile(("bomb.json", b"0" * (64 * 2**20))),
        hostile(("note.md", b"x")),
    ],
    ids=[*range(13)],  # the bytes of an archive hold the time, and would name the test
)
def test_hostile_files_are_refused_with_a_sentence(content):
    with pytest.raises(BadArchive) as refused:
        opened(content)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_file_packed_in_another_way_is_refused_damaged_or_not(way):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as package:
        package.writestr("note.md", b"0123456789" * 90)
    whole = out.getvalue()
    for content in (whole, whole[:50] + b"\xff" * 10 + whole[60:]):
        with pytest.raises(BadArchive, match="packed in a way that is not read here"):
            opened(content)


def test_a_size_that_lies_is_found_out():
    content = bytearray(hostile(("a.txt", b"0" * 500)))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (5).to_bytes(4, "little")
    with pytest.raises(BadArchive):
        unpacked(bytes(content))


def test_a_large_picture_is_no_reason_to_refuse(scene):
    workshop = scene
    name = f"{9:032x}.jpg"
    photos.path(name).write_bytes(picture())
    about = {"width": 1600, "height": 1200, "caption": "Noise", "consent": "city", "file": name}
    workshop.photos.create(by=workshop.participants.last(), case=workshop.cases.first(), **about)
    first = archive_of(workshop)
    assert archive_of(import_archive(first)) == first
