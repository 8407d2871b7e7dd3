"""What is worked out of the whole base, kept up content by content: a write costs what it touched, not what there is.

Each content has a token: a digest of what was read from it, the paths it lies under, the last thing that people said of its
facts. A reader keeps a value beside the tokens it was made from. After a write the tokens are read anew (a few milliseconds
for thousands of plans), and what the changed contents gave to the value is worked out again; the rest stays.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

import msgspec

from pipeline.store.copies import copies
from pipeline.store.keys import ROW_BITS, content_of, row_key
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews
from pipeline.store.standing import plans_read

T = TypeVar("T")
Token = tuple[Any, ...]
Tokens = Mapping[int, Token]
# More contents than this and one pass over the whole base is cheaper.
_FEW = 200
_MOST = 5_000
_ALL_KEYS = (-(1 << 63), (1 << 63) - 1)
_SAID = (
    "SELECT DISTINCT f.key >> 20, max(c.number) FROM changes c JOIN reviewed r ON r.key = c.reviewed "
    "JOIN facts f ON f.id = r.fact WHERE c.number > ? GROUP BY 1"
)


class Changed(msgspec.Struct, frozen=True):
    """Contents (keys) that a value must be made anew for; null: all of the base."""

    contents: frozenset[int] | None = None

    def ranges(self) -> list[tuple[int, int]]:
        """The keys of their rows, from and to (both included)."""
        if self.contents is None:
            return [_ALL_KEYS]
        return [(row_key(one, 0), row_key(one + 1, 0) - 1) for one in sorted(self.contents)]

    def holds(self, key: int) -> bool:
        """Whether a row belongs to one of them."""
        return self.contents is None or content_of(key) in self.contents

    def without(self, old: Sequence[T] | None, key: Callable[[T], int]) -> list[T]:
        """Items that are not theirs, by the key of a row of each."""
        if old is None or self.contents is None:
            return []
        contents = self.contents
        return [one for one, at in zip(old, map(key, old), strict=True) if at >> ROW_BITS not in contents]

    def left(self, old: Mapping[int, T] | None) -> dict[int, T]:
        """What was kept by content, or by the key of a row, without theirs."""
        if old is None or self.contents is None:
            return {}
        return {key: value for key, value in old.items() if key not in self.contents}


def kept_up(
    kb: KnowledgeBase,
    name: str,
    patch: Callable[[T | None, Changed], T],
    tokens: Callable[[KnowledgeBase], Tokens] | None = None,
) -> T:
    """A value made from all contents: `patch` gives it from the one before and the contents to make anew (null and all to begin
    with), and must leave the one before as it is, for others may still read it."""
    return kb.remember(("kept up", name), lambda: _kept_up(kb, name, patch, (tokens or content_tokens)(kb)))


def _kept_up(kb: KnowledgeBase, name: str, patch: Callable[[T | None, Changed], T], now: Tokens) -> T:
    if kb.kept is None:
        return patch(None, Changed())
    before = cast("tuple[Tokens, T] | None", kb.kept.get(name))
    value = patch(None, Changed()) if before is None else _brought_up(before, patch, now)
    kb.kept[name] = (now, value)
    return value


def _brought_up(before: tuple[Tokens, T], patch: Callable[[T | None, Changed], T], now: Tokens) -> T:
    tokens, value = before
    changed = frozenset(one for one in tokens.keys() | now.keys() if tokens.get(one) != now.get(one))
    if not changed:
        return value
    return patch(value, Changed(changed)) if len(changed) <= _FEW else patch(None, Changed())


def content_tokens(kb: KnowledgeBase) -> Tokens:
    """A token for each content."""
    return kb.remember(("content tokens",), lambda: _tokens(kb))


def in_order(left: list[T], new: Iterable[T], order: Callable[[T], Any]) -> tuple[T, ...]:
    """Items in order, new ones put in their places among those left of an ordered list."""
    found = list(new)
    if len(found) * _FEW > len(left):
        return tuple(sorted((*left, *found), key=order))
    for one in found:
        insort(left, one, key=order)
    return tuple(left)


def of_contents(kb: KnowledgeBase, key: tuple[str, ...], contents: Iterable[int], make: Callable[[], T]) -> T:
    """What `make` works out of some contents and of what people say of them: kept until one of them has another token."""
    known = content_tokens(kb)
    tokens = tuple(known.get(one) for one in contents)
    return kb.remember(key, lambda: _of_contents(kb, key, tokens, make))


def _of_contents(kb: KnowledgeBase, key: tuple[str, ...], tokens: tuple[Token | None, ...], make: Callable[[], T]) -> T:
    if kb.kept is None:
        return make()
    values = cast("dict[tuple[str, ...], tuple[object, T]]", kb.kept.setdefault("of contents", {}))
    before = values.get(key)
    if before is not None and before[0] == tokens:
        return before[1]
    made = make()
    if len(values) >= _MOST:
        values.clear()
    values[key] = (tokens, made)
    return made


def by_content(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """Items by content, given with the key of a row."""
    found: dict[int, list[T]] = {}
    for key, item in rows:
        found.setdefault(content_of(key), []).append(item)
    return found


def judged(kb: KnowledgeBase, changed: Changed) -> dict[str, Review]:
    """What people hold of the facts of some contents, by fact id."""
    if changed.contents is None:
        return reviews(kb)
    return reviews(kb, _judged_ids(kb, changed))


def _judged_ids(kb: KnowledgeBase, changed: Changed) -> Iterator[str]:
    for low, high in changed.ranges():
        rows = kb.db.execute(
            "SELECT DISTINCT f.id FROM facts f JOIN reviewed r ON r.fact = f.id WHERE f.key BETWEEN ? AND ? ORDER BY f.id",
            (low, high),
        )
        yield from (row[0] for row in rows)


def _tokens(kb: KnowledgeBase) -> dict[int, Token]:
    read, said = plans_read(kb), _last_said(kb)
    twice = by_content((key, key) for key in sorted(copies(kb)))
    return {
        content: (token, said.get(content, 0), tuple(twice.get(content, ())))
        for content, token in read.contents.items()
    }


def _last_said(kb: KnowledgeBase) -> dict[int, int]:
    """The number of the last change to a fact of each content. The log only grows, but where plans are forgotten."""
    read = plans_read(kb)
    last = kb.db.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0]
    before = kb.kept.get("last said") if kb.kept is not None else None
    state, since, known = cast("tuple[object, int, dict[int, int]]", before or (None, 0, {}))
    if state is not read or since > last:
        since, known = 0, {}
    found = known | {row[0]: row[1] for row in kb.db.execute(_SAID, (since,))}
    if kb.kept is not None:
        kb.kept["last said"] = (read, last, found)
    return found
