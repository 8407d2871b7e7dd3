"""Where a quantity's words may lie: its block, or its cell in a table's row."""

from __future__ import annotations

import msgspec

from pipeline.model.layout import Block, CellText


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """A range of the clean text that is read on its own."""

    block: Block
    start: int
    end: int
    cell: CellText | None = None


def stretches(block: Block) -> list[Stretch]:
    """The cells of a row, each merged cell in its first row only; for other blocks the block."""
    if not block.cells:
        return [Stretch(block, block.start, block.end)]
    return [Stretch(block, cell.start, cell.end, cell) for cell in block.cells if not cell.repeated]


def behind_last(text: str, marks: str, lowest: int, start: int) -> int:
    """Behind the last of some marks in `[lowest, start)`; `lowest` where none stands there."""
    for mark in marks:
        if (found := text.rfind(mark, lowest, start)) >= 0:
            lowest = found + 1
    return lowest
