"""Ruling lines among the drawn paths of a page."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as raw

from pipeline.reading.pdf.calls import address_of, object_type, page_object
from pipeline.reading.pdf.geometry import View
from pipeline.reading.pdf.page import Rule

_STRAIGHT = 0.01
_DEEPEST = 8
_MOST_POINTS = 400

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PathReader:
    """Collects horizontal and vertical lines, edges of rectangles among them; counts images and paths.

    `widest` is the area of the biggest image.
    """

    def __init__(self, view: View, most: int) -> None:
        self._view = view
        self._left = most
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
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
                self._object(raw.FPDFPage_GetObject(page, index), _IDENTITY, 0)

    def _object(self, item: object, outer: Matrix, depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.images += 1
            self._image(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self.paths += 1
            self._path(item, outer)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = self._combined(item, outer)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._object(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _combined(self, item: object, outer: Matrix) -> Matrix:
        matrix = self._matrix
        if not raw.FPDFPageObj_GetMatrix(item, matrix):
            return outer
        a, b, c, d, e, f = outer
        return (
            matrix.a * a + matrix.b * c,
            matrix.a * b + matrix.b * d,
            matrix.c * a + matrix.d * c,
            matrix.c * b + matrix.d * d,
            matrix.e * a + matrix.f * c + e,
            matrix.e * b + matrix.f * d + f,
        )

    def _image(self, item: object, outer: Matrix) -> None:
        """An image fills a square of side 1, turned and stretched by its matrix."""
        a, b, c, d, _, _ = self._combined(item, outer)
        self.widest = max(self.widest, abs(a * d - b * c))

    def _path(self, item: object, outer: Matrix) -> None:
        count = raw.FPDFPath_CountSegments(item)
        if not 2 <= count <= _MOST_POINTS or not raw.FPDFPath_GetDrawMode(item, self._fill, self._stroke):
            return
        if not (self._fill.value or self._stroke.value):
            return
        a, b, c, d, e, f = self._combined(item, outer)
        point = self._view.point
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            raw.FPDFPathSegment_GetPoint(segment, self._x, self._y)
            x, y = self._x.value, self._y.value
            here = point(x * a + y * c + e, x * b + y * d + f)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                self._line(last, here)
            last = here
            if raw.FPDFPathSegment_GetClose(segment):
                self._line(here, start)
                last = start

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = one, other
        if abs(y0 - y1) <= _STRAIGHT and x0 != x1:
            self.rules.append(Rule(min(x0, x1), y0, max(x0, x1), y0))
        elif abs(x0 - x1) <= _STRAIGHT and y0 != y1:
            self.rules.append(Rule(x0, min(y0, y1), x0, max(y0, y1)))
