"""Run alone, in a process of its own: typesets the folder it is given and writes out.pdf into it.

It imports nothing of Peerwalk, reads no other folder but the typefaces', knows no network, and has little memory and
time. It prints "whole" where every letter was found and the file is PDF/UA, else "boxes"; it ends with 4 where the
folder can't be typeset at all.
"""

import resource
import sys
from pathlib import Path

TAGGED = ["ua-1"]
MEMORY = 2 * 2**30  # bytes of address space; typefaces are mapped into it
SECONDS = 30  # of work
CANNOT = 4


def main(folder, fonts):
    import typst

    def compiled(machines_fonts, **standard):
        found = typst.Fonts(include_system_fonts=machines_fonts, include_embedded_fonts=False, font_paths=[fonts])
        data = (Path(folder) / "data.json").read_text()
        about = {"root": folder, "font_paths": found, "ignore_system_fonts": True, "sys_inputs": {"data": data}}
        return typst.Compiler(input=f"{folder}/main.typ", **about).compile(format="pdf", **standard)

    tries = [(False, {"pdf_standards": TAGGED}), (True, {"pdf_standards": TAGGED}), (True, {})]
    for place, (machines_fonts, standard) in enumerate(tries):
        try:
            (Path(folder) / "out.pdf").write_bytes(compiled(machines_fonts, **standard))
        except typst.TypstError:
            continue
        print("whole" if place < 2 else "boxes")
        return 0
    return CANNOT


def confine():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    confine()
    sys.exit(main(*sys.argv[1:]))
