"""Opening an archive that somebody hands in: looked at before anything of it is unpacked, and never onto the disk."""

import hashlib
import io
import json
import stat
import zipfile
import zlib
from typing import NamedTuple

from workshop.export.archive import EDITION, FORMAT, MANIFEST

MOST_BYTES = 200 * 2**20  # of the file, and of everything in it together
MOST_FILES = 2_000
MOST_OF_JSON = 40 * 2**20
TIGHTEST = 200  # times smaller than what is in it; text is not packed tighter


class BadArchive(Exception):
    """What is wrong with a file, in a sentence."""


class Opened(NamedTuple):
    language: str
    edition: dict
    pictures: dict  # name: bytes


def opened(content):
    """The Edition's data and the pictures of an archive, checked against its manifest; BadArchive says what is off."""
    files = verified(content)
    try:
        whole = json.loads(files[EDITION])
        language, edition = str(whole["language"]), whole["edition"]
    except (KeyError, TypeError, ValueError, RecursionError):
        raise BadArchive("The archive has no edition.json that can be read.") from None
    if whole.get("format") != FORMAT or not isinstance(edition, dict):
        raise BadArchive(f"The archive is not of the kind {FORMAT}.")
    photos = {name.removeprefix("pictures/"): data for name, data in files.items() if name.endswith(".jpg")}
    return Opened(language, edition, photos)


def verified(content):
    """Every file of an archive by its name, each as the manifest says it is."""
    files = unpacked(content)
    if MANIFEST not in files:
        raise BadArchive("The archive has no MANIFEST.sha256.")
    listed = _listed(files.pop(MANIFEST))
    for name in sorted(listed.keys() | files.keys()):
        if name not in files:
            raise BadArchive(f"{name} is listed and missing.")
        if name not in listed:
            raise BadArchive(f"{name} is in the archive and not listed.")
        if hashlib.sha256(files[name]).hexdigest() != listed[name]:
            raise BadArchive(f"{name} is not what it was when the archive was made.")
    return files


def unpacked(content):
    """Every file of a ZIP by its name, in memory; refused by its list of contents wherever that looks wrong."""
    if len(content) > MOST_BYTES:
        raise BadArchive("The file is larger than 200 MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _look_through(entries, len(content))
            return {entry.filename: _read(package, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BadArchive("The file is no ZIP archive, or it is damaged.") from None


def _look_through(entries, packed):
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_FILES:
        raise BadArchive(f"There are more than {MOST_FILES} files in it.")
    if sum(entry.file_size for entry in entries) > min(MOST_BYTES, packed * TIGHTEST):
        raise BadArchive("It would be far too large when unpacked.")
    if len({name.casefold() for name in names}) < len(names):
        raise BadArchive("Two files in it have one name.")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise BadArchive("A file in it is packed in a way that is not read here.")
    for entry in entries:
        if not _is_plain_name(entry.filename) or _is_special(entry):
            raise BadArchive("A name in it leads out of the archive.")


def _is_plain_name(name):
    parts = name.split("/")
    good = all(part and part not in (".", "..") and part.isprintable() for part in parts)
    return good and len(parts) <= 2 and not any(sign in name for sign in "\\:\0") and len(name) < 120


def _is_special(entry):
    """A link, a folder, a device."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return entry.is_dir() or (kind not in (0, stat.S_IFREG)) or bool(entry.flag_bits & 0x1)


def _read(package, entry):
    """No more than the list of contents promised."""
    most = MOST_OF_JSON if entry.filename.endswith(".json") else MOST_BYTES
    if entry.file_size > most:
        raise BadArchive(f"{entry.filename} is far too large.")
    with package.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise BadArchive("It is larger inside than it says.")
    return data


def _listed(content):
    lines = [line.split("  ", 1) for line in content.decode("utf-8", "replace").splitlines()]
    if any(len(line) != 2 or len(line[0]) != 64 for line in lines):
        raise BadArchive("Its MANIFEST.sha256 can't be read.")
    return {name: digest for digest, name in lines}
