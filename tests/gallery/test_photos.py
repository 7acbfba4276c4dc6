"""Photos: what is kept is ours alone, what is hostile is refused in words, and only the room sees them."""

import io
import struct
import zlib
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gallery import actions, photos
from tests.conftest import client_of, move_to, person
from workshop.models import Photo

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    return workshop


def encoded(picture, kind="JPEG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photograph(width=80, height=60, kind="JPEG", **options):
    return encoded(Image.linear_gradient("L").convert("RGB").resize((width, height)), kind, **options)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def lying_png(width, height, *more):
    """A PNG whose header promises more than the file holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *more, (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def send(client, workshop, data, name="photo.jpg", number=1, **fields):
    upload = SimpleUploadedFile(name, data, content_type="image/jpeg")
    fields = {"picture": upload, "caption": "The wall at noon", **fields}
    return client.post(f"/w/{workshop.code}/gallery/{number}/photos/", fields, **JSON)


def files():
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def developed(data):
    return Image.open(io.BytesIO(photos.develop(io.BytesIO(data)).jpeg))


# --- what is kept ------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_hangs_on_the_wall_with_its_caption(ada, bo, walk, kind):
    assert send(client_of(ada), walk, photograph(kind=kind)).status_code == 200
    photo = Photo.objects.get()
    page = client_of(bo).get(f"/w/{walk.code}/gallery/1/").content.decode()
    assert (page.count(f'src="/w/{walk.code}/gallery/pictures/{photo.file}"'), page.count("The wall at noon")) == (1, 2)
    assert (photo.width, photo.height, files()) == (80, 60, [photo.file])


def test_a_large_photo_shrinks_to_the_size_of_a_screen():
    assert developed(photograph(4000, 3000)).size == (1600, 1200)


def test_nothing_but_pixels_is_kept():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, "secret description", "secret artist"
    exif.get_ifd(0x8825)[1] = "N"
    picture = developed(photograph(exif=exif, comment=b"secret comment", icc_profile=b"secret profile"))
    assert (picture.size, dict(picture.getexif()), sorted(picture.info)) == (
        (60, 80),
        {},
        ["jfif", "jfif_density", "jfif_unit", "jfif_version", "progression", "progressive"],
    )


def test_what_hangs_behind_a_picture_is_not_kept():
    clean = photos.develop(io.BytesIO(photograph() + b"<script>alert(1)</script>" * 9)).jpeg
    assert (clean[:3], b"<script>" in clean, clean[-2:]) == (b"\xff\xd8\xff", False, b"\xff\xd9")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK", "I;16"])
def test_every_way_to_write_colours_becomes_a_photo(mode):
    kind = "TIFF" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (40, 30))
    data = encoded(picture.convert("CMYK"), "JPEG") if kind == "TIFF" else encoded(picture, kind)
    assert (developed(data).mode, developed(data).size) == ("RGB", (40, 30))


def test_clear_parts_of_a_picture_become_white():
    assert developed(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")).getpixel((4, 4)) == (255, 255, 255)


def test_a_photo_sent_twice_is_kept_once(ada, walk):
    key = uuid4()
    answers = [send(client_of(ada), walk, photograph(), key=key).json() for _ in range(2)]
    assert (answers[0], len(files())) == (answers[1], 1)


def test_a_refused_photo_leaves_no_file(ada, workshop):
    move_to(workshop, "closing")
    assert send(client_of(ada), workshop, photograph()).status_code == 409
    assert (Photo.objects.count(), files()) == (0, [])


def test_a_photo_that_is_taken_back_is_deleted(ada, bo, walk, django_capture_on_commit_callbacks):
    send(client_of(ada), walk, photograph())
    photo = Photo.objects.get()
    assert client_of(bo).post(f"/w/{walk.code}/gallery/photos/{photo.pk}/take-back/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client_of(ada).post(f"/w/{walk.code}/gallery/photos/{photo.pk}/take-back/")
    assert (files(), client_of(bo).get(address(walk, photo)).status_code) == ([], 404)


def test_nobody_fills_the_walls_alone(ada, bo, walk, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PHOTOS_EACH", 2)
    statuses = [send(client_of(who), walk, photograph()).status_code for who in (ada, ada, ada, bo)]
    assert (statuses, len(files())) == ([200, 200, 409, 200], 3)


def test_a_helper_sends_a_photo_for_somebody_without_a_phone(walk):
    cy = person(walk, "Cy", "Lyon", has_phone=False)
    send(client_of("steward", walk), walk, photograph(), consent="city", **{"for": cy.number})
    assert (Photo.objects.get().by, Photo.objects.get().consent) == (cy, "city")


# --- what is refused ---------------------------------------------------------------------------
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "an svg": SVG,
    "an svg with entities": b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg>&x;</svg>',
    "a page": b"<html><script>alert(1)</script></html>",
    "nothing that is a picture": b"\x00" * 500,
    "half a jpeg": photograph(800, 600)[:900],
    "half a png": photograph(800, 600, kind="PNG")[:300],
    "a png that lies": lying_png(5000, 5000),
    "a png that lies enormously": lying_png(40_000, 40_000),
    "a png without size": lying_png(0, 0),
    "a png with a bomb beside it": lying_png(10, 10, (b"zTXt", b"a\0\0" + zlib.compress(b"0" * 64_000_000, 9))),
    "a gif": encoded(Image.new("P", (9, 9)), "GIF"),
    "a tiff": encoded(Image.new("RGB", (9, 9)), "TIFF"),
    "a postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "an iphone's heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_refused_with_a_sentence(ada, walk, name):
    answer = send(client_of(ada), walk, HOSTILE[name])
    assert (answer.status_code, Photo.objects.count(), files()) == (422, 0, [])
    assert answer.json()["errors"]["picture"][0].startswith(("We could not read this picture", "This picture is too"))


@pytest.mark.parametrize(
    ("kind", "size", "taken"),
    [
        ("JPEG", (8000, 6000), True),
        ("JPEG", (10_000, 6_000), False),
        ("PNG", (5_000, 4_900), True),
        ("PNG", (8_000, 6_000), False),
    ],
)
def test_a_jpeg_may_have_fifty_million_pixels_and_others_half_of_it(kind, size, taken):
    data = io.BytesIO(encoded(Image.new("L", size), kind))
    if taken:
        assert photos.develop(data).width == 1600
    else:
        with pytest.raises(Exception, match="at most 50 million pixels"):
            photos.develop(data)


@pytest.mark.parametrize(
    ("data", "caption", "field"),
    [(b"", "The wall", "picture"), (b"x" * 12_000_001, "The wall", "picture"), (photograph(), " ", "caption")],
)
def test_a_form_that_is_not_complete_is_refused_with_a_sentence(ada, walk, data, caption, field):
    answer = send(client_of(ada), walk, data, caption=caption)
    assert (answer.status_code, list(answer.json()["errors"]), files()) == (422, [field], [])


@pytest.mark.parametrize("name", ["../../x.jpg", "CON", "a" * 300 + ".jpg", "x.php", ".jpg"])
def test_a_files_name_is_never_used(ada, walk, name):
    assert send(client_of(ada), walk, photograph(), name=name).status_code == 200
    assert photos.NAME.fullmatch(files()[0]).string == files()[0]


def test_the_plain_form_says_what_is_wrong_and_keeps_the_caption(ada, walk):
    upload = SimpleUploadedFile("photo.jpg", SVG)
    fields = {"picture": upload, "caption": "The wall at noon"}
    answer = client_of(ada).post(f"/w/{walk.code}/gallery/1/photos/", fields)
    page = answer.content.decode()
    assert (answer.status_code, page.count("We could not read this picture"), page.count("The wall at noon")) == (
        422,
        1,
        1,
    )


@pytest.mark.parametrize("name", ["../secret-key", "x.jpg", "", "0" * 32])
def test_only_names_of_ours_lead_to_a_file(name):
    with pytest.raises(ValueError, match="not a picture's name"):
        photos.path(name)


def test_the_darkroom_gives_up_on_what_takes_too_long(monkeypatch):
    monkeypatch.setattr(photos, "_TIME", 0.001)
    with pytest.raises(Exception, match="We could not read this picture"):
        photos.develop(io.BytesIO(photograph()))


def test_the_darkroom_takes_two_at_once(monkeypatch):
    from threading import BoundedSemaphore

    monkeypatch.setattr(photos, "_at_once", BoundedSemaphore(1))
    monkeypatch.setattr(photos, "_PATIENCE", 0.01)
    photos._at_once.acquire()
    with pytest.raises(Exception, match="Many pictures arrive just now"):
        photos.develop(io.BytesIO(photograph()))


# --- who sees them -----------------------------------------------------------------------------
def address(workshop, photo):
    return f"/w/{workshop.code}/gallery/pictures/{photo.file}"


def test_a_picture_is_for_its_room_and_kept_by_its_browsers_alone(ada, bo, noor, walk, elsewhere, client):
    send(client_of(ada), walk, photograph())
    photo = Photo.objects.get()
    answer = client_of(bo).get(address(walk, photo))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    asked = [client_of("projector", walk), client, client_of(noor)]
    assert [who.get(address(walk, photo)).status_code for who in asked] == [200, 404, 404]
    assert client_of(noor).get(address(elsewhere, photo)).status_code == 404


def test_a_hidden_picture_is_for_facilitators_alone_and_comes_back(ada, bo, hana, walk):
    send(client_of(ada), walk, photograph())
    photo = Photo.objects.get()
    seen = []
    for shown in ("0", "1"):
        hana.post(f"/w/{walk.code}/gallery/photos/{photo.pk}/show/", {"shown": shown})
        seen += [client_of(bo).get(address(walk, photo)).status_code, hana.get(address(walk, photo)).status_code]
    assert seen == [404, 200, 200, 200]
