"""Plans that stand in a file more than once."""

from __future__ import annotations

import re
from collections import Counter
from typing import Generic, TypeVar

T = TypeVar("T")

_MARKS = re.compile("[\\W_]+")

_FEWEST = 60
_SAME_SHARE = 0.97
_LENGTH_RATIO = 0.95
# A copy shares at least one of its longest paragraphs with its model.
_LONGEST = 4
_MOST_LOOKED_AT = 8


class Copies(Generic[T]):
    """The plans met so far, looked up by their longest paragraphs, so that many plans take no longer than their text."""

    def __init__(self) -> None:
        self._known: list[tuple[Fingerprint, T]] = []
        self._places: dict[str, list[int]] = {}

    def first(self, mark: Fingerprint) -> T | None:
        """The earliest plan that this one copies, if there is one."""
        places = {place for piece in mark.longest for place in self._places.get(piece, ())}
        for place in sorted(places):
            if mark.copies(self._known[place][0]):
                return self._known[place][1]
        return None

    def add(self, mark: Fingerprint, plan: T) -> None:
        """Remember a plan that copies none."""
        for piece in mark.longest:
            places = self._places.setdefault(piece, [])
            if len(places) < _MOST_LOOKED_AT:
                places.append(len(self._known))
        self._known.append((mark, plan))


class Fingerprint:
    """What of a plan's text counts when copies are looked for: its paragraphs, letters and digits only."""

    def __init__(self, paragraphs: list[str]) -> None:
        self.pieces = Counter(piece for piece in map(_solid, paragraphs) if piece)
        self.longest = sorted(self.pieces, key=lambda piece: (-len(piece), piece))[:_LONGEST]
        self.length = sum(len(piece) * count for piece, count in self.pieces.items())

    def copies(self, other: Fingerprint) -> bool:
        """Whether nearly all of this plan also stands in the other, and it is about as long."""
        if self.length < _FEWEST or not _LENGTH_RATIO <= self.length / max(other.length, 1) <= 1 / _LENGTH_RATIO:
            return False
        shared = sum(len(piece) * min(count, other.pieces[piece]) for piece, count in self.pieces.items())
        return shared >= _SAME_SHARE * self.length


def _solid(words: str) -> str:
    return _MARKS.sub("", words)
