"""Quantities as ranges: whether two can both hold, and which asks for more."""

from __future__ import annotations

from math import inf

import msgspec

from pipeline.comparison.units import measure
from pipeline.model.result import Indicator

_NEAR = 1e-9


class Range(msgspec.Struct, frozen=True):
    """All values a quantity allows; `open_low`/`open_high`: the bound itself is not allowed."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False


def range_of(fact: Indicator) -> Range | None:
    """The values an indicator allows, in the first unit of its kind; null for 约."""
    factor = measure(fact.unit or "").factor
    value = fact.value * factor
    if fact.op in (">=", ">"):
        return Range(value, inf, fact.op == ">")
    if fact.op in ("<=", "<"):
        return Range(-inf, value, False, fact.op == "<")
    if fact.op == "range":
        return Range(value, (fact.value_max if fact.value_max is not None else fact.value) * factor)
    return Range(value, value) if fact.op == "=" else None


def apart(left: Range, right: Range) -> bool:
    """Whether no value satisfies both."""
    return _below(left, right) or _below(right, left)


def laxer(ours: Range, theirs: Range) -> bool:
    """Whether ours, a bound on the same side, lets values through that theirs forbids."""
    if theirs.high == inf and theirs.low > -inf:
        return ours.low < theirs.low - _slack(theirs.low)
    if theirs.low == -inf and theirs.high < inf:
        return ours.high > theirs.high + _slack(theirs.high)
    return False


def one_sided(item: Range) -> bool:
    """Whether only one side is bounded."""
    return (item.low == -inf) != (item.high == inf)


def _below(low: Range, high: Range) -> bool:
    if low.high < high.low - _slack(high.low):
        return True
    touching = abs(low.high - high.low) <= _slack(high.low) if low.high not in (inf, -inf) else False
    return touching and (low.open_high or high.open_low)


def _slack(value: float) -> float:
    return _NEAR * max(1.0, abs(value))
