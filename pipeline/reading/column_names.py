"""Names that columns of tables bear (`lexicons/table_headers.yaml`)."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import Entry, lexicon_folders, load, longest, pinned
from pipeline.model.span import fold

LONGEST_HEADER = 16
# A cell that is a number and no year stands below the names of columns.
_NUMBER = re.compile(r"\s*(?!(?:19|20)\d\d\s*$)\d[\d.,]*\s*[%％]?\s*")


class ColumnHeader(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/table_headers.yaml`: names of a kind of column and what its cells look like. A `shared` one's cells
    hold for the empty ones below them too, in rows that are merged at the left."""

    words: tuple[str, ...]
    looks: str
    shared: bool = False


@lru_cache(maxsize=4)
def _headers(_lexicons: object) -> tuple[tuple[ColumnHeader, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row.looks, re.DOTALL)) for row in load("table_headers", ColumnHeader))


@lru_cache(maxsize=4)
def _any_name(_lexicons: object) -> re.Pattern[str]:
    """Finds something wherever a name of a column stands."""
    return re.compile(longest(word for row in load("table_headers", ColumnHeader) for word in row.words))


def header_kind(words: str) -> tuple[ColumnHeader, re.Pattern[str]] | None:
    """The kind of column a header cell names: the row whose word stands last in it, as the head of a noun does."""
    bare = "".join(fold(words).split())
    if not bare or len(bare) > LONGEST_HEADER or _any_name(pinned() or lexicon_folders()).search(bare) is None:
        return None  # as most lines are
    best: tuple[int, int, tuple[ColumnHeader, re.Pattern[str]]] | None = None
    for order, entry in enumerate(_headers(lexicon_folders())):
        for word in entry[0].words:
            if word in bare:
                end = bare.rfind(word) + len(word)
                if best is None or (end, -order) > best[:2]:
                    best = (end, -order, entry)
    return best[2] if best else None


def is_header(cells: list[str]) -> bool:
    """Whether a row names columns: most of its cells are known names of columns, none is long and none a number."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell.strip()) > LONGEST_HEADER or _NUMBER.fullmatch(cell) for cell in filled):
        return False
    return sum(header_kind(cell) is not None for cell in filled) * 2 > len(filled)
