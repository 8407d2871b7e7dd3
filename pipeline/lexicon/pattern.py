"""Patterns of lexicon rows, compiled when first used.

Compiling is slow where classes hold Chinese characters (0.2 to 0.7 ms each), and most texts need few of a lexicon's rows:
compiling them all would take longer than extracting a short plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar, cast

import msgspec

from pipeline.model.errors import LexiconError

S = TypeVar("S", bound=msgspec.Struct)

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "split", "sub")


class _Lazy:
    """Stands for a compiled pattern. Its methods are those of the compiled one from the first use on. Where it is known who
    holds it, the compiled one takes its place there: a method looked up on that costs a quarter less."""

    __slots__ = ("holders", "pattern", "row", *_METHODS)

    def __init__(self, pattern: str, row: str) -> None:
        self.pattern, self.row = pattern, row
        self.holders: list[Callable[[re.Pattern[str]], None]] = []

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        try:
            compiled = re.compile(self.pattern)
        except re.error as error:
            raise LexiconError(f"{self.row} 的写法有误：{error}") from error
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        while self.holders:
            self.holders.pop()(compiled)
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
        stand_in = _Lazy(pattern, f"{name} {row}")
        stand_in.holders.append(partial(table.__setitem__, row))
        table[row] = cast("re.Pattern[str]", stand_in)
    return table


def lazy_list(patterns: Iterable[str], name: str) -> list[re.Pattern[str]]:
    """A list of patterns, as `lazy_table`."""
    stand_ins = [_Lazy(pattern, name) for pattern in patterns]
    found = cast("list[re.Pattern[str]]", list(stand_ins))
    for place, stand_in in enumerate(stand_ins):
        stand_in.holders.append(partial(found.__setitem__, place))
    return found


def holding_patterns(holder: S) -> S:
    """A struct in whose fields lazy patterns are replaced by the compiled ones at their first use."""
    for name in holder.__struct_fields__:
        stand_in = getattr(holder, name)
        if isinstance(stand_in, _Lazy):
            stand_in.holders.append(partial(msgspec.structs.force_setattr, holder, name))
    return holder
