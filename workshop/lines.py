"""What the workshop has found so far, in single lines: told by the insights, asked where all circles meet."""

MOST = 300  # letters
_tellers = []


def tell(lines):
    """Register a teller of lines: lines(workshop) -> texts of at most 300 letters, in their order."""
    _tellers.append(lines)


def lines_of(workshop):
    return [line for teller in _tellers for line in teller(workshop)]
