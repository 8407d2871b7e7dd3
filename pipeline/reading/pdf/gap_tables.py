"""Tables without any lines: a row that names columns, and words below that keep to those columns.

Two columns of running text, lists of names and lines with wide gaps name no columns and stay text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.reading.column_names import header_kind, is_header
from pipeline.reading.line_words import LineOpeners, NoiseWords
from pipeline.reading.pdf.cells import PageTable
from pipeline.reading.pdf.gap_columns import Columns, Header, read_header
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.lines import Line, join_lines
from pipeline.reading.pdf.page import PageText
from pipeline.reading.pdf.runs import Glyph, Run, glyph_runs, glyphs
from pipeline.reading.tables import GridCell, is_number

_NEXT_ROW = 3.2
_SAME_CELL = 1.9
_BIGGER_GAP = 1.2
_WHOLE_WIDTH = 0.8
_EDGE_ZONE = 0.12
_ALIGNED = 0.6
_FULL_ROW = 0.6
_MOST_LINES = 400
_HEAD_LINES = 4
_MOSTLY_NUMBERS = 0.5
_PARTING = 0.6
_LONGEST_NAME = 12
_MARK = re.compile("[:：,，、。;；]")

Placed = tuple[GridCell, tuple[Line, ...]]


class _Row(NamedTuple):
    """A line of a table with its words by column."""

    line: Line
    fitting: dict[int, Run]


def find_gap_tables(
    chars: PageText, lines: Sequence[Line], height: float, before: PageTable | None = None
) -> tuple[list[PageTable], list[Line]]:
    """Tables among the lines of a page, and the lines outside of them. `before` is a table without lines that ended the
    page before: it may go on at the top of this one without its header."""
    finder = _Finder(chars, lines, height)
    if before is not None:
        finder.go_on(before)
    finder.find()
    return finder.tables, [line for place, line in enumerate(lines) if place not in finder.inside]


class _Finder:
    """Looks through the lines of a page."""

    def __init__(self, chars: PageText, lines: Sequence[Line], height: float) -> None:
        self._chars = chars
        self._lines = lines
        self._height = height
        self._at = 0
        self.tables: list[PageTable] = []
        self.inside: set[int] = set()

    def find(self) -> None:
        """Every table that begins on this page."""
        while self._at < len(self._lines):
            header = read_header(self._lines, self._at, self._split)
            end = self._take(header) if header is not None else None
            self._at = end if end is not None else self._at + 1

    def go_on(self, before: PageTable) -> None:
        """The rows of a table of the page before; running headers may stand above them."""
        columns = Columns(before.extents)
        for at, line in enumerate(self._lines[:_HEAD_LINES]):
            fitting = columns.fit(line, self._split)
            if fitting and len(fitting) * 2 > len(columns):
                if is_header([run.text for run in fitting.values()]):
                    return
                body = self._body(at, columns, line)
                if len(body) > 1 or len(fitting) > 2:
                    self._keep(at, None, body, columns)
                return
            if line.box.bottom > _EDGE_ZONE * self._height:
                return

    def _take(self, header: Header) -> int | None:
        """The table under a header; where it ends, null if it is none."""
        columns = Columns(header.extents)
        body = self._body(header.end, columns, self._lines[header.end - 1])
        several = sum(1 for row in body if len(row.fitting) > 1)
        if several < (1 if len(columns) > 3 else 2) or several * 3 < len(body):
            return None
        names = [cell.text for cell in header.cells]
        if not (_are_names(names) or (len(columns) > 2 and _is_counted(body))):
            return None
        return self._keep(self._at, header, body, columns)

    def _body(self, start: int, columns: Columns, above: Line) -> list[_Row]:
        """The lines from a place on that keep to the columns."""
        body: list[_Row] = []
        for line in self._lines[start : start + _MOST_LINES]:
            last = body[-1].line if body else above
            fitting = columns.fit(line, self._split)
            if not fitting or line.box.top - last.box.bottom > _NEXT_ROW * line.size:
                break
            if len(fitting) == 1 and self._leaves(line, last, columns, *fitting):
                break
            columns.take(fitting)
            body.append(_Row(line, fitting))
        return body

    def _split(self, run: Run) -> Sequence[Run]:
        """Parts of a run between the wider of its blanks."""
        parts: list[list[Glyph]] = []
        for start, end in run.words:
            for glyph in glyphs(self._chars, range(start, end)):
                last = parts[-1][-1] if parts else None
                if last is None or glyph.box.x0 - last.box.x1 > _PARTING * max(last.box.height, 1.0):
                    parts.append([])
                parts[-1].append(glyph)
        return [joined for part in parts for joined in glyph_runs(part)]

    def _leaves(self, line: Line, last: Line, columns: Columns, column: int) -> bool:
        """Whether a line with words in one column is no cell: a paragraph, a heading, a page number."""
        if line.box.top > (1 - _EDGE_ZONE) * self._height and NoiseWords().match(line.text, "edge"):
            return True
        left, right = columns.box_ends
        if line.box.width > _WHOLE_WIDTH * (right - left) or not columns.aligned(
            column, line.box, _ALIGNED * line.size
        ):
            return True
        far = line.box.top - last.box.top > _SAME_CELL * max(line.size, last.size)
        return far and LineOpeners().opens(line.text)

    def _keep(self, start: int, header: Header | None, body: list[_Row], columns: Columns) -> int:
        end = (header.end if header else start) + len(body)
        placed = _header_cells(header) if header else []
        for number, row in enumerate(_rows(body, columns), start=header.rows if header else 0):
            placed += _cells(row, number, columns)
        shown = self._lines[start:end]
        left, right = columns.box_ends
        top, bottom = min(line.box.top for line in shown), max(line.box.bottom for line in shown)
        self.inside.update(range(start, end))
        self._at = end
        self.tables.append(
            PageTable(
                box=Box(left, top, right, bottom),
                xs=columns.edges(),
                rows=max(cell.row + cell.rows for cell, _ in placed),
                cells=tuple(cell for cell, _ in placed),
                lines=tuple(lines for _, lines in placed),
                extents=columns.extents,
            )
        )
        return end


def _are_names(names: list[str]) -> bool:
    """Whether these name columns for sure: two words with a gap may be anything, so that both must be known."""
    if any(len(name) > _LONGEST_NAME or _MARK.search(name) for name in names):
        return False
    return is_header(names) and (len(names) > 2 or all(header_kind(name) for name in names))


def _is_counted(body: Sequence[_Row]) -> bool:
    """Whether the cells behind the first column are mostly numbers, which no list of names or words is."""
    cells = [run.text for row in body for column, run in row.fitting.items() if column]
    return len(body) >= 3 and sum(map(is_number, cells)) >= _MOSTLY_NUMBERS * len(cells) > 0


def _header_cells(header: Header) -> list[Placed]:
    placed: list[Placed] = []
    for cell in sorted(header.cells, key=lambda cell: (cell.row, cell.column)):
        lines = tuple(join_lines(cell.runs))
        grid = GridCell(text=_text(lines), row=cell.row, column=cell.column, rows=cell.rows, columns=cell.columns)
        placed.append((grid, lines))
    return placed


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _cells(row: Sequence[_Row], number: int, columns: Columns) -> list[Placed]:
    """The cells of a row, also those without words."""
    runs: list[list[Run]] = [[] for _ in range(len(columns))]
    for line in row:
        for column, run in line.fitting.items():
            runs[column].append(run)
    placed: list[Placed] = []
    for column, own in enumerate(runs):
        lines = tuple(join_lines(own))
        placed.append((GridCell(text=_text(lines), row=number, column=column), lines))
    return placed


def _rows(body: Sequence[_Row], columns: Columns) -> list[list[_Row]]:
    """Lines of the same row together: rows stand further apart than the lines in their cells; where all lines are as far
    apart as any, a row begins with a word in the first column or with nearly all columns filled."""
    gaps = [below.line.box.top - above.line.box.top for above, below in pairwise(body)]
    least = min(gaps, default=0.0)
    apart = [gap > _BIGGER_GAP * least for gap in gaps]
    rows: list[list[_Row]] = []
    for line, parted in zip(body, [True, *apart], strict=True):
        if parted or not rows:
            rows.append([line])
        else:
            rows[-1].append(line)
    if any(apart) and least <= _SAME_CELL * body[0].line.size and _holds_one_row_each(rows):
        return rows
    return _by_first_column(body, columns)


def _holds_one_row_each(rows: Sequence[Sequence[_Row]]) -> bool:
    """Whether no group of lines has two numbers in its first column."""
    return all(sum(is_number(line.fitting[0].text) for line in row if 0 in line.fitting) <= 1 for row in rows)


def _by_first_column(body: Sequence[_Row], columns: Columns) -> list[list[_Row]]:
    numbered = any(is_number(line.fitting[0].text) for line in body if 0 in line.fitting)
    rows: list[list[_Row]] = []
    for line in body:
        full = not numbered and len(line.fitting) >= _FULL_ROW * len(columns)
        if 0 in line.fitting or full or not rows:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows
