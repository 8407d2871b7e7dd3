"""A file's rows made ready for the writer: all that needs no look into the base, done by the process that read the file.

One process writes the base, however many read; what it need not do itself it should not (docs/scale.md). A content's key is
known from its hash but for a collision, in which case the writer moves the rows to another key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from itertools import chain
from typing import Any

import msgspec

from pipeline.model.result import Extraction, SourceInfo
from pipeline.store.actors import Actor, ActorLink
from pipeline.store.bulk_tokens import index_tokens_of
from pipeline.store.keys import actor_key, content_key, row_key
from pipeline.store.passages import Passage, passages_from_text
from pipeline.store.rows import FileRows, Row, file_rows

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Columns that hold keys of rows of the same content.
_ROW_KEYS = frozenset({"key", "document", "section", "parent", "passage", "fact", "source", "target"})
# Tables whose key columns are keys of actors, which files share.
_SHARED = {"actors": _ROW_KEYS, "actor_links": frozenset({"source", "target"})}

Values = tuple[int | float | str | None, ...]


class Table(msgspec.Struct, frozen=True, array_like=True):
    """Rows for one table, in the order of `columns`."""

    columns: tuple[str, ...]
    rows: list[Values]


class PreparedFile(msgspec.Struct, frozen=True, array_like=True):
    """The rows of one file's content under the key `content`, by table, and the tokens of each row of an index (its key
    first). `digest` is one of the rows: it differs where anything of them does."""

    content: int
    source: SourceInfo
    warnings: str
    text: str
    tables: dict[str, Table]
    tokens: dict[str, list[Values]]
    digest: str = ""


def prepare_file(
    extraction: Extraction, text: str, passages: tuple[Passage, ...] = (), content: int | None = None
) -> PreparedFile:
    """The rows of an extraction of `text`, under the key of its content (or `content`)."""
    text = _LONE_SURROGATE.sub("\ufffd", text)
    key = content_key(extraction.source.sha256) if content is None else content
    rows = file_rows(extraction, text, passages or passages_from_text(extraction, text), key)
    tables = {name: _table(made) for name, made in _all_rows(rows).items() if made}
    return PreparedFile(
        content=key,
        source=extraction.source,
        warnings=msgspec.json.encode(extraction.warnings).decode(),
        text=text,
        tables=tables,
        tokens=_tokens(rows),
        digest=_digest(tables),
    )


def encode_prepared(prepared: PreparedFile) -> bytes:
    """Rows as bytes, to travel from a worker to the writer."""
    return msgspec.msgpack.encode(prepared)


def decode_prepared(data: bytes) -> PreparedFile:
    """The rows of `encode_prepared`."""
    return msgspec.msgpack.decode(data, type=PreparedFile)


def moved(prepared: PreparedFile, content: int) -> PreparedFile:
    """The same rows under another content key."""
    if content == prepared.content:
        return prepared
    shift = row_key(content, 0) - row_key(prepared.content, 0)
    tables = {name: _moved(name, table, shift, content) for name, table in prepared.tables.items()}
    return msgspec.structs.replace(
        prepared,
        content=content,
        tables=tables,
        digest=_digest(tables),
        tokens={name: [_shifted(row, {0}, shift) for row in rows] for name, rows in prepared.tokens.items()},
    )


def _digest(tables: Mapping[str, Table]) -> str:
    return blake2b(msgspec.msgpack.encode(tables), digest_size=16).hexdigest()


def _moved(name: str, table: Table, shift: int, content: int) -> Table:
    keys = _ROW_KEYS - _SHARED.get(name, frozenset({"actor"}))
    places = {n for n, column in enumerate(table.columns) if column in keys}
    rows = [_shifted(row, places, shift) for row in table.rows]
    if "content" in table.columns:
        place = table.columns.index("content")
        rows = [(*row[:place], content, *row[place + 1 :]) for row in rows]
    return Table(table.columns, rows)


def _shifted(row: Values, places: set[int], shift: int) -> Values:
    return tuple(value + shift if n in places and isinstance(value, int) else value for n, value in enumerate(row))


def _table(rows: list[Row]) -> Table:
    return Table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def _all_rows(rows: FileRows) -> dict[str, list[Row]]:
    """The rows by table, in the order in which they may be put in."""
    keys = {actor: actor_key(actor.scope, actor.kind, actor.name) for actor in sorted(rows.cast.actors())}
    facts = {row["id"]: row["key"] for row in rows.facts}
    documents = {row["id"]: row["key"] for row in rows.documents}
    return {
        "documents": rows.documents,
        "sections": rows.sections,
        "passages": rows.passages,
        "facts": rows.facts,
        "spans": rows.spans,
        "links": rows.links,
        "actors": [_actor(actor, key) for actor, key in keys.items()],
        "fact_actors": [
            {"fact": facts[fact], "role": role, "actor": keys[actor]}
            for fact, role, actor in rows.cast.roles
            if fact in facts
        ],
        "actor_links": [_tie(link, keys, facts, documents) for link in rows.cast.links if link.document in documents],
    }


def _actor(actor: Actor, key: int) -> Row:
    return {"key": key, "scope": actor.scope, "kind": actor.kind, "name": actor.name, "reversed": actor.name[::-1]}


def _tie(link: ActorLink, keys: Mapping[Actor, int], facts: Mapping[str, int], documents: Mapping[str, int]) -> Row:
    return {
        "document": documents[link.document], "source": keys[link.source], "relation": link.relation,
        "target": keys[link.target], "position": link.position, "fact": facts.get(link.fact),
    }  # fmt: skip


def _tokens(rows: FileRows) -> dict[str, list[Values]]:
    """What the indexes are fed with: the tokens of the texts that `pipeline.store.indexing` reads from the tables."""
    paths: dict[Any, str] = {row["key"]: row["path"] for row in rows.sections}
    contexts = [f"{paths.get(row['section'], '')} {row['actors']} {row['lead']}" for row in rows.passages]
    # What stands above is the same for all sentences of a section.
    texts = list(dict.fromkeys(chain((row["text"] for row in rows.passages), contexts)))
    tokens = dict(zip(texts, index_tokens_of(texts), strict=True))
    titles = index_tokens_of([f"{row['title']} {row['issuer'] or ''}" for row in rows.documents])
    return {
        "passage_index": [
            (row["key"], tokens[row["text"]], tokens[context])
            for row, context in zip(rows.passages, contexts, strict=True)
        ],
        "document_index": [(row["key"], title) for row, title in zip(rows.documents, titles, strict=True)],
    }
