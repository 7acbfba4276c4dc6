"""How a table lies on its sheet: as wide as its columns need, as high as its names, from either side."""

from dataclasses import dataclass, replace

from workshop.drawing.strokes import cut_to, text_width

TEXT = 17  # size of words; everything else follows from it
LEADING = 1.16  # from line to line of one name
TIGHT, AIRY = 0.2, 1.42  # room between rows, in sizes of words: the least, and where nothing presses
NAMES, HEADS, PLACES = 2, 3, 0.64  # most lines of a name and of a head; most of the width that places may take
WIDEST = 110  # of a column; and what places need:
DISC, SIGN = 46, 78
BLOCK = 14  # letters of a name that a block must have room for


@dataclass(frozen=True)
class Sheet:
    """Rows under their columns, in one block or in several side by side; lengths are in units of the picture."""

    columns: list  # [(name, colour)]: a number in a disc where there is a colour
    lines: list
    size: float = TEXT
    width: float = 720
    height: float = 0  # that they have to fit into; 0: as high as they get
    blocks: int = 1
    rtl: bool = False
    whole: tuple | list = ()  # all lines, where these are a part of them: by them it is measured

    @property
    def measured(self):
        return self.whole or self.lines

    def part(self, lines):
        """Some of the lines, drawn as they stand in the whole."""
        return replace(self, lines=lines, whole=self.measured)

    @property
    def unit(self):
        return self.size / TEXT

    @property
    def gap(self):
        return 40 * self.unit

    @property
    def room(self):
        """The width of a block."""
        return (self.width - self.gap * (self.blocks - 1)) / self.blocks

    def widths(self):
        """How wide each column is: as much as its head and places need, and more where names leave it."""
        need = [self._need(n) for n in range(len(self.columns))]
        most = self.room * PLACES
        if sum(need) > most:
            return [each * most / sum(need) for each in need]
        left = self.room - max((self._asked(line) for line in self.measured), default=0)
        even = min(WIDEST * self.unit, most / len(need), left / len(need))
        return [max(each, even) for each in need]

    def _need(self, n):
        name, colour = self.columns[n]
        signed = any(line.places[n].sign and (line.places[n].n > 1 or line.places[n].level) for line in self.measured)
        word = 0 if colour is not None else max(text_width(each, self.size) for each in f"{name} ".split(" "))
        return max((SIGN if signed else DISC) * self.unit, word + 12 * self.unit)

    def _asked(self, line):
        """How wide a name would like to stand; that of a city is known when it is cut."""
        wide = text_width(line.name, self.size) * 1.04
        wide = wide if line.colour is None else min(wide, BLOCK * 0.6 * self.size)
        return wide + self.start(line) + 18 * self.unit

    def start(self, line):
        """Where a name begins: behind the bar of its city."""
        return 14 * self.unit if line.colour is not None else 0

    def names(self):
        """The width of the names."""
        return self.room - sum(self.widths())

    def told(self, line, names):
        """A name in as many lines as it may take."""
        return wrapped(line.name, self.size, names - self.start(line) - 16 * self.unit, NAMES)

    def heads(self, widths):
        """Each head in lines; a number in a disc is one."""
        return [
            [str(name)] if colour is not None else wrapped(str(name), self.size, width - 8 * self.unit, HEADS)
            for (name, colour), width in zip(self.columns, widths, strict=True)
        ]

    def head(self):
        """The height of the heads."""
        return (16 + 19 * max((len(told) for told in self.heads(self.widths())), default=1)) * self.unit

    def pages(self):
        """The lines, in as many parts as they need to fit."""
        names, room = self.names(), self.height - self.head()
        pages, left, beside = [[]], room, self.blocks - 1
        for line in self.lines:
            deep = (len(self.told(line, names)) * LEADING + TIGHT) * self.size
            if deep > left and beside:
                left, beside = room, beside - 1
            elif deep > left and pages[-1]:
                pages.append([])
                left, beside = room, self.blocks - 1
            pages[-1].append(line)
            left -= deep
        return pages

    def is_roomy(self):
        """Whether a block leaves its names enough room."""
        return self.names() >= BLOCK * 0.6 * self.size

    def parts(self):
        """The lines of each block, the first ones first."""
        share = -(-len(self.lines) // self.blocks) or 1
        return [self.lines[n : n + share] for n in range(0, len(self.lines), share)] or [[]]

    def pitches(self, told):
        """The height of each row of a block, by the lines of its names; airy as far as there is room."""
        words = [len(lines) * LEADING * self.size for lines in told]
        air = AIRY * self.size
        if self.height:
            share = -(-len(self.lines) // self.blocks) or 1
            air = min(air, max(TIGHT * self.size, (self.height - self.head() - sum(words)) / share))
        return [each + air * (1 if len(lines) == 1 else 0.7) for each, lines in zip(words, told, strict=True)]


def wrapped(text, size, width, most):
    """A text in at most so many lines, the last one cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
    return [cut_to(line, size, width) for line in lines]
