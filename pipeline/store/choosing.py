"""Which plans of a knowledge base a command is about: by id, title, path or folder, by level, or all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from pipeline.model.errors import UsageError
from pipeline.model.rows import Place
from pipeline.store import reading
from pipeline.store.held import OF_DAY
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredDocument, StoredFact
from pipeline.store.searchtext import normalised

_SHOWN = 8


def choose_documents(
    kb: KnowledgeBase, names: Sequence[str] = (), *, level: str | None = None, copies: bool = False
) -> list[StoredDocument]:
    """The plans that some names mean (no name: all), each once, in the order of the base.

    A name is an id, a title, a path, a folder of paths, or words that only one title holds. Repeats inside a file are
    left out, and unless `copies` is set so are plans that are kept in a second file too (as PDF and as Word).
    Raises UsageError (Chinese) where a name means nothing, or several plans.
    """
    known = [one for one in kb.documents() if one.document.duplicate_of is None]
    chosen = set(known_keys(known, kb, names)) if names else {one.key for one in known}
    found = [one for one in known if one.key in chosen and level in (None, one.document.level)]
    return found if copies or (names and len(found) < 2) else without_copies(found)


def choose_document(kb: KnowledgeBase, name: str) -> StoredDocument:
    """The one plan a name means. Raises UsageError where there is none, or where there are several of different titles."""
    found = without_copies(choose_documents(kb, (name,), copies=True))
    if len(found) > 1:
        raise UsageError(f"“{name}”指的方案不止一份：{_titles(found)}")
    return found[0]


def known_keys(known: Sequence[StoredDocument], kb: KnowledgeBase, names: Iterable[str]) -> Iterable[int]:
    """Keys of the plans that names mean."""
    for name in names:
        exact = set(reading.document_keys(kb.db, name))
        keys = [one.key for one in known if one.key in exact] or _in_folder(known, name) or _by_words(known, name)
        yield from keys


def without_copies(documents: Iterable[StoredDocument]) -> list[StoredDocument]:
    """Plans without those that repeat an earlier one's title, issuer and date: one paper in two formats."""
    seen: dict[tuple[str | None, ...], StoredDocument] = {}
    for one in documents:
        plan = one.document
        seen.setdefault((plan.title, plan.issuer, plan.issued, plan.number), one)
    return list(seen.values())


def place_of(stored: StoredFact, document_id: str | None = None) -> Place:
    """Where a fact stands."""
    fact = stored.fact
    return Place(
        document=stored.document,
        document_id=document_id or fact.document,
        path=stored.path,
        section=stored.section,
        page=fact.page,
        spans=fact.spans,
        words=" ".join(stored.words.split()),
        text=" ".join(stored.text.split()),
        facts=(fact.id.removesuffix(OF_DAY),),
    )


def _in_folder(known: Sequence[StoredDocument], name: str) -> list[int]:
    folder = PurePath(name.rstrip("/\\")).parts
    return [one.key for one in known if folder and PurePath(one.path).parts[: len(folder)] == folder]


def _by_words(known: Sequence[StoredDocument], name: str) -> list[int]:
    found = [one for one in known if name.strip() and name.strip() in one.document.title]
    if not found:
        raise UsageError(f"知识库中没有这个文件、文件夹或方案：{name}")
    if len(without_copies(found)) > 1:
        raise UsageError(f"“{name}”指的方案不止一份：{_titles(without_copies(found))}")
    return [one.key for one in found]


def _titles(found: Sequence[StoredDocument]) -> str:
    more = f" 等 {len(found)} 份" if len(found) > _SHOWN else ""
    return "、".join(one.document.title for one in found[:_SHOWN]) + more


PlanKeys = frozenset[int]


def plans_named(db: sqlite3.Connection, words: str) -> PlanKeys:
    """Keys of all plans that an id or a path names, or whose title holds the words: a filter of lists, which may find none."""
    wanted = normalised(words)
    exact = reading.document_keys(db, words)
    rows = db.execute("SELECT key, title FROM documents")
    return frozenset(exact) | {row[0] for row in rows if wanted and wanted in normalised(row[1])}
