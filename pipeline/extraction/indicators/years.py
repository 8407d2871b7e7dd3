"""Whether the years named beside a quantity lie before or behind the plan's own."""

from __future__ import annotations

from pipeline.expressions import times
from pipeline.extraction.dating import times_of_title
from pipeline.extraction.indicators.phrases import Reader
from pipeline.extraction.indicators.stretch import Stretch, behind_last
from pipeline.lexicon import wording
from pipeline.model.expression import TimeExpression
from pipeline.model.result import Document

_REACH = 80
_SENTENCE_MARKS = "。!?\n"


class Years:
    """The years of a board's plans."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        board = reader.board
        self._own = {doc.id: _own_year(doc, board.issued) for doc in board.layout.documents}

    def past(self, stretch: Stretch, start: int) -> bool | None:
        """True where the last year named before `start` in its sentence is gone by the plan's date, False where it is to
        come, null where no year says. Years that a value is compared with (比2020年) do not count."""
        own = self._own.get(stretch.block.document)
        text = self._reader.board.text
        lowest = start - _REACH if start - _REACH > stretch.start else stretch.start
        lowest = behind_last(text, _SENTENCE_MARKS, lowest, start)
        for time in reversed(self._reader.times_between(lowest, start)):
            year = _last_year(time)
            if year is None and time.kind == "by" and time.text.endswith("前") and "," not in text[time.end : start]:
                return False
            if self._bracketed(time, lowest, start) or wording.pattern("indicator", "base_year").match(text, time.end):
                continue
            if year is None or text[max(lowest, time.start - 2) : time.start].rstrip().endswith(
                wording.words("indicator", "years_compared")
            ):
                continue
            as_of = time.text.startswith("截")
            if own is None and as_of and wording.pattern("indicator", "stock_told").match(text, time.end):
                return True
            if own is None:
                return False if self._sets_out(time) else None
            if (year == own and (time.kind != "by" or as_of)) or (year > own and as_of and text[time.end] == ","):
                return None  # 截至2023年底,全县共有… in a plan for 2021 to 2025: what is so while it runs
            return year < own
        return None

    def of_column(self, stretch: Stretch) -> bool | None:
        """True where the year in the header of a cell's column is gone by the plan's date, False where it is to come."""
        own = self._own.get(stretch.block.document)
        header = stretch.cell.header if stretch.cell else ""
        if own is None or not any(char.isdigit() for char in header):
            return None
        years = [year for time in times(header) if (year := _last_year(time))]
        return years[-1] < own if years and years[-1] != own else None

    def _sets_out(self, time: TimeExpression) -> bool:
        """Whether a clause opens with the year by which (到2027年,…), not a growth (提高到2022年的…)."""
        opens = time.start == 0 or self._reader.board.text[time.start - 1] in ",。;:、\n("
        return opens and time.kind == "by" and time.text[0] in "到至"

    def _bracketed(self, time: TimeExpression, lowest: int, start: int) -> bool:
        """Whether a year stands in a bracket closed before `start` (《条例》(2017年修订)): it says nothing of what follows."""
        text = self._reader.board.text
        return (
            text.rfind("(", lowest, time.start) > text.rfind(")", lowest, time.start)
            and text.find(")", time.end, start) >= 0
        )


def _last_year(time: TimeExpression) -> int | None:
    date = time.to_date or time.from_date
    return int(date[:4]) if date and time.kind in ("by", "period") else None


def _own_year(document: Document, issued: str | None) -> int | None:
    """The year of a plan: its date, or the first year of its title."""
    date = document.issued or issued
    if date:
        return int(date[:4])
    title = times_of_title(document.title)
    years = [int(found[:4]) for time in title if (found := time.from_date or time.to_date)]
    return min(years, default=None)
