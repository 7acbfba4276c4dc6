"""Run alone, in a process of its own: makes one file of the note from plain data, and touches no database.

It reads a job from stdin (a pickle of this Peerwalk’s own), tells on stdout how far it is, and writes the file where
the job says. It has little memory and little time, and the live room goes before it.
"""

import os
import pickle
import resource
import sys
from pathlib import Path

MEMORY = 2 * 2**30  # bytes of address space; the typesetter maps its typefaces into it
SECONDS = 60  # of work


def main():
    job = pickle.load(sys.stdin.buffer)
    tell(20)
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone, translation

    from workshop.export import files

    settings.MEDIA_ROOT = job["pictures"]
    tell(40)
    with translation.override(job["language"]), timezone.override(job["zone"]):
        content = files.FORMATS[job["format"]].make(job["edition"])
    tell(90)
    draft = Path(f"{job['path']}.part")
    draft.write_bytes(content)
    os.replace(draft, job["path"])
    tell(100)


def tell(share):
    print(share, flush=True)


def confine():
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    confine()
    main()
