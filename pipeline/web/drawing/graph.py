"""The responsibility graph as a drawing in layers: columns from left to right, boxes in them, curves between boxes.

A pure function: the same nodes and edges, in whatever order, stand at the same places. Within a column boxes are ordered by
where those they are tied to stand (barycentres), and put as near to these as their distance allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pipeline.web.drawing.labels import Curve, placed_labels
from pipeline.web.drawing.layers import Layer
from pipeline.web.drawing.spacing import spaced
from pipeline.web.drawing.text import fitted

MOST_BOXES = 200
FONT = 13.0
_HEIGHT, _STEP, _GAP = 30.0, 42.0, 96.0
_WIDTH, _WIDE = 150.0, 290.0
_PADDING, _TOP, _EDGE = 8.0, 46.0, 14.0
_SWEEPS = 6
_BULGE = 30.0


class Vertex(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes a box; `wide` ones hold sentences."""

    id: str
    label: str
    layer: Layer
    kind: str
    href: str
    centre: bool = False
    wide: bool = False


class Arc(msgspec.Struct, frozen=True, order=True):
    """What becomes a curve with an arrowhead at its target."""

    source: str
    target: str
    type: str
    label: str = ""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A box; `text` is what of the label fits into it."""

    id: str
    x: float
    y: float
    width: float
    height: float
    text: str
    label: str
    kind: str
    href: str
    centre: bool


class Heading(msgspec.Struct, frozen=True):
    """The word above a column."""

    x: float
    word: str


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn, in units of a pixel."""

    width: float
    height: float
    headings: tuple[Heading, ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def drawn(vertices: Sequence[Vertex], arcs: Sequence[Arc]) -> Drawing:
    """The drawing of a graph of at most `MOST_BOXES` nodes; of more, those that come first are drawn."""
    kept = {one.id: one for one in vertices[:MOST_BOXES]}
    edges = sorted({arc for arc in arcs if arc.source in kept and arc.target in kept and arc.source != arc.target})
    columns = _columns(kept)
    near = _neighbours(kept, edges)
    rows = _ordered(columns, near)
    heights = _heights(rows, near)
    lefts, width = _lefts(rows, kept)
    boxes = {key: _box(kept[key], lefts[number], heights[key]) for number, column in enumerate(rows) for key in column}
    curves = placed_labels([_curve(boxes, arc) for arc in edges], [(boxes[c[0]].x, boxes[c[0]].width) for c in rows])
    return Drawing(
        width=width, height=max((one.y for one in boxes.values()), default=_TOP) + _HEIGHT + _EDGE,
        headings=tuple(Heading(left, kept[column[0]].layer.word) for left, column in zip(lefts, rows, strict=True)),
        boxes=tuple(boxes[key] for column in rows for key in column), curves=tuple(curves),
    )  # fmt: skip


def _columns(kept: Mapping[str, Vertex]) -> list[list[str]]:
    """Ids by layer; a layer that none belongs to is left out."""
    layers = sorted({one.layer.order for one in kept.values()})
    return [sorted(key for key, one in kept.items() if one.layer.order == order) for order in layers]


def _neighbours(kept: Mapping[str, Vertex], edges: Sequence[Arc]) -> dict[str, list[str]]:
    near: dict[str, set[str]] = {key: set() for key in kept}
    for arc in edges:
        near[arc.source].add(arc.target)
        near[arc.target].add(arc.source)
    return {key: sorted(others) for key, others in near.items()}


def _ordered(columns: list[list[str]], near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Columns with their boxes ordered so that curves cross little: sweeps to the right and back."""
    rows = [list(column) for column in columns]
    place = {key: _share(index, len(row)) for row in rows for index, key in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            own = set(row)
            # Neighbours of the same column say nothing of where the column's boxes stand to the others.
            means = {key: _mean([place[o] for o in near[key] if o not in own], place[key]) for key in row}
            row.sort(key=lambda key: (means[key], place[key], key))
            place |= {key: _share(index, len(row)) for index, key in enumerate(row)}
    return rows


def _share(index: int, count: int) -> float:
    return (index + 0.5) / count


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(rows: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The y of each box: the longest column first, the others beside what they are tied to."""
    found: dict[str, float] = {}
    longest = max(range(len(rows)), key=lambda number: len(rows[number]), default=0)
    for number in sorted(range(len(rows)), key=lambda number: (abs(number - longest), number)):
        row = rows[number]
        middle = _mean(list(found.values()), 0.0)
        wanted = [_mean([found[o] for o in near[key] if o in found], middle) for key in row]
        if not found:
            wanted = [_STEP * index for index in range(len(row))]
        found |= dict(zip(row, spaced(wanted, _STEP), strict=True))
    lowest = min(found.values(), default=0.0)
    return {key: round(y - lowest + _TOP, 1) for key, y in found.items()}


def _lefts(rows: Sequence[Sequence[str]], kept: Mapping[str, Vertex]) -> tuple[list[float], float]:
    """The x of each column, and the width of all."""
    lefts, x = [], _EDGE
    for row in rows:
        lefts.append(x)
        x += max(_width(kept[key]) for key in row) + _GAP
    return lefts, max(x - _GAP + _EDGE + _BULGE, 1.0)


def _width(one: Vertex) -> float:
    return _WIDE if one.wide else _WIDTH


def _box(one: Vertex, x: float, y: float) -> Box:
    width = _width(one)
    return Box(
        id=one.id, x=x, y=y, width=width, height=_HEIGHT, label=one.label, kind=one.kind, href=one.href, centre=one.centre,
        text=fitted(one.label, FONT, width - 2 * _PADDING),
    )  # fmt: skip


def _curve(boxes: Mapping[str, Box], arc: Arc) -> Curve:
    a, b = boxes[arc.source], boxes[arc.target]
    ya, yb = a.y + a.height / 2, b.y + b.height / 2
    if a.x == b.x:  # of one column: an arc on its right
        xa = xb = a.x + a.width
        bend = (xa + _BULGE * 1.3, xb + _BULGE * 1.3)
    else:
        xa, xb = (a.x + a.width, b.x) if a.x < b.x else (a.x, b.x + b.width)
        middle = (xa + xb) / 2
        bend = (middle, middle)
    points = (xa, ya, bend[0], ya, bend[1], yb, xb, yb)
    return Curve(source=arc.source, target=arc.target, type=arc.type, label=arc.label, points=points)
