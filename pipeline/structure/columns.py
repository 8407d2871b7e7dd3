"""Which column each cell of a plain-text table stands in, where rows lack the cells merged with those above."""

from __future__ import annotations

import re
from math import log

import msgspec

from pipeline.model.span import fold
from pipeline.reading.column_names import header_kind, is_header

_SAMPLE = 60
_PART = re.compile("(?:19|20)\\d\\d(?:年|年度|学年)?|[^\\d,。;]{1,6}")


class Column(msgspec.Struct, frozen=True, gc=False):
    """What the cells of a column in full rows look like."""

    values: frozenset[str]
    length: float
    counted: float


def aligned(rows: list[list[str]]) -> tuple[list[list[range]], int]:
    """For each cell of each row the columns it covers, and how many rows at the top are headers."""
    header = _header_rows(rows)
    body = rows[header:]
    width = max((len(row) for row in body), default=0)
    columns = columns_like([row for row in body if len(row) == width][:_SAMPLE], width)
    placed: list[list[range]] = []
    for number, row in enumerate(rows):
        if number < header and len(row) < width:
            placed.append(_spread_header(row, [full for full in body if len(full) == width][:_SAMPLE], width))
        else:
            first = _offset(row, columns) if len(row) < width else 0
            placed.append([range(first + place, first + place + 1) for place in range(len(row))])
    return placed, header


def _header_rows(rows: list[list[str]]) -> int:
    """One header row, or two where the second only names the parts of columns of the first: years, shares."""
    if not rows or not is_header(rows[0]):
        return 0
    if len(rows) < 3 or len(rows[1]) > len(rows[0]):
        return 1
    below = [fold(cell).strip() for cell in rows[1]]
    filled = [cell for cell in below if cell]
    parts = len(filled) >= 2 and not below[0] and all(_PART.fullmatch(cell) or header_kind(cell) for cell in filled)
    return 2 if parts else 1


def columns_like(full: list[list[str]], width: int) -> list[Column]:
    """What the cells of each column look like in full rows."""
    columns: list[Column] = []
    for place in range(width):
        cells = [fold(row[place]).strip() for row in full]
        filled = [cell for cell in cells if cell]
        columns.append(
            Column(
                values=frozenset(filled),
                length=sum(log(1 + len(cell)) for cell in filled) / len(filled) if filled else 0.0,
                counted=sum(_counts(cell) for cell in filled) / len(filled) if filled else 0.0,
            )
        )
    return columns


def _counts(cell: str) -> bool:
    return any(char.isdigit() for char in cell) and not any("\u4e00" <= char <= "\u9fff" for char in cell)


def _offset(row: list[str], columns: list[Column]) -> int:
    """The first column of a row with fewer cells: where its cells look most like the columns'. Rows lack cells at the
    left first, where merged ones stand."""
    best, place = float("-inf"), 0
    cells = [fold(cell).strip() for cell in row]
    for first in range(len(columns) - len(row), -1, -1):
        score = sum(likeness(cell, columns[first + at]) for at, cell in enumerate(cells))
        if score > best:
            best, place = score, first
    return place


def likeness(cell: str, column: Column) -> float:
    """How much a folded cell looks like those of a column."""
    if not cell:
        return 0.0
    known = cell in column.values or all(word in column.values for word in cell.split())
    score = 2.0 if known else 0.0
    return score - abs(log(1 + len(cell)) - column.length) - 2.0 * abs(float(_counts(cell)) - column.counted)


def _spread_header(row: list[str], full: list[list[str]], width: int) -> list[range]:
    """A header row with fewer cells than the table has columns: one name stands over several columns, where the cells
    below look most like what the names promise."""
    extra = width - len(row)
    full = [[fold(cell).strip() for cell in cells] for cells in full]
    best, place = float("-inf"), 0
    for wide in range(len(row)):
        score = sum(
            _fit(name, full, covered) for name, covered in zip(row, _ranges(len(row), wide, extra), strict=True)
        )
        if score > best:
            best, place = score, wide
    return _ranges(len(row), place, extra)


def _ranges(count: int, wide: int, extra: int) -> list[range]:
    starts = [at + (extra if at > wide else 0) for at in range(count)]
    return [range(start, start + 1 + (extra if at == wide else 0)) for at, start in enumerate(starts)]


def _fit(name: str, full: list[list[str]], covered: range) -> float:
    entry = header_kind(name)
    filled = [row[column] for row in full for column in covered if row[column]]
    if entry is None or not filled:
        return 0.0
    return sum(entry[1].fullmatch(cell) is not None for cell in filled) / len(filled)
