"""The year that bare months and words such as 年底 belong to: what block, headings, title and date of a plan say."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.expressions import times
from pipeline.extraction.board import Board
from pipeline.lexicon import Entry, lexicon_folders, load, wording
from pipeline.model.expression import TimeExpression
from pipeline.model.layout import Block
from pipeline.model.result import Document
from pipeline.model.span import fold

_PHASE = "period.from_to"  # a phase with its first and last day may lie in the year before the paper that speaks of it
_AHEAD = frozenset({_PHASE, "period.begin_end"})
_FULL_DATE = len("2018-01-31")
_FROM_NOW = re.compile("[自从]?即日")
_BARE_DAY = re.compile(r"[至到在于]?\d{1,2}[日号]")
Dates = tuple[str | None, str | None]


class Year(msgspec.Struct, frozen=True, gc=False):
    """A year that a text names for what stands below it; `school` where it is a school year (it ends in the next)."""

    value: int
    school: bool = False


class YearWord(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of year_words.yaml; the file's head says what the fields mean."""

    words: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    year: Literal["issued", "day", "seen", "none"]

    def applies(self, item: TimeExpression) -> bool:
        """Whether an expression begins with one of the words or was found by one of the rules."""
        return item.rule in self.rules or (bool(self.words) and item.text.lstrip("至到在从自").startswith(self.words))


class Seen(msgspec.Struct, frozen=True, gc=False):
    """The last full date met and where it stood."""

    year: int
    item: TimeExpression
    block: int
    document: str
    section: str | None


def year_of(item: TimeExpression) -> Year | None:
    """The one year that an expression lies in, null where it names none or runs over several."""
    start, end = item.from_date or item.to_date, item.to_date or item.from_date
    if start is None or end is None or item.kind not in {"period", "by"}:
        return None
    school = "学年" in item.text and int(end[:4]) == int(start[:4]) + 1
    return Year(int(start[:4]), school) if school or start[:4] == end[:4] else None


def _month_named(item: TimeExpression) -> str | None:
    date = item.to_date or item.from_date
    return date if date is not None and len(date) > 4 else None


def times_of_title(title: str) -> tuple[TimeExpression, ...]:
    """The times of a title or heading, which several rules ask for, in its folded words."""
    return _times_of(fold(title), lexicon_folders())


@lru_cache(maxsize=64)
def _times_of(title: str, _folders: object) -> tuple[TimeExpression, ...]:
    return tuple(times(title))


def year_named(words: str) -> Year | None:
    """The one year that a title or heading names; null where it names none or several."""
    dated = [item for item in times_of_title(words) if item.from_date or item.to_date]
    years = {year_of(item) for item in dated}
    return years.pop() if len(years) == 1 else None


def _of_title(title: str) -> Year | None:
    """The year of a plan's own dates: that behind the school year which it judges (2018-2019学年奖学金评定方案)."""
    year = year_named(title)
    judged = year is not None and year.school and wording.pattern("structure", "judged_school_year").search(title)
    return Year(year.value + 1) if year is not None and judged else year


class Dating:
    """Completes the dates of one board's expressions, to be asked in the order of the text."""

    def __init__(self, board: Board) -> None:
        """Read the years of titles, headings and documents' dates."""
        layout = board.layout
        self._issued = {doc.id: doc.issued or board.issued for doc in layout.documents}
        self._titles = {doc.id: _of_title(doc.title) for doc in layout.documents}
        self._starts = {doc.id: self._first_year(doc) for doc in layout.documents}
        self._offsets = {doc.id: layout.clean.find(doc.span.start) for doc in layout.documents}
        self._parents = {section.id: section.parent for section in layout.sections}
        self._headings = {section.id: section.title for section in layout.sections}
        self._sections: dict[str | None, Year | None] = {None: None}
        self._words = load("year_words", YearWord)
        self._mentions = [(item.start, int(date[:4])) for item in board.times if (date := _month_named(item))]
        self._seen: Seen | None = None
        self._reached: tuple[str, int] | None = None
        self._month: tuple[int, str] | None = None  # the last month named in a block

    def dates(self, item: TimeExpression, block: Block) -> Dates:
        """Both dates of an expression, completed from its surroundings where it names no year."""
        if item.kind not in {"by", "period"}:
            return item.from_date, item.to_date
        if item.from_date or item.to_date:
            self._note(item, block)
            self._keep_month(block, item.from_date, item.to_date)
            if item.from_date is None and item.rule == _PHASE and _FROM_NOW.match(item.text):
                return self._issued.get(block.document), item.to_date
            return item.from_date, item.to_date
        word = next((row.year for row in self._words if row.applies(item)), None)
        issued = self._issued.get(block.document)
        if word == "day" and (issued or item.rule != _PHASE):
            return _resolved(item, issued) if issued else (None, None)
        year = self._year(item, block, word)
        if year is None:
            return None, None
        start, end = _resolved(item, str(year.value))
        if not (start or end) and self._month and self._month[0] == block.start and _BARE_DAY.match(item.text):
            start, end = _resolved(item, self._month[1])
        date = start or end
        if year.school and date and len(date) > 4 and int(date[5:7]) < 8:
            start, end = _resolved(item, str(year.value + 1))
        if end or start:
            self._reached = block.document, int((end or start or "")[:4])
            self._keep_month(block, start, end)
        return start, end

    def _keep_month(self, block: Block, start: str | None, end: str | None) -> None:
        """Note the month that a bare day further on in the block belongs to (2月25日报到,26日上课)."""
        if len(month := (end or start or "")[:7]) == 7:
            self._month = block.start, month

    def is_past(self, item: TimeExpression, block: Block) -> bool:
        """Whether an expression lies in a year before the plan's own: history. The day by which something is to be
        done may lie in the year right before it (the entries for an examination of 2018)."""
        start = self._starts.get(block.document)
        date = item.to_date or item.from_date
        if start is None or date is None or block.kind == "heading":
            return False
        open_end = item.kind == "period" and item.to_date is None
        ahead = item.rule in _AHEAD or (item.kind == "by" and len(date) == _FULL_DATE)
        return not open_end and int(date[:4]) < start - ahead

    def _note(self, item: TimeExpression, block: Block) -> None:
        date = item.to_date or item.from_date
        if date is not None and (year_of(item) is not None or len(date) > 4):
            self._seen = Seen(int(date[:4]), item, block.start, block.document, block.section)
            self._reached = block.document, int(date[:4])

    def _year(self, item: TimeExpression, block: Block, word: str | None) -> Year | None:
        """The year that holds for an expression: what its own words say, a date before it in its block, the nearest
        heading that names one, the phase before it, the title, the plan's own date, the last full date above."""
        seen = self._seen if self._seen and self._seen.document == block.document else None
        issued = self._issued.get(block.document)
        if word == "seen":
            # the word itself adds the one
            return Year(self._reached[1]) if self._reached and self._reached[0] == block.document else None
        if word == "none":
            return None
        if word == "issued" and issued:
            return Year(int(issued[:4]))
        if seen and seen.block == block.start and not (word == "issued" and _is_horizon(seen.item)):
            return Year(seen.year)
        above = self._named_above(block.section)
        if above is not None:
            return above
        if seen and self._next_phase(seen, item, block):
            return Year(seen.year)
        title = self._titles.get(block.document)
        if title is not None:
            return title
        if issued:
            return Year(int(issued[:4]))
        if seen and word == "issued" and _is_horizon(seen.item):
            return None
        return Year(seen.year) if seen else self._mentioned(item, block)

    def _mentioned(self, item: TimeExpression, block: Block) -> Year | None:
        """The year of the last date to the month in the same plan, of whatever it speaks."""
        index = bisect_left(self._mentions, (item.start, 0)) - 1
        if index < 0 or self._mentions[index][0] < self._offsets[block.document]:
            return None
        return Year(self._mentions[index][1])

    def _next_phase(self, seen: Seen, item: TimeExpression, block: Block) -> bool:
        """Whether an expression is a phase that follows a dated one: both periods, in sections side by side."""
        if seen.section is None or block.section is None or {item.kind, seen.item.kind} != {"period"}:
            return False
        parent = self._parents.get(block.section)
        return seen.section == block.section or (parent is not None and self._parents.get(seen.section) == parent)

    def _first_year(self, document: Document) -> int | None:
        years = [item.from_date or item.to_date for item in times_of_title(document.title)]
        found = [int(date[:4]) for date in (*years, self._issued[document.id]) if date]
        return min(found, default=None)

    def _named_above(self, section: str | None) -> Year | None:
        """The year that a section's heading names, or the nearest one above it that names one; read when first asked."""
        if section not in self._sections:
            title = self._headings.get(section or "", "")
            self._sections[section] = year_named(title) or self._named_above(self._parents.get(section or ""))
        return self._sections[section]


def _is_horizon(item: TimeExpression) -> bool:
    """Whether a date tells how far ahead a plan looks (到2030年), which says nothing of the year it was written in."""
    return item.kind == "by" and item.text.startswith(("到", "至"))


def _resolved(item: TimeExpression, anchor: str) -> Dates:
    start, end = _counted_from(item.text, anchor, lexicon_folders())
    return None if item.kind == "by" else start, end


@lru_cache(maxsize=256)
def _counted_from(words: str, anchor: str, _folders: object) -> Dates:
    """The dates of words counted from a date: in a plan the same ones come again (9月底前, 本学期)."""
    whole = (one for one in times(words, anchor) if one.start == 0 and one.end == len(words))
    return next(((one.from_date, one.to_date) for one in whole), (None, None))
