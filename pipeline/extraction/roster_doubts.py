"""Labels with names behind them that are no rosters outside one: contacts, class teachers, prizes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.roster_seats import Label, Seats
from pipeline.lexicon import wording
from pipeline.model.layout import Block


def doubtful(text: str, block: Block, label: Label, seats: Seats) -> bool:
    """Whether a label away from any roster most likely names no member: 一(1)班:王芳, 安全管理员:李静, 一等奖:… 指导教师:…."""
    if label.kind == "group":
        return text.endswith("班", label.start, label.end - 1)
    if label.rule in seats.events:
        return wording.pattern("roster", "prize").search(text, block.start, label.start) is not None
    return label.rule == "liaison" and label.seat not in seats.rows


def charged_below(text: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether the next line tells what a group is there for (宣传组:周文静 / 职责:…)."""
    if index + 1 >= len(blocks):
        return False
    below = blocks[index + 1]
    return wording.pattern("roster", "charge_below").match(text, below.start, below.end) is not None
