"""The note as Markdown: headings, tables, footnotes; nothing that people typed becomes markup."""

import re

from django.utils.translation import gettext as _

SIGNS = re.compile(r"([\\`*_\[\]<>#|~$&])")
LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))", re.M)


def write(document, picture=lambda block: ""):
    """The document as the bytes of a Markdown file. `picture` gives a picture's address, or nothing."""
    pieces = [_front(document), *(_piece(block, picture) for block in document.blocks), _footnotes(document)]
    return ("\n\n".join(piece for piece in pieces if piece) + "\n").encode()


def literal(text):
    """Text in which no sign is markup; its line breaks stay."""
    text = SIGNS.sub(r"\\\1", text)
    text = LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", text
    )
    return "  \n".join(line.strip() for line in text.split("\n"))


def _one_line(text):
    return literal(" ".join(text.split()))


def _front(document):
    lines = [f"**{_one_line(document.warning)}**"] if document.warning else []
    lines += [_one_line(document.series), f"# {_one_line(document.title)}"]
    lines += [f"*{_one_line(document.topic)}*"] if document.topic else []
    return "\n\n".join([*lines, *map(_one_line, document.facts)])


def _piece(block, picture):
    return globals()[f"_{block.kind}"](block, picture)


def _heading(block, _picture):
    number = f"{block.number}. " if block.number else ""
    eyebrow = f"{_one_line(block.eyebrow)}\n\n" if block.eyebrow else ""
    return f"{eyebrow}{'#' * (block.level + 1)} {number}{_one_line(block.text)}"


def _logos(block, _picture):
    return ""  # the partners stand in their table


def _paragraph(block, _picture):
    text = literal(block.text) + "".join(f"[^{number}]" for number in block.notes)
    return f"> {text.replace(chr(10), chr(10) + '> ')}" if block.style == "remark" else text


def _bullets(block, _picture):
    return "\n".join(f"- {_one_line(item)}" for item in block.items)


def _figures(block, _picture):
    return "\n".join(f"- **{_one_line(number)}** {_one_line(words)}" for number, words in block.items)


def _table(block, _picture):
    return _rows(block, block.columns, block.rows)


def _slips(block, _picture):
    rows = [[slip.word, slip.text, slip.by] for slip in block.slips]
    return _rows(block, [_("Kind"), _("What was written"), _("Whose")], rows)


def _rows(block, columns, rows):
    title = _("Table %(n)s. %(caption)s") % {"n": block.number, "caption": block.caption}
    lines = [columns, ["---"] * len(columns)]
    table = [f"| {' | '.join(map(_one_line, columns))} |", f"| {' | '.join(lines[1])} |"]
    table += [f"| {' | '.join(map(_one_line, row))} |" for row in rows]
    return f"**{_one_line(title)}**\n\n" + "\n".join(table)


def _quote(block, _picture):
    said = literal(block.text).replace("\n", "\n> ")
    about = f" ({_one_line(block.about)})" if block.about else ""
    return f"> {said}\n>\n> **{_one_line(block.by)}**{about}"


def _picture(block, picture):
    title = _("Figure %(n)s. %(caption)s") % {"n": block.number, "caption": block.caption}
    address = picture(block)
    shown = f"![{_one_line(block.alt)}]({address})\n\n" if address else f"[{_one_line(block.alt)}]\n\n"
    return f"{shown}*{_one_line(title)}*"


def _footnotes(document):
    return "\n".join(f"[^{number}]: {_one_line(text)}" for number, text in enumerate(document.footnotes, 1))
