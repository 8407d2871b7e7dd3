"""The cells of a table's row as it was stored: parted by tabs, upright strokes, line breaks or wide blanks, as the paper writes them."""

from __future__ import annotations

import re

_STROKE = "|"
_WIDE = re.compile(r"\s*\n\s*|[ \u3000]{2,}")


def cells_of(row: str) -> list[str]:
    """The cells of a row, empty ones too where the paper marks them.

    >>> cells_of("卫生\\t20\\t"), cells_of("| 卫生 | 20 |"), cells_of("2    3.9-3.15    家长会")
    (['卫生', '20', ''], ['卫生', '20'], ['2', '3.9-3.15', '家长会'])
    """
    if "\t" in row:
        return row.split("\t")
    line = row.strip()
    if line.startswith(_STROKE) or f" {_STROKE} " in line:
        inner = line.removeprefix(_STROKE).removesuffix(_STROKE)
        return [cell.strip() for cell in inner.split(_STROKE)]
    return _WIDE.split(line)
