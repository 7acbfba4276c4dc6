"""What people do by hand to the note: other words, another place, away with it; put on what writes itself.

What was edited by hand is never overwritten when the note is made anew. It is put aside only where a person whose words
it rested on has taken back how far they agreed to be told.
"""

import hashlib
from dataclasses import replace

from workshop.export.blocks import EDITABLE
from workshop.export.edition import Hand
from workshop.export.models import Edit

FIRST = ""  # the place before all others


def hands(workshop, reaches):
    """The hand of each edited piece; without its words where what they rested on is not open any more."""
    return [_hand(edit, reaches) for edit in Edit.objects.filter(workshop=workshop)]


def _hand(edit, reaches):
    text = edit.text if stands(edit, reaches) else None
    return Hand(edit.key, text, edit.after, edit.dropped_at is not None)


def stands(edit, reaches):
    """Whether everything an edit rested on is still told as far as it was then."""
    return all(reaches.get(source, -1) >= reach for source, reach in edit.rested_on.items())


def rests_on(block, reaches):
    """How far each source of a piece tells of its person, to be kept with an edit of it."""
    return {source: reaches[source] for source in block.sources if source in reaches}


# --- on the pieces -----------------------------------------------------------------------------
def applied(blocks, hands):
    """The pieces as they were left by hand."""
    by_key = {hand.key: hand for hand in hands}
    blocks = [_worded(block, by_key.get(block.key)) for block in blocks]
    for hand in hands:
        if hand.after is not None:
            blocks = moved(blocks, hand.key, hand.after)
    for hand in hands:
        if hand.is_dropped:
            blocks = _without(blocks, hand.key)
    return blocks


def words_of(block):
    """What can be edited of a piece, as one text; None where nothing can."""
    if block.kind not in EDITABLE:
        return None
    return "\n".join(block.items) if block.kind == "bullets" else block.text


def _worded(block, hand):
    if hand is None or hand.text is None or words_of(block) is None:
        return block
    return worded(block, hand.text)


def worded(block, text):
    """The piece in these words; a list drops lines without any."""
    if block.kind == "bullets":
        return replace(block, items=[line for line in text.splitlines() if line.strip()], edited=True)
    return replace(block, text=text, edited=True)


def unit(blocks, key):
    """The place of a piece and of what follows it: (start, end). A heading brings its whole section along."""
    start = next((place for place, block in enumerate(blocks) if block.key == key), None)
    if start is None:
        return None
    if blocks[start].kind != "heading":
        return start, start + 1
    level, end = blocks[start].level, start + 1
    while end < len(blocks) and not (blocks[end].kind == "heading" and blocks[end].level <= level):
        end += 1
    return start, end


def moved(blocks, key, after):
    """The pieces with this one (and its section) behind another one; as they were where either is not there."""
    place = unit(blocks, key)
    if place is None:
        return blocks
    taken, rest = blocks[place[0] : place[1]], blocks[: place[0]] + blocks[place[1] :]
    if after == FIRST:
        return taken + rest
    other = unit(rest, after)
    if other is None:
        return blocks
    end = other[1] if _is_same_kind(taken[0], rest[other[0]]) else other[0] + 1
    return rest[:end] + taken + rest[end:]


def _is_same_kind(one, other):
    """Whether two pieces stand side by side, so that one follows the other's whole section rather than its title."""
    return one.kind != "heading" or other.kind != "heading" or one.level <= other.level


def _without(blocks, key):
    place = unit(blocks, key)
    return blocks[: place[0]] + blocks[place[1] :] if place else blocks


def siblings(blocks, key):
    """Keys of the pieces among which this one can be moved: of its part and level, in their order."""
    place = unit(blocks, key)
    if place is None:
        return []
    me = blocks[place[0]]
    if me.kind == "heading":
        start, end = _around(blocks, place[0], me.level)
        return [block.key for block in blocks[start:end] if block.kind == "heading" and block.level == me.level]
    start, end = _around(blocks, place[0], 9)
    return [block.key for block in blocks[start:end]]


def _around(blocks, place, level):
    """From behind the heading above this level to the next of its kind."""
    start = place
    while start > 0 and not (blocks[start - 1].kind == "heading" and blocks[start - 1].level < level):
        start -= 1
    end = place + 1
    while end < len(blocks) and not (blocks[end].kind == "heading" and blocks[end].level < level):
        end += 1
    return start, end


def step(blocks, key, up):
    """The key behind which a piece stands after one step up or down; None where there is no room."""
    row = siblings(blocks, key)
    place = row.index(key) if key in row else -1
    if place < 0 or (up and place == 0) or (not up and place == len(row) - 1):
        return None
    if not up:
        return row[place + 1]
    if place > 1:
        return row[place - 2]
    start = unit(blocks, row[0])[0]
    return blocks[start - 1].key if start else FIRST


def fingerprint(words):
    """What somebody who edits a piece has seen: its words."""
    return hashlib.sha256(str(words).encode()).hexdigest()[:16]
