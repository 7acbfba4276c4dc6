"""Where each piece of the note comes from: what may be named as a source, and a checker for what is not."""

from typing import NamedTuple

from workshop.export.pieces import COLLECTIONS


class Checked(NamedTuple):
    """Keys of pieces without any source, and (key, id) of sources that the edition does not have."""

    without: list
    unknown: list


def check(document, edition):
    """What of the document can't be traced to the edition, as Checked; two empty lists are good news."""
    known = known_ids(edition)
    without = [block.key for block in document.blocks if not block.sources or not block.key]
    unknown = [(block.key, each) for block in document.blocks for each in of(block) if each not in known]
    return Checked(without, unknown)


def of(block):
    """Every id that a piece names, its rows' and slips' own included, each once."""
    named = list(block.sources)
    if block.kind == "table":
        named += [each for origin in block.origins for each in origin]
    if block.kind == "slips":
        named += [slip.source for slip in block.slips]
    return list(dict.fromkeys(named))


def known_ids(edition):
    """Everything in an edition that has an id."""
    known = {*COLLECTIONS, *edition.reaches, *edition.conditions}
    for things in (edition.chapters, edition.parts, edition.circles, edition.themes):
        known |= {thing.id for thing in things}
    for chapter in edition.chapters:
        known |= {figure.id for figure in chapter.figures} | {pk for pk, _slot, _text in chapter.footnotes}
    return known
