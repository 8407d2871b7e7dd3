"""Rows of the lexicons that number expressions are made from."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.lexicon import Entry
from pipeline.model.expression import Op

NumeralKind = Literal["digit", "formal", "tens", "small", "big", "over", "vague", "half", "tenth", "minus", "point"]
UnitKind = Literal[
    "share",
    "person",
    "count",
    "prose",
    "money",
    "length",
    "area",
    "volume",
    "mass",
    "duration",
    "age",
    "score",
    "temperature",
    "physical",
    "per",
]
BoundRole = Literal["bound", "verb", "hedge", "filler", "block"]

_BRACE = re.compile(r"\{([^{}]{0,200})\}")


class NumeralRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sign that numerals are written with (`numerals.yaml`); `blocked` are words in which it is none."""

    kind: NumeralKind
    forms: tuple[str, ...]
    value: float = 0
    blocked: tuple[str, ...] = ()


class UnitRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of one sort (`units.yaml`); `base` empty: each word is its own base. `prefix`: what may stand before the
    numeral and says the same (人民币50元, ¥50)."""

    kind: UnitKind
    words: tuple[str, ...]
    base: str = ""
    factor: float = 1
    prefix: tuple[str, ...] = ()
    bare: bool = False
    parts: dict[str, float] = msgspec.field(default_factory=dict)
    blocked: tuple[str, ...] = ()


class BoundRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words before or behind a number that bound it (`bounds.yaml`).

    `tail` is a pattern for what may follow a word that stands behind its number; `with_number: bare` allows the row only
    before a magnitude standing alone (上百). Words that stand `around` a number hold … in its place.
    """

    place: Literal["before", "after", "around"]
    role: BoundRole
    op: Op
    words: tuple[str, ...]
    with_number: Literal["", "bare"] = ""
    blocked: tuple[str, ...] = ()
    tail: str = ""


class NotQuantityRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numerals that are no quantity (`not_quantities.yaml`): whole `words`, or a `pattern` that begins at the numeral.

    `behind` is what must stand right before the numeral for the pattern to apply (one of these endings); empty: anything.
    """

    words: tuple[str, ...] = ()
    pattern: str = ""
    behind: tuple[str, ...] = ()


class ZeroRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What 零 counts (`zeros.yaml`)."""

    measures: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()


def unfold(word: str) -> list[str]:
    """All words that a template with alternatives in braces stands for.

    >>> unfold("不{得,}低于")
    ['不得低于', '不低于']
    """
    found = _BRACE.search(word)
    if found is None:
        return [word]
    head, tail = word[: found.start()], word[found.end() :]
    return [done for choice in found[1].split(",") for done in unfold(head + choice + tail)]


def followed(word: str, blocked: tuple[str, ...]) -> str:
    """Pattern for a word where none of the longer `blocked` words begins with it."""
    tails = [re.escape(other[len(word) :]) for other in blocked if other != word and other.startswith(word)]
    return re.escape(word) + (f"(?!{'|'.join(sorted(tails))})" if tails else "")
