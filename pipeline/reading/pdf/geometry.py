"""Boxes on a page as it is looked at: points, from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec


class Box(NamedTuple):
    """A rectangle; `top` < `bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """Height; of a character's box: the size of its font."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Width."""
        return self.x1 - self.x0

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside; left and upper edge included."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom


_new = tuple.__new__


def new_box(x0: float, top: float, x1: float, bottom: float) -> Box:
    """A box, made in a third of the time: most of what a page is read by are boxes."""
    return _new(Box, (x0, top, x1, bottom))


class View(msgspec.Struct, frozen=True):
    """How a page is turned and cut: the way from its own coordinates (y upwards) to those of the viewer."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 180 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as seen."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle as seen."""
        if self.turn == 0:
            return new_box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes."""
    if len(boxes) == 1:
        return boxes[0]
    if len(boxes) == 2:
        return around_both(*boxes)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def around_both(one: Box, other: Box) -> Box:
    """The smallest box around two boxes."""
    x0, top, x1, bottom = one
    other_x0, other_top, other_x1, other_bottom = other
    return _new(
        Box,
        (
            other_x0 if other_x0 < x0 else x0,
            other_top if other_top < top else top,
            other_x1 if other_x1 > x1 else x1,
            other_bottom if other_bottom > bottom else bottom,
        ),
    )
