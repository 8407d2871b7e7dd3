"""Tables of a plain text that lost its grid, told by a run of known column names: each cell on a line of its own, or the
cells of a row parted by single blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.model.span import fold
from pipeline.reading.column_names import LONGEST_HEADER, header_kind, is_header

_FEWEST_COLUMNS, _MOST_COLUMNS, _FEWEST_ROWS = 3, 9, 2
_LONGEST_HALF = 2
_LONGEST_CELL = 300
_LONGEST_LINE = 600
_WORDS = re.compile("\\S{1,600}")
# Columns whose cells look like nothing else; the others may hold any words.
_TELLING = frozenset({"sequence", "unit", "person", "time", "contact"})

Field = tuple[int, int]


class _Header(msgspec.Struct, frozen=True):
    """The names of the columns, and what the cells of the telling ones look like, by column."""

    names: list[Field]
    looks: dict[int, re.Pattern[str]]
    counted: bool

    def fits(self, text: str, row: list[Field], number: int) -> bool:
        """Whether cells may be the row of that number (from 1): telling ones look their part, numbers count on."""
        if len(row) != len(self.names) or any(end - start > _LONGEST_CELL for start, end in row):
            return False
        cells = [fold(text[start:end]) for start, end in row]
        if self.counted and cells[0].isdigit() and int(cells[0]) != number:
            return False
        return all(pattern.fullmatch(cells[place]) for place, pattern in self.looks.items())


def gridless_rows(text: str) -> Iterator[list[list[Field]]]:
    """The cells (offsets) of each such table, row by row, the names of the columns first. A table ends at the first row whose
    cells for numbers, parties or times do not look their part."""
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        header, rows, used = _parted(text, lines, at)
        if len(rows) < _FEWEST_ROWS and header is not None:
            rows = _cells_below(text, header, lines, at + 1)
            used = 1 + len(rows) * len(header.names)
        elif len(rows) < _FEWEST_ROWS:
            header, rows, used = _stacked(text, lines, at)
        if header is not None and len(rows) >= _FEWEST_ROWS:
            yield [header.names, *rows]
        at += used


def _lines(text: str) -> Iterator[Field]:
    """Offsets of the lines that hold anything, without the blanks at their ends."""
    begin = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = begin + line.index(bare[0])
            yield start, start + len(bare)
        begin += len(line) + 1


def _stacked(text: str, lines: list[Field], at: int) -> tuple[_Header | None, list[list[Field]], int]:
    """A table whose cells stand line by line from one on, and how many lines it takes."""
    if any(end - start > LONGEST_HEADER for start, end in lines[at : at + _FEWEST_COLUMNS]):
        return None, [], 1
    for names, stop in (_names(text, lines, at, broken=True), _names(text, lines, at, broken=False)):
        for first in range(len(names) - _FEWEST_COLUMNS + 1):
            header = _header(text, names[first:])
            rows = _cells_below(text, header, lines, stop) if header is not None else []
            if header is not None and len(rows) >= _FEWEST_ROWS:
                return header, rows, stop + len(rows) * len(header.names) - at
    return None, [], 1


def _names(text: str, lines: list[Field], at: int, *, broken: bool) -> tuple[list[Field], int]:
    """The names of columns that stand line by line from one on, and the line behind them; `broken`: short ones may go over
    two lines (责任 / 单位)."""
    names: list[Field] = []
    while at < len(lines) and len(names) < _MOST_COLUMNS:
        name, used = lines[at], 1
        if broken and at + 1 < len(lines) and _halves(text, name, lines[at + 1]):
            name, used = (name[0], lines[at + 1][1]), 2
        if not _is_name(text, name):
            break
        names.append(name)
        at += used
    return names, at


def _halves(text: str, first: Field, second: Field) -> bool:
    short = all(end - start <= _LONGEST_HALF for start, end in (first, second))
    return (
        short
        and header_kind(text[slice(*second)] if second[1] - second[0] > 1 else text[first[0] : second[1]]) is not None
    )


def _cells_below(text: str, header: _Header, lines: list[Field], begin: int) -> list[list[Field]]:
    """The rows whose cells stand line by line below a header."""
    rows: list[list[Field]] = []
    width = len(header.names)
    while header.fits(text, row := lines[begin : begin + width], len(rows) + 1):
        rows.append(row)
        begin += width
    return rows


def _parted(text: str, lines: list[Field], at: int) -> tuple[_Header | None, list[list[Field]], int]:
    """A table whose rows are lines of cells parted by single blanks, and how many lines it takes."""
    start, end = lines[at]
    blanks = text.count(" ", start, end) if end - start <= LONGEST_HEADER * _MOST_COLUMNS else 0
    names = _pieces(text, lines[at]) if blanks >= _FEWEST_COLUMNS - 1 else []
    if not _FEWEST_COLUMNS <= len(names) <= _MOST_COLUMNS or not all(_is_name(text, name) for name in names):
        return None, [], 1
    header = _header(text, names)
    rows: list[list[Field]] = []
    while header is not None and at + 1 + len(rows) < len(lines):
        row = _row(text, header, lines[at + 1 + len(rows)], len(rows) + 1)
        if row is None:
            break
        rows.append(row)
    return header, rows, 1 + len(rows)


def _row(text: str, header: _Header, line: Field, number: int) -> list[Field] | None:
    """The cells of a line; blanks too many stand inside the one cell that may hold any words."""
    pieces = _pieces(text, line) if line[1] - line[0] <= _LONGEST_LINE else []
    width = len(header.names)
    for place in range(width if len(pieces) >= width else 0):
        behind = len(pieces) - (width - 1 - place)
        row = [*pieces[:place], (pieces[place][0], pieces[behind - 1][1]), *pieces[behind:]]
        if (len(pieces) == width or place not in header.looks) and header.fits(text, row, number):
            return row
    return None


def _pieces(text: str, line: Field) -> list[Field]:
    return [found.span() for found in _WORDS.finditer(text, *line)]


def _is_name(text: str, place: Field) -> bool:
    start, end = place
    return end - start <= LONGEST_HEADER and header_kind(text[start:end]) is not None


def _header(text: str, names: list[Field]) -> _Header | None:
    """The names as a header; null where too few of them are telling."""
    kinds = [header_kind(text[start:end]) for start, end in names]
    looks = {place: kind[1] for place, kind in enumerate(kinds) if kind is not None and kind[0].id in _TELLING}
    counted = kinds[0] is not None and kinds[0][0].id == "sequence"
    if len(looks) < 2 or not is_header([text[start:end] for start, end in names]):
        return None
    return _Header(names, looks, counted)
