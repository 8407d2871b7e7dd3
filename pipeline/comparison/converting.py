"""Conversions that need no data beyond the plan's number itself."""

from __future__ import annotations

from pipeline.comparison.judging import Amount
from pipeline.comparison.rows import Conversion


def converted(amount: Amount, conversion: Conversion) -> Amount | None:
    """The amount as the standard's quantity; null where the conversion needs data that a plan does not give.

    `complement` 100 − x, `complement_power` (1 − x/100)ⁿ × 100, `hundred_over` 100 ÷ x, `inverse` 1 ÷ x, `share_of`
    x ÷ base × 100; `same`, `zero_share` (held against 0) and `limit` (held against `< base`) x itself.
    """
    formula = conversion.formula
    if formula in ("same", "zero_share", "limit"):
        return amount
    if formula == "share_of":
        return amount.times(100.0 / conversion.base)
    if formula == "complement":
        return _falling(amount, [100.0 - value for value in _values(amount)])
    if formula == "complement_power":
        return _falling(amount, [100.0 * (1 - value / 100.0) ** conversion.power for value in _values(amount)])
    if formula in ("hundred_over", "inverse") and all(value > 0 for value in _values(amount)):
        top = 100.0 if formula == "hundred_over" else 1.0
        return _falling(amount, [top / value for value in _values(amount)])
    return None


def _values(amount: Amount) -> list[float]:
    return [amount.value] if amount.value_max is None else [amount.value, amount.value_max]


def _falling(amount: Amount, values: list[float]) -> Amount:
    return amount.falling(values[0], values[1] if len(values) > 1 else None)


def students_per_teacher(amount: Amount, unit: str, *, teacher_first: bool) -> Amount:
    """A ratio of teachers and students as students per teacher (师生比 1:19, 生师比 19:1 and 0.0526 are all 19).

    A bound on 师生比 bounds the fraction: not below 1:19 is at most 19. `不超过1:19` is, in plans, said of the 19 too.
    """
    if unit in ("1:x", "x:1"):
        if teacher_first and amount.op in (">=", ">"):
            return Amount(op="<=" if amount.op == ">=" else "<", value=amount.value)
        return amount
    if 0 < amount.value < 1:
        high = amount.value_max
        return amount.falling(1 / amount.value, 1 / high if high else None)
    return amount
