"""What rooms see to by the clock: errands done every second by each process that serves screens.

An errand looks for what has become due and does it under the room's lock, so that two processes, or a restart in
between, make no difference.
"""

EVERY = 1.0  # seconds
_errands = []


def every_second(errand):
    """Register an errand: a function without arguments, quick where nothing is due."""
    if errand not in _errands:
        _errands.append(errand)


def do_rounds():
    for errand in _errands:
        errand()
