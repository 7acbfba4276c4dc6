"""The typesetter: data in, PDF out. It reads this folder and nothing else, and takes what people wrote as text only."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import typst

HERE = Path(__file__).parent
TAGGED = ["ua-1"]  # PDF/UA: tagged for screen readers, with a title, a language and words for each picture


class Sheet(NamedTuple):
    """A paper size, upright, in millimetres."""

    width: int
    height: int


SHEETS = {"A0": Sheet(841, 1189), "A1": Sheet(594, 841), "A3": Sheet(297, 420), "A4": Sheet(210, 297)}


class Printed(NamedTuple):
    pdf: bytes
    has_every_letter: bool  # or some stand as empty boxes, and the file is not PDF/UA


def typeset(template, data, **inputs):
    """The template filled with the data, as Printed. Where our typefaces lack a letter, the machine's own help out."""
    for fonts in (ours, ours_and_the_machines):
        try:
            return Printed(_compiler(template, data, inputs, fonts()).compile(format="pdf", pdf_standards=TAGGED), True)
        except typst.TypstError:
            continue
    return Printed(_compiler(template, data, inputs, ours_and_the_machines()).compile(format="pdf"), False)


def sheets(template, data, **inputs):
    """How many sheets the template would take."""
    return json.loads(_compiler(template, data, inputs, ours()).query("<sheets>", field="value", one=True))


@lru_cache(1)
def ours():
    """The typefaces in fonts/: Latin, Greek, Cyrillic, Arabic, Korean, emoji."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


@lru_cache(1)
def ours_and_the_machines():
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def _compiler(template, data, inputs, fonts):
    return typst.Compiler(
        input=str(HERE / template),
        root=str(HERE),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)} | {name: str(value) for name, value in inputs.items()},
    )
