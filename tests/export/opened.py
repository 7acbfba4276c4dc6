"""Every format of the note opened and read: all the text a reader, or somebody with a zip tool, would find."""

import csv
import io
import json
import re
import subprocess
import zipfile
from html import unescape

from workshop.export import files


def opened(workshop, name, edition="public"):
    """The whole text of one format, markup taken away where it would hide words."""
    _name, _kind, content = files.make(workshop, name, edition)
    return READ[name](content)


def packed(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        texts = [package.read(name) for name in package.namelist() if not name.endswith((".png", ".jpg", ".jpeg"))]
    return " ".join(map(marked_up, texts))


def marked_up(content):
    return unescape(re.sub(r"<[^>]+>", " ", content.decode("utf-8-sig", "replace"))) + content.decode(
        "utf-8", "replace"
    )


def printed(content):
    """The words of a PDF as one line, a word that is broken at a line's end put together again."""
    out = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", re.sub(r"(?<=[a-z])[\u00ad\u2010-]\n(?=[a-z])", "", out))


def plain(content):
    return json.dumps(json.loads(content), ensure_ascii=False)


def unescaped(content):
    """Markdown without its backslashes, a calendar without its folds."""
    text = content.decode().replace("\r\n ", "")
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


READ = {
    "docx": packed,
    "pdf": printed,
    "xlsx": packed,
    "csv": packed,
    "html": marked_up,
    "json": plain,
    "md": unescaped,
    "ics": unescaped,
    "slides": printed,
    "participants": printed,
    "archive": packed,
}


def sheets_of(workshop, edition="public"):
    """The tables as JSON has them: {name: [row, ...]}."""
    return json.loads(files.make(workshop, "json", edition)[2])["tables"]


def csv_of(workshop, name):
    with zipfile.ZipFile(io.BytesIO(files.make(workshop, "csv")[2])) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))
