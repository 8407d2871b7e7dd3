"""Problem facts: shortcomings a plan states."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.extraction.problems.find import Finder
from pipeline.model.result import Problem


def extract(board: Board) -> tuple[Problem, ...]:
    """All problems on a board: one for each item or sentence that states one; measures are linked later."""
    finder = Finder(board)
    return tuple(
        Problem(**board.place("problem", found.start, found.end, found.rule, cues=(found.cue,)))
        for block in board.layout.blocks
        for found in finder.read(block)
    )
