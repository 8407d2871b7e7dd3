"""Plans that stand in a file more than once."""

from __future__ import annotations

from collections import Counter

_FEWEST = 60
_SAME_SHARE = 0.97
_LENGTH_RATIO = 0.95


class Fingerprint:
    """What of a plan's text counts when copies are looked for: its paragraphs, letters and digits only."""

    def __init__(self, paragraphs: list[str]) -> None:
        self.pieces = Counter(piece for piece in map(_solid, paragraphs) if piece)
        self.length = sum(len(piece) * count for piece, count in self.pieces.items())

    def copies(self, other: Fingerprint) -> bool:
        """Whether nearly all of this plan also stands in the other, and it is about as long."""
        if self.length < _FEWEST or not _LENGTH_RATIO <= self.length / max(other.length, 1) <= 1 / _LENGTH_RATIO:
            return False
        shared = sum(len(piece) * min(count, other.pieces[piece]) for piece, count in self.pieces.items())
        return shared >= _SAME_SHARE * self.length


def _solid(words: str) -> str:
    return "".join(char for char in words if char.isalnum())
