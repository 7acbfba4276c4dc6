"""Pictures people send: developed in a process of their own, kept under a random name, served to the room alone."""

import os
import re
import secrets
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gallery import darkroom
from workshop.refusals import TooMany

MOST_BYTES = 12_000_000
NAME = re.compile(r"[0-9a-f]{32}\.jpg")

_at_once = BoundedSemaphore(2)
_PATIENCE = 5  # seconds to wait for one of the two places; the thread that waits serves nobody else
_TIME = 12  # seconds for one picture


class Picture(NamedTuple):
    """A picture as we keep it: upright, no larger than a screen, with nothing in it but pixels."""

    jpeg: bytes
    width: int
    height: int


def develop(upload):
    """The clean Picture of an uploaded file; a ValidationError with a sentence where there is none in it."""
    if not _at_once.acquire(timeout=_PATIENCE):
        raise TooMany(_("Many pictures arrive just now. Please send yours again in a minute."))
    try:
        code, out = _in_the_darkroom(upload.read(MOST_BYTES + 1))
    finally:
        _at_once.release()
    if code == darkroom.TOO_MANY_PIXELS:
        raise ValidationError(_("This picture is too large. Please send it as a JPEG with at most 50 million pixels."))
    if code:
        raise ValidationError(_("We could not read this picture. A photo as JPEG, PNG or WebP works."))
    size, _line, jpeg = out.partition(b"\n")
    return Picture(jpeg, *map(int, size.split()))


@contextmanager
def kept(picture):
    """The name under which the picture is kept; if what is done with it fails, it is kept no longer."""
    name = f"{secrets.token_hex(16)}.jpg"
    _write(path(name), picture.jpeg)
    try:
        yield name
    except BaseException:
        drop(name)
        raise


def drop(name):
    """Delete a kept picture; deleting it twice is deleting it once."""
    path(name).unlink(missing_ok=True)


def path(name):
    """Where a picture of this name lies. Only names that we made lead anywhere."""
    if not NAME.fullmatch(name):
        raise ValueError("not a picture's name")
    return Path(settings.MEDIA_ROOT) / name


def _in_the_darkroom(data):
    command = [sys.executable, "-IB", darkroom.__file__]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=_TIME, env={}, check=False)
    except subprocess.TimeoutExpired:
        return darkroom.UNREADABLE, b""
    return run.returncode, run.stdout


def _write(file, data):
    """Whole or not at all, also when the power goes."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    draft = file.with_suffix(".part")
    with open(draft, "wb", opener=lambda name, flags: os.open(name, flags, 0o640)) as new:
        new.write(data)
        new.flush()
        os.fsync(new.fileno())
    os.replace(draft, file)
