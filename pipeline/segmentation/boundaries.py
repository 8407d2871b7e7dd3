"""Where the words of a text begin."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Segmentation(msgspec.Struct, frozen=True):
    """Where the words of a text begin. `flags[i]` is 1 if a word begins at `i`; one longer than the text."""

    flags: bytes

    def is_boundary(self, offset: int) -> bool:
        """Whether a word begins or ends at an offset."""
        return bool(self.flags[offset])

    def previous(self, offset: int) -> int:
        """The nearest boundary at or before an offset."""
        return max(self.flags.rfind(1, 0, offset + 1), 0)

    def following(self, offset: int) -> int:
        """The nearest boundary at or behind an offset."""
        found = self.flags.find(1, offset)
        return found if found >= 0 else len(self.flags) - 1


def segmentation_of(words: Iterable[str]) -> Segmentation:
    """The boundaries of words that follow each other without gaps."""
    words = words if isinstance(words, list) else list(words)
    try:
        flags = b"".join(map(_FLAGS.__getitem__, map(len, words)))
    except IndexError:  # a word longer than any that is known
        flags = b"".join(map(_flags, map(len, words)))
    return Segmentation(flags + b"\1")


def _flags(length: int) -> bytes:
    """The flags of a word."""
    return b"\1".ljust(length, b"\0") if length else b""


_FLAGS = tuple(map(_flags, range(64)))  # of words as long as most
