"""How the tests write a sentence with the time expressions expected in it.

`{到2020年 → by ../2020}建成,{每学期 → recurring P1S x2}检查两次 @2016-09-01`: words, kind, dates (`..` is null), period of
recurrence or duration, times per period; behind ` @` the anchor. Words outside braces hold no time expression.
"""

from __future__ import annotations

import re

import msgspec

from pipeline.expressions import times

_MARK = re.compile(r"\{([^{}]+?) → ([^{}]+?)\}")
_ANCHOR = re.compile(r" @(\d{4}(?:-\d\d){0,2})$")


class Expected(msgspec.Struct, frozen=True):
    """One expression as a sentence of a test states it."""

    start: int
    end: int
    kind: str
    dates: tuple[str | None, str | None] = (None, None)
    period: str | None = None
    times: int = 1


class Marked(msgspec.Struct, frozen=True):
    """A sentence without its marks, its anchor, and what is expected in it."""

    text: str
    anchor: str | None
    expected: tuple[Expected, ...]


def parse(sentence: str) -> Marked:
    """Read a marked sentence."""
    anchor = _ANCHOR.search(sentence)
    body = sentence[: anchor.start()] if anchor else sentence
    text, expected, last = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[last : mark.start()]
        expected.append(_expected(mark[2], len(text), len(text) + len(mark[1])))
        text += mark[1]
        last = mark.end()
    return Marked(text + body[last:], anchor[1] if anchor else None, tuple(expected))


def found_in(marked: Marked) -> tuple[Expected, ...]:
    """What the product finds in a sentence, in the form the tests state it."""
    return tuple(
        Expected(
            item.start, item.end, item.kind, (item.from_date, item.to_date), item.freq or item.duration, item.times
        )
        for item in times(marked.text, marked.anchor)
    )


def _expected(words: str, start: int, end: int) -> Expected:
    kind, *rest = words.split()
    dates: tuple[str | None, str | None] = (None, None)
    period, count = None, 1
    for word in rest:
        if "/" in word:
            first, last = (None if part == ".." else part for part in word.split("/"))
            dates = (first, last)
        elif word.startswith("P"):
            period = word
        else:
            count = int(word.removeprefix("x"))
    return Expected(start, end, kind, dates, period, count)
