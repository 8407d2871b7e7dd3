"""Tables whose rows say for themselves where their cells begin and end (old Word files, RTF)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.tables import GridCell

MOST_COLUMNS = 63
# Edges nearer than this (twentieths of a point) are one.
_SAME_EDGE = 40


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its cells' paragraphs, their edges from left to right, and for each cell whether it goes on from the left or
    from above."""

    cells: tuple[tuple[Paragraph, ...], ...]
    edges: tuple[int, ...]
    from_left: frozenset[int]
    from_above: frozenset[int]
    header: bool


def shaped_row(
    cells: Sequence[Sequence[Paragraph]],
    edges: Sequence[int],
    from_left: Iterable[int] = (),
    from_above: Iterable[int] = (),
    header: bool = False,
) -> Row:
    """A row; edges that do not fit its cells, or leave one without width, are made up."""
    if len(edges) != len(cells) + 1 or any(b - a <= _SAME_EDGE for a, b in pairwise(edges)):
        edges = [n * 10 * _SAME_EDGE for n in range(len(cells) + 1)]
    return Row(
        cells=tuple(tuple(cell) for cell in cells[:MOST_COLUMNS]),
        edges=tuple(edges[: MOST_COLUMNS + 1]),
        from_left=frozenset(from_left),
        from_above=frozenset(from_above),
        header=header,
    )


def table_blocks(rows: Sequence[Row]) -> Iterable[Paragraph | Grid]:
    """A table as blocks: a grid, or where it only frames text, the paragraphs in it."""
    rows = [row for row in rows if row.cells]
    if rows and not is_frame(rows):
        return [make_grid(rows)]
    return [paragraph for row in rows for paragraph in row.cells[0]]


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
