"""One planned number against one threshold."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.comparison.rows import Comparator
from pipeline.model.expression import Op

Outcome = Literal["stricter", "meets", "below"]
_NEAR = 1e-9
_FLIP: dict[str, Op] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity as a bound: `op` and `value` as in the contract, `value_max` for `range`."""

    op: Op
    value: float
    value_max: float | None = None

    def times(self, factor: float) -> Amount:
        """The same in another unit (a positive factor)."""
        high = None if self.value_max is None else self.value_max * factor
        return Amount(op=self.op, value=self.value * factor, value_max=high)

    def falling(self, value: float, value_max: float | None = None) -> Amount:
        """The value of a falling function of this amount: bounds change sides."""
        if self.value_max is not None and value_max is not None:
            return Amount(op=self.op, value=value_max, value_max=value)
        return Amount(op=_FLIP.get(self.op, self.op), value=value)


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """`outcome` null: the plan's number allows both. `proved`: the outcome holds for every value the plan's words allow
    (`below` may also rest on a bound that is merely laxer than the standard's)."""

    outcome: Outcome | None
    proved: bool = True


def judge(amount: Amount, comparator: Comparator, bound: float, *, share: bool = False) -> Judgement:
    """Hold an amount against a bound (README rule 9: a planned `=` counts as the level of the quantity).

    `share`: the bound is a percentage, so that `== 100` means as high as can be.

    >>> judge(Amount(op="=", value=97), ">=", 95).outcome
    'stricter'
    """
    if amount.op == "~":
        return Judgement(outcome=None)
    if comparator == "==":
        return _equal(amount, bound, share)
    if comparator in (">=", ">"):
        return _at_least(amount, bound, strict=comparator == ">")
    if comparator in ("<=", "<"):
        mirrored = _mirrored(amount)
        return _at_least(mirrored, -bound, strict=comparator == "<")
    return Judgement(outcome=None)


def judge_between(amount: Amount, low: float, high: float) -> Judgement:
    """Hold an amount against a range: inside it meets, wholly outside it is below."""
    lowest = judge(amount, ">=", low)
    highest = judge(amount, "<=", high)
    if "below" in (lowest.outcome, highest.outcome):
        proved = any(item.outcome == "below" and item.proved for item in (lowest, highest))
        return Judgement(outcome="below" if proved else None)
    return Judgement(outcome="meets" if lowest.outcome and highest.outcome else None)


def _mirrored(amount: Amount) -> Amount:
    if amount.value_max is not None:
        return Amount(op=amount.op, value=-amount.value_max, value_max=-amount.value)
    return Amount(op=_FLIP.get(amount.op, amount.op), value=-amount.value)


def _equal(amount: Amount, bound: float, share: bool) -> Judgement:
    found = Judgement(outcome=None)
    if bound == 0:
        found = judge(amount, "<=", bound)
    elif share and bound == 100:
        found = judge(amount, ">=", bound)
    elif amount.op == "=" and _same(amount.value, bound):
        found = Judgement(outcome="meets")
    return msgspec.structs.replace(found, outcome="meets") if found.outcome == "stricter" else found


def _at_least(amount: Amount, bound: float, *, strict: bool) -> Judgement:
    """Against `>= bound` (`> bound` where strict)."""
    value, op = amount.value, amount.op
    if op in ("<=", "<"):
        out = value < bound and not _same(value, bound)
        edge = _same(value, bound) and (op == "<" or strict)
        return Judgement(outcome="below" if out or edge else None)
    if _same(value, bound):
        if op == ">":
            return Judgement(outcome="meets" if strict else "stricter")
        if not strict:
            return Judgement(outcome="meets")
        return Judgement(outcome="below" if op != "range" else None, proved=op == "=")
    if value > bound:
        return Judgement(outcome="stricter")
    if op == "=":
        return Judgement(outcome="below")
    if op == "range":
        high = amount.value_max if amount.value_max is not None else value
        return Judgement(outcome="below" if high < bound and not _same(high, bound) else None)
    return Judgement(outcome="below", proved=False)


def _same(left: float, right: float) -> bool:
    return abs(left - right) <= _NEAR * max(1.0, abs(left), abs(right))
