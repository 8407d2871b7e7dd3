"""Lines and sentences that say, like headings, how what follows is meant: short lines without a number (2024年工作回顾), and
announcements at the end of a paragraph (一年来,主要做了以下工作: … 2025年工作安排如下:)."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extraction.indicators.status_words import Cue, StatusWords, last_of
from pipeline.lexicon import wording
from pipeline.model.layout import Block, Layout

_LONGEST = 18
_SENTENCE = 90
_WEIGHT = 3  # as a heading's
_MARKS = frozenset("。;:,、!?()")
_CLOSED = frozenset("。;:!?)")
_ENDS = frozenset("。:")


def line_labels(layout: Layout, words: StatusWords, of_heading: Callable[[str], Cue | None]) -> dict[int, Cue]:
    """The cue of the line or announcement over each block, by the block's start. A line holds until the next or a heading of
    the outermost kind, an announcement until the next or a heading with a cue of its own (`of_heading`)."""
    text = layout.clean.text
    levels = {section.id: section.level for section in layout.sections}
    mixed = {doc.id: _tells_both(words, doc.title) for doc in layout.documents}
    found: dict[int, Cue] = {}
    label: Cue | None = None
    announced: Cue | None = None
    document, closed = "", True
    for block in layout.blocks:
        if block.document != document:
            label, announced, document = None, None, block.document
        if block.kind == "heading":
            label = None if levels.get(block.section or "", 1) <= 1 else label
            if announced is not None and of_heading(block.section or "") is not None:
                announced = None
        if closed and (line := _line(text, block)) and (cue := last_of(words.heading, line)):
            label = cue
        elif (over := label or announced) is not None:
            found[block.start] = over
        announced = _announced(text, block, recaps=mixed[document]) or announced
        short = block.end - block.start <= _LONGEST
        closed = block.kind != "paragraph" or text[block.end - 1 : block.end] in _CLOSED or short
    return found


def _line(text: str, block: Block) -> str:
    """A block's words where it is a short line without a number or mark."""
    if block.kind != "paragraph" or block.cells or block.depth or block.end - block.start > _LONGEST:
        return ""
    words = text[block.start : block.end]
    return words if _MARKS.isdisjoint(words) else ""


def _announced(text: str, block: Block, *, recaps: bool) -> Cue | None:
    """What the last sentence of a paragraph announces. `recaps`: a recap without a colon counts as well, as it does not in a
    plan, which goes on with what is planned."""
    if block.kind != "paragraph" or block.cells or text[block.end - 1 : block.end] not in _ENDS:
        return None
    lowest = block.end - _SENTENCE if block.end - _SENTENCE > block.start else block.start
    start = text.rfind("。", lowest, block.end - 1) + 1 or lowest
    told = recaps or text[block.end - 1] == ":"
    if told and (done := wording.pattern("indicator", "announced_done").search(text, start, block.end)):
        return Cue("actual", _WEIGHT, done[0])
    plan = wording.pattern("indicator", "announced_plan").search(text, start, block.end)
    return Cue("target", _WEIGHT, plan[0]) if plan else None


def _tells_both(words: StatusWords, title: str) -> bool:
    """Whether a plan's title tells of what was done, alone or beside what is planned (2023年工作总结及2024年工作计划)."""
    for rows in words.title.values():
        for word, row in rows:
            if row.status == "actual" and word in title:
                return True
    return False
