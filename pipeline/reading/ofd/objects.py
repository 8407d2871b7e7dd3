"""Places of an OFD page's objects: millimetres inside nested frames become points on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from lxml import etree

from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.page import Rule

POINTS = 72 / 25.4
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,40})?(?:[eE]-?\d{1,2})?|-?\.\d{1,40}")
_PATH = re.compile(r"([A-Za-z])|(-?\d{1,9}(?:\.\d{1,40})?|-?\.\d{1,40})")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ASCENT = 0.86
_STRAIGHT, _SHORTEST = 0.5, 2.0
_UPRIGHT = 0.02
_WIDEST = 1.05
_PALE, _SHEER = 150, 110
_MOST_REPEATED = 100_000


class Matrix(NamedTuple):
    """An affine map, as in a CTM."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def upright(self) -> bool:
        """Whether words stay upright."""
        return abs(self.b) <= _UPRIGHT * abs(self.a) and self.a > 0


class Letter(NamedTuple):
    """A character of a page with its box in points."""

    char: str
    box: Box
    upright: bool
    pale: bool


def local(element: etree._Element) -> str:
    """Name of an element without its namespace: programs write several."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute."""
    return [float(found) for found in _NUMBER.findall(text or "")]


def frame_of(element: etree._Element) -> tuple[float, float, float, float] | None:
    """The `Boundary` of an object, or the words of a box: x, y, width, height."""
    values = numbers(element.get("Boundary") or element.text)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def matrix_of(element: etree._Element) -> Matrix:
    """From an object's own coordinates to those of the page, in millimetres."""
    values = numbers(element.get("CTM"))
    own = Matrix(*values) if len(values) == 6 else Matrix()
    x, y = (frame_of(element) or (0.0, 0.0, 0.0, 0.0))[:2]
    return own._replace(e=own.e + x, f=own.f + y)


def letters_of(element: etree._Element) -> Iterator[Letter]:
    """The characters of a text object."""
    matrix = matrix_of(element)
    size = (numbers(element.get("Size")) or [3.5])[0]
    pale = _is_pale(element)
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode" or not code.text:
            continue
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        text = code.text.strip("\r\n")
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        lefts, bases = list(accumulate(steps_x, initial=x)), list(accumulate(steps_y, initial=y))
        for place, char in enumerate(text):
            wide = size if ord(char) > 0x2E7F else size / 2
            ahead = steps_x[place] if place < len(steps_x) else 0.0
            width = ahead if 0 < ahead <= _WIDEST * size else wide
            left, base = lefts[min(place, len(lefts) - 1)], bases[min(place, len(bases) - 1)]
            yield Letter(char, _box(matrix, left, base, width, size), matrix.upright, pale)


def _box(matrix: Matrix, left: float, base: float, width: float, size: float) -> Box:
    corners = [matrix.point(left, base - _ASCENT * size), matrix.point(left + width, base + (1 - _ASCENT) * size)]
    (x0, y0), (x1, y1) = corners
    return Box(min(x0, x1) * POINTS, min(y0, y1) * POINTS, max(x0, x1) * POINTS, max(y0, y1) * POINTS)


def _steps(text: str | None, most: int) -> list[float]:
    """The way from each character to the next; `g 3 5.6` says 5.6 three times."""
    words = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < min(most, _MOST_REPEATED):
        if words[at] == "g" and at + 2 < len(words):
            count, value = numbers(words[at + 1]), numbers(words[at + 2])
            steps += (value or [0.0]) * min(int(count[0]) if count else 0, most)
            at += 3
        else:
            steps += numbers(words[at])
            at += 1
    return steps[: max(0, most - 1)]


def _is_pale(element: etree._Element) -> bool:
    """Whether letters are drawn in a light colour, or nearly see-through, as watermarks are."""
    alpha = numbers(element.get("Alpha"))
    if alpha and alpha[0] <= _SHEER:
        return True
    colour = next((child for child in element if local(child) == "FillColor"), None)
    if colour is None:
        return False
    alpha, values = numbers(colour.get("Alpha")), numbers(colour.get("Value"))
    return bool(alpha and alpha[0] <= _SHEER) or (len(values) in (1, 3) and min(values) >= _PALE)


def rules_of(element: etree._Element) -> Iterator[Rule]:
    """The straight lines, level or plumb, of a path object."""
    matrix = matrix_of(element)
    data = next((child.text for child in element if local(child) == "AbbreviatedData"), None)
    for line in _lines(data or ""):
        places = [matrix.point(*point) for point in line]
        for (x0, y0), (x1, y1) in pairwise(places):
            box = Box(min(x0, x1) * POINTS, min(y0, y1) * POINTS, max(x0, x1) * POINTS, max(y0, y1) * POINTS)
            if min(box.width, box.height) <= _STRAIGHT and max(box.width, box.height) >= _SHORTEST:
                level = box.width >= box.height
                yield Rule(box.x0, box.top, box.x1 if level else box.x0, box.top if level else box.bottom)


def _lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """Stretches of straight line in a path's short form."""
    line: list[tuple[float, float]] = []
    sign, operands = "", list[float]()
    for found in _PATH.finditer(data):
        if found[1]:
            sign, operands = found[1].upper(), []
            if sign == "C" and len(line) > 1:
                line.append(line[0])
        else:
            operands.append(float(found[2]))
        wanted = _OPERANDS.get(sign)
        if not wanted or len(operands) < wanted:
            continue
        point = operands[-2], operands[-1]
        if sign == "L" and line:
            line.append(point)
        else:
            if len(line) > 1:
                yield line
            line = [point]
        operands = []
    if len(line) > 1:
        yield line
