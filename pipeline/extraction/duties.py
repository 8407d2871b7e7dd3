"""Duty facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Duty


def extract(board: Board) -> tuple[Duty, ...]:
    """All duties on a board."""
    return ()
