"""Deadline facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Deadline


def extract(board: Board) -> tuple[Deadline, ...]:
    """All deadlines on a board."""
    return ()
