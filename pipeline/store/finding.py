"""Full text search over passages and documents, and finding actors by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from pipeline.model.span import Span
from pipeline.store.keys import content_of, row_key
from pipeline.store.reading import PATH, spans_in
from pipeline.store.records import Hit
from pipeline.store.searchtext import phrase

_HIT = f"""
SELECT p.key, p.text, p.section AS section_key, p.page, p.kind, p.start, p.end, p.spans, p.document AS document_key,
  s.path AS section, d.title AS document, {PATH.format(content="d.content")} AS path
FROM passages p JOIN documents d ON d.key = p.document LEFT JOIN sections s ON s.key = p.section
"""
_PASSAGES = 200
_NO_LIMIT = -1
# Where more match, the first by key stand for all: a word so common says little.
MANY = 800


def plain(db: sqlite3.Connection) -> sqlite3.Cursor:
    """A cursor that gives tuples: a row that knows its names takes twice as long to make, and here come thousands."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor


def match(db: sqlite3.Connection, expression: str, limit: int) -> list[Hit]:
    """Passages that an FTS5 expression matches, the shortest first; equals by key.

    bm25 would go through every passage that holds one of the words before it ranks the few that hold all (docs/decisions.md);
    among passages that all hold the words asked for, it is their length that decides.
    """
    return hits(db, _shortest(db, _matching(db, expression, max(limit, MANY) + 1), limit))


def passages_with(db: sqlite3.Connection, expression: str, documents: Sequence[int] = ()) -> list[tuple[int, float]]:
    """Keys of passages that match, with their rank, the shortest first; in some documents, where given."""
    return _shortest(db, _matching(db, expression, MANY + 1, documents), MANY)


def holding(db: sqlite3.Connection, expression: str, documents: Sequence[int] = ()) -> list[int]:
    """Keys of passages that match, in order; one more than `MANY` where there are more; in some documents, where given."""
    return _matching(db, expression, MANY + 1, documents)


def first_in_each(db: sqlite3.Connection, expression: str, documents: Sequence[int] = ()) -> dict[int, int]:
    """For every document in which a passage matches the key of the first that does: of those that say nothing none may be missed."""
    first: dict[int, int] = {}
    found = _matching(db, expression, _NO_LIMIT, documents)
    for start in range(0, len(found), 500):
        chunk = found[start : start + 500]
        rows = plain(db).execute(
            f"SELECT document, key FROM passages WHERE key IN ({', '.join('?' * len(chunk))}) ORDER BY key", chunk
        )
        for document, key in rows:
            first.setdefault(document, key)
    return first


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator as plans are compared by it; `scope` is its JSON."""

    key: int
    document: int
    name: str
    value: float
    unit: str
    status: str
    scope: str
    issuer: str
    title: str


def measured(db: sqlite3.Connection, expression: str, documents: Sequence[int] = ()) -> list[Measured]:
    """Every indicator in a passage that matches: of a comparison none may be left out."""
    passages = _matching(db, expression, _NO_LIMIT, documents)
    wanted = frozenset(documents)
    found: list[Measured] = []
    for start in range(0, len(passages), 500):
        chunk = passages[start : start + 500]
        rows = plain(db).execute(
            "SELECT f.key, f.document, f.name, f.value, coalesce(f.unit, ''), f.status, "
            "coalesce(json_extract(f.record, '$.scope'), '[]'), coalesce(d.issuer, ''), d.title "
            "FROM facts f INDEXED BY facts_passage JOIN documents d ON d.key = f.document "
            f"WHERE f.type = 'indicator' AND f.passage IN ({', '.join('?' * len(chunk))})",
            chunk,
        )
        for key, document, name, value, unit, status, scope, issuer, title in rows:
            if not wanted or document in wanted:
                found.append(
                    Measured(
                        key=key,
                        document=document,
                        name=name,
                        value=value,
                        unit=unit,
                        status=status,
                        scope=scope,
                        issuer=issuer,
                        title=title,
                    )
                )
    return found


def _matching(db: sqlite3.Connection, expression: str, limit: int, documents: Sequence[int] = ()) -> list[int]:
    """Keys of passages that match, in order."""
    where = "SELECT rowid FROM passage_index WHERE passage_index MATCH ?"
    if not documents:
        return [row[0] for row in plain(db).execute(f"{where} ORDER BY rowid LIMIT ?", (expression, limit))]
    contents = {content_of(key) for key in documents}
    bounds = (row_key(min(contents), 0), row_key(max(contents) + 1, 0) - 1)
    rows = plain(db).execute(f"{where} AND rowid BETWEEN ? AND ? ORDER BY rowid", (expression, *bounds))
    inside = (row[0] for row in rows if content_of(row[0]) in contents)
    return list(inside if limit < 0 else islice(inside, limit))


def _shortest(db: sqlite3.Connection, keys: Sequence[int], limit: int) -> list[tuple[int, float]]:
    """The keys of the shortest passages with their rank (the lower the better); of too many the first by key."""
    if len(keys) > MANY:
        return [(key, 0.0) for key in keys[:limit]]
    sizes: dict[int, int] = {}
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        for row in plain(db).execute(f"SELECT id, sz FROM passage_index_docsize WHERE id IN ({marks})", chunk):
            sizes[row[0]] = _first_number(row[1])
    ordered = sorted(keys, key=lambda key: (sizes.get(key, 0), key))
    return [(key, -1 / (_USUAL + sizes.get(key, 0))) for key in ordered[:limit]]


# Added to a passage's length in pairs of characters: among very short ones a few pairs more make little difference.
_USUAL = 20


def _first_number(sizes: bytes) -> int:
    """The first of FTS5's column sizes: how many tokens the text has."""
    value = 0
    for byte in sizes:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value


def facts_at(
    db: sqlite3.Connection, passages: Sequence[int], types: Sequence[str], limit: int, documents: Sequence[int]
) -> list[int]:
    """The first keys of facts of some types that stand in some passages, in the order of the passages."""
    # Passages and types are looked up in one index; the planner would rather go through all facts of a type.
    where = f"FROM facts INDEXED BY facts_passage WHERE type IN ({', '.join('?' * len(types))}) AND passage IN "
    columns = "passage, key, document" if documents else "passage, key, 0"
    wanted = frozenset(documents or (0,))
    found: list[int] = []
    for start in range(0, len(passages), _PASSAGES):
        chunk = passages[start : start + _PASSAGES]
        at: dict[int, list[int]] = {}
        rows = plain(db).execute(f"SELECT {columns} {where} ({', '.join('?' * len(chunk))})", (*types, *chunk))
        for passage, key, document in sorted(rows):
            if document in wanted:
                at.setdefault(passage, []).append(key)
        found.extend(key for passage in chunk for key in at.get(passage, ()))
        if len(found) >= limit:
            break
    return found[:limit]


def match_documents(db: sqlite3.Connection, expression: str, limit: int) -> list[int]:
    """Keys of documents whose title or issuer matches, best first."""
    rows = db.execute(
        "SELECT rowid FROM document_index WHERE document_index MATCH ? ORDER BY rank, rowid LIMIT ?",
        (expression, limit),
    )
    return [row[0] for row in rows]


def hits(db: sqlite3.Connection, ranked: Iterable[tuple[int, float]]) -> list[Hit]:
    """The passages of some keys, in the order given."""
    ranks = dict(ranked)
    found: dict[int, Hit] = {}
    keys = list(ranks)
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        for row in plain(db).execute(f"{_HIT} WHERE p.key IN ({', '.join('?' * len(chunk))})", chunk):
            key, text, section_key, page, kind, begin, end, spans, document_key, section, document, path = row
            places = spans_in(spans) if spans else (Span(begin, end),)
            found[key] = Hit(
                key=key, rank=ranks[key], text=text, section=section, section_key=section_key, path=path or "",
                document=document, document_key=document_key, page=page, kind=kind, spans=places,
            )  # fmt: skip
    return [found[key] for key in keys if key in found]


def facts_in(db: sqlite3.Connection, passages: Sequence[int], types: Sequence[str] = ()) -> dict[int, list[int]]:
    """Keys of the facts that stand in some passages; of some types, where given."""
    of_type = f"AND type IN ({', '.join('?' * len(types))})" if types else ""
    found: dict[int, list[int]] = {}
    for start in range(0, len(passages), 500):
        chunk = passages[start : start + 500]
        where = f"passage IN ({', '.join('?' * len(chunk))}) {of_type}"
        # The planner would rather go through all facts of a type.
        rows = plain(db).execute(
            f"SELECT passage, key FROM facts INDEXED BY facts_passage WHERE {where} ORDER BY key", (*chunk, *types)
        )
        for row in rows:
            found.setdefault(row[0], []).append(row[1])
    return found


def extents(db: sqlite3.Connection, facts: Sequence[int]) -> list[tuple[int, int, int]]:
    """(document, start, end) of some facts."""
    found: list[tuple[int, int, int]] = []
    for start in range(0, len(facts), 500):
        chunk = facts[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        found += plain(db).execute(f"SELECT document, start, end FROM facts WHERE key IN ({marks})", chunk)
    return found


def frequency(db: sqlite3.Connection, word: str) -> int:
    """In about how many passages a normalised word stands: that of its rarest pair of characters."""
    pairs = [token.strip('"') for token in phrase(word).strip("()").replace(" AND ", " ").split() if token != "*"]
    counts = [
        row[0] for pair in pairs for row in [db.execute("SELECT doc FROM passage_terms WHERE term = ?", (pair,)).fetchone()] if row
    ]  # fmt: skip
    return min(counts) if len(counts) == len(pairs) and counts else 0


def exists(db: sqlite3.Connection, word: str) -> bool:
    """Whether a normalised word stands anywhere; marks alone (、) stand nowhere."""
    if not any(map(str.isalnum, word)):
        return False
    found = db.execute("SELECT 1 FROM passage_index WHERE passage_index MATCH ? LIMIT 1", (phrase(word),))
    return found.fetchone() is not None


def size(db: sqlite3.Connection) -> int:
    """Number of passages."""
    return int(db.execute("SELECT count(*) FROM passages").fetchone()[0])


def facts_of_documents(db: sqlite3.Connection, documents: Sequence[int], types: Sequence[str], limit: int) -> list[int]:
    """Keys of facts of some types in some documents, in their order."""
    rows = db.execute(
        f"SELECT key FROM facts WHERE document IN ({', '.join('?' * len(documents))}) "
        f"AND type IN ({', '.join('?' * len(types))}) ORDER BY key LIMIT ?",
        (*documents, *types, limit),
    )
    return [row[0] for row in rows]
