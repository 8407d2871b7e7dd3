"""Number expressions: every number of a text with its bound and unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.expressions.numbers.amount import Amount
from pipeline.expressions.numbers.interval import ends_of, joined
from pipeline.expressions.numbers.numeral import Value
from pipeline.expressions.numbers.scan import Found, scanner, unit_of
from pipeline.model.expression import Op, Quantity
from pipeline.model.span import fold, holding


def quantities(text: str) -> list[Quantity]:
    """Every number expression of a text, in order, none inside another.

    Converts numerals of every script and their mixes, shares, ratios, ranges and bounds, and counts them in the base unit.
    Leaves out dates, times of day, ordinals, list numbers, codes, and words that merely hold a numeral sign.

    >>> [(q.text, q.op, q.value, q.unit) for q in quantities("巩固率不低于百分之九十五，购书0.2万册")]
    [('不低于百分之九十五', '>=', 95.0, '%'), ('0.2万册', '=', 2000.0, '册')]
    """
    return _quantities(text, fold(text), 0)


def quantities_of_stretches(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[Quantity]:
    """As `quantities`, for stretches of a text that is folded already, each read by itself; offsets are those of the text."""
    scan = scanner().scan
    scanned = [
        (start, words := text[start:end], list(scan(words)))
        for start, end in holding(scanner().opening, text, stretches)
    ]
    for start, words, found in scanned:
        if found:
            yield from joined([_quantity(words, one, start) for one in found], words, words, start)


def _quantities(text: str, folded: str, offset: int) -> list[Quantity]:
    """The quantities of a text that begins at an offset of a longer one."""
    return joined([_quantity(text, found, offset) for found in scanner().scan(folded)], text, folded, offset)


def _quantity(text: str, found: Found, offset: int) -> Quantity:
    first, other, unit = found.amount, found.other, unit_of(found)
    start = found.front.at if found.front else first.start
    upper = other.value if other else first.upper
    op: Op = "range" if upper is not None else _op(found)
    factor: Value = Fraction(unit.factor).limit_denominator(10_000) if unit and unit.factor != 1 else 1
    base = (other.base if other and other.base else "") or first.base
    cues = (found.front.cues if found.front else ()) + (found.back.cues if found.back else ())
    value, top = float(first.value * factor), float(upper * factor) if upper is not None else None
    low, low_inclusive, high, high_inclusive = ends_of(op, value, top)
    return Quantity(
        start=start + offset,
        end=found.end + offset,
        text=text[start : found.end],
        op=op,
        value=value,
        value_max=top,
        unit=base,
        low=low,
        low_inclusive=low_inclusive,
        high=high,
        high_inclusive=high_inclusive,
        number_start=first.start + first.lead + offset,
        number_end=(other.number_end if other else first.number_end) + offset,
        rule=_rule(found, first),
        cues=(*cues, unit.word) if unit else cues,
    )


def _op(found: Found) -> Op:
    """The relation that the words say: a bound in front, one behind, a hedge, 多, at last a verb (达到)."""
    front, back = found.front, found.back
    if front and front.role == "bound" and front.op != "=":
        return front.op
    if back and back.role == "bound":
        return _strict(back.op) if found.strict else back.op
    if (front and front.role == "hedge") or (back and back.role == "hedge"):
        return "~"
    if found.amount.over:
        return ">"
    return front.op if front else "="


def _strict(op: Op) -> Op:
    if op == ">=":
        return ">"
    return "<" if op == "<=" else op


def _rule(found: Found, first: Amount) -> str:
    for bound in (found.front, found.back):
        if bound and bound.role != "filler":
            return bound.rule
    unit = unit_of(found)
    return unit.rule if unit else first.shape
