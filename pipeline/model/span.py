"""Half-open character ranges, and texts that remember where their characters came from."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False, order=True, array_like=True):
    """Half-open range `[start, end)` of character offsets into the **source text**; JSON form `[start, end]`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


# One code point for one code point, so that offsets stay as they are: full-width ASCII (U+FF01..FF5D, not `～`),
# blanks of every kind, and look-alikes of the colon. `、` `。` keep their shape: they are no twins of ASCII marks.
_FOLD: dict[int, int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
_FOLD |= dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009, 0x202F, 0x09), 0x20)
_FOLD |= {0x2236: 0x3A, 0xFE55: 0x3A, 0xFE50: 0x2C}
# Small forms, as input methods write the year of a paper's number: ﹝2023﹞.
_FOLD |= {
    0xFE52: 0x2E,
    0xFE51: 0x3001,
    0xFE56: 0x3F,
    0xFE57: 0x21,
    0xFE54: 0x3B,
    0xFE59: 0x28,
    0xFE5A: 0x29,
    0xFE5D: 0x3014,
    0xFE5E: 0x3015,
}
_FOLDED = {chr(code): chr(to) for code, to in _FOLD.items()}
_FOLDABLE = re.compile(
    "[\t\u00a0\u2002\u2003\u2009\u202f\u2236\u3000\ufe50-\ufe52\ufe54-\ufe57\ufe59\ufe5a\ufe5d\ufe5e\uff01-\uff5d]"
)  # the keys of _FOLD
_SHORT = 400  # up to here taking the signs of a text one by one is quicker than looking for each kind


def fold(text: str) -> str:
    """Fold full-width ASCII, blanks and look-alike colons to ASCII, one character for one character.

    Rules are written once against folded text: `（`→`(`, `，`→`,`, `：`→`:`, `；`→`;`, `％`→`%`, `９`→`9`.
    Length and offsets never change. `fold(fold(t)) == fold(t)`.

    >>> fold("不低于９５％（含）")
    '不低于95%(含)'
    """
    if len(text) < _SHORT:
        return _FOLDABLE.sub(_folded, text)
    # replacing each kind of sign is faster than asking at each character
    for char in set(_FOLDABLE.findall(text)):
        text = text.replace(char, _FOLDED[char])
    return text


def _folded(sign: re.Match[str]) -> str:
    return _FOLDED[sign[0]]


def holding(pattern: re.Pattern[str], text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of some stretches of a text in which a pattern is found that takes in one character, looked for from find to find:
    stretches between two finds need not be searched each."""
    looked = found = 0
    known = False
    for start, end in stretches:
        if not known or start < looked or found < start:
            hit = pattern.search(text, start)
            looked, found, known = start, hit.start() if hit is not None else len(text), True
        if found < end:
            yield start, end


class OffsetText(msgspec.Struct, frozen=True, gc=False):
    """A working copy of a text in which each character knows its offset in the source text.

    `text` is folded (see `fold`) and has noise and layout line breaks taken out; `origin[i]` is the source offset of
    `text[i]`, strictly rising; characters put in by us (a joining line break) carry the offset of what they stand for.
    """

    text: str
    origin: array[int]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of `text[start:end]`, without blanks at either end, split where source characters were left out.

        Returns () for a range that holds nothing but blanks.
        """
        text, origin = self.text, self.origin
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end and origin[end - 1] - origin[start] == end - 1 - start:  # nothing left out between
            return (Span(origin[start], origin[end - 1] + 1),)
        return tuple(_runs(origin, start, end))

    def runs_on(self, start: int, length: int) -> bool:
        """Whether nothing of the source is left out between some characters of `text`."""
        last = start + length - 1
        return last < len(self.origin) and self.origin[last] - self.origin[start] == length - 1

    def find(self, offset: int) -> int:
        """Index in `text` of the first character at or behind a source offset (`len(text)` if there is none)."""
        return bisect_left(self.origin, offset)


def _runs(origin: Sequence[int], start: int, end: int) -> Iterator[Span]:
    """The stretches of `origin[start:end]` that count up by one. Where each ends is halved for: sentences of a PDF are long
    stretches with a line break here and there."""
    while start < end:
        shift, last, behind = origin[start] - start, start, end
        while behind - last > 1:
            middle = (last + behind) >> 1
            if origin[middle] - middle == shift:
                last = middle
            else:
                behind = middle
        yield Span(origin[start], origin[last] + 1)
        start = behind


def words_at(text: str, spans: Iterable[Span]) -> str:
    """The source words of some spans, joined without anything between them."""
    return "".join([text[span.start : span.end] for span in spans])
