"""An extraction rebuilt from the store, as the readers above `extract` need it (a comparison, for one)."""

from __future__ import annotations

import sqlite3

from pipeline.model.result import Extraction, Section, SourceInfo
from pipeline.model.span import Span
from pipeline.store import held, reading
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase


def stored_extraction(kb: KnowledgeBase, words: str, *, as_read: bool = False) -> tuple[Extraction, str | None]:
    """What was extracted from the file that an id, a title or a path names, and the id of the plan named (null: the file).

    Facts are as people hold them (see `held`); `as_read`: as they were found in the text. Of several plans that bear one
    title the first by key is taken. Raises UsageError (Chinese) where there is none.
    """
    key = kb.document_keys(words)[0]
    content = content_of(key)
    keys = [row[0] for row in kb.db.execute("SELECT key FROM documents WHERE content = ?", (content,))]
    stored = list(reading.documents(kb.db, keys))
    named = next(one for one in stored if one.key == key)
    row = kb.db.execute("SELECT * FROM contents WHERE key = ?", (content,)).fetchone()
    where = "WHERE d.content = ? ORDER BY f.start, f.end DESC, f.id"
    read = reading.facts_where(kb.db, where, (content,))
    facts = read if as_read else held.facts_with_days(kb, where, (content,))
    result = Extraction(
        source=SourceInfo(
            path=named.path,
            sha256=row["sha256"],
            media_type=row["media_type"],
            encoding=row["encoding"],
            pages=row["pages"],
            chars=row["chars"],
        ),
        documents=tuple(one.document for one in stored),
        sections=tuple(_section(line) for line in _section_rows(kb.db, content)),
        facts=tuple(one.fact for one in facts),
        text=row["text"],
    )
    return result, None if words == named.path else named.document.id


def _section_rows(db: sqlite3.Connection, content: int) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT s.*, d.id AS document_id, p.id AS parent_id FROM sections s JOIN documents d ON d.key = s.document "
        "LEFT JOIN sections p ON p.key = s.parent WHERE d.content = ? ORDER BY s.start, s.key",
        (content,),
    ).fetchall()


def _section(row: sqlite3.Row) -> Section:
    return Section(
        id=row["id"],
        document=row["document_id"],
        number=row["number"],
        title=row["title"],
        level=row["level"],
        parent=row["parent_id"],
        span=Span(row["start"], row["end"]),
        page=row["page"],
    )
