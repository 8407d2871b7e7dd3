"""Indicator codes and years that a record is marked with, and the entries of a list of records."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.structure.sentences import clauses

_DASH = r"\s?[-—–~～至]{1,2}\s?"
_CODE = r"[A-Z]\d{1,3}"
_MORE = rf"(?:{_DASH}[A-Z]?\d{{1,3}}|\s?[、,]\s?[A-Z]\d{{1,3}})"
# B6:C9, B2:C3-C4, B:C10; the code in front of the colon is the indicator's parent, those behind it are proved.
_MARKER = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?P<parent>[A-Z]\d{{0,3}})\s?:\s?)?(?P<codes>{_CODE}{_MORE}{{0,8}})(?![A-Za-z0-9])"
)
_LETTERED = re.compile(r"[A-Z][\d\s:]")  # stands in each marker: most texts hold none
_PART = re.compile(rf"(?P<join>{_DASH})?(?P<letter>[A-Z]?)(?P<number>\d{{1,3}})")
_LONGEST_RANGE = 60
# 2. in front of a record whose number stands in the running line
_NUMBER = re.compile(
    r"(?:\d{1,2}[.、]\s?(?=\D|20\d\d|19\d\d|\d{1,2}[.、])|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,2}、|\s)*"
)
# a number run into the line: …统计表;3. 花名册
_INLINE = re.compile(r"(?<=[\u4e00-\u9fff)》;])\s{0,3}(?=\d{1,2}[.、]\s?[\u4e00-\u9fff“《\"12])")
_YEARS = re.compile(r"((?:19|20)\d\d)年?\s?(?:[-—–~～至到]{1,2}\s?((?:19|20)\d\d))?(?!年?\d|年\d{1,2}月|[.]\d)")


class Marker(msgspec.Struct, frozen=True, gc=False):
    """A code marker in a text: where it stands, what it says, whether it names a parent (`B6:`)."""

    start: int
    end: int
    codes: tuple[str, ...]
    parent: str | None


def markers(text: str, start: int, end: int) -> Iterator[Marker]:
    """Code markers in a range of folded text, ranges unrolled: `C16-18` → C16, C17, C18.

    >>> [marker.codes for marker in markers("B11:C16-18 资料", 0, 12)]
    [('C16', 'C17', 'C18')]
    """
    if not lettered(text, start, end):
        return
    for found in _MARKER.finditer(text, start, end):
        yield Marker(found.start(), found.end(), unroll(found["codes"]), found["parent"])


def lettered(text: str, start: int, end: int) -> bool:
    """Whether a marker may stand in a range."""
    return _LETTERED.search(text, start, end) is not None


def unroll(words: str) -> tuple[str, ...]:
    """The codes that a marker lists. A part that is not above the one before it is a sub-number (`A1-1`), no range."""
    codes: list[str] = []
    letter, last = "", 0
    for part in _PART.finditer(words):
        number = int(part["number"])
        if part["join"] and codes:
            same = part["letter"] in ("", letter)
            if same and last < number <= last + _LONGEST_RANGE:
                codes += [f"{letter}{value}" for value in range(last + 1, number + 1)]
            else:
                codes[-1] += f"-{part['letter']}{number}"
        else:
            letter = part["letter"] or letter
            codes.append(f"{letter}{number}")
        last = number
    return tuple(dict.fromkeys(codes))


def years_of(words: str) -> tuple[int, ...]:
    """The years a record covers: `2012-2014` → 2012, 2013, 2014; 近三年 → none named, so none."""
    years: set[int] = set()
    for found in _YEARS.finditer(words):
        first = int(found[1])
        last = int(found[2]) if found[2] else first
        years.update(range(first, last + 1) if first <= last <= first + 30 else (first,))
    return tuple(sorted(years))


def records(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a list of records: parted by ends of sentences, semicolons, and numbers run into the line."""
    for begin, stop in clauses(text, start, end):
        at = begin
        for number in _INLINE.finditer(text, begin + 1, stop):
            yield over_number(text, at, number.start()), number.start()
            at = number.start()
        yield over_number(text, at, stop), stop


def over_number(text: str, begin: int, stop: int) -> int:
    number = _NUMBER.match(text, begin, stop)
    return number.end() if number else begin
