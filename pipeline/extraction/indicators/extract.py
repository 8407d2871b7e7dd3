"""Find the indicators of a board, block by block, cell by cell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.expressions.numbers.zeros import zeros
from pipeline.extraction.board import Board
from pipeline.extraction.indicators.changes import bare_change
from pipeline.extraction.indicators.fallback import Fallback
from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.nothing import end_of, none
from pipeline.extraction.indicators.owners import Owners
from pipeline.extraction.indicators.phrases import reader
from pipeline.extraction.indicators.places import of_before, of_thing
from pipeline.extraction.indicators.ranks import posts
from pipeline.extraction.indicators.refusals import refusals
from pipeline.extraction.indicators.scope import scopes
from pipeline.extraction.indicators.series import respective, respread, runs, shared_ops
from pipeline.extraction.indicators.shared_values import each_so_many, none_of_several, several, shared_thing
from pipeline.extraction.indicators.sites import Sites
from pipeline.extraction.indicators.status import Statuses
from pipeline.extraction.indicators.status_words import Cue
from pipeline.extraction.indicators.stretch import Stretch, stretches
from pipeline.extraction.indicators.tables import CellValue, tables
from pipeline.extraction.indicators.titles import of_titles
from pipeline.extraction.indicators.turns import deducted
from pipeline.extraction.indicators.wholes import of_project
from pipeline.extraction.indicators.words import words
from pipeline.extraction.indicators.years import Years
from pipeline.model.expression import Op, Quantity
from pipeline.model.result import Indicator, Status

_SENTENCE_MARKS = "。\n"
_ENDS = frozenset(_SENTENCE_MARKS)
_CLAUSE_MARKS = ",。;:!?\n("
_BRACKET = 60
_SCOPE_REACH = 40
_LONGEST_SENTENCE = 1000
_RESPECTIVELY = "分别"
_OF_WHICH = "其中"
_FULL_YEARS, _PEOPLE = "周岁", "人"
_FULL, _REACHED = "full", frozenset({"full", "keep-within"})
_COUNTED_PER = ("money", "person", "count")


class Draft(msgspec.Struct, frozen=True, gc=False):
    """An indicator before it is placed; `status` where its table says it."""

    item: Quantity
    name: Name
    op: Op
    end: int
    floor: int
    status: Status | None = None


def extract(board: Board) -> tuple[Indicator, ...]:
    """All indicators on a board: those in titles first, then in the order of the text.

    Leaves out what rows of not_indicators.yaml refuse (prose counts, frequencies, terms), header rows of tables and
    numbers without a unit, save 零 before what it counts, factors and populations.
    """
    return (*of_titles(board), *Extractor(board).indicators())


class Extractor:
    """Holds what one board's indicators share."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.reader = reader(board)
        self.scopes = scopes()
        cuts = board.segmentation
        owners = Owners(self.reader, words(), self.scopes, cuts)
        self.namer = Namer(self.reader, words(), self.scopes, refusals(), cuts, owners)
        self.fallback = Fallback(self.namer)
        self.sites = Sites(self.namer)
        self.years = Years(self.reader)
        self.statuses = Statuses(board, self.years)
        self.tables = tables()
        self.zeros = zeros()
        self.starts = [item.start for item in board.quantities]

    def indicators(self) -> list[Indicator]:
        """Indicators in the order of the text. Each step is done for all of it before the next, so that its rules stay at hand."""
        counted = list(self._counted())
        values = [self._value(stretch, found) for stretch, found in counted]
        measured = [
            self.sites.all_measured(stretch, found) if value is None else []
            for (stretch, found), value in zip(counted, values, strict=True)
        ]
        drafts = [
            (stretch, draft)
            for (stretch, _), items, value in zip(counted, measured, values, strict=True)
            for draft in (self._drafts(stretch, items) if value is None else (self._valued(stretch, value),))
        ]
        cues = [self._cue(stretch, draft) for stretch, draft in drafts]
        return [self._fact(draft, cue) for (_, draft), cue in zip(drafts, cues, strict=True)]

    def _counted(self) -> Iterator[tuple[Stretch, Sequence[Quantity]]]:
        """The stretches that hold quantities, with these."""
        for block in self.board.layout.blocks:
            first = bisect_left(self.starts, block.start)
            if block.header_row or first == len(self.starts) or self.starts[first] >= block.end:
                continue
            for stretch in stretches(block):
                low = bisect_left(self.starts, stretch.start)
                high = bisect_left(self.starts, stretch.end, low)
                if low < high and not self.tables.is_serial(stretch):
                    yield stretch, self.board.quantities[low:high]

    def _value(self, stretch: Stretch, found: Sequence[Quantity]) -> CellValue | None:
        """The value that a cell holds alone."""
        if len(found) != 1 or stretch.cell is None:
            return None
        return self.tables.value(stretch, found[0], self.board.text, self.namer.words)

    def _valued(self, stretch: Stretch, value: CellValue) -> Draft:
        """The indicator that a cell's value makes."""
        name, item = Name(value.name, "table", self.scopes.find(value.name, value.entity)), value.item
        return Draft(item, name, item.op, item.end, stretch.start, value.status or self._of_column(stretch))

    def _drafts(self, stretch: Stretch, items: list[Quantity]) -> Iterator[Draft]:
        """The indicators of a stretch, by the quantities in it that measure."""
        previous, unit = self.tables.row_told(stretch, self.board.text), ""
        named_before: list[tuple[int, str]] = []
        by_unit: dict[str, tuple[int, str]] = {}
        spread: list[Name] = []
        units: list[str] = []
        for start, end in runs(items, self.board.text):
            group = items[start:end]
            ops = shared_ops(group, self.board.text)
            names = respective(self.namer, group, items[start - 1].end if start else stretch.start)
            names = (
                names
                or self._grown(group, named_before)
                or self._again(group, items[start - 1] if start else None, spread, units)
            )
            spread, units = (names, [item.unit for item in group]) if names else (spread, units)
            for place, item in enumerate(group, start):
                floor = self._floor(items, place, stretch.start)
                seen, ceiling = self._stacked(stretch, items, place)
                before = self._before(item, floor, (previous, unit), by_unit)
                told = [names[place - start]] if names else self._names(stretch, seen, floor, ceiling, before)
                named = deducted(self.board.text, item, told)
                for name in named:
                    yield Draft(item, name, ops[place - start], end_of(self.namer, item), floor)
                listed = place + 1 < end and items[place + 1].unit == item.unit
                previous, unit = (not listed and told[-1].subject) or told[-1].text, item.unit
                named_before.append((item.start, previous))
                by_unit[item.unit] = item.start, previous

    def _floor(self, items: list[Quantity], place: int, lowest: int) -> int:
        """The end of the quantity before; a bracket right before this one, with quantities in it, is passed over
        (优等生(年级前20%)12人)."""
        if not place:
            return lowest
        start, before = items[place].start, items[place - 1].start
        opening = (
            self.board.text.rfind("(", max(lowest, start - _BRACKET), before)
            if self.board.text[start - 1] == ")"
            else -1
        )
        if opening >= 0 and self.board.text.find(")", opening, start - 1) < 0:
            return next((item.end for item in reversed(items[:place]) if item.end <= opening), lowest)
        return items[place - 1].end

    def _of_column(self, stretch: Stretch) -> Status | None:
        """The status that the year in a column's header gives its values."""
        past = self.years.of_column(stretch)
        return None if past is None else "actual" if past else "target"

    def _before(
        self, item: Quantity, floor: int, last: tuple[str, str], by_unit: dict[str, tuple[int, str]]
    ) -> tuple[str, str]:
        """What 其中 speaks of: the last thing of its sentence counted in the same unit (园400所,学位3万个,其中…160所)."""
        text = self.board.text
        if item.unit == last[1] or item.unit not in by_unit or text.find(_OF_WHICH, floor, item.start) < 0:
            return last
        start, name = by_unit[item.unit]
        return last if any(mark in text[start : item.start] for mark in _SENTENCE_MARKS) else (name, item.unit)

    def _grown(self, group: Sequence[Quantity], before: Sequence[tuple[int, str]]) -> list[Name] | None:
        """同比分别增长12.3%和15.8%: as many growths as the sentence named quantities before them."""
        if len(group) < 2 or len(before) < len(group):
            return None
        text, first = self.board.text, group[0]
        lowest = max(0, first.start - _LONGEST_SENTENCE)
        sentence = max(lowest - 1, *(text.rfind(mark, lowest, first.start) for mark in _SENTENCE_MARKS))
        latest = before[-len(group) - 1 :]
        named = [name for start, name in latest if start > sentence]
        if len(named) != len(group):
            return None
        clause = self._clause(Draft(first, Name("", ""), first.op, first.end, max(sentence, 0)))
        if not (found := bare_change(self.namer.words, clause, first)):
            return None
        return [Name(name + found, "respectively") for name in named]

    def _again(
        self, group: Sequence[Quantity], before: Quantity | None, spread: list[Name], units: list[str]
    ) -> list[Name] | None:
        """A second 分别 in a sentence (…分别达到95%、60%;2027年分别达到97%、70%) has the names of the first."""
        if before is None or len(group) < 2 or len(spread) != len(group):
            return None
        between = self.board.text[before.end : group[0].start]
        at = before.end + between.find(_RESPECTIVELY)
        if at < before.end or any(mark in between for mark in _SENTENCE_MARKS):
            return None
        own = self.namer.from_phrase(at, before.end)
        if not own:
            return spread if before.unit == group[0].unit or units == [item.unit for item in group] else None
        changed = bare_change(self.namer.words, self.board.text[at : group[0].start], group[0])
        return respread(self.namer, spread, own + changed)

    def _stacked(self, stretch: Stretch, items: Sequence[Quantity], place: int) -> tuple[Quantity, int]:
        """A quantity and how far its thing may reach: behind the size that stands right behind it (1个500亩以上示范片)."""
        item = items[place]
        if place + 1 == len(items) or items[place + 1].start != item.end or items[place + 1].unit == item.unit:
            return item, self._ceiling(stretch, items, place)
        return msgspec.structs.replace(item, end=items[place + 1].end), self._ceiling(stretch, items, place + 1)

    def _ceiling(self, stretch: Stretch, items: Sequence[Quantity], place: int) -> int:
        if self.sites.torn(items[place].end):
            return items[place].end
        return items[place + 1].start if place + 1 < len(items) else stretch.end

    def _names(self, stretch: Stretch, item: Quantity, floor: int, ceiling: int, before: tuple[str, str]) -> list[Name]:
        previous, unit = before
        if found := posts(self.namer, item, stretch.start):
            return found
        if nothing := none(self.namer, item, floor):
            happened = self.zeros.happened(self.board.text, item.start, item.end)
            listed = none_of_several(self.namer, happened[0], floor) if happened else []
            return [Name(name, "list-of-rates") for name in listed] or [nothing]
        if not item.unit and item.value == 0 and (listed := none_of_several(self.namer, item.start, floor)):
            return [Name(name, "list-of-rates") for name in listed]
        if not _ENDS.isdisjoint(self.board.text[floor : item.start]):
            previous = ""
        if listed := several(self.namer, item, floor) or each_so_many(self.namer, item, floor):
            return [Name(name, "list-of-rates") for name in listed]
        name = self.namer.name(item, floor, ceiling, previous, alike=unit == item.unit) or shared_thing(
            self.namer, item, floor, stretch.end
        )
        if name is not None and (project := of_project(self.board.text, item.start, name.text, self.namer.words)):
            name = Name(project, "of-project")
        if name is not None and previous:
            name = of_thing(self.namer, name, previous, self.board.text[floor : item.start].lstrip(",、("))
        if name is not None and unit == item.unit:
            name = of_before(self.namer, name, previous, unit, (stretch.start, floor, item.start))
        if name is not None:
            return [self.fallback.sent_in(stretch, name)]
        return [self.fallback.name(stretch, item, floor, previous, same_unit=unit == item.unit)]

    def _clause(self, draft: Draft) -> str:
        """The words before a quantity in its clause, back to the quantity before it."""
        text, start = self.board.text, draft.item.start
        lowest = max(draft.floor, start - _SCOPE_REACH)
        begin = start  # mostly a few characters back: sooner walked than each mark looked for
        while begin > lowest and text[begin - 1] not in _CLAUSE_MARKS:
            begin -= 1
        return text[begin:start]

    def _counted_in(self, item: Quantity) -> str:
        """The unit counted in: what it is counted per (667元/月) belongs to the name, save in a unit of its own (公里/小时).
        People counted without a word for them (人口64万, 近8万市民) have none."""
        if item.unit == _PEOPLE and _PEOPLE not in item.text and _PEOPLE not in item.cues:
            return ""
        head, kinds = item.unit.partition("/")[0], self.namer.refusals.unit_kinds
        return head if head != item.unit and item.unit not in kinds and kinds.get(head) in _COUNTED_PER else item.unit

    def _cue(self, stretch: Stretch, draft: Draft) -> Cue:
        """What tells whether an indicator is wanted or already so."""
        if draft.status:
            return Cue(draft.status, 0, "")
        start = draft.item.start
        return self.statuses.of(stretch, start, draft.item.end, self.years.past(stretch, start))

    def _fact(self, draft: Draft, cue: Cue) -> Indicator:
        item, name = draft.item, draft.name
        op = draft.op if draft.op != "=" else self.sites.bound_before(item.start) or "="
        if (
            item.rule in _REACHED
            and item.text.endswith(item.cues[-1])
            and (item.rule == _FULL or cue.status == "actual")
        ):
            op = "="  # 满三年; 去年失业率控制到3.2% is what was reached; 满三年以上 bounds
        scope = name.scope or self.scopes.find(name.text) or self.scopes.find(self._clause(draft))
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
            op=op,
            value=item.value,
            value_max=item.value_max,
            unit=_FULL_YEARS if item.unit == "岁" and _FULL_YEARS in item.cues else self._counted_in(item) or None,
            status=cue.status,
            scope=scope,
        )
