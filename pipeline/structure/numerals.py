"""Values of the numerals that number headings: 一, 十二, 二十三, ㈢, ⑵, ④, 12, IV-like signs and letters."""

from __future__ import annotations

import re
from functools import lru_cache

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)} | {"貳": 2, "參": 3, "陸": 6}
_UNITS = {"十": 10, "拾": 10, "百": 100}
# First sign of each run of ready-made numbered signs, and how many there are.
_SIGNS = (("㈠", 10), ("⑴", 20), ("①", 20), ("❶", 10), ("⒈", 20), ("㊀", 10), ("Ⅰ", 12))
_VALUES = {chr(ord(first) + step): step + 1 for first, count in _SIGNS for step in range(count)}
_ROMANS = {"I": 1, "V": 5, "X": 10}
_ROMAN = re.compile("([IVX]{1,5})(?![A-Za-z])")
_ARABIC = re.compile("[0-9]+")


@lru_cache(maxsize=2048)
def ordinal(label: str) -> int:
    """The value of the first numeral inside a number label; 0 if there is none.

    >>> [ordinal(label) for label in ("第二十一章", "(十)", "⑵", "3、", "B.")]
    [21, 10, 2, 3, 2]
    """
    label = label.replace("廿", "二十").replace("卅", "三十")
    signs = [_VALUES[char] for char in label if char in _VALUES]
    if signs:
        return signs[0]
    digits = _ARABIC.findall(label)
    if digits:
        return int(digits[-1][:6])
    han = [char for char in label if char in _DIGITS or char in _UNITS]
    if han:
        return _han(han)
    roman = _ROMAN.match(label)
    if roman:
        return _roman(roman.group(1))
    letter = next((char for char in label if char.isascii() and char.isalpha()), "")
    return ord(letter.upper()) - ord("A") + 1 if letter else 0


def _roman(signs: str) -> int:
    """Value of I … XII written in Latin letters."""
    values = [_ROMANS[sign] for sign in signs]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _han(chars: list[str]) -> int:
    """Value of 一 … 九百九十九, also of digits written one after the other (二〇)."""
    if not any(char in _UNITS for char in chars):
        return int("".join(str(_DIGITS[char]) for char in chars[:6]))
    total = current = 0
    for char in chars:
        if char in _UNITS:
            total += max(current, 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return total + current
