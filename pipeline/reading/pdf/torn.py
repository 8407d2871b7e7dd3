"""Rows that a page break tears apart: some of their cells go on at the top of the next page in mid-sentence."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.gaps import is_wide
from pipeline.reading.pdf.lines import Line
from pipeline.reading.pdf.paragraphs import first_word
from pipeline.reading.tables import GridCell

# Room that a cell leaves at its foot, in line heights, and at both sides of its words, in points.
_FOOT = 1.5
_SIDES = 14.0

Place = tuple[int, int]


def wrapping_columns(tables: Sequence[PageTable], header: int) -> set[Place]:
    """Columns (first, number) in which words are too long for one line somewhere."""
    return {
        (cell.column, cell.columns)
        for table in tables
        for cell, lines in zip(table.cells, table.lines, strict=True)
        if len(lines) > 1 and cell.row >= header
    }


def goes_on(
    upper: tuple[PageTable, Sequence[GridCell]],
    lower: tuple[PageTable, Sequence[GridCell]],
    repeated: int,
    wrapping: AbstractSet[Place],
    *,
    torn_before: bool,
) -> bool:
    """Whether the first row of a part, behind `repeated` rows of column names, is the rest of the last row above it.

    Each of its cells with words then has one above it that is filled to its foot and to the end of its last line, and
    some cell above has no more to come (or had none: `torn_before`, the row above is such a rest itself). The grids hold
    the cells of the tables in the same order.
    """
    above = {
        (cell.column, cell.columns): lines
        for cell, lines in zip(upper[1], upper[0].lines, strict=True)
        if cell.row + cell.rows == upper[0].rows
    }
    row = [(cell, lines) for cell, lines in zip(lower[1], lower[0].lines, strict=True) if cell.row == repeated]
    if not any(lines for _, lines in row) or any((cell.column, cell.columns) not in above for cell, _ in row):
        return False
    pairs = {(cell.column, cell.columns): (above[cell.column, cell.columns], lines) for cell, lines in row}
    for place, (first, rest) in pairs.items():
        if rest and not (place in wrapping and first and _is_filled(upper[0], place, first, rest[0])):
            return False
    done = torn_before or any(first and not rest for first, rest in pairs.values())
    return done or all(len(first) > 1 for first, _ in pairs.values())


def _is_filled(table: PageTable, place: Place, lines: Sequence[Line], rest: Line) -> bool:
    """Whether a cell has no room left, neither at its foot nor behind its last line for the first word of the rest."""
    last = lines[-1]
    if table.box.bottom - last.box.bottom > _FOOT * last.size:
        return False
    width = table.xs[min(place[0] + place[1], len(table.xs) - 1)] - table.xs[min(place[0], len(table.xs) - 1)]
    return width - last.box.width < max(first_word(rest), rest.size if is_wide(rest.text[0]) else 0.0) + _SIDES


def with_rest(cells: Sequence[GridCell], lower: Sequence[GridCell], repeated: int, first: int) -> list[GridCell]:
    """The cells of the table so far, those that end before row `first` with the rest of their words, and behind them
    the other cells of the lower part, a row higher than they would be."""
    rest = {(cell.column, cell.columns): cell for cell in lower if cell.row == repeated}
    joined = [_longer(cell, rest, first) for cell in cells]
    shift = first - repeated - 1
    return joined + [_moved(cell, shift) for cell in lower if cell.row > repeated]


def _longer(cell: GridCell, rest: dict[Place, GridCell], first: int) -> GridCell:
    other = rest.get((cell.column, cell.columns))
    if other is None or cell.row + cell.rows != first:
        return cell
    text = "\n".join(words for words in (cell.text, other.text) if words)
    return GridCell(text=text, row=cell.row, column=cell.column, rows=cell.rows + other.rows - 1, columns=cell.columns)


def _moved(cell: GridCell, by: int) -> GridCell:
    return GridCell(text=cell.text, row=cell.row + by, column=cell.column, rows=cell.rows, columns=cell.columns)
