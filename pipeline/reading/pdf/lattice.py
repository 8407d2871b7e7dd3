"""From ruling lines to the grids of tables, with the table functions of pdfplumber."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.page import Rule

_TOLERANCE = 3
_SHORTEST = 1.0
_MOST_EDGES = 1200
_SAME = 1.0


class GridBox(msgspec.Struct, frozen=True):
    """A cell's place in its grid and on the page."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int


class Lattice(msgspec.Struct, frozen=True, kw_only=True):
    """A ruled table: column and row lines, cells in reading order."""

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridBox, ...]


def find_lattices(rules: Sequence[Rule]) -> list[Lattice]:
    """The ruled tables of a page from top to bottom, those of a single column too."""
    edges = [edge for rule in rules if (edge := _edge(rule)) is not None]
    if not _crosses(edges):
        return []
    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    merged = [edge for edge in merged if max(edge["width"], edge["height"]) >= _TOLERANCE]
    if len(merged) > _MOST_EDGES or not _crosses(merged):
        return []
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    return [_lattice([Box(*cell) for cell in table]) for table in cells_to_tables(cells)]


def _crosses(edges: list[dict[str, float | str]]) -> bool:
    directions = {edge["orientation"] for edge in edges}
    return len(directions) == 2 and len(edges) >= 4


def _edge(rule: Rule) -> dict[str, float | str] | None:
    width, height = rule.x1 - rule.x0, rule.bottom - rule.top
    if max(width, height) < _SHORTEST:
        return None
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": width,
        "height": height,
        "orientation": "h" if width > height else "v",
    }


def _lattice(boxes: list[Box]) -> Lattice:
    xs = _distinct([x for box in boxes for x in (box.x0, box.x1)])
    ys = _distinct([y for box in boxes for y in (box.top, box.bottom)])
    cells: list[GridBox] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.x0)):
        row, column = _place(ys, box.top), _place(xs, box.x0)
        cells.append(
            GridBox(box, row, column, max(1, _place(ys, box.bottom) - row), max(1, _place(xs, box.x1) - column))
        )
    return Lattice(box=around(boxes), xs=tuple(xs), ys=tuple(ys), cells=tuple(cells))


def _distinct(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _place(lines: list[float], value: float) -> int:
    return max(0, min(len(lines) - 1, bisect_left(lines, value - _SAME)))
