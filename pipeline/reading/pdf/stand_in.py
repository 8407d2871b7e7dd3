"""One font for all Chinese fonts that a file names and does not hold, so that what is read hangs on no machine's fonts.

pdfium asks the system for such fonts, and measures their letters' outlines: half of the time it takes to read a page. Without a
Chinese font installed it finds none, and drops every piece of text of a single letter as one without width. What is read
needs no outlines: how wide letters are the file itself says. So pdfium is given a font whose letters are all one small box.

Pages are drawn with the machine's fonts (`machine_fonts`).
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache

import pypdfium2.raw as raw

_NAME = b"CetuStandIn\x00"
_EM, _ASCENT, _DESCENT = 1000, 860, -140
# The boxes lie within the advance of the narrowest Latin letter, else of a full square, and below the ascent of any font, so that
# they widen no line.
_LEFT, _BOTTOM, _HALF, _FULL, _TOP = 0, -60, 200, 1000, 700
# Letters that are asked for by number, as some files do, are narrow; those asked for by character come last.
_LETTERS = 0xFFFF
_NARROW, _WIDE, _BLANK = 2, _LETTERS - 2, _LETTERS - 1
# From which character on which letter stands for all, to the next line.
_STARTS = (
    (0x20, _BLANK), (0x21, _NARROW), (0xA0, _BLANK), (0xA1, _WIDE), (0x3000, _BLANK), (0x3001, _WIDE),
)  # fmt: skip
_LAST = 0x10FFFF
# Character sets of Windows: Japanese, Korean (two), simplified and traditional Chinese; signs, which fonts without one get.
_CHINESE = 134
_EAST_ASIAN, _SIGNS = frozenset({128, 129, 130, _CHINESE, 136}), 2
# Fonts of signs have no letters; pdfium brings its own.
_OF_SIGNS = re.compile(rb"symbol|dings|marlett|zapf|mt ?extra", re.IGNORECASE)
_HANDLE = 1


@lru_cache(maxsize=1)
def font() -> bytes:
    """The font, as a TrueType file: letters by any number and for any character, blanks without a shape."""
    narrow, wide = _padded(_box(_HALF)), _padded(_box(_FULL))
    tables = {
        b"cmap": _cmap(),
        b"glyf": narrow + narrow + wide,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, _LEFT, _BOTTOM, _FULL, _TOP, 0, 8, 2, 0, 0),
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhQhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, _LEFT, 0, _FULL, 1, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", _EM, _LEFT),
        b"loca": _places(len(narrow) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, _LETTERS, 2, 1, 0, 0, 1, *[0] * 8),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    listed, body, start = b"", b"", len(head) + 16 * len(tables)
    for name, table in tables.items():
        listed += struct.pack(">4sIII", name, 0, start + len(body), len(table))
        body += _padded(table)
    return head + listed + body


def _box(right: int) -> bytes:
    """A letter: a line from corner to corner. How far it reaches is all that is asked of it, and two points are measured sooner
    than four."""
    head = struct.pack(">hhhhhHH2B", 1, _LEFT, _BOTTOM, right, _TOP, 1, 0, 1, 1)
    return head + struct.pack(">4h", _LEFT, right - _LEFT, _BOTTOM, _TOP - _BOTTOM)


def _places(size: int) -> bytes:
    """Where each letter lies, in units of two bytes: the first and the second narrow box in turn (FreeType lets a letter that
    lies behind the next one reach to the end of all), then the wide one and one that takes no room."""
    numbered = struct.pack(">HH", 0, size) * (_LETTERS // 2)
    return numbered[: 2 * _WIDE] + struct.pack(">HHH", 2 * size, 3 * size, 3 * size)


def _cmap() -> bytes:
    """Which letter stands for a character (format 13: one letter for many)."""
    ends = [*(start - 1 for start, _ in _STARTS[1:]), _LAST]
    body = b"".join(struct.pack(">III", start, end, letter) for (start, letter), end in zip(_STARTS, ends, strict=True))
    known = ((0, 4), (3, 1), (3, 10))
    start = 4 + 8 * len(known)
    head = struct.pack(">HH", 0, len(known)) + b"".join(struct.pack(">HHI", *one, start) for one in known)
    return head + struct.pack(">HHIII", 13, 0, 16 + len(body), 0, len(_STARTS)) + body


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


class _Switch:
    """What pdfium asks for fonts: ours inside of `stand_ins`, else the machine's, as if we were not there."""

    def __init__(self) -> None:
        self._system = raw.FPDF_GetDefaultSystemFontInfo()
        self._is_ours = False
        kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
        self._system.contents.Release = kinds["Release"]()  # else pdfium would end it with the first switch
        self._ours = raw.FPDF_SYSFONTINFO(version=1)
        # Whoever is there to be asked is asked for a list of all fonts first; the machine's are asked in their turn.
        self._ours.EnumFonts = kinds["EnumFonts"](lambda this, mapper: None)
        self._ours.MapFont = kinds["MapFont"](_map)
        self._ours.GetFont = kinds["GetFont"](lambda this, name: None)
        self._ours.GetFontData = kinds["GetFontData"](_data)
        self._ours.GetFaceName = kinds["GetFaceName"](lambda this, handle, room, size: _filled(room, size, _NAME))
        self._ours.GetFontCharset = kinds["GetFontCharset"](lambda this, handle: _CHINESE)
        self._ours.DeleteFont = kinds["DeleteFont"](lambda this, handle: None)

    @contextmanager
    def to(self, ours: bool) -> Iterator[None]:
        """Inside, pdfium asks us, or the machine."""
        before, self._is_ours = self._is_ours, ours
        try:
            self._tell(before)
            yield
        finally:
            now, self._is_ours = self._is_ours, before
            self._tell(now)

    def _tell(self, before: bool) -> None:
        if before != self._is_ours:
            raw.FPDF_SetSystemFontInfo(ctypes.byref(self._ours) if self._is_ours else self._system)


def _map(this: object, weight: int, italic: int, charset: int, pitch: int, name: object, exact: object) -> int | None:
    words = ctypes.string_at(name) if name else b""  # type: ignore[arg-type]
    ours = charset in _EAST_ASIAN or (charset == _SIGNS and not _OF_SIGNS.search(words))
    return _HANDLE if ours else None  # Latin: pdfium brings its own


def _data(this: object, handle: object, table: int, room: object, size: int) -> int:
    return 0 if table else _filled(room, size, font())


def _filled(room: object, size: int, data: bytes) -> int:
    """Copy data to where there is room for it; how long it is."""
    if room and size >= len(data):
        ctypes.memmove(room, data, len(data))  # type: ignore[arg-type]
    return len(data)


@lru_cache(maxsize=1)
def _switch() -> _Switch:
    return _Switch()


def stand_ins() -> AbstractContextManager[None]:
    """Inside, files are opened and read with the stand-in font. Like all of pdfium, for one thread at a time."""
    return _switch().to(ours=True)


def machine_fonts() -> AbstractContextManager[None]:
    """Inside of `stand_ins`, files are opened and drawn with what the machine has."""
    return _switch().to(ours=False)
