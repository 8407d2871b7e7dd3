"""Patterns of lexicon rows, compiled when first used.

Compiling is slow where classes hold Chinese characters (0.2 to 0.7 ms each), and most texts need few of a lexicon's rows:
compiling them all would take longer than extracting a short plan.
"""

from __future__ import annotations

import re
from typing import Any, cast

from pipeline.model.errors import LexiconError

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class _Lazy:
    """Stands for a compiled pattern. Its methods are those of the compiled one from the first use on; where it stands in a table,
    the compiled one takes its place there (a method looked up on it costs a quarter less)."""

    __slots__ = ("pattern", "row", "table", *_METHODS)

    def __init__(self, pattern: str, row: str, table: tuple[dict[str, re.Pattern[str]], str] | None = None) -> None:
        self.pattern, self.row, self.table = pattern, row, table

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        try:
            compiled = re.compile(self.pattern)
        except re.error as error:
            raise LexiconError(f"{self.row} 的写法有误：{error}") from error
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        if self.table is not None:
            table, key = self.table
            table[key] = compiled
        return getattr(self, name)


def lazy(pattern: str, row: str) -> re.Pattern[str]:
    """A pattern compiled when first used; `row` names it where it turns out not to be one.

    >>> lazy("[0-9]{1,4}年", "times.yaml year").match("2025年").group()
    '2025年'
    """
    return cast("re.Pattern[str]", _Lazy(pattern, row))


def lazy_table(patterns: dict[str, str], name: str) -> dict[str, re.Pattern[str]]:
    """A table of patterns, each compiled when first used; `name` is that of the file whose rows they are."""
    table: dict[str, re.Pattern[str]] = {}
    for row, pattern in patterns.items():
        table[row] = cast("re.Pattern[str]", _Lazy(pattern, f"{name} {row}", (table, row)))
    return table
