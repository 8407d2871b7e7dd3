"""Forgetting a file: its rows, its part of the indexes, and the bytes that deleted rows leave in the database file."""

from __future__ import annotations

import sqlite3

import msgspec

from pipeline.model.errors import StoreError
from pipeline.store import writer
from pipeline.store.connection import as_store_error
from pipeline.store.keys import content_of, row_key
from pipeline.store.knowledge_base import KnowledgeBase

_INDEXES = ("passage_index", "document_index")


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """What goes: every path of the content that a document stands in, all its plans (they are one text), facts, and the
    rows of the log of reviews."""

    paths: tuple[str, ...]
    titles: tuple[str, ...]
    facts: int
    reviews: int


def would_forget(kb: KnowledgeBase, document: str) -> Forgotten:
    """What forgetting a document (id, title or path) takes away. Raises UsageError (Chinese) where there is none."""
    contents = _contents(kb, document)
    marks = ", ".join("?" * len(contents))
    paths = [
        row[0] for row in kb.db.execute(f"SELECT path FROM files WHERE content IN ({marks}) ORDER BY path", contents)
    ]
    titles = [
        row[0]
        for row in kb.db.execute(f"SELECT title FROM documents WHERE content IN ({marks}) ORDER BY key", contents)
    ]
    facts = sum(_count(kb.db, "SELECT count(*) FROM facts WHERE key BETWEEN ? AND ?", content) for content in contents)
    return Forgotten(paths=tuple(paths), titles=tuple(titles), facts=facts, reviews=len(_said(kb.db, contents, paths)))


def forget(kb: KnowledgeBase, document: str, *, with_reviews: bool) -> Forgotten:
    """Take a document's file away so that nothing of it stays in the database file, not even in bytes no longer used.

    Without `with_reviews` what people said of its facts stays, with the words it was said of, to be checked (待核对).
    """
    gone = would_forget(kb, document)
    contents = _contents(kb, document)
    kb.db.execute("PRAGMA secure_delete = ON")
    with kb.transaction():
        said = _said(kb.db, contents, list(gone.paths)) if with_reviews else []
        for path in gone.paths:
            writer.remove_file(kb.db, path)
        _drop_reviews(kb.db, said)
    _scrub(kb)
    return gone


def _contents(kb: KnowledgeBase, document: str) -> list[int]:
    return sorted({content_of(key) for key in kb.document_keys(document)})


def _said(db: sqlite3.Connection, contents: list[int], paths: list[str]) -> list[int]:
    """Keys of what was judged in these contents, also of what is in none of their facts any more."""
    found: set[int] = set()
    for content in contents:
        rows = db.execute(
            "SELECT r.key FROM reviewed r JOIN facts f ON f.id = r.fact WHERE f.key BETWEEN ? AND ?",
            (row_key(content, 0), row_key(content + 1, 0) - 1),
        )
        found.update(row[0] for row in rows)
    for path in paths:
        found.update(row[0] for row in db.execute("SELECT key FROM reviewed WHERE path = ?", (path,)))
    return sorted(found)


def _drop_reviews(db: sqlite3.Connection, said: list[int]) -> None:
    """The log is never changed but for this: what must be forgotten is forgotten there too."""
    db.executemany("DELETE FROM changes WHERE reviewed = ?", [(key,) for key in said])
    db.executemany("DELETE FROM reviewed WHERE key = ?", [(key,) for key in said])
    empty = "NOT EXISTS (SELECT 1 FROM changes WHERE batch = batches.number)"
    db.execute(f"UPDATE batches SET undoes = NULL WHERE {empty}")
    db.execute(
        f"DELETE FROM batches WHERE {empty} AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.undoes = batches.number)"
    )


def _scrub(kb: KnowledgeBase) -> None:
    """Overwrite what deleted rows left: merge the full-text indexes (their old segments hold the words still), write the
    file anew, empty the log beside it."""
    try:
        for index in _INDEXES:
            kb.db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        kb.db.execute("VACUUM")
        busy = kb.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise as_store_error(error, kb.path) from error
    if busy:
        raise StoreError("已删除，但另有程序正在读知识库，旧内容还在日志文件里：请关闭它，再运行一次任何写入命令")


def _count(db: sqlite3.Connection, query: str, content: int) -> int:
    return int(db.execute(query, (row_key(content, 0), row_key(content + 1, 0) - 1)).fetchone()[0])
