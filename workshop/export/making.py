"""Files made off the request: gathered at once, then made in a process of their own while the room goes on."""

import logging
import os
import pickle
import secrets
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import BoundedSemaphore, Timer

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from workshop.export import files
from workshop.export.gather import gather
from workshop.export.models import Making
from workshop.refusals import NotNow, TooMany

HEAVY = (
    "docx",
    "pdf",
    "html",
    "slides",
    "participants",
    "archive",
)  # these keep a processor busy for longer than a request should
AT_ONCE, PATIENCE, KEPT = 2, 90, timedelta(hours=6)
GONE_AFTER = timedelta(seconds=2 * PATIENCE)
MOST_WAITING = 6  # of one workshop
log = logging.getLogger(__name__)

_bench = BoundedSemaphore(AT_ONCE)
_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="note")


def start(workshop, format, edition, language=None):
    """A Making of this format, under way when this returns."""
    _tidy(workshop)
    if _under_way(workshop).count() >= MOST_WAITING:
        raise TooMany(_("Several files are being made just now. Please try again in a minute."))
    made, job = _job(workshop, format, edition, language)
    _workers.submit(_work, made.pk, job)
    return made


def at_once(workshop, format, edition, language=None):
    """(file name, content type, bytes), made in a process of its own while this thread waits and keeps nobody else."""
    if not _bench.acquire(timeout=8):
        raise TooMany(_("Several files are being made just now. Please try again in a minute."))
    try:
        made, job = _job(workshop, format, edition, language)
        try:
            return made.name, files.FORMATS[format].kind, _made(made, job)
        finally:
            forget(made)
    finally:
        _bench.release()


def _made(made, job):
    if not _run(job, lambda share: None):
        raise NotNow(_("The file could not be made. Please try again, or choose another format."))
    return path(made).read_bytes()


def path(made):
    """Where the file of a Making lies."""
    return Path(settings.DATA_DIR) / "makings" / made.key


def forget(made):
    path(made).unlink(missing_ok=True)
    made.delete()


def is_stuck(made):
    """Whether the process that made it is gone, as after a restart."""
    return not (made.done_at or made.failed_at) and timezone.now() - made.started_at > GONE_AFTER


def _under_way(workshop):
    """Files that somebody still waits for; those that are stuck keep nobody from another."""
    return workshop.makings.filter(done_at=None, failed_at=None, started_at__gte=timezone.now() - GONE_AFTER)


def _job(workshop, format, edition, language):
    language = files.language_of(language)
    with translation.override(language):
        name, gathered = files.file_name_of(workshop, format, edition), gather(workshop, edition)
    made = Making(workshop=workshop, key=secrets.token_hex(16), format=format, edition=edition, name=name)
    path(made).parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    made.save()
    job = {
        "edition": gathered,
        "format": format,
        "language": language,
        "zone": workshop.zone,
        "pictures": str(settings.MEDIA_ROOT),
        "path": str(path(made)),
    }
    return made, job


def _work(pk, job):
    """In a thread of its own: the row says how far it is."""
    row = Making.objects.filter(pk=pk)
    try:
        with _bench:
            done = _run(job, lambda share: row.update(share=share))
        row.update(**({"share": 100, "done_at": timezone.now()} if done else {"failed_at": timezone.now()}))
    except Exception as error:
        log.error("A file could not be made (%s).", type(error).__name__)
        row.update(failed_at=timezone.now())
    finally:
        connection.close()


def _run(job, tell):
    """Whether the file was made; tell(share) along the way."""
    command = [sys.executable, "-m", "workshop.export.workbench"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=_environment(), **pipes) as bench:
        end = Timer(PATIENCE, bench.kill)
        end.start()
        try:
            bench.stdin.write(pickle.dumps(job))
            bench.stdin.close()
            for line in bench.stdout:
                tell(int(line))
            bench.wait()
        except (OSError, ValueError):
            bench.kill()
        finally:
            end.cancel()
    return bench.returncode == 0 and Path(job["path"]).exists()


def _environment():
    """What the bench needs to find its settings, and nothing else."""
    kept = ("PATH", "HOME", "LANG", "PEERWALK_DATA", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "TMPDIR", "DATABASE_URL")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _tidy(workshop):
    for old in workshop.makings.filter(started_at__lt=timezone.now() - KEPT):
        forget(old)
