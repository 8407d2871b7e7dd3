"""Rows by column, and in the blocks in which the writer puts them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import Any

import msgspec

Value = int | float | str | None
# Rows of one table, column by column.
Columns = dict[str, list[Any]]


class Block(msgspec.Struct, frozen=True, array_like=True):
    """Rows for one table that fill the same columns, value after value. What is null in all of them is left out: Python's
    SQLite takes six times as long over a null as over a number, and a fact is null in most columns."""

    table: str
    columns: tuple[str, ...]
    values: list[Value]


def block_of(table: str, rows: Columns) -> Block:
    """Rows as one block."""
    nothing = [None] * len(next(iter(rows.values())))
    told = {name: column for name, column in rows.items() if column != nothing}
    return Block(table, tuple(told), list(chain.from_iterable(zip(*told.values(), strict=True))))


def blocks_of(table: str, rows: Columns, rare: str | None = None) -> Iterator[Block]:
    """Rows as blocks: none where there are no rows, those that fill the column `rare` in a block of their own."""
    if not next(iter(rows.values()), None):
        return
    chosen = [value is not None for value in rows[rare]] if rare else []
    if any(chosen) and not all(chosen):
        for part in ([not one for one in chosen], chosen):
            yield block_of(table, {name: list(compress(column, part)) for name, column in rows.items()})
    else:
        yield block_of(table, rows)


def by_column(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Columns:
    """Rows, each with a value for each name, column by column."""
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) if rows else {name: [] for name in names}


def row_dicts(rows: Columns) -> list[dict[str, Any]]:
    """The rows one by one, each by the names of its columns."""
    return [dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)]
