"""What the knowledge base gives back."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.result import Document, Fact
from pipeline.model.span import Span

FileStatus = Literal["ok", "skipped", "failed"]


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file met by a run. `documents` and `facts` are counts; `extractor` says what version of the rules read it;
    `missing` that a later run over its folder no longer met it."""

    path: str
    status: FileStatus
    reason: str = ""
    sha256: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    pages: int | None = None
    chars: int | None = None
    documents: int = 0
    facts: int = 0
    warnings: tuple[str, ...] = ()
    extractor: str = ""
    size: int | None = None
    mtime_ns: int | None = None
    missing: bool = False


class StoredDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and the file it stands in (of several files with the same content, the first by path)."""

    key: int
    path: str
    sha256: str
    scope: str
    document: Document
    facts: int = 0


class StoredSection(msgspec.Struct, frozen=True, kw_only=True):
    """A heading; `path` is its heading path."""

    key: int
    document: int
    parent: int | None
    id: str
    number: str | None
    title: str
    level: int
    path: str


class StoredFact(msgspec.Struct, frozen=True):
    """A fact with what is shown beside it.

    `words` are the fact's own source words, `text` the whole sentence (or sentences) it stands in, `lead` what its
    paragraph or list begins with, `actors` the names of those who act in it. `due` holds the words of its deadline,
    `due_starts` and `due_ends` that deadline's dates. `corrected`: the fields that people have put right.
    """

    key: int
    fact: Fact
    path: str
    document: str
    issuer: str | None
    section: str | None
    words: str
    text: str
    lead: str
    actors: str
    passage: int
    document_key: int
    due: str | None = None
    due_starts: str | None = None
    due_ends: str | None = None
    due_freq: str | None = None
    corrected: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that a search found; `rank` is smaller the better it fits."""

    key: int
    rank: float
    text: str
    section: str | None
    section_key: int | None
    path: str
    document: str
    document_key: int
    page: int | None
    kind: str
    spans: tuple[Span, ...]


class StoredActor(msgspec.Struct, frozen=True, kw_only=True):
    """A party that acts, within one scope (see `pipeline.store.actors`). `exact`: its name is one of those asked for."""

    key: int
    scope: str
    kind: str
    name: str
    exact: bool = True


class StoredTie(msgspec.Struct, frozen=True, kw_only=True):
    """A tie between two actors that a document states; `stated` is the id of the fact that does, or of the document."""

    document: int
    source: StoredActor
    relation: str
    target: StoredActor
    position: str
    stated: str
