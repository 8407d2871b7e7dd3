"""Tables of a plain text whose cells are parted by blanks, told by a row of known column names at their top."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pipeline.reading.column_names import header_kind, is_header
from pipeline.structure.fitting import (
    MOST_COLUMNS,
    MOST_WORDS,
    Word,
    columns_of,
    pieces_of,
    screen_starts,
    words_of,
)

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_HEADER, _LONGEST_LINE = 200, 600
_SAMPLE = 60
_LONGEST_FIRST = 24
SENTENCE = re.compile("[。；：:;！？]")
_NO_NAME = re.compile("[。；：:;！？,，]")
# What rows are called that are counted: 3, 第三周, 3月2日; and the sums below them.
_COUNTED = re.compile(
    "(?:第|星期|周|[(（])?\\s?(?:\\d|[一二三四五六七八九十]{1,3}(?![一-鿿]{3}))|[合总小]\\s{0,4}计|备\\s{0,4}注"
)
_MOSTLY = 0.8
_LISTED = re.compile("(?:[2-9][.、．)）](?!\\d)|[②-⑨])")
# Below a table: its signature (some school, a date), or what the next one is called.
_DATED = re.compile(
    "(?:19|20|二)[\\d〇○零一二三四五六七八九]{2,3}\\s?(?:年|[./-])\\s?[\\d一二三四五六七八九十]{1,3}\\s?(?:月|[./-])\\s?[\\d一二三四五六七八九十]{1,3}\\s?日?$"
)
_NUMBERED_TABLE = re.compile("附?[表件图]\\s{0,3}[\\d一二三四五六七八九十]")

Field = tuple[int, int]


class _Line(msgspec.Struct, frozen=True, gc=False):
    """A line below the names of columns."""

    words: list[Word]
    pieces: list[Field]
    after_gap: bool
    goes_on: bool = False


class _Open(msgspec.Struct, gc=False):
    """A table whose lines are still being read."""

    names: list[Field]
    starts: list[int]
    counted: bool
    lines: list[_Line]


def spaced_rows(text: str) -> Iterator[list[list[Field]]]:
    """The cells (offsets) of each such table, row by row: a row of column names, and rows below it with as many cells or, at
    most half of them, fewer or more."""
    table: _Open | None = None
    at = 0
    gap = False
    for line in text.split("\n"):
        begin, at = at, at + len(line) + 1
        if not table and (len(line) > _LONGEST_HEADER or len(line.split(None, _FEWEST_COLUMNS - 1)) < _FEWEST_COLUMNS):
            continue  # no row of names, as most lines are none
        bare = line.strip()
        if not bare:
            gap = True
            continue
        words = words_of(line, begin) if len(line) <= _LONGEST_LINE else []
        pieces = pieces_of(words)
        row = _row(text, table, words, pieces, gap) if table else None
        gap = False
        if table and row:
            table.lines.append(row)
            continue
        if table:
            yield from _rows(text, table)
        table = _opened(text, words, pieces)
    if table:
        yield from _rows(text, table)


def _opened(text: str, words: list[Word], pieces: list[Field]) -> _Open | None:
    """A table below a line, if it names columns."""
    names = [text[start:end] for start, end in pieces]
    if not _FEWEST_COLUMNS <= len(pieces) <= MOST_COLUMNS or any(_NO_NAME.search(name) for name in names):
        return None
    if not is_header(names):
        return None
    kind = header_kind(names[0])
    counted = kind is not None and kind[0].id in ("sequence", "week", "time")
    return _Open(pieces, screen_starts(words, pieces), counted, [])


def _row(text: str, table: _Open, words: list[Word], pieces: list[Field], gap: bool) -> _Line | None:
    """A line as a row of a table, if it may be one."""
    width = len(table.names)
    if not words or len(words) > MOST_WORDS + width or len(pieces) > 2 * width:
        return None
    if len(pieces) >= _FEWEST_COLUMNS and is_header([text[start:end] for start, end in pieces]):
        return None
    few = max(2, width - 1 if gap else width // 2)
    signs = len(pieces) <= 2 and ends_dated(text[slice(*pieces[-1])])
    if table.lines and not gap and not signs and words[0].column >= table.starts[1] - 2:
        goes_on = len(pieces) > 1 or _LISTED.match(text, words[0].start) is not None
        return _Line(words, pieces, gap, goes_on=True) if goes_on else None
    narrow = len(pieces) < few and not gap and len(words) == width
    first = text[slice(*pieces[0])]
    if narrow:
        first = text[words[0].start : words[0].end]
    elif len(pieces) < few or signs:
        return None
    if len(first) > _LONGEST_FIRST or SENTENCE.search(first) or _NUMBERED_TABLE.match(first):
        return None
    if (table.counted or _all_counted(text, table)) and not _COUNTED.match(first):
        return None
    return _Line(words, pieces, gap)


def ends_dated(words: str) -> bool:
    """Whether words end with a whole date, as signatures do."""
    return _DATED.search(words[-20:]) is not None


def _all_counted(text: str, table: _Open) -> bool:
    firsts = [line.words[0] for line in table.lines[:_SAMPLE] if not line.goes_on]
    counted = sum(_COUNTED.match(text, word.start, word.end) is not None for word in firsts)
    return len(firsts) > _FEWEST_ROWS and counted >= _MOSTLY * len(firsts)


def _rows(text: str, table: _Open) -> Iterator[list[list[Field]]]:
    """The rows of a table that was read to its end, if it is one."""
    width = len(table.names)
    own = [line for line in table.lines if not line.goes_on]
    near = sum(width - (width > _FEWEST_COLUMNS) <= len(line.pieces) or len(line.words) == width for line in own)
    if near < _FEWEST_ROWS or near * 2 < len(own):
        return
    full = [line.pieces for line in own if len(line.pieces) == width][:_SAMPLE]
    columns = columns_of(text, table.names, table.starts, full)
    rows = [table.names]
    for line in table.lines:
        if len(line.pieces) == width and not line.goes_on:
            rows.append(line.pieces)
        elif len(line.words) <= MOST_WORDS:
            rows.append(columns.fitted(text, line.words, goes_on=line.goes_on))
        else:
            joined = [
                Word(*piece, column)
                for piece, column in zip(line.pieces, screen_starts(line.words, line.pieces), strict=True)
            ]
            rows.append(columns.fitted(text, joined, goes_on=line.goes_on))
    yield rows
