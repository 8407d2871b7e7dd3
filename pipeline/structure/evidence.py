"""What lets one tell that two lines are halves of one sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.structure.lines import Line

_FINAL = frozenset("。!?;:…")
_CLOSING = frozenset("”》)]】」’")
_LABEL = re.compile("[^,。;:“《(]{1,12}(?<!\\d):")
_DATE = re.compile("(?:[二〇○零一二三四五六七八九0-9]{4}\\s?年|\\d{1,2}\\s?月\\s?\\d{1,2}\\s?日)")
_REMARK = re.compile("[。;]\\s?\\([^()]{0,20}\\)$")
# A phase with its dates fills a line: (一)宣传发动(12月7日—12月9日).
_PHASE = re.compile("\\([^()]{0,30}\\d\\s?[月日号][^()]{0,30}\\)$")
_LONGEST_PHASE = 70
_PAIRS = (("《", "》"), ("“", "”"), ("(", ")"), ("〔", "〕"))
# Text that the running words of a file are looked up in; more would only cost memory.
_VOCABULARY = 200_000
_FEW_QUESTIONS = 2000  # the table takes as long to make as so many looks through the text
_LONGEST_HALF = 400
_SPREAD = re.compile("\\S {2,200}\\S[^\\n]{0,400}?\\S {2,200}\\S")
_HAN = re.compile("[\u4e00-\u9fff]{0,8}")


class OpenEnds(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/open_ends.yaml`: words that no sentence (`of: title`: not even a title) ends with, but for
    the words `closed`."""

    words: tuple[str, ...]
    closed: tuple[str, ...] = ()
    of: Literal["sentence", "title"] = "sentence"


class _Ends(msgspec.Struct, frozen=True, gc=False):
    sentence: tuple[str, ...]
    title: tuple[str, ...]
    closed: tuple[str, ...]


@lru_cache(maxsize=4)
def _open_ends(_lexicons: object) -> _Ends:
    rows = load("open_ends", OpenEnds)

    def words_of(kind: str) -> tuple[str, ...]:
        return tuple(sorted({word for row in rows if row.of == kind for word in row.words}))

    return _Ends(words_of("sentence"), words_of("title"), tuple(sorted({word for row in rows for word in row.closed})))


def ends_open(words: str) -> bool:
    """Whether some words end as no sentence does: with a preposition, a conjunction, a verb that needs its object."""
    known = _open_ends(lexicon_folders())
    return words.endswith(known.sentence) and not words.endswith(known.closed)


def title_goes_on(words: str) -> bool:
    """Whether some words end as not even a title does: with a word that links two others."""
    known = _open_ends(lexicon_folders())
    return words.endswith(known.title) and not words.endswith(known.closed)


class Vocabulary:
    """Groups of four and five characters that stand inside the lines of a file: what is a usual turn in it.

    The first questions are answered by looking through the text; a file that asks many gets a table of its groups.
    """

    def __init__(self, text: str) -> None:
        self._text = text[:_VOCABULARY]
        self._groups: set[str] | None = None
        self._asked = 0

    def knows(self, left: str, right: str, *, size: int = 4) -> bool:
        """Whether some `size` characters across the joint of two halves also stand elsewhere in one piece."""
        self._asked += 1
        shares = range(1, size) if size == 4 else range(2, size - 1)
        for share in shares:
            first, second = left[-share:], right[: size - share]
            group = first + second
            if len(first) == share and len(group) == size and _han(group) and self._holds(group):
                return True
        return False

    def _holds(self, group: str) -> bool:
        if self._asked <= _FEW_QUESTIONS:
            return group in self._text
        if self._groups is None:
            text = self._text
            self._groups = {text[at : at + n] for n in (4, 5) for at in range(len(text) - n + 1)}
        return group in self._groups


def _han(words: str) -> bool:
    return _HAN.fullmatch(words) is not None


def finished(text: str, line: Line) -> bool:
    """Whether a line ends as sentences end."""
    last = text[line.end - 1]
    if last in _FINAL:
        return True
    if last not in _CLOSING:
        return False
    if _REMARK.search(text[line.start : line.end][-24:]) is not None:
        return True
    phase = last == ")" and _PHASE.search(text[max(line.start, line.end - _LONGEST_PHASE) : line.end]) is not None
    return (phase and not is_prose(text, line)) or (line.end - line.start > 1 and text[line.end - 2] in _FINAL)


def is_prose(text: str, line: Line) -> bool:
    """Whether a line holds running text: a mark inside and more words than a title has."""
    start, end = line.start, line.end
    return end - start >= 15 and (
        text.find(",", start, end) >= 0 or text.find("。", start, end) >= 0 or text.find(";", start, end) >= 0
    )


def is_label(text: str, line: Line) -> bool:
    """Whether a line begins with a label: 组长:, 责任单位:."""
    return _LABEL.match(text, line.start, line.end) is not None


def is_spread(text: str, line: Line) -> bool:
    """Whether wide gaps part a line into three stretches or more, as the cells of a row or the names of a roster are; such a line
    ends where it ends."""
    return text.find("  ", line.start, line.end) >= 0 and _SPREAD.search(text, line.start, line.end) is not None


def is_dated(text: str, line: Line) -> bool:
    """Whether a line begins with a date of its own."""
    return _DATE.match(text, line.start, line.end) is not None


def open_pair(text: str, before: Line, after: Line) -> bool:
    """Whether a quote or title mark opened in the first line is closed in the second."""
    head = text[before.start : before.end][-_LONGEST_HALF:]
    tail = text[after.start : after.end][:_LONGEST_HALF]
    for opening, closing in _PAIRS:
        opened = head.rfind(opening)
        if opened >= 0 and opened > head.rfind(closing):
            found, again = tail.find(closing), tail.find(opening)
            if found >= 0 and (again < 0 or found < again):
                return True
    return False
