"""From ruling lines to the grids of tables.

Lines are snapped, joined and crossed by pdfplumber's own functions. Cells and tables are found as pdfplumber finds them,
but by looking along the lines instead of through all points, so that the time stays in proportion to their number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

import msgspec
from pdfplumber.table import edges_to_intersections, merge_edges

from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.open_edges import closing_rules
from pipeline.reading.pdf.page import Rule

_TOLERANCE = 3
_SHORTEST = 1.0
_MOST_EDGES = 1500
_MOST_CROSSINGS = 200_000
_SAME = 1.0

Point = tuple[float, float]
Edge = dict[str, float | str]


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
    tables = find_tables(rules)
    if closing := closing_rules(tables, rules):
        tables = find_tables([*rules, *closing])
    return [_lattice(table) for table in tables]


def find_tables(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each table, as `pdfplumber.table` finds them for its strategy "lines"."""
    edges = [edge for rule in rules if (edge := _edge(rule)) is not None]
    if not _crosses(edges):
        return []
    merged: list[Edge] = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    merged = [edge for edge in merged if max(float(edge["width"]), float(edge["height"])) >= _TOLERANCE]
    upright = sum(1 for edge in merged if edge["orientation"] == "v")
    if len(merged) > _MOST_EDGES or upright * (len(merged) - upright) > _MOST_CROSSINGS or not _crosses(merged):
        return []
    return _tables(_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)))


def _crosses(edges: Sequence[Edge]) -> bool:
    return len({edge["orientation"] for edge in edges}) == 2 and len(edges) >= 4


def _edge(rule: Rule) -> Edge | None:
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


class _Crossings:
    """Crossings of lines, and which of them lie on the same line."""

    def __init__(self, found: dict[Point, dict[str, list[Edge]]]) -> None:
        names: dict[tuple[object, ...], int] = {}

        def name(edge: Edge) -> int:
            return names.setdefault((edge["x0"], edge["top"], edge["x1"], edge["bottom"]), len(names))

        self.points = {
            point: (frozenset(map(name, lines["v"])), frozenset(map(name, lines["h"])))
            for point, lines in found.items()
        }
        self._columns: dict[float, list[float]] = defaultdict(list)
        self._rows: dict[float, list[float]] = defaultdict(list)
        for x, y in sorted(self.points):
            self._columns[x].append(y)
        for x, y in sorted(self.points):
            self._rows[y].append(x)

    def below(self, point: Point) -> list[Point]:
        """Crossings further down the same line, nearest first."""
        x, y = point
        lines, column, found = self.points[point][0], self._columns[x], []
        for other in column[bisect_right(column, y) :]:
            if lines.isdisjoint(self.points[x, other][0]):
                break
            found.append((x, other))
        return found

    def right(self, point: Point) -> list[Point]:
        """Crossings further to the right on the same line, nearest first."""
        x, y = point
        lines, row, found = self.points[point][1], self._rows[y], []
        for other in row[bisect_right(row, x) :]:
            if lines.isdisjoint(self.points[other, y][1]):
                break
            found.append((other, y))
        return found

    def joined(self, one: Point, other: Point) -> bool:
        """Whether two crossings lie on the same line."""
        upright = one[0] == other[0]
        place = 0 if upright else 1
        return not self.points[one][place].isdisjoint(self.points[other][place])


def _cells(found: dict[Point, dict[str, list[Edge]]]) -> list[Box]:
    """The smallest rectangle right below each crossing."""
    crossings = _Crossings(found)
    return [cell for point in crossings.points if (cell := _cell(point, crossings)) is not None]


def _cell(point: Point, crossings: _Crossings) -> Box | None:
    right = crossings.right(point)
    for _, bottom in crossings.below(point) if right else ():
        for x, _ in right:
            corner = (x, bottom)
            if (
                corner in crossings.points
                and crossings.joined(corner, (x, point[1]))
                and crossings.joined(corner, (point[0], bottom))
            ):
                return Box(point[0], point[1], x, bottom)
    return None


def _tables(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that touch at corners, together; single cells are left out."""
    owner: dict[Point, int] = {}
    leader = list(range(len(cells)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for place, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            leader[find(place)] = find(owner.setdefault(corner, place))
    groups: dict[int, list[Box]] = defaultdict(list)
    for place, cell in enumerate(cells):
        groups[find(place)].append(cell)
    tables = [group for group in groups.values() if len(group) > 1]
    return sorted(tables, key=lambda group: min((cell.top, cell.x0) for cell in group))


def _lattice(boxes: list[Box]) -> Lattice:
    xs = _distinct([x for box in boxes for x in (box.x0, box.x1)])
    ys = _distinct([y for box in boxes for y in (box.top, box.bottom)])
    cells: list[GridBox] = []
    for box in sorted(boxes, key=lambda box: (box.top, box.x0)):
        row, column = _place(ys, box.top), _place(xs, box.x0)
        rows, columns = _place(ys, box.bottom) - row, _place(xs, box.x1) - column
        cells.append(GridBox(box, row, column, max(1, rows), max(1, columns)))
    return Lattice(box=around(boxes), xs=tuple(xs), ys=tuple(ys), cells=tuple(cells))


def _distinct(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _place(lines: list[float], value: float) -> int:
    return max(0, min(len(lines) - 1, bisect_left(lines, value - _SAME)))
