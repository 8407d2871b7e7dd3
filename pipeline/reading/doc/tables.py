"""Tables of an old Word file: rows come as cells of paragraphs, their shape stands at each row's end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.doc.binary import i16, u8, u16
from pipeline.reading.doc.properties import ParagraphFormat
from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.tables import GridCell

_DEFINITION, _HEADER, _MERGE, _VERTICAL = 0xD608, 0x3404, 0x5624, 0xD62B
_MOST_COLUMNS = 63
# Edges nearer than this (twentieths of a point) are one.
_SAME_EDGE = 40
_CELL_SIZE = 20


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its cells' paragraphs, their edges from left to right, and for each cell whether it goes on from the left or
    from above."""

    cells: tuple[tuple[Paragraph, ...], ...]
    edges: tuple[int, ...]
    from_left: frozenset[int]
    from_above: frozenset[int]
    header: bool


def make_row(cells: Sequence[Sequence[Paragraph]], shape: ParagraphFormat) -> Row:
    """A row from its cells and the properties of its end."""
    count = len(cells)
    edges: list[int] = []
    left: set[int] = set()
    above: set[int] = set()
    header = False
    for code, operand in shape.sprms:
        if code == _DEFINITION:
            defined = min(u8(operand, 2), _MOST_COLUMNS)
            edges = [i16(operand, 3 + 2 * n) for n in range(defined + 1)]
            first = 3 + 2 * (defined + 1)
            for place in range(defined):
                flags = u16(operand, first + _CELL_SIZE * place) if first + _CELL_SIZE * place < len(operand) else 0
                left.update([place] if flags & 2 else [])
                above.update([place] if flags >> 5 & 3 == 1 else [])
        elif code == _HEADER:
            header = u8(operand, 0) == 1
        elif code == _MERGE:
            left.update(range(u8(operand, 0) + 1, min(u8(operand, 1), _MOST_COLUMNS)))
        elif code == _VERTICAL and u8(operand, 2) == 1:
            above.add(u8(operand, 1))
        elif code == _VERTICAL and u8(operand, 2) == 3:
            above.discard(u8(operand, 1))
    if len(edges) != count + 1 or any(a > b for a, b in pairwise(edges)):
        edges = [n * 10 * _SAME_EDGE for n in range(count + 1)]
    return Row(
        cells=tuple(tuple(cell) for cell in cells[:_MOST_COLUMNS]),
        edges=tuple(edges[: _MOST_COLUMNS + 1]),
        from_left=frozenset(left),
        from_above=frozenset(above),
        header=header,
    )


def is_frame(rows: Sequence[Row]) -> bool:
    """Whether a table has but one column, so that it frames text rather than orders it."""
    return all(len(row.cells) <= 1 for row in rows)


def make_grid(rows: Sequence[Row]) -> Grid:
    """The cells of a table; merged cells once with the number of their rows and columns."""
    columns = _columns([edge for row in rows for edge in row.edges])
    places: list[list[int]] = []
    words: list[list[Paragraph]] = []
    open_cells: dict[int, int] = {}
    for number, row in enumerate(rows):
        seen: dict[int, int] = {}
        last = -1
        for place, paragraphs in enumerate(row.cells):
            start, stop = columns[row.edges[place]], columns[row.edges[place + 1]]
            if place in row.from_left and last >= 0:
                words[last] += paragraphs
                if places[last][0] + places[last][2] - 1 == number:
                    places[last][3] = max(places[last][3], stop - places[last][1])
                continue
            above = open_cells.get(start) if place in row.from_above else None
            if above is None:
                above = len(places)
                places.append([number, start, 0, max(1, stop - start)])
                words.append(list(paragraphs))
            places[above][2] += 1
            seen[start] = last = above
        open_cells = seen
    cells = tuple(
        GridCell(text=cell_text(text), row=row, column=column, rows=down, columns=across)
        for text, (row, column, down, across) in zip(words, places, strict=True)
    )
    headers = [row.header for row in rows]
    return Grid(cells, headers.index(False) if False in headers and headers[0] else None)


def _columns(edges: list[int]) -> dict[int, int]:
    """The number of the column that begins at each edge; edges almost the same are one."""
    columns: dict[int, int] = {}
    column, last = -1, 0
    for edge in sorted(set(edges)):
        if column < 0 or edge - last > _SAME_EDGE:
            column, last = column + 1, edge
        columns[edge] = column
    return columns


def cell_text(paragraphs: Sequence[Paragraph]) -> str:
    """The words of a cell, one line for each paragraph."""
    return "\n".join(paragraph.text for paragraph in paragraphs).replace("\t", " ").strip()
