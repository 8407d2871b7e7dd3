"""Reading rows back as records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from pipeline.model.result import Document, Fact
from pipeline.model.span import Span
from pipeline.store.keys import content_of
from pipeline.store.records import StoredDocument, StoredFact, StoredFile, StoredSection

_FACT = msgspec.json.Decoder(Fact)
_DOCUMENT = msgspec.json.Decoder(Document)
_SPANS = msgspec.json.Decoder(tuple[Span, ...])

# Of several files with the same content, the first by path speaks for all.
PATH = "(SELECT path FROM files WHERE content = {content} ORDER BY path LIMIT 1)"

_FACT_COLUMNS = f"""
SELECT f.key, f.record, {PATH.format(content="d.content")} AS path, d.title, d.issuer, s.path, f.words, p.text, p.lead, p.actors,
  f.passage, f.document, due.words, due.starts, due.ends, due.freq
FROM facts f
JOIN passages p ON p.key = f.passage
JOIN documents d ON d.key = f.document
LEFT JOIN sections s ON s.key = f.section
LEFT JOIN links l ON l.source = f.key AND l.relation = 'due'
LEFT JOIN facts due ON due.key = l.target
"""
_CHUNK = 500


def files(db: sqlite3.Connection, where: str = "", parameters: Sequence[Any] = ()) -> Iterator[StoredFile]:
    """Files met, by path; all, or those that satisfy a condition over `f` (files) and `c` (contents)."""
    rows = db.execute(
        "SELECT f.*, c.media_type AS read_as, c.encoding, c.pages, c.chars, c.warnings, c.extractor, "
        "(SELECT count(*) FROM documents WHERE content = c.key) AS documents, "
        "(SELECT count(*) FROM documents d JOIN facts x ON x.document = d.key WHERE d.content = c.key) AS facts "
        f"FROM files f LEFT JOIN contents c ON c.key = f.content {where} ORDER BY f.path",
        parameters,
    )
    return (_file(row) for row in rows)


def file(db: sqlite3.Connection, path: str) -> StoredFile | None:
    """One file."""
    return next(files(db, "WHERE f.path = ?", (path,)), None)


def fact_counts(db: sqlite3.Connection, sha256: str) -> dict[str, int]:
    """Facts of a content by type."""
    rows = db.execute(
        "SELECT f.type, count(*) FROM contents c JOIN documents d ON d.content = c.key JOIN facts f ON f.document = d.key "
        "WHERE c.sha256 = ? GROUP BY 1 ORDER BY 1",
        (sha256,),
    )
    return {str(kind): int(number) for kind, number in rows}


def _file(row: sqlite3.Row) -> StoredFile:
    return StoredFile(
        path=row["path"], status=row["status"], reason=row["reason"], sha256=row["sha256"],
        media_type=row["read_as"] or row["media_type"], encoding=row["encoding"], pages=row["pages"],
        chars=row["chars"], documents=row["documents"], facts=row["facts"],
        warnings=tuple(msgspec.json.decode(row["warnings"])) if row["warnings"] else (),
        extractor=row["extractor"] or "", size=row["size"], mtime_ns=row["mtime_ns"],
        missing=bool(row["missing"]),
    )  # fmt: skip


def documents(db: sqlite3.Connection, keys: Sequence[int] | None = None) -> Iterator[StoredDocument]:
    """Documents by path and place; all of them, or those of the keys given."""
    where = f"WHERE d.key IN ({_marks(keys)})" if keys is not None else ""
    rows = db.execute(
        f"SELECT d.key, d.record, d.scope, c.sha256, {PATH.format(content='d.content')} AS path, "
        "(SELECT count(*) FROM facts WHERE document = d.key) AS facts "
        f"FROM documents d JOIN contents c ON c.key = d.content {where} ORDER BY path, d.start, d.id",
        tuple(keys or ()),
    )
    for row in rows:
        yield StoredDocument(
            key=row["key"], path=row["path"] or "", sha256=row["sha256"], scope=row["scope"],
            document=_DOCUMENT.decode(row["record"]), facts=row["facts"],
        )  # fmt: skip


def document_keys(db: sqlite3.Connection, words: str) -> tuple[int, ...]:
    """Keys of the documents that an id, a title or a file's path names."""
    found = db.execute(
        "SELECT d.key FROM documents d WHERE d.id = ?1 OR d.title = ?1 UNION "
        "SELECT d.key FROM files f JOIN documents d ON d.content = f.content WHERE f.path = ?1 ORDER BY 1",
        (words,),
    )
    return tuple(row[0] for row in found)


def sections(db: sqlite3.Connection, document: int | None = None) -> Iterator[StoredSection]:
    """Headings in order."""
    where = "WHERE document = ?" if document is not None else ""
    rows = db.execute(f"SELECT * FROM sections {where} ORDER BY key", (document,) if document is not None else ())
    for row in rows:
        yield StoredSection(**{name: row[name] for name in StoredSection.__struct_fields__})


def facts_where(db: sqlite3.Connection, where: str, parameters: Sequence[Any] = ()) -> Iterator[StoredFact]:
    """Facts that satisfy a condition over `f` (facts), `d` (documents), `p` (passages), `s` (sections)."""
    cursor = db.cursor()
    cursor.row_factory = None  # a row that knows its names takes twice as long to make
    return (_fact(row) for row in cursor.execute(f"{_FACT_COLUMNS} {where}", parameters))


def facts_by_key(db: sqlite3.Connection, keys: Iterable[int]) -> dict[int, StoredFact]:
    """The facts of some keys."""
    wanted = list(dict.fromkeys(keys))
    found: dict[int, StoredFact] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found.update((fact.key, fact) for fact in facts_where(db, f"WHERE f.key IN ({_marks(chunk)})", chunk))
    return found


def _fact(row: Sequence[Any]) -> StoredFact:
    """A record of a row: its columns are in the order of the record's fields."""
    key, record, path, *rest = row
    return StoredFact(key, _FACT.decode(record), path or "", *rest)


def source_text(db: sqlite3.Connection, document: int) -> str:
    """The text of the file that holds a document."""
    row = db.execute("SELECT text FROM contents WHERE key = ?", (content_of(document),)).fetchone()
    return str(row[0])


def spans_of(row: sqlite3.Row) -> tuple[Span, ...]:
    """The spans of a passage row."""
    return spans_in(row["spans"]) if row["spans"] else (Span(row["start"], row["end"]),)


def spans_in(record: str) -> tuple[Span, ...]:
    """Spans as they are stored."""
    return _SPANS.decode(record)


def _marks(keys: Sequence[int]) -> str:
    return ", ".join("?" * len(keys))
