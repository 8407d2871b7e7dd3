"""Numerals that are no quantity: dates, codes, phone numbers, list numbers, and words that hold a numeral sign."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import NotQuantityRow
from pipeline.lexicon import lazy, lexicon_folders, load

_SIGN = "[一二三四五六七八九十〇零○两]"
_YEAR = r"(?:19|20)\d{2}"
_NUMERAL_SIGNS = frozenset("一二三四五六七八九十百千万亿零两半壹贰叁肆伍陆柒捌玖拾廿卅")
_LIST_NUMBER = re.compile(rf"(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}|{_SIGN}{{1,4}}) ?(?:[、)]|\.(?!\d))")


class Masks(msgspec.Struct, frozen=True):
    """Patterns and words that take a numeral away; words are found by two characters, the sign and its neighbour. `plain` are
    the patterns that ask for no word before the numeral, `behind` the words that the others ask for."""

    pattern: re.Pattern[str]
    plain: re.Pattern[str]
    behind: tuple[str, ...]
    opening: dict[str, tuple[str, ...]]
    holding: dict[str, tuple[tuple[int, str], ...]]

    def end(self, text: str, start: int) -> int:
        """Where scanning goes on if the numeral at `start` is no quantity; `start` itself if it may be one."""
        for word in self.opening.get(text[start : start + 2], ()):
            if text.startswith(word, start):
                return start + len(word)
        if start:
            for offset, word in self.holding.get(text[start - 1 : start + 1], ()):
                if start >= offset and text.startswith(word, start - offset):
                    return start - offset + len(word)
        found = (self.pattern if text.endswith(self.behind, 0, start) else self.plain).match(text, start)
        if found is None and _opens_line(text, start):
            found = _LIST_NUMBER.match(text, start)
        return found.end() if found else start


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
        pattern=lazy("|".join(_pattern(row) for row in rows if row.pattern), "not_quantities.yaml"),
        plain=re.compile("|".join(_pattern(row) for row in rows if row.pattern and not row.behind)),
        behind=tuple({word for row in rows if row.pattern for word in row.behind}),
        opening={key: tuple(words) for key, words in opening.items()},
        holding={key: tuple(words) for key, words in holding.items()},
    )


def _pattern(row: NotQuantityRow) -> str:
    behind = "|".join(f"(?<={re.escape(word)})" for word in row.behind)
    inner = re.sub(r"\[([^\]]*)H", lambda found: f"[{found[1]}{_SIGN[1:-1]}", row.pattern)
    whole = inner.replace("H", _SIGN).replace("Y", _YEAR)
    return f"(?:{behind})(?:{whole})" if behind else whole


def _opens_line(text: str, start: int) -> bool:
    """Whether only blanks and an opening bracket stand between the line's beginning and `start` (looked at: 8 characters)."""
    for index in range(start - 1, max(start - 8, 0) - 1, -1):
        if text[index] == "\n":
            return True
        if text[index] not in " (":
            return False
    return start < 8
