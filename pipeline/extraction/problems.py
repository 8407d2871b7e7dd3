"""Problem facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Problem


def extract(board: Board) -> tuple[Problem, ...]:
    """All problems on a board."""
    return ()
