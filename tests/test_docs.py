"""The pages people read: they lead where they say, and the moderator's is read in five minutes."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
A_MINUTE = 250  # words


def anchors(page):
    """How a heading is named in addresses: small letters, hyphens for blanks, no other signs."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.casefold()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    lost = []
    for link in (link for link in links if "://" not in link):
        name, _hash, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_a_moderator_reads_the_page_in_five_minutes():
    words = re.findall(r"[\w’'-]*\w", (ROOT / "docs" / "moderators.md").read_text())
    assert 3 * A_MINUTE < len(words) <= 5 * A_MINUTE
