"""The note as its writers work on it: its parts, each with its pieces and what was done to them by hand."""

from typing import NamedTuple

from workshop.export import editing
from workshop.export.blocks import Block
from workshop.export.document import outline
from workshop.export.edition import Hand
from workshop.export.gather import gather
from workshop.export.models import Edit


class Piece(NamedTuple):
    block: Block  # as it is shown
    original: str | None  # the words it writes by itself; None where they can't be edited
    rests_on: dict
    hand: Hand | None
    edit: Edit | None
    is_locked: bool = False  # words that their speaker has checked

    @property
    def key(self):
        return self.block.key

    @property
    def words(self):
        return editing.words_of(self.block)

    @property
    def can_be_worded(self):
        return self.original is not None and not self.is_locked

    @property
    def is_dropped(self):
        return bool(self.hand and self.hand.is_dropped)

    @property
    def is_overtaken(self):
        """Whether what it was edited from reads otherwise by now."""
        return self.block.edited and self.edit is not None and self.edit.original != self.original

    @property
    def is_set_aside(self):
        """Whether words were edited and rest on something that is not open any more."""
        return bool(self.edit and self.edit.text is not None and not self.block.edited)

    @property
    def seen(self):
        return editing.fingerprint(self.words)


class Part(NamedTuple):
    heading: Piece
    pieces: list


def parts(workshop):
    """The parts of the note in their order, with every piece, those left out included."""
    found = []
    for piece in pieces(workshop):
        if piece.block.kind == "heading" and piece.block.level == 1:
            found.append(Part(piece, []))
        elif found:
            found[-1].pieces.append(piece)
    return found


def piece(workshop, key):
    """One piece by its key; None where the note has none of it."""
    return next((each for each in pieces(workshop) if each.key == key), None)


def pieces(workshop):
    edition = gather(workshop)
    auto = outline(edition)
    originals = {block.key: editing.words_of(block) for block in auto}
    hands = {hand.key: hand for hand in edition.hands}
    edits = {edit.key: edit for edit in Edit.objects.filter(workshop=workshop)}
    locked = {said.id for said in edition.all_statements if said.kind != "paraphrase"}
    return [
        Piece(
            block,
            originals[block.key],
            editing.rests_on(block, edition.reaches),
            hands.get(block.key),
            edits.get(block.key),
            block.kind == "quote" and block.key in locked,
        )
        for block in shown(edition)
    ]


def shown(edition):
    """The pieces as they were left by hand, those that are left out still in their place."""
    return editing.applied(outline(edition), [Hand(hand.key, hand.text, hand.after) for hand in edition.hands])
