"""Tables of a plain text that lost its grid, told by a run of known column names: each cell on a line of its own, or the
cells of a row parted by single blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.model.span import fold
from pipeline.reading.column_names import LONGEST_HEADER, header_kind, is_header

_FEWEST_COLUMNS, _MOST_COLUMNS, _FEWEST_ROWS = 3, 9, 2
_STACK = b"\1" * _FEWEST_COLUMNS
_LONGEST_HALF = 2
_LONGEST_CELL = 300
_LONGEST_LINE = 600
_WORDS = re.compile("\\S{1,600}")
# A heading that stands between the rows over those of one matter (二、保障措施).
_SECTION = re.compile("[(（]?[一二三四五六七八九十]{1,3}(?:[)）]、?|、)[^。;；]{2,60}")
# A cell that holds the name of a column with a number is none: 第1考场.
_NUMBERED = re.compile("第\\s?[\\d一二三四五六七八九十]")
# Nor is a label with what stands behind it: 责任人：李明.
_LABELLED = re.compile("[^:：]{1,12}[:：].")
# Columns whose cells look like nothing else; the others may hold any words.
_TELLING = frozenset({"sequence", "unit", "person", "time", "contact"})

Field = tuple[int, int]
Rows = list[list[Field]]


class _Header(msgspec.Struct, frozen=True, gc=False):
    """The names of the columns, and what the cells of the telling ones look like, by column."""

    names: list[Field]
    looks: dict[int, re.Pattern[str]]
    counted: bool

    def fits(self, text: str, row: list[Field], above: list[list[Field]]) -> bool:
        """Whether cells may be the row below those above: telling ones look their part, numbers count up."""
        if len(row) != len(self.names) or any(end - start > _LONGEST_CELL for start, end in row):
            return False
        cells = [fold(text[start:end]) for start, end in row]
        if self.counted and above and not _counts_up(fold(text[slice(*above[-1][0])]), cells[0]):
            return False
        return all(pattern.fullmatch(cells[place]) for place, pattern in self.looks.items())


def _counts_up(last: str, number: str) -> bool:
    return not (last.isdigit() and number.isdigit()) or int(number) > int(last)


def gridless_rows(text: str) -> Iterator[Rows]:
    """The cells (offsets) of each such table, row by row, the names of the columns first; where headings stand between the
    rows, those below each by themselves, with the same names (the names alone where a heading stands right below them).
    A table ends at the first row whose cells for numbers, parties or times do not look their part."""
    lines = bare_lines(text)
    may_open = _may_open(text, lines)
    at = 0
    while (at := may_open.find(1, at)) >= 0:
        header, parts, stop = _parted(text, lines, at)
        if _count(parts) < _FEWEST_ROWS and header is not None:
            parts, stop = _cells_below(text, header, lines, at + 1)
        elif _count(parts) < _FEWEST_ROWS:
            header, parts, stop = _stacked(text, lines, at)
        if header is not None and _count(parts) >= _FEWEST_ROWS:
            yield from ([header.names, *rows] for rows in parts if rows or rows is parts[0])
        at = stop


def _may_open(text: str, lines: list[Field]) -> bytes:
    """For each line a 1 where names of columns may begin there: so many short lines in a row, or enough blanks in a line that is
    not long. Hardly any line of running text is asked further."""
    marks = bytearray(len(lines))
    for at in stacked(lines):
        marks[at] = 1
    most, blanks = LONGEST_HEADER * _MOST_COLUMNS, _FEWEST_COLUMNS - 1
    if text.count(" ") >= blanks:
        for at, (start, end) in enumerate(lines):
            if end - start <= most and text.count(" ", start, end) >= blanks:
                marks[at] = 1
    return bytes(marks)


def stacked(lines: list[Field]) -> Iterator[int]:
    """The lines from which on so many short ones stand one below the other that they may name columns."""
    short = bytes([end - start <= LONGEST_HEADER for start, end in lines])
    at = short.find(_STACK)
    while at >= 0:
        yield at
        at = short.find(_STACK, at + 1)


def _count(parts: list[Rows]) -> int:
    return sum(map(len, parts))


def bare_lines(text: str) -> list[Field]:
    """Offsets of the lines that hold anything, without the blanks at their ends."""
    found: list[Field] = []
    begin = 0
    for line in text.split("\n"):
        if bare := line.strip():
            start = begin if bare is line else begin + line.index(bare[0])
            found.append((start, start + len(bare)))
        begin += len(line) + 1
    return found


def _stacked(text: str, lines: list[Field], at: int) -> tuple[_Header | None, list[Rows], int]:
    """A table whose cells stand line by line from one on, and the line behind it."""
    for start, end in lines[at : at + _FEWEST_COLUMNS]:
        if end - start > LONGEST_HEADER:
            return None, [], at + 1
    before: list[Field] = []
    for broken in (True, False):
        names, stop = _names(text, lines, at, broken=broken)
        if (
            names == before
        ):  # none goes over two lines; or there are none, nor does one line by itself name a column then
            break
        before = names
        for first in range(len(names) - _FEWEST_COLUMNS + 1):
            header = _header(text, names[first:])
            parts, behind = _cells_below(text, header, lines, stop) if header is not None else ([], stop)
            if header is not None and _count(parts) >= _FEWEST_ROWS:
                return header, parts, behind
    return None, [], at + 1


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
    if first[1] - first[0] > _LONGEST_HALF or second[1] - second[0] > _LONGEST_HALF:
        return False
    return header_kind(text[slice(*second)] if second[1] - second[0] > 1 else text[first[0] : second[1]]) is not None


def _cells_below(text: str, header: _Header, lines: list[Field], begin: int) -> tuple[list[Rows], int]:
    """The rows whose cells stand line by line below a header, parted by the headings between them, and the line behind."""
    parts: list[Rows] = [[]]
    width = len(header.names)
    stop = begin
    while begin < len(lines):
        above = next((rows for rows in reversed(parts) if rows), [])
        if header.fits(text, row := lines[begin : begin + width], above):
            parts[-1].append(row)
            begin = stop = begin + width
        elif is_section(text, lines[begin]):
            parts.append([])
            begin += 1
        else:
            break
    return parts, stop


def is_section(text: str, line: Field) -> bool:
    """Whether a line is a heading as they stand between the rows of a table."""
    return line[1] - line[0] <= LONGEST_HEADER * _MOST_COLUMNS and _SECTION.fullmatch(text, *line) is not None


def _parted(text: str, lines: list[Field], at: int) -> tuple[_Header | None, list[Rows], int]:
    """A table whose rows are lines of cells parted by single blanks, and the line behind it."""
    start, end = lines[at]
    blanks = text.count(" ", start, end) if end - start <= LONGEST_HEADER * _MOST_COLUMNS else 0
    names = _pieces(text, lines[at]) if blanks >= _FEWEST_COLUMNS - 1 else []
    if not _FEWEST_COLUMNS <= len(names) <= _MOST_COLUMNS or not all(_is_name(text, name) for name in names):
        return None, [], at + 1
    header = _header(text, names)
    parts: list[Rows] = [[]]
    stop = begin = at + 1
    while header is not None and begin < len(lines):
        above = next((rows for rows in reversed(parts) if rows), [])
        if (row := _row(text, header, lines[begin], above)) is not None:
            parts[-1].append(row)
            stop = begin + 1
        elif is_section(text, lines[begin]):
            parts.append([])
        else:
            break
        begin += 1
    return header, parts, stop


def _row(text: str, header: _Header, line: Field, above: Rows) -> list[Field] | None:
    """The cells of a line; blanks too many stand inside the one cell that may hold any words."""
    pieces = _pieces(text, line) if line[1] - line[0] <= _LONGEST_LINE else []
    width = len(header.names)
    for place in range(width if len(pieces) >= width else 0):
        behind = len(pieces) - (width - 1 - place)
        row = [*pieces[:place], (pieces[place][0], pieces[behind - 1][1]), *pieces[behind:]]
        if (len(pieces) == width or place not in header.looks) and header.fits(text, row, above):
            return row
    return None


def _pieces(text: str, line: Field) -> list[Field]:
    return [found.span() for found in _WORDS.finditer(text, *line)]


def _is_name(text: str, place: Field) -> bool:
    start, end = place
    if end - start > LONGEST_HEADER or _NUMBERED.match(text, start, end) or _LABELLED.match(text, start, end):
        return False
    return header_kind(text[start:end]) is not None and not is_section(text, place)


def _header(text: str, names: list[Field]) -> _Header | None:
    """The names as a header; null where too few of them are telling."""
    kinds = [header_kind(text[start:end]) for start, end in names]
    looks = {place: kind[1] for place, kind in enumerate(kinds) if kind is not None and kind[0].id in _TELLING}
    counted = kinds[0] is not None and kinds[0][0].id == "sequence"
    if len(looks) < 2 or not is_header([text[start:end] for start, end in names]):
        return None
    return _Header(names, looks, counted)
