"""Ruling lines among the drawn paths of a page."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as raw

from pipeline.reading.pdf.calls import (
    Address,
    SixFloats,
    TwoFloats,
    TwoNumbers,
    address_of,
    object_matrix,
    object_type,
    page_object,
    path_length,
    path_mode,
    path_segment,
    places_of,
    segment_closes,
    segment_point,
    segment_type,
    start_of,
)
from pipeline.reading.pdf.geometry import View
from pipeline.reading.pdf.page import Rule

_STRAIGHT = 0.01
_DEEPEST = 8
_MOST_POINTS = 400

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOVE, _DRAW = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO


class PathReader:
    """Collects horizontal and vertical lines, edges of rectangles among them; counts images and paths.

    `widest` is the area of the biggest image.
    """

    def __init__(self, view: View, most: int) -> None:
        self._view = view
        self._left = most
        matrix, point, modes = SixFloats(), TwoFloats(), TwoNumbers()
        # Views give all their values in one go.
        self._matrix, self._point = memoryview(matrix).cast("B").cast("f"), memoryview(point).cast("B").cast("f")
        self._modes = memoryview(modes).cast("B").cast("i")
        self._at_matrix = start_of(matrix)
        self._at_point, self._at_modes = places_of(point), places_of(modes)
        self.rules: list[Rule] = []
        self.images = 0
        self.paths = 0
        self.widest = 0.0

    def read(self, page: object) -> None:
        """Take in all objects of a page, those inside forms too."""
        address = address_of(page)
        for index in range(raw.FPDFPage_CountObjects(page)):
            if object_type(page_object(address, index)) == raw.FPDF_PAGEOBJ_TEXT:
                self._left -= 1  # as most are; words are read elsewhere
            else:
                self._object(page_object(address, index), _IDENTITY, 0)

    def _object(self, item: Address, outer: Matrix, depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = object_type(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.images += 1
            self._image(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self.paths += 1
            self._path(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = self._combined(item, outer)
            form = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
            for index in range(raw.FPDFFormObj_CountObjects(form)):
                self._object(address_of(raw.FPDFFormObj_GetObject(form, index)), inner, depth + 1)

    def _combined(self, item: Address, outer: Matrix) -> Matrix:
        if not object_matrix(item, self._at_matrix):
            return outer
        own_a, own_b, own_c, own_d, own_e, own_f = self._matrix.tolist()
        a, b, c, d, e, f = outer
        return (
            own_a * a + own_b * c,
            own_a * b + own_b * d,
            own_c * a + own_d * c,
            own_c * b + own_d * d,
            own_e * a + own_f * c + e,
            own_e * b + own_f * d + f,
        )

    def _image(self, item: Address, outer: Matrix) -> None:
        """An image fills a square of side 1, turned and stretched by its matrix."""
        a, b, c, d, _, _ = self._combined(item, outer)
        self.widest = max(self.widest, abs(a * d - b * c))

    def _path(self, item: Address, outer: Matrix) -> None:
        count = path_length(item)
        if not 2 <= count <= _MOST_POINTS or not path_mode(item, *self._at_modes):
            return
        if not any(self._modes.tolist()):
            return
        a, b, c, d, e, f = self._combined(item, outer)
        point, (at_x, at_y) = self._view.point, self._at_point
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = path_segment(item, index)
            segment_point(segment, at_x, at_y)
            x, y = self._point.tolist()
            here = point(x * a + y * c + e, x * b + y * d + f)
            kind = segment_type(segment)
            if kind == _MOVE:
                start = here
            elif kind == _DRAW:
                self._line(last, here)
            last = here
            if segment_closes(segment):
                self._line(here, start)
                last = start

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) <= _STRAIGHT and x0 != x1:
            self.rules.append(Rule(min(x0, x1), y0, max(x0, x1), y0))
        elif abs(x0 - x1) <= _STRAIGHT and y0 != y1:
            self.rules.append(Rule(x0, min(y0, y1), x0, max(y0, y1)))
