"""A slice of a source text as paragraphs, headings, table rows, page breaks, and lines that belong to no sentence.

The store keeps sentences with their places, not how the file was laid out: a line break inside a sentence is one of
layout, and a line without any word of a sentence is noise (running headers, page numbers).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import msgspec

from pipeline.model.span import Span

BlockKind = Literal["title", "heading", "paragraph", "row", "noise", "break"]


_APART = ("title", "heading")
_KINDS: dict[str, BlockKind] = {"title": "title", "heading": "heading", "row": "row"}


class Known(msgspec.Struct, frozen=True, order=True):
    """A sentence, heading, table row or title that stands in the text: all its spans; `section` the id of its heading."""

    spans: tuple[Span, ...]
    kind: str = "sentence"
    section: str | None = None

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A block: `cells` of ranges of the source text, shown one after the other (one cell but for rows of tables).
    `section` is the id of the heading it is; `goes_on`: the paragraph began before (on the page before)."""

    kind: BlockKind
    cells: tuple[tuple[Span, ...], ...] = ()
    section: str | None = None
    goes_on: bool = False
    page: int | None = None


def stretches(text: str, start: int, end: int, known: list[Known], *, soft: bool, page: int | None) -> list[Stretch]:
    """The blocks of `text[start:end]`. `known` are in the order of the text; `soft`: only an empty line ends a paragraph
    (PDF); `page` is the number of the page that `start` lies on, null for files without pages."""
    return _joined(text, list(_lines(text, start, end, _Cover(known), page)), _Cover(known), soft=soft)


class _Cover:
    """Which known stretch covers a place."""

    def __init__(self, known: list[Known]) -> None:
        found = sorted((span.start, span.end, number) for number, one in enumerate(known) for span in one.spans)
        self._known = known
        self._spans = found
        self._starts = [one[0] for one in found]

    def first(self, start: int, end: int) -> Known | None:
        """The first that has a character in a range."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        for low, high, number in self._spans[at:]:
            if low >= end:
                break
            if high > start:
                return self._known[number]
        return None

    def cut(self, start: int, end: int) -> int | None:
        """Where a line must be cut because a heading ends or begins inside it; null where none does."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        before: int | None = None
        apart, last = False, -1
        for low, high, number in self._spans[at:]:
            if low >= end:
                break
            if high <= start:
                continue
            is_apart = self._known[number].kind in _APART
            if before is not None and (apart or is_apart) and number != last:
                return before
            before, apart, last = high, is_apart, number
        return before if apart and before is not None and before < end else None

    def over(self, left: int, right: int) -> bool:
        """Whether one runs from the left place over to the right."""
        one = self.first(left, left + 1)
        return one is not None and one.end > right


def _lines(text: str, start: int, end: int, cover: _Cover, page: int | None) -> Iterator[Stretch]:
    at = start
    while at < end:
        if text[at] == "\f":
            page = None if page is None else page + 1
            yield Stretch(kind="break", page=page)
            at += 1
            continue
        stop = _line_end(text, at, end)
        if not text[at:stop].strip():
            at = stop + (stop < end and text[stop] == "\n")
            continue
        one = cover.first(at, stop)
        kind = _kind(one)
        if one is not None and kind == "row":
            stop = _line_end(text, max(stop, min(one.end, end)), end)
            yield Stretch(kind=kind, cells=tuple(_cells(text, at, stop)))
        else:
            if (cut := cover.cut(at, stop)) is not None:
                stop = _behind(text, cut, stop)
            section = one.section if one is not None and kind == "heading" else None
            yield Stretch(kind=kind, cells=((_stripped(text, at, stop),),), section=section)
        at = stop


def _stripped(text: str, start: int, end: int) -> Span:
    """A line without the blanks around it: how far it is indented is not kept."""
    line = text[start:end]
    return Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _kind(one: Known | None) -> BlockKind:
    if one is None:
        return "noise"
    return _KINDS.get(one.kind, "paragraph")


def _line_end(text: str, at: int, end: int) -> int:
    return min((place for mark in "\n\f" if (place := text.find(mark, at, end)) >= 0), default=end)


def _behind(text: str, place: int, stop: int) -> int:
    """The end of what is cut off inside a line: with the marks behind it."""
    while place < stop and text[place] in "。.:：；;　 \t":
        place += 1
    return place


def _cells(text: str, start: int, end: int) -> Iterator[tuple[Span, ...]]:
    at = start
    for cell in text[start:end].split("\t"):
        place = at
        lines: list[Span] = []
        for line in cell.split("\n"):
            if line.strip():
                lines.append(Span(place, place + len(line)))
            place += len(line) + 1
        yield tuple(lines)
        at += len(cell) + 1


def _joined(text: str, lines: list[Stretch], cover: _Cover, *, soft: bool) -> list[Stretch]:
    """Lines of one paragraph put together; where a page ends inside it, it goes on behind the break."""
    blocks: list[Stretch] = []
    last: Stretch | None = None  # the last line that is no noise and no break
    adjacent = False
    for line in lines:
        if line.kind in ("noise", "break"):
            blocks.append(line)
            adjacent = False
            continue
        if last is not None and line.kind in ("paragraph", "heading", "title"):
            goes_on = _goes_on(text, last, line, cover, soft=soft and adjacent)
            if goes_on and adjacent:
                last = msgspec.structs.replace(last, cells=((*last.cells[0], *line.cells[0]),))
                blocks[-1] = last
                continue
            if goes_on:
                line = msgspec.structs.replace(line, goes_on=True, section=None)
        blocks.append(line)
        last, adjacent = line, True
    return blocks


def _goes_on(text: str, last: Stretch, line: Stretch, cover: _Cover, *, soft: bool) -> bool:
    if last.kind != line.kind or not last.cells[-1]:
        return False
    left, right = last.cells[-1][-1].end, line.cells[0][0].start
    edge = next((place for place in range(left - 1, left - 200, -1) if place >= 0 and not text[place].isspace()), left)
    inner = next((place for place in range(right, len(text)) if not text[place].isspace()), right)
    if cover.over(edge, inner):
        return True
    return soft and line.kind == "paragraph" and text.count("\n", left, right) == 1
