"""Short lines without a number or mark that stand over what follows like headings (2024年工作回顾 / 2025年主要目标)."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extraction.indicators.status_words import Cue
from pipeline.model.layout import Layout

_LONGEST = 18
_MARKS = "。;:,、!?()"
_CLOSED = frozenset("。;:!?)")


def line_labels(layout: Layout, cue_of: Callable[[str], Cue | None]) -> dict[int, Cue]:
    """The cue of the line label over each block, by the block's start: until the next such line or a numbered heading of
    the outermost kind."""
    text = layout.clean.text
    levels = {section.id: section.level for section in layout.sections}
    found: dict[int, Cue] = {}
    label: Cue | None = None
    document, closed = "", True
    for block in layout.blocks:
        words = text[block.start : block.end] if block.end - block.start <= _LONGEST else ""
        if block.document != document or (block.kind == "heading" and levels.get(block.section or "", 1) <= 1):
            label, document = None, block.document
        bare = block.kind == "paragraph" and not block.cells and not block.depth
        if bare and closed and words and not any(mark in words for mark in _MARKS):
            label = cue_of(words) or label
        elif label is not None:
            found[block.start] = label
        closed = (
            block.kind != "paragraph"
            or text[block.end - 1 : block.end] in _CLOSED
            or block.end - block.start <= _LONGEST
        )
    return found
