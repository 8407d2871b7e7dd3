"""The characters of a page as pdfium tells them: where each stands, how it is turned, its font and colour."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as raw

from pipeline.reading.pdf.calls import (
    Address,
    FourCounts,
    FourFloats,
    Letters,
    address_of,
    angle_of,
    fill_colour,
    font_info,
    get_text,
    loose_box,
    places_of,
    start_of,
)
from pipeline.reading.pdf.geometry import Box, View
from pipeline.reading.pdf.glyphs import usual_characters

_UPRIGHT = 0.02
_ASCENT = 0.86
_LONGEST_NAME = ctypes.sizeof(Letters)
_NAME_ROOM = ctypes.c_ulong(_LONGEST_NAME)
# Letters so light, or so little opaque, are meant to be seen behind the text (0 to 255).
_PALE, _SHEER = 150, 110
_new = tuple.__new__  # one call less than `new_box`


class PdfiumText:
    """The characters of one page (see `PageText`)."""

    def __init__(self, letters: object, view: View, turned: bool) -> None:
        self._raw = letters
        self._address = address_of(letters)
        edges = FourFloats()
        self._edges = memoryview(edges).cast("B").cast("f")  # which gives them in one go
        self._rect = start_of(edges)
        self._name = Letters()
        self._names: dict[tuple[bytes, int], str] = {}
        colours = FourCounts()
        self._colours = memoryview(colours).cast("B").cast("I")
        self._at_colours = places_of(colours)
        self._view = view
        self._corner = view.left, view.top
        self._turned, self._upright = turned, not view.turn
        self.text = usual_characters(_characters(self._raw))

    def box(self, index: int) -> Box:
        """Where a character stands."""
        if self._turned:
            return self._turned_box(index)
        loose_box(self._address, index, self._rect)
        left, top, right, bottom = self._edges.tolist()
        x, y = self._corner
        return _new(Box, (left - x, y - top, right - x, y - bottom))

    def _turned_box(self, index: int) -> Box:
        """The same for words that are drawn sideways, for which pdfium gives no box of full height."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
        if not raw.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top):
            return Box(0.0, 0.0, 0.0, 0.0)
        box = self._view.box(left.value, top.value, right.value, bottom.value)
        known = raw.FPDFText_GetCharOrigin(self._raw, index, x, y) and raw.FPDFText_GetMatrix(self._raw, index, matrix)
        if not known or box.width <= 0:
            return box
        size = raw.FPDFText_GetFontSize(self._raw, index) * math.hypot(matrix.a, matrix.b)
        start, base = self._view.point(x.value, y.value)
        return Box(min(start, box.x0), base - _ASCENT * size, box.x1, base + (1 - _ASCENT) * size)

    def is_upright(self, index: int) -> bool:
        """Whether a character stands upright as the page is seen."""
        angle = angle_of(self._address, index)
        return self._upright if not angle else self._turned_by(angle) == 0

    def is_sideways(self, index: int) -> bool:
        """Whether a character lies on its side as the page is seen."""
        return self._turned_by(angle_of(self._address, index)) in (90, 270)

    def _turned_by(self, angle: float) -> int | None:
        turned = quarter(angle)
        return None if turned is None else (self._view.turn - turned) % 360

    def is_pale(self, index: int) -> bool:
        """Whether a character is drawn in a light colour."""
        if not fill_colour(self._address, index, *self._at_colours):
            return False
        red, green, blue, alpha = self._colours.tolist()
        return (red >= _PALE and green >= _PALE and blue >= _PALE) or alpha <= _SHEER

    def font(self, index: int) -> str:
        """The name of a character's font, without the mark of a subset."""
        length = font_info(self._address, index, self._name, _NAME_ROOM, None)
        given = self._name.raw, length  # as it is: cutting it takes longer than looking it up
        if (known := self._names.get(given)) is None:
            name = given[0][: max(0, min(length, _LONGEST_NAME) - 1)]
            known = self._names[given] = name.decode("utf-8", "replace").split("+", 1)[-1]
        return known


def _characters(textpage: object) -> str:
    """All characters, one for each index, also where pdfium knows none (its own bulk call leaves those out)."""
    count = int(raw.FPDFText_CountChars(textpage))
    if count <= 0:
        return ""
    buffer = bytearray(2 * (count + 1))  # an array of ctypes would be a type of its own for each length
    start = Address(ctypes.addressof(ctypes.c_char.from_buffer(buffer)))
    if get_text(address_of(textpage), 0, count, start) == count + 1:
        text = buffer[:-2].decode("utf-16-le", "surrogatepass")
        if len(text) == count and "\x00" not in text:
            return text
    codes = (int(raw.FPDFText_GetUnicode(textpage, index)) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)


def quarter(angle: float) -> int | None:
    """How far a page must be turned, in degrees clockwise, for words at this angle; null if it is no right angle."""
    turns = angle / (math.pi / 2)
    return -round(turns) * 90 % 360 if abs(turns - round(turns)) < _UPRIGHT else None
