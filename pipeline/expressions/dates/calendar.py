"""From calendar fields to ISO dates at the precision given; what the words do not tell comes from the anchor."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from pipeline.expressions.dates.fields import Fields

Ends = tuple[str | None, str | None]
_NOTHING: Ends = (None, None)


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """An ISO date as precise as what is given; a day past the month's last (9月31日) is taken as that last day."""
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{min(day, monthrange(year, month)[1]):02}"


def numbers(date: str | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of an ISO date of any precision."""
    parts = [int(part) for part in date[:10].split("-")] if date else []
    return (*parts, None, None, None)[:3]  # type: ignore[return-value]


def first_day(date: str) -> dt.date:
    """The first day of an ISO date of any precision."""
    year, month, day = numbers(date)
    return dt.date(year or 1, month or 1, day or 1)


def ends(fields: Fields, anchor: str | None) -> Ends:
    """First and last date that the fields of a point name, both null where the year is not known."""
    if fields.masked:
        return _NOTHING
    near = _near(fields, anchor)
    if near is not None:
        return near
    if fields.plan is not None:
        return _plan(fields)
    if fields.decade is not None:
        start = ((fields.century or (21 if fields.decade < 50 else 20)) - 1) * 100 + fields.decade
        return iso(start), iso(start + 9)
    year = _year(fields, anchor)
    if year is None:
        return _NOTHING
    if fields.school_year:
        return _school_year(fields, year, anchor)
    if fields.month is not None or fields.month_shift is not None:
        return _month(fields, year, anchor)
    return _year_part(fields, year, anchor)


def _year(fields: Fields, anchor: str | None) -> int | None:
    if fields.year is not None:
        return fields.year
    year = numbers(anchor)[0]
    return None if year is None else year + (fields.year_shift or 0)


def _near(fields: Fields, anchor: str | None) -> Ends | None:
    """Words that count days or weeks from the anchor's own day."""
    if fields.day_shift is None and fields.week_shift is None:
        return None
    if numbers(anchor)[2] is None or anchor is None:
        return _NOTHING
    day = first_day(anchor)
    if fields.day_shift is not None:
        day += dt.timedelta(days=fields.day_shift)
        return day.isoformat(), day.isoformat()
    monday = day + dt.timedelta(days=7 * (fields.week_shift or 0) - day.weekday())
    if fields.weekday is None:
        return monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat()
    day = monday + dt.timedelta(days=fields.weekday - 1)
    return day.isoformat(), day.isoformat()


def _plan(fields: Fields) -> Ends:
    number = 10 + fields.plan if fields.plan else fields.plan_old or 10
    # the third plan began late, in 1966, after two of 1953–57 and 1958–62
    start = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    if fields.part == 3:
        return None, iso(start + 4)
    return iso(start), iso(start if fields.part == 1 else start + 4)


def _school_year(fields: Fields, year: int, anchor: str | None) -> Ends:
    if fields.year is None:
        month = numbers(anchor)[1]
        if month is None:
            return _NOTHING
        year -= month < 8
    last = fields.year_to or year + 1
    last += 2000 if last < 100 else 0
    if fields.term == 1:
        return iso(year, 9), iso(year + 1, 1)
    if fields.term == 2:
        return iso(last, 2), iso(last, 7)
    if fields.part == 3:
        return None, iso(last, 7)
    return iso(year), iso(last)


def _month(fields: Fields, year: int, anchor: str | None) -> Ends:
    month = fields.month
    if month is None:
        base = numbers(anchor)[1]
        if base is None:
            return _NOTHING
        months = year * 12 + base - 1 + (fields.month_shift or 0)
        year, month = divmod(months, 12)
        month += 1
    last = fields.month_to or month
    last_year = year + (last < month)
    if fields.day is not None:
        return iso(year, month, fields.day), iso(last_year, last, fields.day_to or fields.day)
    if fields.part == 3:
        return None, iso(last_year, last, 31)
    if fields.part is not None:
        start, end = _MONTH_PARTS[fields.part]
        return iso(year, month, start), iso(year, month, end)
    return iso(year, month), iso(last_year, last)


_MONTH_PARTS = {
    1: (1, 10),
    2: (11, 20),
    4: (1, 15),
    5: (16, 31),
    6: (1, 10),
    7: (11, 20),
    8: (21, 31),
    9: (11, 31),
    10: (1, 20),
}


def _year_part(fields: Fields, year: int, anchor: str | None) -> Ends:
    """A year, or a part of it that is no month."""
    if fields.festival is not None:
        day = iso(year, *divmod(fields.festival, 100))
        return day, day
    if fields.quarter is not None or fields.quarter_shift is not None or fields.half is not None:
        return _months_of_year(fields, year, anchor)
    if fields.term is not None or fields.term_shift is not None:
        return _term(fields, year, anchor)
    if fields.holiday is not None:
        return _holiday(fields, year, anchor)
    if fields.week is not None:
        if fields.year is None and fields.year_shift is None:
            return _NOTHING  # a week of a school term
        return _weeks(year, fields.week, fields.week_to or fields.week)
    if fields.day is not None:
        month = numbers(anchor)[1]
        return (iso(year, month, fields.day), iso(year, month, fields.day_to or fields.day)) if month else _NOTHING
    if fields.part == 3:
        return None, iso(year, 12, 31)
    if fields.part is not None:
        return (iso(year, 1), iso(year, 3)) if fields.part == 1 else (iso(year, 6), iso(year, 7))
    if fields.year is None and fields.year_shift is None:
        return _NOTHING
    return iso(year), iso(fields.year_to or year)


def _months_of_year(fields: Fields, year: int, anchor: str | None) -> Ends:
    """Quarters and halves."""
    quarter = fields.quarter
    if fields.quarter_shift is not None:
        month = numbers(anchor)[1]
        if month is None:
            return _NOTHING
        index = year * 4 + (month - 1) // 3 + fields.quarter_shift
        year, quarter = index // 4, index % 4 + 1
    if quarter is not None:
        first, last = 3 * quarter - 2, 3 * (fields.quarter_to or quarter)
    else:
        first, last = (1, 6) if fields.half == 1 else (7, 12)
    return (None, iso(year, last, 31)) if fields.part == 3 else (iso(year, first), iso(year, last))


def _holiday(fields: Fields, year: int, anchor: str | None) -> Ends:
    """The summer holiday lies in July and August; the winter one moves with the lunar new year."""
    named = fields.year is not None or fields.year_shift is not None
    if fields.holiday == 2 and (named or numbers(anchor)[1] is not None):
        return iso(year, 7), iso(year, 8)
    return (iso(year), iso(year)) if named else _NOTHING


def _term(fields: Fields, year: int, anchor: str | None) -> Ends:
    """A school term: of a named year at that year's precision, else counted from the anchor's own term."""
    if fields.year is not None:
        return iso(year), iso(year)
    month = numbers(anchor)[1]
    if month is None or fields.term_shift is None:
        return _NOTHING
    autumn = month >= 8 or month == 1
    index = (year - (month == 1)) * 2 + autumn + fields.term_shift
    year, autumn = index // 2, bool(index % 2)
    if autumn:
        return (None, iso(year + 1, 1)) if fields.part == 3 else (iso(year, 9), iso(year + 1, 1))
    return (None, iso(year, 7)) if fields.part == 3 else (iso(year, 2), iso(year, 7))


def _weeks(year: int, first: int, last: int) -> Ends:
    if last > 52:
        return _NOTHING
    return dt.date.fromisocalendar(year, first, 1).isoformat(), dt.date.fromisocalendar(year, last, 7).isoformat()
