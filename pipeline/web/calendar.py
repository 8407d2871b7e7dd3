"""Months as people look at them: weeks from Monday."""

from __future__ import annotations

import re
from calendar import Calendar
from datetime import date

import msgspec

_MONTH = re.compile(r"(\d{4})-(\d{2})")


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month: its weeks of days (ISO; some of the months beside it), and the months before and behind where there are such."""

    iso: str
    word: str
    weeks: tuple[tuple[str, ...], ...]
    before: str | None
    behind: str | None


def month_of(iso: str) -> Month | None:
    """A month of the years 1 to 9999; null for what is none.

    >>> month_of("2024-12").behind, month_of("2024-13")
    ('2025-01', None)
    """
    match = _MONTH.fullmatch(iso)
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        return None
    year, month = int(match[1]), int(match[2])
    return Month(
        iso=iso, word=f"{year} 年 {month} 月",
        weeks=tuple(
            tuple(f"{one[0]:04}-{one[1]:02}-{one[2]:02}" for one in week)
            for week in _weeks(year, month)
        ),
        before=_beside(year, month, -1), behind=_beside(year, month, 1),
    )  # fmt: skip


def _weeks(year: int, month: int) -> list[list[tuple[int, int, int]]]:
    days = list(Calendar(firstweekday=0).itermonthdays3(year, month))
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _beside(year: int, month: int, step: int) -> str | None:
    number = year * 12 + month - 1 + step
    return f"{number // 12:04}-{number % 12 + 1:02}" if date.min.year <= number // 12 <= date.max.year else None
