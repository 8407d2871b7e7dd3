"""Small whole numbers in the scripts that dates use. Avoids amounts, fractions and units: see `quantities`."""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "O": 0, "o": 0, "两": 2, "元": 1, "正": 1, "天": 7, "日": 7, "末": 7}
_DIGITS |= {str(i): i for i in range(10)}
_TENS = {"廿": 20, "卅": 30}


def whole(text: str) -> int | None:
    """The value of a whole number below 10,000, null for what is none.

    >>> [whole(w) for w in ("2016", "二〇一六", "二十五", "十", "一百二十", "廿三", "两", "三五")]
    [2016, 2016, 25, 10, 120, 23, 2, 35]
    """
    if not text:
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    if not any(c in "十百廿卅" for c in text):
        value = 0
        for char in text:
            if char not in _DIGITS:
                return None
            value = value * 10 + _DIGITS[char]
        return value
    total = 0
    pending: int | None = None
    for char in text:
        if char in _TENS:
            total += _TENS[char]
        elif char in "十百":
            total += (1 if pending is None else pending) * (10 if char == "十" else 100)
            pending = None
        elif char in _DIGITS:
            pending = _DIGITS[char]
        else:
            return None
    return total + (pending or 0)


def full_year(value: int) -> int:
    """A year of two digits as one of four: 07 → 2007, 95 → 1995."""
    if value >= 100:
        return value
    return 2000 + value if value < 60 else 1900 + value
