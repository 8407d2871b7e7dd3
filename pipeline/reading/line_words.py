"""What the words of a line say of it: that it is noise (`lexicons/page_noise.yaml`), that it opens a paragraph."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pipeline.lexicon import Entry, load
from pipeline.model.span import fold

Where = Literal["edge", "contents", "continued"]
_LONGEST = 200
_NUMBER, _ENDING = re.compile(r"[\divxIVX]"), 6


class PageNoise(Entry, frozen=True, kw_only=True):
    """A pattern for a whole line, folded, and where on a page it counts."""

    where: Where
    pattern: str


@lru_cache(maxsize=8)
def _compiled(rows: tuple[PageNoise, ...], where: Where) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in rows if row.where == where))


class NoiseWords:
    """The patterns, looked up once for a file."""

    def __init__(self) -> None:
        rows = load("page_noise", PageNoise)
        self._patterns: dict[Where, re.Pattern[str]] = {
            where: _compiled(rows, where) for where in ("edge", "contents", "continued")
        }

    def may_be_contents(self, line: str) -> bool:
        """Whether a number stands at the end of a line, as it does in a table of contents; to be asked first of many lines."""
        return _NUMBER.search(line, len(line) - _ENDING if len(line) > _ENDING else 0) is not None

    def match(self, line: str, where: Where) -> bool:
        """Whether a line is noise at that place of a page."""
        words = fold(line).strip()
        return 0 < len(words) <= _LONGEST and self._patterns[where].fullmatch(words) is not None


class LineOpener(Entry, frozen=True, kw_only=True):
    """A pattern for a label at the beginning of a line, folded."""

    pattern: str


@lru_cache(maxsize=8)
def _openers(rows: tuple[LineOpener, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in rows))


class LineOpeners:
    """The labels that open a numbered paragraph (`lexicons/line_openers.yaml`)."""

    def __init__(self) -> None:
        self._pattern = _openers(load("line_openers", LineOpener))

    def opens(self, line: str) -> bool:
        """Whether a line begins with such a label."""
        return self._pattern.match(fold(line[:_LONGEST]).lstrip()) is not None
