"""What is printed of a stretch of an old Word file's text: field results, symbols; no deleted and no hidden words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec

from pipeline.reading.doc.properties import Formats, RunFormat
from pipeline.reading.doc.streams import Text, joined_units
from pipeline.reading.symbols import SYMBOLS

_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_FIELD_MARK = re.compile("[\x13\x14\x15]")
_CONTENTS = re.compile(r"\s{0,9}TOC\b")
_UNPRINTED = dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x07\x08\r\x1f")
_SIGNS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"} | _UNPRINTED)
_DEEPEST = 50


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of the text that a run's format changes."""

    start: int
    end: int
    format: RunFormat


class Words:
    """Reads a story from its beginning to its end; fields may run over paragraphs."""

    def __init__(self, text: Text, formats: Formats) -> None:
        self._text = text.text
        self._stretches = sorted(_stretches(text, formats), key=lambda stretch: stretch.start)
        self._starts = [stretch.start for stretch in self._stretches]
        # For each open field whether its result is being read, and whether it is a table of contents.
        self._fields: list[tuple[bool, bool]] = []

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is under way."""
        return any(contents for _, contents in self._fields)

    def is_dropped(self, place: int) -> bool:
        """Whether a character (a paragraph's mark) is deleted or hidden."""
        found = bisect_right(self._starts, place) - 1
        return found >= 0 and place < self._stretches[found].end and self._stretches[found].format.dropped

    def read(self, start: int, end: int) -> str:
        """What is printed of a stretch."""
        parts: list[str] = []
        at = start
        index = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        for stretch in self._stretches[index:last]:
            first, stop = max(at, stretch.start), min(end, stretch.end)
            if stop <= first:
                continue
            parts.append(self._text[at:first])
            parts.append(_formatted(self._text[first:stop], stretch.format))
            at = stop
        parts.append(self._text[at:end])
        return joined_units(self._without_fields("".join(parts)).translate(_SIGNS)).strip("\n")

    def _without_fields(self, text: str) -> str:
        """The text outside fields and in their results."""
        if not self._fields and _FIELD_BEGIN not in text:
            return text
        kept: list[str] = []
        at = 0
        for mark in _FIELD_MARK.finditer(text):
            if self._shown():
                kept.append(text[at : mark.start()])
            at = mark.end()
            if mark[0] == _FIELD_BEGIN and len(self._fields) < _DEEPEST:
                self._fields.append((False, _CONTENTS.match(text, at) is not None))
            elif mark[0] == _FIELD_SEPARATOR and self._fields:
                self._fields[-1] = (True, self._fields[-1][1])
            elif mark[0] == _FIELD_END and self._fields:
                self._fields.pop()
        if self._shown():
            kept.append(text[at:])
        return "".join(kept)

    def _shown(self) -> bool:
        return all(result for result, _ in self._fields)


def _formatted(words: str, run: RunFormat) -> str:
    if run.dropped:
        # Fields must stay balanced whatever of them is hidden.
        return "".join(char for char in words if _FIELD_MARK.match(char))
    if run.symbol:
        sign = SYMBOLS.get(run.symbol, "") if 0xF000 <= run.symbol <= 0xF0FF else chr(run.symbol)
        return sign * len(words) if sign.isprintable() else ""
    return words


def _stretches(text: Text, formats: Formats) -> list[Stretch]:
    """The runs that matter, by places in the text."""
    runs = formats.runs
    ends = [end for _, end, _ in runs]
    found: list[Stretch] = []
    for piece in text.pieces:
        stop = piece.offset + (piece.end - piece.start) * piece.width
        for start, end, run in runs[bisect_right(ends, piece.offset) :]:
            if start >= stop:
                break
            first = piece.start + max(0, start - piece.offset) // piece.width
            last = piece.start + (min(end, stop) - piece.offset) // piece.width
            found.append(Stretch(first, last, run))
    return found
