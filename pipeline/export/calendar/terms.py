"""The school year as a bureau sets it: `lexicons/school_terms.yaml`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec

from pipeline.lexicon import Entry, load

_MONTH_DAY = Annotated[str, msgspec.Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
# Any year that is not a leap year: terms are given without one.
_YEAR = 2025


class Term(Entry, frozen=True, kw_only=True, rename={"start": "from", "end": "to"}):
    """A term or a holiday, by month and day; both ends belong to it. `end` before `start` lies in the next year."""

    kind: Literal["term", "holiday"]
    words: tuple[str, ...]
    start: _MONTH_DAY
    end: _MONTH_DAY

    def days(self) -> tuple[date, date]:
        """Its first and last day in some year (and, where it runs over New Year, the next)."""
        first, last = _day(self.start), _day(self.end)
        return first, last if last >= first else last.replace(year=_YEAR + 1)


def terms() -> tuple[Term, ...]:
    """All terms and holidays."""
    return load("school_terms", Term)


def named_in(words: str) -> tuple[Term, ...]:
    """The terms and holidays that folded words name; none where they speak of every term."""
    return tuple(term for term in terms() if any(word in words for word in term.words))


def part_ends(term: Term, parts: int) -> list[date]:
    """The last days of the equal parts that a term is cut into: of three meetings a term the third is held by its end."""
    first, last = term.days()
    whole = (last - first).days + 1
    return [first + timedelta(days=round(whole * number / parts) - 1) for number in range(1, parts + 1)]


def _day(month_day: str) -> date:
    month, day = map(int, month_day.split("-"))
    return date(_YEAR, month, min(day, 28) if month == 2 else min(day, 30) if month in (4, 6, 9, 11) else day)
