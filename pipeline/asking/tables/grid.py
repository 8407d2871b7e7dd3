"""Tables as the base holds them: the names of their columns and their rows, each cell under its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.asking.cells import cells_of
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import Line, lines
from pipeline.store.searchtext import flat, folded

_LONGEST_NAME = 14
_MOST_ROWS = 400
_STEP = 64
_SHORT, _LONG = 4, 12
# So many cells more than names a row may have.
_MOST_BEYOND = 2
_NUMBER = re.compile(r"[0-9.]{1,12}[%％]?")
_DIGIT = re.compile("[0-9]")


class Row(msgspec.Struct, frozen=True):
    """A row: the key of its passage and its cells, as many as the table has columns."""

    key: int
    cells: tuple[str, ...]


class Grid(msgspec.Struct, frozen=True):
    """A table: the names of its columns (normalised) and its rows."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def grids(kb: KnowledgeBase, keys: Iterable[int]) -> Iterator[Grid]:
    """The tables that some rows stand in, each once."""
    seen: set[int] = set()
    for key in keys:
        if key in seen:
            continue
        block = _block(kb, key)
        seen.update(line.key for line in block)
        if grid := _grid(block):
            yield grid


def _block(kb: KnowledgeBase, key: int) -> list[Line]:
    """The rows that stand together with one, in their order."""
    return kb.recent(("table", str(key)), lambda: [*reversed(_run(kb, key, -1)), *_run(kb, key + 1, 1)])


def _run(kb: KnowledgeBase, key: int, way: int) -> list[Line]:
    """The rows from one on, upwards or downwards, up to what is none."""
    found: list[Line] = []
    while len(found) < _MOST_ROWS:
        wanted = range(key, key + way * _STEP, way)
        here = lines(kb.db, wanted)
        for at in wanted:
            line = here.get(at)
            if line is None or line.kind != "row" or content_of(at) != content_of(key):
                return found
            found.append(line)
        key += way * _STEP
    return found


def _grid(block: Sequence[Line]) -> Grid | None:
    """Rows as a table; null where no first row names the columns."""
    cells = [cells_of(line.text) for line in block]
    labelled = [_labelled(row) for row in cells]
    if all(labelled) and len(block) > 0:
        return _of_records(block, [pairs for pairs in labelled if pairs])
    names = tuple(flat(cell) for cell in cells[0]) if len(cells) > 1 else ()
    if len(names) < 2 or not all(len(name) <= _LONGEST_NAME for name in names) or _mostly_numbers(names):
        return None
    shapes = _shapes([row for row in cells[1:] if len(row) == len(names)], len(names))
    rows: list[Row] = []
    above: tuple[str, ...] = ("",) * len(names)
    for line, row in zip(block[1:], cells[1:], strict=True):
        if 1 < len(row) <= len(names) + _MOST_BEYOND:
            above = _placed(row, shapes, above)
            rows.append(Row(line.key, above))
    return Grid(names, tuple(rows)) if rows else None


def _labelled(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The labels and values of a record (编号:01 学校:…); empty where a cell has none."""
    pairs = [folded(cell).partition(":") for cell in cells if cell.strip()]
    if len(pairs) < 2 or not all(colon and 0 < len(flat(label)) <= _LONGEST_NAME for label, colon, _ in pairs):
        return []
    return [(flat(label), value.strip()) for label, _, value in pairs]


def _of_records(block: Sequence[Line], records: Sequence[list[tuple[str, str]]]) -> Grid:
    names = tuple(dict.fromkeys(label for record in records for label, _ in record))
    rows = (
        Row(line.key, tuple(dict(record).get(name, "") for name in names))
        for line, record in zip(block, records, strict=True)
    )
    return Grid(names, tuple(rows))


def _mostly_numbers(names: Sequence[str]) -> bool:
    return 2 * sum(_NUMBER.fullmatch(name) is not None for name in names) >= len(names)


def _shape(cell: str) -> str:
    words = flat(cell)
    if not words:
        return ""
    if _NUMBER.fullmatch(words):
        return "number"
    if _DIGIT.search(words):
        return "digits"
    return "name" if len(words) <= _SHORT else "words" if len(words) <= _LONG else "text"


def _shapes(rows: Sequence[Sequence[str]], width: int) -> list[frozenset[str]]:
    """The shapes that the cells of each column have in full rows."""
    return [frozenset(_shape(row[at]) for row in rows) for at in range(width)]


def _placed(row: Sequence[str], shapes: Sequence[frozenset[str]], above: Sequence[str]) -> tuple[str, ...]:
    """A row's cells under their names: of a short row the last cells are empty, or the first are those of the row above, whichever its
    cells' shapes rather say; cells that several rows share are read from above."""
    gone = len(shapes) - len(row)
    if gone < 0:  # two units in the last cell, parted as cells are
        return (*row[: len(shapes) - 1], " ".join(row[len(shapes) - 1 :]))
    if not gone:
        return tuple(row)
    at_end = sum(_shape(cell) in shapes[at] for at, cell in enumerate(row))
    at_start = sum(_shape(cell) in shapes[at + gone] for at, cell in enumerate(row))
    if at_start > at_end:
        return (*above[:gone], *row)
    return (*row, *("",) * gone)
