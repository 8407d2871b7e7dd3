"""Indicator facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Indicator


def extract(board: Board) -> tuple[Indicator, ...]:
    """All indicators on a board."""
    return ()
