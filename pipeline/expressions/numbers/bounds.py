"""Words before and behind a number that say how it is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import BoundRole, BoundRow, followed, unfold
from pipeline.lexicon import lexicon_folders, load
from pipeline.model.expression import Op

_STRENGTH: dict[BoundRole, int] = {"bound": 3, "hedge": 2, "verb": 1, "filler": 0, "block": 0}
_MOST_WORDS = 6


class Bound(msgspec.Struct, frozen=True, gc=False):
    """What the words on one side say; `at` is where the expression begins (before) or ends (behind)."""

    at: int
    op: Op
    role: BoundRole
    rule: str
    cues: tuple[str, ...]
    end: int = 0  # where words that enclose the number end (比…大)


class Bounds(msgspec.Struct, frozen=True, gc=False):
    """Bound words, ready to be looked up."""

    before: dict[str, BoundRow]
    lengths: tuple[int, ...]
    last: frozenset[str]
    after: re.Pattern[str]
    after_rows: tuple[BoundRow, ...]
    enclosing: tuple[tuple[str, str, BoundRow], ...]
    heads: frozenset[str]

    def in_front(self, text: str, start: int, floor: int, *, bare: bool) -> Bound | None:
        """The bound words that end at `start`, none reaching before `floor`. The strongest decides."""
        at, opens, best = start, start, None
        cues: list[str] = []
        for _ in range(_MOST_WORDS):
            found = self._ending_at(text, at, floor)
            if found is None or found[1].role == "block":
                break
            begin, row, word = found
            if row.with_number == "bare" and not bare:
                break
            at = begin
            if row.role != "filler":
                opens = begin
                cues.insert(0, word)
                if best is None or _STRENGTH[row.role] > _STRENGTH[best.role]:
                    best = row
        return Bound(opens, best.op, best.role, best.id, tuple(cues)) if best else None

    def _ending_at(self, text: str, at: int, floor: int) -> tuple[int, BoundRow, str] | None:
        while at > floor and text[at - 1] == " ":
            at -= 1
        if at <= floor or text[at - 1] not in self.last:
            return None
        for length in self.lengths:
            if at - length >= floor:
                word = text[at - length : at]
                row = self.before.get(word)
                if row is not None:
                    return at - length, row, word
        return None

    def behind(self, text: str, end: int) -> Bound | None:
        """The bound words that begin at `end` (one blank may stand between)."""
        found = self.after.match(text, end)
        if found is None or found.lastindex is None:
            return None
        row = self.after_rows[found.lastindex - 1]
        return Bound(found.end(), row.op, row.role, row.id, (found[found.lastindex],))

    def around(self, text: str, start: int, end: int, floor: int) -> Bound | None:
        """Bound words that stand on both sides of a number: 比三十大."""
        if text[start - 1 : start] not in self.heads:
            return None
        for head, tail, row in self.enclosing:
            if start - len(head) >= floor and text.startswith(head, start - len(head)) and text.startswith(tail, end):
                return Bound(start - len(head), row.op, row.role, row.id, (head + "…" + tail,), end + len(tail))
        return None


def bounds() -> Bounds:
    """The bounds of the lexicons in force."""
    return _bounds(lexicon_folders())


@lru_cache(maxsize=4)
def _bounds(_folders: tuple[Path, ...]) -> Bounds:
    rows = load("bounds", BoundRow)
    before = {word: row for row in rows if row.place == "before" for each in row.words for word in unfold(each) if word}
    after = tuple(row for row in rows if row.place == "after")
    return Bounds(
        before=before,
        lengths=tuple(sorted({len(word) for word in before}, reverse=True)),
        last=frozenset(word[-1] for word in before),
        after=re.compile(" ?(?:" + "|".join(_behind(row) for row in after) + ")"),
        after_rows=after,
        enclosing=tuple(_enclosing(rows)),
        heads=frozenset(head[-1] for head, _, _ in _enclosing(rows)),
    )


def _enclosing(rows: tuple[BoundRow, ...]) -> Iterator[tuple[str, str, BoundRow]]:
    for row in rows:
        if row.place == "around":
            for word in (word for each in row.words for word in unfold(each)):
                head, _, tail = word.partition("…")
                yield head, tail, row


def _behind(row: BoundRow) -> str:
    words = sorted((word for each in row.words for word in unfold(each)), key=len, reverse=True)
    tail = f"(?={row.tail})" if row.tail else ""
    return "(" + "|".join(followed(word, row.blocked) for word in words) + ")" + tail
