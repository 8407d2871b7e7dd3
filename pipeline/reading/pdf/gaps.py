"""Which gaps between characters are blanks of the text."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median

_LEAST = 0.2
_BEYOND_USUAL = 0.22
_ENOUGH = 3


def is_wide(char: str) -> bool:
    """Whether a character is set in a full square: Han characters and the marks between them."""
    return char >= "\u2e80" or "\u2014" <= char <= "\u2026"


def is_han(char: str) -> bool:
    """Whether a character is a Han character, no mark."""
    return "\u4e00" <= char <= "\u9fff"


def blank_between(before: str, after: str, gap: float, em: float, drawn: bool) -> bool:
    """Whether a gap between two characters is a blank of the text.

    Two Han characters have one only where it was drawn, or where the gap is too wide for justified lines; between Han
    and Latin a gap that nobody drew is the space that typesetting puts there.
    """
    wide = is_wide(before) + is_wide(after)
    if drawn:
        return gap > (0.05, 0.08, 0.1)[wide] * em
    return gap > (0.12, 0.65, 0.6)[wide] * em


class LineGaps:
    """The gaps between the Han characters of one line: justifying makes them all alike wider, so that one which stands
    out among them is a blank that the file moves over instead of drawing it.

    `gaps` is called once at most, when there is such a gap.
    """

    def __init__(self, gaps: Callable[[], Sequence[float]]) -> None:
        self._gaps = gaps
        self._usual: float | None = None

    def holds_blank(self, before: str, after: str, gap: float, em: float) -> bool:
        """Whether a blank that was not drawn stands between two characters."""
        if not (gap > _LEAST * em and is_han(before) and is_han(after)):
            return False
        if self._usual is None:
            gaps = self._gaps()
            self._usual = median(gaps) if len(gaps) >= _ENOUGH else math.inf
        return gap > self._usual + _BEYOND_USUAL * em
