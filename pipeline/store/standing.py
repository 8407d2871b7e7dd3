"""What follows from the plans alone, kept until one of them is read anew: what people say of facts leaves it as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import msgspec

from pipeline.store.knowledge_base import KnowledgeBase

T = TypeVar("T")
_MOST = 20_000
_FILES = "SELECT path, content, status, reason, missing FROM files ORDER BY path"


class PlansRead(msgspec.Struct, frozen=True):
    """What a base has read: its `files`, and for each content the digest of its rows with the paths it lies under."""

    files: tuple[tuple[object, ...], ...]
    contents: Mapping[int, tuple[str, ...]]


class _Kept(msgspec.Struct):
    """Values for one state of the plans."""

    state: PlansRead
    values: dict[tuple[str, ...], object]


def plans_read(kb: KnowledgeBase) -> PlansRead:
    """What the base has read; the same object for as long as it stays the same."""
    return kb.remember(("plans read",), lambda: _same(kb, _read(kb)))


def of_plans(kb: KnowledgeBase, key: tuple[str, ...], make: Callable[[], T]) -> T:
    """What `make` works out of the plans, and of nothing that people say."""
    return kb.remember(key, lambda: _of_plans(kb, key, make))


def _of_plans(kb: KnowledgeBase, key: tuple[str, ...], make: Callable[[], T]) -> T:
    if kb.kept is None:
        return make()
    state = plans_read(kb)
    kept = cast("_Kept | None", kb.kept.get("of plans"))
    if kept is None or kept.state is not state or len(kept.values) >= _MOST:
        kb.kept["of plans"] = kept = _Kept(state, {})
    if key not in kept.values:
        kept.values[key] = make()
    return cast(T, kept.values[key])


def _same(kb: KnowledgeBase, now: PlansRead) -> PlansRead:
    if kb.kept is None:
        return now
    before = cast("PlansRead | None", kb.kept.get("plans read"))
    if before is not None and before == now:
        return before
    kb.kept["plans read"] = now
    return now


def _read(kb: KnowledgeBase) -> PlansRead:
    files = tuple(map(tuple, kb.db.execute(_FILES)))
    tokens: dict[int, tuple[str, ...]] = {
        row[0]: (row[1],) for row in kb.db.execute("SELECT content, digest FROM readings")
    }
    for path, content, _, _, missing in files:
        if content is not None:
            tokens[content] = (*tokens.get(content, ()), f"{missing} {path}")
    return PlansRead(files, tokens)
