"""Tables of words, found at an offset or inside a range, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from pipeline.lexicon import holding_patterns, lazy, openings

_SINGLE = (1,)


class Words(msgspec.Struct, frozen=True, gc=False):
    """Words with what they mean, found at an offset, longest first. Words that only look like one mean null."""

    lengths: dict[str, tuple[int, ...]]
    """How long words are that begin with two characters or are but one, longest first."""
    meaning: dict[str, str | None]
    all: tuple[str, ...]
    signs: frozenset[str]
    singles: frozenset[str]
    """What words begin with, and the words of one character: a small set is looked up sooner than a large table."""
    lasts: frozenset[str]
    opening: re.Pattern[str]

    def at(self, text: str, start: int, end: int) -> str:
        """The longest word that begins at `start` and ends by `end`; empty if none, or if it only looks like one."""
        if start < end and (sign := text[start]) in self.signs:
            meaning = self.meaning
            for length in self.lengths.get(text[start : start + 2]) or (_SINGLE if sign in self.singles else ()):
                if start + length <= end and (word := text[start : start + length]) in meaning:
                    return word if meaning[word] is not None else ""
        return ""

    def inside(self, text: str, start: int, end: int) -> tuple[int, str]:
        """Offset and word of the first hit in a range; -1 and empty if none."""
        found = self.opening.search(text, start, end)
        while found is not None:
            at = found.start()
            if word := self.at(text, at, end):
                return at, word
            found = self.opening.search(text, at + 1, end)
        return -1, ""

    def opens(self, text: str, at: int = 0) -> bool:
        """Whether one of the words stands at an offset."""
        return text.startswith(self.all, at)

    def ends(self, text: str) -> bool:
        """Whether a text ends in one of the words."""
        return text[-1:] in self.lasts and text.endswith(self.all)


def openings_of(tables: Iterable[Words]) -> frozenset[str]:
    """How the words of some tables open: by two characters, or by the one that they have; to be asked by `opened_by`."""
    return frozenset(opening for table in tables for opening in table.lengths)


def opened_by(openings: frozenset[str], text: str, at: int) -> bool:
    """Whether one of the words of some tables may begin at an offset."""
    return text[at : at + 2] in openings or text[at] in openings


def words_of(pairs: Iterable[tuple[str, str | None]]) -> Words:
    """A word table from (word, meaning); the first meaning of a word counts."""
    meaning: dict[str, str | None] = {}
    for word, value in pairs:
        meaning.setdefault(word, value)
    words = sorted(meaning, key=lambda word: (-len(word), word))
    lengths: dict[str, list[int]] = {}
    for word in words:
        if len(word) not in (found := lengths.setdefault(word[:2], [])):
            found.append(len(word))
    for opening, found in lengths.items():  # words of one character come last, behind any two that open a longer one
        if len(opening) == 2 and opening[0] in lengths:
            found.append(1)
    table = Words(
        {opening: tuple(found) for opening, found in lengths.items()},
        meaning,
        tuple(meaning),
        frozenset(word[0] for word in words),
        frozenset(word for word in words if len(word) == 1),
        frozenset(word[-1] for word in words),
        lazy(openings(words), "duty words"),
    )
    return holding_patterns(table)
