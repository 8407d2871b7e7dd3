"""What tells a target from other sentences: headings, cues and vetoes, all from `target_cues.yaml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import (
    Entry,
    alternatives,
    gate_of,
    holding_patterns,
    lazy,
    lexicon_folders,
    load,
    longest,
    quick,
    seek,
)

Kind = Literal[
    "announces",
    "goals",
    "not_goals",
    "summed_goals",
    "means",
    "outline",
    "turns",
    "points",
    "review",
    "duties",
    "label",
    "measures",
    "cue",
    "veto",
    "loose",
    "actual",
    "compared",
    "idle",
    "told",
    "aimed",
    "aside",
    "lead",
    "case",
]


class TargetCueRow(Entry, frozen=True, kw_only=True):
    """A pattern over folded text. For cues: `strength` weak counts only where no named party is told what to do; `where`
    says which comma-clause it must stand in; `needs` are words of which one must be there before the pattern is tried; a
    `norm` is a standard in numbers, a target among duties too; what `articles` says is one in articles, too."""

    kind: Kind
    pattern: str
    needs: str = ""
    strength: Literal["strong", "weak"] = "strong"
    where: Literal["any", "first", "last"] = "any"
    norm: bool = False
    articles: bool = False


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A cue found in a clause: the row and the words."""

    row: TargetCueRow
    words: str


class _Compiled(msgspec.Struct, frozen=True, gc=False):
    """A row ready for use; `opening`: it can only stand at the beginning, else its first group finds the words."""

    row: TargetCueRow
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    opening: bool = False

    def search(self, words: str) -> Cue | None:
        """The row's cue in words that hold one of its needs."""
        if self.row.where != "any":
            words = _part(words, self.row.where)
            for need in self.needs:
                if need in words:
                    break
            else:
                if self.needs:
                    return None
        # a pattern with ^ would be tried at each character
        if self.opening:
            found = self.pattern.match(words)
            return Cue(self.row, found.group()) if found else None
        found = self.pattern.search(words)
        return Cue(self.row, found.group(1)) if found else None


class Needs(msgspec.Struct, frozen=True, gc=False):
    """The words in a text that cues need, the longest at each place, in order, and where they begin."""

    places: list[int]
    words: list[str]

    def any_in(self, start: int, end: int) -> bool:
        """Whether one begins in a range."""
        first = bisect_left(self.places, start)
        return first < len(self.places) and self.places[first] < end

    def within(self, start: int, end: int) -> list[str] | None:
        """Those in a range; null where the longest of a place reaches beyond it, so that a shorter one may stand there."""
        first, last = bisect_left(self.places, start), bisect_left(self.places, end)
        for at in range(first, last):
            if self.places[at] + len(self.words[at]) > end:
                return None
        return self.words[first:last]


class _Any(msgspec.Struct, frozen=True, gc=False):
    """The rows of a kind where only whether one applies counts: those that open what they apply to in one pattern or two, the
    others one by one."""

    opening: list[re.Pattern[str]]
    others: tuple[_Compiled, ...]

    def holds(self, words: str) -> bool:
        """Whether any applies to some words."""
        for pattern in self.opening:
            if pattern.match(words):
                return True
        for row in self.others:
            for need in row.needs:
                if need in words:
                    break
            else:
                if row.needs:
                    continue
            if row.pattern.match(words) if row.opening else row.pattern.search(words):
                return True
        return False


class TargetCues(msgspec.Struct, frozen=True, gc=False):
    """The rows by kind, their patterns compiled. `needs` finds the words that cues need, `needed` holds the places of the rows
    among the cues that need such a word or one that it begins with; `always` are the cues without."""

    rows: dict[str, tuple[_Compiled, ...]]
    kinds: dict[str, _Any]
    needs: re.Pattern[str]
    needed: dict[str, frozenset[int]]
    always: frozenset[int]

    def first(self, kind: Kind, words: str) -> Cue | None:
        """The first row of a kind that applies to some words."""
        for row in self.rows.get(kind, ()):
            for need in row.needs:
                if need in words:
                    break
            else:
                if row.needs:
                    continue
            if found := row.search(words):
                return found
        return None

    def any(self, kind: Kind, words: str) -> bool:
        """Whether a row of a kind applies to some words."""
        kinds = self.kinds.get(kind)
        return kinds is not None and kinds.holds(words)

    def worded(self, kinds: Sequence[Kind], text: str) -> bytes:
        """A 1 wherever a word begins in a text that rows of some kinds need; everywhere, where one needs none."""
        rows = [row for kind in kinds for row in self.rows.get(kind, ())]
        found = bytearray(len(text))
        for need in {need for row in rows for need in row.needs}:
            at = text.find(need)
            while at >= 0:
                found[at] = 1
                at = text.find(need, at + 1)
        return bytes(found) if all(row.needs for row in rows) else b"\x01" * len(text)

    def needs_in(self, text: str) -> Needs:
        """The words in a text that cues need."""
        found = list(self.needs.finditer(text))
        return Needs([each.start() for each in found], [each[1] for each in found])

    def cue(self, clause: str, told: Sequence[str] | None = None) -> Cue | None:
        """The first cue in a clause without its end mark, strong ones before weak ones; `told`: the words in it that cues need,
        where they are known."""
        told = self.needs.findall(clause) if told is None else told
        if not told and not self.always:
            return None
        places = self.always.union(*map(self.needed.__getitem__, told))
        cues = self.rows["cue"]
        for place in sorted(places):
            if found := cues[place].search(clause):
                return found
        return None


def target_cues() -> TargetCues:
    """The cues of the lexicons in force."""
    return _build(lexicon_folders())


def cue_rows() -> tuple[TargetCueRow, ...]:
    """The rows of `target_cues.yaml`."""
    return load("target_cues", TargetCueRow)


@lru_cache(maxsize=2)
def _build(_folders: object) -> TargetCues:
    rows: dict[str, list[_Compiled]] = {}
    for row in cue_rows():
        opening = all(way.startswith("^") for way in alternatives(row.pattern))
        pattern = quick(row.pattern) if opening else seek(row.pattern)
        entry = _Compiled(row, lazy(pattern, f"target_cues.yaml {row.id}"), tuple(row.needs.split()), opening)
        rows.setdefault(row.kind, []).append(holding_patterns(entry))
    rows["cue"].sort(key=lambda entry: entry.row.strength)  # "strong" stands before "weak"
    needs = {need for entry in rows["cue"] for need in entry.needs}
    return TargetCues(
        {kind: tuple(found) for kind, found in rows.items()},
        {kind: _any(found) for kind, found in rows.items()},
        re.compile(longest(needs)),
        {word: frozenset(_needing(rows["cue"], word)) for word in needs},
        frozenset(place for place, entry in enumerate(rows["cue"]) if not entry.needs),
    )


def _any(rows: list[_Compiled]) -> _Any:
    joined = [entry for entry in rows if entry.opening and not entry.needs]
    return _Any(
        gate_of((entry.row.pattern, "") for entry in joined).opening,
        tuple(entry for entry in rows if entry not in joined),
    )


def _needing(cues: list[_Compiled], word: str) -> Iterator[int]:
    """The places of the cues that need a word, or one that it begins with."""
    return (place for place, entry in enumerate(cues) if entry.needs and word.startswith(entry.needs))


def _part(clause: str, where: str) -> str:
    if where == "last":
        return clause.rsplit(",", 1)[-1]
    return clause.split(",", 1)[0] if where == "first" else clause
