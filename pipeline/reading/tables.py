"""What tables of all formats have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.model.source import Cell
from pipeline.reading.builder import TextBuilder
from pipeline.reading.plain import clean_text

_LONGEST_NAME = 16
_MOST_HEADER_ROWS = 4
_SENTENCE = re.compile(r"[。；;！？]")
_NUMBER = re.compile(r"[\d.,%％‰+\-—–/~～:：()（）年月日元万亿 ]{1,40}")
_PERIOD = re.compile(r"(?:19|20)\d{2}[\d年月日度季学上下半第一二三四至到./~～—–-]{0,16}")


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell before it has a place in the text."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def place_rows(out: TextBuilder, cells: Sequence[GridCell], rows: range) -> list[Cell]:
    """Write rows of a table, one per line, cells parted by tabs; no line break behind the last.

    Where a cell from above reaches down into a row, the row has an empty field.
    """
    fields: dict[int, dict[int, GridCell | None]] = {row: {} for row in rows}
    for cell in cells:
        if cell.rows == 1 and cell.row in rows:
            fields[cell.row].setdefault(cell.column, cell)
            continue
        for row in range(max(cell.row, rows.start), min(cell.row + cell.rows, rows.stop)):
            fields[row].setdefault(cell.column, cell if row == cell.row else None)
    placed: list[Cell] = []
    for row in rows:
        if row > rows.start:
            out.add("\n")
        inside = fields[row]
        for place, column in enumerate(sorted(inside)):
            own = inside[column]
            if place:
                out.add("\t")
            if own is not None:
                span = out.add(clean_text(own.text))
                placed.append(Cell(span=span, row=row, column=column, rows=own.rows, columns=own.columns))
    return placed


def guess_header_rows(cells: Sequence[GridCell]) -> int:
    """How many rows at the top name the columns, where the file does not say: 0 if none looks like it.

    A title merged over all columns counts in. Names are short, are no sentences and no bare numbers (years and periods may be).
    """
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    rows = max((cell.row + cell.rows for cell in cells), default=0)
    if columns < 2:
        return 0
    top = 0
    while top < min(rows, _MOST_HEADER_ROWS) and _covers(cells, top, columns):
        top += 1
    first = [cell for cell in cells if cell.row == top]
    if len(first) < 2 or not all(is_name(cell.text) for cell in first):
        return 0
    end = top + max(cell.rows for cell in first)
    merged = [cell for cell in first if cell.columns > 1]
    if (
        merged
        and end == top + 1
        and all(is_name(cell.text) for cell in cells if cell.row == end and _below(cell, merged))
    ):
        end += any(cell.row == end for cell in cells)
    return end if end < rows and end <= _MOST_HEADER_ROWS else 0


def _covers(cells: Sequence[GridCell], row: int, columns: int) -> bool:
    """Whether a row is a single cell over all columns."""
    return any(cell.row == row and cell.columns >= columns and cell.rows == 1 for cell in cells)


def _below(cell: GridCell, merged: Sequence[GridCell]) -> bool:
    return any(top.column <= cell.column < top.column + top.columns for top in merged)


def is_name(text: str) -> bool:
    """Whether a header cell can bear these words: short, no sentence, no bare number (years and periods may be)."""
    bare = "".join(text.split())
    if not bare:
        return True
    if len(bare) > _LONGEST_NAME or _SENTENCE.search(bare):
        return False
    return bool(_PERIOD.fullmatch(bare)) or not _NUMBER.fullmatch(bare)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, with its unit or sign at most."""
    return bool(_NUMBER.fullmatch("".join(text.split())))
