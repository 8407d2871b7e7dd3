"""Duty facts: who must do what."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.extraction.duties.build import build
from pipeline.extraction.duties.collect import candidates
from pipeline.extraction.duties.scene import scene_of
from pipeline.model.result import Duty


def extract(board: Board) -> tuple[Duty, ...]:
    """All duties on a board: one for each named party and task; deadline and indicators are linked later."""
    scene = scene_of(board)
    return build(scene, candidates(scene))
