"""The words of ruled tables and those around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

import msgspec

from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.lattice import Lattice
from pipeline.reading.pdf.lines import Line, join_lines, line_of
from pipeline.reading.pdf.page import PageText
from pipeline.reading.pdf.runs import Glyph, Run, glyph_runs, run_as_it_comes, run_glyphs
from pipeline.reading.tables import GridCell

_NARROW = 9.0
_FLAT = 5.0
# Words of cells are at most so much bigger than the other words of a page; watermarks are more.
_BIGGEST = 2.0
# Characters by the row and the column of their cell.
_Bucket = dict[tuple[int, int], list[Glyph]]


class PageTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table on one page: its cells with their words, its column lines counted from its left edge.

    `lines` are those of each cell; `extents`, where no lines part the columns, what their words take of the width.
    """

    box: Box
    xs: tuple[float, ...]
    rows: int
    cells: tuple[GridCell, ...]
    lines: tuple[tuple[Line, ...], ...]
    extents: tuple[tuple[float, float], ...] = ()


def is_table(lattice: Lattice) -> bool:
    """Whether a lattice orders words in columns; one of a single column or cell is but a frame around text."""
    return len(lattice.xs) > 2 and len(lattice.cells) > 1


def split_tables(
    chars: PageText, runs: list[Run], slanted: list[Glyph], lattices: list[Lattice]
) -> tuple[list[PageTable], list[Run], list[Glyph]]:
    """The tables of a page with their words, and the runs and characters not upright that stand outside of them."""
    buckets: list[_Bucket] = [{} for _ in lattices]
    finders = [_CellFinder(lattice) for lattice in lattices]
    outside: list[Run] = []
    for run in runs:
        near = [i for i, lattice in enumerate(lattices) if _touches(lattice.box, run.box)]
        if not near:
            outside.append(run)
            continue
        rest: list[Glyph] = []
        for glyph in run_glyphs(chars, run):
            x0, top, x1, bottom = glyph.box
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            for i in near:
                if (place := finders[i].find(x, y)) is not None:
                    buckets[i].setdefault(place, []).append(glyph)
                    break
            else:
                rest.append(glyph)
        outside += glyph_runs(rest)
    biggest = _BIGGEST * median(run.box.height for run in runs) if slanted else 0.0
    lying = [glyph for glyph in slanted if max(_size(glyph)) <= biggest and chars.is_sideways(glyph.index)]
    sideways = _in_cells(lying, lattices, finders)
    held = {glyph.index for bucket in sideways for found in bucket.values() for glyph in found}
    slanted = [glyph for glyph in slanted if glyph.index not in held]
    tables = [_table(*parts) for parts in zip(lattices, buckets, sideways, strict=True)]
    return [table for table in tables if any(cell.text for cell in table.cells)], outside, slanted


def _in_cells(lying: Sequence[Glyph], lattices: Sequence[Lattice], finders: Sequence[_CellFinder]) -> list[_Bucket]:
    """Characters that lie on their side, as the names of narrow columns do, by the cells of each table that hold them."""
    found: list[_Bucket] = [{} for _ in lattices]
    for glyph in lying:
        x0, top, x1, bottom = glyph.box
        for i, lattice in enumerate(lattices):
            place = finders[i].find((x0 + x1) / 2, (top + bottom) / 2) if _touches(lattice.box, glyph.box) else None
            if place is not None and finders[i].holds(place, glyph.box, max(_size(glyph)) / 4):
                found[i].setdefault(place, []).append(glyph)
                break
    return found


def _size(glyph: Glyph) -> tuple[float, float]:
    return glyph.box.width, glyph.box.height


def _touches(table: Box, box: Box) -> bool:
    return box.x0 < table.x1 and table.x0 < box.x1 and box.top < table.bottom and table.top < box.bottom


class _CellFinder:
    """Finds the cell that a point lies in."""

    def __init__(self, lattice: Lattice) -> None:
        self._xs, self._ys, self._box = lattice.xs, lattice.ys, lattice.box
        self._slots: dict[tuple[int, int], tuple[int, int]] = {}
        self._cells = {(cell.row, cell.column): cell.box for cell in lattice.cells}
        for cell in lattice.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self._slots[row, column] = (cell.row, cell.column)

    def find(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell, null outside of all cells."""
        return self._slots.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))

    def holds(self, place: tuple[int, int], box: Box, slack: float) -> bool:
        """Whether a box lies inside a cell, or sticks out of it but so much."""
        x0, top, x1, bottom = self._cells[place]
        return x0 - slack <= box.x0 and box.x1 <= x1 + slack and top - slack <= box.top and box.bottom <= bottom + slack


def _table(lattice: Lattice, bucket: _Bucket, sideways: _Bucket) -> PageTable:
    cells: list[GridCell] = []
    words: dict[tuple[int, int], tuple[Line, ...]] = {}
    for cell in lattice.cells:
        lines = join_lines(glyph_runs(bucket.get((cell.row, cell.column), [])))
        if lying := sideways.get((cell.row, cell.column)):
            lines.append(line_of([run_as_it_comes(lying)]))
        text = "\n".join(line.text for line in lines)
        words[cell.row, cell.column] = tuple(lines)
        cells.append(GridCell(text=text, row=cell.row, column=cell.column, rows=cell.rows, columns=cell.columns))
    columns = _kept([(c.column, c.columns) for c in cells if c.text], lattice.xs, _NARROW)
    rows = _kept([(c.row, c.rows) for c in cells if c.text], lattice.ys, _FLAT)
    kept: list[GridCell] = []
    lines_of: list[tuple[Line, ...]] = []
    for full in cells:
        first, last = columns[full.column], columns[full.column + full.columns]
        top, bottom = rows[full.row], rows[full.row + full.rows]
        if first < last and top < bottom:
            kept.append(GridCell(text=full.text, row=top, column=first, rows=bottom - top, columns=last - first))
            lines_of.append(words[full.row, full.column])
    left = lattice.xs[0]
    xs = {place: x - left for place, x in zip(reversed(columns), reversed(lattice.xs), strict=True)}
    return PageTable(
        box=lattice.box,
        xs=tuple(xs[place] for place in sorted(xs)),
        rows=rows[-1],
        cells=tuple(kept),
        lines=tuple(lines_of),
    )


def _kept(filled: list[tuple[int, int]], lines: tuple[float, ...], least: float) -> list[int]:
    """New numbers for grid lines after columns (or rows) too narrow for words, and without any, are taken out."""
    single = {place for place, count in filled if count == 1}
    numbers = [0]
    for place in range(len(lines) - 1):
        filler = place not in single and lines[place + 1] - lines[place] < least
        numbers.append(numbers[-1] + (not filler))
    return numbers
