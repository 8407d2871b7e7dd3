"""From a match to a time expression: dates, period of recurrence, duration."""

from __future__ import annotations

import datetime as dt

import msgspec

from pipeline.expressions.dates.atom_rows import Unit
from pipeline.expressions.dates.calendar import Ends, ends, first_day, iso, numbers
from pipeline.expressions.dates.fields import Fields
from pipeline.expressions.dates.grammar import Match
from pipeline.model.expression import TimeExpression

_POINTS = ("point", "end_point", "bare_year")


def resolve(match: Match, text: str, anchor: str | None, offset: int = 0) -> TimeExpression:
    """The expression as the contract gives it; `text` is the text it was found in, which begins at an `offset` of a longer
    one, `anchor` an ISO date or null."""
    start, end = _dates(match, anchor)
    freq, times = _recurrence(match)
    return TimeExpression(
        start=match.start + offset,
        end=match.end + offset,
        text=text[match.start : match.end],
        kind=match.row.kind,
        from_date=start,
        to_date=end,
        freq=freq,
        times=times,
        duration=_duration(match),
        rule=match.row.id,
        cues=tuple(text[part.start : part.end] for part in match.parts if part.name not in _POINTS),
    )


def _dates(match: Match, anchor: str | None) -> Ends:
    how = match.row.ends
    points = match.named(*_POINTS)
    if how == "none" or not (points or how in {"last_n", "next_n", "ago", "later", "anchor"}):
        return None, None
    if how == "span":
        both = _span(points[0].fields, points[-1].fields, anchor)
        return (
            both if all(both) or not match.named("list") else (None, None)
        )  # 元旦、春节期间: the moon's day is not known
    if how == "since_n":
        return _since_n(match, points[0].fields, anchor)
    if points:
        first, last = ends(points[0].fields, anchor)
        if how == "since" and _is_range(points[0].fields):
            how = "whole"
        return {"whole": (first, last), "until": (None, last), "since": (first, None)}.get(how, (None, None))
    if anchor is None:
        return None, None
    return (anchor, None) if how == "anchor" else _counted(match, how, anchor)


def _since_n(match: Match, fields: Fields, anchor: str | None) -> Ends:
    """A point and a number of years from it (2012年起5年内): the years counted with the first; null of finer units."""
    start = ends(fields, anchor)[0]
    count = match.named("count")[0].fields
    unit, n = _unit(match, count), count.n_to or count.n
    if start is None or unit is None or unit.code != "Y" or n is None or count.half is not None:
        return start, None
    return start, f"{int(start[:4]) + n - 1}" if len(start) == 4 else None


def _is_range(fields: Fields) -> bool:
    return any((fields.day_to, fields.month_to, fields.year_to and not fields.school_year, fields.quarter_to))


def _span(first: Fields, last: Fields, anchor: str | None) -> Ends:
    """Ends of a range whose second end borrows what it does not name from the first (2016年9月至12月), or the other way
    round (9月至2017年1月)."""
    if first.masked or last.masked:
        return None, None
    if first.year is None and first.year_shift is None and last.year is not None and first.month is not None:
        wraps = last.month is not None and last.month < first.month
        first = msgspec.structs.replace(first, year=last.year - wraps)
    elif first.year is not None and last.year is None:
        if last.year_shift:
            last = msgspec.structs.replace(last, year=first.year + last.year_shift, year_shift=None)
        elif last.year_shift is None and (last.month or last.day or last.part or last.half or last.quarter):
            last = msgspec.structs.replace(last, year=first.year)
    elif first.year_shift is not None and last.year is None and last.year_shift is None:
        last = msgspec.structs.replace(last, year_shift=first.year_shift)
    if last.month is None and last.day is not None and first.month is not None:
        last = msgspec.structs.replace(last, month=first.month)
    opens = ends(first, anchor)
    start, end = opens[0] or opens[1], ends(last, anchor)[1]  # 5月底至9月底 begins with that end
    if start and end and end < start[: len(end)] and last.month is not None and last.year in (None, first.year):
        end = ends(msgspec.structs.replace(last, year=int(end[:4]) + 1, year_shift=None), anchor)[1]
    return start, end


def _unit(match: Match, fields: Fields) -> Unit | None:
    return match.units.get(fields.unit) if fields.unit else None


def _recurrence(match: Match) -> tuple[str | None, int]:
    if match.row.kind != "recurring":
        return None, 1
    times = max((part.fields.times_to or part.fields.times or 1 for part in match.parts), default=1)
    for part in match.named("every", "count"):
        unit = _unit(match, part.fields)
        if unit is not None:
            if unit.half and part.fields.half is not None and part.fields.n is None:
                return unit.half, times  # 半年一次
            n = (part.fields.n_to or part.fields.n or 1) * unit.per
            return f"P{'T' if unit.time else ''}{n}{unit.freq or unit.code}", times
    return "P1W", times


def _duration(match: Match) -> str | None:
    if match.row.kind != "relative":
        return None
    for part in match.named("count"):
        unit = _unit(match, part.fields)
        return _iso_duration(unit, part.fields) if unit else None
    for part in match.named("point"):
        if part.fields.day is not None:
            return f"P{part.fields.day_to or part.fields.day}D"
    return None


def _iso_duration(unit: Unit, fields: Fields) -> str | None:
    """`P3Y`, `P3Y6M`, `P15D`: whole units, then half a unit; of a range (三至五年) the outer end."""
    whole = fields.n_to or fields.n
    text = ""
    if whole:
        text = f"P{'T' if unit.time else ''}{whole * unit.per}{unit.code}"
    if fields.half is None:
        return text or None
    if unit.half is None:
        return None
    return unit.half if not text else text + unit.half[1:].replace("T", "" if "T" in text else "T")


def _counted(match: Match, how: str, anchor: str) -> Ends:
    """Ends of what counts units from the anchor; null where the anchor is less precise than the unit."""
    counts = match.named("count")
    fields = counts[0].fields if counts else Fields(n=match.named("point")[0].fields.day, unit="day")
    unit = _unit(match, fields)
    n = fields.n_to or fields.n
    if unit is None or n is None or fields.half is not None or numbers(anchor)[2] is None:
        return None, None
    back = how in {"last_n", "ago"}
    other = _shift(first_day(anchor), unit, -n if back else n)
    if other is None:
        return None, None
    if how == "ago":
        return other, other
    if how == "later":
        return other, None
    return (other, anchor) if back else (anchor, other)


def _shift(day: dt.date, unit: Unit, n: int) -> str | None:
    n *= unit.per
    if unit.time or unit.code == "S":
        return None
    if unit.code in "DW":
        return (day + dt.timedelta(days=n * (7 if unit.code == "W" else 1))).isoformat()
    months = day.year * 12 + day.month - 1 + (n * 12 if unit.code == "Y" else n)
    year, month = divmod(months, 12)
    return iso(year, month + 1, day.day) if 1 <= year <= 9999 else None
