"""The bench asks Peerwalk's own code for what became of its presses: what it takes from there must be there."""

import re
from pathlib import Path

import pytest

OURS = r"^from (?:workshop|fishbowl|gallery|tests)[\w.]* import [\w, ]+$"
BENCH = Path(__file__).parent.parent / ".ci" / "bench"
TAKEN = sorted({(path.name, line) for path in BENCH.glob("*.py") for line in re.findall(OURS, path.read_text(), re.M)})


@pytest.mark.parametrize(("name", "line"), TAKEN)
def test_what_the_bench_takes_is_there(name, line):
    exec(line, {})


def test_the_bench_takes_something():
    assert "circle.py" in {name for name, _line in TAKEN}
