"""What formatting says of structure: properties of paragraphs and of runs, stored in pages of 512 bytes (FKP)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from pipeline.reading.doc.binary import plc, u8, u16, u32
from pipeline.reading.doc.streams import Streams

_PAGE = 512
_CHARACTER_PAGES, _PARAGRAPH_PAGES = 12, 13
_HUGE = (0x6645, 0x6646)
_LONG_TABLE = 0xD608
_TABS = 0xC615
_STYLE, _LIST_LEVEL, _LIST, _OUTLINE = 0x4600, 0x260A, 0x460B, 0x2640
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_DELETED, _HIDDEN, _SPECIAL, _SYMBOL = 0x0800, 0x083C, 0x0855, 0x6A09
_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

Sprm = tuple[int, bytes]


class ParagraphFormat(msgspec.Struct, frozen=True, kw_only=True):
    """Properties of a paragraph, null where it says nothing: its style, list and level in it, outline level from 0, and
    what it is in a table: `depth` of nesting, the end of a row, the end of an inner cell. `sprms` are all in full."""

    style: int = 0
    number: int | None = None
    level: int | None = None
    outline: int | None = None
    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    sprms: tuple[Sprm, ...] = ()


class RunFormat(msgspec.Struct, frozen=True):
    """Properties of a run that decide whether and how it is printed."""

    dropped: bool
    special: bool
    symbol: int


def sprms(data: bytes) -> Iterator[Sprm]:
    """The single properties of a group: code and operand."""
    at = 0
    while at + 2 <= len(data):
        code = u16(data, at)
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _WIDTHS[kind]
        elif code == _LONG_TABLE:
            size = u16(data, at) + 1
        elif code == _TABS and u8(data, at) == 255:
            removed = u8(data, at + 1)
            size = 3 + removed * 4 + u8(data, at + 2 + removed * 4) * 3
        else:
            size = u8(data, at) + 1
        if size <= 0:
            return
        yield code, data[at : at + size]
        at += size


class Formats:
    """Looks up properties by the place in the file where a paragraph's end or a run lies."""

    def __init__(self, streams: Streams) -> None:
        self._data = streams.data
        paragraphs = sorted(_entries(streams, _PARAGRAPH_PAGES, 13), key=lambda entry: entry[0])
        self._starts = [start for start, _, _ in paragraphs]
        self._ends = [end for _, end, _ in paragraphs]
        self._groups = [group for _, _, group in paragraphs]
        self._known: dict[bytes, ParagraphFormat] = {}
        self.runs = sorted(self._read_runs(streams), key=lambda run: run[0])

    def paragraph(self, offset: int) -> ParagraphFormat:
        """Properties of the paragraph that a character belongs to."""
        found = bisect_right(self._starts, offset) - 1
        group = self._groups[found] if found >= 0 and offset < self._ends[found] else b""
        if group not in self._known:
            self._known[group] = _paragraph_format(group, self._data)
        return self._known[group]

    def ends_at(self, offset: int, width: int) -> bool:
        """Whether a paragraph ends with the character there."""
        found = bisect_right(self._starts, offset) - 1
        return found < 0 or self._ends[found] <= offset + width

    @staticmethod
    def _read_runs(streams: Streams) -> Iterator[tuple[int, int, RunFormat]]:
        known: dict[bytes, RunFormat | None] = {}
        for start, end, group in _entries(streams, _CHARACTER_PAGES, 1):
            if group not in known:
                known[group] = _run_format(group)
            found = known[group]
            if found is not None:
                yield start, end, found


def _entries(streams: Streams, index: int, record: int) -> Iterator[tuple[int, int, bytes]]:
    """Start, end and properties of each paragraph or run."""
    _, numbers = plc(streams.part(index), 4)
    for number in numbers:
        at = u32(number, 0) * _PAGE
        page = streams.word[at : at + _PAGE]
        count = u8(page, _PAGE - 1)
        if len(page) < _PAGE or 4 * (count + 1) + record * count > _PAGE:
            continue
        for entry in range(count):
            place = 2 * page[4 * (count + 1) + record * entry]
            yield u32(page, 4 * entry), u32(page, 4 * entry + 4), _group(page, place, record)


def _group(page: bytes, place: int, record: int) -> bytes:
    if not place:
        return b""
    size = u8(page, place)
    if record == 1:
        return page[place + 1 : place + 1 + size]
    if size:
        return page[place + 1 : place + 2 * size]
    return page[place + 2 : place + 2 + 2 * u8(page, place + 1)]


def _run_format(group: bytes) -> RunFormat | None:
    dropped = special = False
    symbol = 0
    for code, operand in sprms(group):
        if code in (_DELETED, _HIDDEN):
            dropped = dropped or u8(operand, 0) == 1
        elif code == _SPECIAL:
            special = u8(operand, 0) == 1
        elif code == _SYMBOL:
            symbol = u16(operand, 2)
    return RunFormat(dropped, special, symbol) if dropped or special or symbol else None


def _paragraph_format(group: bytes, data: bytes) -> ParagraphFormat:
    listed = list(sprms(group[2:]))
    for code, operand in tuple(listed):
        if code in _HUGE:
            at = u32(operand, 0)
            listed += sprms(data[at + 2 : at + 2 + u16(data, at)])
    values = dict(listed)

    def value(code: int) -> int | None:
        return int.from_bytes(values[code][:2], "little") if code in values else None

    inside = bool(value(_IN_TABLE)) or bool(value(_ROW_END))
    depth = min(value(_DEPTH) or 1, 60) if inside else 0
    return ParagraphFormat(
        style=value(_STYLE) or u16(group, 0),
        number=value(_LIST),
        level=value(_LIST_LEVEL),
        outline=value(_OUTLINE),
        depth=depth,
        row_end=bool(value(_ROW_END)) or bool(value(_INNER_ROW_END)),
        cell_end=bool(value(_INNER_CELL)),
        sprms=tuple(listed),
    )


def group_format(group: bytes) -> ParagraphFormat:
    """Properties that a style gives (two bytes of style number, then properties)."""
    return _paragraph_format(group, b"")
