"""Plans kept twice (as PDF and as Word): lists and counts take the first of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.standing import of_plans

_ALL = (
    "SELECT d.key, d.title, d.issuer, d.issued, d.number, d.duplicate_of FROM documents d "
    "ORDER BY (SELECT path FROM files WHERE content = d.content ORDER BY path LIMIT 1), d.start, d.key"
)


def copies(kb: KnowledgeBase) -> frozenset[int]:
    """Keys of the plans that repeat the title, issuer, date and number of one whose path comes before theirs, or that repeat
    another inside their file."""
    return of_plans(kb, ("copies",), lambda: _copies(kb.db))


def copied_contents(kb: KnowledgeBase) -> frozenset[int]:
    """Keys of the contents that hold nothing but copies."""
    return of_plans(kb, ("copied contents",), lambda: _copied(kb.db, copies(kb)))


def all_but(keys: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    """A condition on a document's key that leaves some out, with its values."""
    left_out = tuple(sorted(keys))
    return f"NOT IN ({', '.join('?' * len(left_out))})", left_out


def _copies(db: sqlite3.Connection) -> frozenset[int]:
    seen: set[tuple[str | None, ...]] = set()
    found: set[int] = set()
    for key, *head, inside in db.execute(_ALL):
        if inside is not None or tuple(head) in seen:
            found.add(key)
        seen.add(tuple(head))
    return frozenset(found)


def _copied(db: sqlite3.Connection, copied: frozenset[int]) -> frozenset[int]:
    own = {content_of(row[0]) for row in db.execute("SELECT key FROM documents") if row[0] not in copied}
    return frozenset({content_of(key) for key in copied} - own)
