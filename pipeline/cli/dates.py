"""Dates as a user types them."""

from __future__ import annotations

import re
from datetime import date, datetime

from pipeline.model.errors import UsageError

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|年?)")


def iso_date(words: str) -> str:
    """`2025`, `2025-6`, `2025年6月30日`, `2025/6/30` as ISO at the precision given. Raises UsageError (Chinese)."""
    match = _DATE.fullmatch(words.strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise UsageError(f"日期看不懂：{words}（可写 2025、2025-06 或 2025-06-30）") from None
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])


def day_or_today(words: str | None) -> str:
    """A day as a user types it, in ISO; today where none is typed: the clock is read here and nowhere below.

    Raises UsageError (Chinese) where no whole day is named.
    """
    if words is None:
        return date.today().isoformat()
    day = iso_date(words)
    if len(day) < len("2025-06-30"):
        raise UsageError(f"请写出哪一天：{words}（如 2025-06-30）")
    return day


def now() -> str:
    """This moment, for the log of changes."""
    return datetime.now().isoformat(timespec="seconds")
