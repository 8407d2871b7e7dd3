"""Sentences and clauses of a stretch of clean (folded) text."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import lru_cache

_OPENING = {"(": ")", "“": "”", "《": "》", "〔": "〕", "[": "]", "【": "】", "‘": "’", "「": "」"}
_MARKS = re.compile(f"[{re.escape(''.join(_OPENING))}。!?\n;]")
# A bracket that is not closed within this many characters is taken for a slip, not for a bracket.
_LONGEST_BRACKET = 200

Range = tuple[int, int]


@lru_cache(maxsize=1024)
def sentences(text: str, start: int, end: int) -> tuple[Range, ...]:
    """Ranges of the sentences of `text[start:end]`, end marks included, outer blanks left out.

    Ends are 。！？ and line breaks outside brackets and quotes; a `。` between digits is a slip for a decimal point.
    Duties, targets and links ask for the same stretches of a text.
    """
    return _split(text, start, end, ";")


@lru_cache(maxsize=1024)
def clauses(text: str, start: int, end: int) -> tuple[Range, ...]:
    """As `sentences`, and cut at semicolons too: the size of a duty or target in running text."""
    return _split(text, start, end, "")


def _split(text: str, start: int, end: int, kept: str) -> tuple[Range, ...]:
    """`text[start:end]` cut at its marks but for the one that is `kept`."""
    found: list[Range] = []
    begin = behind = start
    marks = marks_of(text)
    place = bisect_left(marks, start)
    while (index := marks[place]) < end:
        place += 1
        sign = text[index]
        if index < behind or sign == kept:  # inside a bracket, or no end of a sentence
            continue
        if sign in _OPENING:
            behind = _closing(text, index, end) + 1
        elif sign != "。" or not _decimal(text, index, end):
            if text[begin].isspace() or sign == "\n":
                _append(found, text, begin, index + 1)
            else:
                found.append((begin, index + 1))
            begin = index + 1
    if begin < end:
        _append(found, text, begin, end)
    return tuple(found)


@lru_cache(maxsize=8)
def marks_of(text: str) -> list[int]:
    """Where marks stand in a text, found once for all of its stretches; a place behind any text closes the row."""
    return [*[mark.start() for mark in _MARKS.finditer(text)], sys.maxsize]


def _closing(text: str, opening: int, end: int) -> int:
    """Offset of the closing mark of the bracket at `opening`, or `opening` itself where it is not closed near by."""
    mark = _OPENING[text[opening]]
    reach = opening + _LONGEST_BRACKET
    found = text.find(mark, opening + 1, reach if reach < end else end)
    return found if found >= 0 and "\n" not in text[opening:found] else opening


def _decimal(text: str, index: int, end: int) -> bool:
    return index < end - 1 and text[index + 1].isdigit() and index > 0 and text[index - 1].isdigit()


def _append(found: list[Range], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
