"""The systems that benchmarks/peers_real.py sets side by side: each gives the quantities and the times of a text."""

from __future__ import annotations

import contextlib
import datetime
import io
import logging
import re
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

UNITS = {
    "Square meter": "平方米",
    "Meter": "米",
    "Kilometer": "公里",
    "Centimeter": "厘米",
    "Kilogram": "千克",
    "Ton": "吨",
}
UNITS |= {
    "Year": "岁",
    "Chinese yuan": "元",
    "Acre": "亩",
    "Hectare": "公顷",
    "Minute": "分钟",
    "Hour": "小时",
    "Day": "天",
}
BLURS = {"blur+": ">=", "blur-": "<=", "blur": "~"}


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A time or quantity that a system found. Dates are whole days, both ends included; null where it does not say."""

    start: int
    end: int
    value: float | None = None
    value_max: float | None = None
    unit: str = ""
    op: str = "="
    first: str | None = None
    last: str | None = None
    freq: str | None = None
    duration: str | None = None


Finder = Callable[[str, datetime.date], tuple[list[Seen], list[Seen]]]


def peers() -> dict[str, Finder]:
    """The peers that are installed, named with their versions."""
    found: dict[str, Finder] = {}
    for package, finder in (("jionlp", jionlp), ("recognizers-text-suite", recognizers)):
        with contextlib.suppress(PackageNotFoundError):
            found[f"{package} {version(package)}"] = finder
    return found


def whole_day(date: str | None, *, last: bool) -> str | None:
    """The first or last day of a date at any precision."""
    if not date or len(date) >= 10:
        return date[:10] if date else None
    year, month = int(date[:4]), int(date[5:7]) if len(date) > 4 else (12 if last else 1)
    if not last:
        return f"{year:04}-{month:02}-01"
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).isoformat()


def cetu_facts(text: str, _day: datetime.date) -> tuple[list[Seen], list[Seen]]:
    """The facts of the whole extraction: fewer than all expressions, read with headings and tables."""
    from pipeline import extract
    from pipeline.model.result import Deadline, Indicator
    from pipeline.reading import read_text

    facts = extract(read_text(text)).facts
    numbers = [
        Seen(start=f.spans[0].start, end=f.spans[-1].end, value=f.value, value_max=f.value_max, unit=f.unit, op=f.op)
        for f in facts
        if isinstance(f, Indicator)
    ]
    times = [
        _time(f.spans[0].start, f.spans[-1].end, f.start, f.end, f.freq, f.duration)
        for f in facts
        if isinstance(f, Deadline)
    ]
    return numbers, times


def cetu_functions(text: str, day: datetime.date) -> tuple[list[Seen], list[Seen]]:
    """The two functions alone, without the plan around."""
    from pipeline import quantities, times

    numbers = [
        Seen(start=q.start, end=q.end, value=q.value, value_max=q.value_max, unit=q.unit, op=q.op)
        for q in quantities(text)
    ]
    found = times(text, day.isoformat())
    return numbers, [_time(t.start, t.end, t.from_date, t.to_date, t.freq, t.duration) for t in found]


def _time(start: int, end: int, first: str | None, last: str | None, freq: str | None, duration: str | None) -> Seen:
    return Seen(
        start=start,
        end=end,
        first=whole_day(first, last=False),
        last=whole_day(last, last=True),
        freq=freq,
        duration=duration,
    )


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their places: the peers are slow on long texts."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def jionlp(text: str, day: datetime.date) -> tuple[list[Seen], list[Seen]]:
    """JioNLP: times and money; it has no extractor of other quantities."""
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp as jio
    logging.disable(logging.ERROR)  # it logs a traceback for each expression it cannot parse

    base = {"year": day.year, "month": day.month, "day": day.day}
    numbers: list[Seen] = []
    times: list[Seen] = []
    for at, line in lines(text):
        with contextlib.suppress(Exception):  # it fails on some lines; the rest of the text still counts
            numbers += [_jio_money(at, one) for one in jio.ner.extract_money(line, with_parsing=True)]
        with contextlib.suppress(Exception):
            times += [_jio_time(at, one) for one in jio.ner.extract_time(line, time_base=base, with_parsing=True)]
    return numbers, times


def _jio_money(at: int, one: dict[str, Any]) -> Seen:
    number, detail = one["detail"]["num"], one["detail"]
    ends = [float(end) for end in (number if isinstance(number, list) else [number])]
    op = BLURS.get(detail["definition"], "=")
    place = (at + one["offset"][0], at + one["offset"][1])
    top = ends[1] if len(ends) > 1 else None
    return Seen(start=place[0], end=place[1], value=ends[0], value_max=top, unit=detail["case"], op=op)


def _jio_time(at: int, one: dict[str, Any]) -> Seen:
    place = (at + one["offset"][0], at + one["offset"][1])
    detail = one["detail"]
    when = detail["time"]
    if isinstance(when, list):
        first, last = (_date(str(end)) for end in when)
        return Seen(start=place[0], end=place[1], first=first, last=last)
    delta = when.get("delta", when) if isinstance(when, dict) else {}
    length = _delta(delta if isinstance(delta, dict) else {})
    if detail["type"] == "time_period":
        return Seen(start=place[0], end=place[1], freq=length)
    return Seen(start=place[0], end=place[1], duration=length)


def _delta(delta: dict[str, Any]) -> str | None:
    for unit, sign in (("year", "Y"), ("month", "M"), ("week", "W"), ("day", "D")):
        if isinstance(number := delta.get(unit), int | float) and number:
            return f"P{number:g}{sign}"
    return None


def recognizers(text: str, day: datetime.date) -> tuple[list[Seen], list[Seen]]:
    """Recognizers-Text: numbers, per cent, money, dimensions, ages; times. Its Python package has no number ranges."""
    import recognizers_suite as suite

    moment = datetime.datetime(day.year, day.month, day.day)
    kinds = (suite.recognize_number, suite.recognize_percentage, suite.recognize_currency)
    kinds += (suite.recognize_dimension, suite.recognize_age)
    numbers: list[Seen] = []
    times: list[Seen] = []
    for at, line in lines(text):
        for recognize in kinds:
            with contextlib.suppress(Exception):
                numbers += [seen for one in recognize(line, suite.Culture.Chinese) if (seen := _rt_number(at, one))]
        with contextlib.suppress(Exception):
            found = suite.recognize_datetime(line, suite.Culture.Chinese, reference=moment)
            times += [seen for one in found if (seen := _rt_time(at, one))]
    return numbers, times


def _rt_number(at: int, one: Any) -> Seen | None:
    with contextlib.suppress(TypeError, ValueError, KeyError):
        words = str(one.resolution["value"])
        unit = "%" if words.endswith("%") else UNITS.get(one.resolution.get("unit", ""), "")
        return Seen(start=at + one.start, end=at + one.end + 1, value=float(words.rstrip("%")), unit=unit)
    return None


def _rt_time(at: int, one: Any) -> Seen | None:
    values = (one.resolution or {}).get("values") or []
    place = {"start": at + one.start, "end": at + one.end + 1}
    if not values:
        return Seen(**place)
    value = values[-1]
    timex = str(value.get("timex", ""))
    if value["type"] == "set":
        return Seen(**place, freq=timex)
    if value["type"] == "duration":
        return Seen(**place, duration=timex)
    if value["type"] == "date":
        return Seen(**place, first=_date(value.get("value")), last=_date(value.get("value")))
    last = _date(value.get("end"))
    if last:  # its end is the day after, but for `before`
        last = (datetime.date.fromisoformat(last) - datetime.timedelta(days=value.get("Mod") != "before")).isoformat()
    return Seen(**place, first=_date(value.get("start")), last=last)


def _date(words: object) -> str | None:
    """The day of a peer's date or moment; null for what is none (`inf`, `now`, a time of day)."""
    found = re.match(r"\d{4}-\d\d-\d\d", str(words))
    return found[0] if found else None
