"""What must be ready before the doors open: data folder, database, static files, catalogues."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def prepare():
    """Make everything ready that isn't; on a second start this looks and does nothing."""
    check_folder()
    bring_database_up()
    compile_catalogues()
    collect_static()


def check_folder():
    """The data folder exists and may be written to, its key be read, or a sentence says so."""
    folder = settings.DATA_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
        if (key := folder / "secret-key").exists():
            key.read_text()
    except OSError as error:
        raise CommandError(f"Peerwalk can't write to its data folder {folder}: {error.strerror}.") from None


def bring_database_up():
    """The database has our tables; one that a newer Peerwalk has changed is left alone."""
    try:
        executor = MigrationExecutor(connection)
        known = executor.loader.disk_migrations.keys()
        ours = {app for app, _name in known}
        if any(name not in known for name in executor.loader.applied_migrations if name[0] in ours):
            raise CommandError(
                f"The database in {settings.DATA_DIR} was made by a newer Peerwalk. "
                "Update Peerwalk, or choose another folder with PEERWALK_DATA."
            )
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        look_for_a_power_cut()
    except DatabaseError as error:
        raise CommandError(f"The database does not answer: {str(error).splitlines()[0]}") from None


def look_for_a_power_cut():
    """After the machine went down, SQLite may be a moment behind what screens were shown: let them take it anyway."""
    boot, kept = Path("/proc/sys/kernel/random/boot_id"), settings.DATA_DIR / "boot"
    if not settings.SQLITE or not boot.exists():
        return
    if not kept.exists() or kept.read_text() != boot.read_text():
        call_command("restored")
        kept.write_text(boot.read_text())


def compile_catalogues():
    """Every .po has its .mo beside it, no older than itself."""
    import polib

    for source in settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if _older(target, source):
            polib.pofile(str(source)).save_as_mofile(str(target))


def collect_static():
    """The hashed and compressed copies are no older than what they are made from."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(
        path.stat().st_mtime
        for path in (*settings.BASE_DIR.glob("static/**/*"), settings.BASE_DIR / "requirements.txt")
    )
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False)
        manifest.touch()


def _older(target, source):
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime
