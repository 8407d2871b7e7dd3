"""The full-text indexes: what is put in and taken out, gathered and done in one go.

FTS5 writes what it holds in memory to disk whenever a statement opens a savepoint, which most statements do. Index changes that
lie between other statements cost a segment each time, and the merging of it; so they wait for the end of the transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache

from pipeline.store.searchtext import index_tokens

Entry = tuple[int, tuple[str, ...]]

_PASSAGES = (
    "SELECT p.key, p.text, coalesce(s.path, '') || ' ' || p.actors || ' ' || p.lead FROM passages p "
    "LEFT JOIN sections s ON s.key = p.section WHERE p.key BETWEEN ? AND ? ORDER BY p.key"
)
_DOCUMENTS = "SELECT key, title || ' ' || coalesce(issuer, '') FROM documents WHERE key BETWEEN ? AND ?"
_INDEXES = (("passage_index", "text, context", _PASSAGES), ("document_index", "title", _DOCUMENTS))


class IndexChanges:
    """Changes of the indexes that wait until `apply`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._out: dict[str, list[Entry]] = {}
        self._in: dict[str, list[Entry]] = {}
        # What stands above is the same for all sentences of a section, and most of a changed text for both its versions.
        self._tokens: Callable[[str], str] = cache(index_tokens)

    def take_out(self, low: int, high: int) -> None:
        """The rows of a range of keys are about to be deleted: an index is told by the words it was fed with."""
        self._gather(self._out, low, high)

    def put_in(self, low: int, high: int) -> None:
        """The rows of a range of keys are there now."""
        self._gather(self._in, low, high)

    def apply(self) -> None:
        """Do what has been gathered; what goes out and comes in alike is left alone."""
        for table, columns, _ in _INDEXES:
            out, new = self._out.pop(table, []), self._in.pop(table, [])
            same = set(out) & set(new) if out and new else set()
            marks = ", ".join("?" * (1 + len(columns.split(","))))
            self._db.executemany(
                f"INSERT INTO {table}({table}, rowid, {columns}) VALUES ('delete', {marks})", self._rows(out, same)
            )
            self._db.executemany(f"INSERT INTO {table}(rowid, {columns}) VALUES ({marks})", self._rows(new, same))

    def _gather(self, into: dict[str, list[Entry]], low: int, high: int) -> None:
        for table, _, query in _INDEXES:
            into.setdefault(table, []).extend((row[0], tuple(row)[1:]) for row in self._db.execute(query, (low, high)))

    def _rows(self, entries: list[Entry], left_out: set[Entry]) -> list[tuple[int | str, ...]]:
        return [(entry[0], *map(self._tokens, entry[1])) for entry in entries if entry not in left_out]


def rebuild(db: sqlite3.Connection) -> None:
    """Make the indexes anew from the tables, as after a change of how texts are normalised."""
    for table, columns, query in _INDEXES:
        db.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
        tokens: Callable[[str], str] = cache(index_tokens)
        marks = ", ".join("?" * (1 + len(columns.split(","))))
        rows = ((row[0], *map(tokens, tuple(row)[1:])) for row in db.execute(query, (0, (1 << 63) - 1)))
        db.executemany(f"INSERT INTO {table}(rowid, {columns}) VALUES ({marks})", rows)
