"""Numerals that are no quantity: dates, codes, phone numbers, list numbers, and words that hold a numeral sign."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import NotQuantityRow
from pipeline.lexicon import characters, holding_patterns, lazy, leading, lexicon_folders, load

_SIGN = "[一二三四五六七八九十〇零○两]"
_YEAR = r"(?:19|20)\d{2}"
_NUMERAL_SIGNS = frozenset("一二三四五六七八九十百千万亿零两半壹贰叁肆伍陆柒捌玖拾廿卅")
_NUMBER_SIGNS = "0123456789〇○" + "".join(sorted(_NUMERAL_SIGNS))
_LONGEST_NUMBER = 40
_NUMBER = re.compile(f"[{_NUMBER_SIGNS}]{{1,{_LONGEST_NUMBER}}}")
_MOST_KEPT = 4096
_NONE = "\0"  # stands for the text's end
_LIST_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}|{_SIGN}{{1,4}}) ?(?:[、)]|\.(?!\d))")


class Mask(msgspec.Struct, frozen=True, gc=False):
    """A pattern that takes a numeral away, behind one of some words if there are any: the characters that it may begin with,
    and those that may stand first behind the number it begins with; null where either may be any."""

    pattern: re.Pattern[str]
    behind: tuple[str, ...]
    firsts: frozenset[str] | None
    followers: frozenset[str] | None

    def may_match(self, before: str, first: str, follower: str) -> bool:
        """Whether a numeral that begins so, behind that character and with that one behind its signs, may be taken away."""
        if self.behind and not (before and any(word[-1] == before for word in self.behind)):
            return False
        return (self.firsts is None or first in self.firsts) and (self.followers is None or follower in self.followers)


class Masks(msgspec.Struct, frozen=True, gc=False):
    """Patterns and words that take a numeral away; words are found by two characters, the sign and its neighbour. Of the
    patterns few fit what a numeral begins with and what stands before and behind it: `fitting` keeps which; `befores` are the
    last characters of the words that some patterns stand behind."""

    rows: tuple[Mask, ...]
    opening: dict[str, tuple[str, ...]]
    holding: dict[str, tuple[tuple[int, str], ...]]
    befores: frozenset[str]
    fitting: dict[str, tuple[Mask, ...]]

    def end(self, text: str, start: int) -> int:
        """Where scanning goes on if the numeral at `start` is no quantity; `start` itself if it may be one."""
        for word in self.opening.get(text[start : start + 2], ()):
            if text.startswith(word, start):
                return start + len(word)
        if start:
            for offset, word in self.holding.get(text[start - 1 : start + 1], ()):
                if start >= offset and text.startswith(word, start - offset):
                    return start - offset + len(word)
        for row in self._fitting(text, start):
            if row.behind and not text.endswith(row.behind, 0, start):
                continue
            if (found := row.pattern.match(text, start)) is not None:
                return found.end()
        found = _LIST_NUMBER.match(text, start) if _opens_line(text, start) else None
        return found.end() if found else start

    def _fitting(self, text: str, start: int) -> tuple[Mask, ...]:
        """The patterns that may match at `start`, in their order."""
        number = _NUMBER.match(text, start)
        behind = start if number is None else number.end()
        follower = text[behind : behind + 1]
        if number is None or behind - start == _LONGEST_NUMBER or follower.isdigit():  # signs that no row names
            return self.rows
        before = text[start - 1] if start and text[start - 1] in self.befores else ""
        key = f"{text[start]}{follower or _NONE}{before}"
        found = self.fitting.get(key)
        return self._kept(key, before, text[start], follower) if found is None else found

    def _kept(self, key: str, before: str, first: str, follower: str) -> tuple[Mask, ...]:
        found = tuple(row for row in self.rows if row.may_match(before, first, follower))
        if len(self.fitting) < _MOST_KEPT:
            self.fitting[key] = found
        return found


def masks() -> Masks:
    """The masks of the lexicons in force."""
    return _masks(lexicon_folders())


@lru_cache(maxsize=4)
def _masks(_folders: tuple[Path, ...]) -> Masks:
    rows = load("not_quantities", NotQuantityRow)
    opening: dict[str, list[str]] = {}
    holding: dict[str, list[tuple[int, str]]] = {}
    for word in sorted({word for row in rows for word in row.words}, key=lambda word: (-len(word), word)):
        offset = next((index for index, char in enumerate(word) if char in _NUMERAL_SIGNS), 0)
        if offset == 0:
            opening.setdefault(word[:2], []).append(word)
        else:
            holding.setdefault(word[offset - 1 : offset + 1], []).append((offset, word))
    return Masks(
        rows=tuple(_mask(row) for row in rows if row.pattern),
        opening={key: tuple(words) for key, words in opening.items()},
        holding={key: tuple(words) for key, words in holding.items()},
        befores=frozenset(word[-1] for row in rows if row.pattern for word in row.behind),
        fitting={},
    )


def _mask(row: NotQuantityRow) -> Mask:
    inner = re.sub(r"\[([^\]]*)H", lambda found: f"[{found[1]}{_SIGN[1:-1]}", row.pattern)
    pattern = inner.replace("H", _SIGN).replace("Y", _YEAR)
    mask = Mask(
        lazy(pattern, f"not_quantities.yaml {row.id}"),
        row.behind,
        characters(leading(pattern).replace("\\d", "0-9")),
        # what must follow stands behind the number as what the pattern takes in does
        characters(leading(pattern.replace("(?=", "(?:"), _NUMBER_SIGNS).replace("\\d", "")),
    )
    return holding_patterns(mask)


def _opens_line(text: str, start: int) -> bool:
    """Whether only blanks and an opening bracket stand between the line's beginning and `start` (looked at: 8 characters)."""
    for sign in reversed(text[start - 8 if start > 8 else 0 : start]):
        if sign == "\n":
            return True
        if sign not in " (":
            return False
    return start < 8
