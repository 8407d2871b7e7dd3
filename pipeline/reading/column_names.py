"""Names that columns of tables bear (`lexicons/table_headers.yaml`)."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import Entry, lexicon_folders, load, pinned
from pipeline.model.span import fold

LONGEST_HEADER = 16
# A cell that is a number and no year stands below the names of columns.
_NUMBER = re.compile(r"\s*(?!(?:19|20)\d\d\s*$)\d[\d.,]*\s*[%％]?\s*")
# What points are given for, and how many: 纪律(30), 卫生(25分).
_POINTS = re.compile(r"\s*[\u4e00-\u9fff]{1,10}\s?[(（]\s?\d{1,3}\s?分?\s?[)）]\s*")


class ColumnHeader(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/table_headers.yaml`: names of a kind of column and what its cells look like. A `shared` one's cells
    hold for the empty ones below them too, in rows that are merged at the left."""

    words: tuple[str, ...]
    looks: str
    shared: bool = False


Kind = tuple[ColumnHeader, re.Pattern[str]]


@lru_cache(maxsize=4)
def _by_last(_lexicons: object) -> dict[str, list[tuple[str, Kind]]]:
    """The names of columns with their rows by their last character, in the order of the rows."""
    found: dict[str, list[tuple[str, Kind]]] = {}
    for row in load("table_headers", ColumnHeader):
        kind = (row, re.compile(row.looks, re.DOTALL))
        for word in row.words:
            found.setdefault(word[-1], []).append((word, kind))
    return found


def header_kind(words: str) -> Kind | None:
    """The kind of column a header cell names: the row whose word stands last in it, as the head of a noun does."""
    return _kind(words, pinned() or lexicon_folders())


@lru_cache(maxsize=256)
def _kind(words: str, lexicons: object) -> Kind | None:
    """Short lines and cells are asked about several times, by who looks for tables of different kinds."""
    bare = "".join(fold(words).split())
    if len(bare) > LONGEST_HEADER:
        return None
    named = _by_last(lexicons)
    for end in range(len(bare), 0, -1):
        for word, kind in named.get(bare[end - 1], ()):
            if bare.endswith(word, 0, end):
                return kind
    return None


def is_header(cells: list[str]) -> bool:
    """Whether a row names columns: most of its cells are known names of columns, none is long and none a number."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell.strip()) > LONGEST_HEADER or _NUMBER.fullmatch(cell) for cell in filled):
        return False
    known = sum(header_kind(cell) is not None or _POINTS.fullmatch(cell) is not None for cell in filled)
    return known * 2 > len(filled) and any(header_kind(cell) for cell in filled)
