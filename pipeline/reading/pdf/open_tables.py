"""Tables with horizontal lines alone (三线表): columns are told by the gaps that run through all rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.lines import Line, join_lines
from pipeline.reading.pdf.page import Rule
from pipeline.reading.pdf.runs import Run
from pipeline.reading.tables import GridCell

_SAME_END = 4.0
_SAME_LINE = 3.0
_NARROWEST = 100.0
_TABULAR = 0.6
_MOST_LINES = 400

_Block = list[Line]


def find_open_tables(rules: Sequence[Rule], lines: Sequence[Line]) -> tuple[list[PageTable], list[Line]]:
    """Tables between horizontal lines of one width, and the lines of text outside of them."""
    tables: list[PageTable] = []
    inside: set[int] = set()
    for tops, x0, x1 in _ladders(rules):
        for blocks in _stretches([_between(lines, a, b, x0, x1) for a, b in pairwise(tops)]):
            table = _table(blocks, x0, x1)
            if table is not None:
                tables.append(table)
                inside.update(id(line) for block in blocks for line in block)
    return tables, [line for line in lines if id(line) not in inside]


def _ladders(rules: Sequence[Rule]) -> list[tuple[list[float], float, float]]:
    """Groups of at least three horizontal lines that begin and end alike, with their heights on the page."""
    groups: dict[tuple[int, int], list[Rule]] = {}
    for rule in rules:
        if rule.top == rule.bottom and rule.x1 - rule.x0 >= _NARROWEST:
            key = (round(rule.x0 / _SAME_END), round(rule.x1 / _SAME_END))
            groups.setdefault(key, []).append(rule)
    found = []
    for group in groups.values():
        tops: list[float] = []
        for top in sorted(rule.top for rule in group):
            if not tops or top - tops[-1] > _SAME_LINE:
                tops.append(top)
        if len(tops) >= 3:
            found.append((tops, min(rule.x0 for rule in group), max(rule.x1 for rule in group)))
    return found


def _between(lines: Sequence[Line], top: float, bottom: float, x0: float, x1: float) -> _Block:
    return [
        line
        for line in lines
        if top < (line.box.top + line.box.bottom) / 2 < bottom
        and x0 - _SAME_END <= line.box.x0
        and line.box.x1 <= x1 + _SAME_END
    ]


def _stretches(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Blocks that follow each other and hold mostly lines of several parts; a header and a body at least."""
    found: list[list[_Block]] = [[]]
    for block in blocks:
        several = sum(1 for line in block if len(line.runs) > 1)
        if block and several >= _TABULAR * len(block) and len(block) <= _MOST_LINES:
            found[-1].append(block)
        else:
            found.append([])
    return [stretch for stretch in found if len(stretch) > 1]


def _table(blocks: Sequence[_Block], x0: float, x1: float) -> PageTable | None:
    columns = _columns([run for block in blocks[1:] for line in block for run in line.runs])
    if len(columns) < 2:
        return None
    texts: dict[tuple[int, int], list[Run]] = {}
    widths: dict[tuple[int, int], int] = {}
    row = -1
    for block in blocks:
        row += 1
        begun = False
        for line in block:
            places = [_place(run, columns) for run in line.runs]
            if begun and places[0][0] == 0:
                row += 1
            begun = True
            for run, (first, last) in zip(line.runs, places, strict=True):
                texts.setdefault((row, first), []).append(run)
                widths[row, first] = max(widths.get((row, first), 1), last - first + 1)
    placed = _cells(texts, widths, row + 1, len(columns))
    all_lines = [line for block in blocks for line in block]
    box = Box(x0, min(line.box.top for line in all_lines), x1, max(line.box.bottom for line in all_lines))
    edges = (0.0, *(left - x0 for left, _ in columns[1:]), x1 - x0)
    return PageTable(
        box=box, xs=edges, rows=row + 1, cells=tuple(c for c, _ in placed), lines=tuple(own for _, own in placed)
    )


def _columns(runs: Sequence[Run]) -> list[tuple[float, float]]:
    """Stretches of the width that words stand in, parted by gaps that no word reaches into."""
    found: list[tuple[float, float]] = []
    for left, right in sorted((run.box.x0, run.box.x1) for run in runs):
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


def _place(run: Run, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """First and last column that a run reaches into, else the nearest."""
    reached = [i for i, (left, right) in enumerate(columns) if run.box.x0 < right and left < run.box.x1]
    if reached:
        return reached[0], reached[-1]
    middle = (run.box.x0 + run.box.x1) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest


def _cells(
    texts: dict[tuple[int, int], list[Run]], widths: dict[tuple[int, int], int], rows: int, columns: int
) -> list[tuple[GridCell, tuple[Line, ...]]]:
    placed: list[tuple[GridCell, tuple[Line, ...]]] = []
    for row in range(rows):
        column = 0
        while column < columns:
            runs = texts.get((row, column), [])
            width = widths.get((row, column), 1)
            taken = next((c for c in range(column + 1, columns) if (row, c) in texts), columns)
            width = max(1, min(width, taken - column))
            lines = tuple(join_lines(runs))
            text = "\n".join(line.text for line in lines)
            placed.append((GridCell(text=text, row=row, column=column, columns=width), lines))
            column += width
    return placed
