"""The ways to write the name of a class: 六年级1班, 六(1)班, 6年1班, 601班."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon import wording

_DIGITS = "零一二三四五六七八九"
_WAYS = (
    "{g}年级{c}班",
    "{g}年级({c})班",
    "{g}年{c}班",
    "{g}({c})班",
    "{g}{c}班",
    "{g}.{c}班",
    "{g}0{c}班",
    "{g}年({c})班",
)


def class_names(text: str) -> Iterator[re.Match[str]]:
    """The classes that a question names."""
    return wording.pattern("question", "class_name").finditer(text)


def written(match: re.Match[str]) -> tuple[str, ...]:
    """Other ways to write one of them."""
    grades, numbers = _both(match["grade"]), _both(match["number"])
    ways = (way.format(g=grade, c=number) for grade in grades for number in numbers for way in _WAYS)
    return tuple(form for form in dict.fromkeys(ways) if form != match[0])


def _both(char: str) -> tuple[str, str]:
    """A digit in both writings."""
    value = int(char) if char.isascii() else _DIGITS.index(char)
    return str(value), _DIGITS[value]
