"""Evidence facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Evidence


def extract(board: Board) -> tuple[Evidence, ...]:
    """All evidence on a board."""
    return ()
