"""The press: templates, data as JSON and pictures in a folder of their own, typeset in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from workshop.export.printing import typesetter
from workshop.printing.press import HERE as SHEETS
from workshop.printing.press import Printed, ours

HERE = Path(__file__).parent
PATIENCE = 60  # seconds
THRIFT = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "65536"}  # what was used is given back at once


class CannotBeSet(Exception):
    """The typesetter gave up: a picture it can't read, or no time left."""


def typeset(template, data, pictures=None):
    """A template of this folder filled with the data, as Printed. `pictures` are bytes by the name the data gives them.

    Where our typefaces lack a letter, the machine's own help out; where those do too, a box stands for the letter and
    the file is not PDF/UA.
    """
    with TemporaryDirectory(prefix="peerwalk-note-") as folder:
        _lay_out(Path(folder), template, data, pictures or {})
        said = _set(folder)
        return Printed((Path(folder) / "out.pdf").read_bytes(), said == b"whole\n")


def can_set(name, image):
    """Whether the typesetter can read this picture."""
    with TemporaryDirectory(prefix="peerwalk-note-") as folder:
        (Path(folder) / name).write_bytes(image)
        (Path(folder) / "main.typ").write_text(f'#image("{name}")')  # a name of ours, never one that somebody gave
        try:
            typst.Compiler(input=f"{folder}/main.typ", root=folder, font_paths=ours()).compile(format="pdf")
        except typst.TypstError:
            return False
    return True


def _set(folder):
    command = [sys.executable, "-IB", typesetter.__file__, folder, str(SHEETS / "fonts")]
    try:
        run = subprocess.run(command, capture_output=True, timeout=PATIENCE, env=THRIFT, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise CannotBeSet from error
    return run.stdout


def _lay_out(folder, template, data, pictures):
    (folder / "pictures").mkdir()
    (folder / "main.typ").write_bytes((HERE / template).read_bytes())
    (folder / "blocks.typ").write_bytes((HERE / "blocks.typ").read_bytes())
    (folder / "parts.typ").write_bytes((SHEETS / "parts.typ").read_bytes())
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False))
    for name, content in pictures.items():
        (folder / "pictures" / name).write_bytes(content)
