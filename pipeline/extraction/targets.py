"""Target facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Target


def extract(board: Board) -> tuple[Target, ...]:
    """All targets on a board."""
    return ()
