"""The note as a web page, and as a single file that needs no server."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from workshop.export import pictures

STYLES = ("css/base.css", "css/plan.css", "css/wide.css", "css/note.css", "css/print.css")


def context(document, workshop):
    """What templates/export/note.html shows; photos come from the server, to those who may see them."""
    return shown(document, lambda picture: _address(picture, workshop)) | {"workshop": workshop}


def single_file(document):
    """The page with its styles, typefaces and pictures inside, as bytes; it loads nothing from anywhere."""
    whole = shown(document, pictures.address_of) | {"styles": mark_safe("\n".join(map(_style, STYLES)))}
    return render_to_string("export/single.html", whole).encode()


def shown(document, address):
    """The blocks with an address for each picture, and the footnotes with their numbers."""
    return {
        "note": document,
        "blocks": [(block, address(block) if block.kind == "picture" else "") for block in document.blocks],
        "chapters": [heading for heading in document.headings if heading.level == 1],
        "covers": [pictures.address_of(block) for block in document.blocks if block.kind == "picture" and block.svg],
        "logos": [(pictures.address_of_photo(file), name) for file, name in document.logos],
        "footnotes": list(enumerate(document.footnotes, 1)),
    }


def _address(picture, workshop):
    if picture.svg:
        return pictures.address_of(picture)
    stem = Path(picture.file).stem  # none where an archive came without the picture
    return reverse("gallery:picture", args=[workshop.code, stem]) if stem else ""


@cache
def _style(name):
    """A stylesheet with its typefaces inside; those that only phones use are left out."""
    lines = Path(finders.find(name)).read_text().splitlines()
    return "\n".join(_with_fonts(line) for line in lines if '"Vollkorn Title"; src' not in line)


def _with_fonts(line):
    return re.sub(r"url\(\.\./fonts/([\w.-]+)\)", lambda found: f"url({_font(found[1])})", line)


def _font(name):
    return pictures.data_address("font/woff2", Path(finders.find(f"fonts/{name}")).read_bytes())
