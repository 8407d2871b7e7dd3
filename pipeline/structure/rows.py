"""The rows of a file's tables, each cell with the name of its column."""

from __future__ import annotations

import msgspec

from pipeline.model.layout import CellText
from pipeline.model.source import Cell, Table
from pipeline.model.span import OffsetText
from pipeline.structure.cleaning import CleanText

# More rows or columns than this under one cell are taken for a slip of the file.
_LARGEST_SPREAD = 5000


class TableRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A table row: its cells from left to right (those without words left out) and whether it names the columns."""

    cells: tuple[CellText, ...] = ()
    header: bool = False


Rows = dict[tuple[int, int], TableRow]


def rows_of(cleaned: CleanText) -> Rows:
    """The rows of all tables by table and row number."""
    found: Rows = {}
    for index, table in enumerate(cleaned.tables):
        for number, row in _table_rows(cleaned.text, table).items():
            found[index, number] = row
    return found


def _table_rows(text: OffsetText, table: Table) -> dict[int, TableRow]:
    headers = _headers(text, table)
    cells: dict[int, list[CellText]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        start, end = _place(text, cell)
        if start >= end:
            continue
        for row in range(cell.row, cell.row + min(cell.rows, _LARGEST_SPREAD)):
            cells.setdefault(row, []).append(
                CellText(
                    start=start,
                    end=end,
                    column=cell.column,
                    header=headers.get(cell.column, ""),
                    repeated=row > cell.row,
                )
            )
    return {
        row: TableRow(cells=tuple(sorted(group, key=lambda cell: cell.column)), header=row < table.header_rows)
        for row, group in cells.items()
    }


def _headers(text: OffsetText, table: Table) -> dict[int, str]:
    """The name of each column: the words of its header cells, the upper before the lower, a table's title left out."""
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    names: dict[int, str] = {}
    last = ""
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row >= table.header_rows or (cell.columns >= width > 1):
            continue
        start, end = _place(text, cell)
        words = "".join(text.text[start:end].split())
        if cell.row and words and not names.get(cell.column):
            # A name merged over several columns stands over the first of them only.
            names[cell.column] = names.get(cell.column - 1, "").removesuffix(last)
        last = words
        if names.get(cell.column) == words:
            continue  # the same name once more, as before each record of a ledger
        for column in range(cell.column, cell.column + min(cell.columns, _LARGEST_SPREAD)):
            names[column] = names.get(column, "") + words
    return names


def _place(text: OffsetText, cell: Cell) -> tuple[int, int]:
    """Where a cell's words stand in the clean text."""
    start, end = text.find(cell.span.start), text.find(cell.span.end)
    while start < end and text.text[start].isspace():
        start += 1
    while start < end and text.text[end - 1].isspace():
        end -= 1
    return start, end
