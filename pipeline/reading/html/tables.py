"""Tables of a page: those that hold data, and those that only arrange the page."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from pipeline.reading.html.names import CELLS, HEADINGS

_MOST_COLUMNS = 63
_MOST_ROWS = 20_000
_PARTS = frozenset(("thead", "tbody", "tfoot"))
_ARRANGING = ("presentation", "none")
_WHOLE_TEXT = 300
_MOST_OF_TABLE = 0.6


class PlacedCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell and the place its spans give it."""

    element: etree._Element
    row: int
    column: int
    rows: int
    columns: int


class PlacedCells(msgspec.Struct, frozen=True):
    """A table's cells in order and how many rows at its top name the columns (null: it does not say)."""

    cells: tuple[PlacedCell, ...]
    header_rows: int | None


def is_data(table: etree._Element) -> bool:
    """Whether a table orders data in rows and columns. Old pages arrange everything with tables, too."""
    rows = [list(row.iterchildren(*CELLS)) for row in _rows(table)]
    if table.get("role") in _ARRANGING or len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    if any(True for _ in table.iterdescendants("table", "form", *HEADINGS)):
        return False
    sizes = [len("".join("".join(map(str, cell.itertext())).split())) for row in rows for cell in row]
    largest, total = max(sizes), sum(sizes)
    if not total:
        return False
    named = any(cell.tag == "th" for row in rows for cell in row)
    return named or largest <= _WHOLE_TEXT or largest <= _MOST_OF_TABLE * total


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from child.iterchildren("tr")


def table_cells(table: etree._Element) -> PlacedCells:
    """The cells, each at the first free place of its row."""
    rows = list(_rows(table))[:_MOST_ROWS]
    taken: list[set[int]] = [set() for _ in rows]
    cells: list[PlacedCell] = []
    for number, row in enumerate(rows):
        column = 0
        for element in row.iterchildren(*CELLS):
            while column in taken[number]:
                column += 1
            columns = _span(element.get("colspan"), 1, _MOST_COLUMNS)
            rows_left = len(rows) - number
            down = _span(element.get("rowspan"), 1, rows_left, nought=rows_left)
            for below in range(number, number + down):
                taken[below].update(range(column, column + columns))
            cells.append(PlacedCell(element=element, row=number, column=column, rows=down, columns=columns))
            column += columns
    return PlacedCells(tuple(cells), _header_rows(rows))


def _header_rows(rows: list[etree._Element]) -> int | None:
    heads = [
        (parent.tag == "thead" if (parent := row.getparent()) is not None else False)
        or all(cell.tag == "th" for cell in row.iterchildren(*CELLS))
        for row in rows
    ]
    return heads.index(False) if False in heads and heads[0] else None


def _span(text: str | None, default: int, most: int, nought: int = 1) -> int:
    if not text or not text.strip().isascii() or not text.strip().isdigit():
        return default
    value = int(text.strip()[:6])
    return min(most, value) if value else nought
