"""Writing: one file's rows replaced in one transaction, the index with them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

import msgspec

from pipeline.model.result import Extraction
from pipeline.store import anchors, indexing
from pipeline.store.actors import Actor, ActorLink
from pipeline.store.indexing import IndexChanges
from pipeline.store.keys import actor_key, content_key, next_content_key, row_key
from pipeline.store.passages import Passage, passages_from_text
from pipeline.store.records import StoredFile
from pipeline.store.rows import FileRows, Row, file_rows
from pipeline.store.searchtext import SEARCH_VERSION

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def add(
    db: sqlite3.Connection, extraction: Extraction, text: str, passages: tuple[Passage, ...], file: StoredFile
) -> None:
    """Put one extraction in the place of whatever was known of this path and of this content."""
    text = _LONE_SURROGATE.sub("\ufffd", text)
    sha256 = extraction.source.sha256
    key = _free_key(db, sha256)
    index = IndexChanges(db)
    anchors.keep_path(db, key, file.path)
    _clear_content(db, key, index)
    source = extraction.source
    _insert(db, "contents", [{
        "key": key, "sha256": sha256, "media_type": source.media_type, "encoding": source.encoding,
        "pages": source.pages, "chars": source.chars, "extractor": file.extractor,
        "warnings": msgspec.json.encode(extraction.warnings).decode(), "text": text,
    }], "OR REPLACE")  # fmt: skip
    rows = file_rows(extraction, text, passages or passages_from_text(extraction, text), key)
    _insert_rows(db, rows, key, index)
    _put_file(db, file, key, index)
    index.apply()


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


def _free_key(db: sqlite3.Connection, sha256: str) -> int:
    key = content_key(sha256)
    while True:
        row = db.execute("SELECT sha256 FROM contents WHERE key = ?", (key,)).fetchone()
        if row is None or row[0] == sha256:
            return key
        key = next_content_key(key)


def _insert_rows(db: sqlite3.Connection, rows: FileRows, content: int, index: IndexChanges) -> None:
    for table in ("documents", "sections", "passages", "facts", "spans", "links"):
        _insert(db, table, getattr(rows, table))
    keys = {actor: actor_key(actor.scope, actor.kind, actor.name) for actor in sorted(rows.cast.actors())}
    _insert(db, "actors", [_actor(actor, key) for actor, key in keys.items()], "OR IGNORE")
    facts = {row["id"]: row["key"] for row in rows.facts}
    documents = {row["id"]: row["key"] for row in rows.documents}
    _insert(db, "fact_actors", [
        {"fact": facts[fact], "role": role, "actor": keys[actor]} for fact, role, actor in rows.cast.roles if fact in facts
    ], "OR IGNORE")  # fmt: skip
    links = [_tie(link, keys, facts, documents) for link in rows.cast.links if link.document in documents]
    _insert(db, "actor_links", links, "OR IGNORE")
    index.put_in(row_key(content, 0), row_key(content + 1, 0) - 1)


def _actor(actor: Actor, key: int) -> Row:
    return {"key": key, "scope": actor.scope, "kind": actor.kind, "name": actor.name, "reversed": actor.name[::-1]}


def _tie(link: ActorLink, keys: Mapping[Actor, int], facts: Mapping[str, int], documents: Mapping[str, int]) -> Row:
    return {
        "document": documents[link.document], "source": keys[link.source], "relation": link.relation,
        "target": keys[link.target], "position": link.position, "fact": facts.get(link.fact),
    }  # fmt: skip


def _insert(db: sqlite3.Connection, table: str, rows: list[Row], how: str = "") -> None:
    if rows:
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        db.executemany(f"INSERT {how} INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
