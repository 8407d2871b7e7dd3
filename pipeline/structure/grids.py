"""Tables that a plain text holds as lines of cells parted by tabs, upright strokes or blanks, or cell by line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

import msgspec

from pipeline.model.source import Cell, Source, Table
from pipeline.model.span import Span
from pipeline.reading.column_names import header_kind, is_header
from pipeline.structure.blocked import blocked_rows
from pipeline.structure.columns import aligned
from pipeline.structure.gridless import gridless_rows
from pipeline.structure.ledgers import ledgers_of
from pipeline.structure.spaced import spaced_rows
from pipeline.structure.strokes import FEWEST_TABS, Parting, split
from pipeline.structure.torn_rows import place_in_rows

_FEWEST_ROWS = 2
# With such a share of lines that hold but one stretch of words, what stands there is no table.
_MOSTLY = 2 / 3
# The row of a sum has no cells of those above it.
_SUM = re.compile("[合总小共]\\s{0,4}计[:：]?")

Field = tuple[int, int]


def tables_of(source: Source) -> tuple[Table, ...]:
    """The tables a reader found or, in a plain text, those its lines show."""
    if source.tables or source.hard_lines:
        return source.tables
    parting = Parting(source.text)
    found = list(_parted(source, parting)) if parting.any else []
    found = _with_others(found, list(ledgers_of(source.text)))
    for kind in (spaced_rows, blocked_rows):
        found = _with_others(found, [table for rows in kind(source.text) for table in _table(source.text, rows)])
    return tuple(_with_others(found, list(_gridless(source.text))))


def _with_others(found: list[Table], others: list[Table]) -> list[Table]:
    """Tables found first, and those of another kind that share no words with them, in order."""
    starts = [table.span.start for table in found]
    added: list[Table] = []
    for table in others:
        at = bisect_right(starts, table.span.start)
        behind = not at or found[at - 1].span.end <= table.span.start
        if behind and (at == len(found) or table.span.end <= starts[at]):
            added.append(table)
    return sorted([*found, *added], key=lambda table: table.span.start)


def _gridless(text: str) -> Iterator[Table]:
    """Tables without a grid. What goes on behind a heading between its rows has its names above, outside of its span."""
    seen: set[int] = set()
    for rows in gridless_rows(text):
        names = rows[0]
        if len(rows) == 1:
            cells = tuple(Cell(span=Span(*name), row=0, column=place) for place, name in enumerate(names))
            yield Table(span=Span(names[0][0], names[-1][1]), cells=cells, header_rows=1)
        for table in _table(text, rows):
            start = rows[1][0][0] if names[0][0] in seen else table.span.start
            yield msgspec.structs.replace(table, span=Span(start, table.span.end))
        seen.add(names[0][0])


def _parted(source: Source, parting: Parting) -> tuple[Table, ...]:
    """The tables whose cells are parted by tabs, upright strokes or slashes."""
    found: list[Table] = []
    rows: list[list[Field]] = []
    edged = True
    at = 0
    lines = source.text.split("\n")
    for number, line in enumerate(lines):
        fields = parting.fields(line, at, rows[0] if rows else [])
        torn = edged and line[:1] not in ("\t", "|") and len(rows) > _FEWEST_ROWS and bool(rows[-1])
        if rows and rows[-1] and not torn and (place := place_in_rows(source.text, rows, lines, number)):
            fields, torn = split(line, "\t", at), place == "goes on"
        if fields and _opens_another(source.text, rows, fields, after_gap=number > 0 and not lines[number - 1].strip()):
            found.extend(_table(source.text, rows))
            rows, torn = [], False
        if fields == [] and not rows:
            pass  # the upper edge of a table
        elif fields and torn:
            rows[-1][-1] = (rows[-1][-1][0], fields[0][1])
            rows[-1].extend(fields[1:])
        elif fields is not None:
            edged = (edged or not rows) and line[:1] == "\t"
            rows.append(fields)
        elif torn and line.strip() and _row_follows(lines, number):
            rows[-1][-1] = (rows[-1][-1][0], at + len(line.rstrip()))
        elif line.strip():
            found.extend(_table(source.text, rows))
            rows = [names] if rows and (names := parting.fields(line, at, [])) else []
        at += len(line) + 1
    found.extend(_table(source.text, rows))
    return tuple(found)


def _opens_another(text: str, rows: list[list[Field]], fields: list[Field], *, after_gap: bool) -> bool:
    """Whether a line names the columns of another table: behind an empty line, below a line that names none,
    or, between strokes, more or fewer of them."""
    other = len(rows) > _FEWEST_ROWS and len(fields) != len(rows[0]) and "\t" not in text[fields[0][0] : fields[-1][1]]
    if not rows or not (after_gap or other or len(rows) == 1):
        return False
    names = [text[start:end] for start, end in fields]
    above = [text[start:end] for start, end in rows[0]]
    return is_header(names) and names != above and (after_gap or other or not is_header(above))


def _row_follows(lines: list[str], number: int) -> bool:
    return number + 1 < len(lines) and lines[number + 1][:1] == "\t" and lines[number + 1].count("\t") >= FEWEST_TABS


def _table(text: str, rows: list[list[Field]]) -> list[Table]:
    rows = [row for row in rows if row]
    if len(rows) < _FEWEST_ROWS:
        return []
    if _open_strokes(text, rows[0]) and not is_header([text[start:end] for start, end in rows[0]]):
        return []  # 首页 | 新闻 | 公告: a line of links
    # A column that is empty all the way down is the edge of the table, not a column.
    while all(row and row[0][0] >= row[0][1] for row in rows) and any(len(row) > 1 for row in rows):
        rows = [row[1:] for row in rows if len(row) > 1]
    lines = [row[0][0] < row[0][1] and not any(start < end for start, end in row[1:]) for row in rows]
    if sum(lines) >= _MOSTLY * len(rows):  # lines set in by tabs, or with tabs behind them
        runs = [list(run) for no_row, run in groupby(zip(lines, rows, strict=True), lambda one: one[0]) if not no_row]
        return [table for run in runs for table in _table(text, [row for _, row in run])]
    # A title above the column names is no row.
    if sum(start < end for start, end in rows[0]) == 1 and is_header([text[start:end] for start, end in rows[1]]):
        rows = rows[1:]
    placed, header = aligned([[text[start:end] for start, end in row] for row in rows])
    cells: list[Cell] = []
    for number, (row, columns) in enumerate(zip(rows, placed, strict=True)):
        for (start, end), column in zip(row, columns, strict=True):
            cells.append(Cell(span=Span(start, max(start, end)), row=number, column=column.start, columns=len(column)))
    cells = _without_merged(text, cells, header)
    spread = _reaching_down(cells, len(rows), [bool(columns) for columns in placed])
    return [Table(span=Span(rows[0][0][0], rows[-1][-1][1]), cells=tuple(spread), header_rows=header)]


def _open_strokes(text: str, row: list[Field]) -> bool:
    """Whether strokes stand between the cells of a row but none before it."""
    line = text.rfind("\n", 0, row[0][0]) + 1
    return len(row) > 1 and "|" in text[row[0][1] : row[1][0]] and "|" not in text[line : row[0][0]]


def _without_merged(text: str, cells: list[Cell], header: int) -> list[Cell]:
    """Cells without the empty ones that the cell above was merged with. Plain text leaves those fields empty: at the
    left, where groups of rows are named, and in such rows and in those of the same body as the row above also in columns
    that name who and when."""
    words = [text[cell.span.start : cell.span.end].strip() for cell in cells]
    names = {cell.column: header_kind(name) for cell, name in zip(cells, words, strict=True) if cell.row == header - 1}
    sums = {cell.row for cell, name in zip(cells, words, strict=True) if _SUM.fullmatch(name)}
    filled: set[int] = set()
    above: dict[int, str] = {}
    result: list[Cell] = []
    row, leads, grouped = -1, True, False
    for cell, name in zip(cells, words, strict=True):
        kind = names.get(cell.column)
        if cell.row != row:
            row, leads, grouped = cell.row, True, False
        if name:
            leads = leads and kind is not None and kind[0].id == "sequence" and bool(kind[1].fullmatch(name))
            filled.update([cell.column] if row >= header else [])
            same = kind is not None and kind[0].shared and above.get(cell.column) == name
            grouped = grouped or (same and row > header)
            above[cell.column] = name
        elif (
            cell.column in filled
            and cell.row not in sums
            and (leads or (grouped and kind is not None and kind[0].shared))
        ):
            grouped = True
            continue
        result.append(cell)
    return result


def _reaching_down(cells: list[Cell], rows: int, filled: list[bool]) -> list[Cell]:
    """Cells made to cover the rows below in which their column has no cell at all."""
    taken: dict[int, set[int]] = {}
    for cell in cells:
        for column in range(cell.column, cell.column + cell.columns):
            taken.setdefault(column, set()).add(cell.row)
    result: list[Cell] = []
    for cell in cells:
        last = cell.row + 1
        while last < rows and filled[last] and last not in taken[cell.column]:
            last += 1
        result.append(
            Cell(span=cell.span, row=cell.row, column=cell.column, rows=last - cell.row, columns=cell.columns)
        )
    return result
