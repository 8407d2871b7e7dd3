"""Rows of a plain-text table whose cells hold several lines, told by how many cells the names of the columns promise."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.reading.column_names import header_kind, is_header

_FEWEST_COLUMNS = 3
_FEWEST_TABS = 2
_MOST_LINES = 40
_SECTION = re.compile("[(（]?[一二三四五六七八九十]{1,3}(?:[)）]|、)|第[一二三四五六七八九十]{1,3}[章节条]")
# What the first line of a torn time looks like, and how long its rest is (左右, 上午, 前).
_TIME = re.compile("[\\d年月日上中下旬午:：.~～—-]{1,12}")
_DIGIT = re.compile("\\d")
_LONGEST_REST = 6
# Columns whose cells name several parties line by line.
_PARTIES = frozenset({"unit", "person"})
_UNIT_COLUMN = "单位"
_SHORTEST_UNIT, _LONGEST_UNIT = 3, 20

Field = tuple[int, int]
Place = Literal["", "goes on", "begins"]


def place_in_rows(text: str, rows: list[list[Field]], lines: list[str], number: int) -> Place:
    """Whether a line of a table parted by tabs goes on with the row above or begins one; empty where its tabs alone say
    what it is. A row goes on until it has as many cells as the columns have names; then its last cell may have more lines."""
    width = len(rows[0])
    line = lines[number]
    tabs = line.count("\t")
    last = rows[-1]
    if torn := _first_cell_torn(text, rows, lines, number):
        return torn
    if (
        tabs >= width - 1
        or width < _FEWEST_COLUMNS
        or len(rows) == 1 > tabs
        or not line.strip()
        or not _named(text, rows[0])
    ):
        return ""
    if len(last) < width:
        lacks = len(last) <= _FEWEST_TABS and tabs == width - len(last)  # a line of so few cells is no row of its own
        fits = tabs < _FEWEST_TABS or lacks or _numbered(text, rows[0], last, line)
        return "goes on" if fits and _fills(lines, number, width - len(last)) else ""
    if tabs == 0:
        return "goes on" if _names_party(text, rows[0][-1], line) and _row_below(lines, number, width) else ""
    return "begins" if tabs < _FEWEST_TABS and _fills(lines, number, width - 1) else ""


def _first_cell_torn(text: str, rows: list[list[Field]], lines: list[str], number: int) -> Place:
    """A time that stands on two lines in the first cell (8:50 / 左右): its first line begins a row, the line with the other cells goes
    on with it."""
    width, last, line = len(rows[0]), rows[-1], lines[number]
    if width < _FEWEST_COLUMNS or len(rows) == 1:
        return ""
    if len(last) == 1:
        return "goes on" if line.count("\t") == width - 1 else ""
    if "\t" in line or len(last) < width or number + 1 == len(lines) or not _TIME.fullmatch(line.strip()):
        return ""
    first, *others = lines[number + 1].split("\t")
    kind = header_kind(text[slice(*rows[0][0])])
    fits = len(others) == width - 1 and 0 < len(first.strip()) <= _LONGEST_REST and not _DIGIT.match(first.strip())
    return "begins" if fits and kind is not None and kind[0].id == "time" else ""


def names_unit(words: str) -> bool:
    """Whether the whole of a line looks like a unit's name, as the cells of a column of units do."""
    kind = header_kind(_UNIT_COLUMN) if _SHORTEST_UNIT <= len(words) <= _LONGEST_UNIT else None
    return kind is not None and kind[1].fullmatch(words) is not None


def _names_party(text: str, name: Field, line: str) -> bool:
    """Whether a line below a full row may be one more party of its last cell, the column being one of parties; prose below a
    row is read as what it is, line by line."""
    kind = header_kind(text[slice(*name)])
    return kind is not None and kind[0].id in _PARTIES and kind[1].fullmatch(line.strip()) is not None


def _named(text: str, names: list[Field]) -> bool:
    """Whether a row names columns and its cells are parted by tabs."""
    return text[names[0][0] : names[-1][1]].count("\t") >= len(names) - 1 and is_header([text[a:b] for a, b in names])


def _numbered(text: str, names: list[Field], row: list[Field], line: str) -> bool:
    """Whether a row that has its number lacks cells, which merged ones leave out at the left only, and a line has none."""
    kind = header_kind(text[slice(*names[0])])
    if kind is None or kind[0].id != "sequence":
        return False
    own = kind[1].fullmatch(text[slice(*row[0])].rstrip("、.．"))
    return own is not None and not kind[1].fullmatch(line.split("\t", 1)[0].strip().rstrip("、.．"))


def _fills(lines: list[str], number: int, missing: int) -> bool:
    """Whether the lines from one on hold just the tabs that a row lacks, before a row begins."""
    for line in lines[number : number + _MOST_LINES]:
        missing -= line.count("\t")
        if missing <= 0:
            return missing == 0
    return False


def _row_below(lines: list[str], number: int, width: int) -> bool:
    """Whether further lines without tabs end at another row of the table, not at the names of another one's columns."""
    for at in range(number + 1, min(len(lines), number + _MOST_LINES)):
        if "\t" in lines[at]:
            full = lines[at].count("\t") >= width - 1
            return not is_header(lines[at].split("\t")) and (full or _fills(lines, at, width - 1))
        if not lines[at].strip() or _SECTION.match(lines[at].lstrip()):
            return False
    return False
