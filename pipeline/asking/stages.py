"""Whether a text speaks of the stage of school that a question names."""

from __future__ import annotations

from pipeline.asking.lexicons import lexicons
from pipeline.asking.verdicts import STEP


def stage_bonus(asked: str, own: str) -> float:
    """小学生均经费 asks for no other stage's."""
    stages = [stage for stage in lexicons().stages if stage in asked]
    if not stages:
        return 0.0
    if any(stage in own for stage in stages):
        return 1.5 * STEP
    return -STEP if any(stage in own for stage in lexicons().stages) else 0.0
