"""A list of people cut at its marks: stretches, brackets, and the labels that part a list without ending it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.extraction.names_lexicon import position_words

# the brackets of 七(1)班 are part of the class's name
_CLASS_BRACKET = r"[(\[〔【](?![0-9一二三四五六七八九十]{1,2}[)\]〕】]班)"
_MARK = re.compile(
    rf"[、,;/|。!?\n\t:\"“”]|(?:以?及|和)(?=各|全体|所有|其他|相关|有关)|{_CLASS_BRACKET}([^()\[\]〔〕【】\n]{{0,60}})[)\]〕】]|{_CLASS_BRACKET}|[)\]〕】](?!班)"
)
# labels that part a list without ending it: grades, classes, lanes, subjects
_GRADE = r"[一二三四五六七八九十0-9]{1,2}年级|[高初][一二三]"
_SCHOOL_CLASS = r"[一二三四五六七八九0-9]{1,2}[(]?[0-9一二三四五六七八九十]{0,2}[)]?班"
_PLACE = r"第[一二三四五六七八九十0-9]{1,2}[道场组轮节]|[0-9]{1,2}[道号]"
# marks that end a list
STOPS = "。!?:"


class Token(msgspec.Struct, frozen=True, gc=False):
    """A stretch between list marks with the mark before it, or a bracket's inside."""

    start: int
    end: int
    before: str
    bracket: bool = False


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The stretches and brackets of `text[start:end]`, in order."""
    begin, before = start, ""
    for mark in _MARK.finditer(text, start, end):
        inner = inner_label(text, begin, mark.start()) if mark.group() == ":" else None
        if inner is not None:
            if inner > begin:
                yield Token(begin, inner, before)
            begin, before = mark.end(), ","
            continue
        if mark.start() > begin or before in STOPS:
            yield Token(begin, mark.start(), before)
        if mark.group(1) is not None:
            yield Token(mark.start(1), mark.end(1), "(", True)
        before = mark.group()[-1] if mark.group(1) is None else ")"
        begin = mark.end()
    if begin < end:
        yield Token(begin, end, before)


@lru_cache(maxsize=4)
def _inner(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{_GRADE}|{_SCHOOL_CLASS}|{_PLACE}|{listed})\s{{0,2}}$")


def inner_label(text: str, start: int, colon: int) -> int | None:
    """Where words in front of a colon begin that only part a list: `高一:张三 高二:李四`, `第一场:…`."""
    found = _inner(position_words("part")).search(text, max(start, colon - 10), colon)
    return found.start() if found else None


def cut_at_colon(text: str, token: Token, end: int) -> int | None:
    """Where the last word stands in front of a colon it is a label, not an entry: the list ends before it."""
    if token.end >= end or text[token.end] != ":":
        return None
    at = token.end
    while at > token.start and text[at - 1] == " ":
        at -= 1
    begin = text.rfind(" ", token.start, at) + 1
    return begin or token.start
