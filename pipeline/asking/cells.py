"""The cells of a table's row as it was stored: parted by tabs, upright strokes, slashes, line breaks or wide blanks, as the paper
writes them."""

from __future__ import annotations

import re

_STROKE = "|"
_STROKES = str.maketrans(dict.fromkeys("│┃｜║", _STROKE))
_SLASH = re.compile(r"[ \u3000]{1,4}[/／](?:[ \u3000]{1,4}|$)")
_FEWEST_SLASHES = 2
_WIDE = re.compile(r"\s*\n\s*|[ \u3000]{2,}")


def cells_of(row: str) -> list[str]:
    """The cells of a row, empty ones too where the paper marks them.

    >>> cells_of("卫生\\t20\\t"), cells_of("| 卫生 | 20 |"), cells_of("2    3.9-3.15    家长会")
    (['卫生', '20', ''], ['卫生', '20'], ['2', '3.9-3.15', '家长会'])
    >>> cells_of("话筒│4支│报告厅"), cells_of("1 / 操场翻新 / 6月底")
    (['话筒', '4支', '报告厅'], ['1', '操场翻新', '6月底'])
    """
    if "\t" in row:
        return row.split("\t")
    line = row.strip()
    drawn = line.translate(_STROKES)
    strokes = drawn.count(_STROKE)
    if drawn.startswith(_STROKE) or f" {_STROKE} " in drawn or strokes > 1 or (strokes and drawn != line):
        inner = drawn.removeprefix(_STROKE)
        inner = inner.removesuffix(_STROKE) if drawn.startswith(_STROKE) or line.endswith(_STROKE) else inner
        return [cell.strip() for cell in inner.split(_STROKE)]
    if len(_SLASH.findall(line)) >= _FEWEST_SLASHES:
        return [cell.strip() for cell in _SLASH.split(line)]
    return _WIDE.split(line)
