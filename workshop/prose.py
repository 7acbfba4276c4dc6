"""Long texts of a case: plain paragraphs between blank lines; a line that starts with "## " is a sub-heading."""

from typing import NamedTuple

HEADING = "## "


class Block(NamedTuple):
    kind: str  # "heading" or "paragraph"
    text: str


def blocks(text):
    """The text as a list of Blocks in reading order; a paragraph keeps the line breaks its author made."""
    found, lines = [], []
    for line in [*(text or "").splitlines(), ""]:
        if line.strip() and not line.startswith(HEADING):
            lines.append(line.rstrip())
            continue
        if lines:
            found.append(Block("paragraph", "\n".join(lines)))
            lines = []
        if heading := line.removeprefix(HEADING).strip():
            found.append(Block("heading", heading))
    return found


def words(text):
    """How many words a reader reads; the signs of sub-headings are none."""
    return sum(len(block.text.split()) for block in blocks(text))
