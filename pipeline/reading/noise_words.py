"""Lines of a page that belong to no sentence, told by their words (`lexicons/page_noise.yaml`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pipeline.lexicon import Entry, load
from pipeline.model.span import fold

Where = Literal["edge", "contents", "continued"]
_LONGEST = 200


class PageNoise(Entry, frozen=True, kw_only=True):
    """A pattern for a whole line, folded, and where on a page it counts."""

    where: Where
    pattern: str


@lru_cache(maxsize=8)
def _compiled(rows: tuple[PageNoise, ...], where: Where) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row.pattern})" for row in rows if row.where == where))


def is_noise(line: str, where: Where) -> bool:
    """Whether a line is noise at that place of a page."""
    words = fold(line).strip()
    if not words or len(words) > _LONGEST:
        return False
    return _compiled(load("page_noise", PageNoise), where).fullmatch(words) is not None
