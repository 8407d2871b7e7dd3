"""Membership facts."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.model.result import Membership


def extract(board: Board) -> tuple[Membership, ...]:
    """All memberships on a board."""
    return ()
