"""Plans that stand in a file more than once, word for word or nearly so."""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress
from typing import Generic, TypeVar
from zlib import crc32

T = TypeVar("T")

_MARKS = re.compile("[\\W_]+")
_FEWEST = 60
_SAME_SHARE = 0.97
_LENGTH_RATIO = 0.95
# A copy shares at least one of its longest paragraphs with its model.
_LONGEST = 4
_MOST_LOOKED_AT = 8
# Nearly the same: half of a sample (one in eight) of the groups of six characters.
_GROUP = 6
_SAMPLE = 8
_CHOSEN = bytes(byte % _SAMPLE == 0 for byte in range(256))
_LARGEST_SAMPLE = 4000
_FEWEST_GROUPS = 8
_ALIKE = 0.5


class Fingerprint:
    """What of a plan's text counts when copies are looked for: letters and digits only, as paragraphs (`pieces`) and as a
    sample of groups of neighbouring characters."""

    def __init__(self, paragraphs: list[str]) -> None:
        solid = [piece for piece in (_MARKS.sub("", words) for words in paragraphs) if piece]
        self.pieces = Counter(solid)
        self.longest = sorted(self.pieces, key=lambda piece: (-len(piece), piece))[:_LONGEST]
        self.length = sum(map(len, solid))
        self.groups = _sample("".join(solid))

    def copies(self, other: Fingerprint) -> bool:
        """Whether nearly all of this plan also stands in the other, and it is about as long."""
        if self.length < _FEWEST or not _LENGTH_RATIO <= self.length / max(other.length, 1) <= 1 / _LENGTH_RATIO:
            return False
        shared = sum(len(piece) * min(count, other.pieces[piece]) for piece, count in self.pieces.items())
        return shared >= _SAME_SHARE * self.length

    def resembles(self, other: Fingerprint) -> bool:
        """Whether half of the longer of the two plans is word for word the other's."""
        shared = len(self.groups & other.groups)
        return shared >= max(_FEWEST_GROUPS, _ALIKE * max(len(self.groups), len(other.groups)))


def _sample(text: str) -> frozenset[int]:
    """One in eight of the groups, those that all of their characters together say: only they are cut out."""
    count = max(0, len(text) - _GROUP + 1)
    lows = int.from_bytes(text.encode("utf-32-le", "surrogatepass")[::4], "little")
    pairs = lows ^ lows >> 8
    mixed = pairs ^ pairs >> 16 ^ pairs >> 32  # each byte: that of a character with those of the five behind it
    chosen_at = (mixed & (1 << 8 * count) - 1).to_bytes(count, "little").translate(_CHOSEN)
    groups = [text[at : at + _GROUP] for at in compress(range(count), chosen_at)]
    chosen = {crc32(group.encode("utf-8", "surrogatepass")) for group in groups}
    return frozenset(sorted(chosen)[:_LARGEST_SAMPLE])


class Copies(Generic[T]):
    """The plans met so far, looked up by what they hold, so that many plans take no longer than their text."""

    def __init__(self) -> None:
        self._known: list[tuple[Fingerprint, T]] = []
        self._places: dict[str, list[int]] = {}
        self._groups: dict[int, list[int]] = {}

    def first(self, mark: Fingerprint) -> T | None:
        """The earliest plan that this one copies, if there is one."""
        places = {place for piece in mark.longest for place in self._places.get(piece, ())}
        return next((self._known[place][1] for place in sorted(places) if mark.copies(self._known[place][0])), None)

    def nearest(self, mark: Fingerprint) -> T | None:
        """The plan that this one resembles most, if it resembles one."""
        shared = Counter(place for group in mark.groups for place in self._groups.get(group, ()))
        best = sorted(shared.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_LOOKED_AT]
        return next((self._known[place][1] for place, _ in best if mark.resembles(self._known[place][0])), None)

    def add(self, mark: Fingerprint, plan: T) -> None:
        """Remember a plan that copies none."""
        place = len(self._known)
        for piece in mark.longest:
            _remember(self._places, piece, place)
        for group in mark.groups:
            _remember(self._groups, group, place)
        self._known.append((mark, plan))


K = TypeVar("K")


def _remember(index: dict[K, list[int]], key: K, place: int) -> None:
    places = index.setdefault(key, [])
    if len(places) < _MOST_LOOKED_AT:
        places.append(place)
