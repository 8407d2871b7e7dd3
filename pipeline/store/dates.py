"""ISO dates of any precision as whole days, so that they can be compared."""

from __future__ import annotations

import re
from calendar import monthrange

from pipeline.model.result import Deadline

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(iso: str | None) -> str | None:
    """The first day of a date: `2017-07` → `2017-07-01`; null for null and for what is no date."""
    match = _ISO.fullmatch(iso or "")
    return f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}" if match else None


def last_day(iso: str | None) -> str | None:
    """The last day of a date: `2017-02` → `2017-02-28`."""
    match = _ISO.fullmatch(iso or "")
    if match is None:
        return None
    year, month = match[1], match[2] or "12"
    if not 1 <= int(month) <= 12 or int(year) == 0:
        return None
    return f"{year}-{month}-{match[3] or monthrange(int(year), int(month))[1]}"


def due(deadline: Deadline) -> tuple[str | None, str | None]:
    """The days between which a deadline falls due or holds: a `by` is due on its last day alone, what has no end (自2024
    年1月1日起) on its first."""
    start, end = first_day(deadline.start), last_day(deadline.end)
    if deadline.kind == "by":
        return end or start, end or start
    return start, end or last_day(deadline.start)
