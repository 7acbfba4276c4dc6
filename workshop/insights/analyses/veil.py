"""Which figures of a table stay closed, so that none of too few people follows from the others and the totals.

Closed figures are the edges of a graph between their rows and their columns, and one follows from the totals exactly
where its edge is a bridge. So with each that is closed a ring of others is closed, of as few texts as may be. Totals
that are told nowhere tie nothing: their rows and columns are one point, OUTSIDE.
"""

from heapq import heappop, heappush
from itertools import count

OUTSIDE = ("outside",)


def veil(cells, hides, is_few, is_summed=bool):
    """(the cells that stay closed, the rows whose total does) of a table {(row, column): voices}.

    `hides(voices)` says whether a figure of these is closed for itself, `is_few(voices)` whether too few people are
    behind it, `is_summed(voices)` whether a column of these has a total that is told somewhere. A row's total is
    closed only where no other figure could cover for one of its own.
    """
    table = _Table(cells, hides, is_summed)
    small = sorted(table.closed, key=list(cells).index)
    for cell in small:
        table.close(cell)
    for line in dict.fromkeys(line for cell in small for line in _lines(cell)):
        while table.is_told(line) and is_few(table.behind(line)) and (least := table.least_open(line)):
            table.close(least)
    return table.closed, {row for kind, row in table.silent if kind == "row"}


class _Table:
    def __init__(self, cells, hides, is_summed):
        self.cells = {cell: voices for cell, voices in cells.items() if voices}
        self.closed = {cell for cell, voices in self.cells.items() if hides(voices)}
        lines = {line for cell in self.cells for line in _lines(cell)}
        whole = {line: self._voices(self._of(line)) for line in lines}
        self.silent = {line for line in lines if hides(whole[line])}
        self.silent |= {line for line in lines if line[0] == "column" and not is_summed(whole[line])}

    def close(self, cell):
        """This cell, and a way from its row to its column over others; where there is none, totals stay closed."""
        self.closed.add(cell)
        row, column = _lines(cell)
        for silent in ([], [row], [_lines(each)[0] for each in self._of(column)]):
            self.silent.update(silent)
            way = self._way_round(cell)
            if way is not None:
                return self.closed.update(way)
        return None

    def is_told(self, line):
        return line not in self.silent

    def behind(self, line):
        """The voices behind what is closed in a row or column."""
        return self._voices(cell for cell in self._of(line) if cell in self.closed)

    def least_open(self, line):
        """The cell with the fewest texts that is still told there; None where there is none."""
        told = [cell for cell in self._of(line) if cell not in self.closed]
        return min(told, key=lambda cell: len(self.cells[cell]), default=None)

    def _of(self, line):
        return [cell for cell in self.cells if line in _lines(cell)]

    def _voices(self, cells):
        return [voice for cell in cells for voice in self.cells[cell]]

    def _ends(self, cell):
        return tuple(line if self.is_told(line) else OUTSIDE for line in _lines(cell))

    def _way_round(self, cell):
        """The cells on the way from one end of a cell to its other end, with as few texts that are told as may be."""
        start, goal = self._ends(cell)
        turn, been = count(), set()
        ways = [(0, next(turn), start, ())]
        while ways:
            texts, _turn, here, way = heappop(ways)
            if here == goal:
                return way
            if here in been:
                continue
            been.add(here)
            for other in self.cells:
                ends = self._ends(other)
                if here in ends and other not in (cell, *way):
                    more = 0 if other in self.closed else len(self.cells[other])
                    heappush(ways, (texts + more, next(turn), ends[ends[0] == here], (*way, other)))
        return None


def _lines(cell):
    return ("row", cell[0]), ("column", cell[1])
