"""Tables of a plain text whose cells stand line by line and whose rows are parted by empty lines."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reading.column_names import LONGEST_HEADER, is_header
from pipeline.structure.gridless import bare_lines, is_section, stacked
from pipeline.structure.spaced import SENTENCE, ends_dated

_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 12
_FEWEST_ROWS = 2
# Merged cells leave out so many at most; so large a share of the rows has all its cells.
_MOST_MISSING, _FULL = 2, 1 / 3
_LONGEST_CELL = 60

Field = tuple[int, int]


def blocked_rows(text: str) -> Iterator[list[list[Field]]]:
    """The cells (offsets) of each such table, row by row: a block of column names, and blocks of as many lines below it or, where
    cells are merged with those above, fewer."""
    lines = bare_lines(text)
    if next(stacked(lines), None) is None:
        return  # no names of columns one below the other
    rows: list[list[Field]] = []
    for block in _blocks(text, lines):
        if rows and _is_row(text, rows, block):
            rows.append(block)
            continue
        if _is_table(rows):
            yield rows
        rows = [block] if _names(text, block) else []
    if _is_table(rows):
        yield rows


def _is_table(rows: list[list[Field]]) -> bool:
    full = sum(len(row) == len(rows[0]) for row in rows[1:]) if rows else 0
    return full >= _FEWEST_ROWS and full >= _FULL * (len(rows) - 1)


def _names(text: str, block: list[Field]) -> bool:
    if not _FEWEST_COLUMNS <= len(block) <= _MOST_COLUMNS or any(end - start > LONGEST_HEADER for start, end in block):
        return False
    names = [text[start:end] for start, end in block]
    return is_header(names) and not any(SENTENCE.search(name) for name in names)


def _is_row(text: str, rows: list[list[Field]], block: list[Field]) -> bool:
    width = len(rows[0])
    if not max(2, width - _MOST_MISSING) <= len(block) <= width or is_section(text, block[0]):
        return False
    if any(end - start > _LONGEST_CELL for start, end in block) or _names(text, block):
        return False
    return len(block) == width or not ends_dated(text[slice(*block[-1])])


def _blocks(text: str, lines: list[Field]) -> Iterator[list[Field]]:
    """The lines of each stretch without an empty line."""
    block: list[Field] = []
    for line in lines:
        if block and text.find("\n", text.find("\n", block[-1][1]) + 1, line[0]) >= 0:
            yield block
            block = []
        block.append(line)
    if block:
        yield block
