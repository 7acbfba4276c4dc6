"""Pictures for documents: covers drawn as PNG, photos as they are kept, both as bytes or as data addresses."""

import base64
import io
from functools import lru_cache
from pathlib import Path

import typst
from PIL import Image

from gallery import photos

LONGEST_SIDE = 960  # pixels of a photo on paper: 170 an inch where it is 140 mm wide
COVER_SIDE = 1400  # of the one that fills the width of the page
LOGO = (600, 240)  # pixels
HERE = Path(__file__).parent
_SHEET = b'#set page(width: 640pt, height: 400pt, margin: 0pt)\n#image("cover.svg", width: 640pt, height: 400pt)'


@lru_cache(maxsize=64)
def png_of(svg):
    """An SVG text as PNG bytes, 1280 pixels wide; the drawing is data to the typesetter, never source."""
    return typst.compile({"main.typ": _SHEET, "cover.svg": svg.encode()}, format="png", ppi=144)


def photo(name):
    """A kept photo's JPEG bytes, or None where the file is gone."""
    try:
        return photos.path(name).read_bytes() if photos.NAME.fullmatch(name) else None
    except OSError:
        return None


def for_print(name, longest=LONGEST_SIDE):
    """A kept photo as large as a page shows it; as it is where it can't be read, or None where the file is gone."""
    jpeg = photo(name)
    try:
        with Image.open(io.BytesIO(jpeg or b""), formats=["JPEG"]) as image:
            if max(image.size) <= longest:
                return jpeg
            image.draft("RGB", (longest, longest))
            image.thumbnail((longest, longest))
            out = io.BytesIO()
            image.convert("RGB").save(out, "JPEG", quality=82)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError):
        return jpeg


def as_logo(picture):
    """A developed picture no larger than a sign on a cover is."""
    with Image.open(io.BytesIO(picture.jpeg), formats=["JPEG"]) as image:
        image.thumbnail(LOGO)
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=90)
        return photos.Picture(out.getvalue(), *image.size)


def bytes_of(picture):
    """A Picture block as bytes of an image, or None."""
    return png_of(picture.svg) if picture.svg else photo(picture.file)


def address_of(picture):
    """A Picture block as a data: address that needs no server; empty where the file is gone."""
    if picture.svg:
        return data_address("image/svg+xml", picture.svg.encode())
    return address_of_photo(picture.file)


def address_of_photo(name):
    jpeg = photo(name)
    return data_address("image/jpeg", jpeg) if jpeg else ""


def data_address(kind, content):
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
