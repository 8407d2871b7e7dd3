"""零 as a count: 零辍学, “零”事故, 事故为零."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import ZeroRow
from pipeline.lexicon import lexicon_folders, load

_REACHED = re.compile(r"[为到至达是于成]了? ?[“\"「『]?$")


class Zeros(msgspec.Struct, frozen=True):
    """Patterns for what 零 may count."""

    following: re.Pattern[str]

    def counted(self, text: str, end: int) -> re.Match[str] | None:
        """What stands behind 零 and is counted; group 1 is the measure."""
        return self.following.match(text, end)

    def counts(self, text: str, start: int, end: int) -> bool:
        """Whether the 零 at `[start, end)` is a number."""
        return self.counted(text, end) is not None or _REACHED.search(text, max(start - 4, 0), start) is not None


def zeros() -> Zeros:
    """The zeros of the lexicons in force."""
    return _zeros(lexicon_folders())


@lru_cache(maxsize=4)
def _zeros(_folders: tuple[Path, ...]) -> Zeros:
    words = sorted({word for row in load("zeros", ZeroRow) for word in row.measures}, key=lambda w: (-len(w), w))
    return Zeros(
        re.compile(r"[”\"」』]?(" + "|".join(map(re.escape, words)) + ")(?!学校|单位|社区|班级|村|校园|企业|家庭)")
    )
