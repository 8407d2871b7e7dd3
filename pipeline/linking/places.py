"""Where facts stand in the clean text, looked up by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec

from pipeline.model.layout import Block, Layout
from pipeline.model.result import Deadline, FactBase, Indicator
from pipeline.structure.sentences import Range, clauses, sentences


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A fact's id and its range in the clean text."""

    start: int
    end: int
    id: str
    recurring: bool = False


class Row:
    """Placed facts in the order of the text."""

    def __init__(self, items: Iterable[Placed]) -> None:
        self.items = sorted(items, key=lambda item: (item.start, item.end, item.id))
        self.starts = [item.start for item in self.items]

    def begins_in(self, start: int, end: int) -> bool:
        """Whether one begins in a range."""
        first = bisect_left(self.starts, start)
        return first < len(self.starts) and self.starts[first] < end

    def inside(self, start: int, end: int) -> list[Placed]:
        """Those that lie wholly in a range."""
        first = bisect_left(self.starts, start)
        if first == len(self.starts) or self.starts[first] >= end:
            return []  # as most stretches hold none
        last = bisect_left(self.starts, end, lo=first)
        return [item for item in self.items[first:last] if item.end <= end]


class Places:
    """The layout's blocks and the facts in them, by offsets of the clean text."""

    def __init__(self, layout: Layout, facts: Iterable[FactBase]) -> None:
        self.layout = layout
        self.text, self._origin = layout.clean.text, layout.clean.origin
        self.blocks = layout.blocks
        self.block_starts = [block.start for block in layout.blocks]
        self.parents = {section.id: section.parent for section in layout.sections}
        self.titles = {section.id: section.title for section in layout.sections}
        self.heading_at: dict[str | None, int] = {}
        self._section_blocks: dict[str | None, list[int]] = {}
        for index, block in enumerate(layout.blocks):
            if block.kind == "heading":
                self.heading_at.setdefault(block.section, index)
            self._section_blocks.setdefault(block.section, []).append(index)
        deadlines: list[Placed] = []
        indicators: list[Placed] = []
        for fact in facts:
            if type(fact) is Deadline:
                deadlines.append(self._placed(fact, recurring=fact.kind == "recurring"))
            elif type(fact) is Indicator:
                indicators.append(self._placed(fact))
        self.deadlines = Row(deadlines)
        self.indicators = Row(indicators)
        self._sentences: dict[Range, tuple[Range, ...]] = {}
        self._clauses: dict[Range, tuple[Range, ...]] = {}

    def range_of(self, fact: FactBase) -> Range:
        """The fact's range in the clean text, from its first to its last word."""
        origin, spans = self._origin, fact.spans  # no calls: all facts are looked up
        first = spans[0]
        start = bisect_left(origin, first.start)
        end = start + first.end - first.start
        if len(spans) == 1 and end <= len(origin) and origin[end - 1] - origin[start] == end - 1 - start:
            return start, end
        return start, bisect_left(origin, spans[-1].end - 1) + 1

    def block_index(self, offset: int) -> int:
        """Index of the block that holds an offset, -1 where none does."""
        index = bisect_right(self.block_starts, offset) - 1
        return index if index >= 0 and offset < self.blocks[index].end else -1

    def section_blocks(self, section: str | None) -> list[int]:
        """Indices of the blocks that stand right under a heading."""
        return self._section_blocks.get(section, [])

    def stretch(self, block: Block, offset: int) -> Range:
        """The cell of a row that holds an offset, or the whole block."""
        for cell in block.cells:
            if cell.start <= offset < cell.end:
                return cell.start, cell.end
        return block.start, block.end

    def sentence(self, stretch: Range, offset: int) -> Range:
        """The sentence of a stretch that holds an offset."""
        if stretch not in self._sentences:
            self._sentences[stretch] = sentences(self.text, *stretch)
        return _holding(self._sentences[stretch], offset) or stretch

    def clause(self, stretch: Range, offset: int) -> Range:
        """The semicolon-clause of a stretch that holds an offset."""
        if stretch not in self._clauses:
            self._clauses[stretch] = clauses(self.text, *stretch)
        return _holding(self._clauses[stretch], offset) or stretch

    def _placed(self, fact: FactBase, *, recurring: bool = False) -> Placed:
        start, end = self.range_of(fact)
        return Placed(start, end, fact.id, recurring)


def _holding(ranges: tuple[Range, ...], offset: int) -> Range | None:
    index = bisect_right(ranges, offset, key=lambda item: item[0]) - 1
    return ranges[index] if index >= 0 and offset < ranges[index][1] else None
