"""How sentences say who, where, to whom and by what number: the rows of `question_said.yaml`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pipeline.asking.lexicons import Kind
from pipeline.lexicon import Entry, lexicon_folders, load

# Kinds whose sentences are found by cues: the words asked for may stand in the heading or the title above.
CUED: frozenset[Kind] = frozenset({"place", "recipient", "phone"})


class SaidRow(Entry, frozen=True, kw_only=True):
    """How a sentence says who, where, to whom or by what number. `pattern` over a normalised sentence; what its group
    `answer` holds answers. `cues`: words one of which each such sentence holds (of places, recipients and numbers). `{ACTOR}` stands for
    the name of a party that the base knows and the sentence holds."""

    kind: Literal["who", "place", "recipient", "phone", "seat", "approval"]
    pattern: str
    cues: tuple[str, ...] = ()


def said_rows() -> tuple[SaidRow, ...]:
    """The rows of `question_said.yaml`."""
    return load("question_said", SaidRow)


def rows_of(kind: str) -> tuple[SaidRow, ...]:
    return _by_kind(lexicon_folders())[kind]


@lru_cache(maxsize=2)
def _by_kind(_folders: object) -> dict[str, tuple[SaidRow, ...]]:
    rows = said_rows()
    return {kind: tuple(row for row in rows if row.kind == kind) for kind in ("who", "seat", "approval", *sorted(CUED))}
