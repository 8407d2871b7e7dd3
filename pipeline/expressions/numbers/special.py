"""Amounts that are not written as one numeral: halves (半小时, 过半) and neighbours parted by 、 (二、三十位)."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from pipeline.expressions.numbers.amount import Amount, Amounts
from pipeline.expressions.numbers.numeral import parse
from pipeline.expressions.numbers.units import Units
from pipeline.lexicon import wording

_HALF_SIGNS = frozenset("半一过")
_LISTED = re.compile("([一二三四五六七八])、([二三四五六七八九])")


def half(text: str, begin: int, units: Units) -> Amount | None:
    """半小时 is half an hour; 一半, 半数 and 过半 are 50 %."""
    found = wording.pattern("number", "halves").match(text, begin) if text[begin] in _HALF_SIGNS else None
    if found is None:
        return None
    if len(found[0]) == 2:
        over = found[0] == "过半"
        return Amount(
            begin, found.end(), Fraction(50), shape="half", base="%", signs=2, number_end=found.end(), over=over
        )
    unit = units.match(text, found.end())
    if unit is None:
        return None
    value, end = Fraction(1, 2), found.end()
    return Amount(begin, unit.end, value, shape="half", unit=unit, base=unit.base, signs=2, number_end=end)


def listed(text: str, begin: int, amounts: Amounts) -> Amount | None:
    """二、三十位 is 20–30: the first sign takes the second's magnitude."""
    found = _LISTED.match(text, begin) if text.startswith("、", begin + 1) else None
    if found is None or amounts.atoms.digits[found[2]] != amounts.atoms.digits[found[1]] + 1:
        return None
    upper = amounts.read(text, begin + 2)
    if upper is None or upper.unit is None or upper.upper is not None:
        return None
    low = parse(found[1] + text[begin + 3 : upper.number_end], amounts.atoms)
    if low is None or not low.value < upper.value:
        return None
    return msgspec.structs.replace(upper, start=begin, value=low.value, upper=upper.value)
