"""What tells a target from other sentences: headings, cues and vetoes, all from `target_cues.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load

Kind = Literal["goals", "not_goals", "review", "duties", "label", "cue", "veto", "actual", "idle"]


class TargetCueRow(Entry, frozen=True, kw_only=True):
    """A pattern over folded text. For cues: `strength` weak counts only where no named party is told what to do; `where`
    says which comma-clause it must stand in."""

    kind: Kind
    pattern: str
    strength: Literal["strong", "weak"] = "strong"
    where: Literal["any", "first", "last"] = "any"


class Cue(msgspec.Struct, frozen=True):
    """A cue found in a clause: the row and the words."""

    row: TargetCueRow
    words: str


class TargetCues(msgspec.Struct, frozen=True):
    """The rows by kind, their patterns compiled."""

    rows: dict[str, tuple[tuple[TargetCueRow, re.Pattern[str]], ...]]

    def first(self, kind: Kind, words: str) -> Cue | None:
        """The first row of a kind that applies to some words."""
        for row, pattern in self.rows.get(kind, ()):
            if found := pattern.search(_part(words, row.where)):
                return Cue(row, found.group())
        return None

    def cue(self, clause: str, *, weak: bool) -> Cue | None:
        """The first cue in a clause without its end mark; weak ones only if `weak`."""
        for row, pattern in self.rows.get("cue", ()):
            if row.strength == "weak" and not weak:
                continue
            if found := pattern.search(_part(clause, row.where)):
                return Cue(row, found.group())
        return None


def target_cues() -> TargetCues:
    """The cues of the lexicons in force."""
    return _build(lexicon_folders())


def cue_rows() -> tuple[TargetCueRow, ...]:
    """The rows of `target_cues.yaml`."""
    return load("target_cues", TargetCueRow)


@lru_cache(maxsize=2)
def _build(_folders: object) -> TargetCues:
    rows: dict[str, list[tuple[TargetCueRow, re.Pattern[str]]]] = {}
    for row in cue_rows():
        rows.setdefault(row.kind, []).append((row, re.compile(row.pattern)))
    return TargetCues({kind: tuple(found) for kind, found in rows.items()})


def _part(clause: str, where: str) -> str:
    if where == "last":
        return clause.rsplit(",", 1)[-1]
    return clause.split(",", 1)[0] if where == "first" else clause
