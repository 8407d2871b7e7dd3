"""The physical lines of a source, noise left out."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.lexicon import wording
from pipeline.model.source import Source, Table
from pipeline.model.span import OffsetText, fold
from pipeline.structure.kinds import poured_title_end
from pipeline.structure.markup import mark_at, marks_in

# Signs without width that web pages and office software leave behind.
_INVISIBLE_SIGNS = "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00"
_INVISIBLE = re.compile(f"[{_INVISIBLE_SIGNS}]+")
_ODD_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# A web page poured into one line keeps its paragraphs' indent of two wide blanks.
_POURED = re.compile("\\s?[\u3000\u2003]{2,8}\\s?")
_FOOT = re.compile("[。;!]\\s{0,9}([\\u4e00-\\u9fff ]{3,30}\\s{0,9}[12]\\d{3}年\\s?\\d{1,2}月(?:\\s?\\d{1,2}日)?)$")
_LONGEST_FOOT = 70
_EDGE_REACH = 400
_SHORTEST_POURED = 120
_POURED_TIMES = 4


class Line(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A line of the raw text `[start, end)` without the blanks at its ends; `gap` empty lines and `indent` blanks
    stand before it; `row` is its table and the row in it; `mark` the depth of a markdown heading (`## ` → 2);
    `torn` says that a page number or the page break of a plain text stood before it, `glued` that the line begins in the middle of
    another, which begins at `head`, `apart` that it surely begins a paragraph."""

    start: int
    end: int
    indent: int = 0
    gap: int = 0
    row: tuple[int, int] | None = None
    mark: int = 0
    torn: bool = False
    glued: bool = False
    head: int | None = None
    apart: bool = False


def raw_text(source: Source) -> OffsetText:
    """The folded source text without noise and invisible signs, line breaks kept."""
    text = fold(source.text)
    for sign in _ODD_BREAKS:  # one or two of them at most: a table would be asked for each character
        text = text.replace(sign, "\n")
    marks = marks_in(text)
    cuts = [(span.start, span.end) for span in source.noise]
    cuts += [(offset, offset + 1) for offset in marks]
    if _holds_any(text, _INVISIBLE_SIGNS):
        cuts += [found.span() for found in _INVISIBLE.finditer(text)]
    origin = array("q")
    counting = _counting(len(text))
    parts: list[str] = []
    at = 0
    for start, end in [*sorted(cuts), (len(text), len(text))]:
        parts.append(text[at:start])
        origin.extend(counting[at:start])
        at = max(at, end)
    return OffsetText("".join(parts), origin)


def _holds_any(text: str, signs: str) -> bool:
    """Whether one of some rare signs stands in a text: looking for each is far quicker than a class of them."""
    return any(sign in text for sign in signs)


def _counting(length: int) -> array[int]:
    """Numbers from 0 on: counting them anew for each text takes longer than copying them."""
    return _numbers(max(1 << 16, 1 << (length - 1).bit_length()) if length else 1)[:length]


@lru_cache(maxsize=1)
def _numbers(count: int) -> array[int]:
    return array("q", range(count))


def physical_lines(source: Source, raw: OffsetText, tables: tuple[Table, ...]) -> list[Line]:
    """The lines that hold anything, in order. Those of a table bear its index and their row."""
    rows = _row_places(source.text, tables)
    lines: list[Line] = []
    text = raw.text
    gap = 0
    paged = not source.pages and "\f" in source.text
    edges: set[int] = set()
    for begin, stop in _pieces(source, raw, edges):
        start, end = _bare(text, begin, stop)
        if start == end:
            gap += 1
            continue
        mark = mark_at(text, start, end)
        if mark.rule:
            gap += 1
            continue
        row = _row_at(rows, raw.origin[start]) if rows else None
        lines.append(
            Line(
                start=mark.start,
                end=end,
                indent=start - begin,
                gap=gap,
                row=row,
                mark=mark.depth,
                apart=mark.item or begin in edges,
                torn=paged and begin > 0 and source.text[raw.origin[begin - 1]] == "\f",
            )
        )
        gap = 0
    return lines


def _pieces(source: Source, raw: OffsetText, edges: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks, and between the paragraph marks of a poured line; `edges` gathers the places where
    the text behind a poured title and a poured signature begin."""
    text = raw.text
    begin = 0
    while begin <= len(text):
        stop = text.find("\n", begin)
        stop = stop if stop >= 0 else len(text)
        at = begin
        if stop - begin >= _SHORTEST_POURED or text.startswith("【", begin):
            marks = _poured_marks(source, raw, begin, stop) if "  " in text[begin:stop] else []
            for mark in marks:
                yield at, mark
                at = mark
            if at == begin:
                for edge in _edges(text, begin, stop):
                    edges.add(edge)
                    yield at, edge
                    at = edge
        yield at, stop
        begin = stop + 1


def _poured_marks(source: Source, raw: OffsetText, begin: int, stop: int) -> list[int]:
    """Where the paragraphs of a poured line begin, if it is one."""
    # The blanks are told apart in the source: folding makes them all alike.
    first, last = raw.origin[begin], raw.origin[stop - 1]
    if last - first == stop - 1 - begin:  # nothing left out between
        words = source.text[first : last + 1]
    else:
        words = "".join([source.text[offset] for offset in raw.origin[begin:stop]])
    marks = [begin + mark.start() for mark in _POURED.finditer(words)]
    return marks if len(marks) >= _POURED_TIMES else []


def _edges(text: str, begin: int, stop: int) -> Iterator[int]:
    """Where the title of a whole plan in one line ends, where titles of a collection in one line begin and end, and where
    the signature begins."""
    start, end = _bare(text, begin, stop)
    title = poured_title_end(text, start, end)
    if title > start:
        yield title
    last = max(title, start)
    if text.find("篇】", last, end) >= 0:
        for serial in wording.pattern("structure", "serial_in_line").finditer(text, last, end):
            last = serial.end()
            yield from (serial.start(), last)
    foot = _FOOT.search(text, max(last, end - _LONGEST_FOOT), end)
    if foot:
        yield foot.start(1)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _row_places(text: str, tables: tuple[Table, ...]) -> list[tuple[int, int, int, int]]:
    """Start, end, table and row of each row of each table in the source, in order. The strokes and blanks before the
    first cell of a line are of its row."""
    places: list[tuple[int, int, int, int]] = []
    for index, table in enumerate(tables):
        starts: dict[int, int] = {}
        for cell in table.cells:
            if cell.span.start < table.span.start:
                continue  # a name of its columns that stands further above, before another part of the table
            starts[cell.row] = min(starts.get(cell.row, cell.span.start), cell.span.start)
        ordered = sorted((start, row) for row, start in starts.items())
        for place, (start, row) in enumerate(ordered):
            end = ordered[place + 1][0] if place + 1 < len(ordered) else table.span.end
            places.append((_line_begin(text, start), end, index, row))
    return sorted(places)


def _line_begin(text: str, offset: int) -> int:
    edge = text.rfind("\n", max(0, offset - _EDGE_REACH), offset)
    return edge + 1 if edge >= 0 or offset <= _EDGE_REACH else offset


def _row_at(rows: list[tuple[int, int, int, int]], offset: int) -> tuple[int, int] | None:
    found = bisect_right(rows, offset, key=lambda place: place[0]) - 1
    return rows[found][2:] if found >= 0 and offset < rows[found][1] else None
