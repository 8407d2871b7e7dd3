"""Find the indicators of a board, block by block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from pipeline.expressions import quantities
from pipeline.expressions.numbers.zeros import zeros
from pipeline.extraction.board import Board
from pipeline.extraction.indicators.fallback import Fallback
from pipeline.extraction.indicators.naming import Name, Namer
from pipeline.extraction.indicators.phrases import reader
from pipeline.extraction.indicators.refusals import Site, refusals, window
from pipeline.extraction.indicators.scope import scopes
from pipeline.extraction.indicators.series import respective, runs, several, shared_ops
from pipeline.extraction.indicators.status import Statuses
from pipeline.extraction.indicators.words import words
from pipeline.extraction.indicators.years import Years
from pipeline.model.expression import Op, Quantity, TimeExpression
from pipeline.model.layout import Block
from pipeline.model.result import Indicator

_AFTER = 24
_RECURRENCE_REACH = 18
_EFFORT = frozenset({"小时", "分钟", "课时", "学时", "节"})
_TORN = re.compile(r"[ \t]{0,8}\n\s{0,8}(\d{1,2})[、,]")
_TERM_ENDS = frozenset("内前后来起间中")


class Draft(msgspec.Struct, frozen=True):
    """An indicator before it is placed."""

    item: Quantity
    name: Name
    op: Op
    end: int


def extract(board: Board) -> tuple[Indicator, ...]:
    """All indicators on a board."""
    return tuple(Extractor(board).indicators())


class Extractor:
    """Holds what one board's indicators share."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.reader = reader(board)
        self.scopes = scopes()
        self.refusals = refusals()
        self.namer = Namer(self.reader, words(), self.scopes, self.refusals, board.segmentation)
        self.fallback = Fallback(self.namer)
        self.statuses = Statuses(board)
        self.years = Years(self.reader)
        self.zeros = zeros()
        self.starts = [item.start for item in board.quantities]

    def indicators(self) -> Iterator[Indicator]:
        """Indicators in the order of the text."""
        for block in self.board.layout.blocks:
            low = bisect_left(self.starts, block.start)
            high = bisect_left(self.starts, block.end, low)
            if low < high and not block.header_row:
                for draft in self._drafts(block, self.board.quantities[low:high]):
                    yield self._fact(block, draft)

    def _drafts(self, block: Block, found: tuple[Quantity, ...]) -> Iterator[Draft]:
        items = [self._whole(item) for item in found if self._measures(block, item)]
        previous, unit = "", ""
        for start, end in runs(items, self.board.text):
            group = items[start:end]
            ops = shared_ops(group)
            names = respective(self.namer, group, items[start - 1].end if start else block.start)
            for place, item in enumerate(group, start):
                floor = items[place - 1].end if place else block.start
                ceiling = self._ceiling(block, items, place)
                named = [names[place - start]] if names else self._names(block, item, floor, ceiling, (previous, unit))
                for name in named:
                    yield Draft(item, name, ops[place - start], self._end(item))
                previous, unit = named[-1].text, item.unit

    def _ceiling(self, block: Block, items: list[Quantity], place: int) -> int:
        if _torn(self.board, items[place].end):
            return items[place].end
        return items[place + 1].start if place + 1 < len(items) else block.end

    def _whole(self, item: Quantity) -> Quantity:
        """A decimal that a line break tore apart (1:19.9 | 6、初中) in one piece."""
        digits = _torn(self.board, item.end) if "." in item.text else ""
        found = quantities(item.text + digits) if digits else []
        return msgspec.structs.replace(item, value=found[0].value) if found else item

    def _names(self, block: Block, item: Quantity, floor: int, ceiling: int, before: tuple[str, str]) -> list[Name]:
        previous, unit = before
        if self._is_zero(item) and (counted := self.zeros.counted(self.board.text, item.end)):
            return [Name(counted[1], "zero")]
        if self._new_sentence(floor, item.start):
            previous = ""
        if listed := several(self.namer, item, floor):
            return [Name(name, "list-of-rates") for name in listed]
        name = self.namer.name(item, floor, ceiling, previous)
        return [name or self.fallback.name(block, item, floor, previous, same_unit=unit == item.unit)]

    def _new_sentence(self, floor: int, start: int) -> bool:
        return any(mark in self.board.text[floor:start] for mark in "。\n")

    def _is_zero(self, item: Quantity) -> bool:
        return item.value == 0 and not item.unit

    def _end(self, item: Quantity) -> int:
        if self._is_zero(item) and (counted := self.zeros.counted(self.board.text, item.end)):
            return counted.end()
        return item.end

    def _measures(self, block: Block, item: Quantity) -> bool:
        if not item.unit:
            return self._is_zero(item) and self.zeros.counts(self.board.text, item.number_start, item.number_end)
        row = self.refusals.decide(self._site(block, item))
        return row is None or row.verdict == "keep"

    def _site(self, block: Block, item: Quantity) -> Site:
        text = self.board.text
        near = self.reader.times_between(max(block.start, item.start - _RECURRENCE_REACH), item.end)
        covering = [time for time in (*near, self.reader.time_at(item.start)) if time and time.end > item.start]
        return Site(
            item,
            window(text, item.start, block.start),
            text[item.end : min(item.end + _AFTER, block.end)],
            overlap=any(_says_when(time, item) for time in covering),
            recurring=any(time.kind == "recurring" for time in near) or text.find("(每", item.end, item.end + 8) > 0,
        )

    def _fact(self, block: Block, draft: Draft) -> Indicator:
        item, name = draft.item, draft.name
        cue = self.statuses.of(block, item.start, item.end, self.years.past(block, item.start))
        before = self.reader.before(item.start, max(block.start, item.start - 40), lists=True).text
        scope = name.scope or self.scopes.find(name.text) or self.scopes.find(before)
        place = self.board.place(
            "indicator",
            item.start,
            draft.end,
            item.rule,
            cues=(*item.cues, *((cue.words,) if cue.words else ()), name.rule),
            key=(name.text, scope, item.value),
        )
        return Indicator(
            **place,
            name=name.text,
            op=draft.op,
            value=item.value,
            value_max=item.value_max,
            unit=item.unit or None,
            status=cue.status,
            scope=scope,
        )


def _says_when(time: TimeExpression, item: Quantity) -> bool:
    """Whether a time expression says when, and is not merely the same duration (任期三年)."""
    if item.unit in _EFFORT and time.kind == "relative":
        return False
    return time.kind != "relative" or time.start < item.number_start or time.text[-1] in _TERM_ENDS


def _torn(board: Board, end: int) -> str:
    """The digits that a line break took from the number ending at `end`: `19.9⏎6、` with 、 going on in the sentence."""
    clean = board.layout.clean
    if not 0 < end < len(clean.origin) or not clean.text[end - 1].isdigit():
        return ""
    found = _TORN.fullmatch(board.layout.source.text, clean.origin[end - 1] + 1, clean.origin[end])
    return found[1] if found else ""
