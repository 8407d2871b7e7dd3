"""零 as a count: 零辍学, “零”事故, 事故为零."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import ZeroRow
from pipeline.lexicon import lexicon_folders, load, wording

_LONGEST_MEASURE = 10


class Zeros(msgspec.Struct, frozen=True, gc=False):
    """Patterns for what 零 may count."""

    following: re.Pattern[str]
    happening: re.Pattern[str]
    measured: re.Pattern[str]

    def counted(self, text: str, end: int) -> re.Match[str] | None:
        """What stands behind 零 and is counted; group 1 is the measure."""
        return self.following.match(text, end)

    def happened(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the measure before the 零 at `[start, end)` ends, and the word behind that says it does not happen
        (溺水事故“零发生”)."""
        happens = self.happening.match(text, end)
        measure = self.measured.search(text, max(start - _LONGEST_MEASURE, 0), start) if happens else None
        return (measure.end(1), happens.end()) if measure and happens else None

    def counts(self, text: str, start: int, end: int) -> bool:
        """Whether the 零 at `[start, end)` is a number."""
        if self.counted(text, end) or wording.pattern("number", "zero_reached").search(text, max(start - 4, 0), start):
            return True
        return self.happened(text, start, end) is not None


def zeros() -> Zeros:
    """The zeros of the lexicons in force."""
    return _zeros(lexicon_folders())


@lru_cache(maxsize=4)
def _zeros(_folders: tuple[Path, ...]) -> Zeros:
    rows = load("zeros", ZeroRow)
    measures = _any_of(word for row in rows for word in row.measures)
    bodies = wording.pattern("number", "bodies_without").pattern
    carriers = _any_of(word for row in rows for word in row.carriers)
    return Zeros(
        re.compile(rf"[”\"」』]?({measures})(?!{bodies})"),
        re.compile(rf"[”\"」』]?(?:{carriers})"),
        re.compile(rf"((?:{measures})(?:率|人数)?) ?[“\"「『]?$"),
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"
