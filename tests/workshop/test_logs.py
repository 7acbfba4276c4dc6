"""A log says what failed and where; nobody's words, no key of an address."""

import logging
import sys

import pytest
from django.db import IntegrityError

from tests.conftest import client_of
from workshop.logs import Discreet
from workshop.models import Case

CANARY = "Ms Canary told us this"


def line(message, *args, error=None):
    try:
        raise error or ValueError
    except Exception:
        told = sys.exc_info() if error else None
    return Discreet("{levelname} {message}", style="{").format(
        logging.LogRecord("peerwalk", logging.ERROR, __file__, 1, message, args, told)
    )


@pytest.mark.parametrize("error", [ValueError(CANARY), IntegrityError(f"Key (name)=({CANARY})"), KeyError(CANARY)])
def test_an_exception_is_its_type_and_its_places_in_the_code(error):
    told = line("It failed: %s", error, error=error)
    assert told.startswith(f"ERROR It failed: {type(error).__name__}\n") and "test_logs.py" in told
    assert CANARY not in told


def test_what_led_to_it_is_told_as_discreetly():
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as first:
            raise RuntimeError(CANARY) from first
    except RuntimeError as error:
        told = Discreet().formatException((type(error), error, error.__traceback__))
    assert told.splitlines()[1] == "ValueError" and told.splitlines()[-1] == "RuntimeError"
    assert CANARY not in told


def test_a_full_disk_is_told_in_its_own_words():
    assert line("Not kept", error=OSError(28, "No space left on device")).endswith("[Errno 28] No space left on device")


@pytest.mark.parametrize("address", ["/link/abcDEF-123_x/", "/w/ABCDEF/insights/later/abcDEF-123_x/"])
def test_an_address_that_is_a_key_is_not_told(address):
    told = line("Internal Server Error: %s", address)
    assert "abcDEF" not in told and told.endswith("/…/")


def test_a_page_that_breaks_over_somebodys_words_does_not_log_them(workshop, ada, capsys, monkeypatch):
    def broken(*_args, **_about):
        raise ValueError(CANARY)

    monkeypatch.setattr(Case, "__str__", broken)
    monkeypatch.setattr("gallery.views._poster_context", broken)
    client = client_of(ada)
    client.raise_request_exception = False
    root = logging.getLogger().handlers[0]
    monkeypatch.setattr(root, "stream", sys.stderr)
    assert client.get(f"/w/{workshop.code}/gallery/1/").status_code == 500
    told = capsys.readouterr().err
    assert "Internal Server Error" in told and "ValueError" in told
    assert CANARY not in told
