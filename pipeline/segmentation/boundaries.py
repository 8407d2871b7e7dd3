"""Where the words of a text begin."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Segmentation(msgspec.Struct, frozen=True, gc=False):
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
    marked = _MARK + _MARK.join(words)
    # two bytes a character, of which the second tells the mark; a mark and the character behind it become one flag
    highs = marked.encode("utf-16-le", "surrogatepass")[1::2]
    flags = highs.translate(_MARKED).replace(b"\1\0", b"\1")
    plain = len(highs) == len(marked) and highs.count(_MARK_BYTE) == len(words) == len(marked) - len(flags)
    return Segmentation((flags if plain else b"".join(map(_flags, map(len, words)))) + b"\1")


def _flags(length: int) -> bytes:
    """The flags of a word."""
    return b"\1".ljust(length, b"\0") if length else b""


_MARK = "\ue000"  # a character for private use; where a text has one of its kind, words are counted one by one
_MARK_BYTE = 0xE0
_MARKED = bytes(byte == _MARK_BYTE for byte in range(256))
