"""Expressions and their place in the clean text: the first stages, on which all facts rest."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.expressions import quantities_of_stretches, times_of_stretches
from pipeline.extraction.board import Board
from pipeline.model.expression import Quantity, TimeExpression


def quantities_of(board: Board) -> tuple[Quantity, ...]:
    """Number expressions of each block, or of each cell of a table's row, offsets into the clean text."""
    return tuple(quantities_of_stretches(board.text, _stretches(board)))


def times_of(board: Board) -> tuple[TimeExpression, ...]:
    """Time expressions of each block (of a table row: each cell), offsets into the clean text."""
    return tuple(times_of_stretches(board.text, _stretches(board)))


def _stretches(board: Board) -> Iterator[tuple[int, int]]:
    for block in board.layout.blocks:
        if not block.cells:
            yield block.start, block.end
            continue
        for cell in block.cells:
            if not cell.repeated:
                yield cell.start, cell.end
