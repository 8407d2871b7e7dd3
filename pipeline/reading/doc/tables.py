"""The shape of a table's row in an old Word file, told by the properties of its end."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reading.doc.binary import i16, u8, u16
from pipeline.reading.doc.properties import ParagraphFormat
from pipeline.reading.flow import Paragraph
from pipeline.reading.rows import MOST_COLUMNS, Row, shaped_row

_DEFINITION, _HEADER, _MERGE, _VERTICAL = 0xD608, 0x3404, 0x5624, 0xD62B
_CELL_SIZE = 20


def make_row(cells: Sequence[Sequence[Paragraph]], shape: ParagraphFormat) -> Row:
    """A row from its cells and the properties of its end."""
    edges: list[int] = []
    left: set[int] = set()
    above: set[int] = set()
    header = False
    for code, operand in shape.sprms:
        if code == _DEFINITION:
            defined = min(u8(operand, 2), MOST_COLUMNS)
            edges = [i16(operand, 3 + 2 * n) for n in range(defined + 1)]
            first = 3 + 2 * (defined + 1)
            for place in range(defined):
                flags = u16(operand, first + _CELL_SIZE * place) if first + _CELL_SIZE * place < len(operand) else 0
                left.update([place] if flags & 2 else [])
                above.update([place] if flags >> 5 & 3 == 1 else [])
        elif code == _HEADER:
            header = u8(operand, 0) == 1
        elif code == _MERGE:
            left.update(range(u8(operand, 0) + 1, min(u8(operand, 1), MOST_COLUMNS)))
        elif code == _VERTICAL and u8(operand, 2) == 1:
            above.add(u8(operand, 1))
        elif code == _VERTICAL and u8(operand, 2) == 3:
            above.discard(u8(operand, 1))
    return shaped_row(cells, edges, left, above, header)
