"""Days written with a dot in a table's column of dates: 3.2-3.8, 9.10."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.expressions import times
from pipeline.extraction.board import Board
from pipeline.lexicon import wording
from pipeline.model.expression import TimeExpression

_DAY = r"(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])"
_CELL = re.compile(rf"\s*({_DAY}(?:\s?[-—–~～至到]{{1,2}}\s?{_DAY})?)\s*$")


def dotted_dates(board: Board) -> Iterator[TimeExpression]:
    """The days or spans that fill cells of columns of dates, their words as usually written (3月2日至3月8日)."""
    for block in board.layout.blocks:
        if block.header_row:
            continue
        for cell in block.cells:
            if cell.repeated or not wording.pattern("structure", "column_of_dates").fullmatch(cell.header.strip()):
                continue
            found = _CELL.match(board.text, cell.start, cell.end)
            if found is not None:
                yield from _said(found)


def _said(found: re.Match[str]) -> Iterator[TimeExpression]:
    _, month, day, month_to, day_to = found.groups()
    words = f"{month}月{day}日" + (f"至{month_to}月{day_to}日" if day_to else "")
    for item in times(words)[:1]:
        yield msgspec.structs.replace(item, start=found.start(1), end=found.end(1), text=words)
