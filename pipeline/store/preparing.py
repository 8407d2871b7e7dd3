"""A file's rows made ready for the writer: all that needs no look into the base, done by the process that read the file.

One process writes the base, however many read; what it need not do itself it should not (docs/scale.md). A content's key is
known from its hash but for a collision, in which case the writer moves the rows to another key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain

import msgspec

from pipeline.model.result import Extraction, SourceInfo
from pipeline.store.actors import Actor, ActorLink
from pipeline.store.blocks import Block, Value, blocks_of, by_column
from pipeline.store.bulk_tokens import index_tokens_of
from pipeline.store.keys import actor_key, content_key, row_key
from pipeline.store.passages import Passage, passages_from_text
from pipeline.store.records import StoredFile
from pipeline.store.rows import FileRows, file_rows

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Columns that hold keys of rows of the same content.
_ROW_KEYS = frozenset({"key", "document", "section", "parent", "passage", "fact", "source", "target"})
# Tables whose key columns are keys of actors, which files share.
_SHARED = {"actors": _ROW_KEYS, "actor_links": frozenset({"source", "target"})}

Values = tuple[Value, ...]
# A row of an index: its key and the tokens of each column.
Tokens = tuple[int | bytearray, ...]


class PreparedFile(msgspec.Struct, frozen=True, array_like=True):
    """The rows of one file's content under the key `content`, in the order in which they may be put in, and the tokens of
    each row of an index (its key first). `digest` is one of the rows: it differs where anything of them does."""

    content: int
    source: SourceInfo
    warnings: str
    text: str
    blocks: list[Block]
    tokens: dict[str, list[Tokens]]
    digest: str = ""


def prepare_file(
    extraction: Extraction, text: str, passages: tuple[Passage, ...] = (), content: int | None = None
) -> PreparedFile:
    """The rows of an extraction of `text`, under the key of its content (or `content`)."""
    text = _LONE_SURROGATE.sub("\ufffd", text)
    key = content_key(extraction.source.sha256) if content is None else content
    rows = file_rows(extraction, text, passages or passages_from_text(extraction, text), key)
    blocks = list(_blocks(rows))
    return PreparedFile(
        content=key,
        source=extraction.source,
        warnings=msgspec.json.encode(extraction.warnings).decode(),
        text=text,
        blocks=blocks,
        tokens=_tokens(rows),
        digest=_digest(blocks),
    )


def file_of(prepared: PreparedFile, extractor: str, size: int | None, mtime_ns: int | None) -> StoredFile:
    """The file that prepared rows come from, read by `extractor`."""
    source = prepared.source
    return StoredFile(
        path=source.path, status="ok", sha256=source.sha256, media_type=source.media_type,
        extractor=extractor, size=size, mtime_ns=mtime_ns,
    )  # fmt: skip


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
    blocks = [_moved(block, shift, content) for block in prepared.blocks]
    return msgspec.structs.replace(
        prepared,
        content=content,
        blocks=blocks,
        digest=_digest(blocks),
        tokens={
            name: [(key + shift if isinstance(key, int) else key, *tokens) for key, *tokens in rows]
            for name, rows in prepared.tokens.items()
        },
    )


def _digest(blocks: list[Block]) -> str:
    return blake2b(msgspec.msgpack.encode(blocks), digest_size=16).hexdigest()


def _moved(block: Block, shift: int, content: int) -> Block:
    keys = _ROW_KEYS - _SHARED.get(block.table, frozenset({"actor"}))
    values, width = list(block.values), len(block.columns)
    for place, column in enumerate(block.columns):
        if column in keys:
            values[place::width] = _shifted(values[place::width], shift)
        elif column == "content":
            values[place::width] = [content] * (len(values) // width)
    return Block(block.table, block.columns, values)


def _shifted(keys: Iterable[Value], shift: int) -> list[Value]:
    return [key + shift if isinstance(key, int) else key for key in keys]


def _blocks(rows: FileRows) -> Iterator[Block]:
    """The rows in the order in which they may be put in: each finds what it points to."""
    yield from blocks_of("documents", rows.documents)
    yield from blocks_of("sections", rows.sections)
    yield from blocks_of("passages", rows.passages, rare="spans")
    for facts in rows.facts:
        yield from blocks_of("facts", facts)
    yield from blocks_of("spans", rows.spans)
    yield from blocks_of("links", rows.links)
    keys = {actor: actor_key(actor.scope, actor.kind, actor.name) for actor in sorted(rows.cast.actors())}
    yield from blocks_of("actors", by_column(_ACTOR, [_actor(actor, key) for actor, key in keys.items()]))
    facts_by_id, documents = rows.facts_by_id, rows.documents_by_id
    roles = [(facts_by_id[fact], role, keys[actor]) for fact, role, actor in rows.cast.roles if fact in facts_by_id]
    yield from blocks_of("fact_actors", by_column(("fact", "role", "actor"), roles))
    ties = [_tie(link, keys, facts_by_id, documents) for link in rows.cast.links if link.document in documents]
    yield from blocks_of("actor_links", by_column(_TIE, ties), rare="fact")


_ACTOR = ("key", "scope", "kind", "name", "reversed")
_TIE = ("document", "source", "relation", "target", "position", "fact")


def _actor(actor: Actor, key: int) -> Values:
    return key, actor.scope, actor.kind, actor.name, actor.name[::-1]


def _tie(link: ActorLink, keys: Mapping[Actor, int], facts: Mapping[str, int], documents: Mapping[str, int]) -> Values:
    return (
        documents[link.document], keys[link.source], link.relation, keys[link.target], link.position, facts.get(link.fact),
    )  # fmt: skip


def _tokens(rows: FileRows) -> dict[str, list[Tokens]]:
    """What the indexes are fed with: the tokens of the texts that `pipeline.store.indexing` reads from the tables."""
    paths = dict(zip(rows.sections["key"], rows.sections["path"], strict=True))
    of = rows.passages
    contexts = [
        f"{paths.get(section, '')} {actors} {lead}"
        for section, actors, lead in zip(of["section"], of["actors"], of["lead"], strict=True)
    ]
    # What stands above is the same for all sentences of a section.
    texts = list(dict.fromkeys(chain(of["text"], contexts)))
    tokens = dict(zip(texts, _as_bytes(index_tokens_of(texts)), strict=True))
    documents = rows.documents
    titles = [f"{title} {issuer or ''}" for title, issuer in zip(documents["title"], documents["issuer"], strict=True)]
    return {
        "passage_index": [
            (key, tokens[text], tokens[context])
            for key, text, context in zip(of["key"], of["text"], contexts, strict=True)
        ],
        "document_index": list(zip(documents["key"], _as_bytes(index_tokens_of(titles)), strict=True)),
    }


def _as_bytes(tokens: Iterable[str]) -> list[bytearray]:
    """Tokens as the index takes them: on their way nobody needs them as words, and `bytearray` is what Python's SQLite hands on
    as it is."""
    return [bytearray(one, "utf-8") for one in tokens]
