"""The physical lines of a source, noise left out."""

from __future__ import annotations

from array import array
from bisect import bisect_right

import msgspec

from pipeline.model.source import Source
from pipeline.model.span import OffsetText, Span, fold

# Signs without width that web pages and office software leave behind.
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\x00")
_BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"))


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the raw text `[start, end)` without the blanks at its ends; `gap` empty lines and `indent` blanks
    stand before it; `row` is its table and row in `Source.tables`."""

    start: int
    end: int
    indent: int = 0
    gap: int = 0
    table: int | None = None


def raw_text(source: Source) -> OffsetText:
    """The folded source text without noise and invisible signs, line breaks kept."""
    text = fold(source.text).translate(_BREAKS)
    if not source.noise and not any(sign in text for sign in _INVISIBLE):
        return OffsetText(text, array("q", range(len(text))))
    origin = array("q")
    at = 0
    for span in sorted(source.noise):
        origin.extend(range(at, max(at, min(span.start, len(text)))))
        at = max(at, min(span.end, len(text)))
    origin.extend(range(at, len(text)))
    origin = array("q", (offset for offset in origin if text[offset] not in _INVISIBLE))
    return OffsetText("".join(text[offset] for offset in origin), origin)


def physical_lines(source: Source, raw: OffsetText) -> list[Line]:
    """The lines that hold anything, in order. A table's lines bear its index."""
    tables = sorted((table.span, index) for index, table in enumerate(source.tables))
    lines: list[Line] = []
    begin = gap = 0
    text = raw.text
    while begin <= len(text):
        stop = text.find("\n", begin)
        stop = stop if stop >= 0 else len(text)
        start, end = _bare(text, begin, stop)
        if start == end:
            gap += 1
        else:
            table = _table_at(tables, raw.origin[start])
            lines.append(Line(start=start, end=end, indent=start - begin, gap=gap, table=table))
            gap = 0
        begin = stop + 1
    return lines


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _table_at(tables: list[tuple[Span, int]], offset: int) -> int | None:
    found = bisect_right(tables, offset, key=lambda entry: entry[0].start) - 1
    return tables[found][1] if found >= 0 and offset < tables[found][0].end else None
