"""Tables that run over pages become one table."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.torn import goes_on, with_rest, wrapping_columns
from pipeline.reading.tables import GridCell, guess_header_rows

_SAME_COLUMN = 4.0
_MOST_HEADER_ROWS = 3


class Part(msgspec.Struct, frozen=True):
    """What of a table stands on one page: its rows in the whole, and the header rows that are repeated above them."""

    rows: range
    repeated: tuple[GridCell, ...] = ()
    repeated_rows: int = 0


class WholeTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table over all its pages."""

    cells: tuple[GridCell, ...]
    header_rows: int
    parts: tuple[Part, ...]


def fits(upper: PageTable, lower: PageTable) -> bool:
    """Whether the second table can be the first one going on: columns stand at the same places, or some are merged."""
    if upper.extents or lower.extents:
        return _same_extents(upper.extents, lower.extents)
    if abs(upper.xs[-1] - lower.xs[-1]) > _SAME_COLUMN:
        return False
    few, many = sorted((upper.xs, lower.xs), key=len)
    return all(any(abs(x - other) <= _SAME_COLUMN for other in many) for x in few)


def _same_extents(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> bool:
    """Whether columns without lines stand above each other, one for one."""
    return len(upper) == len(lower) and all(a[0] < b[1] and b[0] < a[1] for a, b in zip(upper, lower, strict=True))


def stitch(tables: Sequence[PageTable]) -> WholeTable:
    """One table from its parts on consecutive pages."""
    xs = max((table.xs for table in tables), key=len)
    grids = [_on_grid(table, xs) for table in tables]
    header = guess_header_rows(grids[0])
    for grid in grids[1:]:
        header = max(header, _repeated_rows(grids[0], grid))
    cells: list[GridCell] = list(grids[0])
    parts = [Part(range(tables[0].rows))]
    wrapping = wrapping_columns(tables, header) if len(tables) > 1 else frozenset[tuple[int, int]]()
    for place, (table, grid) in enumerate(zip(tables[1:], grids[1:], strict=True)):
        repeated = min(header, table.rows) if header and _same_rows(grids[0], grid, header) else 0
        first = parts[-1].rows.stop
        above = tuple(c for c in grid if c.row < repeated)
        upper = tables[place], grids[place]
        if first > header and goes_on(upper, (table, grid), repeated, wrapping, torn_before=not parts[-1].rows):
            cells = with_rest(cells, grid, repeated, first)
            parts.append(Part(range(first, first + table.rows - repeated - 1), above, repeated))
            continue
        offset = first - repeated
        body = [msgspec.structs.replace(cell, row=cell.row + offset) for cell in grid if cell.row >= repeated]
        cells = _joined(cells, body, first) if first > 0 else body
        parts.append(Part(range(first, table.rows + offset), above, repeated))
    return WholeTable(cells=tuple(cells), header_rows=header, parts=tuple(parts))


def _on_grid(table: PageTable, xs: tuple[float, ...]) -> list[GridCell]:
    """The cells with columns counted on another set of column lines."""
    if len(table.xs) == len(xs):
        return list(table.cells)
    place = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in table.xs]
    return [
        msgspec.structs.replace(
            cell, column=place[cell.column], columns=place[cell.column + cell.columns] - place[cell.column]
        )
        for cell in table.cells
    ]


def _rows(cells: Sequence[GridCell], count: int) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.column, c.columns, "".join(c.text.split())) for c in cells if c.row < count]


def _same_rows(one: Sequence[GridCell], other: Sequence[GridCell], count: int) -> bool:
    rows = _rows(one, count)
    return bool(rows) and any(row[3] for row in rows) and rows == _rows(other, count)


def _repeated_rows(first: Sequence[GridCell], later: Sequence[GridCell]) -> int:
    """How many rows at the top of two parts are the same."""
    return next((n for n in range(_MOST_HEADER_ROWS, 0, -1) if _same_rows(first, later, n)), 0)


def _joined(upper: list[GridCell], lower: list[GridCell], first: int) -> list[GridCell]:
    """Put parts together; empty cells under the page break go on from above.

    That is so where the first cell of the row is empty (a cell merged downwards or a row that the break tore apart), and
    for cells that are merged over several rows themselves.
    """
    row = sorted((cell for cell in lower if cell.row == first), key=lambda cell: cell.column)
    if not any(cell.text for cell in row):
        return [*upper, *lower]
    torn = not row[0].text and sum(1 for cell in row if cell.text) * 2 <= len(row)
    leading = next(i for i, cell in enumerate(row) if cell.text)
    extend = [cell for i, cell in enumerate(row) if not cell.text and (torn or i < leading or cell.rows > 1)]
    kept = list(lower)
    grown = list(upper)
    for cell in extend:
        for place, above in enumerate(grown):
            if (
                above.row + above.rows == first
                and (above.column, above.columns) == (cell.column, cell.columns)
                and above.text
            ):
                grown[place] = msgspec.structs.replace(above, rows=above.rows + cell.rows)
                kept.remove(cell)
                break
    return [*grown, *kept]
