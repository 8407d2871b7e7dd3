"""Which of several numbered things is asked about: what a text says of the 第一节点 does not answer for the 第二节点."""

from __future__ import annotations

from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
_TEN = "十"
_ROMAN = {roman: str(at) for row in (("i", "ii", "iii", "iv", "v"), "ⅰⅱⅲⅳⅴ") for at, roman in enumerate(row, 1)}


def of_another(asked: str, text: str) -> bool:
    """Whether a text numbers the things that a question numbers, and names only others of them."""
    wanted = _numbered(flat(asked))
    if not wanted:
        return False
    there = _numbered(flat(text))
    return any(sort in there and number not in there[sort] for sort, numbers in wanted.items() for number in numbers)


def _numbered(text: str) -> dict[str, set[str]]:
    """The numbers of each sort of thing that a text (normalised) numbers, in digits."""
    found: dict[str, set[str]] = {}
    for match in wording.pattern("question", "numbered_things").finditer(text):
        sort, number = (match["sort"], match["number"]) if match["sort"] else (match["grade"], match["rank"])
        found.setdefault(sort, set()).add(_ROMAN.get(number) or _in_digits(number))
    return found


def _in_digits(number: str) -> str:
    """A number below a hundred in digits: 十二 → 12, 二十 → 20."""
    tens, ten, ones = number.rpartition(_TEN)
    if not ten:
        return "".join(_DIGITS.get(char, char) for char in number)
    return (_DIGITS.get(tens, "1") if tens else "1") + (_DIGITS.get(ones, "0") if ones else "0")
