"""The style sheet of an old Word file, as far as it tells structure."""

from __future__ import annotations

import msgspec

from pipeline.reading.doc.binary import u8, u16
from pipeline.reading.doc.properties import ParagraphFormat, group_format
from pipeline.reading.docx.styles import NumberRef, Style, heading_of_name, is_contents_name

_NIL = 0x0FFF
_PARAGRAPH = 1
_TITLE = 62
_CONTENTS = range(19, 28)
_LONGEST_CHAIN = 12
_BODY = 9
_MOST_STYLES = 5000


class _Entry(msgspec.Struct, frozen=True):
    sti: int
    name: str
    base: int
    format: ParagraphFormat | None


class Styles:
    """Styles by their number, as text; each worked out when first asked for."""

    def __init__(self, sheet: bytes) -> None:
        self._entries = _entries(sheet)
        self._known: dict[str | None, Style | None] = {None: None}

    def get(self, style_id: str | None) -> Style | None:
        """A style with all it inherits; null if there is none of that number."""
        if style_id not in self._known:
            number = int(style_id or "0")
            self._known[style_id] = self._resolve(number) if number in self._entries else None
        return self._known[style_id]

    def _resolve(self, number: int) -> Style:
        heading: int | None = None
        num: str | None = None
        level: int | None = None
        contents = False
        for _ in range(_LONGEST_CHAIN):
            entry = self._entries.get(number)
            if entry is None:
                break
            contents = contents or entry.sti in _CONTENTS or is_contents_name(entry.name)
            if heading is None:
                heading = _heading(entry)
            if entry.format is not None:
                own = entry.format
                num = str(own.number) if num is None and own.number is not None else num
                level = own.level if level is None else level
            number = entry.base
        reference = NumberRef(num, level) if num is not None or level is not None else None
        return Style(heading=None if heading == -1 else heading, number=reference, contents=contents)


def _heading(entry: _Entry) -> int | None:
    """Heading level of a style; -1 if it says body text, null if it says nothing."""
    if 1 <= entry.sti <= 9:
        return entry.sti
    if entry.sti == _TITLE:
        return 0
    named = heading_of_name(entry.name)
    if named is not None:
        return named
    outline = entry.format.outline if entry.format is not None else None
    if outline is None:
        return None
    return outline + 1 if outline < _BODY else -1


def _entries(sheet: bytes) -> dict[int, _Entry]:
    """Every paragraph style of the sheet (STSH)."""
    head = u16(sheet, 0)
    count, base = u16(sheet, 2), u16(sheet, 4)
    at = 2 + head
    found: dict[int, _Entry] = {}
    for number in range(min(count, _MOST_STYLES)):
        size = u16(sheet, at)
        if size and at + 2 + size <= len(sheet):
            entry = _entry(sheet[at + 2 : at + 2 + size], base)
            if entry is not None:
                found[number] = entry
        at += 2 + size + size % 2
    return found


def _entry(std: bytes, base: int) -> _Entry | None:
    if u16(std, 2) & 0xF != _PARAGRAPH:
        return None
    length = u16(std, base)
    name = std[base + 2 : base + 2 + 2 * length].decode("utf-16-le", "replace")
    at = base + 2 + 2 * length + 2
    size = u16(std, at)
    group = std[at + 2 : at + 2 + size] if u8(std, 4) & 0xF else b""
    return _Entry(u16(std, 0) & _NIL, name, u16(std, 2) >> 4, group_format(group) if group else None)
