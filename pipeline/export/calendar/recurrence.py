"""Recurring deadlines as recurrence rules of iCalendar (RFC 5545): 每周五 → FREQ=WEEKLY;BYDAY=FR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.export.calendar.terms import Term, named_in, part_ends, terms
from pipeline.lexicon import Entry, load
from pipeline.model.result import Deadline
from pipeline.model.span import fold

Parts = dict[str, list[str]]
Edge = Literal["start", "middle", "end"]

_FREQ = re.compile(r"P(T?)(\d{1,3})(SY|[DWMYSH])")
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = {**dict(zip("一二三四五六日", _WEEK, strict=True)), "天": "SU"}
_RANGE = re.compile("([一二三四五六日天])[至到—~-](?:周|星期|礼拜|週)?([一二三四五六日天])")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"十一": 11, "十二": 12}
_MONTH = re.compile(
    r"(?P<months>(?:\d{1,2}|十[一二]?|[一二三四五六七八九])(?:[、,和及](?:\d{1,2}|十[一二]?|[一二三四五六七八九])){0,5})月份?"
    r"(?:(?P<day>\d{1,2})[日号]|(?P<part>[底末初中]|[上中下]旬))?"
)
# 每年3月至5月, 每年4月1日—15日: due by its end.
_BEGUN = re.compile(
    r"\d{1,2}月(?:\d{1,2}[日号]?|[初上中]旬?)?[至到—~-](?=\d{1,2}月)|(?<=月)\d{1,2}[日号]?[至到—~-](?=\d{1,2}[日号])"
)
_PARTS_OF_MONTH = {"底": -1, "末": -1, "下旬": -1, "初": 10, "上旬": 10, "中": 20, "中旬": 20}
# Days of a week that so many times are spread over.
_SPREAD = {1: "FR", 2: "WE FR", 3: "MO WE FR", 4: "MO TU TH FR", 5: "MO TU WE TH FR", 6: "MO TU WE TH FR SA"}
_MOST_TIMES = 12


class At(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where in the period: days of the week, a day of the month, or an edge of the term."""

    weekdays: tuple[str, ...] = ()
    day: int | None = None
    edge: Edge | None = None


class Recurrence(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/recurrences.yaml`."""

    freqs: tuple[str, ...]
    pattern: str
    at: At = At()


def rules(deadline: Deadline, words: str) -> list[Parts]:
    """The rules that a recurring deadline gives, from its period and its words; several where one rule cannot say it
    (每年3月1日、9月1日前). None for what is no period of days (每2小时)."""
    match = _FREQ.fullmatch(deadline.freq or "")
    if match is None or match[1]:
        return []
    every, unit, flat = max(1, int(match[2])), match[3], fold(words)
    times = min(deadline.times, _MOST_TIMES)
    at = where(unit, flat)
    if unit in ("S", "SY"):
        return list(_of_terms(unit, flat, times, at, every))
    if unit == "Y":
        return list(_of_year(flat, every, times, at))
    if unit == "M":
        return list(_of_month(every, times, at))
    return [_of_week(unit, every, times, at)]


def where(unit: str, flat: str) -> Parts:
    """What folded words say of the place in the period, as parts of a rule (`EDGE` for an edge of a term)."""
    for row, pattern in _patterns(load("recurrences", Recurrence)):
        if unit in row.freqs and (match := pattern.search(flat)):
            return _place(row, match)
    return {}


@lru_cache(maxsize=4)
def _patterns(rows: tuple[Recurrence, ...]) -> tuple[tuple[Recurrence, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.pattern)) for row in rows)


def _place(row: Recurrence, match: re.Match[str]) -> Parts:
    groups = match.groupdict()
    if groups.get("weekdays"):
        days = _weekdays(groups["weekdays"])
        nth = groups.get("nth")
        return {"BYDAY": [f"{_nth(nth)}{day}" for day in days] if nth else days}
    if groups.get("days"):
        return {"BYMONTHDAY": [str(int(day)) for day in re.findall(r"\d{1,2}", groups["days"]) if 1 <= int(day) <= 31]}
    if row.at.weekdays:
        return {"BYDAY": list(row.at.weekdays)}
    return {"BYMONTHDAY": [str(row.at.day)]} if row.at.day is not None else {"EDGE": [row.at.edge or "end"]}


def _weekdays(words: str) -> list[str]:
    found = {_WEEKDAYS[char] for char in words if char in _WEEKDAYS}
    for first, last in _RANGE.findall(words):
        begin, end = _WEEK.index(_WEEKDAYS[first]), _WEEK.index(_WEEKDAYS[last])
        found.update(_WEEK[begin : end + 1])
    return [day for day in _WEEK if day in found]


def _nth(words: str) -> int:
    return -1 if words in ("最后一", "末") else _NUMERALS.get(words[-1]) or int(words[-1])


def _of_week(unit: str, every: int, times: int, at: Parts) -> Parts:
    """A day or a week; a week whose day is not named is due on Friday."""
    if unit == "D" and "BYDAY" not in at:
        return {"FREQ": ["DAILY"]} | _interval(every)
    days = at.get("BYDAY") or _SPREAD.get(times, _SPREAD[5]).split()
    return {"FREQ": ["WEEKLY"]} | _interval(every if unit == "W" else 1) | {"BYDAY": days}


def _of_month(every: int, times: int, at: Parts) -> Iterator[Parts]:
    """Months, quarters and half years: due on the last day unless a day is named."""
    head: Parts = {"FREQ": ["MONTHLY"]}
    if every in (3, 6, 12):
        start = at.get("EDGE") == ["start"]
        months = [str(month) for month in range(1 if start else every, 13, every)]
        head = {"FREQ": ["YEARLY"], "BYMONTH": months}
        at = {"BYMONTHDAY": ["10"]} if start else at
    elif every > 1:
        head |= _interval(every)
    if "BYDAY" in at:
        yield head | {"BYDAY": at["BYDAY"]}
        return
    days = [int(day) for day in at.get("BYMONTHDAY", _spread_over_month(times))]
    usual = sorted(str(day) for day in days if day <= 28)
    if usual:
        yield head | {"BYMONTHDAY": sorted(usual, key=lambda day: int(day) % 32)}
    for day in (day for day in days if day > 28):  # 30日 is the 28th or 29th where February has no more
        yield head | {"BYMONTHDAY": [str(d) for d in range(28, day + 1)], "BYSETPOS": ["-1"]}


def _spread_over_month(times: int) -> list[str]:
    return [str(round(30 * number / times)) for number in range(1, times)] + ["-1"]


def _of_year(flat: str, every: int, times: int, at: Parts) -> Iterator[Parts]:
    """Years: by the months and days named, by a term or holiday named, else by the year's end."""
    head: Parts = {"FREQ": ["YEARLY"]} | _interval(every)
    named = list(_days_of_year(flat))
    if not named and (holidays := named_in(flat)):
        edge = 0 if at.get("EDGE") == ["start"] else 1
        named = [(day.month, day.day) for term in holidays for day in [term.days()[edge]]]
    if not named:
        named = [(round(12 * number / times), -1) for number in range(1, times + 1)]
    for month, day in dict.fromkeys(named):
        yield head | {"BYMONTH": [str(month)], "BYMONTHDAY": [str(day)]}


def _days_of_year(flat: str) -> Iterator[tuple[int, int]]:
    for match in _MONTH.finditer(_BEGUN.sub("", flat)):
        months = [_NUMERALS.get(word) or int(word) for word in re.split("[、,和及]", match["months"])]
        day = int(match["day"]) if match["day"] else _PARTS_OF_MONTH.get(match["part"] or "底", -1)
        yield from ((month, day) for month in months if 1 <= month <= 12 and day <= 31)


def _of_terms(unit: str, flat: str, times: int, at: Parts, every: int) -> Iterator[Parts]:
    """Terms and school years, by the calendar that is set; several times a term are spread over it."""
    every_term = [term for term in terms() if term.kind == "term"]
    held = [term for term in named_in(flat) if term.kind == "term"] or every_term
    edge = at.get("EDGE", ["end"])[0]
    if unit == "SY" and held == every_term and every_term:
        held = [every_term[0] if edge == "start" else every_term[-1]]
    for term in held:
        for month, day in _days_of_term(term, edge, times):
            yield (
                {"FREQ": ["YEARLY"]}
                | _interval(every if unit == "SY" else 1)
                | {"BYMONTH": [month], "BYMONTHDAY": [day]}
            )


def _days_of_term(term: Term, edge: str, times: int) -> list[tuple[str, str]]:
    first = term.days()[0]
    days = [first] if edge == "start" else [part_ends(term, 2)[0]] if edge == "middle" else part_ends(term, times)
    return [(str(day.month), str(day.day)) for day in days]


def _interval(every: int) -> Parts:
    return {"INTERVAL": [str(every)]} if every > 1 else {}
