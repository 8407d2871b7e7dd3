"""Ruled tables that a page break cuts without drawing a line there, as browsers and some office programs print them: the
column lines run on to the edge of the page's text and no row line ends them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reading.pdf.geometry import Box, around
from pipeline.reading.pdf.page import Rule

_TOUCHING = 3.0
_LEAST_ROW = 8.0


def closing_rules(tables: Sequence[list[Box]], rules: Sequence[Rule]) -> list[Rule]:
    """The row lines that are missing at the upper and lower edges of tables, given as their cells."""
    upright: list[Rule] | None = None
    found: list[Rule] = []
    for cells in tables:
        box = around(cells)
        if len({cell.x0 for cell in cells}) < 2:
            continue
        if upright is None:
            upright = [rule for rule in rules if rule.bottom - rule.top > rule.x1 - rule.x0]
        own = [rule for rule in upright if box.x0 - _TOUCHING <= rule.x0 <= box.x1 + _TOUCHING]
        found += _closing(cells, box, own)
    return found


def _closing(cells: Sequence[Box], box: Box, upright: Sequence[Rule]) -> Iterator[Rule]:
    for edge, lower in ((box.top, False), (box.bottom, True)):
        at = _end(box, upright, lower=lower)
        if at is not None:
            yield Rule(box.x0, at, box.x1, at)
        elif _covered(cells, edge, lower=lower) < box.width - _TOUCHING:
            yield Rule(box.x0, edge, box.x1, edge)


def _covered(cells: Sequence[Box], edge: float, *, lower: bool) -> float:
    """How much of an edge has cells upon it."""
    return sum(cell.width for cell in cells if abs((cell.bottom if lower else cell.top) - edge) <= _TOUCHING)


def _end(box: Box, upright: Sequence[Rule], *, lower: bool) -> float | None:
    """Where the column lines end that run on beyond an edge; null unless all columns of a row's lines do."""
    ends: dict[int, float] = {}
    for rule in upright:
        if rule.top > box.bottom + _TOUCHING if lower else rule.bottom < box.top - _TOUCHING:
            continue
        beyond = rule.bottom - box.bottom if lower else box.top - rule.top
        if beyond >= _LEAST_ROW:
            place = round(rule.x0)
            ends[place] = max(ends.get(place, 0.0), beyond)
    if len(ends) < 3 or min(ends) > box.x0 + _TOUCHING or max(ends) < box.x1 - _TOUCHING:
        return None
    if max(ends.values()) - min(ends.values()) > _TOUCHING:
        return None
    beyond = max(ends.values())
    return box.bottom + beyond if lower else box.top - beyond
