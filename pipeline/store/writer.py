"""Writing: the rows of files replaced in one transaction, the index with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.store import anchors, indexing
from pipeline.store.blocks import Block, Value
from pipeline.store.indexing import IndexChanges
from pipeline.store.keys import content_key, next_content_key, row_key
from pipeline.store.preparing import PreparedFile, moved
from pipeline.store.records import StoredFile
from pipeline.store.searchtext import SEARCH_VERSION

# Actors are shared between files.
_SHARED = frozenset({"actors", "fact_actors", "actor_links"})
# So many rows in one statement, as long as there are as many.
_AT_ONCE = (32, 8, 1)


def add(db: sqlite3.Connection, files: Iterable[tuple[PreparedFile, StoredFile]]) -> None:
    """Put the rows of files in the place of whatever was known of these paths and contents."""
    index = IndexChanges(db)
    for prepared, file in files:
        _add(db, prepared, file, index)
    index.apply()


def _add(db: sqlite3.Connection, prepared: PreparedFile, file: StoredFile, index: IndexChanges) -> None:
    source = prepared.source
    key, known = _key_for(db, source.sha256)
    prepared = moved(prepared, key)
    if known:
        anchors.keep_path(db, key, file.path)
        _clear_content(db, key, index)
    _insert(db, "contents", [{
        "key": key, "sha256": source.sha256, "media_type": source.media_type, "encoding": source.encoding,
        "pages": source.pages, "chars": source.chars, "extractor": file.extractor,
        "warnings": prepared.warnings, "text": prepared.text,
    }], "OR REPLACE")  # fmt: skip
    _insert(db, "readings", [{"content": key, "digest": prepared.digest}], "OR REPLACE")
    for block in prepared.blocks:
        _fill(db, block)
    index.put_in(row_key(key, 0), row_key(key + 1, 0) - 1, prepared.tokens)
    _put_file(db, file, key, index)


def _fill(db: sqlite3.Connection, block: Block) -> None:
    width, values = len(block.columns), block.values
    how = "OR IGNORE" if block.table in _SHARED else ""
    head = f"INSERT {how} INTO {block.table} ({', '.join(block.columns)}) VALUES "
    row, done = f"({', '.join('?' * width)})", 0
    for rows in _AT_ONCE:
        many = width * rows
        end = done + (len(values) - done) // many * many
        if done < end:
            whole = [values[place : place + many] for place in range(done, end, many)]
            db.executemany(head + ", ".join([row] * rows), whole)
            done = end


def put_file(db: sqlite3.Connection, file: StoredFile, content: int | None) -> None:
    """Note a file without a new result."""
    index = IndexChanges(db)
    _put_file(db, file, content, index)
    index.apply()


def _put_file(db: sqlite3.Connection, file: StoredFile, content: int | None, index: IndexChanges) -> None:
    """The row of a path; content that no path has any more goes, what people said of it is tied to the new content."""
    before = db.execute("SELECT content FROM files WHERE path = ?", (file.path,)).fetchone()
    _insert(db, "files", [{
        "path": file.path, "content": content, "status": file.status, "reason": file.reason, "sha256": file.sha256,
        "media_type": file.media_type, "size": file.size, "mtime_ns": file.mtime_ns, "missing": file.missing,
    }], "OR REPLACE")  # fmt: skip
    if before is not None and before["content"] not in (None, content):
        anchors.keep_path(db, before["content"], file.path)
        _drop_unused(db, before["content"], index)
    if content is not None:
        anchors.settle(db, content, file.path)


def remove_file(db: sqlite3.Connection, path: str) -> bool:
    """Take a path away, and its content with it unless another path has the same. False where it was not there."""
    row = db.execute("SELECT content FROM files WHERE path = ?", (path,)).fetchone()
    if row is None:
        return False
    db.execute("DELETE FROM files WHERE path = ?", (path,))
    if row["content"] is not None:
        index = IndexChanges(db)
        _drop_unused(db, row["content"], index)
        index.apply()
    return True


def _drop_unused(db: sqlite3.Connection, content: int, index: IndexChanges) -> None:
    """Delete a content that no path has."""
    if db.execute("SELECT 1 FROM files WHERE content = ?", (content,)).fetchone() is None:
        _clear_content(db, content, index)
        db.execute("DELETE FROM readings WHERE content = ?", (content,))
        db.execute("DELETE FROM contents WHERE key = ?", (content,))


def _clear_content(db: sqlite3.Connection, content: int, index: IndexChanges) -> None:
    """Delete all that was made from a content: its rows, its part of the index, actors nobody else speaks of."""
    low, high = row_key(content, 0), row_key(content + 1, 0) - 1
    index.take_out(low, high)
    actors = [
        row[0]
        for row in db.execute(
            "SELECT actor FROM fact_actors WHERE fact BETWEEN ?1 AND ?2 UNION "
            "SELECT source FROM actor_links WHERE document BETWEEN ?1 AND ?2 UNION "
            "SELECT target FROM actor_links WHERE document BETWEEN ?1 AND ?2",
            (low, high),
        )
    ]
    for table, column in _OWNED:
        db.execute(f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?", (low, high))
    db.executemany(
        "DELETE FROM actors WHERE key = ?1 AND NOT EXISTS (SELECT 1 FROM fact_actors WHERE actor = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM actor_links WHERE source = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM actor_links WHERE target = ?1)",
        [(actor,) for actor in actors],
    )


# From the leaves up: each delete is a range of keys, with nothing left for the foreign keys to look for row by row.
_OWNED = (
    ("actor_links", "document"),
    ("fact_actors", "fact"),
    ("links", "source"),
    ("spans", "fact"),
    ("facts", "key"),
    ("passages", "key"),
    ("sections", "key"),
    ("documents", "key"),
)


def rebuild_index(db: sqlite3.Connection) -> None:
    """Make the index anew from the passages, as after a change of how texts are normalised."""
    indexing.rebuild(db)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('search_version', ?)", (SEARCH_VERSION,))


def search_version(db: sqlite3.Connection) -> str | None:
    """How the texts of the index were normalised; null for a new base."""
    row = db.execute("SELECT value FROM meta WHERE name = 'search_version'").fetchone()
    return str(row[0]) if row else None


def _key_for(db: sqlite3.Connection, sha256: str) -> tuple[int, bool]:
    """The key of a content, and whether the base has it."""
    key = content_key(sha256)
    while True:
        row = db.execute("SELECT sha256 FROM contents WHERE key = ?", (key,)).fetchone()
        if row is None or row[0] == sha256:
            return key, row is not None
        key = next_content_key(key)


def _insert(db: sqlite3.Connection, table: str, rows: list[dict[str, Value]], how: str = "") -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        db.executemany(f"INSERT {how} INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
