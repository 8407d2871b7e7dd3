"""Word tables: a grid of cells with their lines, merged cells once."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.reading.docx import names as n
from pipeline.reading.docx.blocks import Block, Blocks
from pipeline.reading.docx.styles import small_int
from pipeline.reading.flow import Grid, Paragraph
from pipeline.reading.tables import GridCell

_MOST_COLUMNS = 63
_GRID_SPAN, _V_MERGE, _GRID_BEFORE, _HEADER = (n.W + name for name in ("gridSpan", "vMerge", "gridBefore", "tblHeader"))
_WRAPPERS = frozenset((n.SDT, n.SDT_CONTENT, n.CUSTOM_XML, n.INS, n.MOVE_TO))


def is_frame(table: etree._Element) -> bool:
    """Whether a table has but one column, so that it frames text rather than orders it."""
    return all(sum(1 for _ in _below(row, n.TC)) <= 1 for row in _below(table, n.TR))


def frame_content(table: etree._Element, blocks: Blocks, depth: int) -> Iterator[Block]:
    """The blocks inside a table of one column."""
    for row in _below(table, n.TR):
        if not _is_deleted(row.find(n.TRPR)):
            for cell in _below(row, n.TC):
                yield from blocks.walk(cell, depth)


def read_grid(table: etree._Element, blocks: Blocks, depth: int) -> Grid:
    """Cells of a table; a cell merged downwards stands once with the number of its rows."""
    texts: list[str] = []
    places: list[list[int]] = []
    open_cells: dict[int, int] = {}
    headers: list[bool] = []
    shaped = next(table.iter(_GRID_SPAN, _V_MERGE), None) is not None
    for row in _below(table, n.TR):
        properties = row.find(n.TRPR)
        if _is_deleted(properties):
            continue
        column = _number(properties, _GRID_BEFORE, 0)
        seen: dict[int, int] = {}
        for cell in _below(row, n.TC):
            width, continues = _cell_shape(cell) if shaped else (1, False)
            above = open_cells.get(column) if continues else None
            if above is None:
                above = len(places)
                places.append([len(headers), column, 0, width])
                texts.append(_cell_text(cell, blocks, depth))
            places[above][2] += 1
            seen[column] = above
            column += width
        open_cells = seen
        headers.append(properties is not None and _is_on(properties.find(_HEADER)))
    cells = tuple(
        GridCell(text=text, row=row, column=column, rows=rows, columns=columns)
        for text, (row, column, rows, columns) in zip(texts, places, strict=True)
    )
    return Grid(cells, headers.index(False) if False in headers and headers[0] else None)


def _cell_text(cell: etree._Element, blocks: Blocks, depth: int) -> str:
    lines: list[str] = []
    for block in blocks.walk(cell, depth + 1):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Grid):
            lines += _nested_lines(block)
        elif depth < _MOST_COLUMNS:
            lines += _nested_lines(read_grid(block, blocks, depth + 1))
    text = lines[0] if len(lines) == 1 else "\n".join(lines)
    return text.replace("\t", " ").strip()


def _nested_lines(grid: Grid) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
    return [" ".join(rows[row]) for row in sorted(rows)]


def _below(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through content controls and tracked insertions."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, wanted)


def _is_deleted(properties: etree._Element | None) -> bool:
    return properties is not None and properties.find(n.DEL) is not None


def _cell_shape(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it goes on from the one above."""
    properties = cell[0] if len(cell) else None
    if properties is None or properties.tag != n.TCPR:
        return 1, False
    width, continues = 1, False
    for child in properties:
        tag = child.tag
        if tag == _GRID_SPAN:
            width = max(1, small_int(child.get(n.VAL), 1, _MOST_COLUMNS))
        elif tag == _V_MERGE:
            continues = child.get(n.VAL) != "restart"
    return width, continues


def _number(properties: etree._Element | None, tag: str, default: int) -> int:
    element = properties.find(tag) if properties is not None else None
    return default if element is None else small_int(element.get(n.VAL), default, _MOST_COLUMNS)


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(n.VAL) not in ("0", "false", "off")
