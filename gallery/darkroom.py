"""Run alone, in a process of its own: reads a picture from stdin and writes a clean JPEG of it to stdout.

It imports nothing of Peerwalk and has no secrets, little memory and little time: a hostile file can break only this.
Its exit code says what was wrong; what it writes is a line with width and height, then the picture.
"""

import io
import resource
import sys

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000  # of a JPEG, which shrinks while it is read
MOST_PIXELS_UNSHRUNK = 25_000_000  # of the others, which are in memory twice before they shrink
LONGEST_SIDE = 1600
MEMORY = 512 * 2**20  # bytes of address space
SECONDS = 8  # of work; the caller's patience is a little longer

UNREADABLE, TOO_MANY_PIXELS = 3, 4


def main():
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # judged here, from the header alone
    picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
    if picture.width * picture.height > (MOST_PIXELS if picture.format in ("JPEG", "MPO") else MOST_PIXELS_UNSHRUNK):
        return TOO_MANY_PIXELS
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode in ("1", "P"):  # a palette's numbers can't be mixed, its colours can
        picture = picture.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    write(flattened(Image, ImageOps.exif_transpose(picture)))
    return 0


def flattened(Image, picture):
    """The picture's pixels alone, on white where they were clear; nothing that was written beside them."""
    sheet = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA") if "A" in picture.getbands() or "transparency" in picture.info else None
    sheet.paste(clear or picture.convert("RGB"), mask=clear)
    return sheet


def write(picture):
    sys.stdout.buffer.write(b"%d %d\n" % picture.size)
    picture.save(sys.stdout.buffer, "JPEG", quality=82, optimize=True, progressive=True)


def confine():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    confine()
    try:
        sys.exit(main())
    except Exception:
        sys.exit(UNREADABLE)
