"""Other ways to write the amounts and ranks of a question."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.expressions import quantities
from pipeline.lexicon import wording

_MOST_AMOUNT = 10**13
_RANKS = ("一二三四五", "12345", "ⅠⅡⅢⅣⅤ", "ⅰⅱⅲⅳⅴ")
_HAN_DIGITS = "零一二三四五六七八九"


def amounts(word: str) -> Iterator[str]:
    """Other ways to write an amount: 五万元 as 5万元 and 50000元, 5万 as 五万 and 50000."""
    match = wording.pattern("question", "amounts_in_words").fullmatch(word)
    if match is None:
        return
    found = quantities(f"{match[1]}元")
    value = found[0].value if len(found) == 1 else None
    if value is None or value != int(value) or not 0 < value < _MOST_AMOUNT:
        return
    number, unit = int(value), match[2] or ""
    forms = [f"{number}", in_han(number)]
    for size, mark in ((10**8, "亿"), (10**4, "万")):
        if number >= size and number % (size // 100) == 0:
            forms += [
                f"{number / size:g}{mark}",
                *([f"{in_han(number // size)}{mark}"] if number % size == 0 and number // size < size else []),
            ]
    yield from (f"{form}{unit}" for form in forms if form != match[1])


def ranks(word: str) -> Iterator[str]:
    """Other ways to write a rank: 二级 as Ⅱ级 and 2级."""
    match = wording.pattern("question", "rank_word").fullmatch(word)
    if match is None:
        return
    place = next(at for row in _RANKS if (at := row.find(match["number"])) >= 0)
    yield from (f"{row[place]}级" for row in _RANKS if row[place] != match["number"])


def in_han(number: int) -> str:
    """A whole number in Chinese characters: 15 → 十五, 50000 → 五万."""
    for size, mark in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            rest = number % size
            return in_han(number // size) + mark + (("零" if rest < size // 10 else "") + in_han(rest) if rest else "")
    words = ""
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            words += _HAN_DIGITS[digit] + mark
        elif words and number % size:
            words += "" if words.endswith("零") else "零"
    return words.removeprefix("一") if words.startswith("一十") else words
