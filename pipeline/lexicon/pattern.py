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
    """Stands for a compiled pattern. Its methods are those of the compiled one from the first use on."""

    __slots__ = ("pattern", "row", *_METHODS)

    def __init__(self, pattern: str, row: str) -> None:
        self.pattern, self.row = pattern, row

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        try:
            compiled = re.compile(self.pattern)
        except re.error as error:
            raise LexiconError(f"{self.row} 的写法有误：{error}") from error
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def lazy(pattern: str, row: str) -> re.Pattern[str]:
    """A pattern compiled when first used; `row` names it where it turns out not to be one.

    >>> lazy("[0-9]{1,4}年", "times.yaml year").match("2025年").group()
    '2025年'
    """
    return cast("re.Pattern[str]", _Lazy(pattern, row))
