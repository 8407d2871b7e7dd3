"""What tells a target from other sentences: headings, cues and vetoes, all from `target_cues.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lazy, lexicon_folders, load
from pipeline.lexicon.gate import alternatives

Kind = Literal[
    "goals",
    "not_goals",
    "summed_goals",
    "means",
    "review",
    "duties",
    "label",
    "measures",
    "cue",
    "veto",
    "actual",
    "idle",
    "told",
    "lead",
]


class TargetCueRow(Entry, frozen=True, kw_only=True):
    """A pattern over folded text. For cues: `strength` weak counts only where no named party is told what to do; `where`
    says which comma-clause it must stand in; `needs` are words of which one must be there before the pattern is tried; a
    `norm` is a standard in numbers, a target among duties too."""

    kind: Kind
    pattern: str
    needs: str = ""
    strength: Literal["strong", "weak"] = "strong"
    where: Literal["any", "first", "last"] = "any"
    norm: bool = False


class Cue(msgspec.Struct, frozen=True):
    """A cue found in a clause: the row and the words."""

    row: TargetCueRow
    words: str


class _Compiled(msgspec.Struct, frozen=True):
    """A row ready for use; `signs` are the first characters of its needs; `opening`: it can only stand at the beginning."""

    row: TargetCueRow
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    signs: frozenset[str]
    opening: bool = False

    def search(self, words: str) -> Cue | None:
        """The row's cue in words that hold one of its needs."""
        if self.row.where != "any":
            words = _part(words, self.row.where)
        # a pattern with ^ would be tried at each character
        found = self.pattern.match(words) if self.opening else self.pattern.search(words)
        return Cue(self.row, found.group()) if found else None


class TargetCues(msgspec.Struct, frozen=True):
    """The rows by kind, their patterns compiled; `gate` finds any word that a cue needs."""

    rows: dict[str, tuple[_Compiled, ...]]
    gate: re.Pattern[str]

    def first(self, kind: Kind, words: str) -> Cue | None:
        """The first row of a kind that applies to some words."""
        has, signs = words.__contains__, None
        for row in self.rows.get(kind, ()):
            if row.needs:
                signs = signs or frozenset(words)
                if row.signs.isdisjoint(signs) or not any(map(has, row.needs)):
                    continue
            if found := row.search(words):
                return found
        return None

    def cue(self, clause: str) -> Cue | None:
        """The first cue in a clause without its end mark, strong ones before weak ones."""
        if not self.gate.search(clause):
            return None
        return self.first("cue", clause)


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
        rows.setdefault(row.kind, []).append(
            _Compiled(
                row,
                lazy(row.pattern, f"target_cues.yaml {row.id}"),
                (needs := tuple(row.needs.split())),
                frozenset(need[0] for need in needs),
                all(way.startswith("^") for way in alternatives(row.pattern)),
            )
        )
    rows["cue"].sort(key=lambda entry: entry.row.strength)  # "strong" stands before "weak"
    every = sorted({need for entry in rows["cue"] for need in entry.needs})
    gate = "|".join(map(re.escape, every)) if all(entry.needs for entry in rows["cue"]) else ""
    return TargetCues({kind: tuple(found) for kind, found in rows.items()}, re.compile(gate))


def _part(clause: str, where: str) -> str:
    if where == "last":
        return clause.rsplit(",", 1)[-1]
    return clause.split(",", 1)[0] if where == "first" else clause
