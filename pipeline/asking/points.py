"""The day, the week or the weekday that a question names (10月3日谁值班, 第9周有什么安排), and which cells and sentences are of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from pipeline.asking.deeds import deed_forms
from pipeline.asking.lexicons import Kind
from pipeline.asking.numerals import in_han
from pipeline.asking.question import Question
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_PAIR = 2
# Days of one year can be compared whatever the year is; a leap year has them all.
_ANY_YEAR = "2000"
_ANY_DAY = f"{_ANY_YEAR}-01-01"
# Kinds of which an answer is one of the day that is named.
_OF_A_DAY: frozenset[Kind] = frozenset({"who", "holder", "members", "any", "due", "duties", "how", "place", "phone"})


class Point(msgspec.Struct, frozen=True):
    """What a question names a row by: its words, words that the index finds such rows by, and which cells under which header are it."""

    words: str
    looked_for: tuple[str, ...]
    is_in: Callable[[str, str], bool]


def point_of(text: str) -> Point | None:
    """The day, the week or the weekday that a question names."""
    for row, point in (("a_day", _of_day), ("a_week", _of_week), ("a_weekday", _of_weekday)):
        if match := wording.pattern("question", row).search(text):
            return point(match)
    return None


def names_a_time(asked: Question) -> bool:
    """Whether a question names rows by a day, a week or a weekday."""
    return point_of(flat(asked.text)) is not None


def _of_day(match: re.Match[str]) -> Point:
    month, day = int(match["month"]), int(match["day"])
    iso = f"{_ANY_YEAR}-{month:02}-{day:02}"

    looked_for = (f"{month}月", f"{month}.", f"{month}/", f"{in_han(month)}月")
    return Point(match[0], looked_for, lambda _, cell: any(first <= iso <= last for first, last in _days(cell)))


def _days(text: str) -> list[tuple[str, str]]:
    """The days, and spans of days, that a text tells, all of one year."""
    found = times(_as_dates(text), _ANY_DAY)
    return [
        (_any_year(one.from_date), _any_year(one.to_date))
        for one in found
        if one.from_date and one.to_date and len(one.from_date) == len(one.to_date) == len(_ANY_DAY) and not one.freq
    ]


def _any_year(date: str) -> str:
    return f"{_ANY_YEAR}{date[4:]}"


def of_the_day(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, without those that tell other days than the one that a question names; where one tells that day, only such."""
    match = wording.pattern("question", "a_day").search(flat(asked.text))
    if match is None or asked.kind not in _OF_A_DAY:
        return list(rows)
    day = _of_day(match)
    kept = [(row, day.is_in("", around), bool(_days(around))) for row in rows
            for around in [f"{row.text}\n{row.section or ''}"]]  # fmt: skip
    its_own = [row for row, told, _ in kept if told]
    return its_own or [row for row, _, others in kept if not others and not _only_the_deed(asked, row)]


def _only_the_deed(asked: Question, row: AnswerRow) -> bool:
    """Whether a party is called by nothing but what a question asks about (谁值班: 值班人员), which tells nobody of that day."""
    named = wording.pattern("question", "bare_deed_name").fullmatch(flat(row.answer))
    words = flat(asked.text)
    said = (words[at : at + _PAIR] for at in range(len(words) - 1))
    return named is not None and any(named["deed"] in deed_forms(word) for word in said)


def _as_dates(cell: str) -> str:
    """A cell with its dates written in figures alone (3.9-3.15, 9/1) as dates in words."""
    return wording.pattern("question", "day_in_figures").sub(r"\g<month>月\g<day>日", flat(cell))


def _of_week(match: re.Match[str]) -> Point:
    number = match["number"]
    forms = {number, *(in_han(int(number)) for _ in [0] if number.isdigit())}
    forms |= {str(at) for at in range(1, 31) if in_han(at) == number}

    def is_week(header: str, cell: str) -> bool:
        bare = wording.pattern("question", "week_number").fullmatch(flat(cell))
        return bare is not None and bare["number"] in forms and ("周" in header or "周" in cell)

    return Point(match[0], ("周次", "周别", *(f"第{form}周" for form in sorted(forms))), is_week)


def _of_weekday(match: re.Match[str]) -> Point:
    day = match["day"].replace("天", "日")

    def is_weekday(header: str, cell: str) -> bool:
        words = flat(cell).replace("天", "日")
        named = wording.pattern("question", "a_weekday").fullmatch(words)
        return (named is not None and named["day"] == day) or (words == day and ("星期" in header or "周" in header))

    return Point(match[0], ("星期", f"周{day}", f"礼拜{day}"), is_weekday)
