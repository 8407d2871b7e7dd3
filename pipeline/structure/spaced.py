"""Tables of a plain text whose cells are parted by blanks, told by a row of known column names at their top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reading.column_names import is_header

_GAP = re.compile("[ \\t\\u00a0]{2,200}|[\\u3000\\u2003]{1,100}[ \\u3000\\u2003]{0,100}")
_BLANK = re.compile("[ \\t\\u00a0\\u3000\\u2003]")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LONGEST_HEADER = 200

Field = tuple[int, int]


def spaced_rows(text: str) -> Iterator[list[list[Field]]]:
    """The cells (offsets) of each such table, row by row: a row of column names, and rows below it with as many cells or, at
    most half of them, fewer."""
    rows: list[list[Field]] = []
    at = 0
    for line in text.split("\n"):
        if not rows and (len(line) > _LONGEST_HEADER or len(line.split(None, _FEWEST_COLUMNS - 1)) < _FEWEST_COLUMNS):
            at += len(line) + 1  # no row of names, as most lines are none
            continue
        fields = _fields(line, at)
        if rows and 2 <= len(fields) <= len(rows[0]):
            rows.append(fields)
        elif rows and not line.strip():
            pass
        else:
            if _is_table(rows):
                yield rows
            names = [text[start:end] for start, end in fields]
            rows = [fields] if len(fields) >= _FEWEST_COLUMNS and is_header(names) else []
        at += len(line) + 1
    if _is_table(rows):
        yield rows


def _is_table(rows: list[list[Field]]) -> bool:
    full = sum(len(row) == len(rows[0]) for row in rows[1:]) if rows else 0
    return full >= _FEWEST_ROWS and full * 2 >= len(rows) - 1


def _fields(line: str, at: int) -> list[Field]:
    """Offsets of the stretches of a line between wide gaps; none where it has no gap."""
    bare = line.strip()
    if not _BLANK.search(bare) or not _GAP.search(bare):
        return []
    begin = at + line.index(bare)
    fields: list[Field] = []
    place = 0
    for gap in _GAP.finditer(bare):
        fields.append((begin + place, begin + gap.start()))
        place = gap.end()
    return [*fields, (begin + place, begin + len(bare))]
