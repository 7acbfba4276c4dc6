"""The pieces a document is made of; every format writes these, and only these.

Each piece carries a key, which is the same whenever the note is made anew, and the ids of what it rests on. Texts and
quotes can be edited by hand under their key; a table's rows and a wall's slips carry sources of their own.
"""

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Block:
    key: str = ""
    sources: list[str] = field(default_factory=list)
    edited: bool = False  # by hand; what was written by itself is kept beside it


@dataclass(frozen=True)
class Heading(Block):
    text: str
    level: int
    anchor: str
    colour: int = 0
    number: int | None = None
    eyebrow: str = ""
    kind = "heading"


@dataclass(frozen=True)
class Prose(Block):
    """A text in paragraphs and sub-headings, as workshop/prose.py reads it; it becomes Headings and Paragraphs.

    `remarks` are the footnotes that hang on its last paragraph: (id, text).
    """

    text: str
    style: str = "text"
    level: int = 3
    remarks: list[tuple[str, str]] = field(default_factory=list)
    kind = "prose"


@dataclass(frozen=True)
class Paragraph(Block):
    """style: "text", "lead" (a standfirst), "small", or "remark" (something to look at twice)."""

    text: str
    style: str = "text"
    notes: list[int] = field(default_factory=list)
    kind = "paragraph"


@dataclass(frozen=True)
class Bullets(Block):
    items: list[str]
    kind = "bullets"


@dataclass(frozen=True)
class Figures(Block):
    """A few figures that stand large: (number, words)."""

    items: list[tuple[str, str]]
    colour: int = 0
    kind = "figures"


@dataclass(frozen=True)
class Table(Block):
    """`origins` are the sources of each row; a row without any is only counts."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    origins: list[list[str]] = field(default_factory=list)
    shape: str = "table"  # or "matrix": cities down, cases across
    number: int = 0
    kind = "table"


@dataclass(frozen=True)
class Slip:
    kind: str
    word: str
    text: str
    by: str
    source: str = ""


@dataclass(frozen=True)
class Slips(Block):
    """Notes from a wall, of each kind together."""

    caption: str
    slips: list[Slip]
    number: int = 0
    kind = "slips"

    @property
    def piles(self):
        """The slips by kind, as [(word, slips), ...]."""
        words = dict.fromkeys(slip.word for slip in self.slips)
        return [(word, [slip for slip in self.slips if slip.word == word]) for word in words]


@dataclass(frozen=True)
class Quote(Block):
    text: str
    by: str
    about: str
    colour: int = 0
    kind = "quote"


@dataclass(frozen=True)
class Picture(Block):
    """A cover as SVG text, or the file name of a photo."""

    alt: str
    caption: str
    svg: str = ""
    file: str = ""
    number: int = 0
    kind = "picture"


@dataclass(frozen=True)
class Logos(Block):
    """The partners' signs, in a row on the cover: (file name of a picture, the partner's name)."""

    items: list[tuple[str, str]]
    kind = "logos"


@dataclass(frozen=True)
class Document:
    title: str
    topic: str
    series: str  # "Peer-learning note", with its number where it has one
    facts: list[str]  # the lines below the title: when, where, who
    blocks: list
    footnotes: list[str]
    language: str
    edition: str  # which edition this is, as a sentence
    author: str
    licence: str = ""
    warning: str = ""  # why this is not to be passed on: an internal edition, a draft, a rehearsal

    @property
    def way(self):
        """Which way its language runs."""
        return "rtl" if self.language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def headings(self):
        return [block for block in self.blocks if block.kind == "heading"]

    @property
    def logos(self):
        """(file name, partner) of each sign on the cover."""
        return [tuple(item) for block in self.blocks if block.kind == "logos" for item in block.items]

    @property
    def parts(self):
        return [block for block in self.headings if block.level == 1]


EDITABLE = ("prose", "quote", "bullets", "heading", "paragraph")
KINDS = {each.kind: each for each in (Heading, Prose, Paragraph, Bullets, Figures, Table, Slips, Quote, Picture, Logos)}
