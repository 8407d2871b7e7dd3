"""Passages by their words alone: what asks for no headings, titles and paths."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.store.finding import plain


class Line(NamedTuple):
    """A passage by its words alone."""

    key: int
    text: str
    section: int | None
    kind: str


def lines(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, Line]:
    """The words of the passages of some keys; headings, titles and paths are not read."""
    found: dict[int, Line] = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        rows = plain(db).execute(
            f"SELECT key, text, section, kind FROM passages WHERE key IN ({', '.join('?' * len(chunk))})", chunk
        )
        found.update((row[0], Line._make(row)) for row in rows)
    return found


def of_kind(db: sqlite3.Connection, keys: Sequence[int], kind: str) -> list[int]:
    """Those of some passages that are of a kind (row, heading …), in the order given."""
    kept: set[int] = set()
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        rows = plain(db).execute(f"SELECT key FROM passages WHERE key IN ({marks}) AND kind = ?", (*chunk, kind))
        kept.update(row[0] for row in rows)
    return [key for key in keys if key in kept]
