"""Folders for a run of the tests."""

import atexit
import shutil
import tempfile


def folder():
    """A new folder that is gone when this process is."""
    made = tempfile.mkdtemp(prefix="peerwalk-tests-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made
