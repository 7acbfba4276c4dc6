"""What a log may say: what failed and where in the code; nothing that people wrote, and no address that is a key."""

import logging
import re
import traceback
from copy import copy

TELL = (OSError, ImportError)  # whose own words speak of files and connections, and of nobody's text
SECRET = re.compile(r"(/(?:link|later)/)[^/\s]+")


class Discreet(logging.Formatter):
    """A line for a person to read, and below it the places in the code that an exception came through.

    An exception's own words may quote a row of the database or what was typed into a form: its type stands there alone.
    """

    def format(self, record):
        record = copy(record)
        if isinstance(record.args, tuple):
            record.args = tuple(_name(each) if isinstance(each, BaseException) else each for each in record.args)
        record.exc_text = None  # as another formatter may have made it
        return SECRET.sub(r"\1…", super().format(record))

    def formatException(self, exc_info):
        return "\n".join(line for error in _chain(exc_info[1]) for line in _told(error))


def _chain(error):
    """What happened first, then what it led to."""
    chain = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _told(error):
    frames = traceback.extract_tb(error.__traceback__)
    return [*(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames), _name(error)]


def _name(error):
    return f"{type(error).__name__}: {error}" if isinstance(error, TELL) else type(error).__name__
