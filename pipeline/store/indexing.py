"""The full-text indexes: what is put in and taken out, gathered and done in one go.

FTS5 writes what it holds in memory to disk whenever a statement opens a savepoint, which most statements do. Index changes that
lie between other statements cost a segment each time, and the merging of it; so they wait for the end of the transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import cache

from pipeline.store.preparing import Tokens
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
        self._in: dict[tuple[int, int], Mapping[str, list[Tokens]]] = {}

    def take_out(self, low: int, high: int) -> None:
        """The rows of a range of keys are about to be deleted: an index is told by the words it was fed with."""
        if (low, high) in self._in:
            self.apply()  # it is not fed with these yet
        for table, _, query in _INDEXES:
            self._out.setdefault(table, []).extend(self._texts(query, low, high))

    def put_in(self, low: int, high: int, tokens: Mapping[str, list[Tokens]]) -> None:
        """The rows of a range of keys are there now; `tokens` are those of their texts, by index."""
        self._in[low, high] = tokens

    def apply(self) -> None:
        """Do what has been gathered; what goes out and comes in alike is left alone."""
        for table, columns, query in _INDEXES:
            out = self._out.pop(table, [])
            new = [row for tokens in self._in.values() for row in tokens.get(table, ())]
            now = (entry for low, high in self._in for entry in self._texts(query, low, high))
            same = set(out).intersection(now) if out and new else set()
            marks = ", ".join("?" * (1 + len(columns.split(","))))
            if out:
                # What stands above is the same for all sentences of a section.
                cut: Callable[[str], str] = cache(index_tokens)
                self._db.executemany(
                    f"INSERT INTO {table}({table}, rowid, {columns}) VALUES ('delete', {marks})",
                    [(key, *map(cut, texts)) for key, texts in out if (key, texts) not in same],
                )
            left = {key for key, _ in same}
            self._db.executemany(
                f"INSERT INTO {table}(rowid, {columns}) VALUES ({marks})",
                [row for row in new if row[0] not in left] if left else new,
            )
        self._in = {}

    def _texts(self, query: str, low: int, high: int) -> list[Entry]:
        return [(row[0], tuple(row)[1:]) for row in self._db.execute(query, (low, high))]


def rebuild(db: sqlite3.Connection) -> None:
    """Make the indexes anew from the tables, as after a change of how texts are normalised."""
    for table, columns, query in _INDEXES:
        db.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
        tokens: Callable[[str], str] = cache(index_tokens)
        marks = ", ".join("?" * (1 + len(columns.split(","))))
        rows = ((row[0], *map(tokens, tuple(row)[1:])) for row in db.execute(query, (0, (1 << 63) - 1)))
        db.executemany(f"INSERT INTO {table}(rowid, {columns}) VALUES ({marks})", rows)
